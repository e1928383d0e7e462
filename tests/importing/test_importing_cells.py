"""What single cells say: nothing is rounded, and what cannot be read is none."""

from __future__ import annotations

import pytest

from onrecord.claims import Count
from onrecord.importing import cells
from onrecord.importing.where import place_of


@pytest.mark.parametrize(
    ("words", "order", "edtf"),
    [
        ("2024-05-03", "month", "2024-05-03"), ("2024-05", "month", "2024-05"), ("2024", "month", "2024"), ("1981~", "month", "1981~"),
        ("2019/2021", "month", "2019/2021"), ("2024-05-03T00:00:00", "month", "2024-05-03"), ("3 May 2024", "month", "2024-05-03"),
        ("May 2024", "month", "2024-05"), ("13/05/2024", "day", "2024-05-13"), ("05/13/2024", "month", "2024-05-13"),
        ("05/06/2024", None, "[2024-05-06,2024-06-05]"), ("05/05/2024", None, "2024-05-05"), ("2024-02-31", "month", None),
        ("45123", "month", None), ("5/6/24", "day", None), ("spring", "month", None), ("2024-00-05", "month", None),
    ],
)  # fmt: skip
def test_dates(words: str, order: str | None, edtf: str | None) -> None:
    assert cells.date_of(words, order) == edtf


@pytest.mark.parametrize(
    ("parts", "edtf"),
    [(("2024", "5", "3"), "2024-05-03"), (("2024", "May", ""), "2024-05"), (("2024", "", "3"), "2024"), (("2024", "13", ""), None),
     (("x", "", ""), None), (("2024.0", "2", "30"), None)],
)  # fmt: skip
def test_dates_in_parts(parts: tuple[str, str, str], edtf: str | None) -> None:
    assert cells.date_of_parts(*parts) == edtf


@pytest.mark.parametrize(
    ("words", "age"),
    [
        ("34", 34),
        ("34.0", 34),
        ("34 years old", 34),
        ("18 months", 1),
        ("3 weeks", 0),
        ("25-30", None),
        ("40s", None),
        ("200", None),
    ],
)
def test_ages(words: str, age: int | None) -> None:
    assert cells.age_of(words) == age


def test_sexes_are_never_read_from_digits() -> None:
    assert [cells.sex_of(w) for w in ("F", "boy", "여", "1", "2", "X")] == ["female", "male", "female", None, None, None]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("4", Count.exactly(4)),
        ("4.0", Count.exactly(4)),
        ("3+", Count(3)),
        ("3-5", Count(3, None, 5)),
        ("at least 3", Count(3)),
        ("0", None),
        ("many x", None),
    ],
)
def test_counts(words: str, count: Count | None) -> None:
    assert cells.count_of(words) == count


@pytest.mark.parametrize(
    ("columns", "country", "admin1", "precision"),
    [
        (("Austin", "", "TX", ""), "USA", "US-TX", "city"), (("", "Harris", "TX", "USA"), "USA", "US-TX", "admin2"),
        (("Hoeryong", "", "", "PRK"), "PRK", "KP-09", "city"), (("Nowhereville", "", "TX", "United States"), "USA", "US-TX", "unresolved"),
        (("", "", "KP-09", ""), "PRK", "KP-09", "admin1"), (("Springfield", "", "", ""), None, None, "unresolved"),
        (("", "", "", "Syria"), "SYR", None, "country"),
    ],
)  # fmt: skip
def test_places(columns: tuple[str, str, str, str], country: str | None, admin1: str | None, precision: str) -> None:
    place = place_of(*columns)
    assert place is not None and (place.country, place.admin1, place.precision) == (country, admin1, precision)
    assert place_of("", "", "", "") is None
