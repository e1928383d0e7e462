"""From pairs to persons: which rows are one, and what each pair's probability is once the other rows have their say.

Rows that might be one person form components. Within one, every way to split its rows into persons is weighed by the pairs' log
odds (correlation clustering), and a pair's probability is the share of the ways that keep it together. So one row cannot be two
rows of a list that repeats nobody, a weak pair is helped by a third row that fits both, and a chain of weak pairs does not make one
person of many, as connected components do. Up to seven rows all ways are counted; larger components are sampled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]

COUNTED = 7
"""The most rows of a component whose every split is counted: 877 ways."""
OVERLAP = 0.5
"""How far the pairs of one person repeat each other's evidence: 0, as if all k(k-1)/2 pairs were independent; 1, as if k-1 were."""
NEVER = -60.0
"""Log odds of a pair that cannot be one person."""


def components(rows: int, left: Ints, right: Ints) -> Ints:
    """For each row, the lowest row that a chain of pairs leads to."""
    import numpy as np

    root = np.arange(rows)
    while True:
        low = np.minimum(root[left], root[right])
        new = root.copy()
        np.minimum.at(new, left, low)
        np.minimum.at(new, right, low)
        np.minimum.at(new, root[left], low)
        np.minimum.at(new, root[right], low)
        new = new[new]
        if (new == root).all():
            return root
        root = new


def splits(rows: int) -> tuple[NDArray[np.int8], Ints]:
    """All ways to split so many rows: [ways, rows] with the number of the person, and [ways, pairs] whether a pair is kept together."""
    import numpy as np

    ways: list[list[int]] = [[0]]
    for _ in range(rows - 1):
        ways = [[*w, k] for w in ways for k in range(max(w) + 2)]
    labels = np.array(ways, np.int8)
    a, b = np.triu_indices(rows, 1)
    return labels, (labels[:, a] == labels[:, b]).astype(np.float64)


def _worth(labels: Any, together: Any) -> Any:
    """[ways, pairs]: what a pair's log odds count for in each way: 2 / k in a person of k rows."""
    import numpy as np

    a, _ = np.triu_indices(labels.shape[1], 1)
    size = (labels[:, :, None] == labels[:, None, :]).sum(2)
    return together * (2 / size[:, a]) ** OVERLAP


def settled(table: NDArray[np.float64], seed: int) -> tuple[Doubles, Ints]:
    """Of components of one size, [components, rows, rows] of log odds: the pairs' probabilities, and the likeliest split."""
    import numpy as np

    count, size, _ = table.shape
    a, b = np.triu_indices(size, 1)
    if size > COUNTED:
        return _sampled(table, seed)
    labels, together = splits(size)
    worth = _worth(labels, together)
    out, best = np.zeros((count, len(a))), np.zeros((count, size), np.int64)
    step = max(1, 20_000_000 // (len(labels) * 8))
    for at in range(0, count, step):
        score = table[at : at + step, a, b] @ worth.T
        best[at : at + step] = labels[score.argmax(1)]
        score -= score.max(1, keepdims=True)
        np.exp(score, out=score)
        score /= score.sum(1, keepdims=True)
        out[at : at + step] = score @ together
    return out, best


def _sampled(table: NDArray[np.float64], seed: int) -> tuple[Doubles, Ints]:
    import numpy as np

    count, size, _ = table.shape
    a, b = np.triu_indices(size, 1)
    random = np.random.default_rng(seed)
    out, best = np.zeros((count, len(a))), np.zeros((count, size), np.int64)
    for n in range(count):
        weights = table[n]
        label = _greedy(weights)
        best[n], out[n] = _gibbs(weights, label, random, a, b)
    return out, best


def _greedy(weights: Any) -> Any:
    """Join the two persons that gain most, until none gains."""
    import numpy as np

    size = len(weights)
    label = np.arange(size)
    count, inside, between = np.ones(size), np.zeros(size), weights.astype(float).copy()
    np.fill_diagonal(between, -np.inf)
    alive = np.ones(size, bool)
    while alive.sum() > 1:
        whole = (inside[:, None] + inside[None, :] + between) * (2 / (count[:, None] + count[None, :])) ** OVERLAP
        alone = inside * (2 / count) ** OVERLAP
        gain = whole - alone[:, None] - alone[None, :]
        i, j = divmod(int(gain.argmax()), size)
        if not gain[i, j] > 0:
            break
        inside[i] += inside[j] + between[i, j]
        count[i] += count[j]
        between[i] += between[j]
        between[:, i] = between[i]
        between[i, i] = -np.inf
        between[j], between[:, j], alive[j] = -np.inf, -np.inf, False
        label[label == j] = i
    return label


def _gibbs(weights: Any, label: Any, random: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """Move one row at a time, in proportion to how well it fits; the best split seen, and how often pairs were together."""
    import numpy as np

    size = len(weights)
    sweeps = max(60, min(400, 4000 // size))
    worth = (2 / np.maximum(np.arange(size + 2), 1)) ** OVERLAP
    label = label.copy()
    count, inside = np.bincount(label, minlength=size), _inside(weights, label, size)
    best, best_score = label.copy(), -np.inf
    together = np.zeros(len(a))
    for n in range(sweeps):
        for i in random.permutation(size).tolist():
            fit = np.bincount(label, weights=weights[i], minlength=size)  # a row's own weight is 0
            inside[label[i]] -= fit[label[i]]
            count[label[i]] -= 1
            odds = (inside + fit) * worth[count + 1] - inside * worth[count]
            odds[np.flatnonzero(count == 0)[1:]] = -np.inf  # one empty place stands for a person of its own
            odds = np.exp(odds - odds.max()).cumsum()
            label[i] = k = int(odds.searchsorted(random.random() * odds[-1]))
            inside[k] += fit[k]
            count[k] += 1
        inside = _inside(weights, label, size)  # anew, so that rounding does not add up
        score = float((inside * worth[count]).sum())
        if score > best_score:
            best, best_score = label.copy(), score
        if n >= sweeps // 6:
            together += label[a] == label[b]
    return best, together / (sweeps - sweeps // 6)


def _inside(weights: Any, label: Any, size: int) -> Any:
    """The sum of log odds within each person."""
    import numpy as np

    same = (label[:, None] == label[None, :]) & (label < size)[:, None]
    return np.bincount(label, weights=(np.triu(weights, 1) * same).sum(1), minlength=size + 1)[:size]
