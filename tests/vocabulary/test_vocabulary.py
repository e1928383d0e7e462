"""The vocabulary and what a user may add."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import claims
from onrecord.errors import BadInput
from onrecord.extract.lexicon import _RULES, MEANS
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
    ):
        mine.with_name(f"{where[:4]}.yaml").write_text(bad, encoding="utf-8")
        with pytest.raises(BadInput, match=where):
            load(mine.with_name(f"{where[:4]}.yaml"))
