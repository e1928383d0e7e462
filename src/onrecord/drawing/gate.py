"""What may stand in a picture at all. Everything drawn passes through here.

Routes, crossings, hiding places, helpers and relatives of the living are secret (`claims.labels`), and are never drawn. So a map takes
harm alone (no context, no other people), places only as the gazetteer knows towns, districts, provinces and countries (never a point
that a report gives), and nothing that rests on a claim labelled secret; and a graph takes perpetrators alone, and of victims only the
dead, where a reviewer decided it.
"""

from __future__ import annotations

from typing import Any

from onrecord.claims import Label, Level, Modality, Outcome
from onrecord.record.view import View

Json = dict[str, Any]


def secret(view: View, claim: int) -> bool:
    """Whether a claim is labelled so that it may not be drawn."""
    payload = view.state.claims[claim].payload
    label = payload.get("label") if payload else None
    return label is not None and Label.from_json(label).level is Level.SECRET


def on_the_map(view: View, number: int) -> Json | None:
    """An incident that may be counted on the map and in time: harm within the scope, stated or alleged, and not secret."""
    said = view.incident(number)
    if said is None or said["class"] != "harm" or not said["scope"]["in"] or not Modality(said["modality"]).tallied:
        return None
    return None if any(secret(view, n) for n in view.state.standing(number, "act")) else said


def place_of(view: View, number: int, said: Json) -> Json | None:
    """Where an incident may be drawn; None where its place is not told, not resolved, or secret."""
    place: Json | None = said["place"]
    if place is None or not place["country"] or any(secret(view, n) for n in view.state.standing(number, "place")):
        return None
    return place


def known_dead(victim: Json) -> bool:
    """Whether a victim is stated to be dead. Whoever is not known to be dead counts as alive, and is drawn in no graph."""
    return bool(victim["outcome"] == Outcome.DEATH and victim["modality"] == Modality.STATED and not victim.get("doubtful"))
