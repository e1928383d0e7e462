"""Whether the sampler samples what it says: the joint distribution of parameters and tables, and the gradient of its density.

J. Geweke (2004), Getting it right. Given how many are documented, a table is multinomial, so that both can be drawn from the prior.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.estimate import chains
from onrecord.estimate.latent import Chains, lcmcr
from onrecord.estimate.latent_cells import sufficient
from onrecord.estimate.latent_density import RATE, SHAPE, cells, mixed, slope
from onrecord.estimate.latent_moves import gibbs, hamiltonian, relabel, ridge
from tests.estimate.made import four, np

CLASSES, LISTS = 3, 3
HISTORIES = np.array([[i >> j & 1 for j in range(LISTS)] for i in range(1, 1 << LISTS)])
ON = np.ascontiguousarray(np.vstack([HISTORIES, np.zeros((1, LISTS))]).T.astype(float))
OFF = 1 - ON
SEEN = len(HISTORIES)
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
State = tuple[Floats, Floats, Floats, Floats]


def from_prior(rng: np.random.Generator) -> State:
    """Log weights, chances, and the cells' chances in each class and over all."""
    alpha = max(rng.gamma(SHAPE, 1 / RATE), 1e-100)
    rest = np.log(1 - rng.random(CLASSES - 1)) / alpha
    logs = np.append(np.log(-np.expm1(rest)), 0.0) + np.concatenate([[0.0], np.cumsum(rest)])
    lam, p, s = rng.random((CLASSES, LISTS)), np.empty((CLASSES, SEEN + 1)), np.empty(SEEN + 1)
    for k in range(CLASSES):
        cells(ON, OFF, lam[k], p[k])
    mixed(p, np.exp(logs), s)
    return logs, lam, p, s


def table(people: int, s: Floats, rng: np.random.Generator) -> Floats:
    return np.append(rng.multinomial(people, s[:SEEN] / s[:SEEN].sum()), people).astype(float)


def told(logs: Floats, lam: Floats) -> Floats:
    w = np.exp(logs)
    missed = w @ np.prod(1 - lam, axis=1)
    listed = w @ lam[:, 0]
    tails = [float(logs[1] > -3), float(logs[1] > -20), float(logs[-1] > -20)]
    return np.array(
        [w[0], w.max(), missed, missed**2, listed, listed**2, w @ (lam[:, 0] * lam[:, 1]), lam[0, 0], lam[1, 1], *tails]
    )


def given_classes(counts: Floats, state: State, rng: np.random.Generator) -> None:
    gibbs(ON, OFF, counts, SEEN, *state, rng)


def relabelled(counts: Floats, state: State, rng: np.random.Generator) -> None:
    relabel(*state[:3], rng)


def along_ridges(counts: Floats, state: State, rng: np.random.Generator) -> None:
    ridge(ON, OFF, counts, SEEN, *state, rng)


def in_orbits(counts: Floats, state: State, rng: np.random.Generator) -> None:
    hamiltonian(ON, OFF, counts, SEEN, *state, 0.3, rng)


@pytest.mark.parametrize("move", [given_classes, relabelled, along_ridges, in_orbits])
def test_a_move_leaves_the_joint_distribution_as_it_is(move: Callable[[Floats, State, np.random.Generator], None]) -> None:
    rng, changes = np.random.default_rng(3), []
    for _ in range(4000):
        state = from_prior(rng)
        before, counts = told(*state[:2]), table(20, state[3], rng)
        for _ in range(3):
            move(counts, state, rng)
        changes.append(told(*state[:2]) - before)
    mean, error = np.mean(changes, axis=0), np.std(changes, axis=0) / np.sqrt(len(changes))
    assert error.max() > 1e-4 and (np.abs(mean) < 4 * error + 1e-9).all()


def test_tables_and_parameters_drawn_in_turn_stay_in_the_prior() -> None:
    rng, found = np.random.default_rng(1), []
    for _ in range(4):
        state, kept = from_prior(rng), []
        for _ in range(2500):
            counts = table(12, state[3], rng)
            for move in (given_classes, relabelled, along_ridges, in_orbits):
                move(counts, state, rng)
            kept.append(told(*state[:2]))
        found.append(kept)
    draws = np.array(found)
    prior = np.array([told(*from_prior(rng)[:2]) for _ in range(20_000)])
    for i in range(draws.shape[2]):
        x = draws[:, :, i]
        error = np.hypot(x.std() / np.sqrt(chains.bulk(x)), prior[:, i].std() / np.sqrt(len(prior)))
        assert abs(x.mean() - prior[:, i].mean()) < 4 * error


