"""How often 95 % intervals cover, over simulated populations: python benchmarks/intervals.py [populations] [method,…].

Six designs of 1,000 people and four lists: independent lists, people who differ, lists that attract each other, lists that avoid each other,
sparse lists, and a rare kind of people whom lists hardly hold. Prints coverage, the median bias and the median width.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import OnRecordError
from onrecord.estimate import estimate

SIZE, LISTS = 1_000, 4
Rows = NDArray[np.int64]


def independent(rng: np.random.Generator) -> Rows:
    return rng.random((SIZE, LISTS)) < np.array([0.35, 0.3, 0.25, 0.2])


def heterogeneous(rng: np.random.Generator) -> Rows:
    ease = rng.normal(0, 1.0, (SIZE, 1))
    return rng.random((SIZE, LISTS)) < 1 / (1 + np.exp(-(np.array([-0.7, -0.9, -1.2, -1.4]) + ease)))


def _dependent(rng: np.random.Generator, with_first: float, without: float) -> Rows:
    on = independent(rng)
    on[:, 1] = rng.random(SIZE) < np.where(on[:, 0], with_first, without)
    return on


def attracting(rng: np.random.Generator) -> Rows:
    return _dependent(rng, 0.5, 0.2)


def avoiding(rng: np.random.Generator) -> Rows:
    return _dependent(rng, 0.12, 0.4)


def sparse(rng: np.random.Generator) -> Rows:
    return rng.random((SIZE, LISTS)) < np.array([0.12, 0.1, 0.08, 0.06])


def rare(rng: np.random.Generator) -> Rows:
    hard = rng.random((SIZE, 1)) < 0.15
    return rng.random((SIZE, LISTS)) < np.where(hard, 0.06, np.array([0.35, 0.3, 0.3, 0.25]))


DESIGNS: dict[str, Callable[[np.random.Generator], Rows]] = {
    "independent": independent, "people differ": heterogeneous, "lists attract": attracting, "lists avoid": avoiding,
    "sparse": sparse, "a rare kind": rare,
}  # fmt: skip


def main(populations: int, methods: list[str]) -> None:
    print("| design | method | populations | covered | median bias | median width |\n| --- | --- | --- | --- | --- | --- |")
    for name, draw in DESIGNS.items():
        for method in methods:
            covered, bias, width, refused = 0, [], [], 0
            for seed in range(populations):
                on = draw(np.random.default_rng(seed)).astype(int)
                try:
                    e = estimate(on[on.any(axis=1)], method, seed=seed)
                except OnRecordError:
                    refused += 1
                    continue
                covered += e.lower <= SIZE <= e.upper
                bias.append(e.estimate - SIZE)
                width.append(e.upper - e.lower)
            told = populations - refused
            share = f"{covered / told:.0%}" if told else "–"
            print(f"| {name} | {method} | {told} | {share} | {np.median(bias):+,.0f} | {np.median(width):,.0f} |", flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 500,
        (sys.argv[2] if len(sys.argv) > 2 else "lcmcr,dga,sparse,loglinear,chao").split(","),
    )
