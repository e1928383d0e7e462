"""Agreement, intervals and pairing, by numbers computed by hand."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.calibration import Trial
from onrecord.evaluate.agreement import Agreement, overlap
from onrecord.evaluate.assignment import greatest, pairs
from onrecord.evaluate.calibration import measured
from onrecord.evaluate.intervals import of_difference, of_f1, wilson

WORTH = st.integers(1, 4).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.lists(st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
)
AGREEMENTS = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).map(
    lambda n: Agreement(n[0], n[0] + n[1], n[0] + n[2])
)


def test_precision_recall_and_f1() -> None:
    said = Agreement(3, 4, 6)
    assert (said.precision, said.recall, said.f1) == (0.75, 0.5, pytest.approx(0.6)) and said.errors == 4
    assert Agreement().f1 == 0.0 and Agreement(0, 3, 0).precision == 0.0
    assert overlap("abca", "bcd") == Agreement(2, 3, 3)


def test_no_more_can_be_right_than_were_said() -> None:
    with pytest.raises(ValueError, match="cannot be right"):
        Agreement(2, 1, 5)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_wilson_has_the_published_values(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_nothing_has_no_interval() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


@given(st.integers(0, 40), st.integers(1, 40))
def test_an_interval_holds_its_share(right: int, more: int) -> None:
    low, high = wilson(right, right + more) or (1.0, 0.0)
    assert 0 <= low <= right / (right + more) <= high <= 1


@given(WORTH)
def test_pairs_are_worth_the_most(worth: list[list[int]]) -> None:
    found = pairs(worth)
    assert len({r for r, _ in found}) == len({c for _, c in found}) == len(found)
    assert all(worth[r][c] > 0 for r, c in found)
    turned = worth if len(worth) <= len(worth[0]) else [list(column) for column in zip(*worth, strict=True)]
    tried = permutations(range(len(turned[0])), len(turned))
    best = max(sum(turned[r][c] for r, c in enumerate(columns)) for columns in tried)
    assert sum(worth[r][c] for r, c in found) == best


def test_nothing_is_paired_with_nothing() -> None:
    assert pairs([]) == pairs([[], []]) == pairs([[0, 0]]) == []
    assert greatest("ab", "ba", lambda a, b: int(a == b)) == 2


def test_the_pairs_of_a_long_table() -> None:
    worth = [[500 - 3 * abs(r - c) ** 2 if abs(r - c) < 4 else 0 for c in range(200)] for r in range(200)]
    assert pairs(worth) == [(n, n) for n in range(200)]


# -- the bootstrap ---------------------------------------------------------------------------------------------


def test_documents_that_are_alike_leave_no_doubt() -> None:
    documents = [{"m": Agreement(1, 2, 2)}] * 10
    assert of_f1(documents, ["m"]) == {"m": (0.5, 0.5)}
    assert of_difference(documents, [{"m": Agreement(2, 2, 2)}] * 10, ["m"]) == {"m": (0.5, 0.5)}


def test_a_seed_gives_the_same_interval_again() -> None:
    documents = [{"m": Agreement(n % 3, 2 + n % 5, 3)} for n in range(20)]
    first, again = (of_f1(documents, ["m"], seed=7, resamples=200) for _ in range(2))
    assert first == again != of_f1(documents, ["m"], seed=8, resamples=200)
    low, high = first["m"]
    whole = sum((d["m"] for d in documents), Agreement())
    assert low < whole.f1 < high < low + 0.5


def test_the_interval_is_that_of_a_share_of_documents() -> None:
    """A hundred documents of which half are right: the share's interval is 0.5 ± 0.098."""
    low, high = of_f1([{"m": Agreement(n % 2, 1, 1)} for n in range(100)], ["m"], resamples=4000)["m"]
    assert low == pytest.approx(0.402, abs=0.02) and high == pytest.approx(0.598, abs=0.02)


def test_one_document_has_no_interval() -> None:
    assert of_f1([{"m": Agreement(1, 1, 1)}], ["m"]) == {} and of_f1([{"m": Agreement()}] * 3, ["m"], resamples=0) == {}


@given(st.lists(AGREEMENTS, min_size=2, max_size=6))
def test_no_reader_differs_from_itself(agreements: list[Agreement]) -> None:
    documents = [{"m": a} for a in agreements]
    assert of_difference(documents, documents, ["m"], resamples=20) == {"m": (0.0, 0.0)}


# -- calibration -----------------------------------------------------------------------------------------------


def test_confidences_measured_by_hand() -> None:
    claims = [Trial(0.92, True, 1), Trial(0.98, False, 1), Trial(1.0, True, 2), Trial(0.55, True, 2), Trial(0.5, False, 3)]
    said = measured(claims, [0.95, 0.55, 0.55], resamples=50)
    high = 2.9 / 3 - 2 / 3
    assert said["expected_calibration_error"] == pytest.approx((2 * 0.025 + 3 * high) / 5)
    assert said["expected_calibration_error_of_all"] == pytest.approx((2 * 0.025 + high) / 3)
    assert said["brier"] == pytest.approx((0.08**2 + 0.98**2 + 0 + 0.45**2 + 0.5**2) / 5)
    assert said["brier_of_constant"] == pytest.approx(0.6 * 0.4) and said["with_confidence"] == 5
    assert said["interval"][0] <= said["interval"][1] and 0 < said["by_chance"] < 1


def test_what_says_no_confidence_has_nothing_to_measure() -> None:
    said = measured([])
    assert said["with_confidence"] == 0 and said["bins"] == []
    assert {said[k] for k in ("expected_calibration_error", "interval", "by_chance", "brier", "brier_of_constant")} == {None}
