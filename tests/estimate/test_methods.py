"""The estimators against R's figures, against each other, and against populations whose size is known."""

from __future__ import annotations

import math
import sys
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from onrecord.errors import Misuse, OnRecordError
from onrecord.estimate import decomposable as graphs_averaged
from onrecord.estimate import sparse as sparsely
from onrecord.estimate import sparse_averaged as averaged
from onrecord.estimate.bca import bca, ends_error
from onrecord.estimate.comparing import disagreement, spread
from onrecord.estimate.estimating import estimate
from onrecord.estimate.existence import exists
from onrecord.estimate.graphs import cliques, decomposable
from onrecord.estimate.heterogeneity import closed
from onrecord.estimate.loglinear import design, hierarchical, interactions, models, profile
from onrecord.estimate.methods import one
from onrecord.estimate.reading import read_table
from onrecord.estimate.table import CannotEstimate, from_arrays
from onrecord.estimate.two_lists import chao, chapman, lincoln_petersen
from tests.estimate.made import CLOSED, DGA, EMPTY, FOUR, four, np, people, written


def test_two_lists_by_hand() -> None:
    table = from_arrays([[1, 0], [0, 1], [1, 1]], [90, 40, 10])
    assert lincoln_petersen(table).estimate == 100 * 50 / 10
    assert chapman(table).estimate == pytest.approx(101 * 51 / 11 - 1) == chao(table).estimate
    low = lincoln_petersen(table).lower
    assert 140 < low < 500


def test_log_linear_models_with_heterogeneity_equal_rcapture(tmp_path: Path) -> None:
    for said in closed(four(tmp_path)):
        estimate_, stderr, aic = CLOSED[said.model]
        assert said.estimate == pytest.approx(estimate_, rel=1e-6) and said.aic == pytest.approx(aic, rel=1e-9)
        assert said.stderr == pytest.approx(stderr, rel=1e-4)  # R's own is of its last but one step


def test_the_profile_interval_equals_rcapture(tmp_path: Path) -> None:
    point, low, high = profile(four(tmp_path), ())
    assert (point, low, high) == pytest.approx((1232.82112560763, 1123.9175409456, 1364.69347061874), rel=1e-5)


def test_hierarchical_models_are_counted() -> None:
    assert [len(hierarchical(k, k - 1)) for k in (3, 4)] == [8, 113]
    assert len(hierarchical(5, 2)) == 2**10


def test_all_models_of_three_lists(tmp_path: Path) -> None:
    table = four(tmp_path).only(["A", "B", "C"]).cells()
    found, _ = models(table, 2)
    saturated = max(found, key=lambda m: len(m.terms))
    n = {tuple(map(int, h)): float(c) for h, c in zip(table.histories, table.counts, strict=True)}
    missed = n[1, 1, 1] * n[1, 0, 0] * n[0, 1, 0] * n[0, 0, 1] / (n[1, 1, 0] * n[1, 0, 1] * n[0, 1, 1])
    assert saturated.estimate == pytest.approx(table.observed + missed)


def test_decomposable_graphs_are_counted() -> None:
    assert [len(decomposable(k)[0]) for k in (3, 4, 5, 6)] == [8, 61, 822, 18_154]
    assert cliques(0b011, 3) == [(0, 1), (0, 2)]


@pytest.mark.parametrize("delta", DGA)
def test_decomposable_graphs_equal_dga(tmp_path: Path, delta: float) -> None:
    table = four(tmp_path)
    found = graphs_averaged.posterior(table, np.arange(0.0, 5001.0), delta)
    *quantiles, mean, best = DGA[delta]
    assert [table.observed + found.quantile(q) for q in (0.025, 0.5, 0.975)] == quantiles
    assert table.observed + found.missed @ found.weight == pytest.approx(mean, rel=1e-10)
    assert found.graph_weight.max() == pytest.approx(best, rel=1e-9)


def test_seven_lists_are_searched() -> None:
    found = estimate(people(400, 7, 0.2, 1), "dga")
    assert found.lower < 400 < found.upper and found.diagnostics["graphs"] > 10


def test_sparse_equals_sparsemse_and_chooses_nothing_where_nothing_is_to_be_chosen(tmp_path: Path) -> None:
    found = estimate(written(tmp_path, FOUR), "sparse")
    assert found.estimate == pytest.approx(1234.70113775724, rel=1e-8) and found.diagnostics["model"] == "independent"
    assert found.lower < found.estimate < found.upper


