"""Rows of tags that mark spans, and the likeliest row."""

import itertools

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with a model only")

from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.trained.attribution_tags import ALLOWED, TAGS, likeliest, spans_of, tags_of

WORDS = 5
GAPS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=4)
STEPS = np.where(np.array(ALLOWED), 0.0, -1e4).astype(np.float32)


@given(GAPS)
def test_spans_become_tags_and_spans_again(gaps: list[tuple[int, int]]) -> None:
    spans, at = [], 0
    for gap, more in gaps:
        spans.append((at + gap, at + gap + more))
        at += gap + more + 1
    tags = tags_of(tuple(spans), at + 2)
    assert spans_of(tags) == spans
    assert all(ALLOWED[a][b] for a, b in itertools.pairwise(tags.tolist()))


@given(st.lists(st.integers(0, TAGS - 1), min_size=1, max_size=8))
def test_any_row_of_tags_gives_spans_in_order_that_share_no_word(tags: list[int]) -> None:
    spans = spans_of(np.array(tags))
    assert all(0 <= a <= b < len(tags) for a, b in spans)
    assert all(b < c for (_, b), (c, _) in itertools.pairwise(spans))


@given(st.integers(0, 2**32 - 1), st.integers(1, WORDS))
def test_the_likeliest_row_is_the_best_of_all(seed: int, length: int) -> None:
    drawn = np.random.default_rng(seed)
    logits = drawn.normal(size=(2, WORDS, TAGS)).astype(np.float32)
    worth = STEPS + drawn.normal(size=(TAGS, TAGS)).astype(np.float32)
    found = likeliest(logits, worth, np.array([length, WORDS]))
    for row, words in enumerate((length, WORDS)):
        ways = itertools.product(range(TAGS), repeat=words)

        def value(tags: tuple[int, ...], row: int = row) -> float:
            steps = sum(float(worth[a, b]) for a, b in itertools.pairwise(tags))
            return steps + sum(float(logits[row, n, t]) for n, t in enumerate(tags))

        assert value(tuple(found[row, :words].tolist())) == pytest.approx(max(map(value, ways)), abs=1e-3)
    assert found[0, length:].tolist() == [0] * (WORDS - length)
