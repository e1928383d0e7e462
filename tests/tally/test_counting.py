"""The counting rules, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.claims import Count, Modality
from onrecord.tally import RULES
from onrecord.tally.counting import combine, toll, total


def victim(
    n: int, outcome: str = "death", cause: str = "direct", modality: str = "stated", part_of: str | None = None, id: str = "v1"
) -> dict[str, Any]:
    return {
        "id": id,
        "count": Count.exactly(n).to_json(),
        "outcome": outcome,
        "cause": cause,
        "modality": modality,
        "part_of": part_of,
        "names": [],
    }


def incident(*victims: dict[str, Any], modality: str = "stated", kind: str = "harm") -> dict[str, Any]:
    return {"class": kind, "modality": modality, "victims": list(victims)}


def test_stated_and_alleged_stand_apart() -> None:
    said = incident(victim(3), victim(2, modality="alleged", id="v2"))
    assert toll(said)["death"] == Count.exactly(3) and toll(said, Modality.ALLEGED)["death"] == Count.exactly(2)


@pytest.mark.parametrize("modality", ["denied", "attempted", "threatened", "predicted", "hypothetical"])
def test_what_did_not_happen_is_never_tallied(modality: str) -> None:
    assert toll(incident(victim(3, modality=modality))) == {} and toll(incident(victim(3), modality=modality)) == {}


def test_a_member_is_not_counted_again() -> None:
    assert toll(incident(victim(3), victim(1, part_of="v1", id="v2")))["death"] == Count.exactly(3)


def test_killed_is_direct_only() -> None:
    said = toll(incident(victim(3), victim(7, cause="self_inflicted", id="v2")))
    assert said["death"] == Count.exactly(10) and said["killed"] == Count.exactly(3)


def test_context_is_never_counted() -> None:
    assert toll(incident(victim(1), kind="context")) == {}


def test_several_origins() -> None:
    assert combine([Count(5), Count.exactly(4)]) == Count(4)
    assert combine([Count.exactly(4), Count.exactly(4)]) == Count.exactly(4)
    assert combine([Count(2), Count.exactly(6)], identified=3).min == 3


def test_sums_keep_open_bounds_open() -> None:
    assert total([Count.exactly(3), Count.at_least(20)]) == Count(23) and total([]) is None


def test_every_rule_has_its_sentence() -> None:
    assert all(len(sentence.split()) > 5 for sentence in RULES.values())
