"""MPNet's encoder in plain PyTorch, read from the published weights (Song et al. 2020; Apache-2.0).

Attention adds one learned bias by distance, shared by all layers. The lower layers can be run once and kept, so that
only the upper ones are trained.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from training.pieces import PAD

WIDTH, HEADS, INNER, LAYERS, PIECES, POSITIONS = 768, 12, 3072, 12, 30527, 514
BUCKETS, FARTHEST = 32, 128
_EPSILON = 1e-5


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

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.after_attention = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.after_inner = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.drop = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = states.shape

        def heads(x: Tensor) -> Tensor:
            return x.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            heads(self.query(states)), heads(self.key(states)), heads(self.value(states)), attn_mask=bias
        )
        seen = seen.transpose(1, 2).reshape(batch, length, WIDTH)
        states = self.after_attention(states + self.drop(self.out(seen)))
        read: Tensor = self.after_inner(states + self.drop(self.outer(functional.gelu(self.inner(states)))))
        return read


class Encoder(nn.Module):
    """Embeddings and twelve layers."""

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, WIDTH, padding_idx=PAD)
        self.positions = nn.Embedding(POSITIONS, WIDTH, padding_idx=PAD)
        self.after_embedding = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.distances = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def embed(self, ids: Tensor) -> Tensor:
        """States below the first layer. Padding stands at the right; positions are counted from PAD + 1."""
        places = torch.arange(ids.shape[1], device=ids.device) + PAD + 1
        embedded: Tensor = self.after_embedding(self.pieces(ids) + self.positions(places)[None])
        return embedded

    def bias(self, filled: Tensor, dtype: torch.dtype) -> Tensor:
        """What attention adds for distance, and for padding (`filled`: batch by length, true where a token stands)."""
        buckets = distance_buckets(filled.shape[1]).to(filled.device)
        near = self.distances(buckets).permute(2, 0, 1)[None]
        bias: Tensor = near + (~filled)[:, None, None, :] * -1e4
        return bias.to(dtype).contiguous()

    def run(self, states: Tensor, bias: Tensor, first: int = 0, last: int = LAYERS) -> Tensor:
        """States after layers [first, last)."""
        for layer in self.layers[first:last]:
            states = layer(states, bias)
        return states

    def forward(self, ids: Tensor, filled: Tensor) -> Tensor:
        states = self.embed(ids)
        return self.run(states, self.bias(filled, states.dtype))


_NAMES = {
    "attention.attn.q": "query",
    "attention.attn.k": "key",
    "attention.attn.v": "value",
    "attention.attn.o": "out",
    "attention.LayerNorm": "after_attention",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "after_inner",
}


def load_encoder(folder: Path) -> Encoder:
    """The encoder with the weights of `model.safetensors` in a folder of the published model."""
    stored = load_file(folder / "model.safetensors")
    taken = {
        "pieces.weight": stored["embeddings.word_embeddings.weight"],
        "positions.weight": stored["embeddings.position_embeddings.weight"],
        "after_embedding.weight": stored["embeddings.LayerNorm.weight"],
        "after_embedding.bias": stored["embeddings.LayerNorm.bias"],
        "distances.weight": stored["encoder.relative_attention_bias.weight"],
    }
    for n in range(LAYERS):
        for theirs, ours in _NAMES.items():
            for part in ("weight", "bias"):
                taken[f"layers.{n}.{ours}.{part}"] = stored[f"encoder.layer.{n}.{theirs}.{part}"]
    encoder = Encoder()
    encoder.load_state_dict(taken)
    return encoder
