"""What may stand in a picture at all. Everything drawn passes through here.

Routes, crossings, hiding places, helpers and relatives of the living are secret (`claims.labels`), and are never drawn. So a map takes
harm alone (no context, no other people), places only as the gazetteer knows towns, districts, provinces and countries (never a point
that a report gives), and nothing that rests on a claim or a report labelled secret or confidential; and a graph takes perpetrators alone,
and of victims only the dead, where a reviewer decided it. A picture is made to be taken away: who may see what is labelled is asked by no
picture, so it stands in none.
"""

from __future__ import annotations

from typing import Any

from onrecord.claims import Label, Level, Modality, Outcome
from onrecord.record.view import View

Json = dict[str, Any]


def kept_back(view: View, claim: int) -> bool:
    """Whether a claim, or the report that it is of, is labelled so that it may not be drawn: confidential or secret."""
    payload, capture = view.state.claims[claim].payload or {}, view.state.capture_of_claim(claim)
    report = view.state.captures[capture].payload if capture is not None else None
    labels = [Label.from_json(said) for said in (payload.get("label"), (report or {}).get("label")) if said]
    return bool(labels) and Label.strictest(labels).level.strictness >= Level.CONFIDENTIAL.strictness


def any_kept_back(view: View, number: int, *names: str) -> bool:
    """Whether one of the claims that stand on an incident or a person, of these properties or of any, may not be drawn."""
    return any(kept_back(view, n) for n in view.state.standing(number) if not names or view.state.property(n) in names)


def on_the_map(view: View, number: int) -> Json | None:
    """An incident that may be counted on the map and in time: harm within the scope, stated or alleged, whose act and victims rest on
    nothing that is kept back. What rests on several takes the strictest."""
    said = view.incident(number)
    if said is None or said["class"] != "harm" or not said["scope"]["in"] or not Modality(said["modality"]).tallied:
        return None
    return None if _toll_kept_back(view, number) else said


def charted(view: View, number: int) -> bool:
    """Whether an incident may be counted in a chart, which shows when and where as well."""
    return view.keep("charted", number, lambda n: not any_kept_back(view, n, "date", "place") and not _toll_kept_back(view, n))


def _toll_kept_back(view: View, number: int) -> bool:
    state = view.state
    people = {state.root(state.value(n)["person"]) for n in state.standing(number, "victim")}
    return any_kept_back(view, number, "act", "victim") or any(any_kept_back(view, p) for p in people)


def shown(view: View, number: int) -> Json:
    """An incident for the words of a picture: without its place and its date where these are kept back; {} where it does not stand."""
    said = view.incident(number) or {}
    return said | {k: None for k in ("place", "date") if said and any_kept_back(view, number, k)}


def place_of(view: View, number: int, said: Json) -> Json | None:
    """Where an incident may be drawn; None where its place is not told, not resolved, or kept back."""
    place: Json | None = said["place"]
    return None if place is None or not place["country"] or any_kept_back(view, number, "place") else place


def date_of(view: View, number: int, said: Json) -> str | None:
    """When an incident may be drawn, in EDTF; None where no date is told, or it is kept back."""
    return None if said["date"] is None or any_kept_back(view, number, "date") else str(said["date"]["edtf"])


def known_dead(victim: Json) -> bool:
    """Whether a victim is stated to be dead. Whoever is not known to be dead counts as alive, and is drawn in no graph."""
    return bool(victim["outcome"] == Outcome.DEATH and victim["modality"] == Modality.STATED and not victim.get("doubtful"))
