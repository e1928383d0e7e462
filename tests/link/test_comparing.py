"""Dates, levels of agreement, and persons from pairs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")
pytest.importorskip("rapidfuzz")

from onrecord.errors import BadInput
from onrecord.link import clusters
from onrecord.link.dates import SLIP, days
from onrecord.link.levels import DAY_LEVELS, day_levels
from onrecord.link.lists_review import Reviewed, alpha
from onrecord.link.lists_truth import b_cubed

DAYS = st.dates(date(1900, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1981-05-31", (1981, 5, 31)), ("1981-05", (1981, 5, 0)), ("1981", (1981, 0, 0)), ("", (0, 0, 0)), ("unknown", (0, 0, 0)),
        ("1994-11-71", (1994, 11, 71)), ("1970-00-01", (1970, SLIP, 1)), ("31 May 1981", (1981, 5, 31)), ("May 31, 1981", (1981, 5, 31)),
        ("31/05/1981", (1981, 5, 31)), ("1981-05-31T10:00:00Z", (1981, 5, 31)), ("1981-05-03/1981-05-09", (1981, 5, 0)), ("198X", (0, 0, 0)),
    ],
)  # fmt: skip
def test_dates_of_lists(words: str, day: tuple[int, int, int]) -> None:
    assert days([words], "A.csv") == [day]


def test_a_date_that_is_none() -> None:
    with pytest.raises(BadInput, match="row 2: 'soon'"):
        days(["1981", "soon"], "A.csv")


def level(a: tuple[int, int, int], b: tuple[int, int, int]) -> str:
    return DAY_LEVELS[int(day_levels(np.array([a]), np.array([b]))[0])]


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ((1981, 5, 31), (1981, 5, 31), "same day"), ((1981, 5, 31), (1981, 6, 1), "a day apart"), ((1981, 5, 31), (1984, 5, 31), "one digit differs"),
        ((1981, 5, 31), (1994, 5, 31), "the year differs"), ((1981, 5, 3), (1981, 3, 5), "day and month swapped"),
        ((1981, 5, 31), (1981, 5, 0), "same month, a day not known"), ((1981, 0, 0), (1981, 5, 1), "same year, the rest not known"),
        ((1981, 5, 31), (1981, 6, 0), "another month, a day not known"), ((1982, 5, 0), (1981, 5, 1), "another month, a day not known"),
        ((1982, 0, 0), (1981, 5, 1), "another year, the rest not known"), ((1981, 5, 31), (0, 0, 0), "not known"), ((1981, 5, 31), (1990, 1, 2), "differs"),
    ],
)  # fmt: skip
def test_levels_of_dates(a: tuple[int, int, int], b: tuple[int, int, int], words: str) -> None:
    assert level(a, b) == level(b, a) == words


@given(DAYS, DAYS)
def test_levels_of_dates_are_the_same_both_ways(a: date, b: date) -> None:
    one, other = (a.year, a.month, a.day), (b.year, b.month, b.day)
    assert level(one, other) == level(other, one) and (level(one, other) == "same day") == (a == b)
    assert level(one, other) == "a day apart" or abs((a - b).days) != 1


def table(*weights: float) -> np.ndarray:
    """Of three rows: 0–1, 0–2, 1–2."""
    out = np.zeros((1, 3, 3))
    for (a, b), w in zip([(0, 1), (0, 2), (1, 2)], weights, strict=True):
        out[0, a, b] = out[0, b, a] = w
    return out


def test_a_third_row_helps_a_weak_pair() -> None:
    p, best = clusters.settled(table(8, 8, -2), 0)
    assert p[0, 2] > 0.9 and len(set(best[0])) == 1


def test_one_row_is_not_two_that_are_not_one() -> None:
    p, best = clusters.settled(table(6, 5, clusters.NEVER), 0)
    assert p[0, 2] < 1e-9 and best[0, 0] == best[0, 1] != best[0, 2] and p[0, 0] + p[0, 1] <= 1


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-8, 8), min_size=15, max_size=15), st.integers(0, 1000))
def test_sampling_agrees_with_counting(weights: list[float], seed: int) -> None:
    whole = np.zeros((1, 6, 6))
    a, b = np.triu_indices(6, 1)
    whole[0, a, b] = whole[0, b, a] = weights
    counted, _ = clusters.settled(whole, seed)
    sampled, _ = clusters._sampled(whole, seed)
    assert np.abs(counted - sampled).mean() < 0.2


def test_components() -> None:
    root = clusters.components(6, np.array([1, 2, 4]), np.array([2, 5, 3]))
    assert root.tolist() == [0, 1, 1, 3, 3, 1]


def test_measures() -> None:
    said = b_cubed([0, 0, 2, 2], [0, 0, 0, 3])
    assert said["precision"] == 0.75 and round(said["recall"], 4) == round((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, 4)
    assert alpha([Reviewed(0, 1, 1, 1), Reviewed(0, 2, 0, 0)]) == 1
    assert alpha([Reviewed(0, 1, 1, 0), Reviewed(0, 2, 0, 1)]) == pytest.approx(-0.5)  # type: ignore[comparison-overlap]
    assert alpha([Reviewed(0, 1, 1, 1)]) is None
