"""Who was harmed, by whom and how many, in sentences made up for one difficulty each."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.claims import Count
from onrecord.extract import ReportText, extract


def read(text: str, title: str | None = None, published: str | None = "2024-03-06") -> Any:
    return extract(ReportText(text, "x", "x.txt", title, published))


def tolls(text: str, title: str | None = None) -> list[dict[str, str]]:
    """For each incident of stated harm, how many by outcome; members of a group are in it."""
    found = []
    for i in read(text, title)["incidents"]:
        said: dict[str, Count] = {}
        for v in i["victims"]:
            if v["part_of"] is None and i["modality"] == "stated":
                count = Count.from_json(v["count"])
                said[v["outcome"]] = said[v["outcome"]] + count if v["outcome"] in said else count
        if said:
            found.append({k: str(c) for k, c in said.items()})
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A man was killed and three others were wounded in Dayton, police said.", {"death": "1", "injury": "3"}),
        ("A gunman opened fire, killing one woman and injuring five others.", {"death": "1", "injury": "5"}),
        ("Six people were shot, four of them fatally. Four people died, police said.", {"death": "4", "injury": "2 (2–6)"}),
        ("A woman remains in hospital after she and three others were shot.", {"injury": "4"}),
        ("Three farmers, Ana Velmora, Bo Tarn and Cy Oskuva, were shot dead.", {"death": "3"}),
        ("Ana Velmora, 15, Bo Tarn, 19, and Cy Oskuva, 20, were injured.", {"injury": "3"}),
        ("The shooting killed one and injured four.", {"death": "1", "injury": "4"}),
        ("The blast sent eleven people to the hospital.", {"injury": "11"}),
        ("Two soldiers and five civilians were killed when a mine exploded.", {"death": "7"}),
        ("A 17-year-old boy was shot. The boy, identified as Bo Tarn, died an hour later.", {"death": "1"}),
        ("The bodies of a woman and two men were found near the road.", {"death": "3"}),
        ("He killed her and three other people, police said of the man.", {"death": "3"}),
        ("Image 1 of 44 Child shot in Lima. A child was shot on Monday.", {"injury": "1"}),
    ],
)
def test_tolls(text: str, wanted: dict[str, str]) -> None:
    assert tolls(text) == [wanted]


def test_the_title_is_read_and_its_words_are_said_to_stand_in_it() -> None:
    said = read("Officials gave no details on Monday.", "Four men shot dead in Dayton, Ohio")
    (victim,) = said["incidents"][0]["victims"]
    assert victim["count"]["best"] == 4 and victim["mentions"] == [{"text": "Four men", "start": 0, "end": 8, "in": "title"}]


def test_a_title_that_the_text_repeats_is_read_once() -> None:
    text = "Four men shot dead in Dayton, Ohio\n\nFour men were shot dead in Dayton, Ohio, police said."
    assert tolls(text, "Four men shot dead in Dayton, Ohio") == [{"death": "4"}]


def test_a_death_beyond_the_toll_of_the_opening_is_another_incident() -> None:
    text = (
        "One man was killed in a shooting in Dayton on Monday, police said. Ana Velmora said she heard shots.\n\n"
        "Bo Tarn, 23, died at the scene. In another case last year, Cy Oskuva, 40, was shot dead in Lima."
    )
    assert tolls(text) == [{"death": "1"}, {"death": "1"}]


def test_accounts_of_two_sides_are_two_incidents() -> None:
    text = "Three guerrillas were killed, the army said.\n\nSoldiers shot dead seven farmers, according to the village council."
    assert tolls(text) == [{"death": "3"}, {"death": "7"}]


def names(text: str) -> set[str]:
    return {n for i in read(text)["incidents"] for v in i["victims"] for n in v["names"]}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Police said Velmora refused to stop, and an officer shot and killed Velmora.", {"Velmora"}),
        ("Velmora drove at the deputy, and the deputy shot and killed him.", {"Velmora"}),
        ("Nineteen-year-old Ana Velmora died in the fire.", {"Ana Velmora"}),
        (
            "The trader, Bo Tarn, 52, refused to pay. A soldier shot the trader dead. The trader was killed at noon.",
            {"Bo Tarn"},
        ),
        ("A nurse was shot dead. She was identified by her brother on Friday as Ana Velmora.", {"Ana Velmora"}),
        ("Among the dead were Ana Velmora, a 34-year-old seamstress, and Bo Tarn.", {"Ana Velmora", "Bo Tarn"}),
        ("Bo Tarn, who sold bread, was among those killed, his sister said.", {"Bo Tarn"}),
        ("GUNMEN KILLED JUDGE ERNESTO QUELISSE VALVERDE IN THE CAPITAL TODAY.", {"ERNESTO QUELISSE VALVERDE"}),
        ("School was closed after two men were killed.", set()),
        ("Hundreds were there when two men were killed.", set()),
        ("Gun Safety Urged\n\nTwo men were killed in Dayton. Officials urged gun safety.", set()),
    ],
)
def test_names_of_the_harmed(text: str, wanted: set[str]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("Ana Velmora, 23, was shot dead. She had two children.", 23, "female"),
        ("18 year old Bo Tarn was killed. His mother was at work.", 18, "male"),
        ("Bo Tarn Jr., 16, was shot and killed in Dayton.", 16, None),
        ("Tarn, 28, was shot and killed. Bo Tarn was known to all.", 28, None),
    ],
)
def test_age_and_sex_come_from_the_words(text: str, age: int | None, sex: str | None) -> None:
    (victim,) = read(text)["incidents"][0]["victims"]
    assert (victim["age"], victim["sex"]) == (age, sex)


def test_organisations_and_those_beside_them_are_perpetrators() -> None:
    text = "Fighters of the Green Banner Brigade fired four shells at the village. Seven people were killed by the shells."
    (i,) = read(text)["incidents"]
    assert [(p["kind"], p["mentions"][0]["text"]) for p in i["perpetrators"]] == [
        ("group", "Fighters"), ("organisation", "Green Banner Brigade")]  # fmt: skip


def test_who_claims_and_who_denies() -> None:
    claimed = read("A bomb killed four people in Kano. The Dawn Front claimed responsibility.")["incidents"][0]["perpetrators"]
    assert [(p["mentions"][0]["text"], p["status"]) for p in claimed] == [("Dawn Front", "claimed")]
    assert not read("A bomb killed four people in Kano. No group claimed responsibility.")["incidents"][0]["perpetrators"]
    text = "Two officers are accused of beating Bo Tarn to death. The officers deny the charge."
    assert [p["status"] for p in read(text)["incidents"][0]["perpetrators"]] == ["denied"]


def test_things_attacked() -> None:
    (i,) = read("Guerrillas dynamited a power substation and the police station was destroyed, the army said.")["incidents"]
    assert [t["mentions"][0]["text"] for t in i["targets"]] == ["a power substation", "the police station"]
    assert i["victims"] == []


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Two men were shot dead on Saturday, police said on Monday.", "2024-03-02"),
        ("Police said Monday that two men were shot dead.", "2024-03-04"),
        ("Two men were killed last month. The shooting happened outside a bar on February 9.", "2024-02-09"),
        ("LIMA, March 5 — Two men were killed in Lima.", None),
        ("Two men were shot dead. Police spoke of the January 12 shooting.", "2024-01-12"),
    ],
)
def test_when_it_was_and_not_when_somebody_spoke(text: str, edtf: str | None) -> None:
    found = read(text)["incidents"][0]["date"]
    assert (found["edtf"] if found else None) == edtf


def test_where_it_was_and_not_where_it_was_written() -> None:
    text = "POPAYÁN, Colombia — Two men were killed in the hamlet of El Mirto, in the department of Cauca, the army said."
    assert read(text)["incidents"][0]["place"]["name"] == "Cauca"
    assert read("ABILENE, Texas - Two men were killed on Monday.")["incidents"][0]["place"]["name"] == "Abilene"


def test_a_beating_of_the_detained_is_in_their_detention() -> None:
    text = "Soldiers detained eleven farmers. Two of the farmers, Ana Velmora and Bo Tarn, were beaten."
    (i,) = read(text)["incidents"]
    assert i["act"] == "detention" and sorted(v["outcome"] for v in i["victims"]) == ["detention", "injury", "injury"]


def test_a_list_that_adds_up_names_the_group() -> None:
    text = "A family of six was killed in the fire. Bo Tarn, 41, his wife, Ana Tarn, 38, and their four children were asleep."
    (i,) = read(text)["incidents"]
    group = next(v for v in i["victims"] if v["part_of"] is None)
    assert group["count"]["best"] == 6 and {v["count"]["best"] for v in i["victims"] if v["part_of"] == group["id"]} == {1, 4}


def test_a_year_left_open_sets_no_telling_apart() -> None:
    text = "Three men were shot dead in Lima in 2021, police said. Five people were wounded there on May 9, a nurse said."
    assert len(read(text, published=None)["incidents"]) == 1
    assert len(read(text.replace("on May 9, a", "in 2019, a"), published=None)["incidents"]) == 2
