"""Tables of capture histories: who stands on which list. The only thing that estimation reads.

A row is a history (or a person), a column a list. `ON` is 1, `OFF` 0; `UNKNOWN` says that nobody knows whether they stand on the
list, `CLOSED` that the list could not have caught them (it had closed, it worked elsewhere), which is not the same as a zero.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import BadInput, Misuse

ON, OFF, UNKNOWN, CLOSED = 1, 0, -1, -2
MOST_LISTS = 16
Histories = NDArray[np.int8]
Counts = NDArray[np.int64]


class CannotEstimate(BadInput):
    """The table cannot answer the question, and the sentence says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """`histories` is (rows, lists), `counts` how many people have each, `covariates` what else is known, a value a row.

    A covariate that is not known is the empty text. `notices` are sentences on what was done when the table was read.
    """

    lists: tuple[str, ...]
    histories: Histories
    counts: Counts
    covariates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def observed(self) -> int:
        """How many people are documented."""
        return int(self.counts.sum())

    @property
    def complete(self) -> bool:
        """Whether every cell is a one or a zero."""
        return bool((self.histories >= 0).all())

    def cells(self) -> Table:
        """The same people with one row a history, in a fixed order, without covariates."""
        if len(self.counts) == 0:
            return replace(self, covariates={})
        found, at = np.unique(self.histories, axis=0, return_inverse=True)
        counts = np.bincount(np.asarray(at).ravel(), weights=self.counts, minlength=len(found)).astype(np.int64)
        kept = counts > 0
        order = np.lexsort((found[kept] * -1).T[::-1])
        return Table(self.lists, found[kept][order].astype(np.int8), counts[kept][order], {}, self.notices)

    def of(self, rows: NDArray[Any]) -> Table:
        """The rows that a mask or an index chooses."""
        at = np.flatnonzero(rows) if rows.dtype == bool else rows
        covariates = {k: tuple(v[i] for i in at) for k, v in self.covariates.items()}
        return Table(self.lists, self.histories[at], self.counts[at], covariates, self.notices)

    def without(self, name: str) -> Table:
        """The table without one list: whoever stands on no other is no longer in it."""
        kept = [i for i, n in enumerate(self.lists) if n != name]
        return self.only([self.lists[i] for i in kept])

    def only(self, names: Sequence[str]) -> Table:
        """The table of these lists alone; who stands on none of them leaves it. Misuse where there is no such list."""
        unknown = [n for n in names if n not in self.lists]
        if unknown:
            raise Misuse(f"There is no list {unknown[0]!r} in the table: it has {', '.join(self.lists)}.")
        at = [self.lists.index(n) for n in names]
        rows = (self.histories[:, at] == ON).any(axis=1)
        kept = self.of(rows)
        return replace(kept, lists=tuple(names), histories=kept.histories[:, at])

    def with_histories(self, histories: Histories) -> Table:
        """The same people with other histories, such as completed ones; who stands on no list leaves the table."""
        return replace(self, histories=histories).of((histories == ON).any(axis=1))

    def sizes(self) -> dict[str, int]:
        """How many people each list holds for certain."""
        on = ((self.histories == ON) * self.counts[:, None]).sum(axis=0)
        return {n: int(c) for n, c in zip(self.lists, on, strict=True)}

    def overlaps(self) -> Counts:
        """How many people each two lists share, (lists, lists); the lists' sizes on the diagonal."""
        on = (self.histories == ON).astype(np.int64)
        shared: Counts = (on * self.counts[:, None]).T @ on
        return shared

    def hash(self) -> str:
        """SHA-256 of the table: lists, histories, counts and covariates, whatever the order of its rows."""
        names = sorted(self.covariates)
        rows = sorted(
            [*map(int, h), int(c), *(self.covariates[n][i] for n in names)]
            for i, (h, c) in enumerate(zip(self.histories, self.counts, strict=True))
        )
        said = json.dumps([list(self.lists), names, rows], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()

    def full(self) -> NDArray[np.float64]:
        """Counts of all 2^lists histories of a complete table, indexed by the number whose bit j is list j; the first is 0."""
        if not self.complete:
            raise Misuse("A table with blanks has no full cross-classification: complete it first.")
        index = (self.histories.astype(np.int64) << np.arange(len(self.lists))).sum(axis=1)
        counts: NDArray[np.float64] = np.bincount(index, weights=self.counts, minlength=1 << len(self.lists)).astype(float)
        return counts


def checked(table: Table, least: int = 2) -> Table:
    """The table, once it is sure that it can answer. CannotEstimate with the reason where it cannot."""
    if len(table.lists) > MOST_LISTS:
        raise BadInput(f"The table has {len(table.lists)} lists; {MOST_LISTS} are the most: choose some with --lists A,B,C.")
    if table.observed == 0:
        raise CannotEstimate("Nobody stands on any list of the table, so there is nothing to estimate from.")
    if len(table.lists) < 2:
        only = f" ({table.lists[0]})" if table.lists else ""
        raise CannotEstimate(
            f"The table has {len(table.lists)} list{only}: an estimate needs two that overlap, and three to say anything of "
            "how they depend on each other."
        )
    for name, size in table.sizes().items():
        if size == 0:
            raise CannotEstimate(
                f"The list {name} is empty: nobody stands on it, so it says nothing of who is missed; leave it out."
            )
    if len(table.lists) < least:
        raise CannotEstimate(f"This method needs {least} lists, and the table has {len(table.lists)}.")
    _refuse_twins(table)
    shared = table.overlaps()
    if not np.triu(shared, 1).any():
        raise CannotEstimate(
            "No two lists share anybody: without overlap any number of dead is as likely as any other, so there is no estimate."
        )
    return table


def _refuse_twins(table: Table) -> None:
    """Refuses lists that say the same of whomever both speak of; not where that is a small part of those of whom either does."""
    known = table.histories >= 0
    for i, a in enumerate(table.lists):
        for j in range(i):
            both, either = known[:, i] & known[:, j], known[:, i] | known[:, j]
            enough = 2 * table.counts[both].sum() >= table.counts[either].sum() > 0
            if enough and (table.histories[both, i] == table.histories[both, j]).all():
                raise CannotEstimate(
                    f"The lists {table.lists[j]} and {a} are identical: one is a copy of the other, or both of a third; leave one out."
                )


def from_arrays(
    histories: Any,
    counts: Any = None,
    lists: Sequence[str] | None = None,
    covariates: Mapping[str, Sequence[Any]] | None = None,
) -> Table:
    """A table of (rows, lists) zeros and ones, NaN or a negative number for a blank; `counts` where rows are histories.

    BadInput names the row (from 1) and column of what is wrong.
    """
    said = np.asarray(histories, dtype=float)
    if said.ndim != 2:
        raise BadInput(f"Histories are a table of rows and lists; this array has {said.ndim} dimension(s).")
    names = tuple(lists) if lists is not None else tuple(f"list {i + 1}" for i in range(said.shape[1]))
    if len(names) != said.shape[1]:
        raise BadInput(f"There are {len(names)} names of lists for {said.shape[1]} columns.")
    blank = np.isnan(said)
    wrong = np.argwhere(~blank & ~np.isin(said, (0, 1, UNKNOWN, CLOSED)))
    if len(wrong):
        r, c = (int(x) for x in wrong[0])
        raise BadInput(f"Row {r + 1}, column {names[c]}: {said[r, c]:g} is neither 1 (on the list) nor 0 (not on it).")
    codes = np.where(blank, UNKNOWN, said).astype(np.int8)
    many = np.ones(len(codes)) if counts is None else np.asarray(counts, dtype=float).ravel()
    if len(many) != len(codes):
        raise BadInput(f"There are {len(many)} counts for {len(codes)} rows.")
    for r, n in enumerate(many):
        if not np.isfinite(n) or n < 0 or n != int(n):
            raise BadInput(f"Row {r + 1}, column count: {n:g} is no count; a count is a whole number of people, 0 or more.")
    extra = {k: tuple("" if x is None else str(x) for x in v) for k, v in (covariates or {}).items()}
    table = Table(names, codes, many.astype(np.int64), extra)
    return seen(table, people=counts is None)


def seen(table: Table, people: bool, lines: Sequence[int] = (), chosen: bool = False) -> Table:
    """The table without rows that stand on no list: for people with a notice, for counted histories a refusal.

    `lines` says what each row is called, by default its number from 1.
    Whoever is in the table without a certain list but with a blank is documented, and on one of the blank ones: they stay. Not so where the
    lists were `chosen` among more: then their list may be another.
    """
    lines = lines or range(1, len(table.counts) + 1)
    on = (table.histories == ON).any(axis=1)
    held = on if chosen else on | (table.histories == UNKNOWN).any(axis=1)
    lost = np.flatnonzero(~held & (table.counts > 0))
    if len(lost) and not people and not chosen:
        r = int(lost[0])
        raise BadInput(
            f"Row {lines[r]}, column count: {int(table.counts[r])} people are counted who stand on no list; those are whom the "
            "estimate is of, so leave the row out."
        )
    notices = []
    if len(lost) and people:
        who = "person stands" if len(lost) == 1 else "people stand"
        of = "none of these lists" if chosen else "no list"
        notices.append(f"{len(lost):,} {who} on {of} for certain (the first in row {lines[int(lost[0])]}) and are left out.")
    if perhaps := int(table.counts[held & ~on].sum()):
        notices.append(
            f"{perhaps:,} of the documented are on no list for certain: each is taken to be on one of the lists that are blank for them."
        )
    return replace(table.of(held & (table.counts > 0)), notices=(*table.notices, *notices))
