"""An incident told by several: an origin's latest count stands, nobody counts twice, nobody is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.claims import Count, Modality
from onrecord.tally.tellings import over_tellings

Json = dict[str, Any]


@dataclass(frozen=True)
class Told:
    capture: int
    origin: int
    published: str | None
    said: Json


def victim(id: int, count: Json, outcome: str = "death", modality: str = "stated", names: tuple[str, ...] = ()) -> Json:
    return {
        "id": f"p{id}", "kind": "person" if count == exactly(1) else "group", "names": list(names), "outcome": outcome, "cause": "direct",
        "modality": modality, "count": count, "part_of": None, "doubtful": False,
    }  # fmt: skip


def exactly(n: int) -> Json:
    return {"min": n, "best": n, "max": n}


def incident(*victims: Json, modality: str = "stated") -> Json:
    return {"class": "harm", "modality": modality, "victims": list(victims), "according_to": []}


def stated(*told: Told, together: Json | None = None) -> dict[str, Count]:
    return dict(over_tellings(told, together or incident()).toll[Modality.STATED])


def test_the_example_of_the_rule() -> None:
    a, later = (
        Told(1, 1, "2024-01-01", incident(victim(1, exactly(3)))),
        Told(2, 1, "2024-01-02", incident(victim(2, {"min": 5, "best": None, "max": None}))),
    )
    b = Told(3, 2, "2024-01-02", incident(victim(3, exactly(4))))
    assert stated(a, later, b)["death"] == Count(4)


def test_a_toll_that_rises_is_its_last() -> None:
    told = [Told(n, 1, f"2024-01-0{n}", incident(victim(n, exactly(n * 3)))) for n in (1, 2, 3)]
    assert stated(*told)["death"] == Count.exactly(9)


def test_the_day_of_publication_decides_and_not_that_of_capture() -> None:
    new, old = (
        Told(1, 1, "2024-01-09", incident(victim(1, exactly(9)))),
        Told(2, 1, "2024-01-01", incident(victim(2, exactly(2)))),
    )
    assert stated(new, old)["death"] == Count.exactly(9)


def test_two_who_are_named_by_different_origins_are_two_at_the_least() -> None:
    one, two = victim(1, exactly(1), names=("Ana Tesk",)), victim(2, exactly(1), names=("Bor Lind",))
    found = stated(Told(1, 1, None, incident(one)), Told(2, 2, None, incident(two)), together=incident(one, two))
    assert found["death"].min == 2


def test_whom_one_states_and_another_alleges_counts_once() -> None:
    told = [
        Told(1, 1, None, incident(victim(1, exactly(3)))),
        Told(2, 2, None, incident(victim(2, exactly(3)), modality="alleged")),
    ]
    counted = over_tellings(told, incident())
    assert counted.toll[Modality.STATED]["death"] == Count.exactly(3) and counted.toll[Modality.ALLEGED] == {}


def test_an_alleged_victim_beside_stated_ones_stays() -> None:
    said = incident(victim(1, exactly(3)), victim(2, exactly(1), modality="alleged"))
    counted = over_tellings([Told(1, 1, None, said), Told(2, 2, None, said)], incident())
    assert counted.toll[Modality.ALLEGED]["death"] == Count.exactly(1)


counts = st.integers(1, 40).flatmap(lambda n: st.sampled_from([exactly(n), {"min": n, "best": None, "max": None}]))
tellings = st.lists(st.tuples(st.integers(1, 3), counts, st.integers(1, 9)), min_size=2, max_size=6)


@given(tellings, st.permutations(range(6)))
def test_nobody_twice_nobody_lost_in_any_order(several: list[tuple[int, Json, int]], order: list[int]) -> None:
    told = [Told(n, origin, f"2024-01-0{day}", incident(victim(n, count))) for n, (origin, count, day) in enumerate(several, 1)]
    found = stated(*told)["death"]
    latest = {t.origin: t for t in sorted(told, key=lambda t: (t.published or "", t.capture))}
    said = [Count.from_json(t.said["victims"][0]["count"]) for t in latest.values()]
    assert found.min == min(c.min for c in said)
    assert found.max == (None if any(c.max is None for c in said) else max(c.max or 0 for c in said))
    assert found.min <= sum(c.min for c in said)
    assert stated(*[told[i] for i in order if i < len(told)])["death"] == found
