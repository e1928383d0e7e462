"""An incident as one report tells it, in the form in which tellings are compared: numbers, days, places, names, hashed words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onrecord.dates import bounds
from onrecord.link.reports_phrases import parted, without
from onrecord.link.reports_sketch import Sketch, sketch
from onrecord.link.reports_words import SHIPPED, Rarity, Vector, telling_words, vector, words

Json = dict[str, Any]
Name = tuple[str, ...]
AROUND = 160
"""Characters on either side of an incident's mentions that belong to its passage."""
_LONGEST = 12_000
_REVENGE = re.compile(
    r"\b(?:retaliat\w+|reveng\w+|aveng\w+|reprisals?|payback|in response to the (?:killing|murder|death|shooting|attack))\b",
    re.IGNORECASE,
)
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


@dataclass(frozen=True, slots=True)
class Telling:
    """One report's telling of an incident. Days are proleptic ordinals; a first and last day where a date is not exact.

    `yearless` is a month and day. `main` says that the report tells most of this one: its words are then those of the whole report, else of the passage.
    Counts are (min, best, max) of dead and of injured, None where the report has none.
    """

    number: int
    capture: int
    main: bool
    act: str
    modality: str
    published: int | None = None
    days: tuple[int, int] | None = None
    yearless: tuple[int, int] | None = None
    place: Json = field(default_factory=dict)
    dead: tuple[int, int | None, int | None] | None = None
    injured: tuple[int, int | None, int | None] | None = None
    victims: tuple[Name, ...] = ()
    perpetrators: tuple[Name, ...] = ()
    ages: frozenset[int] = frozenset()
    words: Vector = field(default_factory=dict)
    telling: Vector = field(default_factory=dict)
    title: Vector = field(default_factory=dict)
    sketch: Sketch = field(default_factory=lambda: Sketch(0, frozenset()))
    reprisal: bool = False
    """Whether its words speak of revenge."""


def telling(
    number: int,
    capture: int,
    main: bool,
    said: Json,
    published: str | None,
    text: str,
    title: str | None,
    rarity: Rarity = SHIPPED,
    phrases: frozenset[int] = frozenset(),
    sketched: Sketch | None = None,
) -> Telling:
    """A telling from an incident in the contract's shape, and the report's text, title and publication date (EDTF). `phrases` are the
    record's set phrases; `sketched` is the text's sketch without them, where it is known."""
    held, kept = parted(text[:_LONGEST] if main else _passage(text, said), phrases)
    date_ = (said["date"] or {}).get("edtf")
    known = days_of(published)
    return Telling(
        number, capture, main, said["act"], said["modality"],
        published=known[0] if known else None, days=days_of(date_), yearless=yearless(date_), place=_place(said["place"]),
        dead=_many(said, "death"), injured=_many(said, "injury"),
        victims=_names(said["victims"]), perpetrators=_names(said["perpetrators"]),
        ages=frozenset(v["age"] for v in said["victims"] if v["age"] is not None),
        words=vector(words(f"{title or ''}\n{held}"), rarity, words(kept)), telling=vector(telling_words(held), rarity, telling_words(kept)),
        title=vector(words(title or ""), rarity),
        sketch=(without(sketch(text), phrases) if sketched is None else sketched) if main else Sketch(0, frozenset()), reprisal=avenges(held),
    )  # fmt: skip


def avenges(text: str) -> bool:
    """Whether words speak of revenge."""
    return _REVENGE.search(text) is not None


def days_of(edtf: str | None) -> tuple[int, int] | None:
    """The first and last day that a date may mean; None where either is open, or there is none."""
    if not edtf:
        return None
    try:
        first, last = bounds(edtf)
    except ValueError:
        return None
    return (first.toordinal(), last.toordinal()) if isinstance(first, date) and isinstance(last, date) else None


def yearless(edtf: str | None) -> tuple[int, int] | None:
    """The month and day of a date, whatever its year, also where that is not known; None of one that is less exact."""
    found = re.fullmatch(r"(?:\d{4}|XXXX)-(\d\d)-(\d\d)[?~%]?", edtf or "")
    return (int(found[1]), int(found[2])) if found else None


def main_of(several: Iterable[Json]) -> str | None:
    """The id of the incident of harm that a report tells most of: with the most dead and injured, the first of equals."""
    harms = [i for i in several if i["class"] == "harm"]
    best = max(harms, key=lambda i: sum((_many(i, o) or (0,))[0] for o in ("death", "injury")), default=None)
    return best["id"] if best is not None else None


def _place(said: Json | None) -> Json:
    return {k: said[k] for k in ("name", "country", "admin1", "admin2", "city", "lat", "lon", "precision")} if said else {}


def _many(said: Json, outcome: str) -> tuple[int, int | None, int | None] | None:
    counts = [v["count"] for v in said["victims"] if v["outcome"] == outcome and not v["part_of"]]
    if not counts:
        return None
    best = [c["best"] for c in counts]
    top = [c["max"] for c in counts]
    return (
        sum(c["min"] for c in counts), None if None in best else sum(best), None if None in top else sum(top),
    )  # fmt: skip


def _names(people: Iterable[Json]) -> tuple[Name, ...]:
    found = [form for p in people for n in p["names"][:1] if (form := name_form(n))]
    return tuple(dict.fromkeys(found))


def name_form(name: str) -> Name:
    """A name's words, without case, accents and suffixes such as Jr."""
    return tuple(w for w in (w.lower() for w in words(name.replace(".", " "))) if w not in _SUFFIXES)


def _passage(text: str, said: Json) -> str:
    """The words around an incident's mentions."""
    things = [t for k in ("victims", "perpetrators", "targets", "others", "means") for t in said[k]]
    spans = [m for t in things for m in t["mentions"] if m.get("in", "text") == "text"]
    parts: list[tuple[int, int]] = []
    for m in sorted(spans, key=lambda m: int(m["start"])):
        start, end = max(0, m["start"] - AROUND), m["end"] + AROUND
        if parts and start <= parts[-1][1]:
            parts[-1] = (parts[-1][0], max(end, parts[-1][1]))
        else:
            parts.append((start, end))
    return " … ".join(text[a:b] for a, b in parts)[:_LONGEST]
