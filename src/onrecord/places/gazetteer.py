"""The gazetteer that is shipped: names to places, read from its SQLite file as they are asked for."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onrecord.claims import Place
from onrecord.errors import OnRecordError
from onrecord.places.making import key

COUNTRY, ADMIN1, ADMIN2, TOWN = 0, 1, 2, 3
PRECISIONS = ("country", "admin1", "admin2", "city")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer; `admin1` and `admin2` are numbers of entries, `code` an ISO 3166 code."""

    id: int
    name: str
    kind: int
    country: str
    admin1: int | None
    admin2: int | None
    code: str | None
    lat: float | None
    lon: float | None
    population: int


@lru_cache(maxsize=1)
def _db() -> sqlite3.Connection:
    path = Path(__file__).with_name("gazetteer.db")
    if not path.exists():
        raise OnRecordError("The gazetteer is missing from this installation: install onrecord again with pip.")
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@lru_cache(maxsize=50_000)
def named(words: str) -> tuple[Entry, ...]:
    """Every place of that name, the greatest kind and the most people first."""
    query = "SELECT p.* FROM names n JOIN places p ON p.id = n.place WHERE n.key = ? ORDER BY kind, population DESC"
    return tuple(Entry(*row) for row in _db().execute(query, (key(words),)))


@lru_cache(maxsize=1)
def first_words_of_countries() -> frozenset[str]:
    """In lower case; a cheap test before a name is looked up."""
    return frozenset(w for (w,) in _db().execute("SELECT word FROM country_words")) | {"u.s.", "u.k.", "u.s.a."}


@lru_cache(maxsize=5_000)
def entry(number: int) -> Entry | None:
    row = _db().execute("SELECT * FROM places WHERE id = ?", (number,)).fetchone()
    return Entry(*row) if row else None


def country_name(code: str) -> str:
    """A country's name by its ISO 3166 alpha-3 code; the code itself where the gazetteer has none."""
    return _names(COUNTRY).get(code, code)


def division_name(code: str) -> str:
    """The name of a province or state by its ISO 3166-2 code; the code itself where the gazetteer has none."""
    return _names(ADMIN1).get(code, code)


@lru_cache(maxsize=2)
def _names(kind: int) -> dict[str, str]:
    """The names of all countries or all divisions by code: one look through the file, which has no order by code."""
    return dict(_db().execute("SELECT code, name FROM places WHERE kind = ? AND code IS NOT NULL", (kind,)))


def as_place(found: Entry) -> Place:
    """The place in the contract's shape."""
    first = entry(found.admin1) if found.admin1 else None
    second = entry(found.admin2) if found.admin2 else None
    return Place(
        name=found.name, country=found.country, admin1=first.code if first else None, admin2=second.name if second else None,
        city=found.name if found.kind == TOWN else None, lat=found.lat, lon=found.lon, precision=PRECISIONS[found.kind],
    )  # fmt: skip
