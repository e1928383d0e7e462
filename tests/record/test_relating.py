"""Typed links by runs and by people: related, contains; a part of a total counts in it, and what people say is never overruled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import Misuse
from onrecord.record import Record, create
from onrecord.record.links import belonging
from onrecord.review.linking import previewed

REPORTS = {
    "taken": "Ana Tesk abducted in Dayton\n\nAna Tesk, 34, was abducted in Dayton, Ohio, on May 3, 2021, police said.\n",
    "killed": "Ana Tesk killed\n\nAna Tesk, 34, was shot dead in Akron, Ohio, on May 9, 2021, police said.\n",
    "one": "Shots in Bangor\n\nTwelve people were shot dead in Bangor, Maine, on June 1, 2021, police said.\n",
    "two": "Shots at the quarry\n\nBor Lind was shot dead in Portland, Maine, on June 9, 2021, police said.\n",
}


@pytest.fixture
def record(tmp_path: Path) -> Any:
    with create(tmp_path / "record") as made:
        for name, text in REPORTS.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
            made.build(tmp_path / f"{name}.txt", reader="rules")
        yield made


def of(record: Record, name: str) -> str:
    return next(str(i["id"]) for i in record.list() if [r["file"] for r in i["reports"]] == [f"{name}.txt"])


def test_a_run_puts_before_people_what_led_to_what_and_joins_nothing(record: Record) -> None:
    found = belonging(record.view())
    assert [(r["type"], r["relation"], r["at"]) for r in found] == [
        ("related", "led_to", [of(record, "taken"), of(record, "killed")])
    ]
    entry = next(e for e in record.ledger.entries({"link"}) if e.number == found[0]["link"])
    assert entry.payload and entry.payload["run"] and not entry.payload["held"] and entry.payload["why"]
    assert record.relink().run is None and belonging(record.view()) == found


def test_what_a_person_says_of_it_is_never_overruled_and_leaves_the_list(record: Record) -> None:
    entry = record.review("heron").link(of(record, "taken"), of(record, "killed"), "different", "another of the same name")
    assert belonging(record.view()) == []
    record.relink()
    assert belonging(record.view()) == []
    record.review("heron").undo(entry)
    assert len(belonging(record.view())) == 1


def test_a_part_of_a_total_counts_in_it(record: Record) -> None:
    total, part = of(record, "one"), of(record, "two")
    before = record.tally()[0]["stated"]["death"]["best"]
    changes, sums = previewed(record.view(), total, part, "contains", "heron")
    assert changes == [] and [(o, n and n["best"], t and t["best"]) for o, n, t in sums if o == "death"] == [
        ("death", before, before - 1)
    ]
    entry = record.review("heron").link(total, part, "contains", "the total names it")
    assert record.tally()[0]["stated"]["death"]["best"] == before - 1
    assert record.show(part)["relations"] == [{"type": "part_of", "to": total}]
    record.relink()
    assert record.tally()[0]["stated"]["death"]["best"] == before - 1
    record.review("heron").undo(entry)
    assert record.tally()[0]["stated"]["death"]["best"] == before and record.show(part)["relations"] == []


def test_only_an_incident_contains_and_only_another(record: Record) -> None:
    people = [v["id"] for i in record.list() for v in i["victims"]][:2]
    with pytest.raises(Misuse, match="Only an incident"):
        record.review("heron").link(*people, "contains")
