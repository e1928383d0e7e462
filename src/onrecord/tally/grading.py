"""The facts of an incident that rules of grades ask for, and what it rests on in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
_ACCESS = {
    "eyewitness": "who saw it",
    "participant": "who took part",
    "hearsay": "who heard of it",
    "official": "who speaks officially",
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
        "resting": _resting_on(sources, max(1, len(origins))) + _answers(statuses),
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


def _answers(statuses: set[str]) -> str:
    """What perpetrators say of it themselves."""
    words = (("claimed", "a perpetrator claims it"), ("denied", "a perpetrator denies it"))
    said = [w for status, w in words if status in statuses]
    return f"; {' and '.join(said)}" if said else ""
