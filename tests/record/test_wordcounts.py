"""A record counts its own words in a full run, and again once it has twice as many reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.record import Record, create, wordcounts
from onrecord.record.tellings import FILE, Tellings

REPORT = "Shots at the {where}\n\nThe Northern Wire was told so in secret. {who} was shot dead in Dayton, Ohio, on May {day}, 2021, at the {where}."
PLACES = ("mill", "bridge", "quarry", "harbour", "market", "orchard", "kiln", "ferry")


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(wordcounts, "LEAST", 4)
    with create(tmp_path / "record") as made:
        yield made


def build(record: Record, folder: Path, numbers: range) -> None:
    path = folder / f"{numbers.start}.jsonl"
    said = [
        {"id": f"r{n}", "text": REPORT.format(where=PLACES[n], who="A miller", day=n + 2), "published": f"2021-05-{n + 3:02}"}
        for n in numbers
    ]
    path.write_text("".join(f"{json.dumps(s)}\n" for s in said), encoding="utf-8")
    record.build(path, reader="rules")


def counted(record: Record) -> int:
    with Tellings(record).opened() as db:
        held = wordcounts.kept(db)
    return held.rarity.reports if held else 0


def test_words_are_counted_from_enough_reports_on_and_again_at_twice_as_many(record: Record, tmp_path: Path) -> None:
    build(record, tmp_path, range(0, 3))
    assert counted(record) == 0
    build(record, tmp_path, range(3, 4))
    assert counted(record) == 4
    build(record, tmp_path, range(4, 7))
    assert counted(record) == 4
    build(record, tmp_path, range(7, 8))
    assert counted(record) == 8
    runs = [k.payload["parameters"] for k in record.view().state.runs.values() if k.payload]
    assert {r["words_of"] for r in runs} <= {0, 4, 8} and all("words_to" in r for r in runs)


def test_an_index_that_is_gone_is_made_anew_with_the_same_words(record: Record, tmp_path: Path) -> None:
    build(record, tmp_path, range(0, 6))
    with Tellings(record).opened() as db:
        before = wordcounts.kept(db)
    (record.folder / FILE).unlink()
    assert record.link().run is None
    with Tellings(record).opened() as db:
        assert wordcounts.kept(db) == before and before is not None and before.rarity.reports == 6


def test_what_is_forgotten_is_counted_no_more(record: Record, tmp_path: Path) -> None:
    build(record, tmp_path, range(0, 6))
    record.forget("r3", "consent withdrawn")
    record.link()
    assert counted(record) == 5
