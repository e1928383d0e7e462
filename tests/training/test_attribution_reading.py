"""From tags to attributions: pieces of words, cues asked one by one, windows that overlap."""

import pytest

np = pytest.importorskip("numpy", reason="numpy comes with the trained reader")

from hypothesis import given
from hypothesis import strategies as st

from training.attribution_reading import (
    BEGINS,
    INSIDE,
    OUTSIDE,
    REACH,
    TAGS,
    Leanings,
    WordWindow,
    as_contract,
    attributions,
    pieces_of,
)


def _logits(tags: list[int], sure: float = 4.0) -> "np.ndarray":
    found = np.zeros((len(tags), TAGS), dtype=np.float32)
    found[range(len(tags)), tags] = sure
    return found


def test_a_run_begins_at_its_first_word_and_at_each_beginning() -> None:
    assert pieces_of(np.array([0, 1, 2, 2, 0, 1, 1, 2, 0, 2])) == [(1, 3), (5, 5), (6, 7), (9, 9)]


@given(st.lists(st.sampled_from([OUTSIDE, BEGINS, INSIDE]), max_size=40))
def test_pieces_hold_every_tagged_word_once_and_no_other(tags: list[int]) -> None:
    held = [i for a, b in pieces_of(np.array(tags, dtype=np.int64)) for i in range(a, b + 1)]
    assert held == [i for i, t in enumerate(tags) if t != OUTSIDE]


def _ask(told: dict[tuple[int, int], tuple[list[int], list[int]]]):  # type: ignore[no-untyped-def]
    """A head that answers for a cue, by the window's rows, with these tags of the window's words."""

    def ask(states, cues, around):  # type: ignore[no-untyped-def]
        out = np.zeros((len(cues), around.shape[1], 2 * TAGS), dtype=np.float32)
        for n, (a, b) in enumerate(cues.tolist()):
            source, content = told[a, b]
            for k, row in enumerate(around[n].tolist()):
                out[n, k, source[row]] = 4.0
                out[n, k, TAGS + content[row]] = 4.0
        return out

    return ask


# "Ana Ruiz said he fled , Bo Lind added" without the comma: eight words, two cues.
_TEXT = "Ana Ruiz said he fled, Bo Lind added"
_WORDS = [(0, 3), (4, 8), (9, 13), (14, 16), (17, 21), (23, 25), (26, 30), (31, 36)]
_CUES = [0, 0, 1, 0, 0, 0, 0, 1]
_TOLD = {
    (2, 2): ([1, 2, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 2, 0, 0, 0]),
    (7, 7): ([0, 0, 0, 0, 0, 1, 2, 0], [0, 0, 0, 1, 2, 0, 0, 0]),
}


def _window(first: int, last: int) -> WordWindow:
    numbers = np.arange(first, last + 1)
    return WordWindow(numbers, np.zeros((len(numbers), 4), dtype=np.float32), _logits(_CUES[first : last + 1]))


def test_each_cue_has_its_own_source_and_content() -> None:
    found = attributions([_window(0, 7)], _ask(_TOLD), Leanings())
    assert [(a.cue, a.source, a.content) for a in found] == [((2, 2), (0, 1), ((3, 4),)), ((7, 7), (5, 6), ((3, 4),))]
    assert all(0.9 < a.confidence <= 1 for a in found)
    starts, ends = np.array([a for a, _ in _WORDS]), np.array([b for _, b in _WORDS])
    said = as_contract(found, _TEXT, starts, ends)
    assert [m["text"] for a in said for part in ("source", "cue", "content") for m in a[part]] == [
        "Ana Ruiz", "said", "he fled", "Bo Lind", "added", "he fled",
    ]  # fmt: skip
    assert all(
        _TEXT[m["start"] : m["end"]] == m["text"] for a in said for part in ("source", "cue", "content") for m in a[part]
    )


def test_a_cue_in_two_windows_is_read_once_where_it_lies_farther_from_the_edge() -> None:
    told = {**_TOLD, (1, 1): ([0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0])}
    shifted = {(2, 2): _TOLD[2, 2], (6, 6): ([0, 0, 0, 0, 1, 2, 0], [0, 0, 1, 2, 0, 0, 0]), (1, 1): told[1, 1]}

    def ask(states, cues, around):  # type: ignore[no-untyped-def]
        return _ask(_TOLD if len(states) == 8 else shifted)(states, cues, around)

    found = attributions([_window(0, 7), _window(1, 7)], ask, Leanings())
    assert [(a.cue, a.source) for a in found] == [((2, 2), (0, 1)), ((7, 7), (5, 6))]


def test_a_leaning_towards_outside_takes_unsure_cues_away() -> None:
    assert attributions([_window(0, 7)], _ask(_TOLD), Leanings(cue=5.0)) == []


def test_what_is_asked_about_stays_within_reach_of_the_cue() -> None:
    seen = []

    def ask(states, cues, around):  # type: ignore[no-untyped-def]
        seen.append(around)
        return np.zeros((len(cues), around.shape[1], 2 * TAGS), dtype=np.float32)

    long = 4 * REACH
    tags = [0] * long
    tags[2 * REACH] = 1
    attributions([WordWindow(np.arange(long), np.zeros((long, 4), dtype=np.float32), _logits(tags))], ask, Leanings())
    assert seen[0].min() == REACH and seen[0].max() == 3 * REACH
