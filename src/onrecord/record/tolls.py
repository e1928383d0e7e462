"""The record's documented tolls, over all or by group, and the reports' own totals beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.claims import Count
from onrecord.errors import Misuse
from onrecord.record import reports
from onrecord.record.state import Json
from onrecord.record.tolls_why import HOWS
from onrecord.record.view import View
from onrecord.record.wholes import counts, ordered
from onrecord.tally import over, over_apart
from onrecord.tally.counting import compared, in_order, total

BY = ("act", "place", "country", "admin1", "month", "year", "report", "modality")


def tally(incidents: Iterable[Json], by: str | None = None) -> list[Json]:
    """Stated, alleged and doubtful sums of the incidents of harm, over all or by one of `BY`. Misuse where it is none of them."""
    groups: dict[str, list[Json]] = {}
    for i in incidents:
        if i["class"] == "harm":
            groups.setdefault(group_of(i, by), []).append(i)
    return [{"group": key, "incidents": len(groups[key]), **sums(groups[key])} for key in sorted(groups)]


class Among(NamedTuple):
    """The incidents that were asked for: those of a table, by their numbers, that fit. Whether one fits changes only where entries touch
    it; a table may lose others."""

    table: Mapping[int, Any]
    fits: Callable[[int], bool]


Adds = Mapping[tuple[str, str, str], int]
"""What is added to sums, by how it is told, the outcome, and the bound or what is open of it."""


def sums(incidents: Iterable[Json]) -> Json:
    """The `stated` and the `alleged` sum over incidents, and both of what is `doubtful`, which is in neither."""
    several = {i["id"]: i for i in incidents}
    every: Counter[tuple[str, str, str]] = Counter()
    for i in several.values():
        _add(every, adds(i))
    return told(every, with_parts(several))


def adds(incident: Json) -> Adds:
    """What an incident adds to each sum, as far as it is part of no other among them and no other is part of it."""
    found: dict[tuple[str, str, str], int] = {}
    apart = incident["doubtful_toll"]
    for how, tolls in zip(HOWS, (incident["toll"], incident["alleged"], apart["stated"], apart["alleged"]), strict=True):
        for outcome, count in tolls.items():
            _note(found, how, outcome, count)
    return found


_OPEN = {"best": "best is open", "max": "max is open"}
BOUNDS = ("counts", "min", *_OPEN, *_OPEN.values())
"""What is added up of counts: how many they are, their bounds, and how many of them are open at a bound."""


def _note(found: dict[tuple[str, str, str], int], how: str, outcome: str, count: Json) -> None:
    found[how, outcome, "counts"] = 1
    found[how, outcome, "min"] = count["min"]
    for bound, is_open in _OPEN.items():
        found[how, outcome, is_open if count[bound] is None else bound] = 1 if count[bound] is None else count[bound]


def _add(every: Counter[tuple[str, str, str]], more: Adds, times: int = 1) -> None:
    for key, many in more.items():
        every[key] += times * many


def with_parts(several: Mapping[str, Json]) -> list[Json]:
    """Of incidents by their ids, those that are part of another of them, and those of which another is."""
    part_of = {i["id"]: r["to"] for i in several.values() for r in i["relations"] if r["type"] == "part_of"}
    held = {end for one, whole in part_of.items() if whole in several for end in (one, whole)}
    return [i for id, i in several.items() if id in held] if held else []


def told(every: Adds, linked: list[Json]) -> Json:
    """Sums from what all incidents add; those of `linked` (`with_parts`) are put together by the rule "part_of" instead."""
    total = Counter(every)
    for i in linked:
        _add(total, adds(i), -1)
    for how, counted in _of_linked(linked).items():
        for outcome, count in counted.items():
            more: dict[tuple[str, str, str], int] = {}
            _note(more, how, outcome, count.to_json())
            _add(total, more)
    stated, alleged, doubtful, alleged_and_doubtful = (_told(total, how) for how in HOWS)
    return {"stated": stated, "alleged": alleged, "doubtful": {"stated": doubtful, "alleged": alleged_and_doubtful}}


def _told(total: Counter[tuple[str, str, str]], how: str) -> Json:
    outcomes = in_order(o for kind, o, bound in total if kind == how and bound == "counts" and total[kind, o, bound])
    return {
        o: {"min": total[how, o, "min"], **{b: None if total[how, o, is_open] else total[how, o, b] for b, is_open in _OPEN.items()}}
        for o in outcomes
    }  # fmt: skip


def _of_linked(linked: list[Json]) -> dict[str, dict[str, Count]]:
    part_of = {i["id"]: r["to"] for i in linked for r in i["relations"] if r["type"] == "part_of"}
    found: dict[str, dict[str, Count]] = {}
    for how, column, beside in zip(HOWS[:2], ("toll", "alleged"), HOWS[2:], strict=True):
        counted = {i["id"]: _counts(i[column]) for i in linked}
        apart = {i["id"]: _counts(i["doubtful_toll"][how]) for i in linked}
        found |= {how: over(counted, part_of), beside: over_apart(apart, counted, part_of)}
    return found


def every_sum(view: View) -> Json:
    """The sums over all of the record's incidents of harm."""
    return sums_of(view, "every sum", Among(view.state.incidents, lambda _: True))


