"""The page Links: what waits, the evidence, what a decision changes; and a hostile report stays words."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.record import Record, create, wordcounts
from onrecord.record.tellings import FILE
from onrecord.web.app import app

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \u202e{{7*7}}"
FIRST = f"Shots at the mill {HOSTILE}\n\nFour people were shot dead in Dayton, Ohio, on May 3, 2021, police said. Ana {HOSTILE} was among them.\n"
SECOND = (
    "Five dead in Dayton\n\nFive people were shot dead in Dayton, Ohio, on May 3, 2021, an officer said. The mill was closed.\n"
)
FAR = "Fire in Bangor\n\nTwo people were killed in Bangor, Maine, on August 9, 2021, police said.\n"
ORIGIN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND), ("far.txt", FAR)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build([tmp_path / n for n in ("first.txt", "second.txt", "far.txt")], reader="rules")
        yield made


@pytest.fixture
def page(record: Record) -> Iterator[TestClient]:
    with TestClient(app(record)) as client:
        yield client


def incident(record: Record, file: str) -> str:
    """The id of the incident that a report itself tells of, also where it stands in another."""
    view = record.view()
    for n in view.state.incidents:
        own = view.state.own(n)
        capture = view.state.capture_of_claim(own[0]) if own else None
        payload = view.state.captures[capture].payload if capture else None
        if payload and payload["file"] == file and view.alone(n):
            return f"i{n}"
    raise AssertionError(file)


def said_by(page: TestClient, me: str, left: str, right: str, decision: str) -> int:
    page.get("/links")
    token = page.cookies["onrecord_token"]
    page.post("/me", data={"token": token, "name": me, "back": "/links"}, headers=ORIGIN)
    form = {"token": token, "me": me, "left": left, "right": right, "decision": decision, "back": "/links", "why": HOSTILE}
    return page.post("/links/judge", data=form, headers=ORIGIN, follow_redirects=False).status_code


def test_a_pair_is_decided_and_the_decision_is_shown_and_taken_back(record: Record, page: TestClient) -> None:
    left, right = incident(record, "first.txt"), incident(record, "far.txt")
    shown = page.get(f"/link/{left}/{right}").text
    assert "two now" in shown and "If they are one" in shown and "Toll then" in shown
    before = {i["id"]: i["toll"] for i in record.list()}
    assert said_by(page, "heron", left, right, "same") == 303
    assert any({"first.txt", "far.txt"} <= {r["file"] for r in i["reports"]} for i in record.list())
    listed = page.get("/links").text
    assert "What people decided" in listed and "are one" in listed
    assert "held to be one now" in page.get(f"/link/{left}/{right}").text
    record.review("heron").undo()
    assert {i["id"]: i["toll"] for i in record.list()} == before


def test_what_is_held_apart_leaves_the_list(record: Record, page: TestClient) -> None:
    left, right = incident(record, "first.txt"), incident(record, "second.txt")
    assert said_by(page, "heron", left, right, "different") == 303
    assert record.view().state.root(int(left[1:])) != record.view().state.root(int(right[1:]))
    assert "What speaks for it and against it" in page.get(f"/link/{left}/{right}").text
    assert f'href="/link/{left}/{right}"><span' not in page.get("/links").text


def test_a_hostile_report_stays_words(record: Record, page: TestClient) -> None:
    left, right = incident(record, "first.txt"), incident(record, "second.txt")
    said_by(page, "heron", left, right, "unsure")
    for path in (
        "/links",
        f"/link/{left}/{right}",
        f"/links?left={HOSTILE}&right=i1",
        f"/incident/{record.list()[0]['id']}",
        "/ledger",
    ):
        answer = page.get(path)
        assert answer.status_code == 200 and "default-src 'none'" in answer.headers["content-security-policy"]
        assert "<img" not in answer.text and not re.search(r"<script(?! src=\"/(?:words|saving|row).js\")", answer.text)
        assert "\u202e" not in answer.text


def test_two_that_cannot_be_compared_are_told_of(page: TestClient) -> None:
    assert page.get("/links?left=i1&right=i99999").status_code == 200
    assert "There is no incident" in page.get("/links?left=i99999&right=i1").text
    assert page.get("/link/i99999/p1").status_code == 404


def test_what_is_related_is_asked_and_a_part_of_a_total_is_said_on_the_page(tmp_path: Path) -> None:
    taken = "Ana Tesk abducted\n\nAna Tesk, 34, was abducted in Dayton, Ohio, on May 3, 2021, police said.\n"
    killed = "Ana Tesk killed\n\nAna Tesk, 34, was shot dead in Akron, Ohio, on May 9, 2021, police said.\n"
    with create(tmp_path / "record") as made:
        for name, text in (("taken.txt", taken), ("killed.txt", killed)):
            (tmp_path / name).write_text(text, encoding="utf-8")
            made.build(tmp_path / name, reader="rules")
        left, right = incident(made, "taken.txt"), incident(made, "killed.txt")
        with TestClient(app(made)) as page:
            assert "perhaps related" in page.get("/links").text and f"{left} led to {right}?" in page.get("/links").text
            assert "Perhaps related: a run asks" in page.get(f"/incident/{right}").text
            shown = page.get(f"/link/{left}/{right}").text
            assert "A run asks whether" in shown and "is a total that contains" in shown
            assert said_by(page, "heron", left, right, "part") == 303
            assert made.show(left)["relations"] == [{"type": "part_of", "to": right}]
            assert "perhaps related" not in page.get("/links").text and "a total and a part of it" in page.get("/links").text


def test_why_two_people_are_held_to_be_one_is_said(tmp_path: Path) -> None:
    with create(tmp_path / "record") as made:
        for name, who in (("a.txt", "Ri Yong-ho"), ("b.txt", "Lee Young-ho")):
            text = (
                f"A trader shot\n\n{who}, a trader, was shot dead in Hyesan, North Korea, on May 28, 2021, a resident said.\n"
            )
            (tmp_path / name).write_text(text, encoding="utf-8")
            made.build(tmp_path / name, reader="rules")
        (i,) = [i for i in made.list() if i["class"] == "harm"]
        (one,) = [v["id"] for v in i["victims"]]
        other = next(f"p{n}" for n in made.view().state.merged_in[int(one[1:])])
        with TestClient(app(made)) as page:
            assert "one name in two romanisations" in page.get(f"/link/{one}/{other}").text


def test_a_record_that_no_run_has_linked_says_so_and_is_linked_beside_requests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND), ("far.txt", FAR)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(wordcounts, "LEAST", 2)
    with create(tmp_path / "record") as made, TestClient(app(made)) as page:
        made.build([tmp_path / n for n in ("first.txt", "second.txt", "far.txt")], reader="rules", link=False)
        left, right = incident(made, "first.txt"), incident(made, "far.txt")
        assert "of its 3 reports nobody has asked which tell of one incident" in page.get("/links").text
        assert page.get(f"/link/{left}/{right}").status_code == 200
        assert said_by(page, "heron", left, right, "different") == 303
        assert not made.view().state.runs and not (made.folder / FILE).exists()  # nobody waited for all reports to be linked
        assert page.get("/links/run", follow_redirects=False).headers["location"] == "/links"
        token = page.cookies["onrecord_token"]
        begun = page.post("/links/run", data={"token": token, "me": "heron"}, headers=ORIGIN, follow_redirects=False)
        assert begun.status_code == 303 and begun.headers["location"] == "/links/run"
        for _ in range(600):
            said = page.get("/links/run", headers={"accept": "application/json"}).json()
            if said["state"] != "works":
                break
            time.sleep(0.05)
        assert said["state"] == "done" and "3 tellings of harm were compared" in said["far"], said
        assert "3 tellings of harm were compared" in page.get("/links/run").text
        assert "nobody has asked" not in page.get("/links").text
        assert made.view().state.root(int(left[1:])) != made.view().state.root(int(right[1:]))


def test_only_somebody_begins_a_run(record: Record, page: TestClient) -> None:
    page.get("/links")
    refused = page.post("/links/run", data={"token": page.cookies["onrecord_token"]}, headers=ORIGIN)
    assert refused.status_code == 400 and "say who you are" in refused.text
    assert page.post("/links/run", data={"token": "another"}, headers=ORIGIN).status_code == 403
