"""The model's attributions with what rules do better."""

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with a model only")

from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.attribution import Attribution, attributions
from onrecord.extract.sentences import Span, sentences
from onrecord.extract.trained.attribution_joining import fuller, joined, told_again, with_marks
from onrecord.extract.trained.attribution_marks import Marked, marked
from onrecord.extract.trained.attribution_spans import Read
from onrecord.extract.trained.words import split_words


def _marked(text: str) -> Marked:
    spans = sentences(text)
    return marked(text, split_words(text), spans, attributions(text, spans))


def test_two_cues_of_the_rules_that_the_model_reads_as_one_stay_two() -> None:
    text = "Nine people were killed in the attack, local officials said on Monday, blaming the militia."
    rules, words = _marked(text), [w.form for w in split_words(text)]
    cue = (words.index("said"), words.index("blaming"))
    assert len(rules.ruled) == 2
    found = joined([Read(cue, None, ((0, 1),))], rules)
    assert [r.cue for r in found] == [r.cue for r in rules.ruled]


def test_a_content_that_the_model_leaves_open_is_the_rules() -> None:
    text = "Two officers beat the man, prosecutors said."
    rules, words = _marked(text), [w.form for w in split_words(text)]
    at = words.index("said")
    [found] = joined([Read((at, at), (at - 1, at - 1), (), 0.8)], rules)
    assert found.chance is None
    assert [words[a : b + 1] for a, b in found.content] == [["two", "officers", "beat", "the", "man"]]
    [kept] = joined([Read((at, at), (at - 1, at - 1), ((0, 1),), 0.8)], rules)
    assert kept.content == ((0, 1),) and kept.chance == 0.8


@pytest.mark.parametrize(
    ("words", "inner"),
    [
        ("police claimed the men had been armed", ["claimed"]),
        ("he said the men had been armed", []),
        ("the mayor would like to see the men freed", []),
    ],
)
def test_who_tells_within_what_another_tells_is_the_rules(words: str, inner: list[str]) -> None:
    text = f"A doctor said that {words}."
    span = Span(text.index("that"), len(text) - 1)
    outer = Attribution((Span(0, 8),), (Span(9, 13),), (span,), 0.9)
    found = told_again(text, [outer], attributions(text))
    assert [text[c.start : c.end] for a in found for c in a.cue] == inner
    assert all(a.confidence is None for a in found)
    assert told_again(text, [outer, *found], attributions(text)) == [], "whoever is read already is not told twice"
    assert told_again(text, [Attribution(outer.source, outer.cue, (Span(0, 3),))], attributions(text)) == []


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("“They ran,” he said.", "They ran", "“They ran,”"),
        ('"They ran," he said.', "They ran", '"They ran,"'),
        ("He said that they ran.", "that they ran", "that they ran"),
        ("He said “they ran” and left.", "they ran", "“they ran”"),
        ("He said that “they ran”.", "that “they ran", "that “they ran”"),
        ("He said they ran”", "they ran", "they ran"),
    ],
)
def test_a_quotation_keeps_its_marks(text: str, words: str, wanted: str) -> None:
    start = text.index(words)
    found = with_marks(text, Span(start, start + len(words)))
    assert text[found.start : found.end] == wanted


@given(st.text(alphabet='a ,.“”"’', min_size=1, max_size=20), st.data())
def test_marks_are_added_at_the_edges_alone(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = with_marks(text, Span(start, end))
    assert 0 <= found.start <= start and end <= found.end <= len(text)
    assert not any(c.isalnum() for c in text[found.start : start] + text[end : found.end])


def _source(kind: str, words: str) -> dict:  # type: ignore[type-arg]
    return {"kind": kind, "access": "not_said", "via": None, "mentions": [{"text": words, "start": 0, "end": len(words)}]}


def test_a_source_with_its_name_is_not_told_twice_and_unnamed_ones_stay_apart() -> None:
    mayor, named = _source("organisation", "the mayor"), _source("named", "The mayor, Ana Lobo")
    assert fuller([mayor, named]) == [named]
    resident, another = _source("anonymous", "a resident"), _source("anonymous", "a resident, who fled")
    assert fuller([resident, another]) == [resident, another]
