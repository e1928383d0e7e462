"""The bars of estimation in a table: python benchmarks/estimate.py [folder of the published tables] [Rscript and its library folder].

Needs ../shared/data/mse. Processor time, with one thread; compiled code is warmed up first, and that is printed too.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.errors import OnRecordError
from onrecord.estimate import estimate, read_table
from onrecord.estimate.decomposable import posterior
from onrecord.estimate.methods import ALL, one
from onrecord.estimate.table import Table

PUBLISHED = {
    "kosovo": "10,356 [9,002, 12,122] (Ball and others 2002)",
    "ukdat_5": "11,313 [8,785, 14,701] (SparseMSE)",
    "ukdat": "10,000–13,000 (Home Office 2014)",
    "ned_5": "", "ned": "", "neworl_5": "", "western": "",
}  # fmt: skip


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    found = run()
    return found, time.process_time() - begun


def words(run: Callable[[], Any]) -> str:
    try:
        e, seconds = timed(run)
    except OnRecordError as error:
        return f"none: {error}"
    upper = f"{e.upper:,.0f}" if math.isfinite(e.upper) else "endless"
    chains = f", R-hat {e.diagnostics['r_hat']:.3f}" if "r_hat" in e.diagnostics else ""
    return f"{e.estimate:,.0f} [{e.lower:,.0f}, {upper}] {seconds:.2f} s{chains}{', warned' if e.warnings else ''}"


def main(folder: Path) -> None:
    tables: dict[str, Table] = {p.stem: read_table(p).cells() for p in sorted(folder.glob("*.csv"))}
    kosovo, uk = tables["kosovo"], tables["ukdat_5"]
    _, cold = timed(lambda: one(kosovo, "lcmcr"))
    e, warm = timed(lambda: one(kosovo, "lcmcr"))
    print(
        f"lcmcr on kosovo: {cold:.1f} s with compiling or loading, {warm:.2f} s warm, {e.diagnostics['effective_draws'] / warm:,.0f} effective draws/s"
    )
    found = [one(kosovo, "lcmcr", seed) for seed in range(20)]
    middle, low, high = (np.median([getattr(f, k) for f in found]) for k in ("estimate", "lower", "upper"))
    print(
        f"lcmcr on kosovo over 20 seeds: {middle:,.0f} [{low:,.0f}, {high:,.0f}]; R-hat at most {max(f.diagnostics['r_hat'] for f in found):.3f}"
    )
    _, seconds = timed(lambda: posterior(uk, np.arange(0.0, 27_441.0), 0.5))
    print(f"dga on UK five lists, 822 graphs × 27,441 numbers: {seconds:.3f} s")
    _, seconds = timed(lambda: one(tables["ukdat"], "dga"))
    print(f"dga on UK six lists, 18,154 graphs: {seconds:.2f} s")
    print(f"sparse on UK five lists, 1,000 replicates: {words(lambda: one(uk, 'sparse'))}\n")
    for name, table in tables.items():
        print(f"{name}: {table.observed:,} documented; published {PUBLISHED.get(name) or '–'}")
        for method in ALL:
            print(f"  {method:10} {words(lambda t=table, m=method: estimate(t, m))}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared" / "data" / "mse")
