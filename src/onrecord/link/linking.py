"""Tables in, pairs and persons out: candidates, comparison, estimation, and what each pair's probability is in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onrecord.link import blocking, clusters, fitting
from onrecord.link.comparing import Compared, Comparer, grouped
from onrecord.link.levels import DIFFERS
from onrecord.link.model import Model
from onrecord.link.rows import Rows
from onrecord.link.sifting import Sieve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Longs = NDArray[Any]

RANDOM_PAIRS = 400_000
STEP = 400_000
"""How many pairs are compared at a time."""
LEAST = -9.0
"""Log odds below which a pair is let go before the estimation has settled."""
EDGE = -5.3
"""Log odds (a probability of 0.005) from which two rows may be one person."""
MOST_ROWS = 60
"""The most rows of a component; larger ones are cut at their weakest pairs."""
Watch = Callable[[str], None]


@dataclass(slots=True)
class Judged:
    """Pairs of row numbers, left < right, that somebody judged: always one person, never one person."""

    same: list[tuple[int, int]] = field(default_factory=list)
    different: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Links:
    """Pairs of rows, left < right, with the probability that they are of one person, the most probable first; and each row's person."""

    left: Longs
    right: Longs
    probability: NDArray[np.float64]
    person: Longs
    model: Model
    compared: int
    left_out: int


def link(
    rows: Rows, distinct: Iterable[int] = (), model: Model | None = None, judged: Judged | None = None, seed: int = 0,
    least: float = 0.01, watch: Watch | None = None,
) -> Links:  # fmt: skip
    """Which rows are of one person.

    `distinct`: the numbers of lists that repeat nobody. `model`: parameters to go by, else they are estimated. `least`: the lowest
    probability of a pair that is kept.
    """
    import numpy as np

    told = watch or (lambda words: None)
    judged = judged or Judged()
    size = int(rows.lists.max(initial=0)) + 1
    within = np.ones(size, bool)
    within[list(distinct)] = False
    pairs = _how_many(rows.lists, within)
    told("Counting chances")
    comparer = Comparer(rows)
    random = _random(rows, comparer, within, seed)
    given = model
    model = given or fitting.start(fitting.chances(random[0], random[2]), pairs, tuple(np.bincount(rows.lists).tolist()))
    told("Finding pairs")
    sieve = Sieve(rows, comparer, model, LEAST)
    left, right, seen, left_out = _pairs(rows, within, sum(pairs), sieve.keeps)
    left, right = _with(left, right, judged)
    told(f"Comparing {len(left):,} of {seen:,} pairs")
    left, right, compared = _near(comparer, sieve, left, right)
    told(f"Estimating from {len(left):,} pairs")
    own = rows.lists[left] == rows.lists[right]
    fixed = _fixed(left, right, judged)
    if given is None:
        fitting.fit(model, compared, own, pairs, fixed=fixed, random=random)
    found = Settling(rows, comparer, model, judged, within, seed)
    links = found.links(left, right, _minded(_odds(model, compared, own), fixed), least, len(compared), left_out)
    if given is None and (links.person != np.arange(len(rows))).any():  # once more, with every person's values counted once
        told("Estimating once more")
        comparer = comparer.recounted(np.flatnonzero(links.person == np.arange(len(rows))))
        compared = comparer.compare(left, right)
        fitting.fit(model, compared, own, pairs, fixed=fixed, random=_random(rows, comparer, within, seed))
        found = Settling(rows, comparer, model, judged, within, seed)
        links = found.links(left, right, _minded(_odds(model, compared, own), fixed), least, len(compared), left_out)
    model.judged = len(judged.same) + len(judged.different)
    return links


