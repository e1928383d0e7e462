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
    (incident,) = read("Milford police were called to a house. Velmora was shot and killed.")
    assert incident["perpetrators"] == []


def test_an_office_of_a_party_is_no_agency() -> None:
    text = "A Milford Party Committee deputy director and the Border Patrol of Oakton County spoke."
    assert all("Party" not in text[s.start : s.end] for s in agencies(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "doer", "victim"),
    [
        ("The man fired at a Milford police officer, who shot and killed him.", "a Milford police officer", "the man"),
        ("Velmora charged at police, who opened fire and killed him at the scene.", "police", "Velmora"),
        ("Velmora began firing at the deputies, two of whom returned fire, killing him.", "the deputies", "Velmora"),
        ("Officers found Velmora, who ran, and shot him in the yard.", "Officers", "Velmora"),
        ("The deputy told Velmora to drop the knife and shot and killed him.", "The deputy", "Velmora"),
        ("Police said they rescued 15 people before they shot Velmora.", "Police", "Velmora"),
        ("Officer Ana Tarn came to help, and she shot and killed Velmora.", "Officer Ana Tarn", "Velmora"),
        ("Velmora was shot and killed in a gun battle with Milford police.", "police", "Velmora"),
        ("Velmora and the three officers inside exchanged gunfire, and Velmora was killed.", "the three officers", "Velmora"),
        ("Police, who were on campus, shot Velmora.", "Police", "Velmora"),
    ],
)
def test_whoever_the_words_say_shot_is_the_doer(text: str, doer: str, victim: str) -> None:
    (incident,) = read(text)
    assert doer.lower() in {m["text"].lower() for p in incident["perpetrators"] for m in p["mentions"]}
    told = [m["text"].lower() for v in incident["victims"] if v["outcome"] in ("death", "injury") for m in v["mentions"]]
    assert victim.lower() in told
    assert doer.lower() not in told


@pytest.mark.parametrize(
    "text",
    [
        "The Milford Police Department was called. Velmora was shot and killed in the yard by his brother.",
        "Deputies of Lake County came to the house. Velmora shot himself.",
        "Milford police chased Velmora. He was killed when his car struck a tree.",
        "Velmora was fatally shot on Monday. Milford police ask for help.",
    ],
)
def test_what_officers_did_not_do_is_not_laid_to_them(text: str) -> None:
    assert not any("Milford" in n or "Lake" in n for n in doers(text))


@pytest.mark.parametrize(
    "text",
    [
        "Officers opened fire after Velmora drove at them.",
        "Velmora fled a traffic stop. At some point the officer drew his weapon and fired.",
        "Police were called about Velmora. Investigators do not know why the officers opened fire.",
        "Velmora drove off, and a deputy shot into the car several times.",
        "Velmora moved toward the deputy, prompting the deputy to fire.",
        "Velmora got out with a gun. Gunfire was exchanged between him and officers.",
        "Officers used a Taser while they tried to move Velmora from the road.",
    ],
)
def test_the_one_whom_officers_faced_is_whom_they_fired_at_and_not_hurt_for_all_that_is_said(text: str) -> None:
    ((name, outcome),) = victims(text)
    assert name == "Velmora"
    assert outcome in ("unknown", "injury") and (outcome == "unknown" or "Taser" in text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Velmora ran. Police chased him, and an officer fatally shot the 31-year-old.", "Velmora"),
        ("Deputy Bo Tarn said Velmora came out. Two officers shot and killed him.", "Velmora"),
        ("Officers were met by Velmora. Suspect was shot.", "Velmora"),
        ("Velmora ran at the officers with a machete. They opened fire and killed the subject.", "Velmora"),
        ("Officers found Velmora and his wife, Ada, in a yard and fatally shot the 42-year-old.", "Velmora"),
    ],
)
def test_the_one_person_whom_a_short_report_names_is_meant(text: str, name: str) -> None:
    assert name in {n for n, _ in victims(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Browning stood up and began to turn. He was shot and killed.",
        "Velmora was a suspect in a robbery. He was shot and killed.",
        "Velmora, a regular in the town's shops, fatally stabbed a clerk before officers fatally shot him.",
        "Velmora made several calls to the police. Officers shot him and he died.",
        "Officers came to Velmora's home. Velmora and two others were shot and killed.",
        "Guards spoke to Velmora before they shot and killed him.",
        "Wagner was shot and killed by two officers.",
    ],
)
def test_somebody_called_by_one_word_is_known_by_what_only_people_do(text: str) -> None:
    assert any(n.split()[-1] in ("Velmora", "Browning", "Wagner") and o == "death" for n, o in victims(text))


@pytest.mark.parametrize("word", ["There", "Gunfire", "Unarmed", "Nearby", "Violence", "Moments"])
def test_words_that_open_a_sentence_name_nobody(word: str) -> None:
    assert victims(f"{word} was a man with a knife. Officers shot and killed him.") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The Lake County Sheriff's Office was called. Velmora ran, and LCSO deputies shot and killed him.",
            "Lake County Sheriff's Office",
        ),
        ("Milford police came. An officer shot and killed Velmora, Oakton police said.", "Milford police"),
        ("Oakton Chief of Police Bo Tarn spoke of it. An officer shot and killed Velmora.", "Oakton Chief of Police"),
        ("Six Milford police came, and Bo Tarn, a rookie cop, shot and killed Velmora.", "Milford police"),
        ("Velmora and Lake County Sheriff's Deputy Bo Tarn fought. Tarn shot and killed Velmora.", "Lake County Sheriff's"),
    ],
)
def test_the_agency_is_told_by_letters_by_its_chief_and_by_who_only_speaks(text: str, wanted: str) -> None:
    assert wanted in doers(text)
    assert not any("Oakton police" in n for n in doers(text))


def test_who_is_charged_with_a_killing_is_accused_of_it() -> None:
    (incident,) = read("Milford Police Sergeant Ana Tarn was charged in the killing of her husband, Bo Velmora.")
    assert [(p["names"][0], p["status"]) for p in incident["perpetrators"] if "Ana Tarn" in p["names"]] == [
        ("Ana Tarn", "accused")
    ]


def test_whoever_was_hurt_may_have_killed_another() -> None:
    (incident,) = read("Officer Ana Tarn was shot in the leg before shooting and killing Velmora.")
    assert {n for v in incident["victims"] if v["outcome"] == "death" for n in v["names"]} == {"Velmora"}
    assert "Ana Tarn" in {n for p in incident["perpetrators"] for n in p["names"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two officers saw men with guns. One of the men, Velmora, was fatally shot.", "Velmora"),
        ("Officers found Deming, who attacked them before an officer fatally shot the 19-year-old.", "Deming"),
        ("Velmora shot the first officer who came, before more officers arrived and fatally shot the 21-year-old.", "Velmora"),
        ("Velmora denied multiple commands to drop the gun and was shot and killed.", "Velmora"),
        ("The officer, who has not been identified, fatally shot Velmora in the yard.", "Velmora"),
        ("Velmora-Tarn ran from police. An officer shot and killed Velmora.", "Velmora-Tarn"),
    ],
)
def test_whom_other_words_mean_has_the_surname(text: str, name: str) -> None:
    assert name in {n for i in read(text) for v in i["victims"] for n in v["names"]}
