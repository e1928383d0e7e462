"""Dates keep their precision and are never invented."""

from __future__ import annotations

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
    ],
)
def test_no_date_is_invented(text: str) -> None:
    assert find_dates(text) == []


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
