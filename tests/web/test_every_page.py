"""Hostile words on every page: shown as text, whatever field of a report, a claim or a remark they stand in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from starlette.routing import Match, Route
from starlette.testclient import TestClient

from onrecord.record import Record
from onrecord.web import app
from onrecord.web.scripts import STATIC, modules
from tests.web.every_page import HOSTILE, ME, hostile_record, paths

OWN = {"origin": "http://testserver"}
SCRIPTS = {"/words.js", "/saving.js", "/row.js", "/review.js", "/original.js", "/charts.js", "/map.js", "/capture.js"}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with hostile_record(tmp_path_factory.mktemp("every")) as made:
        yield made


@pytest.fixture(scope="module")
def client(record: Record) -> TestClient:
    made = TestClient(app(record))
    token = re.findall(r'name="token" value="([^"]+)"', made.get("/queue").text)[0]
    made.post("/me", data={"token": token, "name": ME, "back": "/queue"}, headers=OWN)
    return made


class Elements(HTMLParser):
    """What a page is made of that could run."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("marrowx", "iframe", "object", "embed", "style", "base") or (
            tag == "script" and said.get("src") not in SCRIPTS
        ):
            self.wrong.append(tag)
        if tag == "img" and not (said.get("src") or "").startswith(("/original/", "/estimate/")):
            self.wrong.append(f"img {said.get('src')}")
        self.wrong += [f"{tag} {k}" for k in said if k.startswith("on") or k == "style"]
        self.wrong += [f"{tag} {k}={said[k]}" for k in ("href", "src", "action", "formaction") if (said.get(k) or "").strip().lower().startswith(("javascript:", "data:text", "//"))]  # fmt: skip


NAMES = (
    "queue", "queue by incident", "incidents", "incidents filtered", "sum", "incident", "incident why", "incident then", "print", "print then", "reports",
    "report", "sample", "original", "pages", "add", "add words", "claim", "preview", "people", "person", "regroup incident", "regroup person", "sources",
    "institution", "search", "search hostile", "charts", "bar", "map", "map why", "map hostile", "command", "command of", "links", "link", "differ",
    "ledger", "ledger everything", "ledger then", "estimates", "estimate", "capture", "desk", "nothing there",
)  # fmt: skip


def test_every_page_has_its_name(record: Record) -> None:
    assert tuple(paths(record)) == NAMES


NO_PAGES = {
    "/style.css", *(f"/{p.name}" for p in STATIC.glob("*.js")),
    "/queue/next",  # leads to a report
    "/original/{number}/{page}.png", "/charts.svg", "/map.svg", "/timeline.svg", "/command/{id}.svg", "/estimate/{number:int}/{what}.svg",
}  # fmt: skip
UNDER_WAY = {"/capture/{id}", "/links/run"}
"""Pages of something that goes on: `test_capturing_in_browser` and `test_every_page_in_browser` begin it and look at them."""


def test_no_page_of_the_workbench_is_forgotten_here(record: Record) -> None:
    """A new page has to be named in `every_page`: hostile words, axe and three widths are then tested on it."""
    routes = [r for r in app(record).routes if isinstance(r, Route) and "GET" in (r.methods or ())]

    def of(path: str) -> str:
        asked = {"type": "http", "method": "GET", "path": unquote(path.partition("?")[0]), "headers": []}
        return next(r.path for r in routes if r.matches(asked)[0] is Match.FULL)

    assert {of(path) for path in paths(record).values()} | NO_PAGES | UNDER_WAY == {r.path for r in routes}


def test_a_page_names_every_module_that_its_script_needs(client: TestClient, record: Record) -> None:
    text = client.get(paths(record)["report"]).text
    assert set(re.findall(r'modulepreload" href="/([^"]+)"', text)) == set(modules("review.js"))
    for name in ("review.js", "saving.js", "original.js", *modules("review.js")):
        answer = client.get(f"/{name}")
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/javascript")
        imported = set(re.findall(r'from "\./(.+?)"', answer.text))
        assert imported <= set(modules(name)) and all(client.get(f"/{m}").status_code == 200 for m in imported)


@pytest.mark.parametrize("name", NAMES)
def test_hostile_words_stay_words(client: TestClient, record: Record, name: str) -> None:
    answer = client.get(paths(record)[name])
    assert answer.status_code == (404 if name == "nothing there" else 200)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    found = Elements()
    found.feed(answer.text)
    assert found.wrong == []
    words = html.unescape(answer.text)
    steering = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]"
    assert not re.findall(steering, words), sorted({ascii(c) for c in re.findall(steering, words)})
    assert "{{ 7 * 7 }}" in words or "7 * 7" not in words
    if name not in ("capture", "pages", "sample", "links", "link", "institution", "command of"):
        assert "&lt;script&gt;alert(1)" in answer.text  # the record's own name at the least: it was there to run


@pytest.mark.parametrize("path", ["/map.svg", "/timeline.svg", "/charts.svg?by=place", "/command/1.svg", "/estimate/lists.svg"])
def test_hostile_words_stay_words_in_pictures(client: TestClient, record: Record, path: str) -> None:
    of = next(iter(re.findall(r"/command/([a-z0-9]+)\.svg", client.get("/command").text)), "")
    if path.startswith("/estimate/"):
        pytest.importorskip("numpy")
    made = record.estimates()[0]["number"]
    answer = client.get(path.replace("/1.svg", f"/{of}.svg").replace("estimate/", f"estimate/{made}/"))
    assert answer.status_code == 200 and not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", answer.text)
    for e in ElementTree.fromstring(answer.text).iter():
        assert e.tag.rpartition("}")[2] not in ("script", "style", "marrowx", "img", "image", "foreignObject")
        assert not [k for k in e.attrib if k.startswith("on") or k == "style"]


def test_a_line_of_a_million_characters_is_a_page(client: TestClient, record: Record) -> None:
    assert "long" in {r["id"] for r in record.reports()}
    for path in ("/report/long", f"/original/{record.report('long')['report']['number']}", "/search?words=women", "/reports"):
        answer = client.get(path)
        assert answer.status_code == 200 and len(answer.content) < 3_000_000, path
    assert len(client.get("/search?words=women").content) < 300_000 and HOSTILE not in client.get("/report/long").text
