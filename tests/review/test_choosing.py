"""A reviewer's best of a toll: within what the accounts leave open, shown in why, undoable, and asked again once an account changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.errors import Misuse
from onrecord.record import Record, create
from onrecord.web.app import app

TEXTS = {
    "police": "Shots at the mill\n\nThree people were shot dead in Dayton, Ohio, on May 3, 2021, police said. Ana Tesk was among the dead.\n",
    "doctors": "A shooting in Dayton\n\nFive people, among them Ana Tesk, were killed by gunfire in Dayton, Ohio, on May 3, 2021, doctors told us at the hospital.\n",
    "chief": "More dead after the shooting at the mill\n\nSeven people were shot dead in Dayton, Ohio, on May 3, 2021, the chief of police now says. Ana Tesk was one.\n",
}


def build(record: Record, folder: Path, name: str, publisher: str, published: str) -> None:
    from onrecord.capture import Given

    (folder / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
    record.build(folder / f"{name}.txt", published, "rules", given=Given(publisher=publisher))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with create(tmp_path / "record") as made:
        build(made, tmp_path, "police", "Coast Herald", "2021-05-04")
        build(made, tmp_path, "doctors", "River Daily", "2021-05-05")
        yield made


def death(record: Record) -> tuple[int, int | None, int | None]:
    (i,) = (i for i in record.list() if i["class"] == "harm")
    return i["toll"]["death"]["min"], i["toll"]["death"]["best"], i["toll"]["death"]["max"]


def only(record: Record) -> str:
    return next(str(i["id"]) for i in record.list() if i["class"] == "harm")


def test_the_best_is_chosen_within_the_bounds_and_taken_back(record: Record) -> None:
    assert death(record) == (3, None, 5)
    entry = record.best(only(record), "death", 4, "heron", "the doctors counted one twice")
    assert death(record) == (3, 4, 5) and record.tally()[0]["stated"]["death"]["best"] == 4
    (chosen,) = record.show(only(record))["chosen"]
    assert (chosen["by"], chosen["best"], chosen["of"], chosen["asked_again"]) == ("heron", 4, [[3, 3, 3], [5, 5, 5]], False)
    why = record.why(only(record), "death")["fields"][0]
    assert why["chosen"] == [chosen] and any("a reviewer's choice" in r for r in why["rules"])
    record.review("heron").undo(entry)
    assert death(record) == (3, None, 5) and record.verify() == []


def test_anybody_may_leave_it_to_the_rules_again(record: Record) -> None:
    record.best(only(record), "death", 4, "heron")
    record.best(only(record), "death", None, "crane", "we do not know")
    assert death(record) == (3, None, 5) and record.show(only(record))["chosen"] == []


@pytest.mark.parametrize(
    "outcome, best, modality",
    [("death", 2, "stated"), ("death", 6, "stated"), ("injury", 1, "stated"), ("death", 4, "alleged")],
)
def test_what_is_not_open_is_refused_and_nothing_is_written(record: Record, outcome: str, best: int, modality: str) -> None:
    head = record.ledger.head()
    with pytest.raises(Misuse):
        record.best(only(record), outcome, best, "heron", None, modality)
    assert record.ledger.head() == head


def test_an_accounts_later_count_makes_it_be_asked_again(record: Record, tmp_path: Path) -> None:
    record.best(only(record), "death", 4, "heron")
    build(record, tmp_path, "chief", "Coast Herald", "2021-05-06")
    assert death(record) == (5, None, 7) and record.show(only(record))["chosen"][0]["asked_again"]
    with TestClient(app(record)) as page:
        assert "it has to be chosen again" in page.get(f"/incident/{only(record)}").text
    record.best(only(record), "death", 6, "crane")
    assert death(record) == (5, 6, 7)


def test_it_is_chosen_on_the_page(record: Record) -> None:
    with TestClient(app(record)) as page:
        page.get("/")
        token = page.cookies["onrecord_token"]
        origin = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
        page.post("/me", data={"token": token, "name": "heron", "back": "/"}, headers=origin)
        assert "Choose the best of a toll" in page.get(f"/incident/{only(record)}").text
        form = {"token": token, "me": "heron", "of": "death stated", "best": "4", "why": "<b>counted</b>", "back": "/"}
        assert (
            page.post(f"/about/{only(record)[1:]}/best", data=form, headers=origin, follow_redirects=False).status_code == 303
        )
        shown = page.get(f"/incident/{only(record)}?why=death").text
        assert death(record) == (3, 4, 5) and "heron chose 4 as the best of death" in shown and "<b>counted" not in shown
        assert "chooses 4 as the best" in page.get("/ledger").text
