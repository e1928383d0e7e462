"""Choosing settings on few documents."""

import pytest

pytest.importorskip("numpy", reason="numpy is installed with the training tools only")

from training.tuning import level


def test_a_lone_peak_does_not_beat_the_middle_of_a_plateau() -> None:
    values = [50.0, 50.0, 58.0, 50.0, 57.0, 57.0, 57.0, 50.0]
    smoothed = level(values)
    assert smoothed.index(max(smoothed)) == 5


def test_the_ends_lean_on_themselves_and_what_is_level_stays() -> None:
    assert level([4.0, 0.0]) == [3.0, 1.0]
    assert level([7.0, 7.0, 7.0]) == [7.0, 7.0, 7.0]
