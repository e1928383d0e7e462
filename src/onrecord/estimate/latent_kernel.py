"""One chain of the latent class sampler, compiled.

The state is the classes' weights `pi` (K,) and chances of being listed `lam` (K, lists). A sweep has two parts. The first is the Gibbs
sampler of D. Manrique-Vallier (2016): people, listed and not, are given classes, and the parameters are drawn from what that leaves. The
second moves the parameters with people and the number missed integrated out, which is possible since sum over N of 1/N · C(N, n) ρ^(N−n)
is (1 − ρ)^−n: it walks along the ridge on which a class grows while its members become harder to list, where the first part is slow.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from onrecord.estimate.compiled import kernel


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
def weights_prior(pi: Any, alpha: float) -> float:
    """ln of the density of stick-breaking weights, truncated, as a density of the weights themselves."""
    classes = pi.shape[0]
    left, total = 1.0, (classes - 1) * math.log(alpha)
    for k in range(classes - 1):
        if left <= 0.0 or pi[k] <= 0.0:
            return -np.inf
        total -= math.log(left)
        left -= pi[k]
    if pi[classes - 1] <= 0.0:
        return -np.inf
    return total + (alpha - 1.0) * math.log(pi[classes - 1])


@kernel
def reweighted(pi: Any, k: int, factor: float, out: Any) -> float:
    """`out` is pi with pi[k] multiplied by a factor, summing to one again; gives ln of the change of volume."""
    total = 1.0 + pi[k] * (factor - 1.0)
    for i in range(pi.shape[0]):
        out[i] = pi[i] / total
    out[k] = pi[k] * factor / total
    return math.log(factor) - pi.shape[0] * math.log(total)


@kernel
def gibbs(histories: Any, counts: Any, open_lists: Any, sizes: Any, pi: Any, lam: Any, alpha: float, p: Any, q: Any, rng: Any) -> float:
    """People get classes, then the parameters are drawn. Gives the new alpha."""
    classes, lists = lam.shape
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
    left_sticks, after, logs = 1.0, members.sum(), 0.0
    for k in range(classes - 1):
        after -= members[k]
        stick = min(max(rng.beta(1.0 + members[k], alpha + after), 1e-12), 1.0 - 1e-12)
        logs += math.log1p(-stick)
        pi[k] = max(stick * left_sticks, 1e-300)
        left_sticks *= 1.0 - stick
    pi[classes - 1] = max(left_sticks, 1e-300)
    return max(rng.gamma(0.25 + classes - 1, 1.0 / (0.25 - logs)), 1e-6)


@kernel
def ridge(histories: Any, counts: Any, open_lists: Any, sizes: Any, pi: Any, lam: Any, alpha: float, p: Any, q: Any, rng: Any) -> int:
    """Each class in turn: all its log odds shifted together, then each alone, its share of those listed kept. Gives how many moved."""
    classes, lists = lam.shape
    row, gone, new, new_pi = np.empty(counts.shape[0]), np.empty(sizes.shape[0]), np.empty(lists), np.empty(classes)
    old_p, old_q = np.empty(counts.shape[0]), np.empty(sizes.shape[0])
    value, prior = likelihood(p, q, pi, counts, sizes), weights_prior(pi, alpha)
    moved = 0
    for k in range(classes):
        for move in range(-1, lists):
            step = rng.standard_normal() * math.exp(1.0 - 3.5 * rng.random())
            change, seen, seen_new = 0.0, 1.0, 1.0
            for j in range(lists):
                new[j] = lam[k, j]
                if move in (-1, j):
                    odds = math.log(lam[k, j]) - math.log1p(-lam[k, j]) + step
                    new[j] = 1.0 / (1.0 + math.exp(-odds))
                    if new[j] < 1e-12 or new[j] > 1.0 - 1e-12:
                        change = -np.inf
                        break
                    change += math.log(new[j]) + math.log1p(-new[j]) - math.log(lam[k, j]) - math.log1p(-lam[k, j])
                seen *= 1.0 - lam[k, j]
                seen_new *= 1.0 - new[j]
            if change == -np.inf:
                continue
            change += reweighted(pi, k, (1.0 - seen) / (1.0 - seen_new), new_pi)
            cell_row(histories, new, row)
            missed_row(open_lists, new, gone)
            old_p[:], old_q[:] = p[k], q[k]
            p[k], q[k] = row, gone
            value_new, prior_new = likelihood(p, q, new_pi, counts, sizes), weights_prior(new_pi, alpha)
            if math.log(rng.random()) < value_new - value + prior_new - prior + change:
                value, prior = value_new, prior_new
                lam[k], pi[:] = new, new_pi
                moved += 1
            else:
                p[k], q[k] = old_p, old_q
    return moved


@kernel
def relabel(pi: Any, lam: Any, alpha: float, p: Any, q: Any, rng: Any) -> None:
    """Two classes change places: the likelihood is the same, only the order of the weights is not."""
    classes = pi.shape[0]
    prior = weights_prior(pi, alpha)
    for _ in range(classes):
        a, b = int(rng.random() * classes), int(rng.random() * classes)
        if a == b:
            continue
        pi[a], pi[b] = pi[b], pi[a]
        new = weights_prior(pi, alpha)
        if math.log(rng.random()) < new - prior:
            prior = new
            for j in range(lam.shape[1]):
                lam[a, j], lam[b, j] = lam[b, j], lam[a, j]
            for c in range(p.shape[1]):
                p[a, c], p[b, c] = p[b, c], p[a, c]
            for e in range(q.shape[1]):
                q[a, e], q[b, e] = q[b, e], q[a, e]
        else:
            pi[a], pi[b] = pi[b], pi[a]


@kernel
def shift_weight(pi: Any, alpha: float, p: Any, q: Any, counts: Any, sizes: Any, rng: Any) -> None:
    """Weight goes from one class to another, as a random walk on the log of their ratio."""
    classes = pi.shape[0]
    value, prior = likelihood(p, q, pi, counts, sizes), weights_prior(pi, alpha)
    for _ in range(classes):
        a, b = int(rng.random() * classes), int(rng.random() * classes)
        if a == b:
            continue
        old_a, old_b, both = pi[a], pi[b], pi[a] + pi[b]
        odds = math.log(old_a) - math.log(old_b) + rng.standard_normal() * math.exp(2.0 - 4.0 * rng.random())
        share = 1.0 / (1.0 + math.exp(-odds))
        pi[a], pi[b] = both * share, both * (1.0 - share)
        if pi[a] <= 1e-300 or pi[b] <= 1e-300:
            pi[a], pi[b] = old_a, old_b
            continue
        change = math.log(pi[a]) + math.log(pi[b]) - math.log(old_a) - math.log(old_b)
        value_new, prior_new = likelihood(p, q, pi, counts, sizes), weights_prior(pi, alpha)
        if math.log(rng.random()) < value_new - value + prior_new - prior + change:
            value, prior = value_new, prior_new
        else:
            pi[a], pi[b] = old_a, old_b


@kernel
def chain(
    histories: Any, counts: Any, open_lists: Any, sizes: Any, classes: int, burn: int, draws: int, thin: int, rng: Any, pi: Any, lam: Any
) -> Any:
    """One chain: (draws, 3 + classes): how many are missed, the log likelihood, alpha, and the weights. `pi` and `lam` are its beginning."""
    p, q = np.empty((classes, counts.shape[0])), np.empty((classes, sizes.shape[0]))
    kept = np.empty((draws, 3 + classes))
    alpha = 1.0
    for sweep in range(burn + draws * thin):
        for k in range(classes):
            cell_row(histories, lam[k], p[k])
            missed_row(open_lists, lam[k], q[k])
        alpha = gibbs(histories, counts, open_lists, sizes, pi, lam, alpha, p, q, rng)
        for k in range(classes):
            cell_row(histories, lam[k], p[k])
            missed_row(open_lists, lam[k], q[k])
        relabel(pi, lam, alpha, p, q, rng)
        ridge(histories, counts, open_lists, sizes, pi, lam, alpha, p, q, rng)
        shift_weight(pi, alpha, p, q, counts, sizes, rng)
        at = sweep - burn
        if at >= 0 and (at + 1) % thin == 0:
            missed = 0.0
            for e in range(sizes.shape[0]):
                total = 0.0
                for k in range(classes):
                    total += pi[k] * q[k, e]
                missed += rng.poisson(rng.gamma(sizes[e], total / max(1.0 - total, 1e-300)))
            row = at // thin
            kept[row, 0], kept[row, 1], kept[row, 2] = missed, likelihood(p, q, pi, counts, sizes), alpha
            kept[row, 3:] = pi
    return kept
