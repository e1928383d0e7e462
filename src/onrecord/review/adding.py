"""Claims that a person adds from words of a report: what the reader did not find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.claims import Rendition
from onrecord.errors import Misuse
from onrecord.record.state import PARTS_OF_PEOPLE, Json, State
from onrecord.review.judging import Append, standing_at
from onrecord.review.regrouping import thing_of
from onrecord.review.values import BLANK, checked_modality, checked_value
from onrecord.vocabulary import Vocabulary

ON_INCIDENTS = ("victim", "perpetrator", "other", "date", "place", "means", "target")
ON_PEOPLE = ("outcome", "count", "names", "cause", "status", "age", "sex", "part_of")
PROPERTIES = ("act", *ON_INCIDENTS, *ON_PEOPLE)


@dataclass(frozen=True, slots=True)
class Added:
    """What a person adds: a property with its value, resting on words. `about` is an incident's or a person's id; None for a new
    incident, whose property is `act`. `outcome` and `count` are those of a new victim. Words are places {"start", "end", "in"?}."""

    property: str
    value: Any
    words: tuple[Json, ...]
    about: str | None = None
    modality: str = "stated"
    outcome: str | None = None
    count: Any = None


def add(
    state: State, append: Append, capture: int, rendition: Rendition, added: Added, vocabulary: Vocabulary | None = None
) -> int:
    """Append a claim of a person's own, with the incident or person that it brings in; the claim's number.

    Sources are those of the incident. Misuse where the words are none of the report, or property, subject and value do not fit.
    """
    name = added.property
    mentions, modality = standing_at(added.words, rendition), checked_modality(added.modality) or "stated"
    value = checked_value(name, added.value, BLANK.get(name, added.value), vocabulary) if name != "part_of" else added.value
    subject = _subject(state, added)
    if name == "part_of":
        value = _group(state, value, subject or 0)
    extra = {
        k: checked_value(k, v, BLANK.get(k, v), vocabulary)
        for k, v in (("outcome", added.outcome), ("count", added.count)) if v is not None and name == "victim"
    }  # fmt: skip
    shared: Json = {
        "reading": _reading(state, append, capture), "mentions": mentions, "sources": _sources(state, subject), "modality": modality,
        "confidence": None,
    }  # fmt: skip
    if subject is None:
        subject = append("incident", {"reading": shared["reading"]})
    if name in PARTS_OF_PEOPLE:
        value = {**value, "person": append("person", {"reading": shared["reading"]})}
    claim = append("claim", {**shared, "subject": subject, "property": name, "value": value})
    for k, v in extra.items():
        append("claim", {**shared, "subject": value["person"], "property": k, "value": v})
    return claim


def _subject(state: State, added: Added) -> int | None:
    """What a claim is about, which fits its property; None for a new incident."""
    if added.property not in PROPERTIES:
        raise Misuse(f"{added.property!r} is nothing that a claim can be about: it is one of {', '.join(PROPERTIES)}.")
    if added.about is None:
        if added.property != "act":
            raise Misuse(f"A claim of the property {added.property} is about an incident or a person: say which.")
        return None
    found = thing_of(state, added.about)
    wanted = "i" if added.property in ON_INCIDENTS else "p" if added.property in ON_PEOPLE else ""
    if added.about[:1] != wanted:
        what = {"i": "an incident", "p": "a person", "": "a new incident"}[wanted]
        raise Misuse(f"The property {added.property} is that of {what}, not of {added.about}.")
    return found


def _group(state: State, value: Any, member: int) -> int:
    group = thing_of(state, str(value))
    if group not in state.persons or group == member:
        raise Misuse(f"{value!r} is no group that somebody can be part of: give another person's id, such as p13.")
    return group


def _reading(state: State, append: Append, capture: int) -> int:
    """The reading under which a person's claim stands: the latest of the report, or one by the person, where nothing read it."""
    latest = state.latest_reading(capture)
    if latest is not None:
        return latest.number
    payload = {"rendition": capture + 1, "capture": capture, "reader": "by hand", "supersedes": [], "attributions": []}
    return append("reading", payload)


def _sources(state: State, subject: int | None) -> list[int]:
    """The sources of what a claim is about."""
    if subject is None:
        return []
    homes = [subject] if subject in state.incidents else state.homes_of(subject)
    for n in (n for home in homes for n in state.standing(home, "act")):
        payload = state.claims[n].payload
        if payload is not None:
            return list(payload["sources"])
    return []
