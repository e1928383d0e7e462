"""Victims of a shooting by their names, whoever else a report names, and the dead that only a noun tells of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from onrecord.claims import Count, Modality
from onrecord.extract import ReportText, extract
from onrecord.extract.events import read
from onrecord.extract.naming import _fuller
from onrecord.extract.persons import Person, features_of, persons_of
from onrecord.extract.phrase import Phrase
from onrecord.extract.victims import Victim
from onrecord.extract.weights import chances


def report(text: str, title: str | None = None) -> ReportText:
    return ReportText(text, "x", "x.txt", title, "2024-03-06")


def victims(text: str, title: str | None = None) -> Iterator[dict[str, Any]]:
    for incident in extract(report(text, title))["incidents"]:
        if incident["class"] == "harm":
            yield from incident["victims"]


@pytest.mark.parametrize(
    ("text", "name", "outcome"),
    [
        ("Oskuva was holding a pipe when he was shot and killed.", "Oskuva", "death"),
        ("Velmora came out, pointed a pistol at the officers and was shot and killed.", "Velmora", "death"),
        ("Tarn, who had fled from a car, was shot by a deputy.", "Tarn", "injury"),
        ("Officers said that Velmora ran at them, and they shot him.", "Velmora", "injury"),
        ("Baker was shot after a quarrel, police said.", "Baker", "injury"),
    ],
)
def test_a_person_who_goes_by_one_name_is_the_victim(text: str, name: str, outcome: str) -> None:
    assert [(v["names"][-1], v["outcome"]) for v in victims(text)] == [(name, outcome)]


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("Second person arrested in double homicide", 2),
        ("Teenager charged in fatal shooting", 1),
        ("Court hears of quarrel", 0),
    ],
)
def test_a_noun_tells_of_the_dead_where_nothing_else_does(title: str, count: int) -> None:
    dead = [v for v in victims("The paper is delivered daily.", title) if v["outcome"] == "death"]
    assert sum(v["count"]["best"] for v in dead) == count


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Milford teen accidentally shoots himself in the face", ("injury", 1)),
        ("Accidental shooting takes life of Milford man", ("death", 1)),
        ("Boy, 3, wounded in shooting in Dayton", ("injury", 1)),
    ],
)
def test_a_headline_alone_tells_of_a_victim(title: str, wanted: tuple[str, int]) -> None:
    assert [(v["outcome"], v["count"]["best"]) for v in victims("The paper is delivered daily.", title)] == [wanted]


def test_a_parent_of_four_is_one_person() -> None:
    assert [v["count"]["best"] for v in victims("He was at home.", "Father of 4 killed in shooting")] == [1]


def test_whoever_investigates_or_mourns_is_no_victim() -> None:
    text = "Ana Velmora, 24, was shot and killed on Monday.\n\nDetective Bo Tarn said that nobody was arrested.\n\nThe family was told."
    assert [v["names"] for v in victims(text)] == [["Ana Velmora"]]


def test_a_group_told_of_beside_the_dead_stays() -> None:
    text = "A man was killed and three others were wounded in a shooting in Dayton. Six shots were heard, police said."
    assert sorted((v["outcome"], v["count"]["best"]) for v in victims(text)) == [("death", 1), ("injury", 3)]


def test_no_name_is_a_feature() -> None:
    readings = [
        read(report(f"Police identified the victim as {name}, 24, of {town}."))
        for name, town in (("Ana Velmora", "Oskuva"), ("Bo Tarn", "Ilmeny"))
    ]
    one, other = (features_of(r, people[0], people, [], None) for r in readings for people in [persons_of(r)])
    assert one == other


def test_chances_are_of_one_and_unknown_features_say_nothing() -> None:
    assert sum(chances({1, 2, 3})) == pytest.approx(1)
    assert chances({-1}) == pytest.approx((1 / 3, 1 / 3, 1 / 3))


def test_the_forms_of_a_name_are_in_the_same_order_every_time() -> None:
    forms = ["Ana Velm", "Eva Velm", "Ina Velm", "Ona Velm", "Una Velm", "Isa Velm"]
    held = Victim("death", "direct", Modality.STATED, Count.exactly(1), [Phrase(0, 8, "man")], forms[:1])
    _fuller(held, Person(forms[0], forms))
    assert held.names == forms
