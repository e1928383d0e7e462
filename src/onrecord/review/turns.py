"""What comes next for somebody who steps through claims one by one: their queue, worst doubt first, each report's claims in order."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.record.view import View
from onrecord.review.queue import by_report, in_turn, queue


def turns(view: View, who: str, report: int | None = None) -> Iterator[int]:
    """The claims that wait for somebody, of all reports or of one, by its entry."""
    state = view.state
    groups = by_report(in_turn(view, queue(view), who))
    captures = [report] if report is not None else [g["capture"] for g in groups]
    for capture in captures:
        for n in state.claims_in.get(capture, ()):
            if state.stands(n) and state.verdict(n) is None and state.sealed_by(n, who) is None:
                yield n
