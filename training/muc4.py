"""MUC-4 documents as training examples: which spans are fillers, of what, and which belong together."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.extract.trained.words import Word, find_all, plain_form, split_words
from training.labels import (
    DESCRIBING,
    DOCUMENT_LABELS,
    MOST_INCIDENTS,
    ROLE_SLOTS,
    SPAN_INDEX,
    TYPES,
    incident_type,
    outcome_of,
)

Span = tuple[int, int]  # first and last word, both inside


@dataclass(slots=True)
class GoldSpan:
    """A span that fills something: its labels, the entities and the templates (by position) that it belongs to."""

    labels: set[int] = field(default_factory=set)
    entities: set[tuple[str, int]] = field(default_factory=set)
    templates: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Example:
    """A document with its gold in the form that the heads are taught."""

    docid: str
    text: str
    words: list[Word]
    spans: dict[Span, GoldSpan]
    document: list[float]

    @property
    def has_incident(self) -> bool:
        return self.document[DOCUMENT_LABELS.index("incident")] > 0


def read_documents(path: Path) -> list[dict[str, Any]]:
    """The documents of a JSON Lines file, as they stand."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def example(document: dict[str, Any]) -> Example:
    """A document with every occurrence of every filler marked."""
    words = split_words(document["text"])
    spans: dict[Span, GoldSpan] = {}
    known: dict[str, list[set[tuple[str, ...]]]] = {}
    for number, template in enumerate(document["templates"]):
        _mark_template(words, spans, known, number, template)
    for role, entities in document["roles"].items():
        for entity in entities:
            for mention in entity:
                for span in find_all(words, plain_form(mention)):
                    spans.setdefault(span, GoldSpan()).labels.add(SPAN_INDEX[role])
    return Example(document["docid"], document["text"], words, spans, document_labels(document))


def document_labels(document: dict[str, Any]) -> list[float]:
    """1 or 0 for each of DOCUMENT_LABELS."""
    kinds = [incident_type(t) for t in document["templates"]]
    counts = [float(kinds.count(t) >= n) for t in TYPES for n in range(1, MOST_INCIDENTS + 1)]
    return [*counts, float(bool(kinds)), float(any(document["roles"].values()))]


def _mark_template(
    words: list[Word],
    spans: dict[Span, GoldSpan],
    known: dict[str, list[set[tuple[str, ...]]]],
    number: int,
    template: dict[str, Any],
) -> None:
    kind = incident_type(template)
    for role, slot in ROLE_SLOTS.items():
        for fill in template.get(slot) or []:
            forms = {f for f in map(plain_form, fill["values"]) if f}
            entities = {(role, _entity(known.setdefault(role, []), forms))}
            if slot == "hum_description":
                named = {f for f in map(plain_form, fill.get("refs", ())) if f}
                entities |= {("Victim", i) for i, seen in enumerate(known.get("Victim", [])) if seen & named}
            labels = {SPAN_INDEX[role]} | _described(template, slot, set(fill["values"]))
            if kind in TYPES:
                labels.add(SPAN_INDEX[f"type:{kind}"])
            for form in forms:
                for span in find_all(words, form):
                    gold = spans.setdefault(span, GoldSpan())
                    gold.labels |= labels
                    gold.entities |= entities
                    gold.templates.add(number)
    for span in _places(words, template):
        spans.setdefault(span, GoldSpan()).labels.add(SPAN_INDEX["place"])


def _entity(known: list[set[tuple[str, ...]]], forms: set[tuple[str, ...]]) -> int:
    """The position of the entity that shares a form with these, made if there is none."""
    for i, seen in enumerate(known):
        if seen & forms:
            seen |= forms
            return i
    known.append(set(forms))
    return len(known) - 1


def _described(template: dict[str, Any], slot: str, values: set[str]) -> set[int]:
    """Labels that the template's describing slots give to a fill with these values."""
    found: set[int] = set()
    for describing, kept in DESCRIBING.items():
        for fill in template.get(describing) or []:
            if values & set(fill.get("refs", ())):
                found |= {SPAN_INDEX[f"{describing}:{v}"] for v in fill["values"] if v in kept}
    if slot in ("hum_name", "hum_description"):
        for fill in template.get("hum_effect") or []:
            if values & set(fill.get("refs", ())):
                found |= {SPAN_INDEX[f"outcome:{o}"] for o in map(outcome_of, fill["values"]) if o}
        for fill in template.get("hum_number") or []:
            if values & set(fill.get("refs", ())):
                one = re.fullmatch(r"\W*1", fill["values"][0]) is not None
                found.add(SPAN_INDEX["number:one" if one else "number:several"])
    return found


def _places(words: list[Word], template: dict[str, Any]) -> list[Span]:
    """Where the most exact part of the template's location stands in the text."""
    found: list[Span] = []
    for fill in template.get("location") or []:
        for value in fill["values"]:
            parts = [p for p in re.split(r"[:\-]", re.sub(r"\([^)]*\)", "", value)) if p.strip()]
            if parts:
                found += find_all(words, plain_form(parts[-1]))
    return found
