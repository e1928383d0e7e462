"""Pairing two sides one to one so that the pairs are worth the most: the assignment problem, for tables of a document's size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def pairs(worth: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The (row, column) pairs of the greatest total worth, in order of rows; pairs that are worth nothing are left out.

    `worth` is a table of whole numbers from 0. Rows and columns that no worth joins are solved apart, so that long reports, in
    which each thing shares words with few others, stay quick.
    """
    found = []
    for rows, columns in _groups(worth):
        part = [[worth[r][c] for c in columns] for r in rows]
        found += [(rows[r], columns[c]) for r, c in _solved(part) if part[r][c]]
    return sorted(found)


def _groups(worth: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], list[int]]]:
    """The rows and columns that worth joins, directly or through others."""
    width = len(worth[0]) if worth else 0
    across = [[c for c in range(width) if row[c]] for row in worth]
    down: list[list[int]] = [[] for _ in range(width)]
    for r, columns in enumerate(across):
        for c in columns:
            down[c].append(r)
    seen: set[int] = set()
    for first in range(len(worth)):
        if first in seen or not across[first]:
            continue
        rows, waiting, held = {first}, [first], set()
        while waiting:
            for c in across[waiting.pop()]:
                if c not in held:
                    held.add(c)
                    waiting += [r for r in down[c] if r not in rows]
                    rows.update(down[c])
        seen |= rows
        yield sorted(rows), sorted(held)


def _solved(worth: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Kuhn's Hungarian method with potentials (Jonker and Volgenant), in time rows² · columns.

    A library for it would bring NumPy along, for tables of a dozen rows.
    """
    if len(worth) > len(worth[0]):
        turned = [list(column) for column in zip(*worth, strict=True)]
        return [(row, column) for column, row in _solved(turned)]
    row_of = [-1] * len(worth[0])
    of_row, of_column = [0.0] * len(worth), [0.0] * len(worth[0])
    for row in range(len(worth)):
        _join(row, worth, row_of, of_row, of_column)
    return [(r, c) for c, r in enumerate(row_of) if r >= 0]


def _join(row: int, worth: Sequence[Sequence[int]], row_of: list[int], of_row: list[float], of_column: list[float]) -> None:
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
