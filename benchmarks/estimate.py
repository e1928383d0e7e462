"""The bars of estimation in tables: python benchmarks/estimate.py [part,…] [folder of the published tables].

The parts are `speed`, `kosovo` (every method beside the near-census) and `tables` (every method on every published table, with R-hat). Needs
../shared/data/mse. Seconds are of one processor. Compiled code that is not kept on disk yet is compiled first, and that is told apart.
"""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.errors import OnRecordError
from onrecord.estimate import estimate, read_table
from onrecord.estimate.comparing import spread
from onrecord.estimate.decomposable import posterior
from onrecord.estimate.methods import ALL, one
from onrecord.estimate.result import Estimate
from onrecord.estimate.table import Table

CENSUS = 10_401
METHODS = (*ALL[:3], "sparse-averaged", *ALL[3:])
PUBLISHED = {
    "kosovo": "10,356 [9,002, 12,122] (Ball and others 2002)",
    "ukdat_5": "11,313 [8,785, 14,701] (SparseMSE)",
    "ukdat": "10,000–13,000 (Home Office 2014)",
    "ned_5": "121,522 (SparseMSE)", "neworl_5": "1,034 (SparseMSE)", "western": "2,483 (SparseMSE)",
}  # fmt: skip
SECOND = "import sys, time; from onrecord.estimate import read_table; from onrecord.estimate.methods import one; t = read_table(sys.argv[1]); b = time.process_time(); e = one(t, 'lcmcr'); s = time.process_time() - b; print(e.diagnostics['effective_draws'] / s)"


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    found = run()
    return found, time.process_time() - begun


def number(e: Estimate) -> str:
    upper = f"{e.upper:,.0f}" if math.isfinite(e.upper) else "endless"
    return f"{e.estimate:,.0f} [{e.lower:,.0f}, {upper}]"


def speed(tables: dict[str, Table], folder: Path) -> None:
    kosovo, uk = tables["kosovo"], tables["ukdat_5"]
    _, cold = timed(lambda: one(kosovo, "lcmcr"))
    again = subprocess.run(
        [sys.executable, "-c", SECOND, str(folder / "kosovo.csv")], capture_output=True, text=True, check=True
    )
    found = [timed(lambda s=s: one(kosovo, "lcmcr", s)) for s in range(20)]
    rates = [e.diagnostics["effective_draws"] / seconds for e, seconds in found]
    print("| measure | figure |\n| --- | --- |")
    print(f"| lcmcr on kosovo, first call, compiling what is not on disk | {cold:.1f} s |")
    print(f"| the same, effective draws a second: first call of a process with what is on disk | {float(again.stdout):,.0f} |")
    print(
        f"| the same, warm, over 20 seeds: median, least, most | {np.median(rates):,.0f}, {min(rates):,.0f}, {max(rates):,.0f} |"
    )
    middle, low, high = (np.median([getattr(e, k) for e, _ in found]) for k in ("estimate", "lower", "upper"))
    print(f"| lcmcr on kosovo, medians over 20 seeds | {middle:,.0f} [{low:,.0f}, {high:,.0f}] |")
    points = [e.estimate for e, _ in found]
    print(
        f"| its estimates, and the greatest R-hat | {min(points):,.0f} to {max(points):,.0f}; {max(e.diagnostics['r_hat'] for e, _ in found):.4f} |"
    )
    _, seconds = timed(lambda: posterior(uk, np.arange(0.0, 27_441.0), 0.5))
    print(f"| dga on UK five lists, 822 graphs × 27,441 numbers | {seconds:.3f} s |")
    _, seconds = timed(lambda: one(tables["ukdat"], "dga"))
    print(f"| dga on UK six lists, 18,154 graphs | {seconds:.2f} s |")
    e, seconds = timed(lambda: one(uk, "sparse"))
    print(f"| sparse on UK five lists, 1,000 replicates | {number(e)}, {seconds:.2f} s |\n")


def kosovo(tables: dict[str, Table], folder: Path) -> None:
    print(f"| method | estimate [95 % interval] | holds {CENSUS:,} | seconds |\n| --- | --- | --- | --- |")
    for method in METHODS:
        e, seconds = timed(lambda m=method: estimate(tables["kosovo"], m))
        print(f"| `{method}` | {number(e)} | {'yes' if e.lower <= CENSUS <= e.upper else 'no'} | {seconds:.2f} |", flush=True)
    alike = spread(tables["kosovo"])
    assert alike is not None
    print(
        f"\n{alike['models']} log-linear models fit about as well as the best: {alike['least']:,.0f} to {alike['most']:,.0f}\n"
    )


def published(tables: dict[str, Table], folder: Path) -> None:
    print("| table | documented | method | estimate [95 % interval] | R-hat | effective draws | seconds | warned | published |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, table in tables.items():
        for method in METHODS:
            print(
                f"| {name} | {table.observed:,} | `{method}` | {_cells(table, method)} | {PUBLISHED.get(name, '–')} |",
                flush=True,
            )


def _cells(table: Table, method: str) -> str:
    try:
        e, seconds = timed(lambda: estimate(table, method))
    except OnRecordError as error:
        return f"none: {error} | – | – | – | –"
    r, draws = e.diagnostics.get("r_hat"), e.diagnostics.get("effective_draws")
    chains = f"{r:.4f} | {draws:,.0f}" if r is not None else "– | –"
    return f"{number(e)} | {chains} | {seconds:.2f} | {'; '.join(e.warnings) or 'no'}"


PARTS = {"speed": speed, "kosovo": kosovo, "tables": published}


def main(parts: list[str], folder: Path) -> None:
    tables = {p.stem: read_table(p).cells() for p in sorted(folder.glob("*.csv"))}
    for part in parts:
        PARTS[part](tables, folder)


if __name__ == "__main__":
    main(
        sys.argv[1].split(",") if len(sys.argv) > 1 else list(PARTS),
        Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[2] / "shared" / "data" / "mse",
    )
