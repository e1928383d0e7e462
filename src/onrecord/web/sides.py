"""An incident's fields with the claims for and against each, by source; contradictions side by side; how a toll adds up."""

from __future__ import annotations

import json
from typing import Any

from onrecord import wording
from onrecord.claims import Modality
from onrecord.languages import gettext, phrase
from onrecord.record.state import SINGLE
from onrecord.record.view import View
from onrecord.tally.counting import tallied_as

Json = dict[str, Any]
FIELDS = {
    phrase("what happened"): ("act",), phrase("when"): ("date",), phrase("where"): ("place",), phrase("to whom"): ("victim", "names", "age", "sex", "status", "part_of"),
    phrase("what became of them"): ("outcome", "cause", "count"), phrase("by whom"): ("perpetrator",), phrase("with what"): ("means",),
    phrase("what was attacked"): ("target",), phrase("other people"): ("other",), phrase("relations"): ("relation",),
}  # fmt: skip


def sides(view: View, number: int) -> list[Json]:
    """For each field that is told of: {"field", "for", "against"}, each a list of {"source", "claims"}.

    Against is what a reviewer rejected, and what is put as a denial.
    """
    shown = [view.claim(n) for n in view.claims_of(number) if view.state.claims[n].payload]
    shown = [c for c in shown if c["state"] not in ("superseded", "taken back")]
    found = []
    for field, properties in FIELDS.items():
        claims = [c for c in shown if c["property"] in properties]
        against = [c for c in claims if c["state"] == "rejected" or c["modality"] == Modality.DENIED]
        if claims:
            rest = [c for c in claims if c not in against]
            found.append({"field": field.put, "for": _by_source(view, rest), "against": _by_source(view, against)})
    return found


def _by_source(view: View, claims: list[Json]) -> list[Json]:
    """Claims by their source within one report: an unnamed source is never held to be one of another report."""
    groups: dict[str, Json] = {}
    for c in claims:
        capture = view.state.capture_of_claim(c["number"]) or 0
        payload = view.state.captures[capture].payload if capture in view.state.captures else None
        key = json.dumps([capture, c["according_to"]], sort_keys=True)
        report = {"id": payload["id"], "file": payload["file"]} if payload else None
        groups.setdefault(key, {"source": wording.sources(c["according_to"]), "report": report, "claims": []})["claims"].append(
            c
        )
    return list(groups.values())


def contradictions(view: View, number: int) -> list[Json]:
    """What standing claims say differently of one thing: {"about", "property", "values"}, a value {"value", "claims"}."""
    told: dict[tuple[int, str], dict[str, Json]] = {}
    state = view.state
    for n in view.claims_of(number):
        name = state.property(n)
        if name in SINGLE and n in state.standing(state.subject(n), name):
            values = told.setdefault((state.subject(n), name), {})
            value = state.value(n)
            value = (
                state.root(value) if name == "part_of" and value else value
            )  # two tellings of a group that were joined are one
            key = json.dumps(value, sort_keys=True)
            values.setdefault(key, {"value": value, "claims": []})["claims"].append(view.claim(n))
    return [
        {"about": view.name(subject), "property": name, "values": list(values.values())}
        for (subject, name), values in told.items() if len(values) > 1
    ]  # fmt: skip


def arithmetic(incident: Json) -> list[Json]:
    """How the toll comes about, a victim a line: {"id", "words", "outcome", "count", "counted"}."""
    groups = {v["id"]: v for v in incident["victims"]}
    lines = []
    for v in incident["victims"]:
        how, group = tallied_as(incident["modality"], v["modality"]), groups.get(v["part_of"])
        if incident["class"] != "harm" or not incident["scope"]["in"]:
            counted = (
                gettext("not tallied: context") if incident["class"] != "harm" else gettext("not tallied: outside the scope")
            )
        elif how is None:
            why = wording.term(v["modality"] if v["modality"] != "stated" else incident["modality"])
            counted = gettext("not tallied: %(why)s", why=why)
        elif v["outcome"] in ("none", "unknown"):
            counted = gettext("not tallied: what became of them is not known")
        elif group is not None and group["outcome"] == v["outcome"]:
            counted = gettext("counted in %(id)s", id=group["id"])
        elif how is Modality.ALLEGED:
            counted = gettext(
                "%(count)s to alleged %(outcome)s", count=wording.number(v["count"]), outcome=wording.term(v["outcome"])
            )
        else:
            counted = gettext("%(count)s to %(outcome)s", count=wording.number(v["count"]), outcome=wording.term(v["outcome"]))
        lines.append(
            {"id": v["id"], "words": wording.words(v), "count": v["count"], "outcome": v["outcome"], "counted": counted}
        )
    return lines
