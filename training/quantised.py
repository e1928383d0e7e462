"""The int8 encoder that ships as PyTorch sees it, so that a small update of it is taught on exactly what it will read by.

Each weight stays the int8 number that ships; what is taught is a product of two narrow tables (LoRA, Hu et al. 2021), added to it and rounded to int8 as
`onrecord.extract.trained.updates` rounds it when the model is loaded. Inputs are rounded as ONNX Runtime's DynamicQuantizeLinear rounds them, a window at a
time. Gradients pass both roundings as if they were none (Bengio et al. 2013).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from onrecord.extract.trained.updates import PARTS, thresholds
from training.encoder import SHAPES, distance_buckets

_NORMS = ("after_attention", "after_inner")
_TYPICAL = 0.04  # root mean square of a weight for which the pace is meant


class _Rounded(torch.autograd.Function):
    """A table as whole steps of an eighth bit's size, in bfloat16, which holds them exactly; and the step."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> tuple[Tensor, Tensor]:
        low, high = x.amin().clamp(max=0.0), x.amax().clamp(min=0.0)
        step = (high - low) / 255
        zero = (-low / step).round()
        ctx.save_for_backward(step)
        ctx.mark_non_differentiable(step)
        return ((x / step).round_().add_(zero).clamp_(0, 255).sub_(zero)).bfloat16(), step

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Tensor:
        (step,) = ctx.saved_tensors
        return grads[0].float() / step


class _Product(torch.autograd.Function):
    """Rounded states by an int8 weight: rows by inputs, inputs by outputs → rows by outputs. `scale` is the size of a whole step, by output."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, down: Tensor, up: Tensor, weight: Tensor, step: Tensor, scale: Tensor) -> Tensor:
        ctx.save_for_backward(x, down, up, weight, step, scale)
        return (x @ weight).float() * (step * scale)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        x, down, up, weight, step, scale = ctx.saved_tensors
        grad = grads[0] * step
        g, narrow = grad.bfloat16(), up.bfloat16().T
        return (
            (grad * scale).bfloat16() @ weight.T, (x.T @ (g @ narrow)).float(), ((x @ down.bfloat16()).T @ g).float(), None, None, None,
        )  # fmt: skip


class Part(nn.Module):
    """One weight of a layer with its update of a given rank, in the units of its steps."""

    held: Tensor
    scale: Tensor
    weight: Tensor

    def __init__(self, quantised: NDArray[np.int8], scale: NDArray[np.float32], bias: NDArray[np.float32], rank: int) -> None:
        super().__init__()
        size = float(np.sqrt(np.mean((quantised * scale).astype(np.float64) ** 2)))
        self.unit = size / _TYPICAL
        self.down = nn.Parameter(torch.randn(quantised.shape[0], rank) / math.sqrt(quantised.shape[0]))
        self.up = nn.Parameter(torch.zeros(rank, quantised.shape[1]))
        self.bias = nn.Parameter(torch.from_numpy(bias.copy()))
        self.register_buffer("held", torch.from_numpy(quantised + thresholds(quantised.shape)), persistent=False)
        self.register_buffer("scale", torch.from_numpy(scale.copy()), persistent=False)
        self.register_buffer("weight", torch.from_numpy(quantised.astype(np.float32)).bfloat16(), persistent=False)

    def factors(self) -> tuple[Tensor, Tensor]:
        """The two tables whose product is added, in steps of each column."""
        return self.down.detach(), self.up.detach() * self.unit / self.scale

    def renew(self) -> None:
        """Make the weight of what the tables are now."""
        self.weight.copy_(torch.addmm(self.held, *self.factors()).floor_().clamp_(-127, 127))

    def forward(self, x: Tensor, step: Tensor) -> Tensor:
        found: Tensor = _Product.apply(x, self.down, self.up * self.unit, self.weight, step, self.scale)  # type: ignore[no-untyped-call]
        return found + self.bias


class Layer(nn.Module):
    """A layer of the int8 encoder, for one window at a time."""

    def __init__(
        self, parts: dict[str, Part], vectors: dict[str, NDArray[np.float32]], heads: int, epsilon: float, drop: float
    ) -> None:
        super().__init__()
        self.parts = nn.ModuleDict(parts)
        self.heads, self.epsilon, self.drop = heads, epsilon, nn.Dropout(drop)
        for name, held in vectors.items():
            if name.startswith("for_"):
                self.register_buffer(name, torch.from_numpy(held.copy()), persistent=False)
            else:
                self.register_parameter(name, nn.Parameter(torch.from_numpy(held.copy())))

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Tokens by width → the same."""
        length, width = x.shape
        given, step = _Rounded.apply(x * self.for_attention)  # type: ignore[no-untyped-call]
        query, key, value = (
            self.parts[p](given, step).view(length, self.heads, -1).transpose(0, 1).bfloat16()
            for p in ("query", "key", "value")
        )
        near = (query @ key.transpose(1, 2)).float() / math.sqrt(width / self.heads) + bias
        seen = (near.softmax(-1).bfloat16() @ value).float().transpose(0, 1).reshape(length, width)
        given, step = _Rounded.apply(seen * self.for_out)  # type: ignore[no-untyped-call]
        x = self._normed(x + self.drop(self.parts["out"](given, step)), "after_attention")
        given, step = _Rounded.apply(x * self.for_inner)  # type: ignore[no-untyped-call]
        deep = functional.gelu(self.parts["inner"](given, step))
        given, step = _Rounded.apply(deep * self.for_outer)  # type: ignore[no-untyped-call]
        return self._normed(x + self.drop(self.parts["outer"](given, step)), "after_inner")

    def _normed(self, x: Tensor, name: str) -> Tensor:
        weight, bias = (getattr(self, f"{name}_{part}") for part in ("weight", "bias"))
        return functional.layer_norm(x, x.shape[-1:], weight, bias, self.epsilon)


