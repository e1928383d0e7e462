"""What pages show of a whole record, made before somebody waits for it: of a large record that takes seconds, and later none of it is made
anew (`record.wholes`)."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from time import sleep
from typing import TYPE_CHECKING, Any

from onrecord.drawing import command, spots
from onrecord.record.threshold import threshold
from onrecord.record.tolls import every_sum
from onrecord.record.view import View
from onrecord.review import queue
from onrecord.search import Asked
from onrecord.search.facets import fitting
from onrecord.web.appearances import appearances, institutions
from onrecord.web.filters import chosen

if TYPE_CHECKING:
    from onrecord.record import Record

LARGE = 20_000
"""Entries of a ledger from which its pages are made ready beside requests."""
PAUSE = 0.0005
"""Seconds for which that stands back after each incident."""


def parts(view: View) -> Iterator[Callable[[], Any]]:
    """What pages show, one after the other, so that whoever makes it can stand back in between."""
    yield lambda: chosen(view, {})
    yield from (lambda: threshold(view), lambda: every_sum(view))
    turn = queue.Turn(view, None, mine=True)
    yield from (turn.reports, turn.open, turn.many, lambda: queue.progress(view), lambda: queue.without_incidents(view))
    yield from (lambda: queue.choices(view, "language"), lambda: queue.choices(view, "assigned"))
    yield lambda: fitting(view, Asked(), None)
    yield from (lambda: spots.spots(view), lambda: command.telling(view), lambda: appearances(view), lambda: institutions(view))


def ready(view: View) -> None:
    """Make all of it, while whoever waits for a page goes first. The garbage collector does not look on, nor later look through what will be
    there for long: of a large record that takes it a second, in which nobody gets an answer."""
    large = len(view.state.claims) >= LARGE // 2
    if large:
        gc.disable()
    try:
        for n in view.state.incidents:
            view.incident(n)
            if large:
                sleep(PAUSE)
        for make in parts(view):
            make()
    finally:
        if large:
            gc.freeze()
            gc.enable()


def beside(record: Record) -> None:
    """Make a record's pages ready, and whatever view takes the place of the one that is there."""
    record.readying = ready
    ready(record.view())
