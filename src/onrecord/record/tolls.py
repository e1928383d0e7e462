"""The record's documented tolls, over all or by group, and the reports' own totals beside them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from onrecord.claims import Count
from onrecord.errors import Misuse
from onrecord.record import reports
from onrecord.record.state import Json
from onrecord.record.view import View
from onrecord.tally import over, over_apart
from onrecord.tally.counting import compared, total

BY = ("act", "place", "country", "admin1", "month", "year", "report", "modality")


def tally(incidents: Iterable[Json], by: str | None = None) -> list[Json]:
    """Stated, alleged and doubtful sums of the incidents of harm, over all or by one of `BY`. Misuse where it is none of them."""
    groups: dict[str, list[Json]] = {}
    for i in incidents:
        if i["class"] == "harm":
            groups.setdefault(group_of(i, by), []).append(i)
    return [{"group": key, "incidents": len(groups[key]), **sums(groups[key])} for key in sorted(groups)]


def sums(incidents: Iterable[Json]) -> Json:
    """The `stated` and the `alleged` sum over incidents, and both of what is `doubtful`, which is in neither."""
    several = list(incidents)
    part_of = {i["id"]: r["to"] for i in several for r in i["relations"] if r["type"] == "part_of"}
    said: Json = {"doubtful": {}}
    for name, column in (("stated", "toll"), ("alleged", "alleged")):
        counted = {i["id"]: _counts(i[column]) for i in several}
        apart = {i["id"]: _counts(i["doubtful_toll"][name]) for i in several}
        said[name] = {o: c.to_json() for o, c in over(counted, part_of).items()}
        said["doubtful"][name] = {o: c.to_json() for o, c in over_apart(apart, counted, part_of).items()}
    return {k: said[k] for k in ("stated", "alleged", "doubtful")}


def every_sum(view: View) -> Json:
    """The sums over all of the record's incidents of harm."""
    if "every sum" not in view.memo:
        view.memo["every sum"] = sums(i for i in view.incidents() if i["class"] == "harm")
    found: Json = view.memo["every sum"]
    return found


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
