"""How victims become figures: one small pure function a rule. The sentences stand in `rules`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from onrecord.claims import Count, Modality
from onrecord.tally.rules import RULES, VERSION

__all__ = [
    "RULES", "VERSION", "combine", "compared", "home", "in_its_group", "in_order", "killed", "latest", "once", "over", "tallied_as", "toll", "total",
    "whole", "without",
]  # fmt: skip

Json = dict[str, Any]
Origin = TypeVar("Origin", bound=Hashable)
_SURE = [Modality.STATED, Modality.ALLEGED]
_UNCOUNTED = ("none", "unknown")  # outcomes that are no harm, or none that is known
_ORDER = {"death": 0, "killed": 1, "injury": 2}


# -- rule "modality" -------------------------------------------------------------------------------------------


def tallied_as(incident: str, victim: str) -> Modality | None:
    """The modality under which a victim of an incident is tallied: the weaker of both; None where it never is."""
    both = [Modality(incident), Modality(victim)]
    if not all(m.tallied for m in both):
        return None
    return max(both, key=_SURE.index)


# -- rule "once" -----------------------------------------------------------------------------------------------


def once(victims: Iterable[Json]) -> list[Json]:
    """Each victim once, by id, as it was told of first."""
    return list({v["id"]: v for v in reversed(list(victims))}.values())[::-1]


# -- rules "parts" and "killed" --------------------------------------------------------------------------------


def whole(group: Count, parts: Sequence[Count]) -> Count:
    """A group's count with its singled-out members in it: never fewer than they are."""
    least = sum(p.min for p in parts)
    if least <= group.min:
        return group
    best = group.best if group.best is None or group.best >= least else None
    top = group.max if group.max is None or group.max >= least else None
    return Count(least, best, top)


def without(group: Count, parts: Sequence[Count]) -> Count | None:
    """What is left of a group's count without some of its members, bound by bound; None where nobody is."""
    gone = total(parts)
    if gone is None:
        return group
    top = None if group.max is None else max(0, group.max - gone.min)
    best = None if group.best is None or gone.best is None else max(0, group.best - gone.best)
    least = 0 if gone.max is None else max(0, group.min - gone.max)
    return None if top == 0 else Count(least, best, top)


def killed(group: Json, count: Count, members: Sequence[Json]) -> Count | None:
    """How many of a group's dead others killed directly: by the group's cause, apart from members of whom the words say otherwise."""
    dead = [m for m in members if m["outcome"] == "death"]
    if group["cause"] == "direct":
        return without(count, [Count.from_json(m["count"]) for m in dead if m["cause"] not in ("direct", "not_said")])
    return total(Count.from_json(m["count"]) for m in dead if m["cause"] == "direct")


# -- rule "sum" ------------------------------------------------------------------------------------------------


def total(counts: Iterable[Count]) -> Count | None:
    """The sum of counts, bound by bound, or None of none."""
    several = list(counts)
    if len(several) < 2:
        return several[0] if several else None
    bests, tops = [c.best for c in several], [c.max for c in several]
    return Count(sum(c.min for c in several), _whole_sum(bests), _whole_sum(tops))


def _whole_sum(several: Sequence[int | None]) -> int | None:
    """The sum, or None where one of them is open."""
    known = [n for n in several if n is not None]
    return sum(known) if len(known) == len(several) else None


# -- the toll of one incident: rules "class", "modality", "once", "parts", "death", "killed", "sum" ------------


def toll(incident: Json, modality: Modality = Modality.STATED) -> dict[str, Count]:
    """The toll of one incident (the contract's shape) for one modality: death, killed, injury and each other outcome."""
    if incident["class"] != "harm":
        return {}
    victims = once(incident["victims"])
    tallied = {v["id"]: tallied_as(incident["modality"], v["modality"]) for v in victims}
    groups = {v["id"]: v for v in victims}
    found: dict[str, list[Count]] = {}
    for v in victims:
        if v["outcome"] in _UNCOUNTED or tallied[v["id"]] is not modality or in_its_group(v, groups, tallied):
            continue
        members = [m for m in victims if m["part_of"] == v["id"] and tallied[m["id"]] is modality]
        parts = [Count.from_json(m["count"]) for m in members if m["outcome"] == v["outcome"]]
        count = whole(Count.from_json(v["count"]), parts)
        found.setdefault(v["outcome"], []).append(count)
        if v["outcome"] == "death" and (by_others := killed(v, count, members)) is not None:
            found.setdefault("killed", []).append(by_others)
    return _summed(found)


