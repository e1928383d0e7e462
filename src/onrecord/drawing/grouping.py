"""Documented tolls by place and by time: what a picture draws, summed before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onrecord import wording
from onrecord.claims import Count
from onrecord.dates import bounds
from onrecord.drawing.spots import Place, Spot
from onrecord.languages import gettext, ngettext
from onrecord.record.tolls import sums as record_sums
from onrecord.tally.counting import total

Json = dict[str, Any]
UNITS = ("day", "month", "year")
INCIDENTS = "incidents"
"""A measure beside the outcomes: how many incidents."""
_MOST = {"day": 93, "month": 120, "year": 150}
"""Bars of a unit, before the next one is taken."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of several incidents: how many they are, and of one outcome what is stated (None where nothing is), and what is counted apart
    from that: "alleged", "doubtful", "alleged and doubtful"."""

    incidents: int
    stated: Count | None
    apart: dict[str, Count] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """What a sign's size or a bar's length stands for: the best number stated, or the least where it is open."""
        c = self.stated
        return 0 if c is None else c.min if c.best is None else c.best

    @property
    def most(self) -> int | None:
        """The greatest number stated; None where it is open, or nothing is stated."""
        return self.stated.max if self.stated is not None else None


def sums(several: Iterable[Spot], measure: str) -> Sums:
    """The tolls of incidents by the record's counting rules: a part is counted in its whole where both are among them."""
    spots = list(several)
    if measure == INCIDENTS:
        return Sums(len(spots), Count.exactly(len(spots)))
    if any(s.part_of for s in spots):
        said = record_sums(s.incident for s in spots)
        kinds = {"stated": said["stated"], "alleged": said["alleged"], **dict(wording.apart(said["doubtful"]))}
        found = {k: Count.from_json(of[measure]) for k, of in kinds.items() if measure in of}
    else:
        told: dict[str, list[Count]] = {}
        for s in spots:
            for k, of in s.tolls.items():
                if measure in of:
                    told.setdefault(k, []).append(of[measure])
        found = {k: c for k, several in told.items() if (c := total(several)) is not None}
    stated = found.pop("stated", None)
    return Sums(len(spots), stated, dict(sorted(found.items())))


def told(name: str, sums: Sums) -> str:
    """What a sign or a bar says, in words: "Ryanggang, province: documented 4, from 3 up, in 2 incidents; alleged: 1"."""
    many = ngettext("%(number)s incident", "%(number)s incidents", sums.incidents, number=sums.incidents)
    if sums.stated is not None:
        said = gettext("documented %(count)s, in %(incidents)s", count=wording.many(sums.stated.to_json()), incidents=many)
    else:
        said = gettext("nothing documented as stated, in %(incidents)s", incidents=many)
    apart = "".join(f"; {wording.term(how)}: {wording.many(c.to_json())}" for how, c in sums.apart.items())
    return f"{name}: {said}{apart}"


def telling(spots: Iterable[Spot], measure: str) -> list[Spot]:
    """Those of which the measure tells anything, however it is put."""
    return list(spots) if measure == INCIDENTS else [s for s in spots if measure in s.told]


@dataclass(frozen=True, slots=True)
class Group:
    """What is documented of one place, as near as the picture shows it."""

    place: Place
    sums: Sums


def by_place(spots: Iterable[Spot], level: int, measure: str) -> list[Group]:
    """Groups at the level (of `spots.LEVELS`), or at a vaguer one where no more is known; the greatest first."""
    found: dict[str, tuple[Place, list[Spot]]] = {}
    for s in spots:
        near = [p for p in s.places if p.level <= level]
        if near:
            found.setdefault(near[-1].key, (near[-1], []))[1].append(s)
    groups = [Group(place, sums(several, measure)) for place, several in found.values()]
    return sorted(groups, key=lambda g: (-g.sums.size, -g.sums.incidents, g.place.key))


@dataclass(frozen=True, slots=True)
class Bar:
    """What is documented of a stretch of time: a unit, or a vaguer date that spans several. `first` and `last` are days."""

    first: date
    last: date
    edtf: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class Times:
    """The units from the first to the last (empty ones too), the dates that are vaguer, and how many have none."""

    unit: str
    bars: tuple[Bar, ...]
    vague: tuple[Bar, ...]
    undated: Sums
    """Without a date, or of a year that is not known."""


def by_time(spots: Iterable[Spot], unit: str, measure: str) -> Times:
    """Over time, by the unit, or by a greater one where there would be too many; "" chooses by how long it all lasts."""
    several = list(spots)
    dated = [s for s in several if s.first is not None and s.last is not None]
    undated = sums((s for s in several if s.first is None or s.last is None), measure)
    if not dated:
        return Times(unit or "month", (), (), undated)
    first, last = min(_first(s) for s in dated), max(_last(s) for s in dated)
    units = UNITS[UNITS.index(unit) if unit else 0 if (last - first).days < 62 else 1 :]
    unit = next((u for u in units if _steps(first, last, u) <= _MOST[u]), "year")
    name = _naming(unit)
    within: dict[str, list[Spot]] = {}
    vague: dict[tuple[date, date], list[Spot]] = {}
    for s in dated:
        start, end = name(_first(s)), name(_last(s))
        if start == end:
            within.setdefault(start, []).append(s)
        else:
            vague.setdefault((_first(s), _last(s)), []).append(s)
    bars = []
    for edtf in _units(name(first), name(last), unit):
        low, high = bounds(edtf)
        if low is not None and high is not None:
            bars.append(Bar(low, high, edtf, sums(within.get(edtf, ()), measure)))
    wide = [Bar(a, z, f"{a.isoformat()}/{z.isoformat()}", sums(of, measure)) for (a, z), of in sorted(vague.items())]
    return Times(unit, tuple(bars), tuple(wide), undated)


def _first(s: Spot) -> date:
    assert s.first is not None
    return s.first


def _last(s: Spot) -> date:
    assert s.last is not None
    return s.last


def _naming(unit: str) -> Callable[[date], str]:
    digits = {"day": 10, "month": 7, "year": 4}[unit]
    return lambda day: day.isoformat()[:digits]


def _steps(first: date, last: date, unit: str) -> int:
    if unit == "day":
        return (last - first).days + 1
    years = last.year - first.year
    return years + 1 if unit == "year" else years * 12 + last.month - first.month + 1


def _units(first: str, last: str, unit: str) -> list[str]:
    if unit == "year":
        return [f"{y:04}" for y in range(int(first), int(last) + 1)]
    if unit == "day":
        start, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
        return [date.fromordinal(n).isoformat() for n in range(start, end + 1)]
    start, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start, end + 1)]
