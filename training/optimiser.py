"""AdamW on full-precision copies of weights that are held in bfloat16, with a slower pace for lower layers."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import nn

from training.network import Network


def paces(network: Network, encoder_pace: float, head_pace: float, decay: float) -> list[tuple[list[nn.Parameter], float]]:
    """Parameters with their learning rates: heads at `head_pace`, the topmost layer at `encoder_pace`, each below × `decay`."""
    groups: list[tuple[list[nn.Parameter], float]] = []
    for head in network.heads():
        groups.append((list(head.parameters()), head_pace))
    upper = list(network.encoder.layers)[network.frozen :]
    for depth, layer in enumerate(reversed(upper)):
        groups.append((list(layer.parameters()), encoder_pace * decay**depth))
    return groups


def warm_linear(step: int, steps: int, warm: int) -> float:
    """The share of the full pace at a step: rises over `warm` steps, then falls in a line to nothing at `steps`."""
    if step < warm:
        return (step + 1) / warm
    return max(0.0, (steps - step) / max(1, steps - warm))


class Optimiser:
    """AdamW whose state and weights are float32; the network's own weights are rounded copies."""

    def __init__(self, groups: list[tuple[list[nn.Parameter], float]], weight_decay: float = 0.01) -> None:
        self.live = [p for parameters, _ in groups for p in parameters]
        self.full = [p.detach().float().clone().requires_grad_() for p in self.live]
        full = iter(self.full)
        described = [{"params": [next(full) for _ in parameters], "lr": pace, "pace": pace} for parameters, pace in groups]
        self.inner = torch.optim.AdamW(described, weight_decay=weight_decay, fused=True)

    def step(self, share: float, clip: float = 1.0) -> float:
        """One step at a share of the full pace; returns the gradient's norm before clipping."""
        for full, live in zip(self.full, self.live, strict=True):
            full.grad = None if live.grad is None else live.grad.float()
            live.grad = None
        norm = float(nn.utils.clip_grad_norm_(self.full, clip))
        if math.isfinite(norm):
            for group in self.inner.param_groups:
                group["lr"] = group["pace"] * share
            self.inner.step()
            self.show()
        return norm

    def show(self) -> None:
        """Round the full weights into the network."""
        with torch.no_grad():
            for full, live in zip(self.full, self.live, strict=True):
                live.copy_(full)

    def state_dict(self) -> dict[str, Any]:
        return {"full": [p.detach() for p in self.full], "inner": self.inner.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        with torch.no_grad():
            for full, stored in zip(self.full, state["full"], strict=True):
                full.copy_(stored)
        self.inner.load_state_dict(state["inner"])
        self.show()