def test_lists_that_share_nobody_have_an_interaction_at_minus_infinity() -> None:
    rows = people(3000, 3, 0.25, 4)
    rows = rows[~((rows[:, 0] == 1) & (rows[:, 1] == 1))]
    found = estimate(rows, "sparse")
    assert found.diagnostics["empty_overlaps"] == ["list 1·list 2"] and 2200 < found.estimate < 3800


@given(st.lists(st.integers(0, 6), min_size=7, max_size=7), st.sets(st.integers(0, 2)))
def test_divergence_and_linear_programming_agree_on_existence(counts: list[int], pairs: set[int]) -> None:
    y = np.array(counts, dtype=float)
    space = sparsely.Terms(3)
    used = np.zeros((1, 3), dtype=bool)
    used[0, list(pairs)] = True
    if (y @ space.on == 0).any():
        return
    kept, columns = space.cells(y[None], used)
    _, _, there, _ = space.fit(y[None], used)
    assert bool(there[0]) == exists(space.x[kept[0]][:, columns[0]], y[kept[0]])


def test_a_model_without_estimate_is_endless() -> None:
    y = np.array([5.0, 4, 0, 6, 0, 0, 0])
    assert not exists(design(3, interactions(3, 2)), y)


def test_bca_equals_sparsemse() -> None:
    boot = np.arange(1.0, 1001.0) ** 1.5
    pulls = np.array([1.0, -0.5, -0.5])  # of three people, whose jackknife gives the acceleration asked for below
    weights = np.array([1.0, 1.0, 1.0])
    a = (weights @ pulls**3) / (6 * (weights @ pulls**2) ** 1.5)
    assert a == pytest.approx(0.0680, abs=1e-3)
    low, high = bca(500.5**1.5, boot, 10 - pulls, weights, 0.9)
    # without a shift of the middle the acceleration alone moves the ends, z / (1 - a z)
    assert low == pytest.approx(_eighth(boot, ndtr(-1.6448536269514722 / (1 + a * 1.6448536269514722))))
    assert high == pytest.approx(_eighth(boot, ndtr(1.6448536269514722 / (1 - a * 1.6448536269514722))))


def _eighth(values: np.ndarray, share: float) -> float:
    return float(np.quantile(values, share, method="median_unbiased"))


def test_bca_keeps_what_is_endless() -> None:
    boot = np.append(np.arange(1.0, 900.0), np.full(101, np.inf))
    low, high = bca(450.0, boot, np.full(3, 450.0), np.ones(3), 0.95)
    assert low > 1 and high == math.inf and ends_error(450.0, boot, np.full(3, 450.0), np.ones(3), 0.95, 0) is None


def test_a_table_with_an_empty_overlap_equals_sparsemse_and_its_successor(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, EMPTY)).cells()
    found, again = estimate(table, "sparse"), estimate(table, "sparse-averaged")
    assert found.estimate == pytest.approx(1373.53846154, rel=1e-9) == again.estimate
    assert (
        found.diagnostics["empty_overlaps"] == ["A·D"]
        and found.diagnostics["model"] == again.diagnostics["model"] == "A·D, B·C"
    )
    space, y = sparsely.Terms(4), table.full()[1:]
    left, weights = sparsely.without_one(y)
    points, _ = sparsely.stepwise(space, left)
    pulls = weights @ points / weights.sum() - points
    assert weights @ pulls**3 / (6 * (weights @ pulls**2) ** 1.5) == pytest.approx(-0.0289428430325, rel=1e-6)
    low, high = found.diagnostics["bootstrap_error_of_the_ends"]
    other = estimate(table, "sparse", seed=5)
    assert abs(other.lower - found.lower) < 5 * low and abs(other.upper - found.upper) < 5 * high


