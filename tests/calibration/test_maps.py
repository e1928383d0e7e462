"""Maps and their fitting: by properties that any of them has, by numbers from elsewhere, and by simulated judges."""

from __future__ import annotations

import itertools
import json
import random
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.calibration import (
    KEPT,
    MANY,
    Isotonic,
    Map,
    Platt,
    Trial,
    apply,
    expected_error,
    fitted,
    isotonic,
    map_from_json,
    platt,
    reliability,
)
from onrecord.calibration.maps import logit, sigmoid

SHARE = st.floats(0, 1)
TRIALS = st.lists(st.builds(Trial, SHARE, st.booleans(), st.integers(0, 9)), min_size=1, max_size=60)


def judged(n: int, truth: Map, seed: int = 0, reports: int = 100) -> list[Trial]:
    """Claims of a reader whose confidences are spread evenly, each right with the probability that `truth` gives it."""
    dice = random.Random(seed)
    raws = [dice.random() for _ in range(n)]
    return [Trial(raw, dice.random() < apply(truth, raw), at % reports) for at, raw in enumerate(raws)]


def error(said: list[Trial]) -> float:
    found = expected_error(reliability(said))
    assert found is not None
    return found


# -- any map ---------------------------------------------------------------------------------------------------


@given(TRIALS, st.lists(SHARE, min_size=2))
def test_what_is_fitted_never_falls_and_stays_within_0_and_1(trials: list[Trial], raws: list[float]) -> None:
    for by in (platt(trials), isotonic(trials), fitted(trials).by):
        said = [apply(by, raw) for raw in sorted(raws)]
        assert all(0 <= p <= 1 for p in said)
        assert all(a <= b + 1e-12 for a, b in itertools.pairwise(said))


@given(TRIALS, st.randoms(use_true_random=False))
def test_the_order_of_the_judgements_makes_no_difference(trials: list[Trial], dice: random.Random) -> None:
    order = list(range(len(trials)))
    dice.shuffle(order)
    turned = [trials[n] for n in order]
    assert platt(turned) == platt(trials) and isotonic(turned) == isotonic(trials)
    first, second = fitted(trials), fitted(turned)
    assert (second.by, second.method, second.log_loss) == (first.by, first.method, first.log_loss)


@given(TRIALS)
def test_a_map_survives_being_written(trials: list[Trial]) -> None:
    for by in (platt(trials), isotonic(trials)):
        assert map_from_json(json.loads(json.dumps(by.to_json()))) == by


@given(SHARE)
def test_kept_is_kept(raw: float) -> None:
    assert apply(KEPT, raw) == raw


