"""Bars: groups of incidents whose sums the tally makes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.charts import chart, drawing, in_bar
from onrecord.errors import Misuse
from onrecord.tally import tolls_of
from onrecord.tally.composition import AGES, age_group, composed, sex


def victim(id: str, least: int, most: int | None, **other: Any) -> dict[str, Any]:
    said = {"id": id, "modality": "stated", "outcome": "death", "cause": "direct", "part_of": None, "sex": None, "age": None}
    best = least if most == least else None
    return {**said, "count": {"min": least, "best": best, "max": most}, **other}


def incident(id: str = "i1", victims: tuple[dict[str, Any], ...] = (), **other: Any) -> dict[str, Any]:
    said = {
        "id": id, "class": "harm", "act": "killing", "modality": "stated", "date": {"edtf": "2021-05-03"}, "relations": [], "reports": [],
        "place": {"name": "Veltmar", "country": "PRK", "admin1": "KP-10"}, "victims": list(victims), "scope": {"in": True, "why": "in"}, **other,
    }  # fmt: skip
    return {**said, **tolls_of(said)}


def test_months_without_anything_are_seen() -> None:
    told = [
        incident(f"i{n}", (victim("p1", n, n),), date={"edtf": d}) for n, d in enumerate(("2021-05-03", "2021-08", "2021"), 1)
    ]
    said = chart(told)
    assert [(b["label"], b["value"] and b["value"]["best"]) for b in said["bars"]] == [
        ("May 2021", 1), ("June 2021", None), ("July 2021", None), ("August 2021", 2), ("not known", 3),
    ]  # fmt: skip
    assert [i["id"] for i in in_bar(told, "month", "2021-08")] == ["i2"]
    with pytest.raises(Misuse):
        in_bar(told, "month", "2020-01")


def test_a_woman_among_three_people_is_counted_once() -> None:
    group = victim("p1", 3, 3)
    told = incident("i1", (group, victim("p2", 1, 1, sex="female", part_of="p1", age=71), victim("p3", 1, 1, part_of="p1")))
    said = {b["key"]: b["value"]["best"] for b in chart([told], "sex")["bars"]}
    assert said == {"female": 1, "not known": 2}
    assert {b["key"]: b["value"]["best"] for b in chart([told], "age")["bars"]} == {AGES[-1]: 1, "not known": 2}


counts = st.tuples(st.integers(1, 9), st.one_of(st.none(), st.integers(0, 4)))
sexes = st.sampled_from([None, "female", "male"])


@given(st.lists(st.tuples(counts, sexes, st.lists(st.tuples(sexes, st.integers(0, 90) | st.none()), max_size=3)), max_size=4))
def test_nobody_is_lost_and_nobody_stands_twice(groups: list[Any]) -> None:
    victims = []
    for n, ((least, more), of, members) in enumerate(groups):
        least = max(least, len(members))
        victims.append(victim(f"g{n}", least, None if more is None else least + more, sex=of))
        victims += [victim(f"m{n}-{k}", 1, 1, sex=s, age=a, part_of=f"g{n}") for k, (s, a) in enumerate(members)]
    told = incident("i1", tuple(victims))
    whole = told["toll"].get("death")
    for of in (sex, age_group):
        parts = [p["toll"]["death"] for p in composed(told, of).values() if "death" in p["toll"]]
        assert (whole is None) == (not parts)
        if whole is not None:
            assert sum(p["min"] for p in parts) == whole["min"]
            if whole["max"] is not None:
                assert sum(p["max"] for p in parts) == whole["max"]


def test_a_picture_shows_the_doubt() -> None:
    told = [incident("i1", (victim("p1", 3, 3),)), incident("i2", (victim("p1", 2, None),), act="bombing <b>")]
    said = chart(told, "act")
    drawn = drawing(said, "/charts?by=act&bar=")
    assert "2 or more" in drawn and "→" in drawn and "bombing &lt;b&gt;" in drawn and "bar=bombing%20%3Cb%3E#why" in drawn
    assert 'class="least"' in drawn and "href" not in drawing(said) and "documentation" in drawing(said)
