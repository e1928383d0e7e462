"""Average what several runs of training.fit_update taught with what they began from, which reads reports that none has seen better than any of them.

usage: python -m training.average_updates RUN_FOLDER … --start MODEL.pt --model MODEL_FOLDER --share SHARE --out FOLDER

What a run changes of the encoder and of the heads counts SHARE ÷ number of runs; the rest is MODEL.pt, of training.fit_heads, and the encoder of MODEL_FOLDER as they
are (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models" and "Model soups"). Products of tables are added up and brought back to the runs' rank, which drops the
least of them. Writes model.pt as a run does, and prints what share of the updates' squares is dropped.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor

from onrecord.publish.tables import write_whole
from training.quantised import Upper

Weights = dict[str, Tensor]


def narrowed(tables: list[tuple[Tensor, Tensor]], rank: int) -> tuple[Tensor, Tensor, float, float]:
    """Two tables of this rank whose product is nearest to the sum of all products; the square of what is lost, and of the sum."""
    left, inner = torch.linalg.qr(torch.cat([down for down, _ in tables], dim=1))
    right, outer = torch.linalg.qr(torch.cat([up for _, up in tables]).T)
    u, sizes, v = torch.linalg.svd(inner @ outer.T)
    half = sizes[:rank].sqrt()
    lost, whole = float((sizes[rank:] ** 2).sum()), float((sizes**2).sum())
    return left @ u[:, :rank] * half, (half[:, None] * v[:rank]) @ right.T, lost, whole


def averaged(runs: list[Weights], begun: Weights, share: float, rank: int) -> tuple[Weights, float]:
    """The average's weights, and what share of the updates' squares it leaves out. `begun` has the names of a run."""
    found: Weights = {}
    lost = whole = 0.0
    for name, start in begun.items():
        if name.endswith(".up"):
            continue
        if name.endswith(".down"):
            up = name.removesuffix("down") + "up"
            tables = [(run[name], run[up] * share / len(runs)) for run in runs]
            found[name], found[up], dropped, all_of_it = narrowed(tables, rank)
            lost, whole = lost + dropped, whole + all_of_it
        else:
            found[name] = start + share * (torch.stack([run[name] for run in runs]).mean(0) - start)
    return found, lost / whole if whole else 0.0


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.average_updates")
    parser.add_argument("runs", type=Path, nargs="+")
    for name in ("start", "model", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--share", type=float, required=True)
    options = parser.parse_args()
    told = json.loads((options.runs[0] / "options.json").read_text(encoding="utf-8"))
    upper = Upper(options.model / "encoder.onnx", told["family"], told["first"], told["rank"])
    begun = {f"upper.{name}": held for name, held in upper.state_dict().items()}
    begun |= {f"heads.{name}": held for name, held in torch.load(options.start).items()}
    runs = [torch.load(run / "model.pt") for run in options.runs]
    found, lost = averaged(runs, {n: held for n, held in begun.items() if n in runs[0]}, options.share, told["rank"])
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(found, options.out / "model.pt")
    write_whole(
        options.out / "options.json",
        json.dumps({**told, "averaged": list(map(str, options.runs)), "share": options.share}) + "\n",
    )
    print(f"dropped {lost:.1%} of the updates' squares")


if __name__ == "__main__":
    main()
