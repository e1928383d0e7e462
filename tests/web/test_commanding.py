"""Perpetrators, units and command as a graph: what it joins, and who is never in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from onrecord.claims import Label, Sensitive
from onrecord.drawing import command, graph
from onrecord.record import Record, create
from onrecord.record.state import gather
from onrecord.record.view import View
from onrecord.review import Added
from onrecord.web import app
from tests.web.axe import violations
from tests.web.chromium import served, skipped

MILL = (
    "The commander of the 25th Brigade ordered his soldiers to shoot four farmers dead near Hoeryong, North Korea, on May 3, 2021, "
    "a source in the town said. Two women were wounded. The security office lent a lorry. A neighbour hid the wounded in a barn. "
    "Her sister saw it."
)
BRIDGE = "Soldiers of the Third Battalion killed two traders in Hyesan, North Korea, on June 4, 2021, a resident said. The staff <script> ordered it."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    for name, text in (("mill", MILL), ("bridge", BRIDGE)):
        (tmp_path / f"{name}.txt").write_text(f"A report\n\n{text}\n", encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build([tmp_path / "mill.txt", tmp_path / "bridge.txt"])
        yield made


def add(record: Record, file: str, words: str, name: str, value: dict[str, Any]) -> int:
    """A claim of a reviewer's own; the person whom it brings in."""
    report = next(r["id"] for r in record.reports() if r["file"] == file)
    incident = next(i["id"] for i in record.list() if i["act"] == "killing" and i["reports"][0]["file"] == file)
    start = record.report(report)["text"].index(words)
    claim = record.review("heron").add(report, Added(name, value, ({"start": start, "end": start + len(words)},), incident))
    return int(record.view().state.value(claim)["person"])


def perpetrator(record: Record, file: str, words: str, involvement: str, status: str = "stated") -> int:
    return add(record, file, words, "perpetrator", {"involvement": involvement, "status": status})


def mill(record: Record) -> int:
    return next(int(i["id"][1:]) for i in record.list() if i["act"] == "killing" and i["reports"][0]["file"] == "mill.txt")


def picture(record: Record, view: View | None = None) -> str:
    view = view or record.view()
    return "".join(graph.drawn(c, {}, "Graph")[0] for c in command.clusters(view))


def test_orders_lead_from_who_gave_them_to_who_did_it(record: Record) -> None:
    cluster = command.cluster_of(record.view(), f"i{mill(record)}")
    assert cluster is not None and cluster.tells
    words = {p.person: p.words for p in cluster.parts}
    assert [(words[a], words[b]) for a, b, _ in cluster.orders] == [("The commander of the 25th Brigade", "his soldiers")]
    rank = graph.ranks(cluster)
    assert sorted((rank[p], words[p]) for p in words) == [(0, "The commander of the 25th Brigade"), (1, "his soldiers")]
    assert picture(record) == picture(record)
    ElementTree.fromstring(picture(record).split("</svg>")[0] + "</svg>")


def test_incidents_are_joined_by_a_merge_and_by_nothing_else(record: Record) -> None:
    staff = perpetrator(record, "bridge.txt", "The staff <script>", "ordered", "accused")
    assert len(command.clusters(record.view())) == 2
    chief = next(p.person for p in command.parts(record.view()) if p.involvement == "ordered" and p.incident == mill(record))
    entry = record.review("heron").merge(f"p{chief}", [f"p{staff}"], "one man")
    one = command.clusters(record.view())
    assert len(one) == 1 and len(one[0].incidents) == 2 and len(one[0].orders) == 3
    assert "ordered, accused" in picture(record)
    with TestClient(app(record)) as client:
        page = client.get(f"/person/p{chief}").text
        assert "Is said to have given orders to" in page and f"/command?of=p{chief}" in page
    record.review("heron").undo(entry)
    assert len(command.clusters(record.view())) == 2


def test_circles_and_chains_have_an_end(record: Record) -> None:
    a = perpetrator(record, "bridge.txt", "The staff <script>", "ordered")
    b = perpetrator(record, "mill.txt", "The security office", "ordered")
    c = next(p.person for p in command.parts(record.view()) if p.words == "his soldiers")
    d = next(p.person for p in command.parts(record.view()) if p.incident != mill(record) and p.involvement == "carried_out")
    record.review("heron").merge(f"p{a}", [f"p{c}"])  # who obeys in one gives orders in the other
    record.review("heron").merge(f"p{b}", [f"p{d}"])
    cluster = command.clusters(record.view())[0]
    assert max(graph.ranks(cluster).values()) <= 5
    ElementTree.fromstring(graph.drawn(cluster, {}, "Graph")[0])


