"""What the gazetteer knows of divisions beyond their names: by code, and where their towns lie."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from onrecord.places.gazetteer import ADMIN1, ADMIN2, COUNTRY, TOWN, Entry, _db, named


@lru_cache(maxsize=1)
def _coded() -> dict[str, Entry]:
    rows = _db().execute("SELECT * FROM places WHERE kind IN (?, ?) AND code IS NOT NULL", (COUNTRY, ADMIN1))
    return {e.code: e for e in (Entry(*row) for row in rows) if e.code}


def by_code(code: str) -> Entry | None:
    """A country by its ISO 3166-1 alpha-3 code, or a first-level division by its ISO 3166-2 code."""
    return _coded().get(code)


def district(name: str, country: str, admin1: str | None) -> Entry | None:
    """A second-level division by its name, its country and the code of the division that it lies in."""
    first = by_code(admin1) if admin1 else None
    several = [e for e in named(name) if e.kind == ADMIN2 and e.country == country]
    return next((e for e in several if first is None or e.admin1 == first.id), None)


def town(name: str, country: str, admin1: str | None) -> Entry | None:
    """A town by its name, its country and the code of the division that it lies in."""
    first = by_code(admin1) if admin1 else None
    several = [e for e in named(name) if e.kind == TOWN and e.country == country]
    return next((e for e in several if first is None or e.admin1 == first.id), None)


_towns: dict[int, tuple[tuple[float, float], ...]] = {}


def towns_of(divisions: Iterable[Entry]) -> dict[int, tuple[tuple[float, float], ...]]:
    """Where the towns of divisions lie (degrees east, degrees north), by the divisions' numbers. Kept: asking passes over every town."""
    asked = {e.id: e.kind for e in divisions}
    new = {n for n in asked if n not in _towns}
    if new:
        found: dict[int, list[tuple[float, float]]] = {n: [] for n in new}
        for lon, lat, first, second in _db().execute("SELECT lon, lat, admin1, admin2 FROM places WHERE kind = ?", (TOWN,)):
            for n in (first, second):
                if n in new:
                    found[n].append((lon, lat))
        _towns.update({n: tuple(points) for n, points in found.items()})
    return {n: _towns[n] for n in asked}
