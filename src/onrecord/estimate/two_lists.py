"""Two lists: Lincoln and Petersen, Chapman, and Chao's lower bound, which takes any number of lists."""

from __future__ import annotations

import math

import numpy as np

from onrecord.estimate.result import LEVEL, Estimate
from onrecord.estimate.table import CannotEstimate, Table

NOT_ENOUGH = (
    "Two lists cannot tell whether being on one makes it likelier to be on the other: if it does (the same villages, the same "
    "families), the number is too low, and if the lists avoid each other, too high. A third list is needed to see either."
)
INDEPENDENT = (
    "whether a person is on one list says nothing of whether they are on the other, and all are as likely to be listed."
)


def _two(table: Table) -> tuple[int, int, int]:
    """How many are on the first, on the second, on both."""
    if len(table.lists) != 2:
        raise CannotEstimate(f"This method takes two lists, and the table has {len(table.lists)}: choose two with --lists A,B.")
    shared = table.overlaps()
    return int(shared[0, 0]), int(shared[1, 1]), int(shared[0, 1])


def lincoln_petersen(table: Table, level: float = LEVEL) -> Estimate:
    """n1·n2/m, the estimator of maximum likelihood, with its log-normal interval; endless where no one is shared.

    C. G. J. Petersen, "The yearly immigration of young plaice into the Limfjord from the German Sea", Report of the Danish Biological Station 6
    (1896) 5; F. C. Lincoln, "Calculating waterfowl abundance on the basis of banding returns", US Department of Agriculture Circular 118 (1930).
    """
    n1, n2, m = _two(table)
    if m == 0:
        raise CannotEstimate(
            "The two lists share nobody, so Lincoln and Petersen's estimate is endless; Chapman's has a value."
        )
    n = table.observed
    estimate = n1 * n2 / m
    variance = n1 * n2 * (n1 - m) * (n2 - m) / m**3
    low, high = _lognormal(n, estimate - n, variance, level)
    return Estimate(
        "lincoln-petersen", estimate, low, high, n, table.lists, level, assumptions=(INDEPENDENT,), warnings=(NOT_ENOUGH,),
        diagnostics={"shared": m},
    )  # fmt: skip


def chapman(table: Table, level: float = LEVEL) -> Estimate:
    """(n1+1)(n2+1)/(m+1) − 1, nearly unbiased, with Seber's variance.

    D. G. Chapman, "Some properties of the hypergeometric distribution with applications to zoological sample censuses", University of California
    Publications in Statistics 1 (1951) 131; G. A. F. Seber, "The effects of trap response on tag recapture estimates", Biometrics 26 (1970) 13.
    """
    n1, n2, m = _two(table)
    n = table.observed
    estimate = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    low, high = _lognormal(n, estimate - n, variance, level)
    return Estimate(
        "chapman", estimate, low, high, n, table.lists, level, assumptions=(INDEPENDENT,), warnings=(NOT_ENOUGH,),
        diagnostics={"shared": m},
    )  # fmt: skip


def chao(table: Table, level: float = LEVEL) -> Estimate:
    """Chao's lower bound where both people and lists differ: n + (f1² − ΣZj²) / (2 (f2 + 1)), with a log-normal interval.

    f1 and f2 are how many are listed once and twice, Zj how many on list j alone. A. Chao, "Estimating population size for sparse data in
    capture-recapture experiments", Biometrics 45 (1989) 427. With two lists it is Chapman's estimate. The variance is by the
    delta method over multinomial cells.
    """
    n = table.observed
    on = table.histories == 1
    times = on.sum(axis=1)
    f1, f2 = (float(table.counts[times == k].sum()) for k in (1, 2))
    alone = (on[times == 1] * table.counts[times == 1, None]).sum(axis=0).astype(float)
    missed = (f1 * f1 - float(alone @ alone)) / (2 * (f2 + 1))
    slope = np.ones(len(table.counts))
    slope[times == 1] += (f1 - on[times == 1] @ alone) / (f2 + 1)
    slope[times == 2] -= missed / (f2 + 1)
    variance = float(slope**2 @ table.counts - (slope @ table.counts) ** 2 / (n + missed))
    low, high = _lognormal(n, missed, variance, level)
    return Estimate(
        "chao", n + missed, low, high, n, table.lists, level, diagnostics={"listed_once": int(f1), "listed_twice": int(f2)},
        assumptions=(
            "people differ in how likely they are to be listed and lists do not attract each other: under both, this is a lower bound.",
        ),
        warnings=(NOT_ENOUGH,) if len(table.lists) == 2 else (),
    )  # fmt: skip


def _lognormal(n: int, missed: float, variance: float, level: float) -> tuple[float, float]:
    """An interval for n + missed whose lower end never falls below n.

    K. P. Burnham, D. R. Anderson, G. C. White, C. Brownie and K. H. Pollock, "Design and analysis methods for fish survival experiments based on
    release-recapture", American Fisheries Society Monograph 5 (1987).
    """
    if missed <= 0 or variance <= 0:
        return float(n + max(missed, 0)), float(n + max(missed, 0))
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    c = math.exp(z * math.sqrt(math.log1p(variance / missed**2)))
    return n + missed / c, n + missed * c


def dependence(table: Table) -> list[dict[str, float | str]]:
    """For each two lists how far they are from independence, among whom a third list holds: the odds ratio there, +½ to each cell."""
    found: list[dict[str, float | str]] = []
    on = table.histories == 1
    for i in range(len(table.lists)):
        for j in range(i):
            others = [k for k in range(len(table.lists)) if k not in (i, j)]
            held = on[:, others].any(axis=1) if others else np.zeros(len(on), dtype=bool)
            cells = [
                float(table.counts[held & (on[:, i] == a) & (on[:, j] == b)].sum()) + 0.5
                for a, b in ((1, 1), (0, 0), (1, 0), (0, 1))
            ]
            odds = cells[0] * cells[1] / (cells[2] * cells[3])
            found.append(
                {
                    "lists": f"{table.lists[j]}, {table.lists[i]}",
                    "odds_ratio": odds,
                    "shared": int(table.counts[on[:, i] & on[:, j]].sum()),
                }
            )
    return found
