"""The workbench's pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from onrecord.errors import Misuse
from onrecord.record import Record, create
from onrecord.web import app, serve
from onrecord.web.marking import pieces

REPORTS = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("web")
    hostile = folder / "hostile.txt"
    hostile.write_text(
        "<script>alert(1)</script>\n\nFour <b>men</b> were killed in Dayton, Ohio, on May 3, 2021.\n", encoding="utf-8"
    )
    with create(folder / "record", name="<i>Samples</i>") as made:
        list(made.build([REPORTS / "border-night.txt", hostile], "2023-05-02"))
        yield made


@pytest.fixture(scope="module")
def client(record: Record) -> Iterator[TestClient]:
    with TestClient(app(record)) as made:
        yield made


def test_the_list_and_its_filters(client: TestClient, record: Record) -> None:
    page = client.get("/").text
    assert all(f'href="/incident/{i["id"]}"' in page for i in record.list())
    suicide = next(i for i in record.list() if i["act"] == "suicide")
    for query in (
        "act=suicide",
        "text=family+of+five&outcome=death",
        "since=2023-04-17&until=2023-04-17&text=poison",
        "state=open&act=suicide",
    ):
        assert f"/incident/{suicide['id']}" in client.get(f"/?{query}").text
    for query in ("text=nobody+at+all", "since=2024", "place=Atlantis", "state=rejected", "since=rubbish"):
        assert f"/incident/{suicide['id']}" not in client.get(f"/?{query}").text


def test_an_incident_and_a_report(client: TestClient, record: Record) -> None:
    for i in record.list():
        page = client.get(f"/incident/{i['id']}")
        assert page.status_code == 200 and "Grades" in page.text
    for r in record.reports():
        page = client.get(f"/report/{r['id']}").text
        for claim in record.report(r["id"])["claims"]:
            assert f'href="#c{claim["number"]}"' in page and (not claim["mentions"] or f'id="c{claim["number"]}"' in page)


def test_hostile_words_stay_words_and_no_script_runs(client: TestClient, record: Record) -> None:
    hostile = next(r["id"] for r in record.reports() if r["file"] == "hostile.txt")
    for path in ("/", "/reports", f"/report/{hostile}", "/report/<script>", "/?text=<script>"):
        answer = client.get(path)
        assert "<script" not in answer.text and "<i>Samples" not in answer.text
        assert (
            "default-src 'none'" in answer.headers["content-security-policy"] and answer.headers["cache-control"] == "no-store"
        )
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_what_is_not_there(client: TestClient) -> None:
    for path in ("/incident/i99999", "/report/none", "/elsewhere"):
        answer = client.get(path)
        assert answer.status_code == 404 and "To the incidents" in answer.text


def test_only_this_machine(record: Record) -> None:
    with pytest.raises(Misuse, match="this machine only"):
        serve(record, host="0.0.0.0")


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=8))
def test_the_pieces_are_the_text(text: str, marks: list[tuple[int, int]]) -> None:
    claims = [
        {"number": n, "property": "victim", "mentions": [{"start": s, "end": min(len(text), s + length)}]}
        for n, (s, length) in enumerate(marks) if s < len(text)
    ]  # fmt: skip
    found = pieces(text, claims)
    assert "".join(p["text"] for p in found) == text
    assert sorted(a for p in found for a in p["anchors"]) == [c["number"] for c in claims]
