"""Why does the record say that? From a figure through rules, judgements and claims to the words, the report and the source."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from onrecord.claims import Modality
from onrecord.errors import Misuse
from onrecord.record.state import Json, stamp
from onrecord.record.view import View
from onrecord.tally import RULES

FIELDS = {
    "act": (("act",), ()),
    "modality": (("act",), ("modality",)),
    "date": (("date",), ()),
    "place": (("place",), ()),
    "means": (("means",), ()),
    "victims": (("victim", "names", "count", "outcome", "cause", "status", "age", "sex", "part_of"), ("parts",)),
    "perpetrators": (("perpetrator",), ()),
    "others": (("other",), ()),
    "targets": (("target",), ()),
    "relations": (("relation",), ()),
    "according_to": (("act",), ()),
    "grade": (("act", "perpetrator"), ("grades",)),
    "toll": (
        ("victim", "count", "outcome", "cause", "part_of"),
        ("once", "modality", "parts", "sum", "death", "killed"),
    ),
}
TOLLS = ("death", "killed", "injury", "abduction", "detention", "disappearance", "threat")
AROUND = 60
TextOf = Callable[[int], Json | None]
"""The payload of a rendition (text and title) by its entry number; None where it was forgotten."""


def why(view: View, incident: int, name: str | None = None, text_of: TextOf | None = None) -> Json:
    """The chain behind an incident's field (all fields where none is named); Misuse where there is no such field."""
    said = view.incident(incident)
    if said is None:
        raise Misuse(f"There is no incident i{incident} in the record: it was never made, or it was rejected or forgotten.")
    if name is not None and name not in FIELDS and name not in TOLLS:
        raise Misuse(f"An incident has no field {name!r}; ask for one of {', '.join([*FIELDS, *TOLLS])}.")
    names = [name] if name else [f for f in FIELDS if f == "toll" or said.get(f)]
    fields = [_field(view, incident, said, f, text_of) for f in names]
    return {"incident": said["id"], "scope": said["scope"], "fields": fields}


def _field(view: View, incident: int, said: Json, name: str, text_of: TextOf | None) -> Json:
    properties, rules = FIELDS["toll"] if name in TOLLS else FIELDS[name]
    value: Any = said["toll"].get(name) if name in TOLLS else said[name]
    claims = [n for n in view.claims_of(incident) if view.state.property(n) in properties]
    if name in TOLLS:
        claims = [n for n in claims if _bears(view, n, "death" if name == "killed" else name)]
        rules = tuple(r for r in rules if r not in ("death", "killed") or r == name)
        alleged = said["alleged"].get(name)
        doubtful = {m: t[name] for m, t in said["doubtful_toll"].items() if name in t}
    else:
        alleged = said["alleged"] if name == "toll" else None
        doubtful = {m: t for m, t in said["doubtful_toll"].items() if t} if name == "toll" else {}
    if doubtful:
        rules = (*rules, "doubt")
    if len(said["tellings"]) > 1 and name in (*TOLLS, "toll", "grade"):
        rules = (*rules, "linked", "latest", "origins", "origin") if name != "grade" else (*rules, "origin")
    chosen = [c for c in said["chosen"] if name in ("toll", c["outcome"])]
    if chosen and "origins" not in rules:
        rules = (*rules, "origins")
    if not doubtful and name in (*TOLLS, "toll") and not value and not alleged:
        rules = _why_none(said) or rules
    return {
        "field": name, "value": value, "alleged": alleged or None, "doubtful": doubtful or None, "rules": [RULES[r] for r in rules] + ([_graded(view)] if name == "grade" else []),
        "chosen": chosen, "claims": [traced(view, n, text_of) for n in claims],
    }  # fmt: skip


def _graded(view: View) -> str:
    return f"Graded by version {view.rules.version} of the rules for grades."


def _why_none(said: Json) -> tuple[str, ...]:
    """The rule by which nothing of an incident is tallied, where it is one rule."""
    if said["class"] == "context":
        return ("class",)
    return () if Modality(said["modality"]).tallied else ("modality",)


def _bears(view: View, claim: int, outcome: str) -> bool:
    """Whether a claim bears on a toll: it is on, or brings in, a victim of that outcome."""
    payload = view.state.claims[claim].payload
    if payload is None:
        return False
    person = view.state.root(payload["value"]["person"]) if payload["property"] == "victim" else view.state.subject(claim)
    outcomes = [view.state.value(n) for n in view.state.on(person) if view.state.property(n) == "outcome"]
    return outcome in outcomes


def traced(view: View, number: int, text_of: TextOf | None = None) -> Json:
    """A claim with the report that it stands in and, where `text_of` gives the rendition's words, its words in their context."""
    said = view.claim(number)
    payload = view.state.claims[number].payload
    if payload is None:
        return said
    report = view.state.captures[view.state.capture_of[payload["reading"]]]
    if report.payload is not None:
        kept = ("id", "file", "title", "published", "publisher", "sha256")
        said["report"] = {**{k: report.payload[k] for k in kept}, "captured": stamp(report)}
    reading = view.state.readings[payload["reading"]].payload or {}
    rendition = text_of(reading["rendition"]) if text_of and reading else None
    said["context"] = [_around(rendition[m.get("in", "text")] or "", m) for m in said["mentions"]] if rendition else []
    return said


def _around(text: str, mention: Json) -> Json:
    """The words with what stands around them, cut between words; the title's words say that they are the title's."""
    start, end = mention["start"], mention["end"]
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND and not text[start - AROUND - 1].isspace():
        before = re.sub(r"^\S*", "", before) if re.search(r"\s", before) else before
    if end + AROUND < len(text) and not text[end + AROUND].isspace():
        after = re.sub(r"\S*$", "", after) if re.search(r"\s", after) else after
    said = {"before": _flat(before).lstrip(), "words": mention["text"], "after": _flat(after).rstrip()}
    return said if "in" not in mention else {**said, "in": mention["in"]}


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def accounts(said: Json) -> list[Json]:
    """The claims of a `why`, each once: by report, by the sources and by what extracted them, then by whom or what they are about.

    An account is {"report", "according_to", "extractor", "time" (of its first claim), "things"}; a thing is {"about" (a person's
    id, or None), "context", "claims"}. Claims that were forgotten stand in none.
    """
    claims = {c["number"]: c for f in said["fields"] for c in f["claims"] if c["state"] != "forgotten"}
    found: dict[str, Json] = {}
    for number in sorted(claims):
        c = claims[number]
        report = c.get("report")
        key = json.dumps([report and report["id"], c["extractor"], c["according_to"]], sort_keys=True)
        account = found.setdefault(
            key,
            {
                "report": report, "according_to": c["according_to"], "extractor": c["extractor"], "time": c["time"],
                "things": {},
            },
        )  # fmt: skip
        about = about_whom(c)
        spans = tuple((m["start"], m["end"], m.get("in")) for m in c["mentions"])
        thing = account["things"].setdefault((about, spans), {"about": about, "context": c["context"], "claims": []})
        thing["claims"].append(c)
    return [{**a, "things": list(a["things"].values())} for a in found.values()]


def about_whom(claim: Json) -> str | None:
    """The person whom a claim is about or brings in; None where it is about the incident or the report itself."""
    person = claim["person"]
    return None if person is None else str(person)
