"""Draws of which listings are one person: whole partitions, in which whoever is the same as a second is the same as his third too.

Pairs of listings have a probability of being one person. Drawn pair by pair, they would contradict each other; here a partition has the weight
of all its pairs, within it and across, and a Gibbs sampler moves one listing at a time between the groups to which a pair leads. The weight
within a group is that of the average pair of each listing, so that ten weak pairs do not make a certainty of one that is weak.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

CERTAIN = 1 - 1e-6
SWEEPS = 6
BURN = 20


@dataclass(frozen=True, slots=True)
class Pairs:
    """`listings` many listings; of each its doubtful partners with the probability; pairs not named have `other`.

    `apart` are listings that a person said are not one: they never share a group. `together` are listings said to be one.
    """

    listings: int
    near: Mapping[int, Mapping[int, float]]
    other: float = 0.002
    apart: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    together: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def pairs_of(listings: int, pairs: Sequence[tuple[int, int, float]], other: float = 0.002) -> Pairs:
    """From rows (a, b, probability). A probability of 1 is certain, of 0 forbids."""
    near: dict[int, dict[int, float]] = {}
    apart, together = set(), set()
    for a, b, p in pairs:
        if a == b:
            continue
        if p <= 0:
            apart.add((min(a, b), max(a, b)))
            continue
        if p >= 1:
            together.add((min(a, b), max(a, b)))
        for i, j in ((a, b), (b, a)):
            near.setdefault(i, {})[j] = max(p, near.get(i, {}).get(j, 0.0))
    return Pairs(listings, near, other, frozenset(apart), frozenset(together))


def partitions(pairs: Pairs, draws: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """So many draws: of each listing the number of its person, from 0."""
    rng = np.random.default_rng(seed)
    group, members = _begin(pairs)
    movable = sorted(i for i in pairs.near if i < pairs.listings and not _bound(pairs, i))
    for sweep in range(BURN + draws * SWEEPS):
        for i in movable:
            _moved(pairs, i, group, members, rng)
        if sweep >= BURN and (sweep - BURN) % SWEEPS == 0:
            _, numbered = np.unique(group, return_inverse=True)
            yield np.asarray(numbered, dtype=np.int64).ravel()


def _bound(pairs: Pairs, i: int) -> bool:
    return any(i in pair for pair in pairs.together)


def _begin(pairs: Pairs) -> tuple[NDArray[np.int64], dict[int, set[int]]]:
    """Everybody alone, but for those said to be one."""
    group = np.arange(pairs.listings)
    members = {i: {i} for i in range(pairs.listings)}
    for a, b in sorted(pairs.together):
        keep, gone = int(group[a]), int(group[b])
        if keep != gone:
            for m in members.pop(gone):
                group[m] = keep
                members[keep].add(m)
    return group, members


def _moved(pairs: Pairs, i: int, group: NDArray[np.int64], members: dict[int, set[int]], rng: np.random.Generator) -> None:
    own = int(group[i])
    members[own].discard(i)
    if not members[own]:
        del members[own]
    near = pairs.near[i]
    weights: dict[int, float] = {}
    for g in sorted({int(group[j]) for j in near if j != i}):
        inside = members.get(g)
        if not inside or any((min(i, j), max(i, j)) in pairs.apart for j in inside):
            continue
        odds = [_log_odds(near.get(j, pairs.other)) for j in inside]
        weights[g] = sum(odds) / len(odds)
    most = max([0.0, *weights.values()])
    chances = np.array([math.exp(-most), *(math.exp(w - most) for w in weights.values())])
    at = int((chances.cumsum() > rng.random() * chances.sum()).argmax())
    chosen = [_free(members, own, i), *weights][at]
    group[i] = chosen
    members.setdefault(chosen, set()).add(i)


def _free(members: dict[int, set[int]], own: int, i: int) -> int:
    """A group number that nobody has."""
    if own not in members:
        return own
    if i not in members:
        return i
    return next(k for k in range(len(members) + 1) if k not in members)


def _log_odds(p: float) -> float:
    p = min(max(p, 1e-9), CERTAIN)
    return math.log(p) - math.log1p(-p)
