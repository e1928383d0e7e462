"""How long linking takes: a full run over a record, and one more report after it.

    python benchmarks/link_reports.py RECORD REPORT

RECORD is a record that may be changed (a copy); REPORT is a report that it does not hold yet. Prints seconds of the processor.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from onrecord.capture import capture_paths
from onrecord.record import open_record
from onrecord.record.build import Builder

T = TypeVar("T")


def timed(what: str, do: Callable[[], T]) -> T:
    start = time.process_time()
    done = do()
    print(f"{what:<42} {time.process_time() - start:8.3f}")
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("report", type=Path)
    options = parser.parse_args()
    with open_record(options.record) as record:
        timed("the record is read", record.view)
        full = timed("everything is linked anew", record.relink)
        timed("the view after it", lambda: record.view().incidents())
        list(Builder(record.ledger, "rules").build(capture_paths([options.report])))
        timed("the view with one more report", record.view)
        one = timed("one more report is linked", record.link)
        timed("the view after it", lambda: record.view().incidents())
        print(f"{full.compared} tellings compared, {full.linked} links written; then {one.compared} and {one.linked}")


if __name__ == "__main__":
    main()
