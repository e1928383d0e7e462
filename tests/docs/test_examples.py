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
from onrecord.tally import toll

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
CHECKED = {k: v["incidents"] for k, v in EXPECTED.items() if "incidents" in v}
LINKED = {k: v["linked"] for k, v in EXPECTED.items() if "linked" in v}


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
    view = record.view()
    reports = {n: k.payload for n, k in view.state.captures.items() if k.payload}
    of = {n: reports[c] for n in view.state.incidents for m in view.state.own(n)[:1] if (c := view.state.capture_of_claim(m))}
    alone = [i for n, r in of.items() if r["file"] == file and id in ("", r["id"]) and (i := view.alone(n)) is not None]
    held = [told({**i, "toll": {k: c.to_json() for k, c in toll(i).items()}}) for i in alone]
    assert len(held) == len(CHECKED[where]), held
    for wanted in CHECKED[where]:
        said = {**wanted, "toll": {k: str(v) for k, v in wanted["toll"].items()}}
        assert any({k: i[k] for k in said} == said for i in held), (said, held)


@pytest.mark.parametrize("where", LINKED)
def test_what_is_told_by_several_reports_is_one_incident(record: Record, where: str) -> None:
    wanted = LINKED[where]
    several = [
        i
        for i in record.list()
        if len(i["reports"]) > 1
        and {r["id"] for r in i["reports"]} | {r["file"] for r in i["reports"]} >= set(wanted["reports"])
    ]
    assert len(several) == 1 and len(several[0]["reports"]) == len(wanted["reports"])
    found = several[0]
    assert len({t["origin"] for t in found["tellings"]}) == wanted["origins"]
    assert found["date"]["edtf"] == wanted["date"] and found["grade"]["happened"]["value"] == wanted["happened"]
    assert shown(found["toll"]) == {k: str(v) for k, v in wanted["toll"].items()}
    assert sorted(v["names"][0] for v in found["victims"] if v["names"]) == wanted["names"]


def test_nothing_else_of_the_samples_is_linked(record: Record) -> None:
    assert len([i for i in record.list() if len(i["reports"]) > 1]) == len(LINKED)
