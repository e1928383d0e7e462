"""The queue: what needs a person, worst doubt first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.record import Record, create
from onrecord.review.queue import asked_for, by_report, contested, doubt, in_turn, left, queue, waiting, without_incidents

REPORTS = {
    "sure.txt": "Shots in Dayton\n\nFour farmers were shot dead by border guards in Dayton, Ohio, on May 3, 2021, police said.\n",
    "vague.txt": "Raid\n\nSeveral farmers were allegedly killed in Qwzzyville on May 5.\n",
    "empty.txt": "Weather\n\nThe sun shone all day.\n",
}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    for name, text in REPORTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build([tmp_path / n for n in REPORTS])
        yield made


def test_the_worst_doubt_comes_first_and_says_why(record: Record) -> None:
    found = queue(record.view())
    assert [w["file"] for w in found] == ["vague.txt", "sure.txt"]
    assert "it is alleged, not stated" in found[0]["reasons"] and any("count is open" in r for r in found[0]["reasons"])
    assert found[0]["doubt"] > 0.7 > found[1]["doubt"] >= 0
    assert [r["file"] for r in without_incidents(record.view())] == ["empty.txt"]
    record.review("heron").status(next(r["number"] for r in record.reports() if r["file"] == "empty.txt"), "done")
    assert without_incidents(record.view()) == []


def test_what_is_judged_leaves_the_queue_and_an_undo_brings_it_back(record: Record) -> None:
    heron, item = record.review("heron"), queue(record.view())[1]
    for n in record.view().claims_of(item["number"]):
        heron.accept(n)
    assert [w["file"] for w in queue(record.view())] == ["vague.txt"]
    assert left(record.view(), item["capture"])["open"] == 0 and left(record.view(), item["capture"])["judged"] > 5
    heron.undo()
    assert [w["open"] for w in queue(record.view()) if w["file"] == "sure.txt"] == [1]


def test_filters_assignments_and_what_was_left_for_later(record: Record) -> None:
    heron, found = record.review("heron"), queue(record.view())
    assert [w["file"] for w in asked_for(found, {"place": "dayton"})] == ["sure.txt"]
    assert [w["file"] for w in asked_for(found, {"report": "vague", "language": "en"})] == ["vague.txt"]
    assert asked_for(found, {"incident": found[0]["id"]}) == found[:1] and asked_for(found, {"language": "ko"}) == []
    heron.skip(found[0]["capture"])
    assert [w["file"] for w in in_turn(record.view(), queue(record.view()), "heron")] == ["sure.txt", "vague.txt"]
    assert [w["file"] for w in in_turn(record.view(), queue(record.view()), "crane")] == ["vague.txt", "sure.txt"]
    heron.undo()
    heron.assign(found[0]["capture"], "crane")
    assert [w["file"] for w in in_turn(record.view(), queue(record.view()), "heron")] == ["sure.txt"]
    assert [w["file"] for w in asked_for(queue(record.view()), {"reviewer": "crane"})] == ["vague.txt"]
    assert [g["incidents"] for g in by_report(found)] == [[found[0]["id"]], [found[1]["id"]]]


def test_people_who_differ_come_first_until_somebody_settles_it(record: Record) -> None:
    item = queue(record.view())[1]
    claim = record.view().claims_of(item["number"])[0]
    record.review("heron").accept(claim)
    record.review("crane").accept(claim)
    assert contested(record.view().state, claim) == []
    record.review("crane").reject(claim)
    record.review("crane").undo()
    assert contested(record.view().state, claim) == []
    record.review("crane").amend(claim, modality="alleged")
    assert {c["by"] for c in contested(record.view().state, claim)} == {"heron", "crane"}
    assert queue(record.view())[0]["number"] == item["number"]
    record.review("owl").judge(claim, "accept", settles=True)
    assert contested(record.view().state, claim) == []
    assert waiting(record.view(), item["number"])["doubt"] < 1  # type: ignore[index]


def test_doubts_add_up_and_never_pass_one() -> None:
    assert doubt([]) == 0 and doubt([(0.5, "a"), (0.5, "b")]) == 0.75 and doubt([(1.0, "a"), (0.9, "b")]) == 1
