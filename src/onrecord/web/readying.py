"""What pages show of a whole record, made before somebody waits for it: of a large record that takes seconds, and later none of it is made
anew (`record.wholes`)."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic, sleep, thread_time
from typing import TYPE_CHECKING, Any

from onrecord.drawing import command, spots
from onrecord.errors import OnRecordError
from onrecord.record.threshold import threshold
from onrecord.record.tolls import every_sum
from onrecord.record.view import View
from onrecord.record.wholes import Wholes
from onrecord.review import queue
from onrecord.search import Asked
from onrecord.search.facets import fitting
from onrecord.search.filling import catch_up
from onrecord.web.appearances import appearances, institutions
from onrecord.web.filters import chosen

if TYPE_CHECKING:
    from onrecord.record import Record

LARGE = 20_000
"""Entries of a ledger from which its pages are made ready beside requests."""
PAUSE = 0.0005
"""Seconds for which that stands back after each incident."""
NEVER = 1_000_000
"""Collections of what is middle-aged until the garbage collector looks through everything."""
SHARE = 0.05
"""Of a processor's time, what new figures take while people ask for pages."""
PIECE = 0.001
"""Seconds of work in one piece."""
QUIET = 1.0
"""Seconds after which nobody is held to ask for pages."""
BREATH = 0.1
"""Seconds after a decision until it is taken into the index of words: the page that follows it goes first, and several decisions go together."""


def parts(view: View) -> Iterator[Callable[[], Any]]:
    """What pages show, one after the other, so that whoever makes it can stand back in between."""
    yield lambda: chosen(view, {})
    yield from (lambda: threshold(view), lambda: every_sum(view))
    turn = queue.Turn(view, None, mine=True)
    yield from (turn.reports, turn.open, turn.many, lambda: queue.progress(view), lambda: queue.without_incidents(view))
    yield from (lambda: queue.choices(view, "language"), lambda: queue.choices(view, "assigned"))
    yield lambda: fitting(view, Asked(), None)
    yield from (lambda: spots.spots(view), lambda: command.telling(view), lambda: appearances(view), lambda: institutions(view))


def ready(view: View, stand_back: Callable[[], object] | None = None) -> None:
    """Make all of it, while whoever waits for a page goes first; `stand_back` is called again and again to that end, by itself it pauses a
    moment after each incident. The garbage collector meanwhile looks through what is young alone, nor later through what will be there for
    long: of a large record that takes it a second, in which nobody gets an answer."""
    large, thresholds = len(view.state.claims) >= LARGE // 2, gc.get_threshold()
    if large:
        gc.set_threshold(*thresholds[:2], NEVER)
    try:
        for n in view.state.incidents:
            view.incident(n)
            if large:
                stand_back() if stand_back else sleep(PAUSE)
        view.wholes.breath = stand_back or view.wholes.breath
        for make in parts(view):
            make()
    finally:
        view.wholes.breath = Wholes().breath
        if large:
            gc.freeze()
            gc.set_threshold(*thresholds)


def beside(record: Record, asked: Asking) -> None:
    """Make a record's pages ready, and whatever view takes the place of the one that is there. The first is waited for, and is made at once;
    the later ones only make figures newer, and are made while nobody asks for anything."""
    record.readying = lambda view: ready(view, Standing(asked).back)
    ready(record.view())


class Asking:
    """When somebody last asked for a page."""

    def __init__(self) -> None:
        self.last = 0.0

    def now(self) -> None:
        self.last = monotonic()


class Standing:
    """Work beside the requests that stands back: while somebody asks for pages, it goes on for a `SHARE` of the time."""

    def __init__(self, asked: Asking) -> None:
        self._asked = asked
        self._worked = thread_time()

    def back(self) -> None:
        """Called between two pieces of work: sleeps as long as it takes for the last ones to be their share."""
        worked = thread_time() - self._worked
        if worked < PIECE:
            return
        sleep(worked * (1 / SHARE - 1) if monotonic() - self._asked.last < QUIET else PAUSE)
        self._worked = thread_time()


class Following:
    """Keeps the index of words in step with what is decided, beside the requests: else the next search takes in all decisions since the last,
    at some two milliseconds each, and somebody waits for it. Only where somebody serves the record."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._due = Event()
        self._lock = Lock()
        self._thread: Thread | None = None

    def wrote(self) -> None:
        """Something was written."""
        if not self.record.serving:
            return
        self._due.set()
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._follow, daemon=True, name="index of words")
                self._thread.start()

    def _follow(self) -> None:
        while True:
            self._due.wait()
            sleep(BREATH)
            self._due.clear()
            index = self.record.index()
            if index.path.exists():  # the first search makes it, and is told how far that is
                with suppress(OnRecordError, sqlite3.DatabaseError):  # a search meets the same, and says what is wrong
                    catch_up(self.record, index)
