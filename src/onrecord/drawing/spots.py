"""Incidents as the map and the timeline count them: where and when each lies, no nearer than it is known, and its tolls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from onrecord import wording
from onrecord.claims import Count
from onrecord.dates import bounds
from onrecord.drawing.gate import date_of, on_the_map, place_of
from onrecord.places.divisions import by_code, district, town
from onrecord.places.gazetteer import Entry
from onrecord.record.view import View
from onrecord.record.wholes import counts, ordered

Json = dict[str, Any]
LEVELS = ("country", "province", "district", "town")
"""How near a place is known, from the vaguest; the order matters."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country, province, district or town of the gazetteer; `key` is what an address calls it ("KP-10/Hyesan")."""

    key: str
    level: int
    name: str
    country: str
    lon: float | None
    lat: float | None
    division: Entry | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """One incident. `places` are those that it lies in, the vaguest first; empty where none is known. Ends of time are None where open."""

    number: int
    incident: Json
    places: tuple[Place, ...]
    edtf: str | None
    first: date | None
    last: date | None
    tolls: dict[str, dict[str, Count]]
    """By "stated", "alleged", "doubtful" and "alleged and doubtful", by outcome; none that is empty."""
    part_of: str | None
    told: frozenset[str]
    """The outcomes of which it tells anything, however it is put."""


def spots(view: View) -> list[Spot]:
    """Every incident that may be drawn, in the record's order."""
    if "spots" not in view.memo:
        every = ordered(view.wholes, "spots", view.state.incidents, lambda n: 0 if spot(view, n) is not None else None)
        view.memo["spots"] = [s for _, n in every if (s := spot(view, n)) is not None]
    found: list[Spot] = view.memo["spots"]
    return found


def acts(view: View) -> list[str]:
    """The acts of all incidents that may be drawn."""
    return sorted(
        counts(
            view.wholes, "acts drawn", view.state.incidents, lambda n: {s.incident["act"]: 1} if (s := spot(view, n)) else {}
        )
    )


def spot(view: View, number: int) -> Spot | None:
    """One incident; None where it may not be drawn."""
    return view.keep("spot", number, lambda n: _spot(view, n))


def _spot(view: View, number: int) -> Spot | None:
    said = on_the_map(view, number)
    if said is None:
        return None
    edtf = date_of(view, number, said)
    try:
        first, last = bounds(edtf) if edtf else (None, None)
    except ValueError:
        first = last = None
    where = place_of(view, number, said)
    counted = {"stated": said["toll"], "alleged": said["alleged"], **dict(wording.apart(said["doubtful_toll"]))}
    tolls = {name: _counts(of) for name, of in counted.items() if of}
    part_of = next((r["to"] for r in said["relations"] if r["type"] == "part_of"), None)
    told = frozenset(o for of in tolls.values() for o in of)
    return Spot(number, said, places_of(where) if where else (), edtf, first, last, tolls, part_of, told)


def _counts(tolls: Json) -> dict[str, Count]:
    return {outcome: Count.from_json(c) for outcome, c in tolls.items()}


def places_of(said: Json) -> tuple[Place, ...]:
    """The places that a claim's place lies in. A point nearer than a town ("exact") is taken as its town, or what else is known of it."""
    return _places(said["country"], said["admin1"], said["admin2"], said["city"], said["precision"])


@lru_cache(maxsize=20_000)
def _places(country: str, admin1: str | None, admin2: str | None, city: str | None, precision: str) -> tuple[Place, ...]:
    if precision == "unresolved":
        return ()
    nation, first = by_code(country), by_code(admin1) if admin1 else None
    found = [_place(country, 0, nation, wording.country(country), country)]
    if first is not None and admin1:
        found.append(_place(admin1, 1, first, first.name, country))
    within = found[-1].key
    second = district(admin2, country, admin1) if admin2 else None
    if admin2 and second is not None and second.lat is not None:  # where its towns lie; of some no town is known
        found.append(_place(f"{within}/{admin2}/", 2, second, admin2, country))
    if city and precision in ("city", "exact") and (there := town(city, country, admin1)) is not None:
        found.append(_place(f"{within}/{city}", 3, there, city, country))
    return tuple(found)


def _place(key: str, level: int, entry: Entry | None, name: str, country: str) -> Place:
    lon, lat = (entry.lon, entry.lat) if entry is not None else (None, None)
    return Place(key, level, name, country, lon, lat, entry)
