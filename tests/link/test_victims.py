"""Victims of several tellings of one incident: each is one person once, and groups hold whom they may hold."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.people_names import agreement, of_two
from onrecord.link.victims import Known, Match

Json = dict[str, Any]


def person(
    id: int, *names: str, outcome: str = "death", age: int | None = None, sex: str | None = None, words: str = ""
) -> Json:
    return {
        "id": f"p{id}", "kind": "person", "names": list(names), "outcome": outcome, "age": age, "sex": sex, "part_of": None, "mentions": [{"text": words}] if words else [],
        "count": {"min": 1, "best": 1, "max": 1},
    }  # fmt: skip


def group(id: int, n: int | None, least: int = 2, outcome: str = "death") -> Json:
    return {**person(id, outcome=outcome), "kind": "group", "count": {"min": n or least, "best": n, "max": n}}


def matched(*tellings: list[Json]) -> list[Match]:
    known = Known()
    return [m for t in tellings for m in known.take(t)]


def said(found: list[Match]) -> list[tuple[str, int, int]]:
    return [(m.type, m.left, m.right) for m in found]


def test_names_in_another_order_with_initials_or_less_of_them_are_one() -> None:
    for other in ("Tesk Ana", "A. Tesk", "Ana Maria Tesk", "Tesk"):
        assert said(matched([person(1, "Ana Tesk")], [person(2, other)])) == [("same", 1, 2)], other


def test_two_full_names_two_ages_or_two_sexes_are_two() -> None:
    assert matched([person(1, "Ana Tesk")], [person(2, "Bor Lind")]) == []
    assert matched([person(1, "Ana Tesk", age=34)], [person(2, "Ana Tesk", age=51)]) == []
    assert matched([person(1, age=34, sex="female")], [person(2, age=34, sex="male")]) == []


def test_of_one_full_name_and_less_than_a_generation_apart_is_one() -> None:
    assert said(matched([person(1, "Ana Tesk", age=34)], [person(2, "Ana Tesk", age=39)])) == [("same", 1, 2)]
    exact = matched([person(1, "Ana Tesk", age=34), person(2, "Ana Tesk", age=39)], [person(3, "Ana Tesk", age=39)])
    assert said(exact) == [("same", 2, 3)]
    assert matched([person(1, "A. Tesk", age=34)], [person(2, "Ana Tesk", age=39)]) == []


def test_a_misspelt_given_name_needs_an_age_beside_it() -> None:
    assert matched([person(1, "Marina Tesk")], [person(2, "Martina Tesk")]) == []
    assert matched([person(1, "Marina Tesk", age=8)], [person(2, "Martina Tesk", age=10)]) == []
    assert said(matched([person(1, "Marina Tesk", age=34)], [person(2, "Martina Tesk", age=34)])) == [("same", 1, 2)]


def test_three_men_beside_three_names_are_contained_and_no_contradiction() -> None:
    names = [person(2, "Ana Tesk"), person(3, "Bor Lind"), person(4, "Cem Ovar")]
    assert said(matched([group(1, 3)], names)) == [("contains", 1, n) for n in (2, 3, 4)]
    assert {m[0] for m in said(matched(names, [group(5, 3)]))} == {"contains"}


def test_a_group_holds_no_more_than_it_counts() -> None:
    assert len(matched([group(1, 2)], [person(2, "Ana Tesk"), person(3, "Bor Lind"), person(4, "Cem Ovar")])) == 2


def test_a_toll_that_rises_is_one_group() -> None:
    assert said(matched([group(1, None, 6)], [group(2, 11)], [group(3, 14)])) == [("same", 1, 2), ("same", 1, 3)]


def test_who_was_hurt_and_then_died_is_one_person() -> None:
    assert said(matched([person(1, "Ana Tesk", outcome="injury")], [person(2, "Ana Tesk")])) == [("same", 1, 2)]


def test_short_forms_romanisations_and_double_surnames_are_one() -> None:
    for one, other in (("Robert Tesk", "Bob Tesk"), ("Kim Ch'ŏl-ho", "Gim Cheol-ho"), ("김철호", "Kim Chol Ho"), ("Juana Pérez Oliva", "Juana Pérez"),
                       ("Mahmoud al-Khalidi", "Mahmud Khaledi"), ("محمد حسن", "Mohammed Hassan")):  # fmt: skip
        assert said(matched([person(1, one)], [person(2, other)])) == [("same", 1, 2)], (one, other)


def test_two_of_one_family_are_two() -> None:
    for one, other in (("Mario Lopes", "Maria Lopes"), ("Juan Pérez Oliva", "Juan Pérez Gómez"), ("Kim Chol-ho", "Kim Chil-ho"), ("A. Tesk", "B. Tesk"),
                       ("Abel Tesk Jr.", "Abel Tesk Sr.")):  # fmt: skip
        assert matched([person(1, one)], [person(2, other)]) == [], (one, other)


def test_who_has_one_full_name_is_not_somebody_else_by_a_surname_that_another_report_gives() -> None:
    assert said(matched([person(1, "Ana Tesk")], [person(2, "Tesk")], [person(3, "Bor Tesk")])) == [("same", 1, 2)]
    assert said(matched([person(1, "A. Tesk")], [person(2, "Tesk")], [person(3, "Bor Tesk")])) == [("same", 1, 2)]


def test_whose_kin_somebody_is_tells_the_unnamed_apart() -> None:
    first = [
        person(1, words="the son of the deputy director"),
        person(2, words="a miller's son"),
        person(3, words="her husband"),
    ]
    second = [
        person(4, words="the miller's son"),
        person(5, words="the husband of a nurse"),
        person(6, words="the deputy director's son"),
    ]
    assert sorted(said(matched(first, second))) == [("same", 1, 6), ("same", 2, 4), ("same", 3, 5)]
    assert matched([person(1, words="the son of a miller")], [person(2, words="the deputy director's son")]) == []


def test_a_name_and_a_description_of_one_kin_are_one() -> None:
    first = [person(1, "Ana Tesk", words="the daughter of the deputy director"), person(2, "Ida Tesk")]
    assert said(matched(first, [person(3, words="the deputy director's daughter")])) == [("same", 1, 3)]


def test_three_men_hold_no_woman_and_children_nobody_grown_up() -> None:
    men = {**group(1, 3), "sex": "male"}
    assert matched([men], [person(2, "Ana Tesk", sex="female")]) == []
    children = {**group(1, 3), "mentions": [{"text": "three children"}]}
    names = [person(2, "Ana Tesk", age=41), person(3, "Bor Lind", age=9)]
    assert said(matched([children], names)) == [("contains", 1, 3)]


people = st.lists(
    st.tuples(
        st.sampled_from(["", "Ana Tesk", "Bor Lind", "Tesk", "A. Tesk", "Bor Tesk", "Annie Tesk"]),
        st.sampled_from([None, 20, 40]),
        st.booleans(),
    ),
    max_size=5,
)


@given(st.lists(people, min_size=2, max_size=4))
def test_nobody_of_one_telling_is_somebody_else_of_it_and_nobody_has_two_names(
    several: list[list[tuple[str, int | None, bool]]],
) -> None:
    number, tellings = 0, []
    for telling in several:
        made = []
        for name, age, many in telling:
            number += 1
            made.append(group(number, 3) if many else person(number, *([name] if name else []), age=age))
        tellings.append(made)
    found = matched(*tellings)
    root: dict[int, int] = {}
    for m in found:
        if m.type == "same":
            assert m.right not in root
            root[m.right] = root.get(m.left, m.left)
    for made in tellings:
        ids = [root.get(int(v["id"][1:]), int(v["id"][1:])) for v in made]
        assert len(set(ids)) == len(ids)
    called: dict[int, set[str]] = {}
    for v in (v for made in tellings for v in made):
        called.setdefault(root.get(int(v["id"][1:]), int(v["id"][1:])), set()).update(v["names"])
    for names in called.values():
        assert all(agreement(m, n) != "other" for m in names for n in names if of_two(m) and of_two(n))
