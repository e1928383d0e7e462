"""What the page of one incident says beside the incident itself: claims for and against, contradictions, how the toll adds up, where it
lies, what it is related to, and what was done to it."""

from __future__ import annotations

from typing import Any

from onrecord import wording
from onrecord.drawing import map as mapped
from onrecord.drawing.frame import Frame
from onrecord.drawing.grouping import INCIDENTS, by_place
from onrecord.drawing.spots import LEVELS, spot
from onrecord.languages import gettext
from onrecord.record.view import View
from onrecord.record.why import TOLLS
from onrecord.review import history
from onrecord.web.sides import arithmetic, contradictions, sides

Json = dict[str, Any]
_NEAR = 2.2
"""Degrees of latitude around a town."""


def telling(view: View, number: int, said: Json) -> Json:
    """{"sides", "contradictions", "arithmetic", "map", "related", "neighbours", "history"} of an incident that stands."""
    return {
        "sides": sides(view, number), "contradictions": contradictions(view, number), "arithmetic": arithmetic(said),
        "map": small_map(view, number), "related": related(view, number), "neighbours": neighbours(view, number),
        "history": history.of_thing(view, number),
    }  # fmt: skip


def small_map(view: View, number: int) -> Json | None:
    """Where it lies: {"picture", "where", "level", "key"}; None where that is not known, or it may not be drawn."""
    there = spot(view, number)
    if there is None or not there.places:
        return None
    measure = next((m for m in TOLLS if m in there.tolls.get("stated", ())), INCIDENTS)
    groups = by_place([there], 3, measure)
    place = groups[0].place
    frame = mapped.around_all(groups)
    if place.level > 1 and place.lon is not None and place.lat is not None:
        half = _NEAR / 2
        frame = Frame.around((place.lon - half, place.lat - half, place.lon + half, place.lat + half), 0)
    where = {
        "country": gettext("%(place)s, as near as it is known: a country", place=wording.plain(place.name)),
        "province": gettext("%(place)s, as near as it is known: a province", place=wording.plain(place.name)),
        "district": gettext("%(place)s, as near as it is known: a district", place=wording.plain(place.name)),
        "town": gettext("%(place)s, as near as it is known: a town", place=wording.plain(place.name)),
    }[LEVELS[place.level]]
    return {
        "picture": mapped.drawn(frame, groups, gettext("Map. %(what)s", what=where)),
        "where": where,
        "level": LEVELS[place.level],
        "key": place.key,
    }


def related(view: View, number: int) -> list[Json]:
    """Incidents that say that they are related to this one: {"type", "incident"}. Its own relations stand in the incident."""
    found = []
    for other in view.state.related_by.get(number, ()):
        incident = view.incident(view.state.root(other))
        if incident is not None:
            found += [{"type": r["type"], "incident": incident} for r in incident["relations"] if r["to"] == f"i{number}"]
    return found


def neighbours(view: View, number: int) -> list[Json]:
    """Other incidents that its reports tell of, in the record's order."""
    captures = {c for n in view.state.standing(number) if (c := view.state.capture_of_claim(n)) is not None}
    others = {view.state.subject(n) for c in captures for n in view.state.claims_in.get(c, ()) if view.state.stands(n)}
    return [i for n in sorted(others - {number}) if n in view.state.incidents and (i := view.incident(n)) is not None]
