"""Decomposable graphs over lists: made, not stored; each as what it adds of every subset of lists.

A graph is decomposable where vertices can be taken away one by one, each with neighbours that all know each other. Then a likelihood
falls into the product over vertices v of T(v and its later neighbours) / T(its later neighbours); S. L. Lauritzen, Graphical Models (Oxford
University Press, 1996).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from onrecord.estimate.table import CannotEstimate

MOST_IN_FULL = 6
Adjacency = NDArray[np.int64]


def edges(lists: int) -> list[tuple[int, int]]:
    """All pairs of lists, in the order in which a graph's number has their bits."""
    return list(combinations(range(lists), 2))


def adjacency(numbers: NDArray[np.int64], lists: int) -> Adjacency:
    """Of each graph by its number, the neighbours of each vertex as bits, (graphs, lists)."""
    near = np.zeros((len(numbers), lists), dtype=np.int64)
    for bit, (i, j) in enumerate(edges(lists)):
        there = (numbers >> bit) & 1
        near[:, i] |= there << j
        near[:, j] |= there << i
    return near


def exponents(near: Adjacency) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """How often each subset of lists (as bits; the empty one first) stands in a graph's likelihood, and which are decomposable.

    (graphs, 2^lists): 1 for cliques, less for separators, 0 elsewhere. Rows of graphs that are not decomposable mean nothing.
    """
    graphs, lists = near.shape
    found = np.zeros((graphs, 1 << lists), dtype=np.int8)
    alive = np.full(graphs, (1 << lists) - 1, dtype=np.int64)
    every = np.arange(graphs)
    for _ in range(lists):
        done = np.zeros(graphs, dtype=bool)
        for v in range(lists):
            rest = near[:, v] & alive
            simplicial = ~done & ((alive >> v) & 1 == 1)
            for u in range(lists):
                simplicial &= ((rest >> u) & 1 == 0) | ((rest & ~near[:, u] & ~(1 << u)) == 0)
            at = every[simplicial]
            np.add.at(found, (at, rest[at] | (1 << v)), 1)
            np.add.at(found, (at, rest[at]), -1)
            alive[at] &= ~(1 << v)
            done |= simplicial
    found[:, 0] = 0
    return found, alive == 0


@lru_cache(maxsize=8)
def decomposable(lists: int) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Every decomposable graph, the complete one too: numbers, and exponents. 8, 61, 822, 18,154 for 3 to 6 lists."""
    if lists > MOST_IN_FULL:
        raise CannotEstimate(f"All decomposable graphs are made for up to {MOST_IN_FULL} lists; more are searched.")
    numbers = np.arange(1 << len(edges(lists)), dtype=np.int64)
    found, right = exponents(adjacency(numbers, lists))
    return numbers[right], found[right]


def cliques(number: int, lists: int) -> list[tuple[int, ...]]:
    """The maximal cliques of a graph, smallest vertex first."""
    near = [int(x) for x in adjacency(np.array([number]), lists)[0]]
    full = [s for s in range(1, 1 << lists) if all(not (s >> v) & 1 or (s & ~near[v] & ~(1 << v)) == 0 for v in range(lists))]
    maximal = [s for s in full if not any(s != t and s & t == s for t in full)]
    return sorted(tuple(v for v in range(lists) if (s >> v) & 1) for s in maximal)
