"""The counting rules, one by one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.claims import Count, Modality
from onrecord.tally import RULES
from onrecord.tally.counting import combine, compared, latest, once, over, toll, total, whole, without
from onrecord.tally.grades import grade


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


COUNTS = st.builds(
    lambda least, best, top: Count(least, None if best is None else least + best, None if top is None else least + (best or 0) + top),
    st.integers(1, 50), st.none() | st.integers(0, 20), st.none() | st.integers(0, 20),
)  # fmt: skip
VICTIMS = st.builds(
    lambda count, outcome, cause, modality: {
        "id": "", "count": count.to_json(), "outcome": outcome, "cause": cause if outcome == "death" else "not_said", "modality": modality,
        "part_of": None, "names": [],
    },
    COUNTS, st.sampled_from(["death", "injury", "abduction", "unknown"]), st.sampled_from(["direct", "indirect", "self_inflicted", "not_said"]),
    st.sampled_from(list(Modality)),
)  # fmt: skip


def numbered(victims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**v, "id": f"v{n}"} for n, v in enumerate(victims)]


@given(st.lists(VICTIMS, max_size=5))
def test_a_toll_is_the_sum_of_those_told_of_so_and_no_more(victims: list[dict[str, Any]]) -> None:
    said = incident(*numbered(victims))
    for modality in (Modality.STATED, Modality.ALLEGED):
        told = toll(said, modality)
        for outcome in ("death", "injury", "abduction"):
            wanted = total(Count.from_json(v["count"]) for v in victims if (v["outcome"], v["modality"]) == (outcome, modality))
            assert told.get(outcome) == wanted
        assert ("unknown" not in told and "killed" not in told) or told["killed"].min <= told["death"].min
    twice = incident(*numbered(victims), *numbered(victims))
    assert toll(twice) == toll(said) and once(twice["victims"]) == said["victims"]


@given(st.lists(VICTIMS, max_size=4), st.lists(VICTIMS, max_size=4))
def test_alleged_and_untallied_numbers_never_move_stated_ones(
    victims: list[dict[str, Any]], more: list[dict[str, Any]]
) -> None:
    doubtful = [{**v, "modality": "alleged" if v["modality"] == "stated" else v["modality"]} for v in more]
    assert toll(incident(*numbered(victims + doubtful))) == toll(incident(*numbered(victims)))


@pytest.mark.parametrize("modality", [m for m in Modality if m is not Modality.STATED])
def test_a_doubtful_member_raises_no_group(modality: Modality) -> None:
    group, member = victim(2), victim(5, modality=str(modality), part_of="v1", id="v2")
    assert toll(incident(group, member)) == {"death": Count.exactly(2), "killed": Count.exactly(2)}


def test_a_stated_member_of_an_alleged_group_counts_as_stated() -> None:
    said = incident(victim(7, modality="alleged"), victim(1, part_of="v1", id="v2"))
    assert toll(said)["death"] == Count.exactly(1) and toll(said, Modality.ALLEGED)["death"] == Count.exactly(7)


def test_a_member_with_another_outcome_counts_by_itself() -> None:
    said = incident(victim(3), victim(1, outcome="injury", cause="not_said", part_of="v1", id="v2"))
    assert toll(said) == {"death": Count.exactly(3), "killed": Count.exactly(3), "injury": Count.exactly(1)}


def test_who_took_their_own_life_is_not_killed_in_a_group_that_was() -> None:
    said = incident(victim(5), victim(2, cause="self_inflicted", part_of="v1", id="v2"))
    assert toll(said) == {"death": Count.exactly(5), "killed": Count.exactly(3)}
    unsaid = incident(victim(5, cause="not_said"), victim(2, part_of="v1", id="v2"))
    assert toll(unsaid)["killed"] == Count.exactly(2)
    assert "killed" not in toll(incident(victim(2), victim(2, cause="self_inflicted", part_of="v1", id="v2")))


@given(COUNTS, st.lists(COUNTS, max_size=3))
def test_a_whole_has_at_least_its_parts_and_never_their_sum_besides(group: Count, parts: list[Count]) -> None:
    said = whole(group, parts)
    assert said.min == max([group.min, sum(p.min for p in parts)])
    left = without(group, parts)
    assert left is None or (left.min <= group.min and (left.max is None or group.max is None or left.max <= group.max))


TOLLS = st.dictionaries(st.sampled_from("abcdef"), st.dictionaries(st.sampled_from(["death", "injury"]), COUNTS), max_size=6)


@given(TOLLS, st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefz"), max_size=6))
def test_parts_are_counted_in_their_whole(tolls: dict[str, dict[str, Count]], part_of: dict[str, str]) -> None:
    said = over(tolls, part_of)
    everything = {o: total(t[o] for t in tolls.values() if o in t) for o in ("death", "injury")}
    for outcome, count in said.items():
        summed = everything[outcome]
        assert summed is not None and count.min <= summed.min
        assert count.min >= max(t[outcome].min for t in tolls.values() if outcome in t)
    assert over(tolls, {}) == {o: c for o, c in everything.items() if c is not None}


def test_a_total_with_its_parts_found_later() -> None:
    tolls = {"whole": {"death": Count.exactly(10)}, "a": {"death": Count.exactly(3)}, "b": {"death": Count.exactly(4)}}
    assert over(tolls, {"a": "whole", "b": "whole"}) == {"death": Count.exactly(10)}
    assert over({k: tolls[k] for k in ("a", "b")}, {"a": "whole", "b": "whole"}) == {"death": Count.exactly(7)}
    tolls["whole"] = {"death": Count(5)}
    assert over(tolls, {"a": "whole", "b": "whole"}) == {"death": Count(7)}


def test_the_designs_example_of_origins() -> None:
    told = [("A", 1, Count.exactly(3)), ("B", 2, Count.exactly(4)), ("A", 3, Count.at_least(5))]
    assert latest(told) == {"A": Count.at_least(5), "B": Count.exactly(4)}
    assert combine(list(latest(told).values())) == Count(4)
    assert latest(reversed(told)) == latest(told)


@given(st.lists(COUNTS, min_size=1, max_size=5), st.integers(0, 60))
def test_bounds_over_origins(origins: list[Count], identified: int) -> None:
    said = combine(origins, identified)
    assert said.min == max(min(c.min for c in origins), identified)
    assert (said.max is None) == any(c.max is None for c in origins)
    assert said.best is None or all(c.best == said.best for c in origins)
    assert combine(list(reversed(origins)), identified) == said


def test_a_reviewer_chooses_within_what_stands() -> None:
    assert combine([Count.exactly(3), Count.exactly(5)], chosen=4) == Count(3, 4, 5)
    for chosen in (2, 6):
        with pytest.raises(ValueError, match="outside what stands"):
            combine([Count.exactly(3), Count.exactly(5)], chosen=chosen)
    with pytest.raises(ValueError, match="no origin"):
        combine([])


def test_a_total_is_compared_and_never_added() -> None:
    parts = [Count.exactly(3), Count.exactly(7)]
    assert compared(Count.exactly(10), parts) == "agrees" and compared(Count.exactly(13), parts) == "differs"
    assert compared(Count.exactly(10), []) == "no parts" and compared(Count.exactly(10), [Count(4)]) == "agrees"


def told(*sources: str, access: str = "not_said", **other: Any) -> dict[str, Any]:
    said = incident(victim(3), **other)
    return {**said, "perpetrators": [], "according_to": [{"kind": k, "access": access} for k in sources]}


def test_one_unnamed_source_in_one_outlet_is_uncorroborated() -> None:
    said = grade(told("anonymous"))["happened"]
    assert said.value == "uncorroborated" and said.why == "it rests on one unnamed source, through one outlet"
    assert grade(told("anonymous", access="eyewitness"))["happened"].why.startswith(
        "it rests on one unnamed source (who saw it)"
    )
    assert grade(told("named", "organisation"))["happened"].value == "uncorroborated"  # one outlet, whoever spoke to it
    assert grade(told("anonymous"), outlets=2)["happened"].value == "corroborated"
    assert grade(told("anonymous", modality="predicted"))["happened"].value == "not_happened"


@pytest.mark.parametrize(
    ("status", "value"),
    [("denied", "contested"), ("claimed", "admitted"), ("accused", "alleged"), ("stated", "uncorroborated")],
)
def test_admissions_and_denials_are_said(status: str, value: str) -> None:
    said = {**told("named"), "perpetrators": [{"status": status}]}
    assert grade(said)["who_did"].value == value
    assert ("claims it" in grade(said)["happened"].why) == (status == "claimed") and (
        "denies it" in grade(said)["happened"].why
    ) == (status == "denied")
