"""Clusters without chaining, under constraints, in whatever order their pairs come."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.incidents_clusters import FLOOR, NEVER, Pair, Rule, clusters, components, pair
from onrecord.link.runs import missing, no_longer, proposals

pairs = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda p: p[0] < p[1]), st.floats(0.05, 1.0), max_size=30
)  # fmt: skip


def never(_: int, __: int) -> bool:
    return False


def main(_: int) -> bool:
    return True


def test_a_bridge_chains_nothing() -> None:
    likely = {(1, 2): 0.95, (2, 3): 0.95, (1, 3): 0.9, (4, 5): 0.95, (5, 6): 0.95, (4, 6): 0.9, (3, 4): 0.6}
    assert clusters(likely, main, never, Rule()) == [[1, 2, 3], [4, 5, 6]]


def test_what_a_report_tells_beside_joins_only_where_it_is_likelier() -> None:
    assert clusters({(1, 2): 0.5}, lambda n: n == 1, never, Rule()) == []
    assert clusters({(1, 2): 0.9}, lambda n: n == 1, never, Rule()) == [[1, 2]]


def test_a_persons_word_stands_above_all() -> None:
    assert clusters({(1, 2): 0.99}, main, never, Rule(), never=frozenset({(1, 2)})) == []
    assert clusters({}, main, lambda a, b: True, Rule(), must=[(1, 2)]) == [[1, 2]]


@given(
    pairs,
    st.randoms(use_true_random=False),
    st.sets(st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda p: pair(*p)), max_size=4),
)
def test_the_order_of_capture_changes_nothing(likely: dict[Pair, float], chance: random.Random, apart: set[Pair]) -> None:
    held = frozenset(p for p in apart if p[0] != p[1])
    found = clusters(likely, main, lambda a, b: pair(a, b) in held, Rule())
    shuffled = list(likely.items())
    chance.shuffle(shuffled)
    assert clusters(dict(shuffled), main, lambda a, b: pair(a, b) in held, Rule()) == found
    assert len({n for c in found for n in c}) == sum(map(len, found))
    assert not any(set(p) <= set(c) for c in found for p in held)


@given(pairs)
def test_a_component_by_itself_is_clustered_as_with_all_others(likely: dict[Pair, float]) -> None:
    together = clusters(likely, main, never, Rule())
    apart = [
        c
        for part in components(likely)
        for c in clusters({p: v for p, v in likely.items() if p[0] in part}, main, never, Rule())
    ]
    assert sorted(apart) == together


@given(pairs)
def test_what_is_written_holds_each_cluster_together_and_nothing_more(likely: dict[Pair, float]) -> None:
    found = clusters(likely, main, never, Rule())
    written = missing(found, likely, [])
    assert sorted(components(written)) == found
    assert len(written) == sum(len(c) - 1 for c in found)
    assert missing(found, likely, written) == []
    assert no_longer(dict(enumerate(written)), found) == []
    assert all(not any(set(p) <= set(c) for c in found) for p in proposals(likely, found, never))


def plainly(likely: dict[Pair, float], apart: frozenset[Pair], at: float) -> list[list[int]]:
    """The same by looking at each two groups anew each time."""
    groups = {n: [n] for p, v in likely.items() if v >= FLOOR for n in p}

    def mean(a: int, b: int) -> float:
        pairs = [pair(m, n) for m in groups[a] for n in groups[b]]
        if any(p in apart for p in pairs) or not any(likely.get(p, 0) >= FLOOR for p in pairs):
            return 0.0
        return sum(v if (v := likely.get(p, 0)) >= FLOOR else NEVER for p in pairs) / len(pairs)

    while len(groups) > 1:
        best, (a, b) = min((-mean(a, b), (a, b)) for a in groups for b in groups if a < b)
        if -best < at:
            break
        groups[a] = sorted(groups[a] + groups.pop(b))
    return sorted(c for c in groups.values() if len(c) > 1)


@given(pairs, st.sets(st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda p: pair(*p)), max_size=4))
def test_groups_are_joined_as_by_looking_at_all_of_them(likely: dict[Pair, float], apart: set[Pair]) -> None:
    held = frozenset(p for p in apart if p[0] != p[1])
    assert clusters(likely, main, lambda a, b: pair(a, b) in held, Rule(0.3, 2.0)) == plainly(likely, held, 0.3)


def test_what_is_looked_at_grows_with_the_likely_pairs() -> None:
    def looked(many: int) -> int:
        asked = []
        clusters({(n, n + 1): 0.2 for n in range(1, many)}, main, lambda a, b: bool(asked.append((a, b))), Rule())
        return len(asked)

    assert looked(2_000) <= 2.1 * looked(1_000) <= 2.1 * 2 * 1_000  # one component of 1,999 pairs; of each with each, 1,999,000
