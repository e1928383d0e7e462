"""`onrecord import`: shown, asked, and nothing written before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import group, main

LIST = "id,Name,when,age,seen\n1,Han Seol,2024-05-03,34,\x1b[31mred\n2,Pak Doru,2024-05-04,old,x\n"


def run(*words: object, input: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words], input=input)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "record", "--name", "Lists").exit_code == 0
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path / "record"


def test_without_anybody_there_nothing_is_written(record: Path) -> None:
    done = run("import", record, record.parent / "list.csv")
    assert done.exit_code == 2 and done.stderr.count("\n") == 1 and "give --yes" in done.stderr
    assert "\x1b" not in done.stdout and "not recognised" in done.stdout and "Han Seol; Pak Doru" in done.stdout
    assert run("list", record, "--json").stdout == ""


def test_it_asks(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "somebody_is_there", lambda: True)
    no = run("import", record, record.parent / "list.csv", input="n\n")
    assert no.exit_code == 1 and "Nothing was written" in no.stderr and run("list", record, "--json").stdout == ""
    yes = run("import", record, record.parent / "list.csv", input="y\n")
    assert yes.exit_code == 0 and "2 added" in yes.stdout
    assert "row 2, column 'age': 'old' is no age" in yes.stderr and "1 cell could not be read and is no claim" in yes.stdout


def test_a_map_is_written_and_read(record: Path) -> None:
    path, toml = record.parent / "list.csv", record.parent / "map.toml"
    assert run("import", record, path, "--yes", "--collection", "Border", "--write-map", toml).exit_code == 0
    toml.write_text(toml.read_text(encoding="utf-8").replace('"when" = "-"', '"when" = "date"'), encoding="utf-8")
    assert '"when" = "date"' in toml.read_text(encoding="utf-8")
    run("init", record.parent / "other")
    done = run("import", record.parent / "other", path, "--yes", "--map", toml, "--json")
    assert json.loads(done.stdout) == {"added": 2, "known": 0, "refused": 0, "unreadable": 1}
    dates = [json.loads(line)["date"]["edtf"] for line in run("list", record.parent / "other", "--json").stdout.splitlines()]
    assert sorted(dates) == ["2024-05-03", "2024-05-04"]


def test_a_changed_row_fails_and_the_others_go_on(record: Path) -> None:
    path = record.parent / "list.csv"
    run("import", record, path, "--yes")
    path.write_text(LIST.replace("Doru", "Dora") + "3,Ro Minu,,,\n", encoding="utf-8")
    done = run("import", record, path, "--yes")
    assert done.exit_code == 1 and "list: 2" in done.stderr and "1 added, 1 known already, 1 refused" in done.stdout


def test_a_list_that_is_not_there_is_one_sentence(record: Path) -> None:
    done = run("import", record, record.parent / "none.csv", "--yes")
    assert done.exit_code == 1 and "does not exist" in done.stderr and done.stderr.count("\n") == 1
