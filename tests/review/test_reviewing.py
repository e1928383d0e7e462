"""What a reviewer decides: judged, amended, added, merged, split, undone; and what the record says of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from onrecord.errors import Misuse
from onrecord.record import Record, create, reports
from onrecord.record.state import KINDS, gather
from onrecord.record.view import View
from onrecord.review import Added
from onrecord.review.queue import queue

TEXT = (
    "Night at the mill\n\nFour farmers were shot dead by border guards near Dayton, Ohio, on May 3, 2021, a source in the town said. "
    "Two women were wounded.\n"
)
OTHER = "Attack at a mill\n\nFive farmers were shot dead by guards near Bangor, Maine, on August 9, 2021, police said.\n"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    (tmp_path / "mill.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    with create(tmp_path / "record") as made:
        assert [d.what for d in made.build([tmp_path / "mill.txt", tmp_path / "other.txt"])] == ["added", "added"]
        yield made
        assert made.verify() == []
        fresh = View(gather(made.ledger.entries(KINDS)))
        assert made.list() == fresh.incidents()
        assert queue(made.view()) == queue(fresh)
        assert made.reports() == [reports.row(fresh, n) for n in fresh.state.captures]


def shown(record: Record, file: str, name: str, value: Any = None) -> dict[str, Any]:
    report = next(r for r in record.reports() if r["file"] == file)
    found = [
        c for c in record.report(report["id"])["claims"] if c["property"] == name and (value is None or c["value"] == value)
    ]
    return found[0]


def killed(record: Record) -> list[str]:
    return [f"{c['min']}-{c['best']}-{c['max']}" for i in record.list() if (c := i["toll"].get("killed"))]


def incident_of(record: Record, claim: dict[str, Any]) -> str:
    return next(i["id"] for i in record.list() if i["id"] == claim["subject"])


def test_a_rejected_claim_leaves_the_tally_and_comes_back(record: Record) -> None:
    heron = record.review("heron")
    assert killed(record) == ["4-4-4", "5-5-5"]
    victim = shown(record, "mill.txt", "victim")
    made = heron.reject(victim["number"], "a slip of the pen")
    assert killed(record) == ["5-5-5"] and record.view().claim(victim["number"])["state"] == "rejected"
    heron.undo(made.number)
    assert killed(record) == ["4-4-4", "5-5-5"]
    said = record.view().claim(victim["number"])
    assert said["state"] == "open" and said["judgements"][0]["undone"]["by"] == "heron"
    undo = record.ledger.head().number
    heron.undo(undo)
    assert killed(record) == ["5-5-5"]
    with pytest.raises(Misuse, match="stands again already"):
        heron.undo(undo)


def test_an_amendment_changes_value_words_and_modality(record: Record) -> None:
    heron, count = record.review("heron"), shown(record, "mill.txt", "count", {"min": 4, "best": 4, "max": 4})
    heron.amend(count["number"], value="3")
    assert killed(record) == ["3-3-3", "5-5-5"]
    start = TEXT.index("farmers")
    heron.amend(count["number"], mentions=[{"start": start, "end": start + 7}])
    said = record.view().claim(count["number"])
    assert said["value"]["best"] == 3 and said["mentions"][0]["text"] == "farmers"  # the earlier amendment stays said
    victim = shown(record, "mill.txt", "victim")
    heron.amend(victim["number"], modality="alleged")
    assert killed(record) == ["5-5-5"]
    assert any(i["alleged"].get("killed") for i in record.list())
    why = record.why(incident_of(record, victim), "killed")
    assert any(w["words"] == "farmers" for f in why["fields"] for c in f["claims"] for w in c["context"])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"value": "many"}, "no value for count"),
        ({"value": {"min": 0}}, "one or more"),
        ({"mentions": [{"start": 5, "end": 99999}]}, "no words of the report"),
        ({"mentions": []}, "choose some"),
        ({"modality": "sure"}, "no modality"),
        ({}, "needs the new value"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused_and_nothing_is_written(record: Record, given: Any, sentence: str) -> None:
    count, head = shown(record, "mill.txt", "count"), record.ledger.head()
    with pytest.raises(Misuse, match=sentence):
        record.review("heron").amend(count["number"], **given)
    assert record.ledger.head() == head


def test_two_people_at_the_same_moment_are_both_kept(record: Record) -> None:
    claim, seen = shown(record, "mill.txt", "victim")["number"], record.ledger.head().number
    assert record.review("heron").accept(claim, seen=seen).others == ()
    second = record.review("crane").reject(claim, "another man", seen=seen)
    assert [j["by"] for j in second.others] == ["heron"]
    assert [j["by"] for j in record.view().claim(claim)["judgements"]] == ["heron", "crane"]


def at_once(several: list[Callable[[], Any]]) -> list[Any]:
    """What each gives, all of them begun in the same instant."""
    start = Barrier(len(several))

    def begun(act: Callable[[], Any]) -> Any:
        start.wait(timeout=20)
        return act()

    with ThreadPoolExecutor(len(several)) as pool:
        return list(pool.map(begun, several))


def test_two_people_in_the_same_instant_are_both_kept_and_one_is_told(record: Record) -> None:
    for claim in list(record.view().state.claims)[:8]:
        seen = record.ledger.head().number
        done = at_once([
            lambda n=claim, s=seen: record.review("heron").accept(n, seen=s),
            lambda n=claim, s=seen: record.review("crane").reject(n, seen=s),
        ])  # fmt: skip
        kept = record.view().claim(claim)["judgements"]
        assert {j["by"] for j in kept} == {"heron", "crane"} and len(kept) == 2
        first, second = sorted(done, key=lambda d: d.number)
        assert (first.others, [j["by"] for j in second.others]) == ((), [kept[0]["by"]])
    assert record.verify() == []


def test_twenty_people_at_once_lose_nothing(record: Record) -> None:
    claims = list(record.view().state.claims)

    def work(who: int) -> int:
        for n in claims[who % 3 :: 3]:
            record.review(f"bird {who}").judge(n, ("accept", "reject")[who % 2])
            record.list()
        return len(claims[who % 3 :: 3])

    made = sum(at_once([lambda k=k: work(k) for k in range(20)]))
    assert len(list(record.ledger.entries({"judgement"}))) == made
    assert {len(record.view().state.judgements[n]) for n in claims} == {6, 7}


def test_the_same_save_twice_is_written_once(record: Record) -> None:
    claim, heron = shown(record, "mill.txt", "victim")["number"], record.review("heron")
    assert heron.accept(claim) == heron.accept(claim)
    assert len(record.view().claim(claim)["judgements"]) == 1
    heron.reject(claim)
    heron.accept(claim)
    assert len(record.view().claim(claim)["judgements"]) == 3


def test_a_person_adds_what_the_reader_missed(record: Record) -> None:
    heron, report = record.review("heron"), next(r for r in record.reports() if r["file"] == "mill.txt")
    start = TEXT.index("Two women")
    words = ({"start": start, "end": start + 9},)
    incident = shown(record, "mill.txt", "act")["subject"]
    claim = heron.add(report["id"], Added("victim", "group", words, incident, outcome="abduction", count="2"))
    made = record.view().claim(claim)
    assert made["extractor"] == "heron" and made["mentions"][0]["text"] == "Two women" and made["state"] == "open"
    assert record.show(incident)["toll"]["abduction"] == {"min": 2, "best": 2, "max": 2}
    act = heron.add(report["id"], Added("act", "abduction", words))
    assert record.show(record.view().claim(act)["subject"])["act"] == "abduction"
    person = f"p{made['read']['person']}"
    heron.add(report["id"], Added("names", ["Ada Example"], words, person))
    assert any(v["names"] == ["Ada Example"] for v in record.show(incident)["victims"])
    for wrong, sentence in (
        (Added("victim", "group", words), "say which"),
        (Added("age", 3, words, incident), "that of a person"),
        (Added("colour", "red", words, incident), "nothing that a claim can be about"),
        (Added("date", "soon", words, incident), "no value for date"),
        (Added("names", ["A"], ({"start": 9000, "end": 9001},), person), "no words of the report"),
    ):
        with pytest.raises(Misuse, match=sentence):
            heron.add(report["id"], wrong)
    heron.undo(claim)
    assert "abduction" not in record.show(incident)["toll"] and record.view().claim(claim)["state"] == "taken back"


def test_what_a_person_added_outlives_another_reading(record: Record, tmp_path: Path) -> None:
    heron, report = record.review("heron"), next(r for r in record.reports() if r["file"] == "mill.txt")
    act = heron.add(report["id"], Added("act", "robbery", ({"start": 0, "end": 5},)))
    reading = record.view().state.latest_reading(report["number"])
    assert reading is not None and reading.payload is not None
    with record.ledger.writing() as tx:
        payload = {**reading.payload, "reader": "newer/1", "supersedes": [reading.number]}
        tx.append("reading", payload, "newer/1")
    assert [i["act"] for i in record.list() if i["reports"][0]["file"] == "mill.txt"] == ["robbery"]
    assert record.view().claim(act)["state"] == "open"


def test_incidents_merge_and_their_people_are_counted_once(record: Record) -> None:
    heron = record.review("heron")
    one, two = (
        next(i for i in record.list() if i["reports"][0]["file"] == f and i["act"] == "killing")
        for f in ("mill.txt", "other.txt")
    )
    people = [next(v["id"] for v in i["victims"] if v["outcome"] == "death") for i in (one, two)]
    with pytest.raises(Misuse, match="merge these incidents first"):
        heron.merge(people[0], [people[1]])
    merged = heron.merge(one["id"], [two["id"]], "the same night, the same mill")
    assert record.view().incident(int(two["id"][1:])) is None
    assert {r["file"] for r in record.show(one["id"])["reports"]} == {"mill.txt", "other.txt"}
    heron.merge(*[people[0], [people[1]]])
    assert killed(record) == ["4-None-5"]  # by the rule of several origins
    heron.undo()
    heron.undo()
    assert killed(record) == ["4-4-4", "5-5-5"]
    with pytest.raises(Misuse, match="taken back before"):
        heron.undo(merged)
    for wrong in ([one["id"]], [people[0]], ["i999999"], []):
        with pytest.raises(Misuse):
            heron.merge(one["id"], wrong)


def test_an_incident_splits_and_the_parts_join_again(record: Record) -> None:
    heron, before = record.review("heron"), record.list()
    whole = shown(record, "mill.txt", "act")["subject"]
    date = shown(record, "mill.txt", "date")["number"]
    entry, new = heron.split(whole, [date], "two nights")
    assert record.show(whole)["date"] is None and record.show(new)["date"]["edtf"] == "2021-05-03"
    assert record.show(new)["act"] == record.show(whole)["act"] and record.show(new)["victims"] == []
    with pytest.raises(Misuse, match="itself stands on"):
        heron.split(whole, [shown(record, "mill.txt", "act")["number"]])
    with pytest.raises(Misuse, match="is not about"):
        heron.split(whole, [shown(record, "other.txt", "date")["number"]])
    heron.undo(entry)
    assert record.list() == before
    heron.undo(record.ledger.head().number)  # and it is split again
    assert record.show(new)["date"]["edtf"] == "2021-05-03"


def test_a_group_splits_into_two_victims(record: Record) -> None:
    heron, count = record.review("heron"), shown(record, "mill.txt", "count", {"min": 4, "best": 4, "max": 4})
    entry, new = heron.split(count["subject"], [count["number"]])
    victims = {v["id"]: v for i in record.list() for v in i["victims"]}
    assert (
        victims[new]["count"]["best"] == 4
        and victims[new]["outcome"] == "death"
        and victims[count["subject"]]["count"]["best"] == 1
    )
    heron.undo(entry)
    assert new not in {v["id"] for i in record.list() for v in i["victims"]} and killed(record) == ["4-4-4", "5-5-5"]


def test_remarks_parts_and_who_may_what(record: Record) -> None:
    heron, number = record.review("heron"), record.reports()[0]["number"]
    heron.part("wren", "second reader")
    wren = record.review("wren")
    for forbidden in (lambda: wren.accept(shown(record, "mill.txt", "act")["number"]), lambda: wren.part("wren", "reviewer"),
                      lambda: wren.merge("i1", ["i2"]), lambda: wren.status(number, "done")):  # fmt: skip
        with pytest.raises(Misuse, match="second reader"):
            forbidden()
    said = wren.comment(number, "Is the mill the one by the river?")
    wren.status(number, "returned")
    with pytest.raises(Misuse, match="Only whoever wrote"):
        heron.undo(said)
    assert wren.undo() is not None and wren.undo() == said and wren.undo() is None
    with pytest.raises(Misuse, match="says something"):
        wren.comment(number, "  ")


@pytest.mark.parametrize("name", ["", "  ", "a/b", "x" * 61, "a\u202eb", "a\x00b"])
def test_a_pseudonym_is_a_persons(record: Record, name: str) -> None:
    with pytest.raises(Misuse):
        record.review(name)


def test_a_forgotten_report_takes_what_people_said_of_it_along(record: Record) -> None:
    heron = record.review("heron")
    report = next(r for r in record.reports() if r["file"] == "mill.txt")
    heron.comment(report["number"], "quotes Four farmers")
    heron.reject(shown(record, "mill.txt", "act")["number"], "Four farmers")
    heron.undo()
    heron.add(report["id"], Added("act", "robbery", ({"start": 0, "end": 5},)))
    record.forget(report["id"], "consent withdrawn")
    assert not [e for e in record.ledger.entries() if e.payload and "Four farmers" in str(e.payload)]
    assert killed(record) == ["5-5-5"]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_the_view_is_what_the_whole_ledger_says(record: Record, seed: int) -> None:
    """The fixture compares them at the end; here each step is random, and views made before stay as they were."""
    dice, heron = random.Random(seed), record.review("heron")
    first, before = record.view(), repr(record.list())
    for _ in range(25):
        claims = list(record.view().state.claims)
        things = [i["id"] for i in record.list()] + [v["id"] for i in record.list() for v in i["victims"]] or ["i1"]
        try:
            match dice.randrange(7):
                case 0:
                    heron.accept(dice.choice(claims))
                case 1 | 2:
                    heron.reject(dice.choice(claims))
                case 3:
                    heron.amend(dice.choice(claims), modality=dice.choice(["alleged", "stated", "denied"]))
                case 4:
                    heron.merge(dice.choice(things), [dice.choice(things)])
                case 5:
                    heron.split(dice.choice(things), [dice.choice(claims)])
                case 6:
                    heron.undo(dice.choice([None, record.ledger.head().number]))
        except Misuse:
            continue
        assert record.list() == View(gather(record.ledger.entries(KINDS))).incidents()
    assert repr(first.incidents()) == before
