"""Search, charts, sums and care, as the server gives them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from onrecord.record import Record, create
from onrecord.record.tolls import sums
from onrecord.record.tolls_why import HOWS, sum_why
from onrecord.web import app

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
HOSTILE = "<script>alert(1)</script> \u202eevil\u202c \x07bell \x1b[31m <b>Marrowstone</b> & \"quotes' {{ 7 * 7 }} https://x.example/?a=1&b"
PAGES = (
    "/search", "/search?words=marrowstone", "/search?words=%3Cscript%3E", "/search?words=x&collection=%3Cb%3E&language=%22%3E", "/charts",
    "/charts?by=place", "/charts?by=act&bar=killing", "/charts?by=sex", "/charts?words=%22%3E%3Csvg%3E&by=place", "/why?of=death",
    "/why?of=death&text=%3Cscript%3E", "/desk", "/queue",
)  # fmt: skip


def someone(client: TestClient, name: str = "heron") -> str:
    """Begin as somebody; the token of their forms."""
    page = client.get("/queue").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    client.post("/me", data={"token": token[1], "name": name, "back": "/queue"}, headers={"origin": "http://testserver"})
    return token[1]


def post(client: TestClient, token: str, path: str, **fields: Any) -> Any:
    headers = {"origin": "http://testserver", "accept": "application/json"}
    return client.post(path, data={"token": token, **fields}, headers=headers)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("searching")
    lines = [
        {"id": "hostile <b>id</b>", "title": f"Title {HOSTILE}", "collection": "<i>desk</i>", "publisher": HOSTILE, "language": "en",
         "text": f"{HOSTILE}\n\nFour <b>men</b> were killed in Dayton, Ohio, on May 3, 2021, {HOSTILE} said. Marrowstone.", "published": "2021-05-04"},
        {"id": "long", "title": "A long line", "text": "Three women were killed in Dayton, Ohio, on May 4, 2021. " + "y" * 1_000_000 + " marrowstone"},
    ]  # fmt: skip
    (folder / "hostile.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    with create(folder / "record", name="<i>Samples</i>") as made:
        made.build([REPORTS / "border-night.txt", folder / "hostile.jsonl"], "2023-05-02")
        yield made


@pytest.fixture
def client(record: Record) -> Iterator[TestClient]:
    with TestClient(app(record)) as made:
        yield made


@pytest.mark.parametrize("path", PAGES)
def test_hostile_words_stay_words(client: TestClient, path: str) -> None:
    someone(client)
    answer = client.get(path)
    assert answer.status_code == 200 and len(answer.content) < 300_000
    assert set(re.findall(r"<script[^>]*>", answer.text)) <= {
        '<script src="/words.js" defer>',
        '<script src="/saving.js" type="module">',
        '<script src="/row.js" type="module">',
        '<script src="/charts.js" defer>',
    }
    assert not re.search(
        r"<(?:b>(?:Marrow|men)|i>|svg onload)|\u202e|\x07|\x1b|alert\(1\)</script>|style=|\son\w+=", answer.text
    )
    assert "{{" not in html.unescape(re.sub(r"\{\{ 7 \* 7 \}\}", "", html.unescape(answer.text))) and " 49 " not in answer.text


def test_search_from_words_to_filters(client: TestClient, record: Record) -> None:
    page = client.get("/search?words=four+people+poison").text
    assert "<strong>1</strong> report" in page and re.search(r"<mark><span>four</span></mark>", page)
    assert 'href="/incident/' in page and "#:~:text=" in page
    assert "No report fits all of this" in client.get("/search?words=poison&act=arson").text
    assert "“soon” is no date" in html.unescape(client.get("/search?since=soon").text)
    assert client.get("/search?words=" + "(" * 900).status_code == client.get('/search?words="&page=9999').status_code == 200


def test_a_search_is_kept_looked_at_and_taken_off(client: TestClient, record: Record, tmp_path: Path) -> None:
    token = someone(client, "crane")
    assert post(client, token, "/search/save", name="Poisoned", asked="words=poison&act=suicide").status_code == 200
    assert "nothing" in post(client, token, "/search/save", name="All", asked="sort=date").json()["sentence"]
    desk = client.get("/desk").text
    number = re.search(r"/search/(\d+)/look", desk)
    assert number and "Poisoned" in desk and "/search?words=poison&amp;act=suicide" in desk and " new</strong>" not in desk
    (tmp_path / "late.txt").write_text(
        "Late\n\nA family of three took poison and died in Dayton, Ohio, on May 9, 2021.\n", encoding="utf-8"
    )
    record.build(tmp_path / "late.txt")
    assert "<strong>1 new</strong>" in client.get("/desk").text
    assert (
        post(client, token, f"/search/{number[1]}/look").status_code == 200 and " new</strong>" not in client.get("/desk").text
    )
    assert post(client, token, f"/undo/{number[1]}").status_code == 200 and "Poisoned" not in client.get("/desk").text
    assert "takes back entry" in client.get("/ledger?who=crane").text


@pytest.mark.parametrize("by", ["month", "year", "country", "admin1", "place", "act", "outcome", "sex", "age"])
def test_a_chart_leads_to_what_is_behind_each_bar(client: TestClient, by: str) -> None:
    page = client.get(f"/charts?by={by}").text
    links = {html.unescape(m) for m in re.findall(r'<a href="(/charts\?[^"]+bar=[^"]+)" class="bar"', page)}
    assert links and "Documented" in page and "may be a difference in documentation" in page
    for link in links:
        why = client.get(link)
        assert why.status_code == 200 and ('id="why"' in why.text)
    picture = client.get(f"/charts.svg?by={by}")
    assert picture.headers["content-type"] == "image/svg+xml" and "attachment" in picture.headers["content-disposition"]
    drawn = ElementTree.fromstring(picture.text)
    assert "Documented" in "".join(drawn.itertext()) and not re.search(r"<script|<style|href=", picture.text)


def test_charts_and_sums_that_are_not_there(client: TestClient) -> None:
    for path in ("/charts?by=colour", "/charts?how=guessed", "/charts?bar=1066", "/charts.svg?by=colour", "/why?how=guessed"):
        assert client.get(path).status_code == 404
    assert client.get("/charts.svg?since=soon").status_code == 400


def test_a_sum_of_the_list_leads_to_its_incidents(client: TestClient, record: Record) -> None:
    page = client.get("/?text=family").text
    link = html.unescape(re.search(r'class="why" href="(/why\?[^"]+of=death[^"]+how=stated[^"]*)"', page)[1])  # type: ignore[index]
    why = html.unescape(client.get(link).text)
    assert "are counted" in why or "is counted" in why
    for name in ("Added bound by bound", "/incident/", "By these rules"):
        assert name in why
    every = client.get("/why?of=killed").text
    assert "left out" in every and ("never counted" in every or "no victim" in every)


def test_what_a_sum_counts_adds_up_to_it(record: Record) -> None:
    incidents = record.list()
    said = sums(incidents)
    for of in ("death", "killed", "injury"):
        for how in HOWS:
            why = sum_why(incidents, of, how)
            held = said[how] if how in said else said["doubtful"]["alleged" if "alleged" in how else "stated"]
            assert why["value"] == held.get(of) and len(why["counted"]) + len(why["left_out"]) == len(incidents)


def test_graphic_reports_are_folded_until_somebody_wants_them_open(client: TestClient, record: Record) -> None:
    token = someone(client)
    report = next(r for r in record.reports() if r["file"] == "border-night.txt")
    paths = (f"/report/{report['id']}", f"/original/{report['number']}", "/search?words=poison")
    post(client, token, f"/about/{report['number']}/care", graphic="yes")
    assert all("marked as graphic. Unfold" in client.get(p).text for p in paths)
    post(client, token, "/part", who="heron", folded="no")
    assert not any("marked as graphic. Unfold" in client.get(p).text for p in paths)
    with TestClient(app(record)) as nobody:  # who only reads is spared too
        assert all("marked as graphic. Unfold" in nobody.get(p).text for p in paths)
    post(client, token, "/part", who="heron", folded="yes")
    post(client, token, "/undo/last")
    post(client, token, f"/about/{report['number']}/care", graphic="no")
    assert not any("marked as graphic. Unfold" in client.get(p).text for p in paths)


def test_several_are_given_at_once_and_taken_back(client: TestClient, record: Record) -> None:
    token = someone(client)
    numbers = [str(r["number"]) for r in record.reports()[:2]]
    assert len(post(client, token, "/assign", on=numbers, to="stork").json()["entries"]) == 2
    page = client.get("/queue?reviewer=stork").text
    assert page.count('data-label="Given to" dir="auto">stork') >= 1 and "claims are judged" in page and "Undo my last" in page
    assert post(client, token, "/assign", to="stork").status_code == 400
    post(client, token, "/undo/last")
    post(client, token, "/undo/last")
    assert "stork" not in client.get("/queue?reviewer=stork").text.split("<table")[-1]
