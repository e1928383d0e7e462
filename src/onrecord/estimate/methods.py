"""The methods by name, and one estimate of one table by one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from onrecord.errors import MissingExtra, Misuse
from onrecord.estimate.result import LEVEL, Estimate
from onrecord.estimate.table import CLOSED, CannotEstimate, Table, checked

Method = Callable[..., Estimate]
LEAST = {
    "lincoln-petersen": 2,
    "chapman": 2,
    "chao": 2,
    "loglinear": 3,
    "dga": 3,
    "lcmcr": 3,
    "sparse": 3,
    "sparse-averaged": 3,
}
"""How many lists each needs."""
MOST = {"loglinear": 8, "sparse": 8, "sparse-averaged": 8}
"""How many lists those take whose models are fitted over all histories, listed or not: beyond, one fit of the bootstrap takes minutes."""
ALL = ("lcmcr", "dga", "sparse", "loglinear", "chao")
"""What `all` runs for three lists and more, in that order; for two lists it runs those that take two."""
TWO = ("chao", "chapman", "lincoln-petersen")
SHORTER: Mapping[str, Mapping[str, Any]] = {"lcmcr": {"many": 2, "burn": 200, "draws": 300, "longer": False}}
"""Options for one of many tables whose draws are put together."""
SEEDED = frozenset({"loglinear", "dga", "lcmcr", "sparse", "sparse-averaged"})


def method(name: str) -> Method:
    """The function of that name. Misuse where there is none, MissingExtra where NumPy or SciPy is missing."""
    try:
        from onrecord.estimate.decomposable import dga
        from onrecord.estimate.latent import lcmcr
        from onrecord.estimate.loglinear import loglinear
        from onrecord.estimate.sparse import sparse
        from onrecord.estimate.sparse_averaged import sparse_averaged
        from onrecord.estimate.two_lists import chao, chapman, lincoln_petersen
    except ImportError as e:
        raise MissingExtra("Estimating", "estimate") from e
    every: Mapping[str, Method] = {
        "lincoln-petersen": lincoln_petersen, "chapman": chapman, "chao": chao, "loglinear": loglinear, "dga": dga, "lcmcr": lcmcr,
        "sparse": sparse, "sparse-averaged": sparse_averaged,
    }  # fmt: skip
    if name not in every:
        raise Misuse(f"There is no method {name!r}: choose one of {', '.join(LEAST)}, or all.")
    return every[name]


def default_method(table: Table) -> str:
    """Latent classes for three lists and more, Chao's bound for two."""
    return "lcmcr" if len(table.lists) > 2 else "chao"


def one(table: Table, name: str, seed: int = 0, level: float = LEVEL, **options: Any) -> Estimate:
    """The estimate of a table by a method. CannotEstimate with the reason where the data cannot answer."""
    if not 0 < level < 1:
        raise Misuse(f"A level is a share between 0 and 1, such as 0.95; not {level}.")
    run = method(name)
    cells = checked(table.cells(), LEAST[name])
    if len(cells.lists) > MOST.get(name, len(cells.lists)):
        raise CannotEstimate(
            f"The table has {len(cells.lists)} lists, and this method takes {MOST[name]} at most: choose some with --lists, or take lcmcr or dga."
        )
    if not cells.complete and name != "lcmcr":
        raise Misuse(f"The method {name} takes no blanks: complete the table first.")
    seeded = {"seed": seed} if name in SEEDED else {}
    found = run(cells, level=level, **seeded, **options)
    return replace(found, table=table.hash(), seed=seed, warnings=(*found.warnings, *_of_lists(cells)))


def _of_lists(cells: Table) -> tuple[str, ...]:
    """What every method suffers from: a list that shares nobody with the others, and few people who are on two lists."""
    if (cells.histories == CLOSED).any():
        return ()
    said = []
    shared = cells.overlaps()
    for i, name in enumerate(cells.lists):
        if shared[i].sum() == shared[i, i]:
            said.append(f"The list {name} shares nobody with any other: what it says of the number rests on the model alone.")
    twice = int(cells.counts[(cells.histories == 1).sum(axis=1) > 1].sum())
    if twice < 10:
        said.append(f"Only {twice} people stand on more than one list: the number rests on them.")
    return tuple(said)


def feasible(table: Table, name: str) -> Table:
    """The table without lists that are empty in it, for a stratum. CannotEstimate where too few are left for the method."""
    kept = [n for n, size in table.sizes().items() if size]
    if len(kept) < LEAST[name]:
        raise CannotEstimate(f"only {len(kept)} of its lists hold anybody, and the method needs {LEAST[name]}.")
    return table.only(kept) if len(kept) < len(table.lists) else table
