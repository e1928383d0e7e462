"""Draws of which listings are one person: whole partitions, in which whoever is the same as a second is the same as his third too.

Pairs of listings have a probability of being one person. Drawn pair by pair, they would contradict each other. Here a partition has a weight,
exp of the sum of its pairs' weights, and these are fitted so that every pair is together as often as its probability says: of all
distributions over partitions with those shares, the one that assumes least (E. T. Jaynes, "Information theory and statistical
mechanics", Physical Review 106 (1957) 620). M. Sadinle, "Bayesian propagation of record linkage uncertainty into
population size estimation of human rights violations", Annals of Applied Statistics 12 (2018) 1013, pools estimates over partitions as here.

Listings that a chain of pairs joins are drawn together. Up to seven of them all ways of splitting them are counted; more are sampled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import BadInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
COUNTED = 7
"""The most listings whose every split is counted: 877 ways."""
HELD = 0.02
"""How far weights are held to where they begin: shares that no partition can have do not send them to infinity."""
NEWTON, SWEEPS, CHAINS, STEP = 60, 300, 64, 2.0
NEVER = -1e3
OTHER = 0.002
"""Of a pair that is not named, among listings that others join; it gives way where those that are named ask for it."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """`listings` many listings; of each its partners with the probability; pairs not named have `other`.

    `apart` are listings that a person said are not one: they never share a group. `together` are listings said to be one.
    """

    listings: int
    near: Mapping[int, Mapping[int, float]]
    other: float = OTHER
    apart: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    together: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def pairs_of(listings: int, pairs: Sequence[tuple[int, int, float]], other: float = OTHER) -> Pairs:
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


def surer(pairs: Pairs, times: float) -> Pairs:
    """The same with so many times the odds of every doubtful pair."""
    near = {i: {j: p if p >= 1 else times * p / (1 - p + times * p) for j, p in of.items()} for i, of in pairs.near.items()}
    return replace(pairs, near=near)


def decided(pairs: Pairs) -> Pairs:
    """The same without doubt: pairs from a half on are one person, and so is whatever a chain of them joins; the others are none."""
    kept = {i: {j: 1.0 for j, p in of.items() if p >= 0.5} for i, of in pairs.near.items()}
    together = frozenset((min(i, j), max(i, j)) for i, of in kept.items() for j in of)
    return replace(pairs, near={i: of for i, of in kept.items() if of}, together=together, apart=frozenset())


def partitions(pairs: Pairs, draws: int, seed: int) -> Iterator[Ints]:
    """So many draws: of each listing the number of its person, from 0. BadInput where certain pairs join listings that are kept apart."""
    rng = np.random.default_rng(seed)
    root = _joined(pairs.listings, pairs.together)
    for a, b in sorted(pairs.apart):
        if root[a] == root[b]:
            raise BadInput(
                f"The links contradict each other: listings {a + 1} and {b + 1} have a probability of 0, and pairs of probability 1 join them."
            )
    person = np.tile(root, (draws, 1))
    for members, shares in _components(pairs, root):
        split = _counted if len(members) <= COUNTED else _sampled
        drawn = split(_asked(shares, pairs.other), len(members), draws, rng)
        person[:, members] = members[drawn]
    for group in person:
        yield np.unique(group[root], return_inverse=True)[1].ravel().astype(np.int64)


def _joined(listings: int, pairs: frozenset[tuple[int, int]]) -> Ints:
    """Of each listing the first that a chain of pairs leads to."""
    root = list(range(listings))

    def first(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for a, b in sorted(pairs):
        a, b = sorted((first(a), first(b)))
        root[b] = a
    return np.array([first(i) for i in range(listings)], dtype=np.int64)


def _components(pairs: Pairs, root: Ints) -> Iterator[tuple[Ints, Floats]]:
    """Those who may be one, each standing for the listings surely the same, and their shares: (n, n), 0 for a pair kept apart.

    The share of two is the middle of what the pairs between their listings say.
    """
    said: dict[tuple[int, int], list[float]] = {}
    sizes = np.bincount(root, minlength=pairs.listings)
    for i, near in pairs.near.items():
        for j, p in near.items():
            a, b = int(root[i]), int(root[j])
            if i < j and a != b:
                said.setdefault((min(a, b), max(a, b)), []).append(p)
    apart = {(min(a, b), max(a, b)) for a, b in ((int(root[a]), int(root[b])) for a, b in pairs.apart)}
    shares = {
        k: (sum(p) + pairs.other * (int(sizes[k[0]] * sizes[k[1]]) - len(p))) / int(sizes[k[0]] * sizes[k[1]])
        for k, p in said.items()
    }
    whole = _joined(pairs.listings, frozenset(shares))
    groups: dict[int, list[int]] = {}
    for i in sorted({i for k in shares for i in k}):
        groups.setdefault(int(whole[i]), []).append(i)
    for members in groups.values():
        table = np.full((len(members), len(members)), pairs.other)
        for x, a in enumerate(members):
            for y in range(x + 1, len(members)):
                key = (a, members[y])
                table[x, y] = table[y, x] = 0.0 if key in apart else shares.get(key, pairs.other)
        yield np.array(members, dtype=np.int64), table


@lru_cache(maxsize=COUNTED)
def _splits(rows: int) -> tuple[Ints, Floats]:
    """All ways to split so many: (ways, rows) with the number of the group's first, and (ways, pairs) whether a pair is together."""
    ways: list[list[int]] = [[0]]
    for i in range(1, rows):
        ways = [[*w, k] for w in ways for k in (*sorted(set(w)), i)]
    labels = np.array(ways, dtype=np.int64)
    a, b = np.triu_indices(rows, 1)
    return labels, (labels[:, a] == labels[:, b]).astype(float)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of a component's pairs: the share wanted, the weight to begin with and to be held to, which are fitted, which never are together."""

    share: Floats
    begin: Floats
    named: NDArray[np.bool_]
    never: NDArray[np.bool_]

    @property
    def hold(self) -> Floats:
        """How strongly each weight is held: as if a pair's share rested on a few looks more."""
        return HELD * self.share * (1 - self.share)


