"""`onrecord review`: claims one by one in a terminal, by lines and by keys; each decision is saved at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.record import Record, create
from onrecord.review.turns import turns

TEXT = (
    "Night at the mill\n\nFour farmers were shot dead by border guards near Dayton, Ohio, on May 3, 2021, a source in the town said. "
    "Two women were wounded.\n"
)
HOSTILE = "Raid\n\n\x1b[31mFour farmers\u202e were shot dead by \x07guards in Dayton, Ohio, on May 3, 2021.\n"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    (tmp_path / "mill.txt").write_text(TEXT, encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build(tmp_path / "mill.txt")
        yield made
        assert made.verify() == []


def run(record: Record, typed: str, *options: str, by: str = "heron") -> Result:
    done = CliRunner().invoke(main, ["review", str(record.folder), "--as", by, *options], input=typed)
    assert done.exit_code in (0, 2), done.output
    return done


def open_claims(record: Record) -> list[int]:
    return list(turns(record.view(), "heron"))


def test_lines_decide_and_what_is_decided_is_saved_at_once(record: Record) -> None:
    every = open_claims(record)
    done = run(record, "?\na\nr not in the words\ns\nx\nc which page?\nquit\n")
    assert "Four farmers were shot dead" in done.stdout and f"{len(every)} left in it" in done.stdout
    assert (
        "take your last decision back" in done.stdout and "“x” is no key" in done.stdout and "2 decisions saved" in done.stdout
    )
    states = {n: record.view().claim(n)["state"] for n in every}
    assert [states[n] for n in every[:3]] == ["accepted", "rejected", "open"]
    assert record.view().claim(every[1])["judgements"][0]["why"] == "not in the words"
    assert [e.payload["on"] for e in record.ledger.entries({"comment"}) if e.payload] == [every[3]]
    again = run(record, "")  # the end of the input leaves, and the next sitting goes on where this one was
    assert f"claim {every[2]}:" in again.stdout and "0 decisions saved" in again.stdout


def test_amending_undoing_and_what_is_refused(record: Record) -> None:
    every = open_claims(record)
    count = next(n for n in every if record.view().state.property(n) == "count")
    typed = "s\n" * every.index(count) + 'm\nm many\nm 3\nu\nm {"min": 2, "best": null, "max": 5}\nq\n'
    done = run(record, typed)
    assert (
        "An amendment needs the new value" in done.stdout
        and "'many' is no value for count" in done.stdout
        and "Took entry" in done.stdout
    )
    assert record.view().claim(count)["value"] == {"min": 2, "best": None, "max": 5}
    assert [bool(j.get("undone")) for j in record.view().claim(count)["judgements"]] == [True, False]
    after = done.stdout.split("Took entry", 1)[1]
    assert "heron amends it to 3," not in after  # what was taken back is judged no more
    assert "nothing of yours" in run(record, "u\nq\n", by="crane").stdout
    outcome = next(n for n in open_claims(record) if record.view().state.property(n) == "outcome")
    refused = run(record, "s\n" * open_claims(record).index(outcome) + 'm {"min": 2}\nq\n').stdout
    assert "no value for outcome: the vocabulary has" in refused and "unhashable" not in refused


def test_until_nothing_waits(record: Record) -> None:
    done = run(record, "a\n" * 50)
    assert "Nothing more waits for heron." in done.stdout and open_claims(record) == []
    report = record.reports()[0]["id"]
    assert "Nothing more waits" in run(record, "", "--report", report).stdout
    assert run(record, "", "--report", "nowhere").exit_code == 2 and run(record, "", by="a/b").exit_code == 2


def test_single_keys_where_somebody_is_there(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    every = open_claims(record)
    typed, asked = iter("amxca"), iter(["3 or so", "page two says so"])
    monkeypatch.setattr("onrecord.cli.group.somebody_is_there", lambda: True)

    def key() -> str:
        try:
            return next(typed)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("click.getchar", key)
    monkeypatch.setattr("click.prompt", lambda *a, **k: next(asked))
    done = CliRunner().invoke(main, ["review", str(record.folder), "--as", "heron"])
    assert done.exit_code == 0 and "2 decisions saved" in done.stdout, done.output
    assert [record.view().claim(n)["state"] for n in every[:2]] == ["accepted", "accepted"]


def test_two_at_the_same_moment_and_a_second_reader(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_claims(record)[0]
    from onrecord.cli import stepping

    real = stepping.Stepping._asked

    def meanwhile(self: Any) -> tuple[str, str]:
        record.review("crane").reject(first)
        monkeypatch.setattr(stepping.Stepping, "_asked", real)
        return real(self)

    monkeypatch.setattr(stepping.Stepping, "_asked", meanwhile)
    assert "You and crane judged" in run(record, "a\nq\n").stdout
    assert {j["by"] for j in record.view().claim(first)["judgements"]} == {"heron", "crane"}
    record.review("heron").part("wren", "second reader")
    done = run(record, "a\nt\nc why three?\nq\n", by="wren")
    assert "is a second reader" in done.stdout and "Returned the report" in done.stdout and "0 decisions" in done.stdout


def test_drawn_and_graphic_reports(record: Record) -> None:
    record.review("heron").draw(1.0, 1)
    record.review("heron").care(record.reports()[0]["number"], True)
    done = run(record, "a\nw\nq\n")
    assert (
        "press w to see its words" in done.stdout
        and "sealed until another" in done.stdout
        and "drawn for two readers)" in done.stdout
    )
    assert "near Dayton" not in done.stdout.rpartition("press w")[0] and "near Dayton" in done.stdout.rpartition("press w")[2]
    assert len(record.view().state.sealed) == 1 and "a secret" not in run(record, "q\n", by="crane").stdout


def test_hostile_words_steer_no_terminal(tmp_path: Path, record: Record) -> None:
    (tmp_path / "raid.txt").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "long.txt").write_text(
        "Long\n\nFour men named " + "Ab" * 500_000 + " were killed in Dayton.\n", encoding="utf-8"
    )
    record.build([tmp_path / "raid.txt", tmp_path / "long.txt"])
    for report in record.reports():
        said = run(record, "s\n" * 40, "--report", report["id"]).stdout
        assert not {"\x1b", "\u202e", "\x07"} & set(said) and max(map(len, said.splitlines())) < 2_000


def test_agreement_is_drawn_for_and_printed(record: Record) -> None:
    def said(*words: str) -> Result:
        return CliRunner().invoke(main, ["agreement", str(record.folder), *words])

    assert (
        said("--as", "heron").exit_code == 2
        and said("--draw", "0.5").exit_code == 2
        and said("--draw", "7", "--as", "heron").exit_code == 2
    )
    assert "judged: 0" in said().stdout and "drew" not in said().stdout
    drawn = said("--draw", "1", "--seed", "7", "--as", "heron", "--json")
    assert drawn.exit_code == 0 and json.loads(drawn.stdout)["draws"][0]["seed"] == 7
    for n in open_claims(record):
        for who in ("heron", "crane"):
            record.review(who).judge(n, "reject" if n % 2 or (n % 3 == 0 and who == "crane") else "accept")
    printed = said().stdout
    assert "Krippendorff's alpha" in printed and "interval" in printed and "People differ in claim" in printed
    assert json.loads(said("--json", "--as-of", "2001-01-01").stdout)["claims"] == 0
