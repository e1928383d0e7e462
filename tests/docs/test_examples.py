"""The samples are what they say, and the record of each holds what it must."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.capture import capture_paths
from onrecord.claims import Count
from onrecord.record import Record, create

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
CHECKED = {k: v["incidents"] for k, v in EXPECTED.items() if "waits_for" not in v}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with create(tmp_path_factory.mktemp("samples") / "record") as made:
        assert {d.what for d in made.build([EXAMPLES / "reports"])} == {"added"}
        yield made


def test_every_sample_says_that_it_is_composed() -> None:
    found = list(capture_paths([EXAMPLES / "reports"]))
    assert len(found) >= 15 and {Path(c.capture.file).suffix for c in found} == {".txt", ".html", ".pdf", ".docx", ".jsonl"}
    assert [c.capture.file for c in found if "Composed for onrecord" not in " ".join(c.rendition.text.split())] == []


def shown(toll: dict[str, Any]) -> dict[str, str]:
    return {k: str(Count.from_json(c)) for k, c in toll.items()}


@pytest.mark.parametrize("file", CHECKED)
def test_what_a_record_must_hold(record: Record, file: str) -> None:
    held = [i for i in record.list() if i["reports"][0]["file"] == file]
    told = [(i["act"], i["modality"], shown(i["toll"])) for i in held]
    assert len(held) == len(CHECKED[file]), told
    for wanted in CHECKED[file]:
        toll = {k: str(v) for k, v in wanted["toll"].items()}
        fitting = [i for i in held if (i["act"], i["modality"], shown(i["toll"])) == (wanted["act"], wanted["modality"], toll)]
        assert fitting, (wanted, told)
        for field, value in (("date", wanted.get("date")), ("place", wanted.get("place"))):
            assert value is None or value in [(i[field] or {}).get("edtf" if field == "date" else "name") for i in fitting]
