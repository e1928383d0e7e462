"""Blanks: what is not known of a person is drawn many times from what is known of the others, and the estimates are pooled.

D. B. Rubin (1987). Each completed table is drawn from classes fitted to people drawn anew, so that the doubt in the filling-in is
carried too. A person stands on at least one list for certain, so no completed table documents fewer than the table does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from onrecord.estimate.result import Floats
from onrecord.estimate.table import CLOSED, OFF, ON, UNKNOWN, Table

TIMES = 20
CLASSES = 4
ROUNDS = 60


def absent(table: Table) -> Table:
    """Blanks taken for zeros: nobody is on a list that does not say so."""
    return replace(table, histories=np.where(table.histories == UNKNOWN, OFF, table.histories).astype(np.int8))


def completed(table: Table, seed: int, times: int = TIMES) -> Iterator[Table]:
    """So many tables without blanks in their lists; closed lists stay closed."""
    people = _apart(table)
    for stream in np.random.SeedSequence(seed).spawn(times):
        rng = np.random.Generator(np.random.PCG64(stream))
        drawn = rng.multinomial(people.observed, people.counts / people.observed)
        weights, chances = _classes(people, drawn.astype(float), rng)
        yield replace(people, histories=_filled(people, weights, chances, rng))


def _apart(table: Table) -> Table:
    """One row a person where the row has a blank, so that each is drawn for themselves."""
    blank = (table.histories == UNKNOWN).any(axis=1)
    rows = np.repeat(np.arange(len(table.counts)), np.where(blank, table.counts, 1))
    apart = table.of(rows)
    return replace(apart, counts=np.where(blank[rows], 1, table.counts[rows]))


def _known(table: Table) -> tuple[Floats, Floats]:
    h = table.histories
    return (h == ON).astype(float), (h == OFF).astype(float)


def _member(on: Floats, off: Floats, weights: Floats, chances: Floats) -> Floats:
    said = np.log(weights) + on @ np.log(chances.T) + off @ np.log1p(-chances.T)
    said = np.exp(said - said.max(axis=1, keepdims=True))
    shares: Floats = said / said.sum(axis=1, keepdims=True)
    return shares


def _classes(table: Table, counts: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Classes of the documented by EM, with a person of prior in each cell."""
    on, off = _known(table)
    weights = np.full(CLASSES, 1 / CLASSES)
    chances = rng.uniform(0.1, 0.9, (CLASSES, len(table.lists)))
    for _ in range(ROUNDS):
        share = _member(on, off, weights, chances) * counts[:, None]
        weights = (share.sum(axis=0) + 1) / (share.sum() + CLASSES)
        ones, zeros = share.T @ on + 0.5, share.T @ off + 0.5
        chances = ones / (ones + zeros)
    return weights, chances


def _filled(
    table: Table, weights: Floats, chances: Floats, rng: np.random.Generator
) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    on, off = _known(table)
    share = _member(on, off, weights, chances)
    which = (share.cumsum(axis=1) > rng.random((len(share), 1))).argmax(axis=1)
    drawn = rng.random(table.histories.shape) < chances[which]
    return np.where(table.histories == UNKNOWN, drawn, table.histories).astype(np.int8)


def strata_completed(table: Table, columns: tuple[str, ...], rng: np.random.Generator) -> Table:
    """The table with unknown strata drawn from people with the same history, or from all where there are none.

    Rows with counts over one are taken apart, so that each person is drawn for themselves.
    """
    values = np.array([table.covariates[c] for c in columns], dtype=object).T
    blank = (values == "").any(axis=1)
    if not blank.any():
        return table
    rows = np.repeat(np.arange(len(table.counts)), np.where(blank, table.counts, 1))
    apart = table.of(rows)
    apart = replace(apart, counts=np.where(blank[rows], 1, table.counts[rows]))
    values, blank = values[rows].copy(), blank[rows]
    donors = np.flatnonzero(~blank)
    if not len(donors):
        return apart
    for r in np.flatnonzero(blank):
        known = [i for i in range(len(columns)) if values[r, i] != ""]
        fits = [
            donors[(apart.histories[donors] == apart.histories[r]).all(axis=1) & (values[donors][:, known] == values[r, known]).all(axis=1)],
            donors[(values[donors][:, known] == values[r, known]).all(axis=1)], donors,
        ]  # fmt: skip
        pool = next(f for f in fits if len(f))
        chances = apart.counts[pool] / apart.counts[pool].sum()
        values[r] = values[rng.choice(pool, p=chances)]
    drawn = {c: tuple(str(v) for v in values[:, i]) for i, c in enumerate(columns)}
    return replace(apart, covariates={**apart.covariates, **drawn})


def eligible_groups(table: Table) -> list[Table]:
    """The people by the lists that were open to them, each group with those lists alone; one group where none was closed."""
    closed = table.histories == CLOSED
    if not closed.any():
        return [table]
    patterns, at = np.unique(closed, axis=0, return_inverse=True)
    groups = []
    for g, pattern in enumerate(patterns):
        rows = table.of(np.asarray(at).ravel() == g)
        names = [n for n, shut in zip(table.lists, pattern, strict=True) if not shut]
        groups.append(rows.only(names))
    return groups
