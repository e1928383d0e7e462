"""Windows of long texts and the spans inside them."""

from itertools import pairwise

import pytest

pytest.importorskip("numpy", reason="numpy is installed with the training tools only")

from onrecord.extract.trained.windows import LONGEST_SPAN, OVERLAP_TOKENS, WINDOW_TOKENS, candidates, token_ranges, windows
from onrecord.extract.trained.words import split_words


def test_words_find_their_tokens_and_a_dropped_word_has_none() -> None:
    words = split_words("OLD MILLER'S BARN")
    offsets = [(0, 3), (4, 7), (7, 10), (10, 11), (11, 12)]  # the last word has no token
    assert token_ranges(words, offsets) == [(0, 0), (1, 2), (4, 4), (-1, -1)]


def test_a_long_text_is_covered_by_overlapping_windows() -> None:
    ranges = [(i, i) for i in range(1200)]
    found = windows(ranges, 1200)
    assert found[0].start == 0 and found[-1].end == 1200
    assert all(w.end - w.start <= WINDOW_TOKENS for w in found)
    assert all(a.end - b.start == OVERLAP_TOKENS for a, b in pairwise(found))
    assert {i for w in found for i in range(w.first, w.last + 1)} == set(range(1200))


def test_a_short_text_is_one_window_and_no_text_is_none() -> None:
    assert len(windows([(0, 0), (1, 1)], 2)) == 1
    assert windows([], 0) == []


def test_candidates_are_bounded_by_words_that_may_and_run_neither_too_long_nor_into_the_next_sentence() -> None:
    n = 40
    ranges = [(i, i) for i in range(n)]
    (window,) = windows(ranges, n)
    found = {
        (int(a), int(b))
        for a, b in candidates(ranges, window, [i not in (0, 3) for i in range(n)], [i == 30 for i in range(n)])
    }
    assert (1, 4) in found and (30, 30) in found and (31, 31) in found
    assert not any(a in (0, 3) or b in (0, 3) for a, b in found)
    assert not any(a <= 30 < b for a, b in found)
    assert max(b - a + 1 for a, b in found) == LONGEST_SPAN


def test_a_word_without_tokens_bounds_no_span() -> None:
    ranges = [(0, 0), (-1, -1), (1, 1)]
    (window,) = windows(ranges, 2)
    assert {(int(a), int(b)) for a, b in candidates(ranges, window, [True] * 3, [False] * 3)} == {(0, 0), (0, 2), (2, 2)}