def sums_of(view: View, name: Hashable, among: Among) -> Json:
    """The sums over the incidents of harm that fit; kept up under the name of what was asked."""
    every = counts(view.wholes, ("sums", name), among.table, lambda n: adds_of(view, n) if among.fits(n) else {})
    return told(every, linked_among(view, among))


def linked_among(view: View, among: Among) -> list[Json]:
    """Of the incidents of harm among some those that are part of another of them, and those of which another is."""

    def held(number: int) -> Json | None:
        return view.incident(number) if number in among.table and among.fits(number) else None

    parts = {n: i for n in part_of_others(view) if (i := held(n)) is not None}
    wholes = {w: i for p in parts.values() for w in _wholes(p) if (i := held(w)) is not None}
    every = dict(sorted((parts | wholes).items()))
    return with_parts({i["id"]: i for i in every.values() if i["class"] == "harm"})


def adds_of(view: View, number: int) -> Adds:
    """What an incident adds to sums; nothing where it does not stand or is no harm."""
    return view.keep("adds", number, lambda n: adds(i) if (i := view.incident(n)) and i["class"] == "harm" else {})


def part_of_others(view: View) -> list[int]:
    """The incidents that are part of another."""
    every = ordered(view.wholes, "parts", view.state.incidents, lambda n: 0 if (i := view.incident(n)) and _wholes(i) else None)
    return [n for _, n in every]


def _wholes(incident: Json) -> list[int]:
    return [int(r["to"][1:]) for r in incident["relations"] if r["type"] == "part_of"]


def totals(view: View) -> list[Json]:
    """Each report's own totals beside the incidents that its reader found in them, and whether those still add up to it."""
    found = []
    for n, k in view.state.claims.items():
        if k.payload and k.payload["property"] == "total" and view.state.stands(n):
            value = view.state.value(n)
            report = reports.id_of(view, n)
            held = dict.fromkeys(view.state.root(number) for number in value["agrees_with"])
            parts = [i for number in held if (i := view.incident(number)) is not None]
            counts = [c for i in parts if (c := _all_told(i, value["outcome"], report)) is not None]
            stands = compared(Count.from_json(value["count"]), counts)
            row = {**value, "agrees_with": [i["id"] for i in parts], "compared": stands, "claim": n}
            found.append({**row, "report": report})
    return found


def _all_told(incident: Json, outcome: str, report: str | None) -> Count | None:
    """What an incident is told to have cost, doubtful or not: a report's total is of all that it tells, and of what others tell nothing."""
    told = incident["tellings"]
    if len(told) > 1:
        own: Json = next((t["toll"] for t in told if t["report"] == report), {})
        return Count.from_json(own[outcome]) if outcome in own else None
    several = (incident["toll"], incident["doubtful_toll"]["stated"])
    return total(Count.from_json(tolls[outcome]) for tolls in several if outcome in tolls)


def _counts(tolls: Json) -> dict[str, Count]:
    return {outcome: _count(c["min"], c["best"], c["max"]) for outcome, c in tolls.items()} if tolls else _NONE


_NONE: dict[str, Count] = {}


@lru_cache(maxsize=10_000)
def _count(least: int, best: int | None, most: int | None) -> Count:
    """A count; mostly one of a few, of which many incidents have the same."""
    return Count(least, best, most)


def group_of(incident: Json, by: str | None) -> str:
    """The group of an incident in a tally by one of `BY`; "all" without it. Misuse where it is none of them."""
    if by is None:
        return "all"
    if by not in BY:
        raise Misuse(f"A tally is by {', '.join(BY)}, not by {by!r}.")
    place, date = incident["place"] or {}, (incident["date"] or {}).get("edtf", "")
    found: dict[str, Any] = {
        "act": incident["act"], "place": place.get("name"), "country": place.get("country"), "admin1": place.get("admin1"),
        "month": _shared(date, 7), "year": _shared(date, 4),
        "report": incident["reports"][0]["id"] if incident["reports"] else None, "modality": incident["modality"],
    }  # fmt: skip
    return found[by] or "not known"


def _shared(edtf: str, digits: int) -> str | None:
    """The month (7 digits) or year (4) in which all of a date lies; None where it spans several or is open."""
    from onrecord.dates import bounds

    first, last = bounds(edtf) if edtf else (None, None)
    if first is None or last is None or first.isoformat()[:digits] != last.isoformat()[:digits]:
        return None
    return first.isoformat()[:digits]
