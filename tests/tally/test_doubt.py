"""What is counted apart: nobody is lost, nobody stands twice, and nothing doubtful moves a toll."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.claims import Count, Modality
from onrecord.tally import over, over_apart, parted, toll


def victim(id: str, n: int, doubtful: bool = False, part_of: str | None = None, **more: Any) -> dict[str, Any]:
    count = {"min": n, "best": n, "max": n}
    base = {"id": id, "outcome": "death", "cause": "direct", "modality": "stated", "count": count, "part_of": part_of}
    return {**base, "doubtful": doubtful, **more}


def incident(*victims: dict[str, Any]) -> dict[str, Any]:
    return {"class": "harm", "modality": "stated", "victims": list(victims)}


def both(*victims: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What is in the toll, and what is counted apart, stated."""
    parts = parted(incident(*victims))
    counted, apart = toll(parts.counted), parts.apart_toll(Modality.STATED)
    return {k: str(c) for k, c in counted.items()}, {k: str(c) for k, c in apart.items()}


def test_without_doubt_nothing_changes() -> None:
    said = (victim("v1", 3), victim("v2", 1, part_of="v1"))
    assert both(*said) == ({"death": "3", "killed": "3"}, {})


def test_a_doubtful_member_is_counted_in_its_group() -> None:
    assert both(victim("v1", 3), victim("v2", 1, True, "v1")) == ({"death": "3", "killed": "3"}, {})


def test_a_sure_member_of_a_doubtful_group_is_counted_and_the_others_are_apart() -> None:
    counted, apart = both(victim("v1", 3, True), victim("v2", 1, part_of="v1"))
    assert (counted, apart) == ({"death": "1", "killed": "1"}, {"death": "2", "killed": "2"})
    assert both(victim("v1", 1, True), victim("v2", 1, part_of="v1"))[1] == {}


def test_doubtful_members_do_not_raise_their_group() -> None:
    members = [victim(f"v{n}", 1, True, "v1") for n in (2, 3, 4)]
    assert both(victim("v1", 2), *members)[0]["death"] == "2"


def test_that_others_killed_a_doubtful_member_is_apart() -> None:
    """Three died, how is not said; that one of them was shot is doubtful."""
    counted, apart = both(victim("v1", 3, cause="not_said"), victim("v2", 1, True, "v1"))
    assert (counted, apart) == ({"death": "3"}, {"killed": "1"})
    more = both(victim("v1", 3, cause="not_said"), victim("v2", 1, True, "v1"), victim("v3", 4, True))
    assert more[1] == {"death": "4", "killed": "5"}


def test_alleged_and_doubtful_stay_apart_from_stated_and_doubtful() -> None:
    parts = parted(
        incident(victim("v1", 3, True, modality="alleged"), victim("v2", 2, True), victim("v3", 1, True, modality="denied"))
    )
    assert [str(parts.apart_toll(m)["death"]) for m in (Modality.STATED, Modality.ALLEGED)] == ["2", "3"]
    assert toll(parts.counted) == {} == toll(parts.counted, Modality.ALLEGED)


PEOPLE = st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.lists(st.booleans(), max_size=1)), min_size=1, max_size=6)


@given(PEOPLE)
def test_nobody_is_lost_and_nobody_stands_twice(people: list[tuple[int, bool, list[bool]]]) -> None:
    """Groups of which at most one member is singled out: the toll and what is apart are together what they were without doubt."""
    victims = []
    for n, (count, doubtful, members) in enumerate(people):
        victims.append(victim(f"g{n}", count, doubtful))
        victims += [victim(f"m{n}", 1, unsure, f"g{n}") for unsure in members]
    parts = parted(incident(*victims))
    whole = toll(incident(*victims))["death"].min
    found = [t["death"].min for t in (toll(parts.counted), parts.apart_toll(Modality.STATED)) if "death" in t]
    assert sum(found) == whole
    assert sum(found[:1]) <= whole and all(not v["doubtful"] for v in parts.counted["victims"])


# -- over several incidents ------------------------------------------------------------------------------------


def three(n: int) -> dict[str, Count]:
    return {"death": Count.exactly(n)}


def test_a_doubtful_part_of_a_whole_that_is_counted_is_in_it() -> None:
    counted, apart, part_of = {"i1": three(10), "i2": {}}, {"i1": {}, "i2": three(3)}, {"i2": "i1"}
    assert over(counted, part_of)["death"] == Count.exactly(10) and over_apart(apart, counted, part_of) == {}
    assert over_apart(apart, counted, {})["death"] == Count.exactly(3)


def test_a_doubtful_whole_leaves_out_what_its_parts_have() -> None:
    counted, apart, part_of = {"i1": {}, "i2": three(3)}, {"i1": three(10), "i2": {}}, {"i2": "i1"}
    assert over(counted, part_of)["death"] == Count.exactly(3)
    assert over_apart(apart, counted, part_of)["death"] == Count.exactly(7)


def test_where_whole_and_part_are_doubtful_the_part_is_in_the_whole() -> None:
    apart = {"i1": three(10), "i2": three(3)}
    assert over_apart(apart, {"i1": {}, "i2": {}}, {"i2": "i1"})["death"] == Count.exactly(10)
