"""Linking many reports: what a full run compares is bounded, and it holds up nobody's decision while it reads and compares."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import RecordBusy
from onrecord.link import incidents_blocks
from onrecord.link.incidents_model import Model
from onrecord.record import Record, create, tellings, wordcounts
from onrecord.record.links import evidence

TOWNS = ("Dayton, Ohio", "Bangor, Maine", "Boise, Idaho", "Tulsa, Oklahoma")
WHERE = ("mill", "bridge", "quarry", "harbour", "orchard", "kiln", "ferry")
SET = (
    "The Northern Wire was told so by somebody who spoke on condition that no name be given. The Northern Wire could not confirm it "
    "independently, and calls on the Ministry of the Interior to open the registers of the dead to their families."
)


def lines(many: int) -> Iterator[str]:
    """Reports of as many incidents, three weeks apart, with set phrases in common."""
    for n in range(many):
        day = date(2015, 1, 5) + timedelta(days=21 * n)
        when = f"{day:%B} {day.day}, {day.year}"
        text = f"Shots at the {WHERE[n % 7]}\n\n{n % 5 + 2} people were shot dead at a {WHERE[n % 7]} in {TOWNS[n % 4]}, on {when}. {SET}"
        yield json.dumps({"id": f"r{n}", "text": text, "published": str(day + timedelta(days=1))}) + "\n"


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(wordcounts, "LEAST", 10)
    monkeypatch.setattr(incidents_blocks, "FEWEST", 6)
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(lines(40)), encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build(path, reader="rules", link=False)
        yield made


def test_what_is_compared_does_not_grow_with_set_phrases(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    compared, odds = [], Model.odds
    monkeypatch.setattr(Model, "odds", lambda m, a, b: (compared.append((a.number, b.number)), odds(m, a, b))[1])
    done = record.relink()
    assert done.compared == 40 and len(compared) <= 3 * 40, len(compared)  # of each with each, 780
    assert all(len(i["reports"]) == 1 for i in record.list())
    with tellings.Tellings(record).opened() as db:
        held = wordcounts.kept(db)
    assert held is not None and held.phrases
    assert record.relink().run is None and record.link().run is None


def test_people_decide_while_a_run_compares_and_it_minds_them(record: Record) -> None:
    view = record.view()
    left, right = (f"i{n}" for n in list(view.state.incidents)[:2])
    said: list[int] = []

    def watch(parts: Iterable[int], doing: str) -> Iterator[int]:
        for part in parts:
            if doing == "Comparing" and not said:
                said.append(record.review("heron").link(left, right, "same", "as the editor says"))
                assert evidence(record, record.view(), int(left[1:]), int(right[1:])) == ([], False)
            yield part

    record.relink(watch)
    assert said and record.view().state.root(int(left[1:])) == record.view().state.root(int(right[1:]))
    assert evidence(record, record.view(), int(left[1:]), int(right[1:]))[0]
    assert record.link().run is None and record.verify() == []


def test_what_a_run_reads_is_forgotten_after_it(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tellings, "WAIT", 0.05)
    record.relink()
    with tellings.Tellings(record).writing(), pytest.raises(RecordBusy, match="being linked"):
        record.forget("r3", "consent withdrawn")
    assert record.view().state.captures[record.report_number("r3")].payload is not None
    record.forget("r3", "consent withdrawn")
    with tellings.Tellings(record).opened() as db:
        assert db.execute("select count(*) from telling").fetchone() == (39,)
