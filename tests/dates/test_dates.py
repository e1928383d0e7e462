"""Dates keep their precision and are never invented."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dates import bounds, find_dates, parse_published

MONTHS = "January February March April May June July August September October November December".split()
DAYS = st.dates(date(1960, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("text", "published", "edtf", "words"),
    [
        ("on the night of May 28, three men", "2021-06-07", "2021-05-28", "the night of May 28"),
        ("on the night of May 28, three men", None, "XXXX-05-28", "the night of May 28"),
        ("on the night of May 28", "2021", "XXXX-05-28", "the night of May 28"),
        ("He died last Friday.", "2021-06-04", "2021-05-28", "last Friday"),
        ("He died on Friday.", "2021-06-04", "2021-06-04", "Friday"),
        ("earlier this month", "2021-06-04", "2021-06", "earlier this month"),
        ("It was in 2011 or 2012.", None, "[2011,2012]", "in 2011 or 2012"),
        ("SAN TELMO, 12 APR 90 (AGENCY)", None, "1990-04-12", "12 APR 90"),
        ("between 3 and 5 May 2020", None, "2020-05-03/2020-05-05", "between 3 and 5 May 2020"),
        ("on 05/06/2021", None, "[2021-05-06,2021-06-05]", "05/06/2021"),
        ("on December 30", "2022-01-02", "2021-12-30", "December 30"),
        ("yesterday", "2021-03-01", "2021-02-28", "yesterday"),
        ("in the early hours of Sunday", "2021-06-07", "2021-06-06", "the early hours of Sunday"),
        ("late on Saturday night", "2021-06-07", "2021-06-05", "late on Saturday night"),
        ("on 3 and 5 May", "2021-06-07", "{2021-05-03,2021-05-05}", "3 and 5 May"),
        ("on May 3, 4 or 5, 2020", None, "[2020-05-03,2020-05-04,2020-05-05]", "May 3, 4 or 5, 2020"),
        ("on May 3, 4 people died", "2021-06-07", "2021-05-03", "May 3"),
        ("the night of May 28-29", None, "XXXX-05-28/XXXX-05-29", "the night of May 28-29"),
        ("from May 28 to June 2", "2021-06-07", "2021-05-28/2021-06-02", "from May 28 to June 2"),
        ("December 30 to January 2", "2022-01-05", "2021-12-30/2022-01-02", "December 30 to January 2"),
        ("in May or June 2021", None, "[2021-05,2021-06]", "in May or June 2021"),
        ("in the summer of 2011", None, "2011-22", "in the summer of 2011"),
        ("last summer", "2021-06-07", "2020-22", "last summer"),
        ("on New Year’s Eve", "2021-06-07", "2020-12-31", "New Year’s Eve"),
        ("in 2011 and 2012", None, "{2011,2012}", "in 2011 and 2012"),
        ("over the weekend", "2021-06-07", "2021-06-05/2021-06-06", "over the weekend"),
        ("on the 28th, he fled", "2021-06-07", "2021-05-28", "on the 28th"),
        ("at the end of last month", "2021-06-07", "2021-05", "at the end of last month"),
        ("on 28.05.2021", None, "2021-05-28", "28.05.2021"),
        ("on 2021-05-28T10:00", None, "2021-05-28", "2021-05-28"),
        ("He will be tried on Friday", "2021-06-07", "2021-06-11", "Friday"),
        ("a hearing is set for July 31", "2021-06-07", "2021-07-31", "July 31"),
        ("charges will be filed after a boy was shot on Saturday", "2021-06-07", "2021-06-05", "Saturday"),
        ("They will review Saturday's shooting", "2021-06-07", "2021-06-05", "Saturday"),
        ("on Friday, June 11", "2014-06-20", "2014-06-11", "Friday, June 11"),
        ("on Wednesday, June 11", "2014-06-10", "2014-06-11", "Wednesday, June 11"),
        ("on Friday, May 28", "2021-06-07", "2021-05-28", "Friday, May 28"),
    ],
)
def test_words_to_edtf(text: str, published: str | None, edtf: str, words: str) -> None:
    (found,) = find_dates(text, published)
    assert (found.edtf, text[found.start : found.end]) == (edtf, words)


@pytest.mark.parametrize(
    "text",
    [
        "She may march home.",
        "a 33-year-old man",
        "yesterday",
        "last week",
        "Black Friday sales",
        "28 people",
        "Article 3 of 1,990 pages",
        "two days earlier, the next day, on the 28th",
        "last winter, over the weekend, tomorrow",
        "the 28th floor and the 3rd and final day",
    ],
)
def test_no_date_is_invented(text: str) -> None:
    assert find_dates(text) == []


def test_a_day_before_something_else_counts_from_nothing() -> None:
    text = "The funeral was on February 20. She had turned one a week before she died."
    assert [f.edtf for f in find_dates(text, "2021-06-07")] == ["2021-02-20"]


def test_days_counted_from_the_one_named_before() -> None:
    text = "On May 28 he left. Two days earlier he had been seen; the next day he died.\n\nThe following day it was quiet."
    said = [(f.edtf, text[f.start : f.end]) for f in find_dates(text, "2021-06-07")]
    assert said == [("2021-05-28", "May 28"), ("2021-05-26", "Two days earlier"), ("2021-05-27", "the next day")]


# Every way of wording, with the precision that its words have and no other.
WORDED = {
    "day": [
        "{d} {M} {y}",
        "{M} {d}, {y}",
        "the night of {M} {d}, {y}",
        "the {d} of {M} {y}",
        "{y}-{m:02}-{d:02}",
        "{d}.{m}.{y}",
    ],
    "month": ["{M} {y}", "in early {M} {y}", "{M} of {y}"],
    "season": ["summer {y}", "in the autumn of {y}", "the early spring of {y}"],
    "year": ["in {y}", "since {y}", "early {y}"],
}
LENGTHS = {"day": 10, "month": 7, "season": 7, "year": 4}


@given(
    DAYS,
    st.sampled_from([(p, form) for p, forms in WORDED.items() for form in forms]),
    st.sampled_from([None, "2036-01-01", "2036"]),
)
def test_the_precision_is_the_words(day: date, worded: tuple[str, str], published: str | None) -> None:
    precision, form = worded
    text = form.format(d=day.day, M=MONTHS[day.month - 1], m=day.month, y=day.year)
    (found,) = find_dates(f"It happened {text}, they say.", published)
    assert found.precision == precision and len(found.edtf) == LENGTHS[precision]
    assert f"It happened {text}, they say."[found.start : found.end].strip() in text
    parse_edtf(found.edtf)
    assert found.edtf.startswith(str(day.year))


@given(DAYS, st.integers(0, 400), st.sampled_from(["{M} {d}", "{d} {M}", "{M} {d}-{e}", "{d} and {e} {M}", "{d} or {e} {M}"]))
def test_without_a_publication_date_the_year_stays_open(day: date, back: int, form: str) -> None:
    text = form.format(d=min(day.day, 27), e=28, M=MONTHS[day.month - 1])
    (found,) = find_dates(f"on {text} they", None)
    assert set(found.edtf) >= {"X"} and not any(part[:4].isdigit() for part in re.split(r"[/,\[\]{}]", found.edtf))
    assert bounds(found.edtf) == (None, None)


@given(
    DAYS,
    st.sampled_from(["yesterday", "last Friday", "two days ago", "this morning", "overnight", "last week", "over the weekend"]),
)
def test_relative_words_stay_before_the_publication(published: date, words: str) -> None:
    (found,) = find_dates(f"He died {words}.", published.isoformat())
    first, last = bounds(found.edtf)
    assert first is not None and last is not None and first <= published and (published - first).days <= 14
    parse_edtf(found.edtf)


@given(DAYS, st.sampled_from(["{d} {M} {y}", "{M} {d}, {y}", "{y}-{m:02}-{d:02}", "{M} {y}", "in {y}"]))
def test_precision_is_neither_widened_nor_narrowed(day: date, form: str) -> None:
    text = form.format(d=day.day, M=MONTHS[day.month - 1], m=day.month, y=day.year)
    (found,) = find_dates(f"It happened {text}.", "2036-01-01")
    wanted = "year" if form == "in {y}" else "month" if form == "{M} {y}" else "day"
    assert found.precision == wanted and len(found.edtf) == {"year": 4, "month": 7, "day": 10}[wanted]
    first, last = bounds(found.edtf)
    assert first is not None and last is not None and first <= day <= last
    parse_edtf(found.edtf)


@given(DAYS, st.integers(0, 300))
def test_a_day_without_a_year_is_the_latest_before_publication(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    (found,) = find_dates(f"on {MONTHS[day.month - 1]} {day.day} they", published.isoformat())
    assert found.edtf == day.isoformat()


@given(st.text(max_size=200), st.sampled_from([None, "2021-06-07", "2021-06", "2021", "rubbish"]))
def test_anything_at_all(text: str, published: str | None) -> None:
    end = 0
    for found in find_dates(text, published):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        bounds(found.edtf)


def test_bounds_and_published() -> None:
    assert bounds("XXXX-05-28") == (None, None) and bounds("199X") == (date(1990, 1, 1), date(1999, 12, 31))
    assert bounds("2021-05/..") == (date(2021, 5, 1), None)
    for bad in ("", "soon", "2021-13", "2021-02-30"):
        with pytest.raises(ValueError):
            bounds(bad)
    assert parse_published("Mon, 07 Jun 2021 10:00:00 GMT") == parse_published("June 7, 2021") == "2021-06-07"
    assert parse_published("2021-06-07T08:00:00+09:00") == "2021-06-07" and parse_published("2021-06") == "2021-06"
    assert parse_published("2021-13-07") is None and parse_published("long ago") is None
