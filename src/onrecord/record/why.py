"""Why does the record say that? From a figure through rules, judgements and claims to the words, the report and the source."""

from __future__ import annotations

from typing import Any

from onrecord.errors import Misuse
from onrecord.record.state import Json
from onrecord.record.view import View, stamp
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
        ("once", "modality", "parts", "sum", "death", "killed", "unlinked"),
    ),
}
TOLLS = ("death", "killed", "injury", "abduction", "detention", "disappearance", "threat")
AROUND = 60


def why(view: View, incident: int, name: str | None = None) -> Json:
    """The chain behind an incident's field (all fields where none is named); Misuse where there is no such field."""
    said = view.incident(incident)
    if said is None:
        raise Misuse(f"There is no incident i{incident} in the record: it was never made, or it was rejected or forgotten.")
    if name is not None and name not in FIELDS and name not in TOLLS:
        raise Misuse(f"An incident has no field {name!r}; ask for one of {', '.join([*FIELDS, *TOLLS])}.")
    names = [name] if name else [f for f in FIELDS if f == "toll" or said.get(f)]
    return {"incident": said["id"], "scope": said["scope"], "fields": [_field(view, incident, said, f) for f in names]}


def _field(view: View, incident: int, said: Json, name: str) -> Json:
    properties, rules = FIELDS["toll"] if name in TOLLS else FIELDS[name]
    value: Any = said["toll"].get(name) if name in TOLLS else said[name]
    claims = [n for n in view.claims_of(incident) if view.state.property(n) in properties]
    if name in TOLLS:
        claims = [n for n in claims if _bears(view, n, "death" if name == "killed" else name)]
        rules = tuple(r for r in rules if r not in ("death", "killed") or r == name)
        alleged = said["alleged"].get(name)
    else:
        alleged = said["alleged"] if name == "toll" else None
    if said["class"] == "context" and (name in TOLLS or name == "toll"):
        rules = ("class",)
    return {
        "field": name, "value": value, "alleged": alleged or None, "rules": [RULES[r] for r in rules],
        "claims": [traced(view, n) for n in claims],
    }  # fmt: skip


def _bears(view: View, claim: int, outcome: str) -> bool:
    """Whether a claim bears on a toll: it is on, or brings in, a victim of that outcome."""
    payload = view.state.claims[claim].payload
    if payload is None:
        return False
    person = payload["value"]["person"] if payload["property"] == "victim" else payload["subject"]
    outcomes = [view.state.value(n) for n in view.state.by_subject.get(person, []) if view.state.property(n) == "outcome"]
    return outcome in outcomes


def traced(view: View, number: int) -> Json:
    """A claim with the report that it stands in and its words in their context."""
    said = view.claim(number)
    payload = view.state.claims[number].payload
    if payload is None:
        return said
    capture = view.state.capture_of[payload["reading"]]
    report = view.state.captures[capture]
    if report.payload is not None:
        kept = ("id", "file", "title", "published", "publisher", "sha256")
        said["report"] = {**{k: report.payload[k] for k in kept}, "captured": stamp(report)}
    rendition = view.state.rendition_of(capture)
    text = rendition.payload["text"] if rendition and rendition.payload else ""
    said["context"] = [_around(text, m) for m in payload["mentions"] if m.get("in", "text") == "text"]
    return said


def _around(text: str, mention: Json) -> Json:
    start, end = mention["start"], mention["end"]
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return {"before": " ".join(before.split()), "words": mention["text"], "after": " ".join(after.split())}
