"""From noisy lists to an estimate, with the doubt of who is the same person carried: an estimate over draws of whole partitions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import BadInput, Misuse
from onrecord.estimate.columns import BLANKS
from onrecord.estimate.estimating import Plan, Watch, by_strata, planned
from onrecord.estimate.methods import SHORTER, default_method
from onrecord.estimate.missing import strata_completed
from onrecord.estimate.partitions import Pairs, pairs_of, partitions
from onrecord.estimate.pooling import together
from onrecord.estimate.reading import rows_of
from onrecord.estimate.result import LEVEL, Estimate
from onrecord.estimate.table import ON, CannotEstimate, Table

DRAWS = 25


@dataclass(frozen=True, slots=True)
class Listings:
    """Listings of people: of each the number of its list, and which pairs may be one person. `doubtful` where pairs under 0.5 are there.

    `columns` are the other columns, a value a listing, the empty text where it is not known.
    """

    lists: tuple[str, ...]
    list_of: NDArray[np.int64]
    pairs: Pairs
    doubtful: bool
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def hash(self, by: Sequence[str] = ()) -> str:
        """SHA-256 of what is estimated from: lists, who stands on which, the pairs, and the columns that make strata."""
        pairs = sorted((i, j, p) for i, near in self.pairs.near.items() for j, p in near.items() if i < j)
        apart = sorted(self.pairs.apart)
        said = [list(self.lists), self.list_of.tolist(), pairs, apart, [[c, self.columns[c]] for c in by]]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def read_listings(people: Path, links: Path, column: str) -> Listings:
    """Listings from a CSV file with a row a listing, and pairs from one with left_id, right_id, probability.

    Ids are those of the column `id`, or where there is none the number of the row from 0. Misuse, BadInput in one sentence.
    """
    rows = list(rows_of(people))
    if not rows:
        raise BadInput(f"{people.name} holds no rows.")
    if column not in rows[0]:
        raise Misuse(f"There is no column {column!r} in {people.name}: it has {', '.join(rows[0])}.")
    ids = [r.get("id") or str(i) for i, r in enumerate(rows)]
    twice = next((i for i in ids if ids.count(i) > 1), None) if len(set(ids)) < len(ids) else None
    if twice is not None:
        raise BadInput(f"{people.name}: the id {twice!r} stands twice; a listing's id stands once.")
    names = sorted({r[column] for r in rows}, key=lambda n: (not n.isdigit(), int(n) if n.isdigit() else 0, n))
    if "" in names:
        raise BadInput(
            f"{people.name}, line {next(i for i, r in enumerate(rows) if not r[column]) + 2}: the column {column} is blank."
        )
    at = {n: k for k, n in enumerate(names)}
    found = _pairs(links, {i: k for k, i in enumerate(ids)}, people.name)
    listed = np.array([at[r[column]] for r in rows], dtype=np.int64)
    others = {
        c: tuple("" if r[c].strip().casefold() in BLANKS else r[c].strip() for r in rows) for c in rows[0] if c not in (column, "id")
    }  # fmt: skip
    return Listings(tuple(names), listed, pairs_of(len(rows), found), any(0 < p < 0.5 for _, _, p in found), others)


def _pairs(links: Path, number: dict[str, int], people: str) -> list[tuple[int, int, float]]:
    found = []
    for line, row in enumerate(rows_of(links), 2):
        if not {"left_id", "right_id", "probability"} <= row.keys():
            raise BadInput(
                f"{links.name}: pairs have the columns left_id, right_id, probability, as onrecord link writes them."
            )
        for side in ("left_id", "right_id"):
            if row[side] not in number:
                raise BadInput(f"{links.name}, line {line}: there is no listing {row[side]!r} in {people}.")
        try:
            p = float(row["probability"])
        except ValueError:
            p = -1.0
        if not 0 <= p <= 1:
            raise BadInput(f"{links.name}, line {line}: {row['probability']!r} is no probability from 0 to 1.")
        found.append((number[row["left_id"]], number[row["right_id"]], p))
    return found


def table_of(
    listings: Listings, person: NDArray[np.int64], by: Sequence[str] = (), rng: np.random.Generator | None = None
) -> Table:
    """The table of persons that one partition makes, with the columns `by`.

    A person has the value that most of their listings know, by lot where they are even, and none where none knows it.
    """
    rng = rng or np.random.default_rng(0)
    histories = np.zeros((int(person.max()) + 1, len(listings.lists)), dtype=np.int8)
    histories[person, listings.list_of] = ON
    covariates = {c: _most(listings.columns[c], person, len(histories), rng) for c in by}
    return Table(listings.lists, histories, np.ones(len(histories), dtype=np.int64), covariates)


def _most(cells: Sequence[str], person: NDArray[np.int64], persons: int, rng: np.random.Generator) -> tuple[str, ...]:
    votes: list[dict[str, int]] = [{} for _ in range(persons)]
    for p, cell in zip(person.tolist(), cells, strict=True):
        if cell:
            votes[p][cell] = votes[p].get(cell, 0) + 1
    said = []
    for of in votes:
        most = [v for v, n in of.items() if n == max(of.values())]
        said.append(most[int(rng.integers(len(most)))] if len(most) > 1 else most[0] if most else "")
    return tuple(said)


def estimate_linked(
    listings: Listings | Sequence[Listings],
    method: str | None = None,
    lists: Sequence[str] | None = None,
    seed: int = 0,
    level: float = LEVEL,
    draws: int = DRAWS,
    by: Sequence[str] = (),
    pool: bool = False,
    watch: Watch = lambda _: None,
) -> Estimate:
    """The estimate over draws of who is the same: each draw's own, their draws pooled.

    Of several completed tables of the same listings each takes its share of the draws, one at least. `by` makes strata, an unknown stratum drawn
    anew with every partition. `observed` is the middle of how many people the draws document.
    """
    each = [listings] if isinstance(listings, Listings) else list(listings)
    draws = max(draws, len(each))
    name = method or default_method(_drawn_table(each[0], lists, np.arange(len(each[0].list_of))))
    plan = Plan(name, seed, level, tuple(by), pool=pool, options=SHORTER.get(name, {}))
    found, observed, unknown = [], [], 0
    for i, table in enumerate(_tables(each, lists, plan, draws)):
        watch(f"partition {i + 1} of {draws}")
        planned(table, plan)
        observed.append(table.observed)
        unknown = max(unknown, sum("" in v for v in zip(*(table.covariates[c] for c in by), strict=True)))
        rng = np.random.default_rng([seed, i])
        try:
            found.append(by_strata(strata_completed(table, plan.by, rng) if by else table, replace(plan, seed=seed + i)))
        except CannotEstimate:
            if not found and i == draws - 1:
                raise
    result = _carried(found, observed, plan, each)
    if unknown:
        result = result.warned("Some people's stratum is not known: they were given one at random in every partition.")
    return result


def _drawn_table(listings: Listings, lists: Sequence[str] | None, person: NDArray[np.int64], **how: Any) -> Table:
    table = table_of(listings, person, **how)
    return table.only(lists) if lists else table


def _tables(each: Sequence[Listings], lists: Sequence[str] | None, plan: Plan, draws: int) -> Iterator[Table]:
    """A table for every partition, the completed tables in turn."""
    for column in plan.by:
        if column not in each[0].columns:
            raise Misuse(
                f"There is no column {column!r} to make strata by: the listings have {', '.join(each[0].columns) or 'none'}."
            )
    for i, person in enumerate(partitions(each[0].pairs, draws, plan.seed)):
        yield _drawn_table(each[i % len(each)], lists, person, by=plan.by, rng=np.random.default_rng([plan.seed, i, 1]))


def _carried(found: Sequence[Estimate], observed: Sequence[int], plan: Plan, each: Sequence[Listings]) -> Estimate:
    result = together(found, min(observed), plan.seed, "who is the same person")
    low, high = (int(x) for x in np.quantile(observed, [(1 - plan.level) / 2, (1 + plan.level) / 2]))
    warnings = list(result.warnings)
    if not each[0].doubtful:
        warnings.append(
            "The links hold no pair under 0.5, so only half of their doubt is carried: make them with  onrecord link … --doubtful."
        )
    if len(found) < len(observed):
        warnings.append(f"{len(observed) - len(found)} of {len(observed)} partitions gave no estimate and are left out.")
    more = {"completed_tables": len(each)} if len(each) > 1 else {}
    return replace(
        result, observed=int(np.median(observed)), seed=plan.seed, table=each[0].hash(plan.by), warnings=tuple(warnings),
        diagnostics={**result.diagnostics, **more, "partitions": len(found), "documented": {"least": low, "most": high}},
        assumptions=(*result.assumptions, "the probabilities of the links are right."),
    )  # fmt: skip


def same_listings(first: Path, others: Sequence[Path], links: Path, column: str) -> list[Listings]:
    """A file of listings with more completed tables of the same listings. BadInput where one has others, or other lists."""
    read = [read_listings(p, links, column) for p in (first, *others)]
    for path, more in zip(others, read[1:], strict=True):
        if (more.lists, more.list_of.tolist(), more.pairs) != (read[0].lists, read[0].list_of.tolist(), read[0].pairs):
            raise BadInput(
                f"{path.name} has other listings than {first.name}: a completed table has the same rows in the same order."
            )
    return read
