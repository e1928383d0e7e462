"""Which incidents and reports new entries bear on, so that nothing else is computed again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.record.state import PARTS_OF_PEOPLE, REMARKS, State
from onrecord.record.subjects import claims_of


def touched(before: State, now: State, entries: Iterable[Any]) -> set[int] | None:
    """The numbers of the incidents, people and reports whose view the entries may change; None where that is everything."""
    found: set[int] = set()
    for e in entries:
        if e.kind in ("forget", "scope", "threshold") or e.payload is None:
            return None
        if e.kind == "reading":
            for reading in e.payload["supersedes"]:
                found |= _of_claims(now, _claims_of(now, reading))
            found.add(e.payload["capture"])
        elif e.kind in ("claim", "judgement", "undo", "merge", "split", "link", *REMARKS):
            number = e.number if e.kind in ("claim", "merge", "split", "link") else e.payload["on"]
            found |= _bearing(before, number) | _bearing(now, number)
        elif e.kind != "run":
            found.add(e.number)
    related = {i for n in found for state in (before, now) for i in state.related_by.get(n, ())}
    return found.union(*(_thing(now, i) for i in related - found))


def _bearing(state: State, number: int) -> set[int]:
    """What an entry bears on: the incidents, people and report of a claim, or whatever an undo, a merge or a split regroups."""
    if number in state.claims:
        return _of_claims(state, [number])
    if number in state.regrouped:
        payload = state.regrouped[number].payload or {}
        things = {payload["into"], payload.get("of", 0), *payload.get("things", ())}
        found = {t for thing in things for t in _thing(state, thing)}
        return found | _of_claims(state, payload.get("claims", ()))
    if number in state.links:
        link = state.links[number].payload or {}
        return {n for end in ("left", "right") if end in link for n in _bearing(state, link[end])}
    if number in state.sources:
        reading = (state.sources[number].payload or {}).get("reading", 0)
        return _of_claims(state, _claims_of(state, reading))
    on = state.about.get(number)
    if on is not None:
        return _bearing(state, on)
    if number in state.captures:
        return _of_claims(state, state.claims_in.get(number, ())) | {number}
    return _thing(state, number)


def _of_claims(state: State, claims: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for n in claims:
        payload = state.claims[n].payload if n in state.claims else None
        if payload is None:
            continue
        found.update(_thing(state, payload["subject"]), _thing(state, state.subject(n)))
        if payload["property"] in PARTS_OF_PEOPLE:
            found.update(_thing(state, payload["value"]["person"]))
        found.add(state.capture_of.get(payload["reading"], 0))
    return found


def _thing(state: State, thing: int) -> set[int]:
    """An incident or person, what it was merged into, the incidents in which a person has a part, and the reports that tell of any of it."""
    root = state.root(thing)
    found = {thing, root, *state.merged_in.get(root, ())}
    people = {p for p in found if p in state.persons}
    homes = {i for p in people for i in (*state.homes.get(p, ()), *state.homes_of(p))}
    bearing = found | homes
    claims = {n for i in bearing for n in (*state.by_subject.get(i, ()), *claims_of(state, state.root(i)))}
    return bearing | {c for n in claims if (c := state.capture_of_claim(n)) is not None}


def _claims_of(state: State, reading: int) -> list[int]:
    return [n for n in state.claims_in.get(state.capture_of.get(reading, 0), ()) if _reading(state, n) == reading]


def _reading(state: State, claim: int) -> int | None:
    payload = state.claims[claim].payload
    return payload["reading"] if payload else None
