"""What rules know of each word for attribution."""

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with a model only")

from onrecord.extract.attribution import attributions
from onrecord.extract.sentences import sentences
from onrecord.extract.trained.attribution_marks import MARKS, RELATIONS, Marked, marked
from onrecord.extract.trained.words import split_words

TEXT = (
    "“The road was closed,” Mara Quill said on Monday.\n\nPolice denied that anyone was hurt; the mayor's office did not reply."
)


def _marked(text: str) -> Marked:
    spans = sentences(text)
    return marked(text, split_words(text), spans, attributions(text, spans))


def test_each_word_has_its_marks_and_its_place() -> None:
    found = _marked(TEXT)
    words = [w.form for w in split_words(TEXT)]
    assert found.marks.shape == (len(words), MARKS) and set(np.unique(found.marks)) <= {0.0, 1.0}
    assert found.paragraph[words.index("said")] == 0 and found.paragraph[words.index("police")] == 1
    inside = [w for w, q in zip(words, found.quotation, strict=True) if q >= 0]
    assert inside == ["the", "road", "was", "closed"]


def test_the_rules_attributions_stand_as_words() -> None:
    found, words = _marked(TEXT), [w.form for w in split_words(TEXT)]
    first = found.ruled[0]
    assert words[first.cue[0] : first.cue[1] + 1] == ["said"]
    assert first.source is not None and words[first.source[0] : first.source[1] + 1] == ["mara", "quill"]
    assert [words[a : b + 1] for a, b in first.content] == [["the", "road", "was", "closed"]]


def test_how_words_stand_to_a_cue() -> None:
    found, words = _marked(TEXT), [w.form for w in split_words(TEXT)]
    cue = (words.index("denied"), words.index("denied"))
    around = np.arange(len(words))
    held = np.zeros(len(words), dtype=bool)
    held[[cue[0], words.index("said")]] = True
    how = found.relations(cue, around, held)
    assert how.shape == (len(words), RELATIONS)
    before, after, same, other = how[:, 0], how[:, 1], how[:, 2], how[:, 6]
    assert before.sum() == cue[0] and after.sum() == len(words) - cue[0] - 1
    assert same[words.index("police")] and not same[words.index("said")]
    assert other.nonzero()[0].tolist() == [words.index("said")]
    assert how[words.index("police"), 9] == 1  # the rules' source


def test_capitals_throughout_say_nothing() -> None:
    small, large = _marked(TEXT), _marked(TEXT.upper())
    assert small.marks.shape == large.marks.shape
    capital = _marked("Mara Quill said so.").marks[0] - _marked("MARA QUILL SAID SO.").marks[0]
    assert np.abs(capital).sum() > 0


@pytest.mark.parametrize("text", ["x", "“", "a\n\n\n", "1 2 3", "“a” “b” said", "'s said that that"])
def test_odd_texts_have_marks(text: str) -> None:
    if split_words(text):
        assert len(_marked(text).marks) == len(split_words(text))
