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


def told(i: dict[str, Any]) -> dict[str, Any]:
    """An incident of a record in the words of expected.json."""
    return {
        "act": i["act"], "modality": i["modality"], "toll": shown(i["toll"]),
        "date": (i["date"] or {}).get("edtf"), "place": (i["place"] or {}).get("name"),
        "names": sorted(v["names"][0] for v in i["victims"] if v["names"]),
        "perpetrators": {p["mentions"][0]["text"]: p["involvement"] for p in i["perpetrators"]},
        "sources": [s["mentions"][0]["text"] for s in i["according_to"]],
    }  # fmt: skip


@pytest.mark.parametrize("where", CHECKED)
def test_what_a_record_must_hold(record: Record, where: str) -> None:
    file, _, id = where.partition("#")
    held = [told(i) for i in record.list() for r in i["reports"] if r["file"] == file and id in ("", r["id"])]
    assert len(held) == len(CHECKED[where]), held
    for wanted in CHECKED[where]:
        said = {**wanted, "toll": {k: str(v) for k, v in wanted["toll"].items()}}
        assert any({k: i[k] for k in said} == said for i in held), (said, held)


def test_only_linking_is_waited_for() -> None:
    assert {v["waits_for"] for v in EXPECTED.values() if "waits_for" in v} == {"linking"}
