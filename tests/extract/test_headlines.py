"""What headlines leave out, how many of a group a sentence speaks of, and lines of a page that are of another story."""

from __future__ import annotations

import pytest

from onrecord.extract import ReportText, extract


def told(text: str, title: str | None = None) -> list[tuple[str, int | None]]:
    """The outcome and the number of each victim of the report's harm, members of a group aside."""
    read = extract(ReportText(text, "x", "x.txt", title, "2024-03-06"))
    victims = [v for i in read["incidents"] if i["class"] == "harm" for v in i["victims"] if not v["part_of"]]
    return sorted((v["outcome"], v["count"]["best"]) for v in victims)


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("Two men shot, one fatally, on Elm Street", [("death", 1), ("injury", 1)]),
        ("Four shot, two fatally, in Milford", [("death", 2), ("injury", 2)]),
        ("One of 5 shot in Milford bar dies of injuries", [("death", 1), ("injury", 4)]),
        ("Police say one of five people shot outside the bar on Monday has died.", [("death", 1), ("injury", 4)]),
        ("Two of the five men were pronounced dead at the scene.", [("death", 2)]),
        ("5-year-old killed, sister wounded", [("death", 1), ("injury", 1)]),
        ("A 19-year-old local man was killed on Monday.", [("death", 1)]),
        ("Boy, 11, accidentally shot and killed by relative", [("death", 1)]),
        ("Teen struck by bullet outside a house in Milford", [("injury", 1)]),
        ("A motorist tells police he was shot while he drove home", [("injury", 1)]),
    ],
)
def test_how_many_of_those_told_of(text: str, victims: list[tuple[str, int]]) -> None:
    assert told(text) == victims


def test_girlfriend_is_a_woman() -> None:
    read = extract(ReportText("He shot and killed his girlfriend before killing himself.", "x", "x.txt", None, "2024-03-06"))
    assert [v["sex"] for i in read["incidents"] if i["act"] == "killing" for v in i["victims"]] == ["female"]


@pytest.mark.parametrize(
    "line",
    [
        "1:29 Police kill two men in Tarn",
        "RELATED: Five killed in Tarn",
        "Read more: Five killed in Tarn",
        "MORE NEWS | Five killed in Tarn",
        "[Five killed in Tarn on Monday]",
        "Previous story: Five killed in Tarn",
    ],
)
def test_lines_of_other_stories_count_nobody(line: str) -> None:
    assert told(f"{line}\n\nA man was wounded in a shooting on Elm Street.", "Man wounded in Milford") == [("injury", 1)]


@pytest.mark.parametrize(
    "line", ["1:29 a.m. Five people were killed in Milford.", "More than five people were killed in Milford."]
)
def test_sentences_that_only_begin_alike_are_read(line: str) -> None:
    assert told(line, "Shooting in Milford")[0][0] == "death"


def test_a_headline_names_nobody_by_a_town() -> None:
    read = extract(
        ReportText(
            "The 8-year-old died on Monday.", "x", "x.txt", "3 Indicted In Death Of 8-Year-Old Camden Girl", "2024-03-06"
        )
    )
    assert all(not v["names"] for i in read["incidents"] for v in i["victims"])


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("Boy, 3, accidentally shoots self in the face in Milford", [("injury", 1)]),
        ("A juvenile was found with a gunshot wound on Elm Street.", [("injury", 1)]),
        ("Two 17-year-olds were shot on Monday.", [("injury", 2)]),
        ("No employees were hurt when five people were shot.", [("injury", 5)]),
        ("Each victim was shot twice.", []),
    ],
)
def test_who_is_told_of(text: str, victims: list[tuple[str, int]]) -> None:
    assert told(text) == victims


def test_age_behind_a_noun() -> None:
    read = extract(ReportText("Boy, 11, shot and killed in Milford", "x", "x.txt", None, "2024-03-06"))
    assert [v["age"] for i in read["incidents"] for v in i["victims"]] == [11]


def test_no_conjunction_is_part_of_a_name() -> None:
    read = extract(ReportText("Both Bo Tarn and a woman were wounded.", "x", "x.txt", None, "2024-03-06"))
    assert [n for i in read["incidents"] for v in i["victims"] for n in v["names"]] == ["Bo Tarn"]


def test_a_shooting_that_hit_nobody_who_is_told_of() -> None:
    read = extract(ReportText("Suspect in Milford shooting surrenders to police", "x", "x.txt", None, "2024-03-06"))
    assert [(i["act"], i["victims"]) for i in read["incidents"] if i["class"] == "harm"] == [("assault", [])]


@pytest.mark.parametrize(
    "text", ["Shooting range opens in Milford", "Officers open fire at a drill in Milford: shooting exercise"]
)
def test_what_is_called_shooting_and_is_none(text: str) -> None:
    assert not [i for i in extract(ReportText(text, "x", "x.txt", None, "2024-03-06"))["incidents"] if i["class"] == "harm"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "One man was killed and three others were wounded in Milford. Three other people injured are expected to survive. "
            "They have been identified as Ana Velmora, 24, Bo Tarn, 23, and Cy Hale, 22.",
            "injury",
        ),
        (
            "Two people died and three were hurt in a shooting. The three people who were wounded were identified as "
            "Ana Velmora, 24, Bo Tarn, 23, and Cy Hale, 22.",
            "injury",
        ),
        ("One person died and three were hurt in a shooting. Injured were Ana Velmora, Bo Tarn, and Cy Hale.", "injury"),
        ("Three people died in a shooting. Ana Velmora, 24; their cousin, Bo Tarn, 31; and Cy Hale, 22, were killed.", "death"),
    ],
)
def test_what_befell_those_who_are_named_in_a_list(text: str, named: str) -> None:
    read = extract(ReportText(text, "x", "x.txt", None, "2024-03-06"))
    found = {v["names"][0]: v["outcome"] for i in read["incidents"] for v in i["victims"] if v["names"]}
    assert found == dict.fromkeys(("Ana Velmora", "Bo Tarn", "Cy Hale"), named)


def test_a_clause_that_singles_out_by_number() -> None:
    assert told("Officers found two victims at the scene, one of whom died.") == [("death", 1), ("injury", 1)]
