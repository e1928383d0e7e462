"""How victims become figures. Each rule is a small pure function and a sentence for people.

The rules follow the Standards for Casualty Recording (Every Casualty, 2016) and UCDP GED's best, low and high.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.claims import Count, Modality

Json = dict[str, Any]
VERSION = "1"
RULES = {
    "modality": "Stated and alleged harm is tallied, each apart; denied, attempted, threatened, predicted and hypothetical harm never is.",
    "parts": "A member of a group is counted in the group, not again; a group has at least as many as its named members.",
    "sum": "Counts of different victims are added bound by bound: a range of reports, not an interval; what is open stays open.",
    "death": "“death” is all dead of the incident, whatever the cause.",
    "killed": "“killed” is direct deaths by others: deaths by one's own hand, indirect deaths and deaths of unsaid cause are not in it.",
    "class": "Context (an investigation, a theft, an arrest of a perpetrator) is kept and never counted.",
    "total": "A report's own total is compared with its parts and never added to them.",
    "origins": "Over several origins: min is the lowest that stands or the number of identified dead if that is more; max the highest, or "
    "open; best a reviewer's choice, else the value on which all agree, else open. An origin's latest count replaces its earlier one.",
    "unlinked": "Reports are not linked yet: an incident told by two reports stands here twice.",
    "documented": "Documented: a difference between months or places may be a difference in documentation.",
}
_SURE = [Modality.STATED, Modality.ALLEGED]


def tallied_as(incident: str, victim: str) -> Modality | None:
    """The modality under which a victim of an incident is tallied: the weaker of both; None where it never is."""
    both = [Modality(incident), Modality(victim)]
    if not all(m.tallied for m in both):
        return None
    return max(both, key=_SURE.index)


def whole(group: Count, parts: Sequence[Count]) -> Count:
    """A group's count with its singled-out members in it: never fewer than they are."""
    least = sum(p.min for p in parts)
    if least <= group.min:
        return group
    best = group.best if group.best is None or group.best >= least else None
    top = group.max if group.max is None or group.max >= least else None
    return Count(least, best, top)


def total(counts: Iterable[Count]) -> Count | None:
    """The sum of counts, or None of none."""
    said: Count | None = None
    for c in counts:
        said = c if said is None else said + c
    return said


def toll(incident: Json, modality: Modality = Modality.STATED) -> dict[str, Count]:
    """The toll of one incident (the contract's shape) for one modality: death, killed, injury and each other outcome."""
    if incident["class"] != "harm":
        return {}
    victims = incident["victims"]
    heads = {v["id"] for v in victims}
    found: dict[str, list[Count]] = {}
    for v in victims:
        if v["part_of"] in heads or v["outcome"] in ("none", "unknown"):
            continue
        if tallied_as(incident["modality"], v["modality"]) is not modality:
            continue
        parts = [Count.from_json(p["count"]) for p in victims if p["part_of"] == v["id"] and p["outcome"] == v["outcome"]]
        count = whole(Count.from_json(v["count"]), parts)
        found.setdefault(v["outcome"], []).append(count)
        if v["outcome"] == "death" and v["cause"] == "direct":
            found.setdefault("killed", []).append(count)
    for v in victims:  # a member whose outcome differs from its group's is counted by itself
        group = next((g for g in victims if g["id"] == v["part_of"]), None)
        if group is None or group["outcome"] == v["outcome"] or v["outcome"] in ("none", "unknown"):
            continue
        if tallied_as(incident["modality"], v["modality"]) is modality:
            found.setdefault(v["outcome"], []).append(Count.from_json(v["count"]))
    order = {"death": 0, "killed": 1, "injury": 2}
    return {k: s for k in sorted(found, key=lambda k: (order.get(k, 9), k)) if (s := total(found[k])) is not None}


def combine(by_origin: Sequence[Count], identified: int = 0, chosen: int | None = None) -> Count:
    """One count from each origin's latest: (3 then "at least 5" from A, 4 from B) is 4, –, –.

    `identified` is the number of identified dead, `chosen` a reviewer's best. ValueError without any origin.
    """
    if not by_origin:
        raise ValueError("no origin gives a count")
    least = max(min(c.min for c in by_origin), identified)
    tops = [c.max for c in by_origin]
    known = [t for t in tops if t is not None]
    top = max([*known, least]) if len(known) == len(tops) else None
    bests = {c.best for c in by_origin}
    agreed = next(iter(bests)) if len(bests) == 1 else None
    best = chosen if chosen is not None else agreed
    if best is not None and best < least:
        best = None
    if best is not None and top is not None and best > top:
        top = best
    return Count(least, best, top)


def compared(said: Count, parts: Sequence[Count]) -> str:
    """How a report's own total stands beside its parts: "agrees", "differs" or "no parts"."""
    summed = total(parts)
    if summed is None:
        return "no parts"
    low, high = summed.min, summed.max
    overlap = (said.max is None or low <= said.max) and (high is None or said.min <= high)
    return "agrees" if overlap else "differs"
