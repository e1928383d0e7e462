"""Pairing two sides one to one so that the pairs are worth the most: the assignment problem, for tables of a document's size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def pairs(worth: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The (row, column) pairs of the greatest total worth, in order of rows; pairs that are worth nothing are left out.

    `worth` is a table of whole numbers from 0. Kuhn's Hungarian method with the potentials of Jonker and Volgenant, rows
    joined one by one, in time rows² · columns: a library for it would bring NumPy along, for tables of a dozen rows.
    """
    if not worth or not worth[0]:
        return []
    if len(worth) > len(worth[0]):
        turned = [list(column) for column in zip(*worth, strict=True)]
        return sorted((row, column) for column, row in pairs(turned))
    columns = len(worth[0])
    row_of = [-1] * columns
    of_row, of_column = [0.0] * len(worth), [0.0] * columns
    for row in range(len(worth)):
        _join(row, worth, row_of, of_row, of_column)
    return sorted((r, c) for c, r in enumerate(row_of) if r >= 0 and worth[r][c])


def _join(
    row: int, worth: Sequence[Sequence[int]], row_of: list[int], of_row: list[float], of_column: list[float]
) -> None:
    """Gives one more row a column, moving the rows before it along the shortest path where that costs less."""
    columns = len(row_of)
    before: list[int | None] = [None] * columns
    least, done = [inf] * columns, [False] * columns
    at: int | None = None  # the column whose row is looked at; None stands for the row that has no column yet
    while True:
        here = row if at is None else row_of[at]
        for c in (c for c in range(columns) if not done[c]):
            cost = -worth[here][c] - of_row[here] - of_column[c]
            if cost < least[c]:
                least[c], before[c] = cost, at
        nearest = min((c for c in range(columns) if not done[c]), key=least.__getitem__)
        step = least[nearest]
        of_row[row] += step
        for c in range(columns):
            if done[c]:
                of_row[row_of[c]] += step
                of_column[c] -= step
            else:
                least[c] -= step
        at, done[nearest] = nearest, True
        if row_of[nearest] < 0:
            break
    while at is not None:
        previous = before[at]
        row_of[at] = row if previous is None else row_of[previous]
        at = previous


def greatest(mine: Sequence[A], theirs: Sequence[B], worth: Callable[[A, B], int]) -> int:
    """The total worth of the best one-to-one pairing of two sides."""
    table = [[worth(a, b) for b in theirs] for a in mine]
    return sum(table[r][c] for r, c in pairs(table))