def test_cells_stay_true_to_the_parameters(tmp_path: Path) -> None:
    table_ = sufficient(four(tmp_path))
    on, off, counts, seen = table_.on, table_.off, table_.counts, table_.seen
    rng = np.random.default_rng(0)
    logs, lam, p, s = np.log(rng.dirichlet(np.ones(3))), rng.random((3, 4)), np.empty((3, seen + 1)), np.empty(seen + 1)
    for k in range(3):
        cells(on, off, lam[k], p[k])
    mixed(p, np.exp(logs), s)
    for _ in range(20):
        gibbs(on, off, counts, seen, logs, lam, p, s, rng)
        relabel(logs, lam, p, rng)
        ridge(on, off, counts, seen, logs, lam, p, s, rng)
        hamiltonian(on, off, counts, seen, logs, lam, p, s, 0.1, rng)
        direct = np.prod(np.where(on.T[None] == 1, lam[:, None], 1 - lam[:, None]), axis=2)
        assert np.allclose(p, direct, rtol=1e-9) and np.allclose(s, np.exp(logs) @ direct, rtol=1e-9)


def test_the_gradient_is_that_of_the_density(tmp_path: Path) -> None:
    table_ = sufficient(four(tmp_path))
    on, off, counts, seen = table_.on, table_.off, table_.counts, table_.seen
    rng, k = np.random.default_rng(0), 4
    odds, sticks, marks = rng.normal(-1, 0.5, (k, 4)), rng.normal(0, 1, k - 1), np.array([True, True, False, True])
    lam, p = 1 / (1 + np.exp(-odds)), np.empty((k, len(counts)))
    for i in range(k):
        cells(on, off, lam[i], p[i])

    def density(odds: Floats, sticks: Floats) -> tuple[float, Floats, Floats]:
        d_odds, d_sticks = np.empty((k, 4)), np.empty(k - 1)
        value = slope(
            on, off, counts, seen, marks, 3.0, odds, sticks, lam.copy(), np.empty(k), p.copy(), np.empty(len(counts)), d_odds, d_sticks
        )  # fmt: skip
        return value, d_odds, d_sticks

    _, d_odds, d_sticks = density(odds, sticks)
    for at in ((0, 1), (3, 3)):
        step = np.zeros((k, 4))
        step[at] = 1e-5
        there = (density(odds + step, sticks)[0] - density(odds - step, sticks)[0]) / 2e-5
        assert there == pytest.approx(d_odds[at], rel=1e-5, abs=1e-5)
    for i in range(k - 1):
        step = np.zeros(k - 1)
        step[i] = 1e-5
        there = (density(odds, sticks + step)[0] - density(odds, sticks - step)[0]) / 2e-5
        assert there == pytest.approx(d_sticks[i], rel=1e-5, abs=1e-5)


def test_chains_go_on_from_where_they_stood(tmp_path: Path) -> None:
    cells_ = four(tmp_path).cells()
    whole, parts = Chains(cells_, 3, 5, 2), Chains(cells_, 3, 5, 2)
    everything = whole.drawn(20, 40)
    both = np.concatenate([parts.drawn(20, 15), parts.drawn(0, 25)], axis=1)
    assert np.allclose(everything, both, rtol=1e-6)
    assert whole.sweeps == parts.sweeps == 120


def test_the_posterior_is_that_of_the_sampler_before(tmp_path: Path) -> None:
    """Long runs of both: this one 1,308 (Monte Carlo error 1.6) [1,139, 1,736], the one before 1,309 (3.1) [1,138, 1,744]."""
    found = lcmcr(four(tmp_path), seed=4)
    assert found.diagnostics["r_hat"] < 1.01
    assert found.estimate == pytest.approx(1308, rel=0.02) and found.lower == pytest.approx(1139, rel=0.01)
    assert found.upper == pytest.approx(1736, rel=0.04)
