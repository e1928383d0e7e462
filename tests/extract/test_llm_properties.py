"""Whatever a model answers, and whatever it reads, what comes out is an object of the contract."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from scripted_server import answer, incident, victim
from test_contract import check

from onrecord.extract import ReportText, extract
from onrecord.extract.llm import LLMReader
from onrecord.extract.llm.asking import Answer, Messages
from onrecord.extract.llm.counts import Numbers, count_of
from onrecord.extract.llm.settings import settings
from onrecord.extract.llm.windows import halves, windows
from onrecord.vocabulary import load

TEXT = (
    "Gunmen shot dead three men, among them Ana Velmora, 23, on the night of May 28 in Kaduna, a nurse said.\n\nAt least\ntwo women "
    "were hurt. 사람 세 명이 죽었다. The army denied it. Five people were killed in all."
)
QUOTES = ["Gunmen", "three men", "Ana Velmora", "Ana Velmora, 23", "the night of May 28", "Kaduna", "a nurse", "At least two women", "사람 세 명", "Five people", "said", "not there", ""]  # fmt: skip
CODES = sorted(
    {
        code
        for table in ("acts", "outcomes", "means", "modalities", "statuses", "roles", "causes")
        for code in getattr(load(), table)
    }
)

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(QUOTES) | st.sampled_from(CODES) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["words", "names", "type", "to", "id", "start"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
quote = st.sampled_from(QUOTES) | junk
quotes = st.lists(quote, max_size=3) | junk
number = st.integers(-3, 40) | st.sampled_from([None, 10**12]) | junk


def one_of(table: str) -> st.SearchStrategy[Any]:
    return st.sampled_from([*getattr(load(), table)]) | junk


def many(item: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(item | junk, max_size=4) | junk


def thing(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional=fields)


victims = thing(
    words=quotes, names=quotes, group=st.booleans() | junk, min=number, best=number, max=number, outcome=one_of("outcomes"),
    cause=one_of("causes"), modality=one_of("modalities"), status=one_of("statuses"), status_words=quote, age=number,
    sex=st.sampled_from(["male", "female", "not_said"]) | junk, part_of=number,
)  # fmt: skip
incidents = thing(
    telling=quote, act=st.sampled_from(["killing", "bombing", "arrest"]) | one_of("acts"), modality=one_of("modalities"), date=quote, place=quote,
    means=many(thing(words=quote, type=one_of("means"))), victims=many(victims),
    perpetrators=many(thing(words=quotes, names=quotes, kind=junk, involvement=one_of("involvement"), status=one_of("perpetrator_statuses"))),
    others=many(thing(words=quotes, names=quotes, role=one_of("roles"))), targets=quotes,
    sources=many(thing(words=quote, kind=one_of("source_kinds"), access=one_of("access"))),
    relations=many(thing(type=one_of("relation_types"), to=number)), id=junk, confidence=junk,
)  # fmt: skip
answers = st.fixed_dictionaries(
    {"incidents": st.lists(incidents | junk, max_size=4)},
    optional={
        "totals": many(thing(words=quote, outcome=one_of("outcomes"), min=number, best=number, max=number)),
        "attributions": many(thing(source=quote, cue=quote, content=quote)),
        "report": junk,
    },
)


class Saying:
    """A model that answers each question with the next of some answers."""

    def __init__(self, *said: Any) -> None:
        self.said = list(said)
        self.asked: list[Messages] = []

    def ask(self, messages: Messages) -> Answer:
        self.asked.append(messages)
        return Answer(json.dumps(self.said[(len(self.asked) - 1) % len(self.said)]))


def read(text: str, *said: Any, window: int = 6000, language: str | None = "en") -> dict[str, Any]:
    reader = LLMReader(settings({"model": "m", "window": str(window)}, {}), Saying(*said), sleep=lambda _: None)
    return extract(ReportText(text, "r1", "r.txt", None, "2021-06-07", language), reader)


@effort(max_examples=200)
@given(answers, st.sampled_from(["en", "ko", None]))
def test_any_answer_becomes_an_object_of_the_contract(said: Any, language: str | None) -> None:
    found = read(TEXT, said, language=language)
    check(found, TEXT)
    assert all(i["act"] in load().acts and i["class"] == load().acts[i["act"]].kind for i in found["incidents"])


@effort(max_examples=120)
@given(answers, answers, st.integers(0, 40))
def test_any_answers_about_windows_are_merged_into_one_object(one: Any, other: Any, much: int) -> None:
    text = f"{TEXT}\n\n{'Rain fell. ' * much}\n\n" * 3
    check(read(text, one, other, window=500), text)


@effort(max_examples=200)
@given(st.text(max_size=200), st.text(max_size=30))
def test_any_text_is_read_and_any_words_are_looked_for(text: str, words: str) -> None:
    said = read(
        text, answer(incident(words, victims=[victim([words, text[3:9], text[:40]])], place=words, date=words)), window=500
    )
    check(said, text)
    for v in (v for i in said["incidents"] for v in i["victims"]):
        assert all(any(c.isalnum() for c in m["text"]) for m in v["mentions"])


@given(
    st.lists(st.sampled_from(["word ", "Sentence. ", "\n", "\n\n", "x" * 700, "사람", " "]), max_size=60).map("".join),
    st.integers(500, 900),
)
def test_windows_hold_the_whole_text_and_end(text: str, size: int) -> None:
    found = windows(text, size)
    assert all(0 < w.end - w.start <= size for w in found)
    covered = {n for w in found for n in range(w.start, w.end)}
    assert all(n in covered or text[n].isspace() for n in range(len(text)))
    assert all(a.start < b.start for a, b in pairwise(found))
    for w in found:
        first, second = halves(text, w)
        assert (first.start, first.end, second.end) == (w.start, second.start, w.end)
        assert w.start < first.end < w.end or w.end - w.start < 3


@given(number, number, number, st.booleans())
def test_a_count_is_always_one(low: Any, best: Any, top: Any, group: bool) -> None:
    count, _ = count_of([], {"min": low, "best": best, "max": top}, group, Numbers(TEXT, "en"))
    assert count.min >= 1 and all(n is None or n in (1, 2, 3, 5, 23, 28) for n in (count.min, count.best, count.max))
