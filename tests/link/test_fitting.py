"""What the estimation holds to, whatever the lists say."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

import numpy as np

from onrecord.link import fitting
from onrecord.link.comparing import ALIKE, DIFFERS, EDIT, EXACT, Compared
from onrecord.link.levels import DAY_GROUPS, OTHER_MONTH, SAME_MONTH, SAME_YEAR


def differs(same: int, alike: int, plain: int) -> float:
    """The chance of plain disagreement of one person's given names, after pairs of one person that agree so often."""
    levels = np.repeat([EXACT, ALIKE, DIFFERS], [same, alike, plain]).astype(np.int8)
    model = fitting.start({"given": [1 / 8] * 8}, (1e6, 0.0), (1000, 1000))
    fitting._agreements(model, Compared({"given": levels}, {"given": None}), np.ones(len(levels)))
    assert sum(model.m["given"]) == pytest.approx(1)
    return model.m["given"][DIFFERS]


def test_names_of_one_person_seldom_differ_in_clean_lists() -> None:
    assert differs(900, 20, 200) == pytest.approx(0.03)


def test_names_past_knowing_are_believed_where_spelling_is_bad() -> None:
    assert differs(100, 500, 90) == pytest.approx(0.13, abs=0.01)
    assert differs(100, 200, 900) == pytest.approx(0.08, abs=0.02)  # half of what is only alike, and no more


def test_whether_a_day_is_known_says_nothing_of_who_died() -> None:
    levels = np.repeat([0, SAME_MONTH, SAME_YEAR, OTHER_MONTH], [60, 30, 10, 1]).astype(np.int8)
    model = fitting.start(fitting.chances(Compared({"date": levels}, {"date": None})), (1e6, 0.0), (1000, 1000))
    fitting._agreements(model, Compared({"date": levels}, {"date": None}), np.ones(len(levels)))
    for chances in (model.m["date"], model.u["date"]):
        assert [sum(chances[n] for n in group) for group in DAY_GROUPS] == pytest.approx([1, 1, 1])
    assert model.m["date"][SAME_MONTH] > 0.9


def steady(short: int) -> float:
    """How steady names of one family are held to be after a thousand pairs of it, of which so many differ in a letter."""
    model = fitting.start({"family": [1 / 8] * 8}, (1e6, 0.0), (1000, 1000))
    levels = np.repeat([EXACT, EDIT], [1000 - short, short]).astype(np.int8)
    return fitting._steady(model, "family", levels, np.ones(1000))


def test_who_tells_of_a_family_tells_of_it_in_one_way() -> None:
    assert steady(0) < 0.06 < steady(50) < 0.3
    assert steady(400) == 1.0, "no family is less steady than one person"


def test_two_of_one_family_told_in_two_ways_are_seldom_of_it() -> None:
    levels = {"family": np.array([EXACT, EDIT, EXACT], np.int8), "date": np.array([0, 0, 2], np.int8)}
    pairs = Compared(levels, {"family": None, "date": None})
    model = fitting.start(fitting.chances(pairs), (0.0, 1e5), (450,))
    before, after = {}, {}
    for steady, found in (({}, before), ({"family": 0.1, "date": 0.1}, after)):
        model.steady = steady
        found.update(model.relations(pairs, {n: model.factor(n, pairs) for n in levels}))
    assert after["both"][0] > before["both"][0] and (after["both"][1:] < before["both"][1:] - 1).all()
