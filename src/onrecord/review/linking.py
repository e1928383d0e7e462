"""What people say of links: that two things are one, are not, are related, or that they cannot tell. Never overruled by a run."""

from __future__ import annotations

from datetime import UTC, datetime

from onrecord.errors import Misuse
from onrecord.ledger.chain import Entry
from onrecord.record.groups import pair
from onrecord.record.state import Json, State
from onrecord.record.tolls import every_sum
from onrecord.record.touching import touched
from onrecord.record.view import View
from onrecord.review.judging import Append

DECISIONS = ("same", "different", "related", "contains", "unsure")
TABLES = {"i": ("incident", "incidents"), "p": ("person", "persons"), "r": ("report", "captures"), "s": ("source", "sources")}


def thing(state: State, id: str) -> tuple[str, int]:
    """What an id names, also of what stands in another: the kind, and the entry. Misuse where there is none."""
    kind, table = TABLES.get(id[:1], ("", ""))
    if not kind or not id[1:].isdecimal() or len(id) > 15:
        raise Misuse(
            f"{id!r} names nothing that can be linked: give an incident (i12), a person (p13), a report (r2) or a source (s4)."
        )
    kept = getattr(state, table).get(int(id[1:]))
    if kept is None or kept.payload is None:
        raise Misuse(f"There is no {kind} {id} in the record.")
    return kind, int(id[1:])


def judge(state: State, append: Append, left: str, right: str, decision: str, by: str, why: str | None = None) -> int:
    """Append what somebody says of two things; the entry's number, an earlier one where they said the same last. "contains" says that the
    left one is a total, and the right one a part of it that is counted in it.

    Misuse where they are not of one kind, where people would be one before their incidents are, or where two things cannot be held apart
    since people hold them to be one by other entries.
    """
    (kind, a), (other, b) = thing(state, left), thing(state, right)
    if decision not in DECISIONS:
        raise Misuse(f"A link is judged {', '.join(DECISIONS)}; not {decision!r}.")
    if kind != other:
        raise Misuse(f"{left} is a {kind} and {right} is a {other}: link two of a kind.")
    if a == b:
        raise Misuse("A link joins two things: name two.")
    if decision == "contains" and kind != "incident":
        raise Misuse("Only an incident is said to contain another: a total holds its parts.")
    if decision != "contains":
        a, b = sorted((a, b))
    payload: Json = {
        "run": None, "what": kind, "type": decision, "left": a, "right": b, "probability": None, "held": decision == "same",
        "why": [], "reason": (why or "").strip() or None,
    }  # fmt: skip
    last = state.verdicts().get(pair(payload))
    if last is not None and last.actor == by and last.payload == payload:
        return last.number
    if kind == "person" and decision == "same":
        homes = [{state.root(i) for i in state.homes_of(p)} for p in (a, b)]
        if not homes[0] & homes[1]:
            raise Misuse(f"{left} and {right} are of different incidents: link these first, or one harm counts twice.")
    then = state.after([_entry(state, payload, by)])
    counts = pair(payload) in then.verdicts()  # a pair drawn for two readers does not before both have judged it
    if counts and decision in ("different", "contains") and then.root(a) == then.root(b) and kind in ("incident", "person"):
        raise Misuse(f"{left} and {right} are one by what people said of others beside them: take that back first.")
    return append("link", payload)


def _entry(state: State, payload: Json, by: str) -> Entry:
    last = max(next(reversed(table), 0) for table in (state.claims, state.kinds, state.runs))
    return Entry(last + 1, datetime.now(UTC), by, "link", payload, "")


Sum = tuple[str, Json | None, Json | None]
"""An outcome, how many of it the record states now, and how many it would."""


def preview(view: View, left: str, right: str, decision: str, by: str) -> list[Json]:
    """The incidents that saying so would change: {"id", "before", "after"}, None where one does not stand by itself. Nothing is written."""
    return previewed(view, left, right, decision, by)[0]


def previewed(view: View, left: str, right: str, decision: str, by: str) -> tuple[list[Json], list[Sum]]:
    """The same, and the sums over the record that would be otherwise."""
    said: list[Json] = []

    def append(kind: str, payload: Json) -> int:
        said.append(payload)
        return 0

    judge(view.state, append, left, right, decision, by)
    if not said:
        return [], []
    entries = [_entry(view.state, said[0], by)]
    then = view.after(entries, hold_back=True)
    bearing = sorted(n for n in touched(view.state, then.state, entries) or () if n in view.state.incidents)
    pairs = [(n, view.incident(n), then.incident(n)) for n in bearing]
    changes = [
        {"id": f"i{n}", "before": before, "after": after} for n, before, after in pairs
        if (before or after) and (before is None or after is None or before["toll"] != after["toll"] or before["grade"] != after["grade"]
                                  or before["alleged"] != after["alleged"] or before["reports"] != after["reports"])
    ]  # fmt: skip
    now, after = every_sum(view)["stated"], every_sum(then)["stated"]
    return changes, [(o, now.get(o), after.get(o)) for o in dict.fromkeys((*now, *after)) if now.get(o) != after.get(o)]