def link_new(rows: Rows, first: int, person: Any, model: Model, seed: int = 0, least: float = 0.01) -> Links:
    """Rows from number `first` on against all others, under known parameters. `person`: each old row's person, which stays as it is;
    a new row's component takes in the persons that it may be."""
    import numpy as np

    comparer = Comparer(rows, np.concatenate([np.unique(person), np.arange(first, len(rows))]))
    sieve = Sieve(rows, comparer, model, LEAST)
    left, right = blocking.candidates_of_new(rows, first, sieve.keeps)
    left, right, compared = _near(comparer, sieve, left, right)
    odds = _odds(model, compared, rows.lists[left] == rows.lists[right])
    close = odds > EDGE
    touched = np.unique(
        person[np.concatenate([left[close], right[close]])[np.concatenate([left[close], right[close]]) < first]]
    )
    members = np.flatnonzero(np.isin(person, touched))
    order = members[np.argsort(person[members], kind="stable")]
    one = person[order[:-1]] == person[order[1:]]
    judged = Judged(same=list(zip(order[:-1][one].tolist(), order[1:][one].tolist(), strict=True)))
    old = np.array(judged.same, np.int64).reshape(-1, 2)
    within = np.ones(int(rows.lists.max(initial=0)) + 1, bool)
    found = Settling(rows, comparer, model, judged, within, seed)
    all_left, all_right = np.concatenate([left, old[:, 0]]), np.concatenate([right, old[:, 1]])
    links = found.links(
        all_left, all_right, np.concatenate([odds, np.full(len(old), -clusters.NEVER)]), least, len(compared), 0
    )
    new = links.right >= first
    whole = np.concatenate([person, np.arange(first, len(rows))])
    for n in range(first, len(rows)):
        whole[n] = whole[links.person[n]] if links.person[n] < first else links.person[n]
    return Links(links.left[new], links.right[new], links.probability[new], whole, model, len(compared), 0)


def _how_many(lists: Any, within: Any) -> tuple[float, float]:
    """How many pairs there are across lists, and within lists that may repeat persons."""
    import numpy as np

    sizes = np.bincount(lists, minlength=len(within)).astype(float)
    across = (sizes.sum() ** 2 - (sizes**2).sum()) / 2
    return float(across), float((sizes * (sizes - 1) / 2)[within].sum())


def _pairs(rows: Rows, within: Any, how_many: float, keeps: blocking.Keeps) -> tuple[Longs, Longs, int, int]:
    """Pairs that may be one person, how many were looked at, and how many blocks were not."""
    if how_many > blocking.EVERY_PAIR:
        return blocking.candidates(rows, within, keeps)
    left, right = blocking.every_pair(len(rows))
    ok = (rows.lists[left] != rows.lists[right]) | within[rows.lists[left]]
    left, right = left[ok], right[ok]
    stays = keeps(left, right)
    return left[stays], right[stays], len(left), 0


def _with(left: Longs, right: Longs, judged: Judged) -> tuple[Longs, Longs]:
    """The judged pairs too."""
    import numpy as np

    more = np.array([*judged.same, *judged.different], np.int64).reshape(-1, 2)
    if not len(more):
        return left, right
    together = np.unique(np.concatenate([np.stack([left, right], 1), more]), axis=0)
    return together[:, 0], together[:, 1]


def _random(rows: Rows, comparer: Comparer, within: Any, seed: int) -> tuple[Compared, Any, Any]:
    """Random pairs compared, or all of a small list, which of them are within one list, and how many pairs each stands for."""
    import numpy as np

    if len(rows) * (len(rows) - 1) // 2 <= RANDOM_PAIRS:
        a, b = blocking.every_pair(len(rows))
    else:
        random = np.random.default_rng(seed)
        a, b = (random.integers(0, len(rows), RANDOM_PAIRS) for _ in range(2))
    ok = (a != b) & ((rows.lists[a] != rows.lists[b]) | within[rows.lists[a]])
    a, b = a[ok], b[ok]
    return grouped(comparer.compare(a, b), rows.lists[a] == rows.lists[b])


def _near(comparer: Comparer, sieve: Sieve, left: Longs, right: Longs) -> tuple[Longs, Longs, Compared]:
    """Those pairs that could be of one person, or of one event or family, compared; the rest is let go."""
    import numpy as np

    lists = comparer.rows.lists
    kept_left, kept_right, levels, shares = [], [], [], []
    for at in range(0, max(1, len(left)), STEP):
        a, b = left[at : at + STEP], right[at : at + STEP]
        close = sieve.keeps(a, b, closer=True)
        a, b = a[close], b[close]
        compared = comparer.compare(a, b)
        odds, parts = sieve.model.weights(compared, lists[a] == lists[b])
        keep = (odds > LEAST) | (odds - parts["relatives"] * 1.0 + 0 > LEAST + 4) & (parts["relatives"] < -0.7)
        kept_left.append(a[keep])
        kept_right.append(b[keep])
        levels.append({n: v[keep] for n, v in compared.levels.items()})
        shares.append({n: None if v is None else v[keep] for n, v in compared.shares.items()})
    joined = Compared(
        {n: np.concatenate([c[n] for c in levels]) for n in levels[0]},
        {n: None if v is None else np.concatenate([c[n] for c in shares]) for n, v in shares[0].items()},
    )
    return np.concatenate(kept_left), np.concatenate(kept_right), joined


