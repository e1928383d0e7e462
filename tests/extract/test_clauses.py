"""Who did it to whom where the verb stands apart from its subject, or says nothing of whom: descriptions made up for one difficulty each."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.extract import ReportText
from onrecord.extract.rules_reader import reader


def read(text: str) -> list[dict[str, Any]]:
    said = reader.read(ReportText(text, "x", "x.txt", None, "2024-03-06"))
    return [i for i in said["incidents"] if i["class"] == "harm" and i["modality"] in ("stated", "alleged")]


def named(text: str) -> set[str]:
    return {n for i in read(text) for v in i["victims"] for n in v["names"]}


def doers(text: str) -> set[str]:
    return {n for i in read(text) for p in i["perpetrators"] for n in p["names"] or [p["mentions"][0]["text"]]}


@pytest.mark.parametrize(
    "text",
    [
        "Velmora, who had robbed a bank, was shot by a police sniper.",
        "Velmora lunged at the deputy, and the deputy shot twice.",
        "Velmora lunged, and the officer shot.",
        "Officers tried to talk to Velmora, but he came at them. They fired, and he fell.",
        "Velmora ran toward the deputies, prompting them to shoot.",
        "Velmora tried to run over a trooper, who fired through the windshield.",
        "The shooting of Velmora by police is under investigation.",
        "Velmora fought with guards. The encounter resulted in his death.",
        "Velmora shot a deputy, and other deputies fatally shot the 31-year-old.",
        "Velmora drowned while running from police.",
    ],
)
def test_it_befell_whom_the_clause_means(text: str) -> None:
    assert named(text) == {"Velmora"}


def test_whose_relative_somebody_is_goes_on_as_he() -> None:
    text = "Velmora was ill. His wife took his hands from his son, and police shot him with a stun gun until he died."
    assert named(text) == {"Velmora"}


def test_officers_who_were_fired_at_are_they() -> None:
    assert "Milford officers" in " ".join(doers("Velmora opened fire on Milford officers. They killed him."))


def test_holding_somebody_down_is_told_of_officers_only() -> None:
    assert "Milford officers" in " ".join(doers("Milford officers restrained Velmora, who stopped breathing and died."))
    assert not read("A nurse restrained Velmora until help came.")


def test_a_fight_that_ended_in_a_death_implies_who_fought() -> None:
    said = read("A confrontation with Milford police ended in Velmora's death.")
    assert [p.get("basis") for i in said for p in i["perpetrators"] if p["names"]] == ["implied"]


def test_his_death_is_of_no_one_where_nobody_is_told_of() -> None:
    assert not named("The storm caused his death, a song says.")
    assert not named("He was told that he would not see the end of it until his death sentence was read.")


@pytest.mark.parametrize(
    "text",
    [
        "A prisoner died in the camp, a source in the north told Morning Line on the 3rd. He was beaten by guards.",
        "A man was killed in the camp, a source told Morning Line, asking not to be named.",
        "A man was shot, a witness told Harbor Herald.",
    ],
)
def test_an_outlet_that_is_told_is_no_victim(text: str) -> None:
    assert not named(text)
    assert sum(len(i["victims"]) for i in read(text)) == 1


def test_whom_officers_tell_may_be_a_victim() -> None:
    assert named("Police told Ana Velmora to leave. Ana Velmora was shot by a guard.") == {"Ana Velmora"}


def test_he_is_no_agency() -> None:
    text = "Milford Highway Patrol said a man drew a weapon. He was then shot and killed."
    assert [v["mentions"][0]["text"] for i in read(text) for v in i["victims"]] == ["a man"]


def test_the_man_is_not_the_officer_whom_he_hurt() -> None:
    text = "The man stabbed a police officer. The officer shot him dead."
    assert [(v["mentions"][0]["text"], v["outcome"]) for i in read(text) for v in i["victims"] if v["outcome"] == "death"] == [
        ("The man", "death")
    ]
