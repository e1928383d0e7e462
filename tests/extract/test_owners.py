"""Whose somebody is: what befalls a person's relative does not befall the person."""

from __future__ import annotations

import pytest

from onrecord.extract import ReportText, extract


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ana Velmora's mother was killed on Monday.", []),
        ("Ana Velmora's unborn son was killed in the shooting.", []),
        ("Police shot Bo Tarn’s son.", []),
        ("Bo Tarn's brother, Cy Tarn, was killed.", ["Cy Tarn"]),
        ("Ana Velmora, 24, and her mother were killed.", ["Ana Velmora"]),
    ],
)
def test_relatives_of_the_named(text: str, named: list[str]) -> None:
    read = extract(ReportText(text, "x", "x.txt", None, "2024-03-06"))
    victims = [v for i in read["incidents"] if i["class"] == "harm" for v in i["victims"]]
    assert victims and [n for v in victims for n in v["names"]] == named


def test_a_relative_did_it() -> None:
    read = extract(ReportText("A guard was killed by Ana Velmora's husband.", "x", "x.txt", None, "2024-03-06"))
    (incident,) = read["incidents"]
    assert [m["text"] for p in incident["perpetrators"] for m in p["mentions"]] == ["Ana Velmora's husband"]


def test_an_age_is_of_the_child_whose_father_it_was() -> None:
    read = extract(ReportText("The 6-year-old's father, Bo Tarn, was wounded.", "x", "x.txt", None, "2024-03-06"))
    assert [v["age"] for i in read["incidents"] for v in i["victims"]] == [None]