def _asked(shares: Floats, other: float) -> _Asked:
    share = np.clip(shares[np.triu_indices(len(shares), 1)], 0.0, 1 - 1e-6)
    begin = np.log(np.maximum(share, 1e-9)) - np.log1p(-share)
    never = share <= 0
    return _Asked(share, np.where(never, NEVER, begin), ~never & (share != other), never)


def _counted(asked: _Asked, size: int, draws: int, rng: np.random.Generator) -> Ints:
    """Draws of the split of a few, (draws, size): every way is counted, the weights by Newton's method on what the shares miss."""
    labels, together = _splits(size)
    fine = ~(together[:, asked.never] > 0).any(axis=1)
    labels, x = labels[fine], together[fine][:, asked.named]
    fixed = together[fine][:, ~asked.named & ~asked.never] @ asked.begin[~asked.named & ~asked.never]
    share, begin, hold = (v[asked.named] for v in (asked.share, asked.begin, asked.hold))
    weight = begin.copy()
    for _ in range(NEWTON + 1):
        score = fixed + x @ weight
        chance = np.exp(score - score.max())
        chance /= chance.sum()
        mean = chance @ x
        curve = (x * chance[:, None]).T @ x - np.outer(mean, mean) + np.diag(hold + 1e-9)
        step = np.linalg.solve(curve, share - mean - hold * (weight - begin))
        longest = float(np.abs(step).max(initial=0.0))
        if longest < 1e-6:
            break
        weight += step * min(1.0, 2.0 / longest)
    return labels[rng.choice(len(x), size=draws, p=chance)]


def _sampled(asked: _Asked, size: int, draws: int, rng: np.random.Generator) -> Ints:
    """Draws of the split of many, (draws, size): chains side by side that move one listing at a time, the weights by stochastic approximation.

    After each sweep a pair's weight moves by what the share of the chains that have it together misses. A draw is the end of a chain.
    """
    chains = max(draws, CHAINS)
    a, b = np.triu_indices(size, 1)
    label = np.tile(np.arange(size), (chains, 1))
    weight = asked.begin.copy()
    for sweep in range(SWEEPS):
        table = np.zeros((size, size))
        table[a, b] = table[b, a] = weight
        for i in rng.permutation(size):
            _moved(label, i, table[i], rng)
        mean = (label[:, a] == label[:, b]).mean(axis=0)
        miss = asked.share - mean - asked.hold * (weight - asked.begin)
        weight = np.where(asked.named, weight + STEP / (1 + sweep / 60) * miss, weight)
    return label[:draws]


def _moved(label: Ints, i: int, weights: Floats, rng: np.random.Generator) -> None:
    """In every chain, one listing goes to a group, or into one of its own, as the weights of the pairs there say."""
    chains, size = label.shape
    at = np.arange(chains)
    others = np.delete(np.arange(size), i)
    score = np.zeros((chains, size))
    taken = np.zeros((chains, size), dtype=bool)
    for j in others:
        score[at, label[:, j]] += weights[j]
        taken[at, label[:, j]] = True
    free = taken.argmin(axis=1)  # the first number that nobody has stands for a group of its own
    score[~taken] = -np.inf
    score[at, free] = 0.0
    chance = np.exp(score - score.max(axis=1, keepdims=True)).cumsum(axis=1)
    label[:, i] = (chance > rng.random((chains, 1)) * chance[:, -1:]).argmax(axis=1)
