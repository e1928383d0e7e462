"""Reliability, its error, and what a threshold costs, by numbers computed by hand and by simulation."""

from __future__ import annotations

import itertools
import random
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.calibration import KEPT, Platt, Trial, apply, by_chance, error_interval, expected_error, reliability
from onrecord.calibration.picture import diagram
from onrecord.calibration.reliability import brier
from onrecord.calibration.thresholds import thresholds

CLAIMS = [Trial(0.92, True), Trial(0.98, False), Trial(1.0, True), Trial(0.55, True), Trial(0.5, False)]


def simulated(n: int, truth: Platt, seed: int = 0) -> list[Trial]:
    dice = random.Random(seed)
    raws = [dice.random() for _ in range(n)]
    return [Trial(raw, dice.random() < apply(truth, raw), at // 5) for at, raw in enumerate(raws)]


def test_a_reliability_table_by_hand() -> None:
    low, high = reliability(CLAIMS, [0.5, 0.51, 0.95, 0.2])
    assert (low["from"], low["to"], low["claims"], low["right"], low["of"]) == (0.5, 0.6, 2, 1, 2)
    assert (high["from"], high["claims"], high["right"], high["of"]) == (0.9, 3, 2, 1)
    assert low["confidence"] == pytest.approx(0.525) and high["confidence"] == pytest.approx(2.9 / 3)
    assert expected_error([low, high]) == pytest.approx((2 * 0.025 + 3 * (2.9 / 3 - 2 / 3)) / 5)
    assert expected_error([low, high], "of") == pytest.approx((2 * 0.025 + 1 * (2.9 / 3 - 2 / 3)) / 3)
    assert brier(CLAIMS) == pytest.approx((0.08**2 + 0.98**2 + 0 + 0.45**2 + 0.5**2) / 5)


def test_nothing_has_no_error() -> None:
    assert reliability([]) == [] and expected_error([]) is brier([]) is by_chance([]) is error_interval([]) is None


@given(st.lists(st.builds(Trial, st.floats(0, 1), st.booleans(), st.integers(0, 5)), min_size=1))
def test_each_claim_stands_in_one_bin_that_holds_it(claims: list[Trial]) -> None:
    bins = reliability(claims)
    assert sum(b["claims"] for b in bins) == len(claims) and sum(b["right"] for b in bins) == sum(c.right for c in claims)
    assert all(b["from"] - 1e-12 <= b["confidence"] <= b["to"] + 1e-12 for b in bins)
    assert reliability(claims[::-1]) == bins and 0 <= (expected_error(bins) or 0.0) <= 1


def test_weighing_by_all_claims_undoes_that_doubtful_ones_were_judged_first() -> None:
    """Only around 0.5 is this reader off, and there the reviewers began: the plain error is too high, the weighted one is right."""
    dice = random.Random(1)
    raws = [dice.random() for _ in range(30_000)]
    claims = [Trial(r, dice.random() < (0.2 if 0.4 <= r < 0.6 else r)) for r in raws]
    true = expected_error(reliability(claims)) or 0.0
    some = [c for c in claims if dice.random() < (0.9 if 0.4 <= c.raw < 0.6 else 0.1)]
    bins = reliability(some, raws)
    plain, weighted = expected_error(bins) or 0.0, expected_error(bins, "of") or 0.0
    assert abs(weighted - true) < 0.02 < 0.1 < plain - true


def test_the_interval_holds_the_error_and_repeats() -> None:
    claims = simulated(1000, Platt(0.5, -1.0))
    span = error_interval(claims, seed=3, resamples=300)
    assert span == error_interval(claims[::-1], seed=3, resamples=300) != error_interval(claims, seed=4, resamples=300)
    assert span is not None and span[0] < (expected_error(reliability(claims)) or 0.0) < span[1]
    assert error_interval(claims[:5]) is None and error_interval(claims, resamples=0) is None


def test_reports_of_which_all_claims_agree_leave_more_doubt() -> None:
    """The same judgements, once as 500 reports of one claim and once as 25 of twenty: the second tell less."""
    dice = random.Random(5)
    right = [dice.random() < 0.6 for _ in range(25)]
    alone = [Trial(0.8, right[n // 20], n) for n in range(500)]
    together = [Trial(t.raw, t.right, n // 20) for n, t in enumerate(alone)]
    (a, b), (c, d) = (error_interval(x) or (0.0, 0.0) for x in (alone, together))
    assert d - c > 2 * (b - a)


def test_what_chance_alone_does() -> None:
    few, many = by_chance(simulated(100, KEPT)), by_chance(simulated(10_000, KEPT))
    assert few is not None and many is not None and 0.02 < few < 0.2 and many < 0.02
    real = expected_error(reliability(simulated(10_000, KEPT, seed=9))) or 1.0
    assert real == pytest.approx(many, abs=0.01)


# -- thresholds ------------------------------------------------------------------------------------------------


def test_a_threshold_by_hand() -> None:
    """Ten claims: four of 0.95, of which two were judged and are right; six of 0.25, of which three were judged, one right."""
    everything = [0.95] * 4 + [0.25] * 6
    judged = [Trial(0.95, True)] * 2 + [Trial(0.25, n == 0) for n in range(3)]
    off, on = thresholds(everything, judged, 30, (0.0, 0.5))
    assert off == {
        "threshold": 0.0, "kept": 10, "share": 1.0, "precision": pytest.approx(0.6), "found": pytest.approx(1.0),
        "missed": pytest.approx(0.0), "not_known": 0, "minutes": 5.0,
    }  # fmt: skip
    assert on == {
        "threshold": 0.5, "kept": 4, "share": 0.4, "precision": 1.0, "found": pytest.approx(4 / 6), "missed": pytest.approx(2.0),
        "not_known": 0, "minutes": 2.0,
    }  # fmt: skip


def test_where_nothing_was_judged_nothing_is_known() -> None:
    (row,) = thresholds([0.95, 0.95, 0.15], [Trial(0.95, True)], at=(0.0,))
    assert (row["kept"], row["not_known"], row["precision"], row["found"]) == (3, 1, 1.0, 1.0)
    assert thresholds([], [])[0]["precision"] is None and thresholds([], [])[0]["share"] is None


@given(st.lists(st.floats(0, 1)), st.lists(st.builds(Trial, st.floats(0, 1), st.booleans())))
def test_a_higher_threshold_never_keeps_nor_finds_more(everything: list[float], judged: list[Trial]) -> None:
    rows = thresholds(everything, judged)
    for a, b in itertools.pairwise(rows):
        assert a["kept"] >= b["kept"] and a["minutes"] >= b["minutes"] and a["missed"] <= b["missed"] + 1e-9


# -- the picture -----------------------------------------------------------------------------------------------


def test_the_picture_is_whole_small_and_escapes_words() -> None:
    bins = reliability(simulated(2000, Platt(0.5, 0.0)))
    text = diagram("a <b> & c", [("as read", bins), ("recalibrated", bins)])
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg") and len(text) < 20_000 and "a &lt;b&gt; &amp; c" in text
    marks = [e for e in root.iter() if e.tag.endswith(("circle", "rect")) and e.get("fill") in ("#8f1d12", "#174a75")]
    assert len(marks) == 2 * len(bins) + 2
    assert "<script" not in text and "http://" not in text.replace("http://www.w3.org/2000/svg", "")