@pytest.mark.parametrize("raw", [-0.1, 1.1, nan, inf])
def test_what_is_no_confidence(raw: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        apply(KEPT, raw)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Trial(raw, True)


@pytest.mark.parametrize(
    "said",
    [
        {}, {"method": "spline"}, {"method": "platt", "slope": 1}, {"method": "platt", "slope": -1, "intercept": 0},
        {"method": "platt", "slope": nan, "intercept": 0}, {"method": "isotonic", "points": []},
        {"method": "isotonic", "points": [[0.1, 0.5], [0.1, 0.6]]}, {"method": "isotonic", "points": [[0.1, 0.5], [0.2, 0.4]]},
        {"method": "isotonic", "points": [[0.1, 1.5]]}, {"method": "isotonic", "points": 3}, {"method": "platt", "slope": [], "intercept": 0},
    ],
)  # fmt: skip
def test_what_is_no_map(said: dict) -> None:
    with pytest.raises(ValueError):
        map_from_json(said)


# -- Platt's scaling -------------------------------------------------------------------------------------------


def test_platt_finds_the_bend_that_was_put_in() -> None:
    found = platt(judged(20_000, Platt(0.5, -1.0)))
    assert found.slope == pytest.approx(0.5, abs=0.03) and found.intercept == pytest.approx(-1.0, abs=0.06)


def test_platt_is_where_the_loss_is_least() -> None:
    """At the minimum the calibrated shares and the targets agree in sum, and in sum weighted by the logit."""
    trials = judged(400, Platt(2.0, 0.7), seed=3)
    by = platt(trials)
    right = sum(t.right for t in trials)
    high, low = (right + 1) / (right + 2), 1 / (len(trials) - right + 2)
    off = [apply(by, t.raw) - (high if t.right else low) for t in trials]
    assert sum(off) == pytest.approx(0, abs=1e-5)
    assert sum(o * logit(t.raw) for o, t in zip(off, trials, strict=True)) == pytest.approx(0, abs=1e-5)


def test_few_trials_never_give_certainty() -> None:
    """By Bayes' rule with a flat prior: after three right ones of three, 4/5."""
    assert apply(platt([Trial(0.9, True)] * 3), 0.9) == pytest.approx(4 / 5)
    parted = [Trial(0.2, False)] * 20 + [Trial(0.8, True)] * 20
    assert 0.9 < apply(platt(parted), 0.8) < 0.98


def test_confidences_that_mislead_are_levelled_and_not_turned_around() -> None:
    by = platt([Trial(0.9, False)] * 30 + [Trial(0.1, True)] * 30)
    assert by.slope == 0 and apply(by, 0.9) == apply(by, 0.1) == pytest.approx(0.5)


def test_logit_and_sigmoid_are_each_others_inverse() -> None:
    assert [sigmoid(logit(p)) for p in (0.001, 0.5, 0.93)] == pytest.approx([0.001, 0.5, 0.93])
    assert sigmoid(-800) == 0.0 and sigmoid(800) == 1.0
    assert logit(0) == pytest.approx(-logit(1)) and logit(0) < -13


# -- isotonic regression ---------------------------------------------------------------------------------------


def test_pooling_by_hand() -> None:
    trials = [Trial(0.1, False), Trial(0.2, True), Trial(0.3, False), Trial(0.4, True), Trial(0.5, True)]
    points = isotonic(trials).points
    # 0 | 1, 0 pooled to 1/2 | 1, 1 pooled: shares kept 1/7 away from certainty
    assert points == (
        (0.1, pytest.approx(1 / 7)), (pytest.approx(0.25), 0.5), (pytest.approx(0.45), pytest.approx(6 / 7)),
    )  # fmt: skip
    by = Isotonic(points)
    assert apply(by, 0.0) == apply(by, 0.1) and apply(by, 0.99) == points[2][1]
    assert apply(by, 0.35) == pytest.approx((0.5 + 6 / 7) / 2)


def test_isotonic_follows_what_platt_cannot() -> None:
    stairs = Isotonic(((0.0, 0.1), (0.39, 0.1), (0.41, 0.5), (0.69, 0.5), (0.71, 0.95), (1.0, 0.95)))
    found = fitted(judged(4000, stairs))
    assert found.method == "isotonic"
    assert [apply(found.by, p) for p in (0.2, 0.55, 0.9)] == pytest.approx([0.1, 0.5, 0.95], abs=0.05)
    assert fitted(judged(MANY - 1, stairs)).method != "isotonic"


# -- the choice ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bend", [Platt(0.4, 0.0), Platt(1.0, -1.5), Platt(2.5, 0.5)], ids=["overconfident", "shifted", "shy"])
@pytest.mark.parametrize("n", [300, 2000])
def test_the_error_falls_on_reports_that_were_not_seen(bend: Platt, n: int) -> None:
    seen, unseen = judged(n, bend, seed=1), judged(5000, bend, seed=2)
    by = fitted(seen).by
    before, after = error(unseen), error([Trial(apply(by, t.raw), t.right) for t in unseen])
    assert after < before / 2 and after < 0.06


def test_the_held_out_error_foretells_that_on_new_reports() -> None:
    bend = Platt(0.5, -1.0)
    seen, unseen = judged(3000, bend, seed=4), judged(20_000, bend, seed=5)
    found = fitted(seen)
    held = [Trial(p, t.right) for p, t in zip(found.held_out, seen, strict=True)]
    fresh = [Trial(apply(found.by, t.raw), t.right) for t in unseen]
    assert error(held) == pytest.approx(error(fresh), abs=0.02)
    assert found.log_loss < found.log_loss_before


def test_a_reader_that_says_what_is_so_is_left_as_it_is() -> None:
    kept = sum(fitted(judged(300, KEPT, seed=n)).method == "kept" for n in range(20))
    assert kept >= 14  # chance alone makes another map foretell better now and then


def test_reviewers_who_begin_with_the_doubtful_do_not_bend_the_map() -> None:
    bend = Platt(0.6, -0.8)
    dice = random.Random(6)
    doubtful = [t for t in judged(12_000, bend, seed=6) if dice.random() < (0.9 if 0.3 < t.raw < 0.7 else 0.15)]
    by = fitted(doubtful).by
    assert [apply(by, p) for p in (0.05, 0.5, 0.95)] == pytest.approx([apply(bend, p) for p in (0.05, 0.5, 0.95)], abs=0.05)


def test_claims_of_one_report_stand_in_one_part() -> None:
    """Two claims of each report always agree and say nothing of other reports: a map that saw the one would know the other."""
    dice = random.Random(7)
    trials = []
    for report in range(60):
        raw, right = round(dice.random(), 3), dice.random() < 0.5
        trials += [Trial(raw, right, report)] * 2
    held = fitted(trials).held_out
    assert held[::2] == held[1::2]


def test_nothing_judged_is_nothing_to_fit() -> None:
    with pytest.raises(ValueError, match="one trial"):
        fitted([])


def test_one_report_is_parted_by_its_claims() -> None:
    found = fitted([Trial(0.9, n % 3 > 0, 1) for n in range(300)])
    assert found.method == "platt" and apply(found.by, 0.9) == pytest.approx(2 / 3, abs=0.01)
