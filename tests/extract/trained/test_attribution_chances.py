"""How likely rows of tags and spans are, held against all ways through short rows."""

import itertools

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with a model only")

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.trained.attribution_chances import row_chances, span_chances
from onrecord.extract.trained.attribution_tags import ALLOWED, TAGS, likeliest, spans_of

WORDS = 4
STEPS = np.where(np.array(ALLOWED), 0.0, -1e4).astype(np.float32)


def _shares(logits, worth, words):  # type: ignore[no-untyped-def]
    """Every way through a row with its share of what all weigh."""
    weights = {}
    for way in itertools.product(range(TAGS), repeat=words):
        steps = sum(float(worth[a, b]) for a, b in itertools.pairwise(way))
        weights[way] = np.exp(steps + sum(float(logits[n, t]) for n, t in enumerate(way)))
    total = sum(weights.values())
    return {way: w / total for way, w in weights.items()}


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, WORDS))
def test_chances_are_shares_of_all_ways(seed: int, length: int) -> None:
    drawn = np.random.default_rng(seed)
    logits = drawn.normal(scale=3, size=(2, WORDS, TAGS)).astype(np.float32)
    worth = STEPS + drawn.normal(size=(TAGS, TAGS)).astype(np.float32)
    lengths = np.array([length, WORDS])
    tags = likeliest(logits, worth, lengths)
    rows = row_chances(logits, np.stack([worth, worth]), lengths, tags)
    spans = {x[:3]: x[3] for x in span_chances(logits, worth, lengths, 0.0)}
    for row, words in enumerate((length, WORDS)):
        shares = _shares(logits[row], worth, words)
        assert rows[row] == pytest.approx(shares[tuple(tags[row, :words].tolist())], abs=1e-5)
        for a, b in itertools.combinations_with_replacement(range(words), 2):
            told = [w for way, w in shares.items() if _holds(way, a, b)]
            assert spans.get((row, a, b), 0.0) == pytest.approx(sum(told), abs=1e-5)


def _holds(way: tuple[int, ...], a: int, b: int) -> bool:
    """Whether a way has just this span, not one that the row's edge cuts off."""
    return (a, b) in spans_of(np.array(way)) and way[b] in (3, 4) and way[a] in (1, 4)


def test_spans_that_are_too_unlikely_are_left_out() -> None:
    logits = np.zeros((1, 3, TAGS), dtype=np.float32)
    logits[0, :, 0] = 5.0
    logits[0, 1, 4] = 6.0
    [(row, first, last, chance)] = span_chances(logits, STEPS, np.array([3]), 0.2)
    assert (row, first, last) == (0, 1, 1) and chance == pytest.approx(np.e / (1 + np.e), abs=0.01)
