"""What the sampler of latent classes reads of a table: its cells, and which people may be of several of them.

Blanks are integrated out where a cell has them: that list says nothing. Two things need more. Someone who is on no list for certain is
on one of those that are blank, so that their cell is parted by the first list that holds them; and a large table with blanks has far
more cells than histories, so that there each person is given a whole history, turn by turn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.estimate.result import Floats
from onrecord.estimate.table import CLOSED, OFF, ON, UNKNOWN, Histories, Table

Ints = NDArray[np.int64]
LARGE = 3_000
"""Cells times lists from which whole histories are drawn for blanks."""
MOST = 20_000_000
"""The most that blanks may be filled in ways, over all rows; beyond, they are integrated out however many there are."""


@dataclass(frozen=True, slots=True)
class Cells:
    """`on` and `off` are (lists, cells), who is on and off each list; `counts` how many are surely of a cell; `seen` how many are histories.

    After the histories stand the groups of people by the lists open to them, each with its size: they are where the missed are. Of the people
    `shared`, (groups,), those of group g are of one of the cells `where[starts[g]:starts[g + 1]]`.
    """

    on: Floats
    off: Floats
    counts: Floats
    seen: int
    starts: Ints
    where: Ints
    shared: Floats


def sufficient(table: Table) -> Cells:
    """The cells of a table that has one row a history."""
    h, many = table.histories, table.counts.astype(float)
    blank = h == UNKNOWN
    open_ = blank.any(axis=1) if _whole(table) else ~(h == ON).any(axis=1)
    rows, mine = _filled(h[open_]) if _whole(table) else parted(h[open_])
    sizes = np.bincount(mine, minlength=int(open_.sum()))
    every, at = np.unique(np.vstack([h[~open_], rows]), axis=0, return_inverse=True)
    at = np.asarray(at).ravel()
    surely = int((~open_).sum())
    counts = np.bincount(at[:surely], weights=many[~open_], minlength=len(every))
    closed = h == CLOSED
    patterns, group = np.unique(closed, axis=0, return_inverse=True)
    people = np.bincount(np.asarray(group).ravel(), weights=many, minlength=len(patterns))
    on, off = np.vstack([every == ON, np.zeros_like(patterns)]), np.vstack([every == OFF, ~patterns])
    return Cells(
        np.ascontiguousarray(on.T, float), np.ascontiguousarray(off.T, float), np.concatenate([counts, people]).astype(float), len(every),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), at[surely:].astype(np.int64), many[open_],
    )  # fmt: skip


def _whole(table: Table) -> bool:
    blank = (table.histories == UNKNOWN).sum(axis=1)
    return bool(blank.any()) and table.histories.size > LARGE and int((1 << blank.astype(np.int64))[blank > 0].sum()) <= MOST


def parted(histories: Histories) -> tuple[Histories, Ints]:
    """Rows without a certain list, parted by the first of their blank lists that holds them; of each part the row that it is of."""
    parts, mine = [np.empty((0, histories.shape[1]), dtype=np.int8)], [np.empty(0, dtype=np.int64)]
    for j in range(histories.shape[1]):
        rows = np.flatnonzero(histories[:, j] == UNKNOWN)
        part = histories[rows]
        before = part[:, :j]
        before[before == UNKNOWN] = OFF
        part[:, j] = ON
        parts.append(part)
        mine.append(rows)
    return _in_order(np.concatenate(parts), np.concatenate(mine))


def _filled(histories: Histories) -> tuple[Histories, Ints]:
    """Rows with blanks, filled in in every way in which somebody is on a list; of each way the row that it is of."""
    parts, mine = [np.empty((0, histories.shape[1]), dtype=np.int8)], [np.empty(0, dtype=np.int64)]
    masks, at = np.unique(histories == UNKNOWN, axis=0, return_inverse=True)
    for m, mask in enumerate(masks):
        rows, blank = np.flatnonzero(np.asarray(at).ravel() == m), np.flatnonzero(mask)
        ways = (np.arange(1 << len(blank))[:, None] >> np.arange(len(blank))) & 1
        part = np.repeat(histories[rows], len(ways), axis=0)
        part[:, blank] = np.tile(ways, (len(rows), 1))
        listed = (part == ON).any(axis=1)
        parts.append(part[listed])
        mine.append(np.repeat(rows, len(ways))[listed])
    return _in_order(np.concatenate(parts), np.concatenate(mine))


def _in_order(parts: Histories, mine: Ints) -> tuple[Histories, Ints]:
    order = np.argsort(mine, kind="stable")
    return parts[order], mine[order]
