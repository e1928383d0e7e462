"""The moves of the sampler of latent classes, compiled. Each leaves the posterior as it is, and keeps `p` and `s` true to `lam` and `logs`.

The state is the logarithms of the classes' weights `logs` (classes,) and chances of being listed `lam` (classes, lists). For the cells see
`latent_density`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from onrecord.estimate.compiled import kernel
from onrecord.estimate.latent_density import LEAST, RATE, SHAPE, cells, likelihood, log_added, mixed, slope, weights_prior

MEMBERS = 20.0
"""So many times the documented count are spread over the classes to say which of them hold people: a round number over what may be missed."""
LEAST_CONCENTRATION = 1e-100
SLICE = 3.0
STEPS = 80
"""The most leapfrog steps of a Hamiltonian move; their number is drawn, so that no orbit closes on itself."""


@kernel
def missing(s: Any, counts: Any, seen: int, rng: Any) -> Any:
    """How many are missed, drawn given the parameters: negative binomial."""
    total = 0.0
    for c in range(seen, counts.shape[0]):
        total += rng.poisson(rng.gamma(counts[c], s[c] / max(1.0 - s[c], 1e-300)))
    return total


@kernel
def allotted(s: Any, surely: Any, seen: int, starts: Any, where: Any, shared: Any, counts: Any, rng: Any) -> None:
    """People who may be of several cells are given one each, as the parameters say; `counts` is filled with everybody."""
    counts[:seen] = surely[:seen]
    for g in range(shared.shape[0]):
        total = 0.0
        for i in range(starts[g], starts[g + 1]):
            total += s[where[i]]
        last = starts[g + 1] - 1
        if shared[g] == 1.0:
            at, u = starts[g], rng.random() * total
            while at < last and u >= s[where[at]]:
                u -= s[where[at]]
                at += 1
            counts[where[at]] += 1.0
            continue
        left = int(shared[g])
        for i in range(starts[g], starts[g + 1]):
            chance = s[where[i]]
            many = left if i == last or total <= chance else int(rng.binomial(left, chance / total))
            counts[where[i]] += many
            total -= chance
            left -= many


@kernel
def concentrated(log_alpha: float, members: Any) -> Any:
    """ln of the density of ln of the concentration, given how many people each class has, the weights integrated out."""
    alpha, after = math.exp(log_alpha), members.sum()
    total = SHAPE * log_alpha - RATE * alpha
    for k in range(members.shape[0] - 1):
        whole = after
        after -= members[k]
        total += log_alpha
        if members[k] > 0.0:
            total += math.lgamma(alpha + after) - math.lgamma(1.0 + alpha + whole)
        else:
            total -= math.log(alpha + after)
    return total


@kernel
def concentration(alpha: float, members: Any, rng: Any) -> Any:
    """A new concentration by slices (R. Neal 2003) of its logarithm. Weights of empty classes follow it, and would hold it where it is."""
    lowest = math.log(LEAST_CONCENTRATION)
    at = math.log(alpha)
    level = concentrated(at, members) + math.log(1.0 - rng.random())
    low = at - SLICE * rng.random()
    high = low + SLICE
    while low > lowest and concentrated(low, members) > level:
        low -= SLICE
    while high < 50.0 and concentrated(high, members) > level:
        high += SLICE
    low = max(low, lowest)
    while True:
        new = low + (high - low) * rng.random()
        if concentrated(new, members) > level or high - low < 1e-12:
            return math.exp(new)
        if new < at:
            low = new
        else:
            high = new


@kernel
def gibbs(on: Any, off: Any, counts: Any, seen: int, logs: Any, lam: Any, p: Any, s: Any, rng: Any) -> None:
    """People, listed and not, get classes; then the concentration and the parameters are drawn (Manrique-Vallier 2016)."""
    classes, lists = lam.shape
    alpha = max(rng.gamma(classes - 1.0 + SHAPE, 1.0 / (RATE - logs[classes - 1])), LEAST_CONCENTRATION)
    pi = np.exp(logs)
    ones, zeros, members = np.zeros((classes, lists)), np.zeros((classes, lists)), np.zeros(classes)
    for c in range(counts.shape[0]):
        people = counts[c] if c < seen else rng.poisson(rng.gamma(counts[c], s[c] / max(1.0 - s[c], 1e-300)))
        left, total = int(people), s[c]
        for k in range(classes):
            if left <= 0:
                break
            chance = pi[k] * p[k, c]
            share = 1.0 if total <= chance or k == classes - 1 else chance / total
            many = left if share >= 1.0 else int(rng.binomial(left, share))
            total -= chance
            left -= many
            if many == 0:
                continue
            members[k] += many
            for j in range(lists):
                ones[k, j] += many * on[j, c]
                zeros[k, j] += many * off[j, c]
    for k in range(classes):
        for j in range(lists):
            lam[k, j] = min(max(rng.beta(1.0 + ones[k, j], 1.0 + zeros[k, j]), LEAST), 1.0 - LEAST)
        cells(on, off, lam[k], p[k])
    alpha = concentration(alpha, members, rng)
    unbroken, after = 0.0, members.sum()
    for k in range(classes - 1):
        after -= members[k]
        # a beta as two gammas by their logarithms, since the second may have a tiny shape
        here = math.log(rng.gamma(1.0 + members[k], 1.0))
        rest = math.log(rng.gamma(alpha + after + 1.0, 1.0)) + math.log(1.0 - rng.random()) / (alpha + after)
        both = log_added(here, rest)
        logs[k] = unbroken + here - both
        unbroken += rest - both
    logs[classes - 1] = unbroken
    mixed(p, np.exp(logs), s)


@kernel
def reweighted(logs: Any, k: int, change: float, out: Any) -> Any:
    """`out` is the log weights with the k-th raised by `change`, summing to one again; gives ln of the change of volume."""
    total = math.log1p(math.exp(logs[k]) * math.expm1(change))
    for i in range(logs.shape[0]):
        out[i] = logs[i] - total
    out[k] += change
    return float(change - logs.shape[0] * total)


@kernel
def ridge(on: Any, off: Any, counts: Any, seen: int, logs: Any, lam: Any, p: Any, s: Any, rng: Any) -> int:
    """Each class in turn: all its log odds shifted together, its share of those listed kept. Gives how many moved.

    Along this ridge a class grows while its members become harder to list, and the likelihood hardly changes.
    """
    classes, lists = lam.shape
    new, new_logs, old_p, new_s = np.empty(lists), np.empty(classes), np.empty(counts.shape[0]), np.empty(counts.shape[0])
    value, prior = likelihood(s, counts, seen), weights_prior(logs)
    moved = 0
    for k in range(classes):
        step = rng.standard_normal() * math.exp(1.0 - 3.5 * rng.random())
        factor = math.exp(step)
        inside, inside_new, unseen, unseen_new, within = 1.0, 1.0, 1.0, 1.0, True
        for j in range(lists):
            a = lam[k, j]
            b = a * factor / (a * factor + 1.0 - a)
            within = within and LEAST < b < 1.0 - LEAST
            new[j] = b
            inside *= a * (1.0 - a)
            inside_new *= b * (1.0 - b)
            unseen *= 1.0 - a
            unseen_new *= 1.0 - b
        if not within:
            continue
        change = math.log(inside_new / inside)
        change += reweighted(logs, k, math.log(1.0 - unseen) - math.log(1.0 - unseen_new), new_logs)
        old_p[:] = p[k]
        cells(on, off, new, p[k])
        mixed(p, np.exp(new_logs), new_s)
        value_new, prior_new = likelihood(new_s, counts, seen), weights_prior(new_logs)
        if math.log(rng.random()) < (value_new - value) + prior_new - prior + change:
            value, prior = value_new, prior_new
            lam[k], logs[:], s[:] = new, new_logs, new_s
            moved += 1
        else:
            p[k] = old_p
    return moved


@kernel
def relabel(logs: Any, lam: Any, p: Any, rng: Any) -> None:
    """Two classes change places: the likelihood is the same, only the order of the weights is not."""
    classes = logs.shape[0]
    prior = weights_prior(logs)
    for _ in range(classes):
        a, b = int(rng.random() * classes), int(rng.random() * classes)
        if a == b:
            continue
        logs[a], logs[b] = logs[b], logs[a]
        new = weights_prior(logs)
        if math.log(rng.random()) < new - prior:
            prior = new
            for j in range(lam.shape[1]):
                lam[a, j], lam[b, j] = lam[b, j], lam[a, j]
            for c in range(p.shape[1]):
                p[a, c], p[b, c] = p[b, c], p[a, c]
        else:
            logs[a], logs[b] = logs[b], logs[a]


@kernel
def unfolded(logs: Any, lam: Any, marks: Any, odds: Any, sticks: Any) -> None:
    """Log odds of the sticks, and of the chances of the classes with `marks`."""
    classes, lists = lam.shape
    left = logs[classes - 1]
    for i in range(classes - 1):
        k = classes - 2 - i
        sticks[k] = logs[k] - left
        left = log_added(left, logs[k])
    for k in range(classes):
        if marks[k]:
            for j in range(lists):
                odds[k, j] = math.log(lam[k, j]) - math.log1p(-lam[k, j])


@kernel
def moved_by(size: float, marks: Any, d_odds: Any, d_sticks: Any, odds: Any, sticks: Any) -> None:
    """A step of so great a size along a direction, in place."""
    for k in range(odds.shape[0]):
        if k < sticks.shape[0]:
            sticks[k] += size * d_sticks[k]
        if marks[k]:
            for j in range(odds.shape[1]):
                odds[k, j] += size * d_odds[k, j]


@kernel
def hamiltonian(on: Any, off: Any, counts: Any, seen: int, logs: Any, lam: Any, p: Any, s: Any, size: float, rng: Any) -> float:
    """One Hamiltonian move (R. Neal 2011) of all weights and of the chances of classes that hold people; gives its acceptance probability.

    Which classes these are is drawn, and the density that the move leaves as it is counts how likely that choice is.
    """
    classes, lists = lam.shape
    odds, sticks = np.zeros((classes, lists)), np.empty(classes - 1)
    d_odds, d_sticks = np.zeros((classes, lists)), np.empty(classes - 1)
    push_odds, push_sticks = np.zeros((classes, lists)), np.empty(classes - 1)
    old_lam, old_logs, old_p, old_s = lam.copy(), logs.copy(), p.copy(), s.copy()
    people = MEMBERS * counts[seen:].sum()
    marks = np.empty(classes, dtype=np.bool_)
    for k in range(classes):
        marks[k] = rng.random() < -math.expm1(-people * math.exp(logs[k]))
        if k < classes - 1:
            push_sticks[k] = rng.standard_normal()
        if marks[k]:
            for j in range(lists):
                push_odds[k, j] = rng.standard_normal()
    unfolded(logs, lam, marks, odds, sticks)
    value = slope(on, off, counts, seen, marks, people, odds, sticks, lam, logs, p, s, d_odds, d_sticks)
    begin = value - 0.5 * (push_odds**2).sum() - 0.5 * (push_sticks**2).sum()
    for _ in range(1 + int(rng.random() * STEPS)):
        moved_by(0.5 * size, marks, d_odds, d_sticks, push_odds, push_sticks)
        moved_by(size, marks, push_odds, push_sticks, odds, sticks)
        value = slope(on, off, counts, seen, marks, people, odds, sticks, lam, logs, p, s, d_odds, d_sticks)
        if value == -np.inf or not value < np.inf:
            break
        moved_by(0.5 * size, marks, d_odds, d_sticks, push_odds, push_sticks)
    end = value - 0.5 * (push_odds**2).sum() - 0.5 * (push_sticks**2).sum()
    fine = end > -np.inf and end < np.inf and np.abs(odds).max() < 27.0
    chance = math.exp(min(0.0, end - begin)) if fine else 0.0
    if rng.random() >= chance:
        lam[:], logs[:], p[:], s[:] = old_lam, old_logs, old_p, old_s
    return chance
