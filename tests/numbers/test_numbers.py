"""Counts as words give them: the bounds say what the words say and no more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.claims import Count
from onrecord.numbers import find_counts, parse_number

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(n: int, joined: str = " and ", tens: str = "-") -> str:
    """English words for 0 to 999,999."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (tens + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return f"{ONES[n // 100]} hundred" + (joined + in_words(n % 100, joined, tens) if n % 100 else "")
    rest = n % 1000
    between = joined if 0 < rest < 100 else " "
    return f"{in_words(n // 1000, joined, tens)} thousand" + (between + in_words(rest, joined, tens) if rest else "")


WAYS = st.tuples(
    st.sampled_from([" and ", " "]), st.sampled_from(["-", " "]), st.sampled_from([str, str.upper, str.capitalize])
)


@given(st.integers(0, 999_999), WAYS)
def test_words_and_back(n: int, way: tuple[str, str, type[str]]) -> None:
    joined, tens, written = way
    assert parse_number(written(in_words(n, joined, tens))) == n


@settings(max_examples=50)
@given(st.integers(0, 999_999))
def test_figures_and_back(n: int) -> None:
    assert parse_number(str(n)) == parse_number(f"{n:,}") == parse_number(f"{n:,}".replace(",", "\u00a0")) == n


HEDGES = {
    "{} people": lambda n: Count.exactly(n),
    "at least {} people": lambda n: Count(n),
    "no fewer than {} people": lambda n: Count(n),
    "more than {} people": lambda n: Count(n + 1),
    "{} or more people": lambda n: Count(n),
    "up to {} people": lambda n: Count(1, None, n),
    "as many as {} people": lambda n: Count(1, None, n),
    "nearly {} people": lambda n: Count(1, n, n),
    "about {} people": lambda n: Count(1, n),
    "fewer than {} people": lambda n: Count(1, None, n - 1),
}


@given(st.integers(2, 999_999), st.sampled_from(list(HEDGES)), st.booleans(), st.booleans())
def test_a_hedge_bounds_the_number(n: int, hedge: str, words: bool, capitals: bool) -> None:
    said = hedge.format(in_words(n) if words else f"{n:,}")
    text = f"They killed {said} there."
    text = text.upper() if capitals else text
    (found,) = find_counts(text)
    assert found.count == HEDGES[hedge](n)
    assert text[found.start : found.end].lower() == said.removesuffix(" people").lower()


@given(
    st.integers(2, 5000),
    st.integers(1, 500),
    st.booleans(),
    st.sampled_from(["between {} and {}", "{} to {}", "{} or {}", "from {} to {}"]),
)
def test_a_range_has_no_best(low: int, more: int, words: bool, form: str) -> None:
    said = [in_words(n) if words else str(n) for n in (low, low + more)]
    (found,) = find_counts(f"They killed {form.format(*said)} people there.")
    assert found.count == Count(low, None, low + more)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("dozens were killed", Count(24)),
        ("scores of people", Count(40)),
        ("hundreds died", Count(200)),
        ("tens of thousands fled", Count(20_000)),
        ("several people", Count(2)),
        ("a couple of men", Count(2, 2)),
        ("two dozen men", Count.exactly(24)),
        ("at least a dozen", Count(12)),
        ("half a dozen men", Count.exactly(6)),
        ("a dozen and a half men", Count.exactly(18)),
        ("one and a half thousand people", Count.exactly(1_500)),
        ("half a million people", Count.exactly(500_000)),
        ("a quarter of a million people", Count.exactly(250_000)),
        ("1.5 million people", Count.exactly(1_500_000)),
        ("a score of men", Count.exactly(20)),
        ("60-odd people", Count(60)),
        ("15 plus people", Count(15)),
        ("15+ people", Count(15)),
        ("TWENTY-FIVE SOLDIERS", Count.exactly(25)),
        ("TWENTY FIVE SOLDIERS", Count.exactly(25)),
        ("both men", Count.exactly(2)),
        ("a hundred or so people", Count(1, 100)),
    ],
)
def test_words_of_number(text: str, count: Count) -> None:
    (found,) = find_counts(text)
    assert found.count == count


@pytest.mark.parametrize(
    "text",
    [
        "the 25th Brigade", "500 kg of flour", "a 33-year-old man", "45 percent", "$300", "in 2021", "at 5 p.m.", "May 28", "Route 66",
        "two and a half years", "one in five people", "Battalion 12", "call 555-0123", "half an hour", "12 rounds", "3:45", "no one", "zero people",
        "two and a half million dollars", "1200 North Elm Street", "a .22 rifle", "aged 12", "the score was high",
    ],
)  # fmt: skip
def test_what_counts_no_people(text: str) -> None:
    assert find_counts(text) == []


@given(st.text(max_size=200))
def test_anything_at_all(text: str) -> None:
    end = 0
    for found in find_counts(text):
        assert end <= found.start < found.end <= len(text) and found.count.min >= 1
        end = found.end
    parse_number(text)
