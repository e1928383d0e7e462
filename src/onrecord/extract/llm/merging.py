"""The windows of one report put together: what two of them tell in the same words is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.extract.llm.asking import Json
from onrecord.extract.llm.taking import Found

__all__ = ["merged"]

_LISTS = ("means", "perpetrators", "others", "targets", "according_to")


def merged(windows: Iterable[Found]) -> Json:
    """`incidents`, `totals` and `attributions` of the contract, with ids, in the order of their first words."""
    incidents: list[Json] = []
    same: dict[int, Json] = {}  # what became of an incident or a victim of a window, by its identity
    all_windows = list(windows)
    for window in all_windows:
        before = list(incidents)
        for incident in window.incidents:
            known = next((i for i in before if _tells_the_same(i, incident)), None)
            same[id(incident)] = known if known is not None else incident
            if known is None:
                incidents.append(incident)
            else:
                _join(known, incident, same)
    incidents.sort(key=_first)
    _number(incidents, same)
    totals = _once([t for w in all_windows for t in w.totals])
    for total in totals:
        total["agrees_with"] = _explained(total, incidents)
    return {
        "incidents": incidents, "totals": totals,
        "attributions": _once([a for w in all_windows for a in w.attributions]),
    }  # fmt: skip


def _spans(thing: Any) -> Iterator[tuple[str, int, int]]:
    """Where the words of a thing stand."""
    for m in thing.get("mentions", ()):
        yield m.get("in", "text"), m["start"], m["end"]


def _overlap(one: Json, other: Json) -> bool:
    return any(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for a in _spans(one) for b in _spans(other))


def _tells_the_same(one: Json, other: Json) -> bool:
    """One act, and somebody or something of it in the same words: what stands where two windows overlap."""
    return one["act"] == other["act"] and any(
        _overlap(a, b)
        for part in ("victims", "perpetrators", "targets", "others", "means")
        for a in one[part]
        for b in other[part]
    )


def _join(known: Json, incident: Json, same: dict[int, Json]) -> None:
    """Adds to an incident what the next window tells of it."""
    for victim in incident["victims"]:
        there = next((v for v in known["victims"] if _overlap(v, victim)), None)
        same[id(victim)] = there if there is not None else victim
        if there is None:
            known["victims"].append(victim)
        else:
            there["mentions"] = _once([*there["mentions"], *victim["mentions"]])
            there["names"] = list(dict.fromkeys([*there["names"], *victim["names"]]))
    for part in _LISTS:
        known[part] += [t for t in incident[part] if not any(_overlap(t, k) for k in known[part])]
    for part in ("date", "place"):
        known[part] = known[part] or incident[part]
    known["relations"] += incident["relations"]


def _once(things: list[Json]) -> list[Json]:
    return [t for n, t in enumerate(things) if t not in things[:n]]


def _first(incident: Json) -> int:
    starts = [start for part in ("victims", *_LISTS) for t in incident[part] for _, start, _ in _spans(t)]
    return min(starts, default=0)


def _number(incidents: list[Json], same: dict[int, Json]) -> None:
    """Gives ids, and turns what leads to an incident or a group into its id."""

    def final(thing: Json) -> Json:
        while id(thing) in same and same[id(thing)] is not thing:
            thing = same[id(thing)]
        return thing

    people = 0
    for n, incident in enumerate(incidents, 1):
        incident["id"] = f"i{n}"
        for victim in incident["victims"]:
            people += 1
            victim["id"] = f"v{people}"
    for incident in incidents:
        groups = {v["id"]: final(v["part_of"])["id"] for v in incident["victims"] if v["part_of"] is not None}
        for victim in incident["victims"]:
            group = groups.get(victim["id"])
            victim["part_of"] = group if group != victim["id"] and group not in groups else None
        means: dict[str, Json] = {}
        for m in incident["means"]:
            held = means.setdefault(m["type"], {"type": m["type"], "mentions": []})
            held["mentions"] = _once([*held["mentions"], *m["mentions"]])
        incident["means"] = list(means.values())
        relations = _once([{"type": r["type"], "to": final(r["to"])["id"]} for r in incident["relations"]])
        incident["relations"] = [r for r in relations if r["to"] != incident["id"]]


def _explained(total: Json, incidents: list[Json]) -> list[str]:
    """The stated incidents whose exact counts of that outcome add up to a total; none where they do not, or where there is only one."""
    parts: dict[str, int] = {}
    for i in incidents:
        counts = [
            v["count"]["best"] if v["count"]["min"] == v["count"]["max"] else None
            for v in i["victims"]
            if v["outcome"] == total["outcome"] and v["part_of"] is None and v["modality"] in ("stated", "alleged")
        ]
        if counts and None not in counts:
            parts[i["id"]] = sum(c for c in counts if c is not None)
    agrees = len(parts) > 1 and sum(parts.values()) == total["count"]["best"]
    return list(parts) if agrees else []
