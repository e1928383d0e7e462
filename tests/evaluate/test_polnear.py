"""Attribution as PolNeAR measures it, on a text made up for it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.evaluate.agreement import Agreement
from onrecord.evaluate.lines import Part
from onrecord.evaluate.polnear import MEASURES, NOTHING, read_gold, read_said, score, trimmed

TEXT = '"The road is shut," Mira Holt said. A guard told her that "nobody" left.'


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


FIRST = {"source": ["Mira Holt"], "cue": ["said"], "content": ['"The road is shut,"']}
SECOND = {"source": ["A guard"], "cue": ["told her"], "content": ["that", '"nobody" left']}


def gold(*attributions: dict[str, list[str]]) -> Part:
    held = [{k: [span(w) for w in words] for k, words in a.items()} for a in attributions]
    return Part({"docid": "d1", "text": TEXT, "attributions": held}, "gold.jsonl, line 1")


def said(*attributions: dict[str, list[str]]) -> Part:
    held = [{k: [{"start": span(w)[0], "end": span(w)[1]} for w in words] for k, words in a.items()} for a in attributions]
    return Part({"attributions": held}, "said.jsonl, line 1")


def scores(truth: Part, mine: Part) -> dict[str, Agreement]:
    return score(read_gold(truth), read_said(mine, truth))


def test_a_perfect_reader_is_right_in_everything() -> None:
    found = scores(gold(FIRST, SECOND), said(SECOND, FIRST))
    assert {m: found[m].f1 for m in MEASURES} == dict.fromkeys(MEASURES, 1.0)
    assert found["whole"] == Agreement(2, 2, 2)
    # The road is shut; that; nobody" left
    assert found["characters"].gold == len("The road is shut") + len("that") + len('nobody" left')


def test_quotation_marks_at_the_edges_do_not_matter() -> None:
    bare = {**FIRST, "content": ["The road is shut"]}
    assert scores(gold(FIRST), said(bare))["content"] == Agreement(1, 1, 1)
    assert trimmed(TEXT, 0, 1) == (1, 1)


def test_what_a_mistake_costs() -> None:
    short = {**SECOND, "content": ['"nobody" left']}
    found = scores(gold(FIRST, SECOND), said(FIRST, short))
    assert found["content"] == Agreement(1, 2, 2) and found["whole"] == Agreement(1, 2, 2)
    assert found["source"] == found["cue"] == Agreement(2, 2, 2)
    assert found["characters"].said == found["characters"].hit == found["characters"].gold - len("that")


def test_one_that_is_not_there_is_no_component() -> None:
    without = {"cue": ["said"], "content": FIRST["content"]}
    found = scores(gold(without), said(FIRST))
    assert found["source"] == Agreement(0, 1, 0) and found["whole"] == Agreement(0, 1, 1)
    assert scores(gold(without), said(without))["whole"] == Agreement(1, 1, 1)


def test_a_component_counts_once() -> None:
    twice = {**FIRST, "content": ["nobody"]}
    assert scores(gold(FIRST, twice), said(FIRST))["source"] == Agreement(1, 1, 1)


def test_silence_is_right_in_nothing() -> None:
    assert score(read_gold(gold(FIRST)), NOTHING)["whole"] == Agreement(0, 0, 1)


def test_words_of_the_title_are_left_aside() -> None:
    line = Part({"attributions": [{"source": [{"start": 0, "end": 900, "in": "title"}], "cue": [], "content": []}]}, "s")
    assert read_said(line, gold(FIRST))[0].source == ()


@given(st.permutations([FIRST, SECOND, {**SECOND, "cue": ["left"]}]))
def test_order_does_not_matter(mine: list[dict[str, list[str]]]) -> None:
    assert scores(gold(FIRST, SECOND), said(*mine)) == scores(gold(SECOND, FIRST), said(*reversed(mine)))


@pytest.mark.parametrize("piece", [[3, 900], [5, 5], [-1, 4], [1], "x", [True, 4], {"start": 4}])
def test_what_is_no_span(piece: Any) -> None:
    line = Part({"attributions": [{"source": [], "cue": [], "content": []}, {"source": [piece]}]}, "said.jsonl, line 9")
    with pytest.raises(BadInput, match=r"said.jsonl, line 9: the field “attributions\[1\].source\[0\]” must be a span"):
        read_said(line, gold(FIRST))


def test_gold_without_attributions_is_refused() -> None:
    with pytest.raises(BadInput, match="“attributions” is not there"):
        read_gold(Part({"docid": "d1", "text": TEXT}, "gold.jsonl, line 1"))
