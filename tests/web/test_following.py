"""The index of words follows decisions beside the requests, so that no search takes in many at once."""

from __future__ import annotations

import time
from pathlib import Path

from onrecord.record import create
from onrecord.web.readying import Following


def test_the_index_takes_in_a_decision_before_anybody_searches(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Two farmers were shot dead near Dayton, Ohio, on May 3, 2021, police said.\n", encoding="utf-8")
    with create(tmp_path / "record") as record:
        record.build([path], reader="rules")
        record.search("farmers")
        index, following = record.index(), Following(record)

        def seen() -> int:
            with index.connection() as held:
                return int(index.seen(held).number)

        record.review("heron").accept(next(iter(record.view().state.claims)))
        following.wrote()
        assert seen() < record.ledger.head().number  # nobody serves the record: the next search takes it in
        record.serving = True
        following.wrote()
        for _ in range(600):
            if seen() == record.ledger.head().number:
                break
            time.sleep(0.05)
        assert seen() == record.ledger.head().number
        record.serving = False