def _fixed(left: Longs, right: Longs, judged: Judged) -> Any:
    """1 and 0 for judged pairs, NaN for the others; None where nobody judged."""
    import numpy as np

    if not judged.same and not judged.different:
        return None
    said = {**dict.fromkeys(judged.same, 1.0), **dict.fromkeys(judged.different, 0.0)}
    return np.array([said.get(p, np.nan) for p in zip(left.tolist(), right.tolist(), strict=True)])


def _odds(model: Model, compared: Compared, own: Any) -> Any:
    """Log odds of pairs; two different full names are never one person."""
    import numpy as np

    odds = model.weights(compared, own)[0]
    if "given" not in compared.levels:
        return odds
    two = (compared.levels["given"] == DIFFERS) & (compared.levels["family"] == DIFFERS)
    return np.where(two, clusters.NEVER, odds)


def _minded(odds: Any, fixed: Any) -> Any:
    """What was judged is never overruled."""
    import numpy as np

    if fixed is None:
        return odds
    return np.where(fixed == 1, -clusters.NEVER, np.where(fixed == 0, clusters.NEVER, odds))


class Settling:
    """Turns log odds of pairs into persons and probabilities, component by component."""

    def __init__(self, rows: Rows, comparer: Comparer, model: Model, judged: Judged, within: Any, seed: int) -> None:
        self.rows, self.comparer, self.model, self.judged, self.within, self.seed = rows, comparer, model, judged, within, seed

    def links(self, left: Longs, right: Longs, odds: Any, least: float, compared: int, left_out: int) -> Links:
        import numpy as np

        edge = odds > EDGE
        left, right, odds = left[edge], right[edge], odds[edge]
        root = self._cut(left, right, odds)
        inside = root[left] == root[right]
        person = np.arange(len(self.rows))
        found = [(left[~inside], right[~inside], np.minimum(0.49, fitting._sigmoid(odds[~inside])))]
        sizes = np.bincount(root, minlength=len(root))
        order = np.argsort(root, kind="stable")
        for size in np.unique(sizes[sizes > 1]):
            members = order[np.isin(root[order], np.flatnonzero(sizes == size))].reshape(-1, size)
            step = max(1, 2_000_000 // (size * size))
            for at in range(0, len(members), step):
                found.append(self._settle(members[at : at + step], person))
        a, b, p = (np.concatenate([f[n] for f in found]) for n in range(3))
        keep = p >= least
        a, b, p = a[keep], b[keep], p[keep]
        by = np.lexsort((b, a, -p))
        return Links(a[by], b[by], p[by], person, self.model, compared, left_out)

    def _cut(self, left: Longs, right: Longs, odds: Any) -> Longs:
        """Components of no more than MOST_ROWS rows."""
        import numpy as np

        least = EDGE
        root = clusters.components(len(self.rows), left, right)
        while True:
            large = np.bincount(root, minlength=len(root)) > MOST_ROWS
            if not large.any() or least > 30:
                return root
            least += 1.0
            stays = ~large[root[left]] | (odds > least)
            left, right, odds = left[stays], right[stays], odds[stays]
            root = clusters.components(len(self.rows), left, right)

    def _settle(self, members: Any, person: Any) -> tuple[Any, Any, Any]:
        import numpy as np

        count, size = members.shape
        a, b = np.triu_indices(size, 1)
        x, y = members[:, a].ravel(), members[:, b].ravel()
        weights = self.weights_of(x, y)
        table = np.zeros((count, size, size))
        table[:, a, b] = weights.reshape(count, -1)
        table[:, b, a] = table[:, a, b]
        p, best = clusters.settled(table, self.seed)
        person[members] = np.take_along_axis(members, _first_of(best), 1)
        return x, y, p.ravel()

    def weights_of(self, x: Longs, y: Longs) -> Any:
        """Log odds of any pairs of rows, with what is known or judged of them."""
        import numpy as np

        lists = self.rows.lists
        own = lists[x] == lists[y]
        compared = self.comparer.compare(x, y)
        odds = _odds(self.model, compared, own)
        odds = np.where(own & ~self.within[lists[x]], clusters.NEVER, odds)
        return _minded(odds, _fixed(np.minimum(x, y), np.maximum(x, y), self.judged))


def _first_of(labels: Any) -> Any:
    """For each row of a split, the first row with the same label."""
    return (labels[:, :, None] == labels[:, None, :]).argmax(2)
