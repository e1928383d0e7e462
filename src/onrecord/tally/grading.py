"""The facts of an incident that rules of grades ask for, and what it rests on in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.languages import Phrase, joined_phrase, phrase, phrases

Json = dict[str, Any]
_ACCESS = {
    "eyewitness": phrase("who saw it"),
    "participant": phrase("who took part"),
    "hearsay": phrase("who heard of it"),
    "official": phrase("who speaks officially"),
}
FACTS = (
    "modality", "origins", "sources", "named", "unnamed", "named_origins", *_ACCESS, "victims", "victims_named", "victims_alone",
    "all_named", "combatants_only", "open", "differ", "perpetrators", "perpetrator_origins", "denied", "admitted", "accused_only",
)  # fmt: skip


def facts(incident: Json, origins: Sequence[Sequence[Json]]) -> Json:
    """What rules may ask of an incident in the contract's shape; `origins` has the sources of each independent origin."""
    sources, victims, people = incident["according_to"], incident["victims"], incident["perpetrators"]
    statuses = {p["status"] for p in people}
    alone = [v for v in victims if not v["part_of"]]
    named = [v for v in victims if v["names"]]
    open_, differ = _counts(incident)
    return {
        "modality": incident["modality"], "origins": max(1, len(origins)), "sources": len(sources),
        "named": sum(s["kind"] != "anonymous" for s in sources), "unnamed": sum(s["kind"] == "anonymous" for s in sources),
        "named_origins": sum(any(s["kind"] != "anonymous" for s in o) for o in origins),
        **{a: any(s["access"] == a for s in sources) for a in _ACCESS},
        "victims": len(victims), "victims_named": len(named), "victims_alone": len(alone), "all_named": len(named) == len(alone),
        "combatants_only": bool(victims) and all(v.get("status") == "combatant" for v in victims), "open": open_, "differ": differ,
        "perpetrators": len(people), "perpetrator_origins": _telling_of_perpetrators(incident),
        "denied": "denied" in statuses, "admitted": "claimed" in statuses, "accused_only": statuses <= {"suspected", "accused"},
        "resting": _resting(sources, max(1, len(origins)), statuses),
    }  # fmt: skip


def _counts(incident: Json) -> tuple[bool, bool]:
    """Whether a count is open, and whether that is because independent origins differ."""
    tellings = incident.get("tellings", ())
    if len({t["origin"] for t in tellings}) < 2:
        return any(v["count"]["best"] is None for v in incident["victims"] if not v["part_of"]), False
    tolls = incident["toll"] or incident["alleged"]
    unsure = [o for o, c in tolls.items() if o != "killed" and c["best"] is None]
    said = {o: {str(t["toll"].get(o)) for t in tellings if o in t["toll"]} for o in unsure}
    return bool(unsure), any(len(several) > 1 for several in said.values())


def _telling_of_perpetrators(incident: Json) -> int:
    """How many origins tell of a perpetrator: by the reports that their words are of."""
    of = {t["report"]: t["origin"] for t in incident.get("tellings", ())}
    reports = {m.get("report") for p in incident["perpetrators"] for m in p.get("mentions", ())}
    return len({of[r] for r in reports if r in of}) or (1 if incident["perpetrators"] else 0)


def _resting(sources: list[Json], outlets: int, statuses: set[str]) -> Phrase:
    """What it rests on, and what perpetrators say of it themselves."""
    said = _resting_on(sources, outlets)
    words = (("claimed", phrase("a perpetrator claims it")), ("denied", phrase("a perpetrator denies it")))
    answers = [w for status, w in words if status in statuses]
    return phrase("%(resting)s; %(answers)s", resting=said, answers=joined_phrase(answers)) if answers else said


def _resting_on(sources: list[Json], outlets: int) -> Phrase:
    if outlets == 1:  # a single one is said in words of its own, also in languages that have one form for all numbers
        outlet = phrase("one outlet")
    else:
        outlet = phrases("%(number)s independent outlet", "%(number)s independent outlets", outlets, number=outlets)
    if not sources:
        return phrase("it names no source, through %(outlets)s", outlets=outlet)
    named = sum(s["kind"] != "anonymous" for s in sources)
    unnamed = len(sources) - named
    many = _named(named, unnamed) if named else _unnamed(unnamed)
    if access := list(dict.fromkeys(_ACCESS[s["access"]] for s in sources if s["access"] in _ACCESS)):
        many = phrase("%(sources)s (%(access)s)", sources=many, access=joined_phrase(access, ", "))
    return phrase("it rests on %(sources)s, through %(outlets)s", sources=many, outlets=outlet)


def _named(named: int, unnamed: int) -> Phrase:
    many = phrase("one named source")
    if named > 1:
        many = phrases("%(number)s named source", "%(number)s named sources", named, number=named)
    return phrase("%(named)s and %(unnamed)s unnamed", named=many, unnamed=unnamed) if unnamed else many


def _unnamed(n: int) -> Phrase:
    if n == 1:
        return phrase("one unnamed source")
    return phrases(
        "%(number)s unnamed source, which may depend on each other", "%(number)s unnamed sources, which may depend on each other",
        n, number=n,
    )  # fmt: skip
