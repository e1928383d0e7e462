"""What a record's threshold counts apart: harm whose claims are doubtful is in no toll, and is not passed over either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.claims import Count, Modality
from onrecord.tally.counting import home, in_its_group, once, over, parts_by_home, tallied_as, toll, without

Json = dict[str, Any]
Tolls = Mapping[str, Mapping[str, Count]]


@dataclass(frozen=True, slots=True)
class Parted:
    """An incident with the victims that its toll counts, and with those that are counted apart because they are `doubtful`.

    `killed` has those who are counted in a group, whose cause is not said there: only that others killed them is apart.
    """

    counted: Json
    apart: Json
    killed: Json

    def apart_toll(self, modality: Modality) -> dict[str, Count]:
        """What is counted apart, for one modality."""
        found = toll(self.apart, modality)
        more = toll(self.killed, modality).get("killed")
        return found if more is None else {**found, "killed": found["killed"] + more if "killed" in found else more}


def parted(incident: Json) -> Parted:
    """Who is counted and who is counted apart, so that nobody is lost and nobody stands twice.

    A doubtful member of a group that is not doubtful is counted in the group. Of a doubtful group, members who are not doubtful
    are counted by themselves, and what is left of the group is apart.
    """
    victims = once(incident["victims"])
    groups = {v["id"]: v for v in victims}
    tallied = {v["id"]: tallied_as(incident["modality"], v["modality"]) for v in victims}
    sure = [v for v in victims if not v.get("doubtful")]
    apart, killed = [], []
    for v in (v for v in victims if v.get("doubtful")):
        group = groups.get(v["part_of"])
        if group and not group.get("doubtful") and in_its_group(v, groups, tallied):
            if group["cause"] != "direct":
                killed.append({**v, "part_of": None})
            continue
        members = [m for m in sure if m["part_of"] == v["id"] and in_its_group(m, groups, tallied)]
        rest = without(Count.from_json(v["count"]), [Count.from_json(m["count"]) for m in members])
        if rest is not None:
            apart.append({**v, "count": rest.to_json()})
    return Parted(*({**incident, "victims": some} for some in (sure, apart, killed)))


def tolls_of(incident: Json) -> Json:
    """What an incident comes to: {"toll", "alleged", "doubtful_toll"}, each by outcome, the last by modality first."""
    parts = parted(incident)
    stated, alleged = Modality.STATED, Modality.ALLEGED
    return {
        "toll": as_json(toll(parts.counted, stated)), "alleged": as_json(toll(parts.counted, alleged)),
        "doubtful_toll": {str(m): as_json(parts.apart_toll(m)) for m in (stated, alleged)},
    }  # fmt: skip


def as_json(counts: Mapping[str, Count]) -> Json:
    """Counts by outcome, as the contract writes them."""
    return {k: c.to_json() for k, c in counts.items()}


def over_apart(apart: Tolls, counted: Tolls, part_of: Mapping[str, str]) -> dict[str, Count]:
    """The sum of what is counted apart in several incidents, beside the sum of their tolls. What a whole's toll holds already is
    left out, and a whole that is apart has what its parts' tolls hold taken from it."""
    homes = {i: home(i, apart, part_of) for i in apart}
    inside = parts_by_home(homes)
    left: dict[str, dict[str, Count]] = {i: {} for i in apart}
    for i, own in apart.items():
        parts = inside.get(i, [])
        for outcome, count in own.items():
            in_whole = homes[i] != i and outcome in counted.get(homes[i], {})
            rest = without(count, [counted[p][outcome] for p in parts if outcome in counted.get(p, {})])
            if not in_whole and rest is not None:
                left[i][outcome] = rest
    return over(left, part_of)
