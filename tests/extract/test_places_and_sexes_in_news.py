"""Where a shooting was, and whether its victims are men or women, in short news made up for one difficulty each."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.extract import ReportText
from onrecord.extract.rules_reader import reader


def main(text: str) -> dict[str, Any]:
    said = reader.read(ReportText(text, "x", "x.txt", None, "2024-03-06"))
    (incident,) = [i for i in said["incidents"] if i["class"] == "harm"]
    return incident


def test_a_quarter_is_in_the_town_whose_police_are_told_of() -> None:
    place = main("A man was shot in the West Garfield Park neighborhood on Friday, Chicago police said.")["place"]
    assert (place["name"], place["city"]) == ("West Garfield Park", "Chicago")


def test_a_town_with_its_own_police_stays_itself() -> None:
    place = main("A man was shot in the Evanston area on Friday, Evanston police said. Chicago police helped.")["place"]
    assert place["city"] == "Evanston"


def test_a_street_that_is_called_like_a_town_elsewhere_is_no_place_of_an_incident() -> None:
    place = main("A man was shot in the 1600 block of Eastwood on Friday. Detroit police are looking for a woman.")["place"]
    assert place["name"] == "Detroit"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A shooting killed two. Police identified the man as Kim Velmora, 31.", "male"),
        (
            "A shooting left one dead. The woman who died in the shooting has been identified as 25-year-old Kim Velmora.",
            "female",
        ),
        ("Kim Velmora, 51, and his wife were at home when a gunman shot Kim Velmora dead.", "male"),
        ("A gunman shot Kim Velmora, 30, who was taken to a hospital where she died.", "female"),
        ("Kim Velmora, 31, was shot and killed on Friday, police said.", None),
    ],
)
def test_the_sex_is_what_the_words_beside_a_name_say(text: str, wanted: str | None) -> None:
    said = reader.read(ReportText(text, "x", "x.txt", None, "2024-03-06"))
    assert [v["sex"] for i in said["incidents"] for v in i["victims"] if "Kim Velmora" in v["names"]] == [wanted]


def test_a_relative_with_an_age_and_a_name_is_one_victim() -> None:
    victims = main("Bo Velmora shot and killed his wife, 72-year-old Ana Velmora, and his son, Cy Velmora.")["victims"]
    assert [(v["names"], v["age"], v["sex"]) for v in victims] == [
        (["Ana Velmora"], 72, "female"),
        (["Cy Velmora"], None, "male"),
    ]
