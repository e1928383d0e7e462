"""The workbench's pages."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import onrecord.web
from onrecord.errors import Misuse, OnRecordError
from onrecord.record import Record, create
from onrecord.web import app, serve
from onrecord.web.marking import ROLES, pieces, shown
from onrecord.web.templating import report_name

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
        ids = re.findall(r'id="([^"]+)"', page)
        assert len(ids) == len(set(ids)) and set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
        for claim in record.report(r["id"])["claims"]:
            assert f"claim-{claim['number']}" in ids
            assert all(f'href="#m-{m["start"]}-{m["end"]}"' in page for m in claim["mentions"])


@pytest.mark.parametrize("field", ["all", "killed", "date", "grade", "according_to", "toll", "modality"])
def test_why_on_each_figure(client: TestClient, record: Record, field: str) -> None:
    for i in record.list():
        answer = client.get(f"/incident/{i['id']}?why={field}")
        assert answer.status_code == 200 and "By these claims" in answer.text
    assert client.get(f"/incident/{record.list()[0]['id']}?why=colour").status_code == 404


def test_a_judgement_and_a_forgotten_report_are_shown(tmp_path: Path) -> None:
    with create(tmp_path / "record") as made, TestClient(app(made)) as client:
        made.build(REPORTS / "border-night.txt")
        report = made.reports()[0]
        incident = made.list()[0]["id"]
        count = next(c for c in made.report(report["id"])["claims"] if c["property"] == "count")
        made.judge(count["number"], "amend", "heron", "page two", 6)
        for path in (f"/incident/{incident}?why=death", f"/report/{report['id']}"):
            page = client.get(path).text
            assert "heron amends it to 6" in page and "page two" in page and "amended" in page
        made.forget(report["id"], "consent withdrawn")
        assert "No incidents stand" in client.get("/").text and "forgotten" in client.get("/reports").text
        assert "This report was forgotten" in client.get(f"/report/r{report['number']}").text


def test_a_long_list_is_turned_page_by_page(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {
                "id": f"d{n}",
                "text": f"Bandits killed {n} farmers in Dayton, Ohio, on May 3, {1890 + n}.",
                "published": f"{1890 + n}-05-04",
            }
        )
        for n in range(2, 122)
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with create(tmp_path / "record") as made, TestClient(app(made)) as client:
        made.build(tmp_path / "many.jsonl")
        assert len(made.list()) == 120
        first, last = client.get("/?act=killing").text, client.get("/?act=killing&page=3").text
        assert "Page 1 of 3" in first and 'href="/?act=killing&amp;page=2"' in first and "Page 3 of 3" in last
        assert first.count('scope="row"') == 50 and last.count('scope="row"') == 20
        assert "Page 3 of 3" in client.get("/reports?page=99").text and "Page 1 of 3" in client.get("/?page=x").text


def test_colours_are_told_apart_by_people_who_see_little() -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for words, 3 to 1 for the edges of fields."""
    style = (Path(onrecord.web.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
    themes = [
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    ]
    assert len(themes) == 2
    for theme in themes:
        grounds = [theme[k] for k in ("paper", "raised")]
        for ground in grounds:
            assert all(contrast(theme[k], ground) >= 4.5 for k in ("ink", "soft", "link", "wrong")), theme
            assert contrast(theme["edge"], ground) >= 3, theme
        assert contrast(theme["paper"], theme["link"]) >= 4.5  # a button's words
        assert all(contrast(theme["ink"], theme[r]) >= 4.5 for r in ROLES), theme


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_hostile_words_stay_words_and_no_script_runs(client: TestClient, record: Record) -> None:
    hostile = next(r["id"] for r in record.reports() if r["file"] == "hostile.txt")
    for path in ("/", "/reports", f"/report/{hostile}", "/report/<script>", "/?text=<script>"):
        answer = client.get(path)
        own = ['<script src="/review.js" type="module">'] if path == f"/report/{hostile}" else []
        scripts = [
            '<script src="/words.js" defer>',
            '<script src="/saving.js" type="module">',
            '<script src="/row.js" type="module">',
            *own,
        ]
        assert re.findall(r"<script[^>]*>", answer.text) == scripts and "<i>Samples" not in answer.text
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
    with pytest.raises(Misuse, match="99999 is no port"):
        serve(record, port=99999)


def test_a_taken_port_is_said(record: Record) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        with pytest.raises(OnRecordError, match="is taken by another program"):
            serve(record, port=held.getsockname()[1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one program alone")
def test_ctrl_c_ends_it_quietly(record: Record) -> None:
    words = [sys.executable, "-m", "onrecord", "serve", str(record.folder), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout and "The workbench is at http://127.0.0.1:" in running.stdout.readline()
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        said, wrong = running.communicate(timeout=10)
    assert running.returncode == 0 and "has ended" in said and wrong == ""


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=8))
def test_the_pieces_are_the_text(text: str, marks: list[tuple[int, int]]) -> None:
    claims = [
        {"number": n, "property": "victim", "mentions": [{"start": s, "end": min(len(text), s + length)}]}
        for n, (s, length) in enumerate(marks) if s < len(text)
    ]  # fmt: skip
    found = pieces(text, claims)
    assert "".join(p["text"] for p in found) == shown(text) and len(shown(text)) == len(text)
    anchors = [a for p in found for a in p["anchors"]]
    assert sorted(anchors) == sorted({f"m-{m['start']}-{m['end']}" for c in claims for m in c["mentions"]})
    for p in found:
        assert bool(p["roles"]) == (p["claim"] is not None)


def test_an_empty_record_says_what_to_do_and_counts_its_one_entry(tmp_path: Path) -> None:
    with create(tmp_path / "my record") as empty, TestClient(app(empty)) as client:
        assert (
            "--into &#34;my record&#34;<" in client.get("/").text
            and "--record &#34;my record&#34; --as" in client.get("/estimate").text
        )
        queue = client.get("/queue").text
        assert (
            'No claims stand in this record yet. <a href="/capture">' in queue
            and "every claim that stands was judged" not in queue
        )
        assert '<a href="/capture">Drop your reports here</a>' in client.get("/reports").text
        assert "1 entry; its hash is" in client.get("/ledger").text


def test_reports_of_one_file_are_told_apart(tmp_path: Path) -> None:
    told = {
        "wire-2": "Two men were killed in Dayton, Ohio, on May 3, 2021.",
        "wire-6": "Six women were abducted in Lima, Peru, in 2012.",
    }
    lines = [json.dumps({"id": id, "text": text}) for id, text in told.items()]
    (tmp_path / "wire.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "alone.txt").write_text("Nine nurses were beaten in Mopti, Mali, on 4 March 2016.", encoding="utf-8")
    with create(tmp_path / "record") as record, TestClient(app(record)) as client:
        record.build([tmp_path / "wire.jsonl", tmp_path / "alone.txt"])
        for path in ("/queue", "/"):
            page = client.get(path).text
            assert all(f">{name}</a>" in page for name in ("wire.jsonl, wire-2", "wire.jsonl, wire-6", "alone.txt")), path
    long = report_name("wire.jsonl", "2021-05-03-highland-wire-plateau-0007")
    assert long.startswith("wire.jsonl, 2021-05-03-") and long.endswith("0007") and len(long) < 40
    assert report_name("a.txt", "0123456789abcdef") == "a.txt" == report_name("a.txt", None)
