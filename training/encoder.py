"""The encoders that the reader is made from, in plain PyTorch: MPNet (Song et al. 2020) and MiniLM (Wang et al. 2020).

Both are stacks of attention and feed-forward blocks; MPNet adds to attention one learned bias by distance, shared by all
layers. The lower layers can be run once and kept, so that only the upper ones are trained.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

BUCKETS, FARTHEST = 32, 128


@dataclass(frozen=True, slots=True)
class Shape:
    """How large an encoder is, and what tells one family from the other."""

    width: int
    heads: int
    inner: int
    layers: int
    pieces: int
    positions: int
    first_position: int
    epsilon: float
    by_distance: bool


SHAPES = {
    "mpnet": Shape(768, 12, 3072, 12, 30527, 514, 2, 1e-5, True),
    "minilm": Shape(384, 12, 1536, 6, 30522, 512, 0, 1e-12, False),
}


def distance_buckets(length: int) -> Tensor:
    """The bucket of each pair of positions (from, to): exact for short distances, logarithmic up to FARTHEST."""
    positions = torch.arange(length)
    away = positions[:, None] - positions[None, :]
    half = BUCKETS // 2
    exact = half // 2
    near = away.abs()
    scale = (near.float().clamp(min=1) / exact).log() / math.log(FARTHEST / exact)
    far = (exact + (scale * (half - exact)).long()).clamp(max=half - 1)
    return (away < 0).long() * half + torch.where(near < exact, near, far)


class Layer(nn.Module):
    """Self-attention and a feed-forward block, each with its residual and normalisation after it."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.after_attention = nn.LayerNorm(width, eps=shape.epsilon)
        self.inner = nn.Linear(width, shape.inner)
        self.outer = nn.Linear(shape.inner, width)
        self.after_inner = nn.LayerNorm(width, eps=shape.epsilon)
        self.drop = nn.Dropout(dropout)

    def by_head(self, x: Tensor) -> Tensor:
        """Batch by length by width → batch by head by length by the head's width."""
        batch, length, width = x.shape
        return x.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        query, key, value = (self.by_head(part(states)) for part in (self.query, self.key, self.value))
        seen = attended(query, key, value, bias)
        seen = seen.transpose(1, 2).reshape(states.shape)
        states = self.after_attention(states + self.drop(self.out(seen)))
        read: Tensor = self.after_inner(states + self.drop(self.outer(functional.gelu(self.inner(states)))))
        return read


def attended(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
    """What each place takes from all others, head by head.

    On a CPU the fused kernel takes twice as long as its three parts when it is learnt through, so they are written out there.
    """
    if query.is_cuda or not torch.is_grad_enabled():
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
    near = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1]) + bias
    seen: Tensor = near.softmax(-1) @ value
    return seen


class Encoder(nn.Module):
    """Embeddings and layers."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.pieces, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.after_embedding = nn.LayerNorm(shape.width, eps=shape.epsilon)
        if shape.by_distance:
            self.distances = nn.Embedding(BUCKETS, shape.heads)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def embed(self, ids: Tensor) -> Tensor:
        """States below the first layer. Padding stands at the right."""
        places = torch.arange(ids.shape[1], device=ids.device) + self.shape.first_position
        embedded: Tensor = self.after_embedding(self.pieces(ids) + self.positions(places)[None])
        return embedded

    def bias(self, filled: Tensor, dtype: torch.dtype) -> Tensor:
        """What attention adds for distance, and for padding (`filled`: batch by length, true where a token stands)."""
        bias: Tensor = (~filled)[:, None, None, :] * -1e4
        if self.shape.by_distance:
            buckets = distance_buckets(filled.shape[1]).to(filled.device)
            bias = bias + self.distances(buckets).permute(2, 0, 1)[None]
        return bias.to(dtype).contiguous()

    def run(self, states: Tensor, bias: Tensor, first: int = 0, last: int | None = None) -> Tensor:
        """States after layers [first, last), or from the first on."""
        for layer in self.layers[first:last]:
            states = layer(states, bias)
        return states

    def forward(self, ids: Tensor, filled: Tensor) -> Tensor:
        states = self.embed(ids)
        return self.run(states, self.bias(filled, states.dtype))


_MPNET_NAMES = {
    "attention.attn.q": "query",
    "attention.attn.k": "key",
    "attention.attn.v": "value",
    "attention.attn.o": "out",
    "attention.LayerNorm": "after_attention",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "after_inner",
}
_MINILM_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "after_attention",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "after_inner",
}


def load_encoder(folder: Path, family: str) -> Encoder:
    """The encoder with the weights of `model.safetensors` in a folder of the published model; `family` is a key of SHAPES."""
    shape = SHAPES[family]
    stored = load_file(folder / "model.safetensors")
    taken = {
        "pieces.weight": stored["embeddings.word_embeddings.weight"],
        "positions.weight": stored["embeddings.position_embeddings.weight"],
        "after_embedding.weight": stored["embeddings.LayerNorm.weight"],
        "after_embedding.bias": stored["embeddings.LayerNorm.bias"],
    }
    if shape.by_distance:
        taken["distances.weight"] = stored["encoder.relative_attention_bias.weight"]
    else:  # a text is always MiniLM's first segment, so that segment's vector is part of every position's
        taken["positions.weight"] = taken["positions.weight"] + stored["embeddings.token_type_embeddings.weight"][0]
    for n in range(shape.layers):
        for theirs, ours in (_MPNET_NAMES if shape.by_distance else _MINILM_NAMES).items():
            for part in ("weight", "bias"):
                taken[f"layers.{n}.{ours}.{part}"] = stored[f"encoder.layer.{n}.{theirs}.{part}"]
    encoder = Encoder(shape)
    encoder.load_state_dict(taken)
    return encoder
