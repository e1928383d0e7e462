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
    ("title", "text", "wanted"),
    [
        (
            "Man shot dead in Tulsa home - News9.com - Oklahoma City, OK - News, Weather",
            "A man was shot dead at home on Friday, Tulsa police said.",
            "Tulsa",
        ),
        (
            "Boy, 3, shot dead",
            "A boy was shot dead in Detroit on Friday, police said. Wayne County prosecutors charged his cousin.",
            "Detroit",
        ),
        (
            "Two shot in Brooklyn",
            "Two men were shot on Friday in Baltimore's Brooklyn neighborhood, Baltimore police said.",
            "Baltimore",
        ),
    ],
)
def test_a_shooting_was_neither_in_the_outlet_s_town_nor_in_the_court_s_county(title: str, text: str, wanted: str) -> None:
    said = reader.read(ReportText(text, "x", "x.txt", title, "2024-03-06"))
    assert [i["place"]["city"] for i in said["incidents"] if i["class"] == "harm" and i["victims"]] == [wanted]


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
        ("A gunman shot two. The other woman killed was Kim Velmora, 18, police said.", "female"),
        ("A gunman shot Kim Velmora, who was eight months pregnant.", "female"),
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


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Duncan teen shot dead", "A boy was shot dead at home on Friday.", "Duncan"),
        ("Boy, 3, shot dead", "A boy was shot dead near Ilwaco on Friday, Washington State Patrol said.", "Ilwaco"),
    ],
)
def test_a_town_is_found_where_local_news_names_one(title: str, text: str, name: str) -> None:
    said = reader.read(ReportText(text, "x", "x.txt", title, "2024-03-06"))
    assert [i["place"]["name"] for i in said["incidents"] if i["class"] == "harm" and i["victims"]] == [name]


def test_words_that_begin_a_sentence_are_no_town() -> None:
    said = reader.read(ReportText("The shooting killed a man in Dayton.\n\nThe man was 24.", "x", "x.txt", None, "2024-03-06"))
    assert [i["place"]["name"] for i in said["incidents"] if i["class"] == "harm"] == ["Dayton"]
