"""One chain of the latent class sampler, compiled.

The state is the logarithms of the classes' weights `logs` (K,) and chances of being listed `lam` (K, lists). A sweep has two parts. The first is the Gibbs
sampler of D. Manrique-Vallier (2016): people, listed and not, are given classes, and the parameters are drawn from what that leaves. The
second moves the parameters with people and the number missed integrated out, which is possible since sum over N of 1/N · C(N, n) ρ^(N−n)
is (1 − ρ)^−n: it walks along the ridge on which a class grows while its members become harder to list, where the first part is slow.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from onrecord.estimate.compiled import kernel

STEPS = 40
"""The most leapfrog steps of a Hamiltonian move; their number is drawn, so that no orbit closes on itself."""


@kernel
def cell_row(histories: Any, lam: Any, out: Any) -> None:
    """ln P(history | class) of each history; a blank or a closed list says nothing. `lam` is (lists,), `out` (histories,)."""
    lists = lam.shape[0]
    one, zero = np.empty(lists), np.empty(lists)
    for j in range(lists):
        one[j], zero[j] = math.log(lam[j]), math.log1p(-lam[j])
    for c in range(histories.shape[0]):
        s = 0.0
        for j in range(lists):
            if histories[c, j] == 1:
                s += one[j]
            elif histories[c, j] == 0:
                s += zero[j]
        out[c] = math.exp(s)


@kernel
def missed_row(open_lists: Any, lam: Any, out: Any) -> None:
    """P(on no list | class) for each group of people by the lists that were open to them."""
    for e in range(open_lists.shape[0]):
        s = 1.0
        for j in range(lam.shape[0]):
            if open_lists[e, j] == 1:
                s *= 1.0 - lam[j]
        out[e] = s


@kernel
def likelihood(p: Any, q: Any, pi: Any, counts: Any, sizes: Any) -> float:
    """ln of the likelihood with people and numbers missed integrated out. `p` is (K, histories), `q` (K, groups)."""
    classes = pi.shape[0]
    total = 0.0
    for c in range(counts.shape[0]):
        s = 0.0
        for k in range(classes):
            s += pi[k] * p[k, c]
        if s <= 0.0:
            return -np.inf
        total += counts[c] * math.log(s)
    for e in range(sizes.shape[0]):
        s = 0.0
        for k in range(classes):
            s += pi[k] * (1.0 - q[k, e])
        if s <= 0.0:
            return -np.inf
        total -= sizes[e] * math.log(s)
    return total


@kernel
def log_added(a: float, b: float) -> Any:
    """ln(e^a + e^b)."""
    if a < b:
        return b + math.log1p(math.exp(a - b))
    return a + math.log1p(math.exp(b - a))


@kernel
def weights_prior(logs: Any) -> Any:
    """ln of the density of truncated stick-breaking weights, the concentration integrated out over Gamma(1/4, 1/4).

    Weights are taken by their logarithms: small concentrations leave the last ones far under what a double can hold.
    """
    classes = logs.shape[0]
    left, total = logs[classes - 1], 0.0
    for i in range(classes - 2):
        left = log_added(left, logs[classes - 2 - i])
        total -= left
    rest = logs[classes - 1]
    return float(total - rest - (classes - 0.75) * math.log(0.25 - rest))


@kernel
def reweighted(logs: Any, k: int, change: float, out: Any) -> Any:
    """`out` is the log weights with the k-th raised by `change`, summing to one again; gives ln of the change of volume."""
    total = math.log1p(math.exp(logs[k]) * math.expm1(change))
    for i in range(logs.shape[0]):
        out[i] = logs[i] - total
    out[k] += change
    return float(change - logs.shape[0] * total)


@kernel
def gibbs(histories: Any, counts: Any, open_lists: Any, sizes: Any, logs: Any, lam: Any, p: Any, q: Any, rng: Any) -> None:
    """People get classes, then the concentration and the parameters are drawn."""
    classes, lists = lam.shape
    alpha = max(rng.gamma(classes - 0.75, 1.0 / (0.25 - logs[classes - 1])), 1e-100)
    pi = np.exp(logs)
    ones, zeros, members = np.zeros((classes, lists)), np.zeros((classes, lists)), np.zeros(classes)
    chance = np.empty(classes)
    for c in range(counts.shape[0] + sizes.shape[0]):
        total = 0.0
        if c < counts.shape[0]:
            left = counts[c]
            for k in range(classes):
                chance[k] = pi[k] * p[k, c]
                total += chance[k]
        else:
            e = c - counts.shape[0]
            for k in range(classes):
                chance[k] = pi[k] * q[k, e]
                total += chance[k]
            left = np.int64(rng.poisson(rng.gamma(sizes[e], total / max(1.0 - total, 1e-300))))
        for k in range(classes):
            if left <= 0:
                break
            share = 1.0 if total <= chance[k] or k == classes - 1 else chance[k] / total
            many = left if share >= 1.0 else np.int64(rng.binomial(left, share))
            total -= chance[k]
            left -= many
            if many == 0:
                continue
            members[k] += many
            for j in range(lists):
                if c < counts.shape[0]:
                    if histories[c, j] == 1:
                        ones[k, j] += many
                    elif histories[c, j] == 0:
                        zeros[k, j] += many
                elif open_lists[c - counts.shape[0], j] == 1:
                    zeros[k, j] += many
    for k in range(classes):
        for j in range(lists):
            lam[k, j] = min(max(rng.beta(1.0 + ones[k, j], 1.0 + zeros[k, j]), 1e-12), 1.0 - 1e-12)
    left, after = 0.0, members.sum()
    for k in range(classes - 1):
        after -= members[k]
        # a beta as two gammas by their logarithms, since the second may have a tiny shape
        here = math.log(rng.gamma(1.0 + members[k], 1.0))
        rest = math.log(rng.gamma(alpha + after + 1.0, 1.0)) + math.log(1.0 - rng.random()) / (alpha + after)
        both = log_added(here, rest)
        logs[k] = left + here - both
        left += rest - both
    logs[classes - 1] = left


@kernel
def ridge(histories: Any, counts: Any, open_lists: Any, sizes: Any, logs: Any, lam: Any, p: Any, q: Any, rng: Any) -> int:
    """Each class in turn: all its log odds shifted together, its share of those listed kept. Gives how many moved."""
    classes, lists = lam.shape
    row, gone, new, new_logs = np.empty(counts.shape[0]), np.empty(sizes.shape[0]), np.empty(lists), np.empty(classes)
    old_p, old_q = np.empty(counts.shape[0]), np.empty(sizes.shape[0])
    value, prior = likelihood(p, q, np.exp(logs), counts, sizes), weights_prior(logs)
    moved = 0
    for k in range(classes):
        step = rng.standard_normal() * math.exp(1.0 - 3.5 * rng.random())
        change, seen, seen_new = 0.0, 1.0, 1.0
        for j in range(lists):
            odds = math.log(lam[k, j]) - math.log1p(-lam[k, j]) + step
            new[j] = min(max(1.0 / (1.0 + math.exp(-odds)), 1e-15), 1.0 - 1e-15)
            if new[j] < 1e-12 or new[j] > 1.0 - 1e-12:
                change = -np.inf
            change += math.log(new[j]) + math.log1p(-new[j]) - math.log(lam[k, j]) - math.log1p(-lam[k, j])
            seen *= 1.0 - lam[k, j]
            seen_new *= 1.0 - new[j]
        if change == -np.inf:
            continue
        change += reweighted(logs, k, math.log(1.0 - seen) - math.log(1.0 - seen_new), new_logs)
        cell_row(histories, new, row)
        missed_row(open_lists, new, gone)
        old_p[:], old_q[:] = p[k], q[k]
        p[k], q[k] = row, gone
        value_new, prior_new = likelihood(p, q, np.exp(new_logs), counts, sizes), weights_prior(new_logs)
        if math.log(rng.random()) < value_new - value + prior_new - prior + change:
            value, prior = value_new, prior_new
            lam[k], logs[:] = new, new_logs
            moved += 1
        else:
            p[k], q[k] = old_p, old_q
    return moved


@kernel
def slope(
    histories: Any,
    counts: Any,
    open_lists: Any,
    sizes: Any,
    odds: Any,
    sticks: Any,
    lam: Any,
    logs: Any,
    p: Any,
    q: Any,
    d_odds: Any,
    d_sticks: Any,
) -> Any:
    """ln of the posterior in log odds of chances and of sticks, with its gradient. Fills lam, the log weights, p and q."""
    classes, lists = odds.shape
    total, left = 0.0, 0.0
    for k in range(classes):
        for j in range(lists):
            lam[k, j] = 1.0 / (1.0 + math.exp(-odds[k, j]))
            lam[k, j] = min(max(lam[k, j], 1e-12), 1.0 - 1e-12)
            total += math.log(lam[k, j]) + math.log1p(-lam[k, j])
            d_odds[k, j] = 1.0 - 2.0 * lam[k, j]
        cell_row(histories, lam[k], p[k])
        missed_row(open_lists, lam[k], q[k])
        if k < classes - 1:
            stick = -log_added(0.0, -sticks[k])
            logs[k] = stick + left
            total += stick
            left -= log_added(0.0, sticks[k])
    logs[classes - 1] = left
    total -= (classes - 0.75) * math.log(0.25 - left)
    pi = np.exp(logs)
    weight = np.zeros(classes)
    for c in range(counts.shape[0]):
        s = 0.0
        for k in range(classes):
            s += pi[k] * p[k, c]
        if s <= 1e-300:
            return -np.inf
        total += counts[c] * math.log(s)
        for k in range(classes):
            r = counts[c] * pi[k] * p[k, c] / s
            weight[k] += r
            for j in range(lists):
                if histories[c, j] == 1:
                    d_odds[k, j] += r * (1.0 - lam[k, j])
                elif histories[c, j] == 0:
                    d_odds[k, j] -= r * lam[k, j]
    for e in range(sizes.shape[0]):
        s = 0.0
        for k in range(classes):
            s += pi[k] * (1.0 - q[k, e])
        if s <= 1e-300:
            return -np.inf
        total -= sizes[e] * math.log(s)
        for k in range(classes):
            weight[k] -= sizes[e] * pi[k] * (1.0 - q[k, e]) / s
            for j in range(lists):
                if open_lists[e, j] == 1:
                    d_odds[k, j] -= sizes[e] * pi[k] * q[k, e] * lam[k, j] / s
    after = weight[classes - 1]
    for i in range(classes - 1):
        k = classes - 2 - i
        v = math.exp(-log_added(0.0, -sticks[k]))
        d_sticks[k] = weight[k] * (1.0 - v) - v * after + (1.0 - v) - (classes - 0.75) * v / (0.25 - left)
        after += weight[k]
    return float(total)


@kernel
def hamiltonian(
    histories: Any,
    counts: Any,
    open_lists: Any,
    sizes: Any,
    logs: Any,
    lam: Any,
    p: Any,
    q: Any,
    size: float,
    steps: int,
    rng: Any,
) -> float:
    """One Hamiltonian move of all chances and weights (R. Neal 2011); gives its acceptance probability."""
    classes, lists = lam.shape
    odds, sticks = np.empty((classes, lists)), np.empty(classes - 1)
    d_odds, d_sticks = np.empty((classes, lists)), np.empty(classes - 1)
    old_lam, old_logs = lam.copy(), logs.copy()
    left = logs[classes - 1]
    for i in range(classes):
        k = classes - 1 - i
        for j in range(lists):
            odds[k, j] = math.log(lam[k, j]) - math.log1p(-lam[k, j])
        if k < classes - 1:
            sticks[k] = logs[k] - left
            left = log_added(left, logs[k])
    push_odds, push_sticks = np.empty((classes, lists)), np.empty(classes - 1)
    energy = 0.0
    for k in range(classes):
        for j in range(lists):
            push_odds[k, j] = rng.standard_normal()
            energy += 0.5 * push_odds[k, j] ** 2
        if k < classes - 1:
            push_sticks[k] = rng.standard_normal()
            energy += 0.5 * push_sticks[k] ** 2
    value = slope(histories, counts, open_lists, sizes, odds, sticks, lam, logs, p, q, d_odds, d_sticks)
    begin = value - energy
    for _ in range(steps):
        push_odds += 0.5 * size * d_odds
        push_sticks += 0.5 * size * d_sticks
        odds += size * push_odds
        sticks += size * push_sticks
        value = slope(histories, counts, open_lists, sizes, odds, sticks, lam, logs, p, q, d_odds, d_sticks)
        if value == -np.inf or not value < np.inf:
            break
        push_odds += 0.5 * size * d_odds
        push_sticks += 0.5 * size * d_sticks
    end = value - 0.5 * (push_odds**2).sum() - 0.5 * (push_sticks**2).sum()
    chance = math.exp(min(0.0, end - begin)) if end > -np.inf and end < np.inf else 0.0
    if rng.random() >= chance or np.abs(odds).max() > 27.0:
        lam[:], logs[:] = old_lam, old_logs
    for k in range(classes):
        cell_row(histories, lam[k], p[k])
        missed_row(open_lists, lam[k], q[k])
    return chance


@kernel
def relabel(logs: Any, lam: Any, p: Any, q: Any, rng: Any) -> None:
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
            for e in range(q.shape[1]):
                q[a, e], q[b, e] = q[b, e], q[a, e]
        else:
            logs[a], logs[b] = logs[b], logs[a]


@kernel
def chain(
    histories: Any,
    counts: Any,
    open_lists: Any,
    sizes: Any,
    classes: int,
    burn: int,
    draws: int,
    thin: int,
    rng: Any,
    logs: Any,
    lam: Any,
) -> Any:
    """One chain: (draws, 3 + classes): how many are missed, the log likelihood, the step, and the weights. `logs`, of the weights, and `lam` are its beginning."""
    p, q = np.empty((classes, counts.shape[0])), np.empty((classes, sizes.shape[0]))
    kept = np.empty((draws, 3 + classes))
    size, log_size, mean_size, error = 0.05, math.log(0.05), math.log(0.05), 0.0
    for sweep in range(burn + draws * thin):
        for k in range(classes):
            cell_row(histories, lam[k], p[k])
            missed_row(open_lists, lam[k], q[k])
        gibbs(histories, counts, open_lists, sizes, logs, lam, p, q, rng)
        for k in range(classes):
            cell_row(histories, lam[k], p[k])
            missed_row(open_lists, lam[k], q[k])
        relabel(logs, lam, p, q, rng)
        ridge(histories, counts, open_lists, sizes, logs, lam, p, q, rng)
        steps = 1 + int(rng.random() * STEPS)
        chance = hamiltonian(
            histories, counts, open_lists, sizes, logs, lam, p, q, size * (0.8 + 0.4 * rng.random()), steps, rng
        )
        if sweep < burn:  # dual averaging (M. Hoffman and A. Gelman 2014), towards four moves in five
            t = sweep + 1.0
            error = (1.0 - 1.0 / (t + 10.0)) * error + (0.8 - chance) / (t + 10.0)
            log_size = math.log(0.2) - math.sqrt(t) / 0.05 * error
            share = t**-0.75
            mean_size = share * log_size + (1.0 - share) * mean_size
            size = min(math.exp(log_size if sweep < burn - 1 else mean_size), 1.0)
        at = sweep - burn
        if at >= 0 and (at + 1) % thin == 0:
            missed = 0.0
            pi = np.exp(logs)
            for e in range(sizes.shape[0]):
                total = 0.0
                for k in range(classes):
                    total += pi[k] * q[k, e]
                missed += rng.poisson(rng.gamma(sizes[e], total / max(1.0 - total, 1e-300)))
            row = at // thin
            kept[row, 0], kept[row, 1], kept[row, 2] = missed, likelihood(p, q, pi, counts, sizes), size
            kept[row, 3:] = pi
    return kept
