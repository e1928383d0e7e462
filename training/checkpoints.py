"""Where a run stands on disk: checkpoints to go on from, and the fitted model with its options."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from training.network import Heads
from training.optimiser import Optimiser

EVERY = 100
"""Steps after which a checkpoint is kept."""


def device() -> torch.device:
    """Where to train: on the GPU where there is one, else on the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def _device_states() -> list[torch.Tensor]:
    return torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []


def keep(run: Path, optimiser: Optimiser, step: int) -> None:
    """Keep where the run is, whole or not at all."""
    part = run / "checkpoint.part"
    torch.save(
        {"optimiser": optimiser.state_dict(), "step": step, "random": torch.get_rng_state(), "device": _device_states()}, part
    )
    part.replace(run / "checkpoint.pt")


def resume(run: Path, optimiser: Optimiser) -> int:
    """Go on from the run's checkpoint: the step it is at, 0 where there is none."""
    path = run / "checkpoint.pt"
    if not path.exists():
        return 0
    stored = torch.load(path, map_location="cpu")
    optimiser.load_state_dict(stored["optimiser"])
    torch.set_rng_state(stored["random"])
    if stored.get("device") and torch.cuda.is_available():
        torch.cuda.set_rng_state_all(stored["device"])
    print(f"going on from step {stored['step']}", flush=True)
    return int(stored["step"])


def write_model(network: Heads, options: argparse.Namespace) -> None:
    """The model in full precision, beside the options that made it."""
    stored = {k: v.float().cpu() for k, v in network.state_dict().items()}
    torch.save(stored, options.run / "model.pt")
    (options.run / "options.json").write_text(json.dumps(vars(options), default=str, indent=2) + "\n", encoding="utf-8")
