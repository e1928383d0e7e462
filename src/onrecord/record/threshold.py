"""The record's threshold: the confidence under which a claim that nobody judged is doubtful. An entry of the ledger, by a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from onrecord.errors import Misuse
from onrecord.ledger import Ledger
from onrecord.record.state import Json, stamp
from onrecord.record.tolls import every_sum
from onrecord.record.view import View
from onrecord.record.wholes import counts


def set_threshold(ledger: Ledger, at: float | None, by: str, why: str | None = None) -> int:
    """Write the threshold, 0 to 1, or None for none; the entry's number. Misuse where it is no confidence, or nobody sets it."""
    number: Any = at
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1):
        raise Misuse(f"A threshold is a confidence from 0 to 1, such as 0.5, or off; not {at!r}.")
    if not by.strip():
        raise Misuse("A threshold is set by somebody: give a pseudonym with --as.")
    with ledger.writing() as tx:
        return tx.append("threshold", {"at": at if at is None else float(at), "why": why}, by.strip())


@dataclass(frozen=True, slots=True)
class Sureness:
    """Of the claims that carry a confidence: whose they are, how many wait for a judgement, and how many of these, by field, are
    doubtful."""

    readers: frozenset[str]
    open: int
    doubtful: Counter[str]


def sureness(view: View) -> Sureness:
    """The same over the whole record, summed up report by report."""
    said = counts(view.wholes, "sureness", view.state.captures, lambda n: _sureness(view, n))
    readers = frozenset(name for what, name in said if what == "reader")
    doubtful = Counter({name: many for (what, name), many in said.items() if what == "doubtful"})
    return Sureness(readers, said["open", ""], doubtful)


def _sureness(view: View, capture: int) -> Counter[tuple[str, str]]:
    """What one report adds: "open" claims, "doubtful" ones by field, those of each "reader"."""
    state, by = view.state, view.confidences
    carrying = by.carrying_in(capture)
    waiting = [n for n in carrying if state.verdict(n) is None]
    found = Counter(("reader", state.claims[n].actor) for n in carrying)
    found.update(("doubtful", state.property(n)) for n in waiting if by.doubtful(n))
    if waiting:
        found["open", ""] = len(waiting)
    return found


def calibration(view: View) -> Json:
    """Whether the record's confidences are calibrated, by reader, on how many judgements, and with which error."""
    if "calibration" not in view.memo:
        view.memo["calibration"] = view.confidences.to_json(sureness(view).readers)
    found: Json = view.memo["calibration"]
    return found


def threshold(view: View) -> Json:
    """The threshold that stands (`at`, None for none), who set it when and why, and what is doubtful by it.

    `doubtful` has how many claims (`claims`, and `by_field`), how many `incidents`, and the sums that are counted apart.
    """
    if "threshold" not in view.memo:
        view.memo["threshold"] = _threshold(view)
    found: Json = view.memo["threshold"]
    return found


def _threshold(view: View) -> Json:
    kept = view.state.threshold
    said: Json = {"at": view.state.threshold_at, "by": None, "why": None, "time": None}
    if kept is not None and kept.payload is not None:
        said |= {"by": kept.actor, "why": kept.payload["why"], "time": stamp(kept)}
    claims, fields = sureness(view), sureness(view).doubtful
    said["open"] = claims.open
    said["doubtful"] = {
        "claims": sum(fields.values()), "by_field": {k: fields[k] for k in sorted(fields, key=lambda k: (-fields[k], k))},
        "incidents": counts(view.wholes, "doubtful", view.state.incidents, lambda n: _doubtful(view, n))["incidents"],
        **every_sum(view)["doubtful"],
    }  # fmt: skip
    return {**said, "calibration": calibration(view)}


def _doubtful(view: View, number: int) -> dict[str, int]:
    said = view.incident(number)
    return {"incidents": 1} if said is not None and said["doubtful"] else {}
