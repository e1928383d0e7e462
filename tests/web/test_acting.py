"""What a reviewer sends to the workbench: saved once, in their name, from its own pages only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from onrecord.record import Record, create
from onrecord.web import app

TEXT = (
    "Night at the mill\n\nFour farmers were shot dead by border guards near Dayton, Ohio, on May 3, 2021, a source in the town said. "
    "Two women were wounded.\n"
)
OWN = {"origin": "http://testserver"}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    (tmp_path / "mill.txt").write_text(TEXT, encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build(tmp_path / "mill.txt")
        yield made


class Person:
    """A browser with its cookies."""

    def __init__(self, record: Record, name: str | None = "heron") -> None:
        self.client = TestClient(app(record), follow_redirects=False)
        self.token = re.findall(r'name="token" value="([^"]+)"', self.client.get("/queue").text)[0]
        if name:
            assert self.send("/me", name=name).status_code == 303

    def send(self, path: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        return self.client.post(path, data={"token": self.token, **fields}, headers=OWN if headers is None else headers)

    def json(self, path: str, **fields: Any) -> Any:
        return self.send(path, {**OWN, "accept": "application/json"}, **fields)


def count_of_four(record: Record) -> int:
    claims = record.report(record.reports()[0]["id"])["claims"]
    return next(c["number"] for c in claims if c["property"] == "count" and c["value"]["best"] == 4)


def test_accepting_rejecting_amending_and_undoing(record: Record) -> None:
    heron, claim, report = Person(record), count_of_four(record), record.reports()[0]
    path = f"/report/{report['id']}#claim-{claim}"
    answer = heron.send(f"/claim/{claim}/judge", decision="accept", back=path)
    assert answer.status_code == 303 and answer.headers["location"] == path
    assert record.view().claim(claim)["judgements"][0]["by"] == "heron"
    answer = heron.json(f"/claim/{claim}/amend", min="3", best="", max="5", why="page two")
    assert answer.status_code == 200 and record.view().claim(claim)["value"] == {"min": 3, "best": None, "max": 5}
    assert heron.json("/undo/last", report=report["number"]).status_code == 200
    assert record.view().claim(claim)["state"] == "accepted"
    page = heron.client.get(f"/report/{report['id']}").text
    assert "accepted" in page and "taken back by heron" in page and "1</strong> of" in page
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "/x\r\ny: z"):
        answer = heron.send(f"/claim/{claim}/judge", decision="reject", back=elsewhere)
        assert answer.status_code == 303 and answer.headers["location"] == "/queue"


def test_only_the_workbenchs_own_pages_may_decide(record: Record) -> None:
    heron, claim, head = Person(record), count_of_four(record), record.ledger.head()
    path, fields = f"/claim/{claim}/judge", {"decision": "accept"}
    for headers in (
        {}, {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://testserver:8000"},
        {"sec-fetch-site": "cross-site"}, {**OWN, "sec-fetch-site": "same-site"},
    ):  # fmt: skip
        answer = heron.send(path, headers, **fields)
        assert answer.status_code == 403 and "another place" in answer.text, headers
    for token in ("", "x" * 43, "é"):
        assert heron.send(path, None, **{**fields, "token": token}).status_code == 403
    assert heron.client.get(path).status_code == 405
    assert heron.send(path, None, **fields, why="x" * 300_000).status_code == 403
    assert record.ledger.head() == head
    assert Person(record, None).send(path, None, **fields).status_code == 400  # nobody decides without a name
    assert heron.json(path, **fields, me="crane").status_code == 400
    assert record.ledger.head() == head and heron.send(path, {"sec-fetch-site": "same-origin"}, **fields).status_code == 303
    for header in ("set-cookie",):
        cookie = Person(record, None).client.get("/").headers.get(header, "") or heron.send("/me", name="x").headers[header]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie


def test_two_people_at_the_same_moment(record: Record) -> None:
    heron, crane, claim = Person(record), Person(record, "crane"), count_of_four(record)
    seen = record.ledger.head().number
    assert heron.send(f"/claim/{claim}/judge", decision="accept", seen=seen).status_code == 303
    answer = crane.send(f"/claim/{claim}/judge", decision="reject", seen=seen)
    assert answer.status_code == 409 and "You and heron judged this claim at the same moment" in answer.text
    assert "heron accepts it" in answer.text and "crane rejects it" in answer.text
    assert {j["by"] for j in record.view().claim(claim)["judgements"]} == {"heron", "crane"}
    answer = heron.json(f"/claim/{claim}/judge", decision="accept", why="seen", seen=seen)
    assert answer.status_code == 409 and [j["by"] for j in answer.json()["others"]] == ["crane"]
    undo = re.findall(r'action="(/undo/\d+)"', crane.client.get(f"/claim/{claim}").text)
    assert undo and crane.send(undo[0]).status_code == 303


def test_adding_merging_splitting_and_remarks(record: Record) -> None:
    heron, report = Person(record), record.reports()[0]
    incident = record.list()[0]["id"]
    start = TEXT.index("Two women")
    page = heron.client.get(f"/add/{report['number']}?start={start}&end={start + 9}&about={incident}")
    assert page.status_code == 200 and "<mark>Two women</mark>" in page.text
    fields = {"property": "victim", "kind": "group", "outcome": "abduction", "new_min": "2", "new_best": "2", "new_max": "2"}
    answer = heron.json(f"/add/{report['number']}", **fields, about=incident, start=start, end=start + 9)
    assert answer.status_code == 200, answer.text
    assert record.show(incident)["toll"]["abduction"]["best"] == 2
    person = record.view().claim(answer.json()["claim"])["person"]
    date = next(c["number"] for c in record.report(report["id"])["claims"] if c["property"] == "date")
    made = heron.json(f"/thing/{incident}/split", claim=date, why="two nights").json()
    assert record.show(made["new"])["date"] is not None
    assert heron.json(f"/thing/{incident}/merge", other=made["new"]).status_code == 200
    page = heron.client.get(f"/thing/{incident}")
    assert page.status_code == 200 and page.text.count('action="/undo/') == 2
    assert heron.client.get(f"/thing/{person}").status_code == 200 and heron.client.get("/thing/i99").status_code == 404
    for path, fields in (
        (f"/about/{report['number']}/comment", {"text": "<script>alert(1)</script>"}),
        (f"/about/{report['number']}/assign", {"to": "crane"}), (f"/about/{report['number']}/status", {"status": "done"}),
        (f"/about/{report['number']}/skip", {}), (f"/about/{report['number']}/care", {"graphic": "yes"}),
    ):  # fmt: skip
        assert heron.send(path, None, **fields).status_code == 303, path
    page = heron.client.get(f"/report/{report['id']}").text
    assert "&lt;script&gt;alert(1)" in page and "for <b" in page and ">done<" in page and "marked as graphic" in page
    assert heron.json(f"/about/{report['number']}/comment", text=" ").json()["sentence"].startswith("A comment says something")


def test_a_second_reader_comments_and_returns(record: Record) -> None:
    heron, wren, claim, report = Person(record), Person(record, "wren"), count_of_four(record), record.reports()[0]
    assert heron.send("/part", who="wren", role="second reader").status_code == 303
    answer = wren.send(f"/claim/{claim}/judge", decision="accept")
    assert answer.status_code == 400 and "second reader" in answer.text
    assert wren.send("/part", who="wren", role="reviewer").status_code == 400
    assert wren.send(f"/about/{claim}/comment", text="which page?").status_code == 303
    assert wren.send(f"/about/{report['number']}/status", status="returned").status_code == 303
    page = wren.client.get(f"/report/{report['id']}").text
    assert 'data-do="accept"' not in page and "which page?" in page and "Comment<" in page


def test_the_queue_and_what_is_left(record: Record) -> None:
    heron, report = Person(record), record.reports()[0]
    page = heron.client.get("/queue").text
    assert "Claims left to judge" in page and "mill.txt" in page
    assert heron.client.get("/queue/next").headers["location"] == f"/report/{report['id']}"
    for query in ("by=incident", "report=mill&language=en&place=dayton", "reviewer=nobody", "incident=i1", "page=x"):
        assert heron.client.get(f"/queue?{query}").status_code == 200
    claims = [c["number"] for c in record.report(report["id"])["claims"]]
    assert (
        heron.client.post(
            "/claims/judge", data={"token": heron.token, "decision": "accept", "claim": claims}, headers=OWN
        ).status_code
        == 303
    )
    assert "every claim that stands was judged" in heron.client.get("/queue").text
    assert heron.client.get("/queue/next").headers["location"] == "/queue"


def test_originals_are_pictures_or_inert_words(record: Record, tmp_path: Path) -> None:
    examples = Path(__file__).parents[2] / "examples" / "reports"
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><script>alert(1)</script><p>Three men were killed in Dayton, Ohio.</p></body></html>", encoding="utf-8"
    )
    record.build([*examples.glob("*.pdf"), *examples.glob("*.docx"), page])
    client = TestClient(app(record))
    kinds = set()
    for r in record.reports():
        answer = client.get(f"/original/{r['number']}")
        assert answer.status_code == 200 and "<script>alert" not in answer.text
        kinds.add(r["media_type"])
        if r["media_type"] == "application/pdf":
            drawn = client.get(f"/original/{r['number']}/1.png")
            assert (
                drawn.headers["content-type"] == "image/png"
                and drawn.content.startswith(b"\x89PNG")
                and len(drawn.content) > 2000
            )
            assert client.get(f"/original/{r['number']}/999.png").status_code == 404
        if r["file"] == "page.html":
            assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert len(kinds) >= 3 and client.get("/original/99999").status_code == 404


def test_two_readers_on_the_pages(record: Record) -> None:
    heron, crane, claim, report = Person(record), Person(record, "crane"), count_of_four(record), record.reports()[0]
    for fields, words in (
        ({"probability": "many", "seed": "1"}, "no probability"),
        ({"probability": "2", "seed": "1"}, "no probability"),
    ):
        assert words in heron.send("/draw", **fields).text
    assert heron.send("/draw", probability="1", seed="7").status_code == 303
    why = "<script>alert(1)</script> a secret reason"
    assert heron.send(f"/claim/{claim}/amend", min="2", best="2", max="2", why=why).status_code == 303
    paths = (
        f"/report/{report['id']}",
        f"/claim/{claim}",
        "/ledger",
        "/desk",
        "/queue",
        "/",
        f"/incident/{record.list()[0]['id']}?why=all",
        "/differ",
    )
    for path in paths:
        assert "secret reason" not in crane.client.get(path).text, path
    own = heron.client.get(f"/report/{report['id']}").text
    assert (
        'data-state="sealed"' in own
        and "sealed until somebody else" in own
        and "You have: " in heron.client.get(f"/claim/{claim}").text
    )
    assert "drawn claims wait for you" in crane.client.get("/desk").text
    assert crane.send(f"/claim/{claim}/judge", decision="reject", seen="1").status_code == 303
    page = heron.client.get("/differ")
    assert "Settle as crane says" in page.text and "Settle as heron says" in page.text and "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text and "Settle the 1" in heron.client.get("/desk").text
    number = record.view().claim(claim)["judgements"][0]["number"]
    assert heron.send(f"/claim/{claim}/settle", judgement="1").status_code == 400
    assert heron.send(f"/claim/{claim}/settle", judgement=number).status_code == 303
    assert record.view().claim(claim)["value"]["best"] == 2 and "Nobody differs" in heron.client.get("/differ").text
    assert "Of those that were drawn alone" in heron.client.get("/desk").text
    heron.send("/part", who="wren", role="second reader")
    assert Person(record, "wren").send("/draw", probability="1", seed="1").status_code == 400


def test_remarks_on_an_incident_and_what_is_new_for_me(record: Record) -> None:
    heron, crane, report = Person(record), Person(record, "crane"), record.reports()[0]
    incident = record.list()[0]["id"]
    number = incident[1:]
    heron.send(f"/claim/{count_of_four(record)}/judge", decision="accept")
    assert crane.send(f"/about/{number}/comment", text="<b>which mill?</b>").status_code == 303
    assert crane.send(f"/about/{number}/assign", to="heron").status_code == 303
    assert crane.send(f"/about/{number}/status", status="returned").status_code == 303
    assert crane.send(f"/about/{report['number']}/comment", text="page two is missing").status_code == 303
    page = heron.client.get(f"/incident/{incident}").text
    assert "&lt;b&gt;which mill?" in page and ">returned<" in page and 'for <b dir="auto">heron</b>' in page
    desk = heron.client.get("/desk").text
    assert f'<a href="/incident/{incident}" dir="auto">gives' in desk and "page two is missing" in desk
    assert f'href="/report/r{report["number"]}"' in desk and heron.client.get(f"/report/r{report['number']}").status_code == 200
    heron.send(f"/about/{report['number']}/comment", text="here it is")
    assert "page two is missing" not in heron.client.get("/desk").text and "here it is" in crane.client.get("/desk").text


def test_the_server_refuses_a_second_reader_all_that_edits(record: Record) -> None:
    heron, wren, claim, report = Person(record), Person(record, "wren"), count_of_four(record), record.reports()[0]
    incident = record.list()[0]["id"]
    judged = heron.json(f"/claim/{claim}/judge", decision="accept").json()["entry"]
    heron.send("/part", who="wren", role="second reader")
    head = record.ledger.head().number
    edits: dict[str, dict[str, str]] = {
        f"/claim/{claim}/judge": {"decision": "reject"}, f"/claim/{claim}/amend": {"min": "2"}, f"/undo/{judged}": {},
        f"/claim/{claim}/settle": {"judgement": str(judged)}, "/claims/judge": {"decision": "accept", "claim": str(claim)},
        f"/add/{report['number']}": {"property": "act", "act": "killing", "start": "0", "end": "5"}, f"/thing/{incident}/merge": {"other": incident},
        f"/thing/{incident}/split": {"claim": str(claim)}, f"/about/{report['number']}/assign": {"to": "wren"}, "/draw": {"probability": "1", "seed": "1"},
        f"/about/{report['number']}/status": {"status": "done"}, "/part": {"who": "wren", "role": "reviewer"}, "/capture/samples": {},
    }  # fmt: skip
    for path, fields in edits.items():
        answer = wren.send(path, **fields)
        assert answer.status_code == 400 and "second reader" in answer.text.casefold(), path
    assert record.ledger.head().number == head
    for path, fields in {
        f"/about/{claim}/comment": {"text": "why?"},
        f"/about/{report['number']}/status": {"status": "returned"},
    }.items():
        assert wren.send(path, **fields).status_code == 303, path
