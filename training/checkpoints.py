"""Where a run stands on disk: checkpoints to go on from, and the fitted model with its options."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from training.network import Network
from training.optimiser import Optimiser

EVERY = 100
"""Steps after which a checkpoint is kept."""


def keep(run: Path, optimiser: Optimiser, step: int) -> None:
    """Keep where the run is, whole or not at all."""
    part = run / "checkpoint.part"
    torch.save({"optimiser": optimiser.state_dict(), "step": step, "random": torch.get_rng_state()}, part)
    part.replace(run / "checkpoint.pt")


def resume(run: Path, optimiser: Optimiser) -> int:
    """Go on from the run's checkpoint: the step it is at, 0 where there is none."""
    path = run / "checkpoint.pt"
    if not path.exists():
        return 0
    stored = torch.load(path)
    optimiser.load_state_dict(stored["optimiser"])
    torch.set_rng_state(stored["random"])
    print(f"going on from step {stored['step']}", flush=True)
    return int(stored["step"])


def write_model(network: Network, options: argparse.Namespace) -> None:
    """The model in full precision, beside the options that made it."""
    stored = {k: v.float() for k, v in network.state_dict().items()}
    torch.save(stored, options.run / "model.pt")
    (options.run / "options.json").write_text(json.dumps(vars(options), default=str, indent=2) + "\n", encoding="utf-8")
