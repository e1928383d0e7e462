"""Words from reports on a page: what steers or turns text around is made visible."""

from __future__ import annotations

from onrecord.web.marking import readable


def test_figures_that_the_pages_keep_together_stay_so_and_nothing_else_that_turns_text() -> None:
    kept = "\u20662026-11-30 22:11:01 UTC\u2069"
    assert readable(f"<td>{kept}</td>") == f"<td>{kept}</td>"
    assert readable(f"{kept} \u202egnp.exe") == f"{kept} \ufffdgnp.exe"
    assert readable("\u2066left open 2026") == "\ufffdleft open 2026"
    assert readable("\u20662026 \u202e1\u2069") == "\ufffd2026 \ufffd1\ufffd"
