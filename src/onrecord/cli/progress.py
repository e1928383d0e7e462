"""Progress on standard error, for whatever takes longer than two seconds and is watched."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TypeVar

T = TypeVar("T")
AFTER = 2.0
"""Seconds before anything is shown: what is done by then needs no watching."""


def following(items: Iterable[T], doing: str, what: str = "reports") -> Iterator[T]:
    """The items, with a running count on standard error once two seconds have passed."""
    with counting(doing, what) as count:
        for item in items:
            count(1)
            yield item


@contextmanager
def counting(doing: str, what: str) -> Iterator[Callable[[int], None]]:
    """A function to tell of so many more done; the count is shown, where somebody watches, once two seconds have passed."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn(f"{{task.description}} {{task.completed:,}} {what}"), TimeElapsedColumn())
    # Rich takes standard output too, to print it above the bar; where that goes to a file or a pipe it must be left alone.
    bar = Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout is not None and sys.stdout.isatty()
    )
    task = bar.add_task(doing, total=None)
    lock, ended = Lock(), False

    def show() -> None:
        with lock:
            if not ended:
                bar.start()

    timer = Timer(AFTER, show)  # not at the first item after two seconds: one report may take longer than that
    timer.daemon = True
    timer.start()
    try:
        yield lambda more: bar.advance(task, more)
    finally:
        timer.cancel()
        with lock:
            ended = True
            bar.stop()


def _nothing(more: int) -> None:
    pass
