"""Working together: comments, assignments, status, skips, what is graphic, and the part that each person has."""

from __future__ import annotations

from typing import Any

from onrecord.errors import Misuse
from onrecord.record.actors import pseudonym
from onrecord.record.state import Json, Kept, State, stamp
from onrecord.review.judging import Append

STATUSES = ("to do", "in work", "done", "returned")
ROLES = ("reviewer", "second reader")
"""A second reader comments and returns, and judges nothing."""
LONGEST = 10_000
"""Characters of a comment."""


def comment(state: State, append: Append, on: int, text: str) -> int:
    """A comment on a report, an incident, a person or a claim."""
    said = text.strip()
    if not said:
        raise Misuse("A comment says something: write a word or more.")
    if len(said) > LONGEST:
        raise Misuse(f"A comment has at most {LONGEST} characters, and this one has {len(said)}: make it shorter.")
    return append("comment", {"on": _there(state, on), "text": said})


def assign(state: State, append: Append, on: int, to: str | None) -> int:
    """Give a report or an incident to somebody to review; None gives it back to everybody."""
    return append("assignment", {"on": _there(state, on, "captures", "incidents"), "to": pseudonym(to) if to else None})


def set_status(state: State, append: Append, on: int, status: str) -> int:
    """How far the review of a report or an incident is."""
    if status not in STATUSES:
        raise Misuse(f"{status!r} is no status: it is one of {', '.join(STATUSES)}.")
    return append("status", {"on": _there(state, on, "captures", "incidents"), "status": status})


def skip(state: State, append: Append, on: int) -> int:
    """Leave a report or an incident for later: it goes to the end of one's own queue."""
    return append("skip", {"on": _there(state, on, "captures", "incidents")})


def care(state: State, append: Append, on: int, graphic: bool) -> int:
    """Say that a report is graphic, or that it is not."""
    return append("care", {"on": _there(state, on, "captures"), "graphic": bool(graphic)})


def families(state: State, append: Append, on: int, shown: bool) -> int:
    """Decide that an incident's victims who are known to be dead are shown in the graph of command, or are not."""
    return append("families", {"on": _there(state, on, "incidents"), "families": bool(shown)})


def set_part(state: State, append: Append, who: str, by: str, role: str | None = None, folded: bool | None = None) -> int:
    """Somebody's part ("reviewer" or "second reader"), and whether graphic reports are folded for them.

    Misuse where a second reader makes a reviewer of themselves: somebody else does that.
    """
    person, before = pseudonym(who), part_of(state, who)
    if role is not None and role not in ROLES:
        raise Misuse(f"{role!r} is no part in the review: it is one of {', '.join(ROLES)}.")
    if part_of(state, by)["role"] != "reviewer" and role not in (None, before["role"]):
        raise Misuse("A second reader gives nobody another part: ask a reviewer.")
    said = {"who": person, "role": role or before["role"], "folded": before["folded"] if folded is None else bool(folded)}
    return append("reviewer", said)


def part_of(state: State, who: str | None) -> Json:
    """{"role", "folded"}: what somebody may do, and whether graphic reports are folded; a reviewer's, where nothing was said."""
    kept = state.reviewers.get(who or "")
    payload = kept.payload if kept is not None else None
    return {"role": "reviewer", "folded": True} | {k: payload[k] for k in ("role", "folded") if payload}


def check_may_judge(state: State, who: str) -> None:
    """Misuse where somebody is a second reader."""
    if part_of(state, who)["role"] != "reviewer":
        raise Misuse(f"{who} is a second reader, who comments and returns and judges nothing.")


def _there(state: State, on: int, *tables: str) -> int:
    """The entry itself; Misuse where there is no such thing, or it was forgotten."""
    for table in tables or ("captures", "incidents", "persons", "claims"):
        kept: Kept | None = getattr(state, table).get(on)
        if kept is not None and kept.payload is not None:
            return on
    raise Misuse(f"There is nothing with the number {on} in the record that this could be about, or it was forgotten.")


# -- what stands ------------------------------------------------------------------------------------------------


def said_of(state: State, on: int) -> list[Json]:
    """The comments on something that were not taken back: {"number", "by", "time", "text"}."""
    return [
        {"number": k.number, "by": k.actor, "time": stamp(k), "text": k.payload["text"]}
        for k in state.remarks.get(on, ()) if k.payload and "text" in k.payload and not state.undone(k.number)
    ]  # fmt: skip


def latest_of(state: State, on: int, name: str) -> Any:
    """The last that was said by an assignment ("to"), a status ("status"), a care ("graphic") or a decision on families ("families"); None where nothing was."""
    for k in reversed(state.remarks.get(on, ())):
        if k.payload and name in k.payload and not state.undone(k.number):
            return k.payload[name]
    return None


def talk_of(state: State, on: int) -> Json:
    """What people say of a report or an incident, and how far it is: {"number", "comments", "assigned", "progress"}."""
    progress = latest_of(state, on, "status") or "to do"
    return {"number": on, "comments": said_of(state, on), "assigned": latest_of(state, on, "to"), "progress": progress}


def skipped_by(state: State, on: int, who: str | None) -> int:
    """The entry by which somebody left it for later, 0 where they did not."""
    for k in reversed(state.remarks.get(on, ())):
        if k.payload and k.actor == who and set(k.payload) == {"on"} and not state.undone(k.number):
            return k.number
    return 0
