"""AdamW on full-precision copies of weights that are held in bfloat16, with a slower pace for lower layers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

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
    """AdamW whose state and weights are float32; the network's own weights are rounded copies.

    With `smoothing` the weights are averaged too: so much of the average stays at each step, less at the beginning.
    """

    def __init__(
        self, groups: list[tuple[list[nn.Parameter], float]], weight_decay: float = 0.01, smoothing: float | None = None
    ) -> None:
        self.live = [p for parameters, _ in groups for p in parameters]
        self.full = [p.detach().float().clone().requires_grad_() for p in self.live]
        self.smoothing, self.steps = smoothing, 0
        self.smoothed = [p.detach().clone() for p in self.full] if smoothing is not None else []
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
            self._smooth()
        return norm

    def _smooth(self) -> None:
        self.steps += 1
        if self.smoothing is not None:
            stays = min(self.smoothing, self.steps / (9 + self.steps))
            with torch.no_grad():
                for kept, full in zip(self.smoothed, self.full, strict=True):
                    kept.lerp_(full, 1 - stays)

    def show(self) -> None:
        """Round the full weights into the network."""
        self._show(self.full)

    def show_smoothed(self) -> None:
        """Round the averaged weights into the network; `show` takes that back."""
        self._show(self.smoothed)

    def _show(self, weights: Sequence[Tensor]) -> None:
        with torch.no_grad():
            for full, live in zip(weights, self.live, strict=True):
                live.copy_(full)

    def state_dict(self) -> dict[str, Any]:
        held = {"full": [p.detach() for p in self.full], "inner": self.inner.state_dict()}
        return {**held, "smoothed": self.smoothed, "steps": self.steps}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        with torch.no_grad():
            for mine, stored in zip([*self.full, *self.smoothed], [*state["full"], *state.get("smoothed", ())], strict=True):
                mine.copy_(stored)
        self.steps = state.get("steps", 0)
        self.inner.load_state_dict(state["inner"])
        self.show()
