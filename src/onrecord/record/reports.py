"""The reports of a record, as the views show them: each with its figures, and one with its words and claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from onrecord.claims import Capture
from onrecord.errors import Misuse
from onrecord.record.state import Json, State, stamp
from onrecord.record.view import View

KEPT = tuple(f for f in Capture.__dataclass_fields__ if f != "id")


def row(view: View, number: int) -> Json:
    """A report without its words, with how many claims and incidents it tells of; of a forgotten one no more than its number."""
    return view.keep("report", number, lambda n: _row(view.state, n))


def _row(state: State, number: int) -> Json:
    kept = state.captures[number]
    if kept.payload is None:
        return {"id": f"r{number}", "number": number, "forgotten": True, **dict.fromkeys(KEPT), "captured": stamp(kept),
                "claims": 0, "incidents": 0}  # fmt: skip
    standing = [n for n in state.claims_in.get(number, ()) if state.stands(n)]
    incidents = {s for n in standing if (s := state.subject(n)) in state.incidents}
    return {
        "id": kept.payload["id"], "number": number, "forgotten": False, **{k: kept.payload.get(k) for k in KEPT},
        "captured": stamp(kept), "claims": len(standing), "incidents": len(incidents),
    }  # fmt: skip


def report(view: View, number: int, words: Json | None) -> Json:
    """A report with its text (the payload of a rendition, None where it is gone), its claims and the ids of its incidents."""
    state = view.state
    shown = [view.claim(n) for n in state.claims_in.get(number, ()) if state.claims[n].payload]
    ids = dict.fromkeys(c["subject"] for c in shown if c["subject"].startswith("i"))
    text = words or {"text": "", "title": None}
    meta = {**row(view, number), "chars": len(text["text"]), "claims": len(shown), "incidents": len(ids)}
    latest = state.latest_reading(number)
    found = latest.payload["attributions"] if latest and latest.payload else []
    found = [{**a, "calibrated_confidence": None} if "confidence" in a else a for a in found]  # nobody judges them one by one
    return {"report": meta, "text": text["text"], "title": text["title"], "claims": shown, "attributions": found,
            "incidents": [i for i in ids if state.standing(int(i[1:]), "act")]}  # fmt: skip


def number_of(view: View, id: str) -> int:
    """The entry of a report by its id, its entry number ("r5" or "5") or the start of its SHA-256."""
    ids = _ids(view)
    if id in ids:
        return ids[id]
    if re.fullmatch(r"[0-9a-f]{8,64}", id):
        for n, k in view.state.captures.items():
            if k.payload and k.payload["sha256"].startswith(id):
                return n
    number = re.fullmatch(r"r?(\d{1,18})", id)
    if number and int(number[1]) in view.state.captures:
        return int(number[1])
    raise Misuse(f"There is no report {id!r} in the record; `onrecord show RECORD` lists them.")


def _ids(view: View) -> dict[str, int]:
    """The entries of reports by their ids."""
    captures = view.state.captures

    def of(numbers: Iterable[int]) -> dict[str, int]:
        return {p["id"]: n for n in numbers if n in captures and (p := captures[n].payload)}

    def renew(before: dict[str, int], touched: frozenset[int]) -> dict[str, int]:
        new = of(sorted(touched))
        return before if new.items() <= before.items() else {**before, **new}

    return view.wholes.get("report ids", lambda: of(captures), renew)


def text_number(view: View, number: int) -> int:
    """The entry of a report's newest text: that of its latest reading, or the first, which its capture's transaction wrote after it."""
    reading = view.state.latest_reading(number)
    return int(reading.payload["rendition"]) if reading is not None and reading.payload is not None else number + 1


def id_of(view: View, claim: int) -> str | None:
    """The id of the report that a claim is of; None where either was forgotten."""
    capture = view.state.capture_of_claim(claim)
    payload = view.state.captures[capture].payload if capture is not None else None
    return str(payload["id"]) if payload else None


def texts(kept: Any) -> Json:
    """The text and the title of a rendition's entry; empty where it was forgotten."""
    said: Json = kept.payload if kept is not None and kept.payload else {"text": "", "title": None}
    return said
