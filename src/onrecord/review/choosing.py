"""Choosing the best number of a toll, among what the origins leave open."""

from __future__ import annotations

from onrecord import wording
from onrecord.claims import Modality
from onrecord.errors import Misuse
from onrecord.record.view import View
from onrecord.review.judging import Append

MODALITIES = ("stated", "alleged")


def choose(
    view: View, append: Append, incident: int, outcome: str, best: int | None, modality: str = "stated", why: str | None = None
) -> int:
    """The entry by which somebody holds a number to be the best of an incident's toll; None leaves it to the rules again.

    It holds until an origin's latest count is another one than now. Misuse where the incident does not stand, nothing of that outcome is
    tallied, or the number is none that the origins leave open.
    """
    root = view.state.root(incident)
    if modality not in MODALITIES:
        raise Misuse(f"A toll is {' or '.join(MODALITIES)}, not {modality!r}.")
    said = view.incident(root)
    if said is None:
        raise Misuse(f"There is no incident i{incident} that stands in the record.")
    counted = view.bases(root)
    tolls = counted.toll[Modality(modality)] if said["scope"]["in"] else {}
    if outcome not in tolls:
        there = ", ".join(tolls) or "nothing"
        raise Misuse(f"No {wording.plain(outcome)} is tallied as {modality} of i{root}: what is tallied is {there}.")
    count = tolls[outcome]
    if best is not None and (best < count.min or (count.max is not None and best > count.max)):
        raise Misuse(
            f"{best} is none that its accounts leave open for {outcome}: these say {wording.many(count.to_json())}. Amend a claim that is wrong."
        )
    payload = {
        "on": root, "outcome": outcome, "modality": modality, "best": best, "of": counted.bases[Modality(modality)][outcome],
        "why": (why or "").strip() or None,
    }  # fmt: skip
    return append("best", payload)