class Upper(nn.Module):
    """The layers of an int8 encoder from `first` on (counted from 0), each with an update to be taught."""

    def __init__(self, path: Path, family: str, first: int, rank: int, drop: float = 0.1) -> None:
        super().__init__()
        shape = SHAPES[family]
        graph = onnx.load(path).graph
        held = {w.name: numpy_helper.to_array(w) for w in graph.initializer}
        named = names_of(graph)
        self.first = first
        self.layers = nn.ModuleList()
        for n in range(first, shape.layers):
            stem = f"encoder.layers.{n}."
            parts = {
                p: Part(held[f"{named[n, p]}_quantized"], held[f"{named[n, p]}_scale"], held[f"{stem}layer.{p}.bias"], rank)
                for p in PARTS
            }
            vectors = {f"for_{v}": held[f"{stem}for_{v}"] for v in ("attention", "out", "inner", "outer")}
            vectors |= {f"{norm}_{v}": held[f"{stem}layer.{norm}.{v}"] for norm in _NORMS for v in ("weight", "bias")}
            self.layers.append(Layer(parts, vectors, shape.heads, shape.epsilon, drop))
        near = np.zeros((1, shape.heads), dtype=np.float32)
        if shape.by_distance:
            zero = held["encoder.distances.weight_zero_point"].astype(np.float32)
            near = (held["encoder.distances.weight_quantized"] - zero) * held["encoder.distances.weight_scale"]
        self.near = torch.from_numpy(near.astype(np.float32))
        self.widen: nn.Module = _widening(held, named) if (shape.layers, "widen") in named else nn.Identity()
        self.biases: dict[int, Tensor] = {}

    def renew(self) -> None:
        """Make all weights of what the tables are now."""
        with torch.no_grad():
            for part in self.parts():
                part.renew()

    def parts(self) -> Iterator[Part]:
        return (m for m in self.modules() if isinstance(m, Part))

    def forward(self, lower: Tensor) -> Tensor:
        """The last states of a window from those below the first layer here; tokens by width both."""
        length = len(lower)
        bias = self.near[distance_buckets(length)].permute(2, 0, 1) if len(self.near) > 1 else torch.zeros(1)
        x = lower
        for layer in self.layers:
            x = layer(x, bias)
        widened: Tensor = self.widen(x)
        return widened


def _widening(held: dict[str, NDArray[Any]], named: dict[tuple[int, str], str]) -> nn.Linear:
    """What makes a small encoder's states as wide as those of the model that it learnt from; it stays as it ships."""
    ((_, stem),) = ((at, name) for at, name in named.items() if at[1] == "widen")
    weight = (held[f"{stem}_quantized"] * held[f"{stem}_scale"]).astype(np.float32)
    made = nn.Linear(*weight.shape)
    made.requires_grad_(False)
    made.weight.copy_(torch.from_numpy(weight.T.copy()))
    made.bias.copy_(torch.from_numpy(held["widen.bias"].copy()))
    return made


def names_of(graph: Any) -> dict[tuple[int, str], str]:
    """What the weights of each layer's parts are called in an int8 encoder's graph, but for the ending `_quantized`.

    What widens the states stands behind the last layer.
    """
    found = {}
    for node in graph.node:
        at = re.search(r"layers\.(\d+)/(?:layer/)?(\w+)/MatMul", node.name)
        if node.op_type == "MatMulInteger" and (at is not None or "widen" in node.name):
            place = (int(at[1]), at[2]) if at is not None else (max(n for n, _ in found) + 1, "widen")
            found[place] = node.input[1].removesuffix("_quantized")
    return found
