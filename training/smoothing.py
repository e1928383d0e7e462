"""SmoothQuant for the encoder (Xiao et al. 2023): move outliers from the inputs of a matrix into its weights.

A few channels of the hidden values are some thirty times the median; one int8 scale a row of inputs then leaves nothing of
the rest. Inputs are divided, channel by channel, and weights multiplied by max|x|^α / max|w|^(1−α), which
changes nothing in exact arithmetic.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.encoder import Encoder, Layer

ALPHA_OUTER = 0.75  # the second feed-forward matrix, whose inputs hold the largest outliers
ALPHA = 0.6  # every other matrix


def factors(inputs: NDArray[np.float32], weights: NDArray[np.float32], alpha: float) -> NDArray[np.float32]:
    """By what to divide each input channel, from the largest magnitudes of inputs and of weights in it.

    A channel that is always zero, or that no weight reads, is left alone.
    """
    found = np.ones_like(inputs)
    used = (inputs > 0) & (weights > 0)
    found[used] = inputs[used] ** alpha / weights[used] ** (1 - alpha)
    return np.clip(found, 1e-4, 1e4)


class InputRange:
    """The largest magnitude in each input channel of the modules that it watches."""

    def __init__(self, modules: dict[str, nn.Module]) -> None:
        self.largest: dict[str, Tensor] = {}
        self._handles = [m.register_forward_pre_hook(self._watch(name)) for name, m in modules.items()]

    def _watch(self, name: str):  # type: ignore[no-untyped-def]
        def seen(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            top = inputs[0].detach().abs().flatten(0, -2).amax(0)
            before = self.largest.get(name)
            self.largest[name] = top if before is None else torch.maximum(before, top)

        return seen

    def stop(self) -> None:
        for handle in self._handles:
            handle.remove()


class SmoothedLayer(nn.Module):
    """A layer whose matrices read divided inputs; query, key and value share one division."""

    def __init__(self, layer: Layer, ranges: dict[str, Tensor]) -> None:
        super().__init__()
        self.layer = layer
        together = torch.cat([layer.query.weight, layer.key.weight, layer.value.weight])
        self.for_attention = _fold([layer.query, layer.key, layer.value], ranges["query"], together, ALPHA)
        self.for_out = _fold([layer.out], ranges["out"], layer.out.weight, ALPHA)
        self.for_inner = _fold([layer.inner], ranges["inner"], layer.inner.weight, ALPHA)
        self.for_outer = _fold([layer.outer], ranges["outer"], layer.outer.weight, ALPHA_OUTER)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        layer = self.layer
        read = states * self.for_attention
        query, key, value = (layer.by_head(part(read)) for part in (layer.query, layer.key, layer.value))
        seen = (query @ key.transpose(2, 3)) / (states.shape[2] // layer.heads) ** 0.5
        weighed = (seen + bias).softmax(-1) @ value
        weighed = weighed.transpose(1, 2).reshape(states.shape)
        states = layer.after_attention(states + layer.out(weighed * self.for_out))
        deep = nn.functional.gelu(layer.inner(states * self.for_inner))
        smoothed: Tensor = layer.after_inner(states + layer.outer(deep * self.for_outer))
        return smoothed


def _fold(matrices: list[nn.Linear], inputs: Tensor, weights: Tensor, alpha: float) -> nn.Parameter:
    """Multiply the factors into the matrices; what is left to multiply the inputs by."""
    with torch.no_grad():
        by = torch.from_numpy(factors(inputs.float().numpy(), weights.abs().amax(0).float().numpy(), alpha))
        for matrix in matrices:
            matrix.weight.mul_(by)
        return nn.Parameter(1 / by, requires_grad=False)


def smooth(encoder: Encoder, samples: list[Tensor]) -> None:
    """Smooth a full-precision encoder in place, calibrated on samples of piece ids (each 1 by length)."""
    watched = {
        f"{n}.{part}": getattr(layer, part)
        for n, layer in enumerate(encoder.layers)
        for part in ("query", "out", "inner", "outer")
    }
    ranges = InputRange(watched)
    with torch.no_grad():
        for ids in samples:
            encoder(ids, torch.ones_like(ids, dtype=torch.bool))
    ranges.stop()
    for n, layer in enumerate(encoder.layers):
        if not isinstance(layer, Layer):
            raise ValueError("this encoder is smoothed already")
        mine = {part: ranges.largest[f"{n}.{part}"] for part in ("query", "out", "inner", "outer")}
        encoder.layers[n] = SmoothedLayer(layer, mine)
