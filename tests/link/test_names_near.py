"""A slip in a common name is worth something; a name that is common itself is no slip of another."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("rapidfuzz")

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from onrecord.link.names_near import SHORTEST, Neighbours, near_share
from onrecord.link.rows import sounds_of

WORDS = ["beltina", "beltinna", "belvina", "orvieto"]
VALUES = np.repeat(np.arange(4), [60, 1, 30, 9])


def share(one: int, other: int) -> float:
    shares = Neighbours(WORDS, sounds_of(WORDS)).shares(VALUES, len(VALUES))
    return float(near_share(shares, np.array([one]), np.array([other]), np.zeros(1, bool), len(VALUES))[0])


def test_a_slip_and_a_name_of_its_own() -> None:
    common = 60 / 130
    assert share(0, 1) == share(1, 0) < 0.7 * common
    assert share(0, 2) == pytest.approx(common, abs=0.2) and share(0, 2) >= common


def test_a_common_name_beside_makes_a_slip_worth_no_less() -> None:
    values = np.repeat(np.arange(4), [60, 1, 1, 9])
    alone = Neighbours(WORDS, sounds_of(WORDS)).shares(values, len(VALUES))
    found = near_share(alone, np.array([0]), np.array([1]), np.zeros(1, bool), len(VALUES))[0]
    assert share(0, 1) < found * 1.01  # as many have the name; that thirty are called Belvina makes Beltinna no likelier


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), min_size=1, max_size=12))
def test_slips_of_one_sound_are_counted(words: list[tuple[int, int]]) -> None:
    near = Neighbours([str(n) for n in range(len(words))], np.array([s for s, _ in words], np.int32))
    count = np.array([c for _, c in words], float)
    slips = [
        [c for m, (t, c) in enumerate(words) if t == s and m != n and c <= 0.1 * count[n] + 1.5]
        for n, (s, _) in enumerate(words)
    ]
    assert near._sounding(count).tolist() == pytest.approx([sum(c) for c in slips])


@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=2, max_size=25, unique=True))
def test_words_one_edit_apart_are_found(words: list[str]) -> None:
    near = Neighbours(words, sounds_of(words))
    found = set(zip(near.one.tolist(), near.other.tolist(), strict=True))
    long = [n for n, w in enumerate(words) if len(w) >= SHORTEST]
    assert found == {(a, b) for a in long for b in long if a != b and OSA.distance(words[a], words[b]) <= 1}
