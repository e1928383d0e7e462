"""Grades answer one question each, by rules with a version, from independent origins, their access, admissions and denials."""

from __future__ import annotations

from typing import Any

from onrecord.claims import Grade
from onrecord.tally.rules import GRADES_VERSION as VERSION

__all__ = ["VERSION", "grade", "happened", "how_many", "who_are", "who_did"]

Json = dict[str, Any]
_ACCESS = {
    "eyewitness": "who saw it",
    "participant": "who took part",
    "hearsay": "who heard of it",
    "official": "who speaks officially",
}


def grade(incident: Json, outlets: int = 1) -> dict[str, Grade]:
    """The grades of one incident in the contract's shape, told by `outlets` independent origins."""
    return {
        "happened": happened(incident, outlets),
        "how_many": how_many(incident, outlets),
        "who_did": who_did(incident),
        "who_are": who_are(incident),
    }


def _resting_on(sources: list[Json], outlets: int) -> str:
    named = [s for s in sources if s["kind"] != "anonymous"]
    outlet = "one outlet" if outlets == 1 else f"{outlets} independent outlets"
    if not sources:
        return f"it names no source, through {outlet}"
    if not named:
        many = "one unnamed source" if len(sources) == 1 else f"{len(sources)} unnamed sources, which may depend on each other"
        return f"it rests on {many}{_access(sources)}, through {outlet}"
    one = "one named source" if len(named) == 1 else f"{len(named)} named sources"
    unnamed = len(sources) - len(named)
    return f"it rests on {one}{f' and {unnamed} unnamed' if unnamed else ''}{_access(sources)}, through {outlet}"


def _access(sources: list[Json]) -> str:
    """How its sources know, as far as the words say."""
    said = dict.fromkeys(_ACCESS[s["access"]] for s in sources if s["access"] in _ACCESS)
    return f" ({', '.join(said)})" if said else ""


def _answers(incident: Json) -> str:
    """What perpetrators say of it themselves."""
    statuses = {p["status"] for p in incident["perpetrators"]}
    said = [
        words
        for status, words in (("claimed", "a perpetrator claims it"), ("denied", "a perpetrator denies it"))
        if status in statuses
    ]
    return f"; {' and '.join(said)}" if said else ""


def happened(incident: Json, outlets: int = 1) -> Grade:
    """Did it happen? One outlet is never corroboration, whoever spoke to it."""
    why = _resting_on(incident["according_to"], outlets) + _answers(incident)
    if incident["modality"] in ("predicted", "threatened", "hypothetical"):
        return Grade("not_happened", f"it is {incident['modality']}, not reported to have happened")
    if incident["modality"] == "denied":
        return Grade("denied", f"it is denied; {why}")
    if outlets <= 1:
        return Grade("uncorroborated", why)
    return Grade("corroborated", why)


def how_many(incident: Json, outlets: int = 1) -> Grade:
    """How many? Open where any count has no best."""
    counts = [v["count"] for v in incident["victims"] if not v["part_of"]]
    if not counts:
        return Grade("not_said", "no victims are told of")
    if any(c["best"] is None for c in counts):
        return Grade("open", "a count has no best value: the words give only a bound or an unknown number")
    return Grade("uncorroborated" if outlets <= 1 else "corroborated", _resting_on(incident["according_to"], outlets))


def who_did(incident: Json) -> Grade:
    """Who did it? Admissions and denials speak first."""
    people = incident["perpetrators"]
    if not people:
        return Grade("not_said", "no perpetrator is told of")
    statuses = {p["status"] for p in people}
    if "denied" in statuses:
        return Grade("contested", "a perpetrator denies it, or it is denied on their behalf")
    if "claimed" in statuses:
        return Grade("admitted", "a perpetrator claims it")
    if statuses <= {"suspected", "accused"}:
        return Grade("alleged", "the perpetrators are suspected or accused, not stated")
    return Grade("uncorroborated", "one account names or describes them")


def who_are(incident: Json) -> Grade:
    """Who are the victims? By name, by description, or unidentified."""
    victims = incident["victims"]
    if not victims:
        return Grade("not_said", "no victims are told of")
    named = [v for v in victims if v["names"]]
    if len(named) == len([v for v in victims if not v["part_of"]]):
        return Grade("named", "every victim has a name in the words")
    if named:
        return Grade("partly_named", f"{len(named)} of the victims told of have a name in the words")
    return Grade("described", "the victims are described and not named")
