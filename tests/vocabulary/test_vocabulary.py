"""The vocabulary and what a user may add."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord import claims
from onrecord.cli import main
from onrecord.errors import BadInput, Misuse
from onrecord.extract.lexicon import _RULES, MEANS
from onrecord.record import create, open_record
from onrecord.vocabulary import TABLES as TABLES_OF
from onrecord.vocabulary import load

TABLES = {
    "outcomes": claims.Outcome, "causes": claims.Cause, "statuses": claims.Status, "involvement": claims.Involvement,
    "perpetrator_statuses": claims.PerpetratorStatus, "roles": claims.Part, "source_kinds": claims.SourceKind, "access": claims.Access,
    "modalities": claims.Modality, "relation_types": claims.RelationType, "classes": claims.IncidentClass,
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_code_of_the_types_is_defined(table: str) -> None:
    assert set(getattr(load(), table)) == {str(code) for code in TABLES[table]}


def test_the_reader_speaks_the_vocabulary() -> None:
    assert {rule[1] for rule in _RULES} <= set(load().acts) and {code for code, _ in MEANS} <= set(load().means)


def test_a_user_adds_and_never_redefines(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("acts:\n  forced_labour: {class: harm, definition: Somebody is made to work.}\n", encoding="utf-8")
    assert load(mine).acts["forced_labour"].kind == "harm" and "forced_labour" not in load().acts
    for bad, where in (
        ("acts:\n  killing: {class: harm, definition: x}\n", "acts: killing"),
        ("moods:\n  a: b\n", "moods"),
        ("acts:\n  x: {definition: y}\n", "class"),
        ("{", "YAML"),
        ("modalities:\n  rumoured: {definition: x}\n", "modalities is closed"),
        ("means:\n  Electric shock: {definition: x}\n", "small letters"),
    ):
        mine.with_name(f"{where[:7]}.yaml").write_text(bad, encoding="utf-8")
        with pytest.raises(BadInput, match=where):
            load(mine.with_name(f"{where[:7]}.yaml"))


MINE = "acts:\n  forced_labour: {class: harm, definition: Somebody is made to work.}\nmeans:\n  electricity: A shock.\n"


def test_a_records_own_codes_stand_in_its_folder(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(MINE, encoding="utf-8")
    made = CliRunner().invoke(
        main, ["init", str(tmp_path / "record"), "--name", "Works", "--vocabulary", str(mine), "--act", "forced_labour"]
    )
    assert made.exit_code == 0, made.output
    with open_record(tmp_path / "record") as record:
        assert (
            record.view().scope.acts == ("forced_labour",) and record.vocabulary().means["electricity"].definition == "A shock."
        )


def test_an_amendment_may_use_them_and_nothing_else(tmp_path: Path) -> None:
    mine, report = tmp_path / "mine.yaml", tmp_path / "report.txt"
    mine.write_text(MINE, encoding="utf-8")
    report.write_text("Three men killed\n\nThree men were killed in Hyesan on May 3, 2021, police said.\n", encoding="utf-8")
    with create(tmp_path / "record", vocabulary=mine) as record:
        assert [d.what for d in record.build([report])] == ["added"]
        claims = {k.payload["property"]: n for n, k in record.view().state.claims.items() if k.payload}
        record.judge(claims["act"], "amend", "heron", value="forced_labour")
        (incident,) = record.list()
        assert (incident["act"], incident["class"]) == ("forced_labour", "harm")
        with pytest.raises(Misuse, match="unheard_of"):
            record.judge(claims["act"], "amend", "heron", value="unheard_of")
        with pytest.raises(Misuse, match="class of trial is context"):
            record.judge(claims["act"], "amend", "heron", value={"act": "trial", "class": "harm"})


def test_a_bad_file_makes_no_record(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("acts: [killing]\n", encoding="utf-8")
    said = CliRunner().invoke(main, ["init", str(tmp_path / "record"), "--name", "x", "--vocabulary", str(mine)])
    assert said.exit_code == 1 and not (tmp_path / "record").exists()
    with pytest.raises(BadInput, match="acts holds no codes"):
        create(tmp_path / "record", vocabulary=mine)
    assert not (tmp_path / "record").exists()


def test_every_definition_is_a_sentence() -> None:
    for table in TABLES_OF:
        for term in getattr(load(), table).values():
            assert term.definition.endswith(".") and term.definition[0].isupper(), (table, term.code)
