"""Whether two names may be one person's, whoever writes them and how."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.people_names import agreement, full, of_two, slipped


@pytest.mark.parametrize(
    "one, other, how",
    [
        ("Tesk, Ana", "Ana Tesk", "same"),
        ("Ana Maria Tesk", "Ana Tesk", "same"),
        ("Ana Tesk", "A. Tesk", "initials"),
        ("Bob Tesk", "Robert Tesk", "short_form"),
        ("Ri Yong-ho", "Lee Young-ho", "romanised"),
        ("Pak Un-ju", "Park Eun-joo", "romanised"),
        ("Chol-ho Kim", "김철호", "romanised"),
        ("Abdul Rahman Khalidi", "Abdulrahman Khaledi", "romanised"),
        ("Husayn Nasir", "Hussein Nasser", "romanised"),
        ("Micheal Johnsen", "Michael Johnson", "spelling"),
        ("Voevro Tesk", "Vovero Tesk", "spelling"),
        ("Marina Tesk", "Martina Tesk", "other"),
        ("Juana Pérez", "Juana Pérez Oliva", "fewer_names"),
        ("Pérez Juana Oliva", "Juana María Oliva Pérez", "fewer_names"),
        ("Tesk", "Ana Tesk", "surname"),
        ("Ana", "Ana Tesk", "given_name"),
        ("Ana Tesk", "Bor Lind", "other"),
        ("Tina Land", "Tina Lind", "other"),
        ("Daniel Lopes", "Daniela Lopes", "other"),
        ("Ana B. Tesk", "Ana C. Tesk", "other"),
        ("Kim Chol-ho", "Kim Chil-ho", "other"),
        ("Ana Chol-ho Cheol", "Chol-ho", "fewer_names"),
        ("three men", "Ana Tesk", None),
        ("unnamed", "Ana Tesk", None),
    ],
)
def test_names_agree_both_ways(one: str, other: str, how: str | None) -> None:
    assert agreement(one, other) == agreement(other, one) == how


parts = st.sampled_from(
    ["Ana", "A.", "Bob", "Robert", "Tesk", "Kim", "Chol-ho", "Cheol", "Ho", "Pérez", "López", "Lopez", "al-Masri", "Ibn", "Jr."]
)
names = st.lists(parts, min_size=1, max_size=4).map(" ".join) | st.text(max_size=12)


@given(names, names)
def test_agreement_is_the_same_both_ways(one: str, other: str) -> None:
    assert agreement(one, other) == agreement(other, one)


@given(names)
def test_a_name_agrees_with_itself(name: str) -> None:
    assert agreement(name, name) in ("same", "surname", "given_name", None)
    assert of_two(name) or not full(name)


def test_a_given_name_may_be_another_misspelt() -> None:
    assert slipped("Marina Tesk", "Martina Tesk") and slipped("Gerpido Tesk", "Gertido Tesk")
    for other in ("Mariana Tesk", "Marino Tesk", "Martina Lind", "Ana Tesk", "M. Tesk"):
        assert not slipped("Marina Tesk", other), other
    assert not slipped("Kim Chol-su", "Kim Chol-ju")  # brothers
