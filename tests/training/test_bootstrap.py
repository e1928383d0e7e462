"""Intervals over documents."""

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with the training tools only")

from training.bootstrap import difference_interval, f1, f1_interval


def test_f1_is_in_percent_and_nothing_of_nothing_is_zero() -> None:
    assert f1(np.array([[1.0, 2.0, 2.0], [0.0, 0.0, 0.0]])).tolist() == [50.0, 0.0]


def test_documents_that_are_all_alike_leave_no_doubt() -> None:
    interval = f1_interval(np.tile([1.0, 2.0, 2.0], (50, 1)), seed=3)
    assert (interval.value, interval.lower, interval.upper) == (50.0, 50.0, 50.0)


def test_the_interval_holds_its_figure_narrows_with_more_documents_and_repeats_with_its_seed() -> None:
    few = np.array([[1.0, 1.0, 1.0], [0.0, 1.0, 1.0]] * 10)
    many = np.tile(few, (20, 1))
    a, b = f1_interval(few, seed=1), f1_interval(many, seed=1)
    assert a.lower < a.value < a.upper
    assert b.upper - b.lower < (a.upper - a.lower) / 3
    assert f1_interval(few, seed=1) == a


def test_a_difference_is_drawn_with_the_same_documents() -> None:
    noisy = np.array([[1.0, 1.0, 1.0], [0.0, 1.0, 1.0]] * 10)
    same = difference_interval(noisy, noisy, seed=1)
    assert (same.value, same.lower, same.upper) == (0.0, 0.0, 0.0)
    better = difference_interval(noisy + np.array([0.0, 0.0, 0.0]), noisy + np.array([0.0, 1.0, 0.0]), seed=1)
    assert better.lower > 0
