"""Taking reports in through the workbench: files, a text, links; from its own pages only, bounded, and each with its fate."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from onrecord.record import Record, create, samples
from onrecord.web import uploads
from tests.web.test_acting import OWN, TEXT, Person

HOSTILE = "<script>alert(1)</script>\u202e\x07"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with create(tmp_path / "my 기록") as made:
        yield made


def ended(person: Person, answer: Any) -> Any:
    """What became of a capture, once it is done."""
    assert answer.status_code == 303, answer.text
    for _ in range(600):
        said = person.client.get(answer.headers["location"], headers={"accept": "application/json"}).json()
        if said["state"] != "works":
            return said
        time.sleep(0.05)
    raise AssertionError("the capture does not end")


def sent(person: Person, files: dict[str, bytes] | None = None, headers: dict[str, str] | None = None, **fields: str) -> Any:
    several = [("file", (name, data)) for name, data in (files or {}).items()] or [("file", ("", b""))]
    return person.client.post(
        "/capture", data={"token": person.token, **fields}, files=several, headers=OWN if headers is None else headers
    )


def waiting(record: Record) -> list[Path]:
    return [*(record.folder / ".incoming").rglob("*")]


def test_files_and_a_text_with_what_is_known_of_them(record: Record) -> None:
    heron = Person(record)
    said = ended(heron, sent(
        heron, {"mill.txt": TEXT.encode(), "a/b\\evil.png": b"\x89PNG", "bad.pdf": b"%PDF-no"}, text="Two men died.\r\n\r\nIn Dayton.",
        published="2021-05", publisher="The Desk", collection="Spring list", source="Wren of the mill", label="secret",
    ))  # fmt: skip
    assert said["state"] == "done" and [f["what"] for f in said["fates"]] == ["added", "refused", "refused", "added"]
    assert said["fates"][0]["sentence"].startswith("mill.txt: added, and ") and said["fates"][1]["sentence"].startswith(
        "evil.png is a .png"
    )
    assert all(str(record.folder) not in f["sentence"] and ".incoming" not in f["sentence"] for f in said["fates"])
    mill, pasted = record.reports()
    for r in (mill, pasted):
        assert (r["published"], r["publisher"], r["collection"], r["route"], r["by"]) == (
            "2021-05",
            "The Desk",
            "Spring list",
            "page",
            "heron",
        )
        assert r["label"]["level"] == "secret"
    assert record.report(pasted["id"])["text"] == "Two men died.\n\nIn Dayton.\n" and waiting(record) == []
    pages = "".join(
        heron.client.get(p).text
        for p in ("/reports", f"/report/{mill['id']}", "/ledger?what=everything", f"/original/{mill['number']}")
    )
    assert "Wren of" not in pages and "Wren of" not in str(record.reports()) and "taken in by" in pages
    assert [e.payload["identity"] for e in record.ledger.entries({"identity"}) if e.payload] == ["Wren of the mill"] * 2
    said = ended(heron, sent(heron, {"mill.txt": TEXT.encode()}))
    assert [f["what"] for f in said["fates"]] == ["known"] and record.verify() == []


def test_what_cannot_be_taken_is_said_and_nothing_stays_behind(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    heron, head = Person(record), record.ledger.head()
    for fields, words in (
        ({}, "Nothing was given"), ({"text": "x", "published": "soon"}, "is not a date"), ({"text": "x", "label": "cosmic"}, "is no label"),
        ({"links": "ftp://x"}, "is no link"), ({"links": " ".join(f"http://x/{n}" for n in range(300))}, "taken at once"),
    ):  # fmt: skip
        answer = sent(heron, **fields)
        assert answer.status_code == 400 and words in answer.text, words
    assert '<textarea name="text" rows="6" dir="auto">x</textarea>' in sent(heron, text="x", label="cosmic").text
    for headers in ({}, {"origin": "http://evil.example"}, {**OWN, "sec-fetch-site": "cross-site"}):
        assert sent(heron, {"a.txt": b"x"}, headers).status_code == 403
    heron.token, token = "x" * 43, heron.token
    assert sent(heron, {"a.txt": b"x"}).status_code == 403
    heron.token = token
    monkeypatch.setattr(uploads, "MOST_UPLOADED", 1000)
    monkeypatch.setattr(uploads, "MOST_TEXT", 1000)
    answer = sent(heron, {"a.txt": b"x" * 5_000_000})
    assert answer.status_code == 400 and "its files have" in answer.text and "onrecord build FOLDER" in answer.text
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    assert "more than 2 files" in sent(heron, {f"{n}.txt": b"x" for n in range(4)}).text
    assert sent(Person(record, None), text="x").status_code == 400
    heron.send("/part", who="wren", role="second reader")
    head = record.ledger.head()
    wren = Person(record, "wren")
    assert "second reader" in sent(wren, text="x").text and "takes no reports in" in wren.client.get("/capture").text
    assert wren.send("/capture/samples").status_code == 400
    broken = heron.client.post(
        "/capture", content=b"--x\r\nnothing", headers={**OWN, "content-type": "multipart/form-data; boundary=x"}
    )
    assert broken.status_code in (400, 403)
    assert record.ledger.head() == head and waiting(record) == [] and heron.client.get("/capture/none").status_code == 404


def test_hostile_names_and_words_are_shown_as_text(record: Record) -> None:
    heron = Person(record)
    name = f"{HOSTILE}.txt"
    said = ended(
        heron,
        sent(
            heron,
            {name: b"Two men died in Dayton.\n", f"{HOSTILE}.xyz": b"x", "." * 300: b"x", "l" * 1000 + ".txt": b"Rain.\n"},
            publisher=HOSTILE,
            collection=HOSTILE,
        ),
    )
    assert said["state"] == "done" and len(said["fates"]) == 4
    for path in (f"/capture/{next(iter(heron_jobs(heron)))}", "/reports", f"/report/{record.reports()[0]['id']}"):
        page = heron.client.get(path).text
        assert "<script>alert" not in page, path
    assert "<script>alert" not in sent(heron, text="x", published=HOSTILE, links=HOSTILE, source=HOSTILE).text


def heron_jobs(person: Person) -> list[str]:
    capturing = next(r.endpoint.__self__ for r in person.client.app.routes if getattr(r, "path", "") == "/capture")  # type: ignore[attr-defined]
    return [*capturing.jobs._jobs]


class Site(BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self) -> None:
        Site.asked += 1
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(f"Two men died in Dayton, Ohio, on May 3, 2021. {self.path}\n".encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_links_ask_by_which_route_first(record: Record) -> None:
    pytest.importorskip("httpx2")
    Site.asked = 0
    heron = Person(record)
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        link = f"http://127.0.0.1:{site.server_address[1]}/a"
        first, second = (sent(heron, links=f"{link} {link}").headers["location"] for _ in range(2))
        page = heron.client.get(first).text
        assert (
            "Shall these be fetched?" in page
            and "1 address would be fetched:" in page
            and "<code>http://127.0.0.1" in page
            and Site.asked == 0
        )
        assert heron.send(first, route="").status_code == 400
        assert "is no proxy" in heron.send(first, route="proxy", proxy="socks5://x").text
        assert "Give the proxy" in heron.send(first, route="proxy", proxy=" ").text
        time.sleep(0.2)
        assert Site.asked == 0  # a proxy that is left out is not the direct route
        assert heron.send(first, {}, route="direct").status_code == 403 and Site.asked == 0
        heron.send(second, route="none")
        page = heron.client.get(second).text
        assert "Nothing was fetched and nothing was captured" in page and "broke off" not in page
        assert Site.asked == 0
        third = sent(heron, links=link).headers["location"]
        assert [f["what"] for f in ended(heron, heron.send(third, route="direct"))["fates"]] == ["added"]
        assert Site.asked == 1 and record.reports()[0]["retrieved"]["asked"] == link
        heron.send(third, route="direct")
        again = sent(heron, links=link).headers["location"]
        assert [f["what"] for f in ended(heron, heron.send(again, route="direct"))["fates"]] == ["known"] and Site.asked == 1
        site.shutdown()


def test_a_first_visit_can_load_the_samples(record: Record) -> None:
    reader, heron = Person(record, None), Person(record)
    assert "take a pseudonym at the top" in reader.client.get("/").text
    page = heron.client.get("/").text
    assert "Load the sample reports" in page and 'href="/capture"' in page and "onrecord build REPORTS" in page
    assert "Load the sample reports" in heron.client.get("/capture").text
    said = ended(heron, heron.send("/capture/samples"))
    assert said["state"] == "done" and {f["what"] for f in said["fates"]} == {"added"} and len(record.list()) > 10
    assert "Load the sample reports" not in heron.client.get("/capture").text
    assert samples.folder().name in ("reports", "samples")
