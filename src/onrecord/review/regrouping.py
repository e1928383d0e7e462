"""Merges and splits of incidents and of people: entries that say what stands in what. Both are undone by a new entry."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.errors import Misuse
from onrecord.record.state import State
from onrecord.review.judging import Append

_KINDS = {"i": "incidents", "p": "persons"}
_CALLED = {"i": "incident", "p": "person"}


def thing_of(state: State, id: str) -> int:
    """The number of an incident ("i12") or a person ("p13") that stands by itself. Misuse where there is none."""
    letter, number = id[:1], id[1:]
    if letter not in _KINDS or not number.isdecimal() or len(number) > 15:
        raise Misuse(f"{id!r} is neither an incident (such as i12) nor a person (such as p13).")
    found = int(number)
    if found not in getattr(state, _KINDS[letter]) or getattr(state, _KINDS[letter])[found].payload is None:
        raise Misuse(f"There is no {_CALLED[letter]} {id} in the record.")
    if found in state.merged:
        raise Misuse(f"{id} was merged into {letter}{state.merged[found]}: name that one.")
    if found in state.unmade:
        raise Misuse(f"{id} came of a split that was taken back: it stands no more.")
    return found


def merge(state: State, append: Append, into: str, others: Iterable[str], why: str | None = None) -> int:
    """Hold incidents, or people, to be one: from now on the claims on the others are on `into`. The entry's number.

    Misuse where they are not of one kind, or are one already; and where people who died in two incidents would be merged before
    these incidents are, since one death would then be counted twice.
    """
    root, things = thing_of(state, into), [thing_of(state, o) for o in dict.fromkeys(others)]
    if not things or root in things:
        raise Misuse(f"A merge joins {into} with others: name at least one other.")
    if any(o[:1] != into[:1] for o in others):
        raise Misuse("An incident and a person cannot be merged: name incidents only, or people only.")
    if into.startswith("p"):
        for thing in things:
            _check_one_death(state, root, thing)
    return append("merge", {"into": root, "things": things, "why": (why or "").strip() or None})


def _check_one_death(state: State, one: int, other: int) -> None:
    mine, theirs = ({(i, o) for i in _as_victim(state, p) for o in _outcomes(state, p)} for p in (one, other))
    apart = [(a, b) for a, o in mine for b, u in theirs if a != b and o == u]
    if apart:
        a, b = apart[0]
        raise Misuse(
            f"p{one} and p{other} are victims of i{a} and of i{b}: merge these incidents first, or one harm counts twice."
        )


def _as_victim(state: State, person: int) -> list[int]:
    """The incidents that bring a person in as a victim, as far as they stand."""
    found = []
    for incident in state.homes_of(person):
        victims = [state.value(n)["person"] for n in state.standing(incident, "victim")]
        if state.standing(incident, "act") and person in map(state.root, victims):
            found.append(incident)
    return found


def _outcomes(state: State, person: int) -> set[str]:
    return {state.value(n) for n in state.standing(person, "outcome")} or {"unknown"}


def split(state: State, append: Append, thing: str, claims: Iterable[int], why: str | None = None) -> tuple[int, str]:
    """Take claims out of an incident or a person, into a new one: the split's entry, and the new one's id.

    A new incident has the old one's act, a new person the old one's part in its incident, each by a claim of whoever splits. Misuse
    where no claim is named, or one is not of this thing, or it is what the old one itself stands on.
    """
    of, chosen = thing_of(state, thing), list(dict.fromkeys(claims))
    held = set(state.on(of))
    if not chosen:
        raise Misuse("A split needs the claims that go to the new one: name at least one.")
    for n in chosen:
        if n not in held:
            raise Misuse(f"Claim {n} is not about {thing}: a split takes only its own claims.")
        if state.property(n) == "act":
            raise Misuse(f"Claim {n} is what {thing} itself stands on: choose the claims that belong to the other incident.")
    standing = next((n for n in state.standing(of, "act")), None) if thing.startswith("i") else None
    if thing.startswith("i") and standing is None:
        raise Misuse(f"The incident {thing} does not stand, so there is nothing to split.")
    first = state.claims[standing if standing is not None else chosen[0]].payload or {}
    kind = "incident" if thing.startswith("i") else "person"
    new = append(kind, {"reading": first["reading"]})
    words = state.mentions(chosen[0]) or first["mentions"]
    shared = {k: first[k] for k in ("reading", "sources", "confidence")} | {"mentions": words, "split": True}
    if standing is not None:
        value, how = state.value(standing), state.modality(standing)
        append("claim", {**shared, "confidence": None, "subject": new, "property": "act", "value": value, "modality": how})
    else:
        _bring_in(state, append, of, new, shared)
    entry = append("split", {"of": of, "into": new, "claims": chosen, "why": (why or "").strip() or None})
    return entry, f"{kind[0]}{new}"


def _bring_in(state: State, append: Append, of: int, new: int, shared: dict[str, object]) -> None:
    """The new person has the part that the old one has, in each of its incidents; a victim its outcome too."""
    for incident in state.homes_of(of):
        for n in state.standing(incident):
            value = state.value(n)
            if state.property(n) in ("victim", "perpetrator", "other") and state.root(value["person"]) == of:
                part = {"subject": incident, "property": state.property(n), "value": {**value, "person": new}}
                append("claim", {**shared, "confidence": None, **part, "modality": state.modality(n)})
    outcome = next((n for n in state.standing(of, "outcome")), None)
    if outcome is not None:
        told = {"subject": new, "property": "outcome", "value": state.value(outcome), "modality": state.modality(outcome)}
        append("claim", {**shared, "confidence": None, **told})
