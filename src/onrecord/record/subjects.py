"""Which claims speak of an incident: those on it and those on its victims."""

from __future__ import annotations

from onrecord.record.state import State

__all__ = ["claims_of"]


def claims_of(state: State, incident: int) -> list[int]:
    """Every claim on an incident and on its victims, standing or not, in order. A victim who was joined with another brings their claims too."""
    found = state.on(incident)
    for n in list(found):
        payload = state.claims[n].payload
        if payload and payload["property"] == "victim":
            found += state.on(state.root(payload["value"]["person"]))
    return sorted(set(found))
