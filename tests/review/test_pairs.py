"""Pairs of incidents for two readers: sealed until both have judged, agreement, and precision and recall with intervals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from onrecord.cli import main
from onrecord.errors import Misuse
from onrecord.record import Record, create
from onrecord.record.links import decided
from onrecord.review.pairs import _estimated, is_blind, waiting
from onrecord.web.app import app

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
FILES = [f"market-shelling-{n}" for n in ("sahel-ledger.txt", "coast-herald.txt", "river-daily.html")] + ["bus-station.jsonl"]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with create(tmp_path / "record") as made:
        made.build([REPORTS / n for n in FILES], reader="rules")
        yield made


def test_what_one_reader_says_is_sealed_and_changes_nothing_until_another_has_judged(record: Record) -> None:
    before = [(i["id"], i["toll"]) for i in record.list()]
    _, drawn = record.review("heron").draw_pairs(3, 7)
    a, b = drawn[0]
    record.review("heron").link(f"i{a}", f"i{b}", "different", "another market")
    state = record.view().state
    assert state.verdicts() == {} and is_blind(state, (a, b)) and [(i["id"], i["toll"]) for i in record.list()] == before
    assert decided(record.view()) == [] and (a, b) not in waiting(state, "heron") and (a, b) in waiting(state, "crane")
    record.relink()
    assert [(i["id"], i["toll"]) for i in record.list()] == before
    with TestClient(app(record)) as page:
        shown = page.get(f"/link/i{a}/i{b}").text
        assert "drawn for two readers" in shown and "Probability" not in shown and "another market" not in shown
        assert "sealed until a second reader" in page.get("/ledger").text and "another market" not in page.get("/ledger").text
    record.review("crane").link(f"i{a}", f"i{b}", "different", "two markets")
    state = record.view().state
    assert set(state.verdicts()) == {(a, b)} and not is_blind(state, (a, b)) and len(decided(record.view())) == 2


def test_where_two_differ_nothing_counts_until_somebody_says_more(record: Record) -> None:
    _, ((a, b), *_) = record.review("heron").draw_pairs(1, 7)
    record.review("heron").link(f"i{a}", f"i{b}", "same")
    record.review("crane").link(f"i{a}", f"i{b}", "different")
    said = record.pairs()
    assert (
        record.view().state.verdicts() == {}
        and said["differ"] == [[f"i{a}", f"i{b}"]]
        and (said["both"], said["agree"]) == (1, 0)
    )
    record.review("stork").link(f"i{a}", f"i{b}", "same", "read both")
    assert set(record.view().state.verdicts()) == {(a, b)} and record.pairs()["differ"] == []


def test_the_same_seed_draws_the_same_and_what_was_drawn_is_not_drawn_again(record: Record) -> None:
    _, first = record.review("heron").draw_pairs(2, 7)
    _, second = record.review("heron").draw_pairs(2, 7)
    assert not set(first) & set(second)
    with pytest.raises(Misuse, match="no pair to draw"):
        for _ in range(20):
            record.review("heron").draw_pairs(50, 7)


def test_precision_and_recall_weigh_strata_up() -> None:
    pairs = [{"left": n, "right": n + 1, "probability": 0.95, "held": True} for n in range(0, 20, 2)]
    pairs += [{"left": n, "right": n + 1, "probability": 0.2, "held": False} for n in range(100, 120, 2)]
    strata = [{"held": False, "from": 0.1, "pairs": 100}, {"held": True, "from": 0.9, "pairs": 1000}]
    said = {(p["left"], p["right"]): "same" if p["held"] or p["left"] == 100 else "different" for p in pairs}
    found = _estimated({"pairs": pairs, "strata": strata}, said, 0)
    assert found["decided"] == 20 and found["unseen"] == 0
    assert 0.97 < found["precision"]["estimate"] < 1 and 0.97 < found["recall"]["estimate"] < 0.995
    assert found["recall"]["lower"] < found["recall"]["estimate"] < found["recall"]["upper"] <= 1
    assert _estimated({"pairs": pairs[:10], "strata": strata}, said, 0)["unseen"] == 100


def test_the_command_draws_and_prints(record: Record) -> None:
    run = CliRunner()
    done = run.invoke(main, ["pairs", str(record.folder), "--draw", "3", "--seed", "2", "--as", "heron"])
    assert done.exit_code == 0 and "heron drew 3 of" in done.output and "3 drawn pairs wait" in done.output
    assert run.invoke(main, ["pairs", str(record.folder), "--as", "heron"]).exit_code == 2
    assert run.invoke(main, ["pairs", str(record.folder), "--draw", "0", "--as", "heron"]).exit_code == 2
