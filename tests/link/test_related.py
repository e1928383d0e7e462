"""Incidents that are not one and belong together: what grew, led to another, avenges another, or is a part of a total."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.dates import bounds
from onrecord.link.incidents import Telling, avenges, name_form
from onrecord.link.incidents_apart import apart
from onrecord.link.incidents_related import WHY, chosen, keys, related

OHIO = {
    "name": "Ohio",
    "country": "USA",
    "admin1": "US-OH",
    "admin2": None,
    "city": None,
    "lat": 40.0,
    "lon": -83.0,
    "precision": "admin1",
}
DAYTON = {**OHIO, "name": "Dayton", "city": "Dayton", "lat": 39.76, "lon": -84.19, "precision": "city"}
BOISE = {**DAYTON, "name": "Boise", "admin1": "US-ID", "city": "Boise", "lat": 43.6, "lon": -116.2}


def telling(
    number: int, day: str | None = None, act: str = "killing", place: Any = DAYTON, dead: int | None = 1, **more: Any
) -> Telling:
    first, last = bounds(day) if day else (None, None)
    days = (first.toordinal(), last.toordinal()) if day else None  # type: ignore[union-attr]
    names = {k: tuple(name_form(n) for n in v) for k, v in more.items() if k in ("victims", "perpetrators")}
    rest = {k: v for k, v in more.items() if k not in names}
    return Telling(
        number, number, True, act, "stated", days=days, place=place, dead=(dead, dead, dead) if dead else None, **names, **rest
    )


def test_who_was_taken_and_then_killed_makes_two_incidents_of_which_one_led_to_the_other() -> None:
    taken = telling(1, "2021-05-03", "abduction", dead=None, victims=["Ana Tesk"])
    killed = telling(2, "2021-05-09", victims=["Ana Tesk"])
    found = related(killed, taken)
    assert found and (found.type, found.relation, found.left, found.right) == ("related", "led_to", 1, 2)
    assert apart(taken, killed) and all(w in WHY for w in found.why)
    assert not apart(taken, replace(killed, days=taken.days, number=3, capture=3))  # on one day it is one, told in two ways


def test_a_total_contains_what_is_of_its_period_and_place() -> None:
    total = telling(1, "2021-05", place=OHIO, dead=12)
    part = telling(2, "2021-05-03")
    found = related(part, total)
    assert found and (found.type, found.left, found.right) == ("contains", 1, 2) and apart(total, part)
    assert set(keys(total)[0]) & {f"T{k[1:]}" for k in keys(part)[1]}
    assert related(total, telling(3, "2021-06-03")) is None  # another month
    assert related(total, telling(4, "2021-05-03", place=BOISE)) is None  # another state
    assert related(total, telling(5, "2021-05-03", dead=12)) is None  # as many: it may be that one
    assert related(total, telling(6, "2021-05-03", "arson")) is None  # another act


def test_revenge_names_them_the_other_way_round() -> None:
    first = telling(1, "2021-06-01", victims=["Bor Lind"], perpetrators=["Cem Ovar"])
    then = telling(2, "2021-06-04", victims=["Cem Ovar"], reprisal=avenges("shot in retaliation for an earlier killing"))
    found = related(first, then)
    assert found and (found.relation, found.left, found.right) == ("reprisal_for", 2, 1) and apart(first, then)
    quiet = replace(then, reprisal=False)
    found = related(first, quiet)
    assert found and found.relation is None and "victim_then_perpetrator" in found.why


def test_one_perpetrator_a_week_apart_is_related_and_months_apart_is_not() -> None:
    first = telling(1, "2021-06-01", victims=["Bor Lind"], perpetrators=["Cem Ovar"])
    assert related(first, telling(2, "2021-06-05", victims=["Ana Tesk"], perpetrators=["Cem Ovar"])) is not None
    assert related(first, telling(3, "2021-09-05", victims=["Ana Tesk"], perpetrators=["Cem Ovar"])) is None


def test_of_two_incidents_the_likeliest_relation_stands_and_none_within_one() -> None:
    taken = telling(1, "2021-05-03", "abduction", dead=None, victims=["Ana Tesk"])
    killed, again = telling(2, "2021-05-09", victims=["Ana Tesk"]), telling(3, "2021-05-09", victims=["Ana Tesk"])
    found = [r for r in (related(taken, killed), related(taken, again)) if r]
    assert len(found) == 2 and len(chosen(found, {3: 2})) == 1 and chosen(found, {1: 1, 2: 1, 3: 1}) == []


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    names = st.lists(st.sampled_from(["Ana Tesk", "Bor Lind", "Cem Ovar"]), max_size=2)
    return telling(
        draw(st.integers(1, 99)), draw(st.sampled_from([None, "2021-05", "2021-05-03", "2021-05-09", "2021"])),
        draw(st.sampled_from(["killing", "abduction", "arson"])), draw(st.sampled_from([OHIO, DAYTON, BOISE, {}])), draw(st.sampled_from([None, 1, 5])),
        victims=draw(names), perpetrators=draw(names), reprisal=draw(st.booleans()),
    )  # fmt: skip


@given(tellings(), tellings())
def test_whichever_comes_first_the_same_is_found(a: Telling, b: Telling) -> None:
    if a.number != b.number:
        assert related(a, b) == related(b, a) and apart(a, b) == apart(b, a)