def in_its_group(victim: Json, groups: Mapping[str, Json], tallied: Mapping[str, Modality | None]) -> bool:
    """Whether a member is counted in its group: one with another outcome, or stated where the group is not, counts by itself."""
    group = groups.get(victim["part_of"])
    if group is None or group["outcome"] != victim["outcome"]:
        return False
    return tallied[group["id"]] in (Modality.STATED, tallied[victim["id"]])


def _summed(found: Mapping[str, Sequence[Count]]) -> dict[str, Count]:
    return {k: s for k in in_order(found) if (s := total(found[k])) is not None}


def in_order(outcomes: Iterable[str]) -> list[str]:
    """Outcomes as a toll lists them: the dead first, then the injured, then all others by their codes."""
    return sorted(outcomes, key=lambda k: (_ORDER.get(k, 9), k))


# -- over many incidents: rules "sum" and "part_of" ------------------------------------------------------------


def over(tolls: Mapping[str, Mapping[str, Count]], part_of: Mapping[str, str]) -> dict[str, Count]:
    """The sum of incidents' tolls, by id. What is part of another of them is counted in it: a whole is compared with its parts,
    has at least as many as they have, and they are not added to it. A part of what is not among them counts by itself."""
    homes = {i: home(i, tolls, part_of) for i in tolls}
    inside = parts_by_home(homes)
    found: dict[str, list[Count]] = {}
    for i, own in tolls.items():
        if homes[i] != i:
            continue
        parts = inside.get(i)
        if not parts:
            for outcome, alone in own.items():
                found.setdefault(outcome, []).append(alone)
            continue
        for outcome in {*own, *(o for p in parts for o in tolls[p])}:
            several = [tolls[p][outcome] for p in parts if outcome in tolls[p]]
            count = whole(own[outcome], several) if outcome in own else total(several)
            if count is not None:
                found.setdefault(outcome, []).append(count)
    return _summed(found)


def home(incident: str, tolls: Mapping[str, Any], part_of: Mapping[str, str]) -> str:
    """The outermost incident among these that one is part of: itself, where it is part of none or of itself in a circle."""
    seen = [incident]
    above = part_of.get(incident)
    while above is not None and above in tolls and above not in seen:
        seen.append(above)
        above = part_of.get(above)
    return min(seen) if above in seen else seen[-1]


def parts_by_home(homes: Mapping[str, str]) -> dict[str, list[str]]:
    """What stands in each home beside itself, in order."""
    found: dict[str, list[str]] = {}
    for part, at in homes.items():
        if part != at:
            found.setdefault(at, []).append(part)
    return found


# -- over several origins: rules "latest" and "origins" --------------------------------------------------------


def latest(told: Iterable[tuple[Origin, Any, Count]]) -> dict[Origin, Count]:
    """Of each origin its latest count, from (origin, time, count) in any order; of equal times the one given last."""
    newest: dict[Origin, tuple[Any, Count]] = {}
    for origin, time, count in told:
        if origin not in newest or time >= newest[origin][0]:
            newest[origin] = (time, count)
    return {origin: count for origin, (_, count) in newest.items()}


def combine(by_origin: Sequence[Count], identified: int = 0, chosen: int | None = None) -> Count:
    """One count from each origin's latest: (3 then "at least 5" from A, 4 from B) is 4, –, –.

    `identified` is the number of identified dead, `chosen` a reviewer's best. ValueError without any origin, or where the
    choice is none that the origins leave open.
    """
    if not by_origin:
        raise ValueError("no origin gives a count")
    least = max(min(c.min for c in by_origin), identified)
    tops = [c.max for c in by_origin]
    known = [t for t in tops if t is not None]
    top = max([*known, least]) if len(known) == len(tops) else None
    if chosen is not None:
        if chosen < least or (top is not None and chosen > top):
            raise ValueError(f"a reviewer's choice of {chosen} is outside what stands, {Count(least, None, top)}")
        return Count(least, chosen, top)
    bests = {c.best for c in by_origin}
    agreed = next(iter(bests)) if len(bests) == 1 else None
    return Count(least, agreed if agreed is not None and agreed >= least else None, top)


# -- rule "total" ----------------------------------------------------------------------------------------------


def compared(said: Count, parts: Sequence[Count]) -> str:
    """How a report's own total stands beside its parts: "agrees", "differs" or "no parts"."""
    summed = total(parts)
    if summed is None:
        return "no parts"
    low, high = summed.min, summed.max
    overlap = (said.max is None or low <= said.max) and (high is None or said.min <= high)
    return "agrees" if overlap else "differs"