def test_models_by_bic_equal_multiplesystemsestimation(tmp_path: Path) -> None:
    for text, order, gold in (
        (EMPTY, 3, [(1373.53846154, 90.1543126831), (1600.76244967, 93.9572250234), (1472.27950621, 95.1411986883)]),
        (FOUR, 3, [(1234.70113776, 128.182546144), (1298.03054978, 132.374898974), (1258.14353407, 132.507657026)]),
    ):
        table = read_table(written(tmp_path, text)).cells()
        space, y = sparsely.Terms(4, order), table.full()[1:]
        models_, _ = averaged._best_models(space, y, 20)
        bic, missed, _ = averaged._score(space, y[None], models_)
        assert [(table.observed + m, b) for m, b in zip(missed[0, :3], bic[0, :3], strict=True)] == [
            pytest.approx(g, rel=1e-8) for g in gold
        ]


def test_what_a_walk_meets_is_hierarchical() -> None:
    terms = interactions(3, 3)
    assert averaged._neighbours(terms, ()) == {(0,), (1,), (2,)}
    assert averaged._neighbours(terms, (0, 1, 2)) == {(0, 1), (0, 2), (1, 2), (0, 1, 2, 3)}
    assert averaged._neighbours(terms, (0, 1, 2, 3)) == {(0, 1, 2)}


@pytest.mark.parametrize("method", ["chao", "loglinear", "dga", "lcmcr", "sparse", "sparse-averaged"])
def test_every_method_finds_independent_lists_and_is_reproducible(method: str) -> None:
    rows = people(1000, 4, 0.3, 7)
    found, again = (estimate(rows, method, seed=3) for _ in range(2))
    assert found.lower < 1000 < found.upper and found.observed == len(rows)
    assert found.to_json() == again.to_json()
    assert found.estimate >= found.observed and math.isfinite(found.upper)


def test_models_that_fit_alike_and_disagreement_are_told(tmp_path: Path) -> None:
    alike = spread(four(tmp_path))
    assert alike is not None and alike["least"] < alike["most"] and alike["models"] > 3
    a, b = estimate(written(tmp_path, FOUR), "dga"), estimate(people(1000, 4, 0.3, 7), "dga")
    assert disagreement([a, a]) is None
    few = [type(a)(m, 4.2 + k / 10, 4.1 + k / 10, 4.25 + k / 10, 4) for k, m in enumerate(("dga", "lcmcr"))]
    assert disagreement(few) is None  # they round to the same number of people
    far = type(a)("sparse", 9000.0, 8000.0, 9900.0, 684)
    assert "The methods disagree: dga says 1,238 and sparse 9,000" in (disagreement([a, far]) or "") and b.estimate


def test_models_that_fit_alike_are_told_of_many_lists_and_of_blanks() -> None:
    rows = people(600, 6, 0.3, 2).astype(float)
    whole = spread(from_arrays(rows))
    rows[np.random.default_rng(0).random(rows.shape) < 0.1] = np.nan
    blank = spread(from_arrays(rows))
    for said in (whole, blank):
        assert said is not None and said["models"] > 1 and 500 < said["least"] < said["most"] < 800


@pytest.mark.parametrize("method", ["sparse", "loglinear", "sparse-averaged"])
def test_more_lists_than_log_linear_models_take_are_refused(method: str) -> None:
    with pytest.raises(CannotEstimate, match="has 9 lists, and this method takes 8 at most"):
        one(from_arrays(people(300, 9, 0.3, 2)), method)


def test_pairs_of_lists_cover_all() -> None:
    assert interactions(4, 2) == tuple(combinations(range(4), 2))


@pytest.mark.parametrize("version", ["0.23.4", "1.0.0"])
def test_draws_go_to_arviz_as_its_version_takes_them(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: dict[str, object] = {}

    def from_dict(data: dict[str, object] | None = None, **groups: object) -> None:
        taken.update(data or groups)

    stands_in = ModuleType("arviz")
    stands_in.__dict__.update(
        __version__=version, from_dict=from_dict if version[0] == "1" else lambda **groups: from_dict(**groups)
    )
    monkeypatch.setitem(sys.modules, "arviz", stands_in)
    found = estimate(four(tmp_path), "dga")
    found.to_arviz()
    assert found.draws is not None and taken["posterior"]["N"].shape == np.atleast_2d(found.draws).shape  # type: ignore[index]
    with pytest.raises(Misuse, match="no posterior draws"):
        estimate(four(tmp_path), "chao").to_arviz()
    monkeypatch.setitem(sys.modules, "arviz", None)
    with pytest.raises(OnRecordError, match="pip install arviz"):
        found.to_arviz()
