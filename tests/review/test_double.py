"""Two readers: drawn by a stated probability, blind to each other until both have judged, their agreement, and what settles it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import Misuse
from onrecord.record import Record, create
from onrecord.record.state import KINDS, gather
from onrecord.record.view import View
from onrecord.review import history, news
from onrecord.review.agreement import alpha, differing, double, interval, interval_of
from onrecord.review.double import draws, frame, is_drawn, waiting
from onrecord.review.queue import in_turn, queue
from tests.review.test_reviewing import OTHER, TEXT


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    (tmp_path / "mill.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build([tmp_path / "mill.txt", tmp_path / "other.txt"])
        yield made
        assert made.verify() == [] and made.list() == View(gather(made.ledger.entries(KINDS))).incidents()


def test_alpha_gives_what_krippendorff_gives() -> None:
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: parts A to D, and interval data."""
    meg, owen = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(zip(meg, owen, strict=True)) == pytest.approx(0.095, abs=0.0005)
    assert alpha(zip("aabbdcccedda", "babbbcccedDd".lower(), strict=True)) == pytest.approx(0.692, abs=0.0005)
    rows = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
    units = [[int(v) for v in unit if v != "."] for unit in zip(*(r.split() for r in rows), strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)
    assert alpha(units, interval) == pytest.approx(0.849, abs=0.0005)  # type: ignore[arg-type]
    low, high = interval_of(units) or (1.0, 0.0)
    assert low < 0.743 < high <= 1 and interval_of(units) == interval_of(units, seed=0) != interval_of(units, seed=1)
    assert interval_of(units[:1]) is None and interval_of([["a", "a"]] * 20) is None and alpha([["a", "a"]]) is None


@given(st.lists(st.lists(st.sampled_from("ab"), max_size=3), max_size=8))
def test_alpha_is_at_most_one(units: list[list[str]]) -> None:
    found = alpha(units)
    assert found is None or found <= 1
    assert found is None or (found == 1) == all(len(set(u)) == 1 for u in units if len(u) > 1)


@given(st.integers(0, 2**32), st.floats(0.01, 1))
def test_a_draw_takes_its_share_and_the_same_again(seed: int, probability: float) -> None:
    taken = [n for n in range(500) if is_drawn(n, probability, seed)]
    assert taken == [n for n in range(500) if is_drawn(n, probability, seed)]
    assert abs(len(taken) / 500 - probability) < 6 * (probability * (1 - probability) / 500) ** 0.5 + 0.01


def test_neither_sees_the_other_until_both_have_judged(record: Record) -> None:
    heron, crane = record.review("heron"), record.review("crane")
    claims = frame(record.view().state)
    heron.reject(claims[0])
    _, drawn = heron.draw(1.0, 7)
    assert drawn == claims[1:] and [d["drawn"] for d in draws(record.view().state)] == [len(drawn)]
    before, claim = record.list(), next(n for n in drawn if record.view().state.property(n) == "count")
    today = datetime.now(UTC).date().isoformat()
    number = heron.amend(claim, value="2", why="a secret reason").number
    said = json.dumps(
        [record.list(), record.view().claim(claim), record.why(before[0]["id"], "killed"), news.news(record.view(), "crane")]
    )
    assert record.list() == before and "secret" not in said and record.view().claim(claim)["state"] == "open"
    line = history.words(record.view(), number, record.view().state.sealed[claim][0].payload)
    assert "sealed" in line and "amend" not in line and history.days_load(record.view().state, "heron", today)["judged"] == 2
    with pytest.raises(Misuse, match="sealed"):
        crane.undo(number)
    assert heron.amend(claim, value="2", why="a secret reason").number == number  # a save may be repeated
    assert claim in waiting(record.view().state, "crane") and claim not in waiting(record.view().state, "heron")
    done = crane.accept(claim, seen=1)
    assert done.others == ()  # to be told of the other would not be blind
    assert {j["by"] for j in record.view().claim(claim)["judgements"]} == {"heron", "crane"} and claim in differing(
        record.view().state
    )
    assert claim not in waiting(record.view().state, None)


def test_who_takes_a_sealed_judgement_back_may_judge_again(record: Record) -> None:
    heron, crane = record.review("heron"), record.review("crane")
    _, drawn = heron.draw(1.0, 7)
    claim = drawn[0]
    heron.reject(claim)
    assert heron.undo() is not None
    crane.accept(claim)
    assert record.view().claim(claim)["judgements"] == []
    heron.accept(claim)
    assert [j["by"] for j in record.view().claim(claim)["judgements"] if not j.get("undone")] == ["crane", "heron"]
    assert record.view().claim(claim)["state"] == "accepted" and differing(record.view().state) == []


def test_the_queue_leaves_out_what_waits_for_another(record: Record) -> None:
    heron = record.review("heron")
    heron.draw(1.0, 7)
    first = queue(record.view())[0]
    for n in record.view().claims_of(first["number"]):
        heron.accept(n)
    assert first["id"] not in [w["id"] for w in in_turn(record.view(), queue(record.view()), "heron")]
    assert first["id"] in [w["id"] for w in in_turn(record.view(), queue(record.view()), "crane")]


def test_what_people_differ_in_is_settled_by_one_of_their_judgements(record: Record) -> None:
    heron, crane, owl = (record.review(n) for n in ("heron", "crane", "owl"))
    claim = next(n for n in frame(record.view().state) if record.view().state.property(n) == "count")
    one = heron.amend(claim, value="2").number
    crane.reject(claim)
    assert differing(record.view().state) == [claim]
    with pytest.raises(Misuse, match="no judgement of claim"):
        owl.settle(claim, 1)
    owl.settle(claim, one, "the list says two")
    said = record.view().claim(claim)
    assert (
        said["value"] == {"min": 2, "best": 2, "max": 2}
        and said["judgements"][-1]["by"] == "owl"
        and differing(record.view().state) == []
    )
    assert double(record.view().state)["claims"] == 1


def test_agreement_of_the_sample_and_of_all(record: Record) -> None:
    heron, crane = record.review("heron"), record.review("crane")
    outside = frame(record.view().state)[0]
    heron.accept(outside)
    crane.reject(outside)
    assert double(record.view().state)["drawn"] is None
    _, drawn = heron.draw(1.0, 3)
    for n in drawn:
        heron.judge(n, "reject" if n % 3 else "accept")
        crane.judge(n, "reject" if n % 3 else "accept")
    said = double(record.view().state)
    assert said["claims"] == len(drawn) + 1 and said["agree"] == len(drawn)
    assert said["drawn"]["alpha"] == 1 and said["alpha"] < 1 and said["interval"][0] <= said["alpha"] <= said["interval"][1]


@pytest.mark.parametrize(
    ("probability", "seed", "words"),
    [
        (0.0, 1, "no probability"),
        (1.5, 1, "no probability"),
        (float("nan"), 1, "no probability"),
        (0.5, -1, "A seed"),
        (1e-9, 1, "Nothing was drawn"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(record: Record, probability: float, seed: int, words: str) -> None:
    head = record.ledger.head()
    with pytest.raises(Misuse, match=words):
        record.review("heron").draw(probability, seed)
    record.review("heron").part("wren", "second reader")
    with pytest.raises(Misuse, match="second reader"):
        record.review("wren").draw(1.0, 1)
    assert record.ledger.head().number == head.number + 1
