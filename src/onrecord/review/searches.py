"""Saved searches: each is an entry of whoever saved it, and so is that they have seen what it finds."""

from __future__ import annotations

from onrecord.errors import Misuse
from onrecord.record.state import Json, State
from onrecord.review.judging import Append

LONGEST = 100
"""Characters of a search's name."""


def save(state: State, append: Append, name: str, asked: Json, by: str) -> int:
    """Keep a search. Misuse where it has no name, a name that is taken, or asks for nothing."""
    said = " ".join(name.split())
    if not said or len(said) > LONGEST:
        raise Misuse(f"A saved search has a name of 1 to {LONGEST} characters: give it one.")
    if not any(v for k, v in asked.items() if k != "sort"):
        raise Misuse("This search asks for nothing: give words or a filter before you save it.")
    if any(s["name"].casefold() == said.casefold() for s in of(state, by)):
        raise Misuse(f"You have a search named {said!r} already: choose another name, or take that one off your desk.")
    return append("search", {"name": said, "asked": {k: str(v) for k, v in asked.items() if v}})


def look(state: State, append: Append, search: int, seen: int, by: str) -> int:
    """Say that what a search of one's own finds was seen, up to the entry `seen`. Misuse where it is not one's own."""
    if search not in {s["number"] for s in of(state, by)}:
        raise Misuse(f"There is no search {search} of yours: it was taken back, or it is somebody else's.")
    return append("look", {"on": search, "seen": seen})


def of(state: State, who: str | None) -> list[Json]:
    """Somebody's searches that stand, in order: {"number", "name", "asked", "seen"}; `seen` is the last entry that they had seen."""
    found = []
    for n, kept in state.searches.items():
        if kept.payload is None or kept.actor != who or state.undone(n):
            continue
        looks = [
            k.payload["seen"]
            for k in state.remarks.get(n, ())
            if k.payload and "seen" in k.payload and not state.undone(k.number)
        ]
        found.append({"number": n, "name": kept.payload["name"], "asked": kept.payload["asked"], "seen": max([n, *looks])})
    return found
