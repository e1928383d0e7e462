"""From noisy lists to an estimate, with the doubt of who is the same person carried: an estimate over draws of whole partitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import BadInput, Misuse
from onrecord.estimate.estimating import Plan, _plan
from onrecord.estimate.methods import default_method, one
from onrecord.estimate.partitions import Pairs, pairs_of, partitions
from onrecord.estimate.pooling import pooled
from onrecord.estimate.reading import rows_of
from onrecord.estimate.result import LEVEL, Estimate
from onrecord.estimate.table import ON, CannotEstimate, Table

DRAWS = 25


@dataclass(frozen=True, slots=True)
class Listings:
    """Listings of people: of each the number of its list, and which pairs may be one person. `doubtful` where pairs under 0.5 are there."""

    lists: tuple[str, ...]
    list_of: NDArray[np.int64]
    pairs: Pairs
    doubtful: bool


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
    return Listings(tuple(names), listed, pairs_of(len(rows), found), any(0 < p < 0.5 for _, _, p in found))


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


def table_of(listings: Listings, person: NDArray[np.int64]) -> Table:
    """The table of persons that one partition makes."""
    histories = np.zeros((int(person.max()) + 1, len(listings.lists)), dtype=np.int8)
    histories[person, listings.list_of] = ON
    return Table(listings.lists, histories, np.ones(len(histories), dtype=np.int64))


def estimate_linked(
    listings: Listings,
    method: str | None = None,
    lists: Sequence[str] | None = None,
    seed: int = 0,
    level: float = LEVEL,
    draws: int = DRAWS,
    watch: Callable[[str], None] = lambda _: None,
) -> Estimate:
    """The estimate over draws of who is the same: each draw's own, their draws pooled.

    `observed` is the middle of how many people the draws document.
    """
    found, observed = [], []
    options: dict[str, Any] = {}
    for i, person in enumerate(partitions(listings.pairs, draws, seed)):
        table = table_of(listings, person)
        table = table.only(lists) if lists else table
        name = method or default_method(table)
        _plan(table, Plan(name))
        if name == "lcmcr":
            options = {"many": 2, "burn": 200, "draws": 300, "longer": False}
        watch(f"partition {i + 1} of {draws}")
        observed.append(table.observed)
        try:
            found.append(one(table, name, seed + i, level, **options))
        except CannotEstimate:
            if not found and i == draws - 1:
                raise
    middle = int(np.median(observed))
    least = min(observed)
    result = pooled(found, least, seed, "who is the same person")
    low, high = (int(x) for x in np.quantile(observed, [(1 - level) / 2, (1 + level) / 2]))
    warnings = [w for w in result.warnings if not w.startswith("The chains did not mix")]
    if not listings.doubtful:
        warnings.append(
            "The links hold no pair under 0.5, so only half of their doubt is carried: make them with  onrecord link … --doubtful."
        )
    r_hat = result.diagnostics.get("r_hat")
    if r_hat is not None and r_hat >= 1.1:
        warnings.append(f"In some draws the chains did not mix (R-hat up to {r_hat:.2f}).")
    return replace(
        result, observed=middle, seed=seed, warnings=tuple(warnings),
        diagnostics={**result.diagnostics, "partitions": len(found), "documented": {"least": low, "most": high}},
        assumptions=(*result.assumptions, "the probabilities of the links are right."),
    )  # fmt: skip