def test_who_helped_saw_it_or_is_a_relative_is_never_in_it(record: Record) -> None:
    add(record, "mill.txt", "A neighbour", "other", {"role": "helped"})
    add(record, "mill.txt", "Her sister", "other", {"role": "witnessed"})
    record.review("heron").families(mill(record))
    drawn, parts = picture(record), command.parts(record.view())
    assert not [p for p in parts if p.words in ("A neighbour", "Her sister")]
    assert all(words not in drawn for words in ("neighbour", "sister", "barn", "women"))
    with TestClient(app(record)) as client:
        for path in ("/command", f"/command?of=i{mill(record)}", f"/command/i{mill(record)}.svg"):
            page = client.get(path).text
            assert "neighbour" not in page and "sister" not in page


@pytest.mark.parametrize(
    "tells", [Sensitive.HELPER, Sensitive.RELATIVE_OF_LIVING, Sensitive.HIDING_PLACE, Sensitive.CROSSING, Sensitive.ROUTE]
)
def test_what_is_labelled_secret_is_never_in_it(record: Record, tells: Sensitive) -> None:
    entries = list(record.ledger.entries())
    for name, words in (("perpetrator", "his soldiers"), ("act", None)):
        kept = [
            replace(e, payload={**e.payload, "label": Label.of(tells).to_json()})
            if e.kind == "claim" and e.payload["property"] == name and words in (None, e.payload["mentions"][0]["text"]) else e
            for e in entries
        ]  # fmt: skip
        view = View(gather(kept))
        assert "his soldiers" in picture(record) and "his soldiers" not in picture(record, view)
        assert name != "act" or command.parts(view) == []


def test_families_only_by_decision_and_only_the_dead(record: Record) -> None:
    assert "four farmers" not in picture(record)
    with TestClient(app(record)) as client:
        assert "Victims and their families" not in client.get(f"/command?of=i{mill(record)}").text  # nobody has begun to review
    entry = record.review("heron").families(mill(record))
    assert "four farmers" in picture(record) and "women" not in picture(record)  # who was wounded counts as alive
    assert record.view().state.kind_of(entry) == "families"
    outcome = next(n for n in record.view().claims_of(mill(record)) if record.view().state.value(n) == "death")
    amended = record.review("crane").amend(outcome, "disappearance").number
    assert "four farmers" not in picture(record)
    record.review("crane").undo(amended)
    record.review("crane").families(mill(record), False)
    assert "four farmers" not in picture(record) and record.verify() == []


def test_the_page_and_its_table(record: Record) -> None:
    perpetrator(record, "bridge.txt", "The staff <script>", "ordered")
    with TestClient(app(record)) as client:
        page = client.get("/command").text
        assert page.count('scope="row"') == 5 and "a source in the town" in page and "documented" in page
        scripts = [
            '<script src="/words.js" defer>',
            '<script src="/saving.js" type="module">',
            '<script src="/row.js" type="module">',
            '<script src="/map.js" defer>',
        ]
        assert re.findall(r"<script[^>]*>", page) == scripts
        assert client.get("/command?words=soldiers&involvement=carried_out").text.count('scope="row"') == 2
        for query in ("of=x", "of=p999999", "of=i1e9", "of=<script>", "words=<script>", "involvement=x", "page=7"):
            answer = client.get(f"/command?{query}")
            assert answer.status_code == 200 and "<script>" not in answer.text, query
        alone = client.get(f"/command/i{mill(record)}.svg")
        assert "as documented" in "".join(ElementTree.fromstring(alone.text).itertext())
        assert client.get("/command/i99999.svg").status_code == 404


@skipped
def test_a_reviewer_decides_on_families_in_the_page(browser: Any, record: Record) -> None:
    page = browser.new_page(base_url=served(record))
    page.set_default_timeout(5000)
    page.goto(f"/command?of=i{mill(record)}")
    page.get_by_label("take a pseudonym").fill("heron")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Show them in the graph").click()
    page.locator("svg text", has_text="four farmers").wait_for()
    page.get_by_role("button", name="Show them no more").click()
    page.locator("svg text", has_text="four farmers").wait_for(state="detached")
    page.close()


@skipped
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_off_the_page_and_axe_finds_nothing(browser: Any, record: Record, scheme: str) -> None:
    address = served(record)
    for width in (1440, 768, 360):
        context = browser.new_context(base_url=address, viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        page.goto("/command")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        context.close()
