"""Blanks: what is not known of a person is drawn many times from what is known of the others, and the estimates are pooled.

D. B. Rubin, Multiple Imputation for Nonresponse in Surveys (Wiley, 1987). Each completed table is drawn from classes fitted to people
drawn anew, so that the doubt in the filling-in is carried too. Everybody in the table is on a list: whoever is on none for certain is drawn to be on one that is blank for them, so that no
completed table documents fewer than the table does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onrecord.estimate.latent_cells import parted
from onrecord.estimate.result import Floats
from onrecord.estimate.table import CLOSED, OFF, ON, UNKNOWN, Histories, Table

TIMES = 20
CLASSES = 4
ROUNDS = 60


def absent(table: Table) -> Table:
    """Blanks taken for zeros: nobody is on a list that does not say so, and whoever is on none for certain leaves."""
    return table.with_histories(np.where(table.histories == UNKNOWN, OFF, table.histories).astype(np.int8))


def completed(table: Table, seed: int, times: int = TIMES) -> Iterator[Table]:
    """So many tables without blanks in their lists; closed lists stay closed."""
    people = _apart(table)
    ways = _ways(people)
    for stream in np.random.SeedSequence(seed).spawn(times):
        rng = np.random.Generator(np.random.PCG64(stream))
        drawn = rng.multinomial(people.observed, people.counts / people.observed)
        weights, chances = _classes(ways, drawn.astype(float), rng)
        yield replace(people, histories=_filled(ways, weights, chances, rng))


def _apart(table: Table) -> Table:
    """One row a person where the row has a blank, so that each is drawn for themselves."""
    blank = (table.histories == UNKNOWN).any(axis=1)
    rows = np.repeat(np.arange(len(table.counts)), np.where(blank, table.counts, 1))
    apart = table.of(rows)
    return replace(apart, counts=np.where(blank[rows], 1, table.counts[rows]))


@dataclass(frozen=True, slots=True)
class _Ways:
    """Rows of people, where those on no list for certain are parted by the first blank list that holds them; of each the person, in order."""

    histories: Histories
    person: NDArray[np.int64]

    @property
    def on(self) -> Floats:
        found: Floats = (self.histories == ON).astype(float)
        return found

    @property
    def off(self) -> Floats:
        found: Floats = (self.histories == OFF).astype(float)
        return found


def _ways(people: Table) -> _Ways:
    certain = (people.histories == ON).any(axis=1)
    parts, of = parted(people.histories[~certain])
    rows = np.vstack([people.histories[certain], parts])
    person = np.concatenate([np.flatnonzero(certain), np.flatnonzero(~certain)[of]])
    order = np.argsort(person, kind="stable")
    return _Ways(rows[order], person[order].astype(np.int64))


def _chances(ways: _Ways, weights: Floats, chances: Floats) -> Floats:
    """(rows, classes): how likely a row is and in which class."""
    found: Floats = weights * np.exp(ways.on @ np.log(chances.T) + ways.off @ np.log1p(-chances.T))
    return found


def _classes(ways: _Ways, counts: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Classes of the documented by EM, with a person of prior in each cell."""
    on, off = ways.on, ways.off
    weights = np.full(CLASSES, 1 / CLASSES)
    chances = rng.uniform(0.1, 0.9, (CLASSES, on.shape[1]))
    for _ in range(ROUNDS):
        share = _chances(ways, weights, chances)
        whole = np.bincount(ways.person, weights=share.sum(axis=1), minlength=len(counts))
        share *= (counts / whole)[ways.person][:, None]
        weights = (share.sum(axis=0) + 1) / (share.sum() + CLASSES)
        ones, zeros = share.T @ on + 0.5, share.T @ off + 0.5
        chances = ones / (ones + zeros)
    return weights, chances


def _filled(ways: _Ways, weights: Floats, chances: Floats, rng: np.random.Generator) -> Histories:
    """A whole history for each person."""
    share = _chances(ways, weights, chances)
    end = np.cumsum(share.sum(axis=1))
    last = np.append(np.flatnonzero(np.diff(ways.person)), len(end) - 1)
    begin = np.append(0.0, end[last[:-1]])
    way = np.minimum(np.searchsorted(end, begin + rng.random(len(last)) * (end[last] - begin), side="right"), last)
    of = share[way].cumsum(axis=1)
    which = (of > rng.random((len(of), 1)) * of[:, -1:]).argmax(axis=1)
    histories = ways.histories[way]
    drawn = rng.random(histories.shape) < chances[which]
    whole: Histories = np.where(histories == UNKNOWN, drawn, histories).astype(np.int8)
    return whole


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
