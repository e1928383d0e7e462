"""What is new for somebody: what others judged or said after them, and what was given to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import takewhile
from typing import Any

from onrecord.record.state import Json, State, stamp
from onrecord.record.view import View
from onrecord.review.history import entry_of, words
from onrecord.review.judging import captures_of

__all__ = ["how_much_new", "news"]

LOOKED_AT = 2_000
"""Of what somebody wrote, the last entries that say which reports they work on; and as many of each of the others."""


def news(view: View, who: str, since: datetime | None = None, most: int = 50, after: int = 0) -> list[Json]:
    """What is new for somebody, the newest first: what others judged or said after them, also of a report that they had worked on,
    and what was given to them. `after` leaves out what an entry's number does not exceed."""
    state, own = view.state, _own(view.state, who)
    found: dict[int, Json] = {}
    others = (reversed(numbers[-LOOKED_AT:]) for person, numbers in state.done_by.items() if person != who)
    for n in merge(*others, reverse=True):
        if len(found) >= most or n <= after:
            break
        if (kept := _new(state, own, n)) is not None and (since is None or kept.time > since):
            found[n] = {
                "number": n, "time": stamp(kept), "by": kept.actor, "on": state.about[n], "words": words(view, n, kept.payload)
            }  # fmt: skip
    return sorted(found.values(), key=lambda line: -line["number"])


def how_much_new(view: View, who: str, most: int, after: int = 0) -> int:
    """How much of that there is, counted up to `most`. Kept up with the view, since every page asks: only what was written since is looked at."""
    state = view.state
    last = max((numbers[-1] for numbers in state.done_by.values() if numbers), default=0)

    def make() -> _News:
        found = [line["number"] for line in news(view, who, most=most, after=after)]
        return _News(last, found, state.merged_in, _own(state, who))

    def renew(before: _News, _: Any) -> _News:
        new = {p: list(takewhile(lambda n: n > before.last, reversed(several))) for p, several in state.done_by.items()}
        others = sorted((n for p, several in new.items() if p != who for n in several if n > after), reverse=True)
        undo = any(state.kinds.get(n) == "undo" for several in new.values() for n in several)
        if undo or state.draws or state.merged_in is not before.merged_in:  # may bear on what was written before
            return make()
        if len(before.found) >= most and not new.get(who):
            return replace(before, last=last)  # what they did is what it was
        own = _own(state, who, before.own, new.get(who, [])[::-1])
        still = [n for n in before.found if _new(state, own, n) is not None] if new.get(who) else before.found
        if len(still) < len(before.found) >= most:
            return make()  # what was not counted before is now
        return _News(last, [*(n for n in others if _new(state, own, n) is not None), *still][:most], state.merged_in, own)

    return len(view.wholes.get(("new", who, most, after), make, renew).found)


@dataclass(frozen=True, slots=True)
class _News:
    """What is new for somebody, the newest first, up to the `last` entry by anybody, and what stood in what then."""

    last: int
    found: list[int]
    merged_in: dict[int, list[int]]
    own: _Own


@dataclass(frozen=True, slots=True)
class _Own:
    """What somebody did: the reports that they worked on, each with their latest entry about it or a claim of it; and all that they wrote about.

    `judged` is the former by their entries on claims alone, which stay of the same report; `others` are their other entries."""

    who: str
    worked: dict[int, int]
    about: frozenset[int]
    judged: dict[int, int]
    others: tuple[int, ...]


def _new(state: State, own: _Own, number: int) -> Any:
    """The entry, where it is news for somebody: what is kept of it. None where it is not, or was taken back or forgotten."""
    on = state.about.get(number)
    if on is None:
        return None
    given = state.kinds.get(number) == "assignment"
    after = 0 < own.worked.get(on, 0) < number or _after(state, own, on, number)
    if not (given or after):
        return None
    kept = entry_of(state, number)
    if kept is None or kept.payload is None or state.undone(number):
        return None
    return kept if after or kept.payload.get("to") == own.who else None


def _own(state: State, who: str, before: _Own | None = None, more: Sequence[int] = ()) -> _Own:
    """What somebody did; with what they had done `before`, only their entries since (`more`, in order) are looked at."""
    every = state.done_by.get(who, ())
    numbers = more if before is not None else every
    judged, others = ({}, ()) if before is None else (dict(before.judged), before.others)
    first = every[-LOOKED_AT:][0] if every else 0
    for n in numbers[-LOOKED_AT:]:
        if (claim := _claim_of(state, n)) is None:
            others = (*others, n)
        elif (capture := state.capture_of_claim(claim)) is not None:
            judged[capture] = n
    others = tuple(n for n in others if n >= first)
    worked = {c: n for c, n in judged.items() if n >= first} if len(every) > LOOKED_AT else dict(judged)
    for n in others:
        worked.update({c: max(n, worked.get(c, 0)) for c in captures_of(state, n)})
    on = {state.about[n] for n in numbers if n in state.about}
    about = frozenset({*on, *(state.about[n] for n in on if n in state.about)})
    return _Own(who, worked, about if before is None else before.about | about, judged, others)


def _claim_of(state: State, number: int) -> int | None:
    """The claim that an entry is, or is about; None where it is about anything else."""
    while number not in state.claims and number in state.about:
        number = state.about[number]
    return number if number in state.claims else None


def _after(state: State, own: _Own, on: int, number: int) -> bool:
    """Whether somebody had judged or said something of the same thing before, and no more since."""
    target = state.about.get(on, on)
    if on not in own.about and target not in own.about:
        return False
    entries = (
        *state.judgements.get(target, ()),
        *state.remarks.get(target, ()),
        *state.judgements.get(on, ()),
        *state.remarks.get(on, ()),
    )
    mine = [e.number for e in entries if e.actor == own.who]
    return bool(mine) and max(mine) < number
