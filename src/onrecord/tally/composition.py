"""Victims by sex or by age, as the words give them: an incident in parts, so that nobody is lost and nobody stands twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from onrecord.claims import Count
from onrecord.tally.counting import in_its_group, once, tallied_as, without
from onrecord.tally.doubt import tolls_of

__all__ = ["AGES", "UNKNOWN", "age_group", "composed", "sex"]

Json = dict[str, Any]
UNKNOWN = "not known"
AGES = ("0–4", "5–11", "12–17", "18–29", "30–44", "45–59", "60 and over")
_FROM = (0, 5, 12, 18, 30, 45, 60)


def sex(victim: Json) -> str:
    """A victim's sex as the words give it."""
    return str(victim["sex"] or UNKNOWN)


def age_group(victim: Json) -> str:
    """The group that a victim's age in years falls into; of a group of people, where the words give one age for all."""
    age = victim["age"]
    return UNKNOWN if age is None else AGES[sum(age >= least for least in _FROM) - 1]


def composed(incident: Json, of: Callable[[Json], str]) -> dict[str, Json]:
    """The incident once for each value that `of` gives its victims, with those victims alone and the tolls that they come to.

    A member whom the words tell apart from the group (a woman among "three people") counts by herself; what is left of the group
    keeps the group's value. A member of whom they say nothing more is counted in the group.
    """
    if not incident["toll"] and not incident["alleged"] and not any(incident["doubtful_toll"].values()):
        return {}
    victims = once(incident["victims"])
    groups = {v["id"]: v for v in victims}
    tallied = {v["id"]: tallied_as(incident["modality"], v["modality"]) for v in victims}
    values = {v["id"]: of(v) for v in victims}
    apart = [
        v for v in victims
        if in_its_group(v, groups, tallied) and values[v["id"]] not in (UNKNOWN, values[v["part_of"]])
    ]  # fmt: skip
    parts: dict[str, list[Json]] = {}
    for v in victims:
        if v in apart:
            parts.setdefault(values[v["id"]], []).append({**v, "part_of": None})
            continue
        gone = [Count.from_json(m["count"]) for m in apart if m["part_of"] == v["id"]]
        rest = without(Count.from_json(v["count"]), gone)
        if rest is not None:
            home = values[v["part_of"]] if v["part_of"] in groups and in_its_group(v, groups, tallied) else values[v["id"]]
            parts.setdefault(home, []).append({**v, "count": rest.to_json()})
    made = {value: {**incident, "victims": some} for value, some in parts.items()}
    return {value: {**part, **tolls_of(part)} for value, part in made.items()}
