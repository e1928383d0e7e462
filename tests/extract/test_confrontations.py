"""Who shot, where a passage tells of officers who faced somebody and then only that he was shot; and where nothing may be concluded. All made up."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord import wording
from onrecord.claims.incidents import Perpetrator
from onrecord.extract import ReportText
from onrecord.extract.confrontations import IMPLIED
from onrecord.extract.rules_reader import reader
from onrecord.review.values import checked_value


def perpetrators(text: str) -> list[dict[str, Any]]:
    said = reader.read(ReportText(text, "x", "x.txt", None, "2024-03-06"))
    return [p for i in said["incidents"] if i["class"] == "harm" for p in i["perpetrators"]]


def implied(text: str) -> set[str]:
    return {
        p["names"][0] if p["names"] else p["mentions"][0]["text"] for p in perpetrators(text) if p.get("basis") == "implied"
    }


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Milford police were called. Velmora drove at the officers and was shot and killed.", "Milford police"),
        ("Milford police tried to stop a car. The driver pointed a gun at the officers and was shot and killed.", "Milford police"),
        ("Lake County deputies came to serve a warrant. Velmora refused to drop the rifle. He was shot and killed.", "Lake County deputies"),
        ("Oakton police were called to a house. Shots were exchanged after the officers arrived. Velmora was shot and killed.", "Oakton police"),
        ("Velmora was shot after he lunged at Milford police officers with a knife.", "Milford police"),
        ("A Milford police officer chased Velmora. There was a struggle between the officer and the man, and he was shot and killed.", "Milford police"),
        ("The Lake County Sheriff's Office was called. Velmora came out and fired at deputies. He was fatally shot.", "Lake County Sheriff's Office"),
        ("Velmora was shot and killed Monday. State police say troopers chased him for a mile and that Velmora pointed a pistol at them.", "troopers"),
    ],
)  # fmt: skip
def test_officers_who_faced_the_one_who_was_shot_are_implied(text: str, agency: str) -> None:
    assert agency in implied(text)


def test_what_is_implied_says_so_and_is_less_sure() -> None:
    for p in perpetrators("Milford police were called. Velmora drove at the officers and was shot and killed."):
        assert (p["status"], p["basis"], p["confidence"]) == ("suspected", "implied", IMPLIED)
        assert 0 < IMPLIED < 1


def test_what_words_say_is_not_implied() -> None:
    stated = perpetrators("Milford police were called. Velmora drove at the officers. An officer shot and killed Velmora.")
    assert stated and all(p["status"] == "stated" and "basis" not in p for p in stated)


def test_all_agencies_at_the_scene_are_implied_and_none_that_only_looks_into_it() -> None:
    text = (
        "Milford police and Lake County deputies came to the house. Velmora pointed a rifle at the officers and was shot and killed. "
        "The Oakton Bureau of Investigation is investigating."
    )
    assert {"Milford police", "Lake County deputies"} <= implied(text)
    assert not any("Oakton" in n for n in implied(text))


def test_no_officer_is_named_for_what_is_only_implied() -> None:
    found = perpetrators("Deputy Ana Tarn approached Velmora. He charged at Deputy Tarn with a knife and was shot and killed.")
    assert found and not any("Tarn" in name for p in found for name in p["names"])


@pytest.mark.parametrize(
    "text",
    [
        # others who fired
        "Officers chased a man who pointed a gun at them. Ana Velmora, a bystander, was shot and killed.",
        "Police confronted the gunman, who fired at officers. A woman in a car was shot and killed.",
        "Officers tried to stop Bo Tarn. Tarn fired at the officers and hit his wife, Ana Velmora, who was killed.",
        "Officers approached Velmora. He refused to leave, and was shot and killed by a neighbour.",
        "Velmora pointed a gun at officers. He was shot and killed by his brother.",
        # by their own hand, or nobody knows by whose
        "Officers tried to talk to Velmora. He pointed a gun at them. He was killed by a self-inflicted gunshot.",
        "Officers chased Velmora, who fired at them. He was shot and killed. It is not clear whether he shot himself or who fired.",
        "After a standoff with officers, Velmora shot himself and died.",
        # officers who came to it, or look into it
        "Velmora was shot and killed on Mill Road. Officers came and tried to help him. No arrests were made.",
        "Velmora was shot and killed at a party. Milford police are looking for the gunman.",
        "Milford police found Velmora in a yard. He had been shot and killed.",
        "Velmora was shot and killed on Monday. Officers arrested a man who fought with them.",
        "Milford police are investigating. Velmora was shot and killed in a parking lot.",
        "A man came up and shot at them, according to Officer Bo Tarn, a Milford Police spokesman. Velmora, 14, was shot in the leg.",
        "Police: Girl, 6, wounded in Milford shooting. Ana Velmora was shot in the leg, officials said.",
        "Police stopped a car that sped away and found Velmora with a gunshot wound. He was shot at a party.",
        "The officer’s report from last night says that he argued with a boy. The boy was shot in the face.",
        "Bo Velmora, 16, was hurt during an altercation, police confirmed. He was shot in the leg.",
        "Bo Velmora, shot in Oakton on Friday, was identified by authorities. He was shot and killed.",
        "Milford police were at a hospital after Velmora walked in. He had been shot.",
        # officers to whom it was done
        "An officer approached a car. The driver pointed a gun, and Officer Ana Tarn was shot and killed.",
        "Officer Ana Tarn tried to stop Velmora, who drew a pistol. Tarn was shot and killed.",
        # no shooting
        "Officers chased Velmora. He was killed when his car crashed into a tree.",
    ],
)
def test_where_anything_speaks_for_another_nobody_is_implied(text: str) -> None:
    assert implied(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers were sent to the market in Mandalay. Police ordered the protesters to leave. Velmora refused to leave and was shot and killed.",
        "Police approached Velmora in Nairobi. He refused to stop and was shot and killed.",
        "Rebels and police fought in the town. Velmora charged at the police and was shot and killed.",
        "VELMORA REFUSED TO DROP THE KNIFE WHEN POLICE CAME. HE WAS SHOT AND KILLED.",
    ],
)
def test_nothing_is_concluded_in_war_protest_or_another_country(text: str) -> None:
    assert implied(text) == set()


def test_what_is_implied_is_an_object_of_the_contract_and_is_put_so_to_people() -> None:
    (one, *_) = perpetrators("Milford police were called. Velmora drove at the officers and was shot and killed.")
    assert Perpetrator.from_json(one).to_json() == one
    assert wording.perpetrator(one).endswith("suspected, implied by the passage")
    with pytest.raises(ValueError, match="basis"):
        Perpetrator.from_json({**one, "basis": "guessed"})


def test_who_amends_what_is_implied_has_judged_it() -> None:
    implied = {
        "person": 1,
        "kind": "group",
        "names": [],
        "involvement": "carried_out",
        "status": "suspected",
        "basis": "implied",
    }
    amended = checked_value("perpetrator", {"status": "stated"}, implied)
    assert amended["status"] == "stated" and "basis" not in amended


def test_where_others_were_shot_too_and_nobody_says_by_whom_nobody_is_implied() -> None:
    text = "Officers told Velmora to drop a gun. Velmora was shot and killed. Ana Tarn, 8, was shot in the leg and hurt."
    assert implied(text) == set()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Velmora had a knife. Officers of the Lake County Sheriff's Office spoke to him. Police shot and killed him.", "Lake County Sheriff's Office"),
        ("Officers were called to assist Milford police. Velmora pointed a gun at the officers and was shot and killed.", "Milford police"),
        ("Milford police were called. A member of the team shot and killed Velmora.", "Milford police"),
    ],
)  # fmt: skip
def test_officers_are_of_the_one_agency_that_a_short_report_names(text: str, wanted: str) -> None:
    assert wanted in {n for p in perpetrators(text) for n in p["names"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Milford police officers went to check on Velmora. Velmora had a large knife when the shooting occurred.", "Velmora"),
        (
            "A deputy stopped Velmora, who ran into a wood and pointed a pistol at the deputy. The shooting was filmed.",
            "Velmora",
        ),
    ],
)
def test_a_shooting_told_by_a_noun_befell_whom_officers_faced(text: str, name: str) -> None:
    said = reader.read(ReportText(text, "x", "x.txt", None, "2024-03-06"))
    (incident,) = [i for i in said["incidents"] if i["class"] == "harm"]
    assert [(v["names"][-1], v["outcome"]) for v in incident["victims"]] == [(name, "unknown")]
    assert implied(text)


@pytest.mark.parametrize(
    "text",
    [
        "Officers stopped Velmora, who was wanted in connection with the shooting. He ran from the officers.",
        "Officers spoke to Velmora about the shooting. He refused to answer.",
        "Officers came to the shooting on Mill Road. Velmora shouted at the officers.",
    ],
)
def test_another_shooting_befell_nobody_whom_officers_faced(text: str) -> None:
    said = reader.read(ReportText(text, "x", "x.txt", None, "2024-03-06"))
    assert not [v for i in said["incidents"] if i["class"] == "harm" for v in i["victims"]]
