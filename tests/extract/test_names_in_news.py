"""Where a person's name begins and ends, and what is called by a name and is nobody."""

from __future__ import annotations

import pytest

from onrecord.extract import ReportText
from onrecord.extract.events import read


def named(text: str) -> list[str]:
    r = read(ReportText(text, "x", "x.txt"))
    return [r.text[n.start : n.end] for ps in r.phrases for p in ps if not p.organisation for n in p.names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A shot grazed 30-year-old Hektor Velmora's back.", ["Hektor Velmora"]),
        ("Lavo L. Tarn and Ona J.J. Velm-Oskuva were shot.", ["Lavo L. Tarn", "Ona J.J. Velm-Oskuva"]),
        ("Police said Oni A. Tarn, 17, was shot.", ["Oni A. Tarn"]),
        ("A 20-year-old woman, Ema House; and a 16-year-old boy, Eli House, were pronounced dead.", ["Ema House", "Eli House"]),
        ("The victim, Karo Hills, was at home, and the toddler, Ivo White Jr., slept.", ["Karo Hills", "Ivo White Jr"]),
        ("Relatives said Ana Parks, 24, died.", ["Ana Parks"]),
        ("Medic Bo Velmora was killed.", ["Bo Velmora"]),
    ],
)
def test_a_name_ends_before_what_is_owned_and_may_have_initials_or_be_a_word(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The boy was shot at 333 Velmora Vista on Monday.",
        "He was taken to Velmora Tarn Elementary after the shooting.",
        "She was found near a Velmora Tahoe, police said.",
    ],
)
def test_a_house_a_school_or_a_car_is_nobody(text: str) -> None:
    assert named(text) == []


def test_a_list_of_lines_with_ages_names_people() -> None:
    text = "The victims were identified as:\n\nVasho Tarn, 19, of Little Oskuva\n\nWila Velm, 29, of Little Oskuva\n\nNo arrests were made."
    assert named(text) == ["Vasho Tarn", "Wila Velm"]
