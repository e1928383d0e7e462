"""How often 95 % intervals cover, over simulated populations: python benchmarks/intervals.py FILE [populations] [method,…] [seconds].

Six designs of 1,000 people and four lists: independent lists, people who differ, lists that attract each other, lists that avoid each other,
sparse lists, and a rare kind of people whom lists hardly hold. A population is drawn by its number alone, and what each method says of it is
a line of FILE (JSON Lines), so that a run can be stopped, or ends after so many seconds of processor time, and can be gone on with. Prints
the table of what FILE holds; without populations, only that. Latent classes begin with a third of the sweeps that they take by default, and
go on as they do by default where that was not enough.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import OnRecordError
from onrecord.estimate.methods import one as estimated
from onrecord.estimate.table import from_arrays

SIZE, LISTS = 1_000, 4
Rows = NDArray[np.int64]
Json = dict[str, Any]
BUDGET: dict[str, Json] = {"lcmcr": {"burn": 200, "draws": 450}}


def independent(rng: np.random.Generator) -> Rows:
    return rng.random((SIZE, LISTS)) < np.array([0.35, 0.3, 0.25, 0.2])


def heterogeneous(rng: np.random.Generator) -> Rows:
    ease = rng.normal(0, 1.0, (SIZE, 1))
    return rng.random((SIZE, LISTS)) < 1 / (1 + np.exp(-(np.array([-0.7, -0.9, -1.2, -1.4]) + ease)))


def _dependent(rng: np.random.Generator, with_first: float, without: float) -> Rows:
    on = independent(rng)
    on[:, 1] = rng.random(SIZE) < np.where(on[:, 0], with_first, without)
    return on


def attracting(rng: np.random.Generator) -> Rows:
    return _dependent(rng, 0.5, 0.2)


def avoiding(rng: np.random.Generator) -> Rows:
    return _dependent(rng, 0.12, 0.4)


def sparse(rng: np.random.Generator) -> Rows:
    return rng.random((SIZE, LISTS)) < np.array([0.12, 0.1, 0.08, 0.06])


def rare(rng: np.random.Generator) -> Rows:
    hard = rng.random((SIZE, 1)) < 0.15
    return rng.random((SIZE, LISTS)) < np.where(hard, 0.06, np.array([0.35, 0.3, 0.3, 0.25]))


DESIGNS: dict[str, Callable[[np.random.Generator], Rows]] = {
    "independent": independent, "people differ": heterogeneous, "lists attract": attracting, "lists avoid": avoiding,
    "sparse": sparse, "a rare kind": rare,
}  # fmt: skip


def one(design: str, method: str, seed: int) -> Json:
    """What a method says of one population, as a line of the file."""
    on = DESIGNS[design](np.random.default_rng(seed)).astype(int)
    line: Json = {"design": design, "method": method, "seed": seed}
    begun = time.process_time()
    try:
        e = estimated(from_arrays(on[on.any(axis=1)]), method, seed, **BUDGET.get(method, {}))
    except OnRecordError as error:
        return {**line, "refused": str(error)}
    said = {"estimate": e.estimate, "lower": e.lower, "upper": e.upper if math.isfinite(e.upper) else None}
    mixed = {"r_hat": e.diagnostics["r_hat"]} if "r_hat" in e.diagnostics else {}
    return {**line, **said, **mixed, "warned": bool(e.warnings), "seconds": round(time.process_time() - begun, 3)}


def lines_of(path: Path) -> list[Json]:
    """What is in the file. A last line that was cut short is left out, and drawn again."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def drawn(path: Path, populations: int, methods: list[str], seconds: float) -> None:
    """Draws what the file does not hold yet. The order is by population, so that a run that is stopped holds all designs alike."""
    had = lines_of(path)
    done = {(x["design"], x["method"], x["seed"]) for x in had}
    path.write_text("".join(json.dumps(x) + "\n" for x in had), encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        for seed in range(populations):
            for design in DESIGNS:
                for method in methods:
                    if (design, method, seed) not in done:
                        file.write(json.dumps(one(design, method, seed)) + "\n")
            file.flush()
            if time.process_time() > seconds:
                break


def row(design: str, method: str, found: list[Json]) -> str:
    """Coverage with its Monte Carlo error, intervals wholly below and above the truth, median bias and width."""
    told = [x for x in found if "refused" not in x]
    n = len(told)
    if not n:
        return f"| {design} | `{method}` | 0 | – | – | – | – | – | {len(found)} |"
    below = sum(x["upper"] is not None and x["upper"] < SIZE for x in told)
    above = sum(x["lower"] > SIZE for x in told)
    share = 1 - (below + above) / n
    error = math.sqrt(share * (1 - share) / n)
    bias = statistics.median(x["estimate"] - SIZE for x in told)
    width = statistics.median((math.inf if x["upper"] is None else x["upper"]) - x["lower"] for x in told)
    stuck = sum(x.get("r_hat", 1.0) >= 1.01 for x in told)
    without = f"{len(found) - n}" + (f"; {stuck} did not mix" if stuck else "")
    return (
        f"| {design} | `{method}` | {n} | {share:.1%} ± {error:.1%} | {below / n:.1%} | {above / n:.1%} | {bias:+,.0f} | {width:,.0f} "
        f"| {without} |"
    )


def table(path: Path) -> None:
    print("| design | method | populations | covered | too low | too high | median bias | median width | no estimate |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    had = lines_of(path)
    for design in DESIGNS:
        for method in dict.fromkeys(x["method"] for x in had):
            print(row(design, method, [x for x in had if x["design"] == design and x["method"] == method]))


if __name__ == "__main__":
    into = Path(sys.argv[1])
    if len(sys.argv) > 2:
        methods = (sys.argv[3] if len(sys.argv) > 3 else "lcmcr,dga,sparse,loglinear,chao").split(",")
        drawn(into, int(sys.argv[2]), methods, float(sys.argv[4]) if len(sys.argv) > 4 else math.inf)
    table(into)
