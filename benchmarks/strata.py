"""How often the sum over strata covers, each by itself and borrowing: python benchmarks/strata.py [sets] [method,…].

A set has eight strata of 40 to 300 people on three lists, whose chances differ from stratum to stratum.
"""

from __future__ import annotations

import sys

import numpy as np

from onrecord.errors import OnRecordError
from onrecord.estimate import estimate
from onrecord.estimate.table import Table, from_arrays

SIZES = (40, 60, 80, 120, 150, 200, 250, 300)


def people(seed: int) -> Table:
    """Who is documented of a set of strata, with their stratum."""
    rng = np.random.default_rng(seed)
    rows, strata = [], []
    for k, size in enumerate(SIZES):
        chance = 1 / (1 + np.exp(-(rng.normal(-0.7, 0.4) + np.array([0, -0.3, 0.2]))))
        on = (rng.random((size, 3)) < chance).astype(int)
        rows.append(on[on.any(axis=1)])
        strata += [str(k)] * len(rows[-1])
    return from_arrays(np.vstack(rows), covariates={"stratum": strata})


def main(sets: int, methods: list[str]) -> None:
    print("| method | strata | sets | covered | median bias | median width |\n| --- | --- | --- | --- | --- | --- |")
    for method in methods:
        for pool in (False, True):
            covered, bias, width = [], [], []
            for seed in range(sets):
                try:
                    e = estimate(people(seed), method, by=["stratum"], pool=pool, seed=seed)
                except OnRecordError:
                    continue
                covered.append(e.lower <= sum(SIZES) <= e.upper)
                bias.append(e.estimate - sum(SIZES))
                width.append(e.upper - e.lower)
            print(
                f"| {method} | {'borrow' if pool else 'by themselves'} | {len(bias)} | {np.mean(covered):.1%} | {np.median(bias):+,.0f} "
                f"| {np.median(width):,.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, (sys.argv[2] if len(sys.argv) > 2 else "dga,chao").split(","))
