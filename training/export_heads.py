"""Write fitted heads as ONNX in int8, beside the encoder whose states they were taught on; the pairs in half precision.

usage: python -m training.export_heads --run RUN_FOLDER --out FOLDER

RUN_FOLDER is of training.fit_heads or training.fit_update. Prints the bytes of each file.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from onrecord.extract.trained.graphs import WIRE
from training.export import keep_halved, quantise, write_graph
from training.heads import HIDDEN, PAIR_FEATURES
from training.labels import SPAN_LABELS, SPAN_ROLES
from training.network import Heads

INT8 = WIRE[:3]


class ContextGraph(nn.Module):
    """States of a window's tokens → what stands around each; its weight in the document's vector; what it adds to every span by that."""

    def __init__(self, heads: Heads) -> None:
        super().__init__()
        assert heads.context is not None
        self.context, self.weigh, self.gist = heads.context, heads.document.weigh, heads.spans.document

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.context(states), self.weigh(states), self.gist(states)


class SpansGraph(nn.Module):
    """States and surroundings of one document's tokens (windows one after another), its gist and its spans → hidden vectors, logits."""

    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.spans = heads.spans

    def forward(self, states: Tensor, context: Tensor, gist: Tensor, tokens: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.spans.hidden(torch.cat([states, context], dim=1), tokens, lengths, gist)
        return hidden, self.spans(hidden)


def load_heads(run: Path) -> Heads:
    """Fitted heads, ready to read."""
    stored = {k.removeprefix("heads."): v for k, v in torch.load(run / "model.pt").items() if not k.startswith("upper.")}
    size, width = stored["context.down.weight"].shape
    heads = Heads(width, context=size)
    heads.load_state_dict(stored)
    return heads.eval()


def write_graphs(heads: Heads, folder: Path) -> None:
    """The graphs in full precision."""
    width = heads.spans.document.in_features
    states, tokens, lengths = torch.randn(40, width), torch.tensor([[1, 2], [3, 3], [4, 9]]), torch.tensor([1, 0, 4])
    write_graph(ContextGraph(heads), (states,), folder / WIRE[0],
           {"states": {0: "length"}, "context": {0: "length"}, "weights": {0: "length"}, "gist": {0: "length"}})  # fmt: skip
    write_graph(SpansGraph(heads), (states, torch.randn(40, heads.spans.start.in_features - width), torch.randn(HIDDEN), tokens, lengths), folder / WIRE[1],
           {"states": {0: "length"}, "context": {0: "length"}, "gist": {}, "tokens": {0: "spans"}, "lengths": {0: "spans"},
            "hidden": {0: "spans"}, "logits": {0: "spans"}})  # fmt: skip
    write_graph(heads.document, (states, torch.randn(width), torch.randn(3, len(SPAN_LABELS))), folder / WIRE[2],
           {"states": {0: "length"}, "pooled": {}, "logits": {0: "spans"}, "document": {}})  # fmt: skip
    pair = (torch.randn(3, HIDDEN), torch.zeros(3, len(SPAN_ROLES)), torch.zeros(3, 3, PAIR_FEATURES))
    write_graph(heads.pairs, pair, folder / WIRE[3],
           {"hidden": {0: "n"}, "roles": {0: "n"}, "features": {0: "n", 1: "n"}, "pairs": {0: "n", 1: "n"}})  # fmt: skip


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.export_heads")
    for name in ("run", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        full = Path(made)
        write_graphs(load_heads(options.run), full)
        for name in INT8:
            quantise(full / name, options.out / name, ["MatMul", "Gemm"])
        keep_halved(full / WIRE[3], options.out / WIRE[3])
    for name in WIRE:
        print(f"{name}: {(options.out / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
