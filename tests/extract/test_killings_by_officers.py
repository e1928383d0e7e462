"""Who was killed and by whose officers, in short descriptions of a killing made up for one difficulty each."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.extract import ReportText
from onrecord.extract.agencies import agencies
from onrecord.extract.rules_reader import reader


def read(text: str) -> list[dict[str, Any]]:
    said = reader.read(ReportText(text, "x", "x.txt", None, "2024-03-06"))
    return [i for i in said["incidents"] if i["class"] == "harm" and i["modality"] in ("stated", "alleged")]


def victims(text: str) -> list[tuple[str, str]]:
    """The names and outcomes of all victims who have a name."""
    return [(v["names"][0], v["outcome"]) for i in read(text) for v in i["victims"] if v["names"]]


def doers(text: str) -> set[str]:
    return {n for i in read(text) for p in i["perpetrators"] for n in p["names"]}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Police answered a call and found Velmora with a knife. When he did not drop it, he was shot and killed.", "death"),
        ("Velmora was allegedly shooting a gun outside. When police arrived, he came out and was shot and killed.", "death"),
        (
            "Velmora met them in the yard with a rifle. Deputies told him to drop it. He refused. He was shot and killed.",
            "death",
        ),
        ("The driver of the van, Velmora, lost control. He was shot and killed.", "death"),
        ("Velmora, a former soldier, died after a struggle with guards.", "death"),
        ("Velmora and another man fled as police came. Officers shot and killed Velmora.", "death"),
        ("Bo Milford led police on a chase before being fatally shot by an officer.", "death"),
        ("Police said Velmora drew a knife and shot him, authorities said.", "injury"),
        ("Officers tried to talk to Velmora, and an officer used a Taser on him.", "injury"),
        ("Velmora was tasered and killed after he fought with an officer.", "death"),
        ("Velmora shot at the soldiers, and a soldier returned fire, killing him.", "death"),
        ("The confrontation led to Velmora's death.", "death"),
        ("Officers fired three rounds at Velmora as he drove toward them.", "unknown"),
        ("Two soldiers opened fire when Velmora pointed a rifle at them.", "unknown"),
        (
            "A guard pulled over Velmora. One of the guards was beside his car when Velmora ran. He was shot and killed.",
            "death",
        ),
    ],
)
def test_the_one_who_was_killed_or_fired_at_has_the_surname(text: str, wanted: str) -> None:
    assert [(name.split()[-1], outcome) for name, outcome in victims(text)] == [
        ("Milford" if "Milford led" in text else "Velmora", wanted)
    ]


def test_two_who_are_named_one_after_another_are_they() -> None:
    text = (
        "Ana Velmora and Bo Tarn were wanted. When police caught up with them, they drew guns before they were shot and killed."
    )
    assert victims(text) == [("Ana Velmora", "death"), ("Bo Tarn", "death")]


def test_whoever_shot_back_is_not_whom_it_befell() -> None:
    assert victims("Velmora raised a rifle before officer Ana Tarn shot back, killing him.") == [("Velmora", "death")]


def test_the_one_person_named_is_the_man_who_was_shot() -> None:
    said = victims("Officer Ana Tarn stopped a car. Bo Velmora, 31, got out with a gun. The man was shot and killed.")
    assert said == [("Bo Velmora", "death")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Velmora was shot and killed by two Lake County sheriff's deputies.", {"Lake County sheriff's"}),
        ("Velmora was killed Saturday morning by Milford police officers.", {"Milford police"}),
        (
            "Officer Ana Tarn of the Milford Police Department shot and killed Velmora.",
            {"Ana Tarn", "Milford Police Department"},
        ),
        ("Milford Police Officer Ana Tarn stopped a car. Tarn shot and killed Velmora.", {"Tarn", "Milford Police"}),
        ("The Milford Police Department was called. Officers shot and killed Velmora.", {"Milford Police Department"}),
        ("Milford police and Lake County deputies came. One of the deputies shot Velmora.", {"Lake County deputies"}),
        ("Milford police and Oakton police came. An officer shot Velmora.", set()),
        ("Velmora was shot in Milford. Milford police are looking for a man.", set()),
    ],
)
def test_the_agency_of_those_who_did_it(text: str, wanted: set[str]) -> None:
    assert doers(text) == wanted


def test_nobody_is_accused_whom_no_words_accuse() -> None:
    (incident,) = read("Milford police were called. Velmora drove at the officers and was shot and killed.")
    assert incident["perpetrators"] == []


def test_an_office_of_a_party_is_no_agency() -> None:
    text = "A Milford Party Committee deputy director and the Border Patrol of Oakton County spoke."
    assert all("Party" not in text[s.start : s.end] for s in agencies(text, 0, len(text)))
