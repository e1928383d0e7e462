"""A reviewer's best of a toll: entries on an incident, the last of which stands; asked again once an origin says otherwise."""

from __future__ import annotations

from onrecord.claims import Modality
from onrecord.record.state import Json, Kept, State, stamp
from onrecord.tally.tellings import Base, Counted

Choices = dict[tuple[Modality, str], Kept]


def choices(state: State, incident: int) -> Choices:
    """The last choice of each outcome and modality on an incident, and on what stands in it, that was not taken back."""
    things = (incident, *state.merged_in.get(incident, ()))
    several = sorted(
        (k for t in things for k in state.remarks.get(t, ()) if state.kinds.get(k.number) == "best"), key=lambda k: k.number
    )
    found: Choices = {}
    for k in several:
        if k.payload and not state.undone(k.number):
            found[Modality(k.payload["modality"]), k.payload["outcome"]] = k
    return {key: k for key, k in found.items() if (k.payload or {})["best"] is not None}


def as_chosen(several: Choices) -> dict[tuple[Modality, str], tuple[int, Base]]:
    """The choices as counting takes them."""
    return {key: (k.payload["best"], k.payload["of"]) for key, k in several.items() if k.payload}


def said_of(several: Choices, counted: Counted) -> list[Json]:
    """The choices as people meet them: {"outcome", "modality", "best", "of", "by", "time", "entry", "why", "asked_again"}."""
    return [
        {
            "outcome": outcome, "modality": str(modality), "best": k.payload["best"], "of": k.payload["of"], "by": k.actor, "time": stamp(k),
            "entry": k.number, "why": k.payload["why"], "asked_again": (modality, outcome) in counted.asked_again,
        }
        for (modality, outcome), k in several.items() if k.payload
    ]  # fmt: skip
