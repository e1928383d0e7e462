"""Progress on standard error, for whatever takes longer than two seconds and is watched."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
AFTER = 2.0


def following(items: Iterable[T], doing: str) -> Iterator[T]:
    """The items, with a running count on standard error once two seconds have passed."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    begun, shown = time.monotonic(), False
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,} reports"), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(doing, total=None)
    try:
        for item in items:
            if not shown and time.monotonic() - begun > AFTER:
                bar.start()
                shown = True
            bar.advance(task)
            yield item
    finally:
        if shown:
            bar.stop()
