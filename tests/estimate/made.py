"""Made-up tables, and the figures that the R packages Rcapture 1.4-4, dga 2.0.2 and SparseMSE 2.0.1 give for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from onrecord.estimate.reading import read_table
from onrecord.estimate.table import Table

FOUR = """A,B,C,D,count
1,0,0,0,212
0,1,0,0,145
1,1,0,0,48
0,0,1,0,98
1,0,1,0,33
0,1,1,0,12
1,1,1,0,19
0,0,0,1,61
1,0,0,1,17
0,1,0,1,9
1,1,0,1,7
0,0,1,1,14
1,0,1,1,4
0,1,1,1,3
1,1,1,1,2
"""
EMPTY = """A,B,C,D,count
1,0,0,0,120
0,1,0,0,85
1,1,0,0,9
0,0,1,0,64
1,0,1,0,6
0,1,1,0,17
1,1,1,0,2
0,0,0,1,40
1,0,0,1,0
0,1,0,1,5
0,0,1,1,3
0,1,1,1,1
"""
"""Two of its lists, A and D, share nobody."""
CLOSED = {
    "M0": (1286.38361403708, 65.4750225838931, 250.6220284267372), "Mt": (1234.70113775724, 61.1237454134817, 105.5427565559217),
    "Mh Chao (LB)": (1430.38212113384, 95.7414504704710, 243.2165449804205), "Mh Poisson2": (1525.30722507195, 140.6015464934266, 246.4074837461818),
    "Mh Darroch": (1910.89674684961, 327.6863267229755, 244.8017766255599), "Mh Gamma3.5": (2443.99131456466, 658.4654205441805, 244.2945624034556),
    "Mth Chao (LB)": (1379.16946676489, 89.8751195531003, 95.9175693036848), "Mth Poisson2": (1488.37525721998, 134.5022322161602, 99.4682657956054),
    "Mth Darroch": (1915.74895781016, 329.3106938459313, 97.5926816828768), "Mth Gamma3.5": (2534.63445951684, 694.2313830466235, 97.0251210946969),
}  # fmt: skip
"""closedp.t: abundance, stderr, AIC."""
DGA = {
    0.5: (1071, 1228, 1510, 1242.76113455086, 0.171264290816261),
    0.0625: (1124, 1238, 1413, 1245.7805295772, 0.684022368469137),
}
"""bma.cr with 0 to 5,000 missed: quantiles 2.5, 50, 97.5 %, mean, weight of the best graph, by delta."""


def written(folder: Path, text: str, name: str = "lists.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def four(folder: Path) -> Table:
    return read_table(written(folder, FOUR)).cells()


def people(size: int, lists: int, chance: float, seed: int) -> np.ndarray:
    """Who of a population stands on which independent list; those on none are left out."""
    on = (np.random.default_rng(seed).random((size, lists)) < chance).astype(int)
    return on[on.any(axis=1)]
