"""What goes when something is forgotten: a report with all that rests on it, or one claim with what was judged of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.errors import Misuse
from onrecord.record.state import REMARKS

if TYPE_CHECKING:
    from onrecord.record.folder import Record
    from onrecord.record.state import State


def everything_of(record: Record, what: str) -> tuple[list[int], list[str]]:
    """The entry numbers and the originals that forgetting `what` (a report's id, or an entry's number) deletes."""
    entries = {e.number: e for e in record.ledger.entries()}
    whole = {n: e for n, e in entries.items() if e.payload is not None}
    try:
        start = record.report_number(what)
    except Misuse:
        start = int(what[1:] if what[:1] in "cj" else what) if what[1:].isdigit() or what.isdigit() else 0
        if start not in entries:
            raise Misuse(f"There is no report and no entry {what!r} in the record; `onrecord show` prints both.") from None
        if start not in whole:
            raise Misuse(f"Entry {start} holds nothing any more: it was forgotten before.") from None
        if entries[start].kind not in ("claim", "judgement"):
            raise Misuse(f"Entry {start} is a {entries[start].kind}: forget a report, a claim or a judgement.") from None
    if start not in whole:
        raise Misuse(f"Report {what!r} was forgotten before.")
    while (whole.get(start) is not None) and (outer := (whole[start].payload or {}).get("part_of")) in whole:
        start = outer  # an e-mail's original holds its attachments: they are forgotten together
    gone = {start}
    for n, e in whole.items():  # entries only cite earlier ones, so one pass in order finds all that rests on it
        p = e.payload or {}
        cited = {
            "rendition": [p.get("capture")], "reading": [p.get("capture")], "identity": [p.get("capture")], "capture": [p.get("part_of")], "judgement": [p.get("on")],
            "undo": [p.get("on")], **{key: [p.get("on")] for key in REMARKS}, "merge": [p.get("into"), *p.get("things", ())],
            "split": [p.get("of"), p.get("into"), *p.get("claims", ())], "source": [p.get("reading")], "incident": [p.get("reading")], "person": [p.get("reading")], "claim": [p.get("reading")], "link": [p.get("left"), p.get("right")],
        }.get(e.kind, [])  # fmt: skip
        if gone & set(cited):
            gone.add(n)
    originals = [str((e.payload or {})["sha256"]) for n in sorted(gone) if (e := entries[n]).kind == "capture"]
    return sorted(gone), originals


def linked_with(state: State, captures: list[int]) -> set[int]:
    """The incidents that what these reports tell of is linked with: without them, what is one may fall apart."""
    incidents = {n for c in captures for m in state.claims_in.get(c, ()) if (n := state.subject(m)) in state.incidents}
    return {m for n in incidents if n in state.merged_in for m in (n, *state.merged_in[n])}
