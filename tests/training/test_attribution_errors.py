"""Kinds of mistakes in the contents of attributions."""

import pytest

pytest.importorskip("numpy", reason="numpy is installed with the training tools only")

from onrecord.evaluate.agreement import Agreement
from onrecord.evaluate.polnear import Attribution
from training.attribution_errors import MISSED, SPURIOUS, missed_kind, mistakes, without

_GOLD = Attribution(((0, 5),), ((6, 10),), ((11, 20), (30, 40)))


@pytest.mark.parametrize(
    ("cue", "content", "kind"),
    [
        (((50, 54),), ((11, 20), (30, 40)), "no cue there"),
        (((6, 10),), (), "content empty"),
        (((8, 12),), ((60, 70),), "elsewhere"),
        (((6, 10),), ((11, 40),), "too few pieces"),
        (((6, 10),), ((11, 15), (16, 20), (30, 40)), "too many pieces"),
        (((6, 10),), ((12, 20), (30, 40)), "start"),
        (((6, 10),), ((11, 20), (30, 41)), "end"),
        (((6, 10),), ((11, 21), (31, 40)), "start and end"),
    ],
)
def test_why_a_content_was_not_said(cue: tuple, content: tuple, kind: str) -> None:
    assert missed_kind(_GOLD, (Attribution((), cue, content),)) == kind


def test_a_content_by_another_cue_is_right_and_one_by_no_cue_is_spurious() -> None:
    right = Attribution((), ((70, 72),), _GOLD.content)
    assert mistakes((_GOLD,), (right,)).total() == 0
    assert mistakes((_GOLD,), (right, Attribution((), ((70, 72),), ((80, 90),)))) == {SPURIOUS: 1}


def test_what_a_kind_costs() -> None:
    counted = Agreement(6, 10, 10)
    assert without("end", 2, counted) == pytest.approx(0.8)
    assert without(MISSED[0], 2, counted) == pytest.approx(16 / 22)
    assert without(SPURIOUS, 2, counted) == pytest.approx(12 / 18)
