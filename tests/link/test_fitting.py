"""What the estimation holds to, whatever the lists say."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

import numpy as np

from onrecord.link import fitting
from onrecord.link.comparing import ALIKE, DIFFERS, EXACT, Compared
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
