"""One model out of several runs that went on from the same one: the mean of their weights.

usage: python -m training.average RUN_FOLDER RUN_FOLDER … --out RUN_FOLDER

Runs that began from the same weights lie near enough for their mean to be a model, often a better one than each (Wortsman et al. 2022,
"Model soups"); a run and the one that it began from are such too. The options written are the first run's.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch


def averaged(stored: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of each weight. ValueError where the models are not of one shape."""
    first = stored[0]
    for other in stored[1:]:
        if {k: v.shape for k, v in other.items()} != {k: v.shape for k, v in first.items()}:
            raise ValueError("these are models of different shapes: average runs of one family and width")
    return {k: torch.stack([s[k].float() for s in stored]).mean(0) for k in first}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.average", description="average the weights of runs")
    parser.add_argument("runs", type=Path, nargs="+", help="folders with model.pt and options.json")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    part = options.out / "model.part"
    torch.save(averaged([torch.load(run / "model.pt") for run in options.runs]), part)
    part.replace(options.out / "model.pt")
    shutil.copyfile(options.runs[0] / "options.json", options.out / "options.json")


if __name__ == "__main__":
    main()
