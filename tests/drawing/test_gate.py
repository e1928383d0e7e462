"""What is labelled confidential or secret stands in no picture: not on the map, in time, in a chart, or in the graph of command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.capture import Given
from onrecord.claims import Label, Level, Sensitive
from onrecord.drawing import command, gate, graph
from onrecord.drawing.spots import spots
from onrecord.record import Record, create
from onrecord.record.state import KINDS, gather
from onrecord.record.view import View
from onrecord.web import app
from onrecord.web.commanding import _headings

OPEN = "Four farmers were shot dead by border guards in Dayton, Ohio, on May 3, 2021, police said."
HELD = "The commander of the Ninth Column ordered his soldiers to shoot seventeen traders dead in Hyesan, North Korea, on June 4, 2019, a resident said."
KEPT_BACK = [Label(Level.CONFIDENTIAL), Label(Level.SECRET), *(Label.of(s) for s in Sensitive)]
PICTURES = (
    "/map.svg",
    "/timeline.svg",
    "/charts.svg?by=admin1",
    "/charts.svg?by=year",
    "/charts.svg?by=act",
    "/charts.svg?by=sex",
    "/command",
)


def built(place: Path, label: Label | None) -> Record:
    for name, text in (("open", OPEN), ("held", HELD)):
        (place / f"{name}.txt").write_text(f"A report\n\n{text}\n", encoding="utf-8")
    made = create(place / "record")
    made.build([place / "open.txt"])
    made.build([place / "held.txt"], given=Given(label=label))
    return made


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with built(tmp_path, None) as made:
        yield made


def labelled(record: Record, name: str, label: Label) -> View:
    """The record, with a label on the claims of one property in the report that is held back."""
    held = record.view().state
    return View(gather(
        replace(e, payload={**e.payload, "label": label.to_json()})
        if e.kind == "claim" and e.payload["property"] == name and held.capture_of_claim(e.number) == max(held.captures) else e
        for e in record.ledger.entries(KINDS)
    ))  # fmt: skip


def telling(pictures: str) -> list[str]:
    """What of the report that is held back shows: its place, year, number and perpetrators."""
    return [
        w
        for w in ("Hyesan", "Ryanggang", "2019", "17", "21", "Ninth Column", "his soldiers")
        if f">{w}" in pictures or f" {w}" in pictures
    ]


@pytest.mark.parametrize(
    "label", [None, Label(Level.INTERNAL), Label(Level.PUBLIC), Label(Level.CONFIDENTIAL), Label(Level.SECRET)]
)
def test_a_report_that_is_kept_back_is_in_no_picture(tmp_path: Path, label: Label | None) -> None:
    with built(tmp_path, label) as record, TestClient(app(record)) as client:
        pictures = {path: client.get(path).text for path in PICTURES}
        one = next(i["id"] for i in record.list() if i["place"]["country"] == "PRK")
        alone = client.get(f"/command/{one}.svg")
        open_to_all = label is None or label.level in (Level.INTERNAL, Level.PUBLIC)
        assert alone.status_code == (200 if open_to_all else 404)
        for path, said in pictures.items():  # seventeen by place and year; by act and sex, twenty-one of both reports
            assert bool(telling(said)) is open_to_all, path
        assert "Ohio" in pictures["/charts.svg?by=admin1"] and ">4<" in pictures["/map.svg"]  # what is open stays
        assert (
            client.get(f"/incident/{one}").status_code == 200
            and "Hyesan" in client.get(f"/report/{record.reports()[-1]['id']}").text
        )


@pytest.mark.parametrize("label", KEPT_BACK)
@pytest.mark.parametrize("name", ["act", "victim", "count", "outcome"])
def test_an_incident_whose_toll_rests_on_it_is_in_no_picture(record: Record, name: str, label: Label) -> None:
    view, before = labelled(record, name, label), record.view()
    assert len(spots(before)) == 2 and [s.incident["place"]["country"] for s in spots(view)] == ["USA"]
    assert (
        [gate.charted(view, n) for n in before.state.incidents]
        == [True, False]
        == [n in {s.number for s in spots(view)} for n in before.state.incidents]
    )
    assert {p.words for p in command.parts(view)} == {"border guards"}


@pytest.mark.parametrize("label", KEPT_BACK)
@pytest.mark.parametrize("name", ["place", "date"])
def test_where_and_when_are_left_out(record: Record, name: str, label: Label) -> None:
    view = labelled(record, name, label)
    held = spots(view)[1]
    assert (held.places == ()) is (name == "place") and (held.edtf is None) is (name == "date")
    assert not gate.charted(view, held.number) and gate.charted(record.view(), held.number)
    cluster = command.cluster_of(view, f"i{held.number}")
    assert cluster is not None
    drawn, _, _ = graph.drawn(cluster, _headings(view, cluster), "Graph")
    assert ("Hyesan" in drawn) is (name != "place") and ("2019" in drawn) is (name != "date")


@pytest.mark.parametrize("label", KEPT_BACK)
def test_a_perpetrator_who_is_kept_back_is_in_no_graph(record: Record, label: Label) -> None:
    assert {"Ninth Column", "his soldiers"} & {
        w for p in command.parts(record.view()) for w in (p.words, p.words.rpartition("the ")[2])
    }
    assert {p.words for p in command.parts(labelled(record, "perpetrator", label))} == {"border guards"}
