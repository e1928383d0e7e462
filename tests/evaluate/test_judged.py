"""A record's own judgements as the truth: precision, recall where it is known, calibration, another reader on the same reports."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from onrecord.claims import Rendition
from onrecord.errors import Misuse
from onrecord.evaluate.judged import Judged, Verdict, judged_claims
from onrecord.evaluate.rereading import Reading, held_readings, reading_of, recorded, scored
from onrecord.evaluate.sameness import same_value
from onrecord.extract import ReportText, extract
from onrecord.record import Record, create
from onrecord.record.actors import is_program

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
TEXT = (
    "Shots at the mill\n\nFour farmers were shot dead by border guards near Dayton, Ohio, on May 3, 2021, police said. "
    "Two women were wounded.\n"
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    report = tmp_path / "mill.txt"
    report.write_text(TEXT, encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build(report)
        yield made


def claims(record: Record, name: str) -> list[int]:
    return [n for n, k in record.view().state.claims.items() if k.payload and k.payload["property"] == name]


def test_who_is_a_reader() -> None:
    assert is_program("onrecord-rules/5") and not is_program("heron") and not is_program("heron / 2")


def test_precision_by_hand(record: Record) -> None:
    counts, acts, victims = (claims(record, name) for name in ("count", "act", "victim"))
    assert len(counts) == 2
    record.judge(counts[0], "amend", "heron", value=5)
    record.judge(counts[1], "accept", "heron")
    record.judge(acts[0], "accept", "heron")
    record.judge(victims[1], "reject", "heron", "not in the report")
    said = record.evaluate()
    whole = said["precision"]["all"]
    assert (said["judged"], said["reports"]) == (4, 1) and said["claims"] > 10
    assert {k: whole[k] for k in ("judged", "right", "amended", "rejected")} == {
        "judged": 4, "right": 2, "amended": 1, "rejected": 1,
    }  # fmt: skip
    assert whole["precision"] == 0.5 and whole["interval"] == [pytest.approx(0.15, abs=0.005), pytest.approx(0.85, abs=0.005)]
    by_field = said["precision"]["by_field"]
    assert list(by_field) == ["count", "act", "victim"]
    assert (by_field["count"]["precision"], by_field["victim"]["precision"]) == (0.5, 0.0)
    assert said["precision"]["by_modality"]["stated"]["judged"] == 4
    assert list(said["precision"]["by_reader"]) == ["onrecord-rules/5"]
    (worst,) = said["worst"]
    assert worst["file"] == "mill.txt" and (worst["amended"], worst["rejected"]) == (1, 1)
    assert {c["number"] for c in worst["claims"]} == {counts[0], victims[1]}


def test_the_latest_judgement_holds(record: Record) -> None:
    (first, *_) = claims(record, "count")
    record.judge(first, "reject", "heron")
    before = record.ledger.head().number
    record.judge(first, "accept", "egret")
    assert record.evaluate()["precision"]["all"]["right"] == 1
    assert judged_claims(record.view().state)[0].verdict is Verdict.RIGHT
    assert before < record.ledger.head().number


def test_an_amendment_that_changes_nothing_is_an_acceptance(record: Record) -> None:
    (first, *_) = claims(record, "count")
    record.judge(first, "amend", "heron", value=4)
    assert record.evaluate()["precision"]["all"]["right"] == 1


def test_nothing_judged_is_nothing_known(record: Record) -> None:
    said = record.evaluate(reader="rules")
    assert said["judged"] == 0 and said["precision"]["all"]["precision"] is None and said["worst"] == []
    assert said["recall"]["known"] is False and said["calibration"]["brier"] is None
    assert said["read_again"]["reports"] == 0


def test_recall_is_known_only_where_people_added_what_was_missed(record: Record) -> None:
    counts, act = claims(record, "count"), claims(record, "act")[0]
    record.judge(counts[0], "amend", "heron", value=5)
    record.judge(counts[1], "accept", "heron")
    unknown = record.evaluate()["recall"]
    assert (unknown["known"], unknown["all"], unknown["by_field"]) == (False, None, {}) and "not known" in unknown["why"]
    payload = record.view().state.claims[act].payload
    assert payload is not None
    added = {**payload, "property": "means", "value": "firearm"}
    with record.ledger.writing() as tx:
        tx.append("claim", added, "heron")
    known = record.evaluate()["recall"]
    assert known["known"] and known["reports"] == 1
    # true: 5, 2 and the means that was added; of these one was read right, and two were said
    assert (known["all"]["true"], known["all"]["right"], known["all"]["said"]) == (3, 1, 2)
    assert known["all"]["recall"] == pytest.approx(1 / 3) and known["all"]["f1"] == pytest.approx(2 / 5)
    assert known["by_field"]["means"] == {
        "right": 0, "added": 1, "true": 1, "said": 0, "precision": None, "recall": 0.0,
        "recall_interval": [0.0, pytest.approx(0.793, abs=0.001)], "f1": 0.0,
    }  # fmt: skip
    assert record.evaluate()["judged"] == 2  # a person's own claim is no reader's


def test_what_was_forgotten_is_left_out(record: Record) -> None:
    (first, second) = claims(record, "count")
    for n in (first, second):
        record.judge(n, "accept", "heron")
    record.forget(str(first), "by mistake")
    assert record.evaluate(reader="rules")["judged"] == 1
    record.forget(record.reports()[0]["id"], "consent withdrawn")
    assert record.evaluate(reader="rules")["judged"] == 0


def test_as_it_was_known(record: Record) -> None:
    record.judge(claims(record, "count")[0], "accept", "heron")
    assert record.evaluate(as_of="2020-01-01")["judged"] == 0


def test_there_is_no_such_reader(record: Record) -> None:
    with pytest.raises(Misuse, match="no reader 'crystal'"):
        record.evaluate(reader="crystal")


# -- another reader --------------------------------------------------------------------------------------------


def test_the_same_reader_again_does_as_the_record_says(tmp_path: Path) -> None:
    """Every third claim of the samples rejected: reading again by the same reader must give the same figures in every field."""
    with create(tmp_path / "record") as record:
        record.build(sorted(EXAMPLES.glob("*.txt"))[:6])
        before = record.ledger.head()
        for at, n in enumerate(list(record.view().state.claims)):
            record.judge(n, "reject" if at % 3 == 0 else "accept", "heron")
        judged = record.ledger.head()
        said = record.evaluate(reader="rules")["read_again"]
        assert said["now"] == said["recorded"] and said["now"]["all"]["said"] > 60
        assert {tuple(d["f1_interval"]) for d in said["difference"].values()} == {(0.0, 0.0)}
        assert record.ledger.head() == judged != before


@pytest.fixture
def mill() -> dict[str, Any]:
    return extract(ReportText(TEXT, id="mill", file="mill.txt", language="en", published="2021-05-04"))


def reading(said: dict[str, Any], record: Record) -> Reading:
    return reading_of(next(iter(record.view().state.captures)), Rendition(TEXT, "test"), said)


def judged_all(record: Record, name: str, decision: str = "accept", value: Any = None) -> list[Judged]:
    for n in claims(record, name):
        record.judge(n, decision, "heron", value=value)
    return [c for c in judged_claims(record.view().state) if c.property == name]


def score(record: Record, judged: list[Judged], said: dict[str, Any]) -> tuple[int, int, int]:
    report = next(iter(record.view().state.captures))
    found = scored(judged, held_readings(record.view().state)[report], reading(said, record))[judged[0].property]
    return found.hit, found.said, found.gold


def test_a_reader_that_errs_or_is_silent(record: Record, mill: dict[str, Any]) -> None:
    judged = judged_all(record, "count")
    assert score(record, judged, mill) == (2, 2, 2)
    wrong = deepcopy(mill)
    (killed,) = [v for i in wrong["incidents"] for v in i["victims"] if v["outcome"] == "death"]
    killed["count"] = {"min": 9, "best": 9, "max": 9}
    assert score(record, judged, wrong) == (1, 2, 2)
    assert score(record, judged, {**mill, "incidents": [], "totals": []}) == (0, 0, 2)


def test_a_reader_that_mends_what_was_amended(record: Record, mill: dict[str, Any]) -> None:
    judged = judged_all(record, "count", "amend", 7)
    assert recorded(judged)["count"].hit == 0 and score(record, judged, mill) == (0, 2, 2)
    mended = deepcopy(mill)
    for v in (v for i in mended["incidents"] for v in i["victims"]):
        v["count"] = {"min": 7, "best": 7, "max": 7}
    assert score(record, judged, mended) == (2, 2, 2)


def test_a_reader_that_repeats_what_was_rejected(record: Record, mill: dict[str, Any]) -> None:
    judged = judged_all(record, "perpetrator", "reject")
    assert len(judged) == 1 and score(record, judged, mill) == (0, 1, 0)
    without = deepcopy(mill)
    for i in without["incidents"]:
        i["perpetrators"] = []
    assert score(record, judged, without) == (0, 0, 0)


def test_another_value_than_a_rejected_one_is_not_judged(record: Record, mill: dict[str, Any]) -> None:
    judged = judged_all(record, "act", "reject")
    assert score(record, judged, mill)[1] == len(judged)
    other = deepcopy(mill)
    for i in other["incidents"]:
        i["act"] = "arson"
    assert score(record, judged, other) == (0, 0, 0)


def test_incidents_in_another_order_are_still_the_same(record: Record, mill: dict[str, Any]) -> None:
    judged = judged_all(record, "place") + judged_all(record, "victim")
    turned = {**mill, "incidents": list(reversed(mill["incidents"]))}
    report = next(iter(record.view().state.captures))
    held = held_readings(record.view().state)[report]
    assert scored(judged, held, reading(mill, record)) == scored(judged, held, reading(turned, record))


DAYTON = {"name": "Dayton", "country": "USA", "admin1": "US-OH", "admin2": None, "city": "Dayton", "lat": 39.7, "lon": -84.2}


@pytest.mark.parametrize(
    ("name", "mine", "theirs", "same"),
    [
        ("place", DAYTON, {**DAYTON, "name": "Dayton, Ohio", "lat": 39.8}, True),
        ("place", DAYTON, {**DAYTON, "admin1": "US-TX"}, False),
        ("place", {"name": "the Mill ", "country": None}, {"name": "the mill", "country": None}, True),
        ("names", ["Ana Lopez", "Lopez"], ["ana  lopez"], True),
        ("names", ["Ana Lopez"], ["Lopez"], False),
        ("act", {"act": "killing", "class": "harm"}, {"act": "bombing", "class": "harm"}, False),
        ("victim", {"person": 4, "kind": "group"}, {"person": -2, "kind": "group"}, True),
        ("perpetrator", {"person": 4, "kind": "group", "involvement": "ordered", "status": "stated"},
         {"person": -2, "kind": "group", "involvement": "carried_out", "status": "stated"}, False),
        ("part_of", 4, -2, True),
        ("part_of", 5, -2, False),
        ("relation", {"type": "led_to", "to": 4}, {"type": "led_to", "to": -2}, True),
        ("relation", {"type": "led_to", "to": 5}, {"type": "led_to", "to": -9}, False),
        ("count", {"min": 3, "best": 3, "max": 3}, {"min": 3, "best": None, "max": None}, False),
        ("date", "2021-05-03", "2021-05-03", True),
        ("total", {"outcome": "death", "count": {"min": 3}, "agrees_with": [4]}, {"outcome": "death", "count": {"min": 3}, "agrees_with": []}, True),
    ],
)  # fmt: skip
def test_when_values_are_the_same(name: str, mine: Any, theirs: Any, same: bool) -> None:
    assert same_value(name, mine, theirs, {4: -2}) is same
