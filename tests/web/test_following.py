"""The index of words follows decisions beside the requests, so that no search takes in many at once."""

from __future__ import annotations

import time
from pathlib import Path

from onrecord.record import create
from onrecord.record.wholes import Wholes, ordered, rows
from onrecord.web.readying import Asking, Following, Standing


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


def test_new_figures_stand_back_while_somebody_asks_and_go_on_once_nobody_does() -> None:
    asked = Asking()
    standing = Standing(asked)

    def takes(seconds: float) -> float:
        """How long it takes to work so long and to stand back after it."""
        began, until = time.monotonic(), time.thread_time() + seconds
        while time.thread_time() < until:
            pass
        worked = time.monotonic() - began
        standing.back()
        return time.monotonic() - began - worked

    standing.back()
    assert takes(0.005) < 0.05
    asked.now()
    assert takes(0.005) >= 0.09


def test_wholes_let_others_go_first_while_they_are_made() -> None:
    wholes, breaths = Wholes(), list[int]()
    wholes.breath = lambda: breaths.append(1)
    table = dict.fromkeys(range(7))
    assert rows(wholes, "squares", table, lambda n: n * n) == {n: n * n for n in range(7)}
    assert len(breaths) == 7
    assert len(ordered(wholes.after([3]), "squares in order", table, lambda n: -n)) == 7 and len(breaths) == 7
