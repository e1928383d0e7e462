"""What is new for somebody: what others judged or said after them, and what was given to them."""

from __future__ import annotations

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


def news(view: View, who: str, since: datetime | None = None, most: int = 50, after: int = 0) -> list[Json]:
    """What is new for somebody, the newest first: what others judged or said after them, also of a report that they had worked on,
    and what was given to them. `after` leaves out what an entry's number does not exceed."""
    state, own = view.state, _own(view.state, who)
    found: dict[int, Json] = {}
    others = (reversed(numbers[-2000:]) for person, numbers in state.done_by.items() if person != who)
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
        return _News(last, [line["number"] for line in news(view, who, most=most, after=after)], state.merged_in)

    def renew(before: _News, _: Any) -> _News:
        new = {p: list(takewhile(lambda n: n > before.last, reversed(several))) for p, several in state.done_by.items()}
        others = sorted((n for p, several in new.items() if p != who for n in several if n > after), reverse=True)
        undo = any(state.kinds.get(n) == "undo" for several in new.values() for n in several)
        if undo or state.draws or state.merged_in is not before.merged_in:  # may bear on what was written before
            return make()
        if len(before.found) >= most and not new.get(who):
            return replace(before, last=last)
        own = _own(state, who)
        still = [n for n in before.found if _new(state, own, n) is not None] if new.get(who) else before.found
        if len(still) < len(before.found) >= most:
            return make()  # what was not counted before is now
        return _News(last, [*(n for n in others if _new(state, own, n) is not None), *still][:most], state.merged_in)

    return len(view.wholes.get(("new", who, most, after), make, renew).found)


@dataclass(frozen=True, slots=True)
class _News:
    """What is new for somebody, the newest first, up to the `last` entry by anybody, and what stood in what then."""

    last: int
    found: list[int]
    merged_in: dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class _Own:
    """What somebody did: the reports that they worked on, each with their latest entry about it or a claim of it; and all that they wrote about."""

    who: str
    worked: dict[int, int]
    about: frozenset[int]


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


def _own(state: State, who: str) -> _Own:
    numbers = state.done_by.get(who, ())
    on = {state.about[n] for n in numbers if n in state.about}
    return _Own(
        who,
        {c: n for n in numbers[-2000:] for c in captures_of(state, n)},
        frozenset({*on, *(state.about[n] for n in on if n in state.about)}),
    )


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
