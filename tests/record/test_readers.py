"""The second process that reads: the same results in the same order, whatever becomes of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import BadInput, Unread
from onrecord.extract import Reader, ReportText, extract, reader_named
from onrecord.extract.rules_reader import RulesReader
from onrecord.record import create, readers
from onrecord.record.readers import Readers


def text(n: int) -> ReportText:
    words = f"{n + 2} men were shot dead in Kaduna on 3 May 2021, police said. “Ḱ́ 한글 \U0001f600”\u2028 " * (1 + n % 5)
    return ReportText(words, f"id{n}", "a.txt", published="2021-06-01", language="en")


def both(reading: Readers) -> None:
    """Wait until there are two that read."""
    deadline = time.monotonic() + 30
    while not reading.ahead:
        reading.read(text(0))
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def two() -> Any:
    with Readers(patience=0, alone=False) as reading:
        both(reading)
        yield reading


def test_results_are_the_readers_in_the_order_of_the_reports(two: Readers) -> None:
    asked = [two.read(text(n)) for n in range(40)]
    assert [said() for said in asked] == [extract(text(n)) for n in range(40)]


def test_a_report_that_is_refused_is_refused_from_either(two: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    long = ReportText("x" * (RulesReader.longest + 1), "long", "long.txt")
    asked = [two.read(long if n % 3 == 1 else text(n)) for n in range(9)]
    for n, said in enumerate(asked):
        if n % 3 == 1:
            with pytest.raises(BadInput, match=r"long\.txt .*1,000,001 characters"):
                said()
        else:
            assert said() == extract(text(n))


def test_when_the_second_process_is_ended_this_one_reads_on(two: Readers) -> None:
    asked = [two.read(text(n)) for n in range(6)]
    two._other.kill()  # type: ignore[union-attr]
    asked += [two.read(text(n)) for n in range(6, 12)]
    assert [said() for said in asked] == [extract(text(n)) for n in range(12)]


def test_where_it_cannot_be_started_this_one_reads_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers.sys, "executable", "/nowhere/python")
    with Readers(patience=0, alone=False) as reading:
        assert [reading.read(text(n))() for n in range(3)] == [extract(text(n)) for n in range(3)]
        assert reading.ahead == 0


def test_a_second_process_that_does_not_come_up_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "name_of", lambda _: "no such reader")
    with Readers(patience=0, alone=False) as reading:
        deadline = time.monotonic() + 30
        while not reading._alone:
            reading.read(text(0))
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert reading.ahead == 0 and reading._other is None


def test_a_small_build_starts_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_Other", lambda *_: pytest.fail("it was started"))
    (tmp_path / "a.txt").write_text(text(1).text, encoding="utf-8")
    with create(tmp_path / "r") as record:
        assert [d.what for d in record.build([tmp_path / "a.txt"])] == ["added"]


def test_what_was_captured_first_is_read_later_to_the_same_incidents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "PATIENCE", 0.0)
    for n in range(120):
        (tmp_path / f"{n:03}.txt").write_text(text(n).text, encoding="utf-8")
    files = sorted(tmp_path.glob("*.txt"))
    with create(tmp_path / "later") as later, create(tmp_path / "at once") as once:
        assert [d.what for d in later.build(files, read=False)] == ["added"] * 120
        assert later.list() == []
        assert [d.what for d in later.build(files, link=False)] == ["read"] * 120
        assert [d.what for d in once.build(files, link=False)] == ["added"] * 120

        def said(record: Any) -> list[Any]:
            return [(i["act"], i["toll"], i["reports"][0]["file"]) for i in record.list()]

        assert said(later) == said(once) and len(said(once)) == 120
        before = list(later.ledger.entries())
        assert {d.what for d in later.build(files, link=False)} == {"known"} and list(later.ledger.entries()) == before
        assert later.verify() == []


def test_another_version_of_the_reader_keeps_the_ids_of_what_it_finds_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.extract.rules_reader import RulesReader

    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(text(n).text, encoding="utf-8")
    with create(tmp_path / "r") as record:
        list(record.build(sorted(tmp_path.glob("*.txt"))))
        before = [(i["id"], [v["id"] for v in i["victims"]]) for i in record.list()]
        monkeypatch.setattr(RulesReader, "version", "onrecord-rules/99")
        assert [d.what for d in record.build([])] == ["read"] * 5
        assert [(i["id"], [v["id"] for v in i["victims"]]) for i in record.list()] == before
        assert len(record.view().state.superseded) == 5


class Waiting(Reader):
    """A reader of another package that has something to say, and cannot read everything."""

    version = "waiting/1"
    beside = False

    def read(self, report: ReportText) -> Any:
        if report.id == "id1":
            raise Unread("id1 was not read: nobody is there.")
        return extract(report)

    def notices(self) -> list[str]:
        return ["Mind the gap."]


def test_a_reader_that_waits_or_has_options_reads_here_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_Other", lambda *_: pytest.fail("it was started"))
    configured = reader_named("llm", {"model": "m"})
    for reader in (Waiting(), configured, reader_named("llm")):
        with Readers(reader, patience=0, alone=False) as reading:
            assert all(reading.read(text(n)) for n in range(3)) and reading.ahead == 0


def test_what_a_reader_says_beside_its_results_is_kept_and_unread_is_told_from_refused(two: Readers) -> None:
    assert two._taken({"said": {}, "notices": ["a"]}) == {} and two.notices == ["a"]
    for said, kind in (({"unread": "x"}, Unread), ({"refused": "x"}, BadInput)):
        with pytest.raises(BadInput) as raised:
            two._taken(said)
        assert type(raised.value) is kind and two.notices == []


def test_a_build_goes_on_past_what_cannot_be_read(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.jsonl").write_text(
            f'{{"id": "id{n}", "text": "{n + 2} men were shot dead in Kaduna."}}', encoding="utf-8"
        )
    with create(tmp_path / "r") as record:
        done = record.build(sorted(tmp_path.glob("*.jsonl")), reader=Waiting(), link=False)
        assert [d.what for d in done] == ["added", "unread", "added"]
        assert done[0].notices == ("Mind the gap.",) and done[1].why == "id1 was not read: nobody is there."
        assert len(record.reports()) == 3 and len(record.list()) == 2 and record.verify() == []
        assert [d.what for d in record.build([], reader=Waiting())] == ["unread"]
