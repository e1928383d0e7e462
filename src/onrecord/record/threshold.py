"""The record's threshold: the confidence under which a claim that nobody judged is doubtful. An entry of the ledger, by a person."""

from __future__ import annotations

from collections import Counter
from typing import Any

from onrecord.errors import Misuse
from onrecord.ledger import Ledger
from onrecord.record.state import Json, stamp
from onrecord.record.tolls import sums
from onrecord.record.view import View


def set_threshold(ledger: Ledger, at: float | None, by: str, why: str | None = None) -> int:
    """Write the threshold, 0 to 1, or None for none; the entry's number. Misuse where it is no confidence, or nobody sets it."""
    number: Any = at
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1):
        raise Misuse(f"A threshold is a confidence from 0 to 1, such as 0.5, or off; not {at!r}.")
    if not by.strip():
        raise Misuse("A threshold is set by somebody: give a pseudonym with --as.")
    with ledger.writing() as tx:
        return tx.append("threshold", {"at": at if at is None else float(at), "why": why}, by.strip())


def threshold(view: View) -> Json:
    """The threshold that stands (`at`, None for none), who set it when and why, and what is doubtful by it.

    `doubtful` has how many claims (`claims`, and `by_field`), how many `incidents`, and the sums that are counted apart.
    """
    kept = view.state.threshold
    said: Json = {"at": view.state.threshold_at, "by": None, "why": None, "time": None}
    if kept is not None and kept.payload is not None:
        said |= {"by": kept.actor, "why": kept.payload["why"], "time": stamp(kept)}
    carrying = [n for n in view.confidences.carrying() if view.state.verdict(n) is None]
    doubtful = [n for n in carrying if view.confidences.doubtful(n)]
    fields = Counter(view.state.property(n) for n in doubtful)
    incidents = view.incidents()
    apart = sums(i for i in incidents if i["class"] == "harm")["doubtful"]
    said["open"] = len(carrying)
    said["doubtful"] = {
        "claims": len(doubtful), "by_field": {k: fields[k] for k in sorted(fields, key=lambda k: (-fields[k], k))},
        "incidents": sum(i["doubtful"] for i in incidents), **apart,
    }  # fmt: skip
    return {**said, "calibration": view.confidences.to_json()}
