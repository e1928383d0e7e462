"""What a decision on many claims would change, before it is made: the record as it would be, without writing anything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from onrecord.ledger.chain import Entry
from onrecord.record.state import Json
from onrecord.record.touching import touched
from onrecord.record.view import View
from onrecord.review.judging import decide


def preview(view: View, claims: Iterable[int], decision: str, by: str) -> list[Json]:
    """The incidents that accepting or rejecting these claims would change: {"id", "before", "after"}, None where one does not stand.

    Misuse where a claim cannot be judged.
    """
    entries: list[Entry] = []
    last = max([*view.state.claims, *view.state.kinds], default=0)

    def append(kind: str, payload: Json) -> int:
        number = last + 1 + len(entries)
        entries.append(Entry(number, datetime.now(UTC), by, kind, payload, ""))
        return number

    for n in dict.fromkeys(claims):
        decide(view.state, append, n, decision, by)
    then = view.after(entries, hold_back=True)
    bearing = sorted(n for n in touched(view.state, then.state, entries) or () if n in view.state.incidents)
    pairs = [(n, view.incident(n), then.incident(n)) for n in bearing]
    return [{"id": f"i{n}", "before": before, "after": after} for n, before, after in pairs if before or after]
