"""Write a fitted network as ONNX: the encoder smoothed and in int8, the heads in int8 beside it, the pairs in half precision.

usage: python -m training.export --run RUN_FOLDER --data MUC4_FOLDER --weights MPNET_FOLDER --out FOLDER

Prints the relative error of the int8 encoder's states against full precision on dev, the sizes and the speeds.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from onrecord.extract.trained.graphs import session
from onrecord.extract.trained.pieces import load_tokenizer
from onrecord.extract.trained.runtime import silent_runtime
from training.encoder import SHAPES, Encoder
from training.heads import HIDDEN, PAIR_FEATURES
from training.labels import SPAN_ROLES
from training.muc4 import example, read_documents
from training.network import Network, taken
from training.prepared import Prepared, prepare
from training.smoothing import smooth

silent_runtime()
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]  # noqa: E402

_OPSET = 17
_LARGE = 1024
INT8_HEADS = ("heads", "news")
_CALIBRATE, _CHECK = 30, 16


class EncoderGraph(nn.Module):
    """Piece ids (batch by length, padded at the right) and where they are filled (1 or 0) → states."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder, self.widen = network.encoder, network.widen

    def forward(self, ids: Tensor, filled: Tensor) -> Tensor:
        states: Tensor = self.widen(self.encoder(ids, filled.bool()))
        return states


class HeadsGraph(nn.Module):
    """States of one document's tokens (windows one after another) and its spans → hidden vectors, logits, document."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.spans = network.spans
        self.document = network.document

    def forward(self, states: Tensor, tokens: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        pooled = self.document.pool(states)
        hidden = self.spans.hidden(states, tokens, lengths, self.spans.document(pooled))
        logits = self.spans(hidden)
        return hidden, logits, self.document(states, pooled, logits)


class NewsGraph(nn.Module):
    """States of one document's tokens and the hidden vectors of its short spans → logits of the news labels, and of the numbers."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.news = network.news

    def forward(self, states: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.news(hidden)
        return logits, self.news.counts(states, logits)


def load_network(run: Path) -> Network:
    """A fitted network in full precision, ready to read."""
    options = json.loads((run / "options.json").read_text(encoding="utf-8"))
    network = Network(Encoder(SHAPES[options["family"]]), options["frozen"], options.get("width"))
    network.load_state_dict(taken(torch.load(run / "model.pt")))
    return network.float().eval()


def write_graphs(network: Network, folder: Path) -> None:
    """The graphs in full precision."""
    ids = torch.randint(3, 30000, (2, 40))
    write_graph(EncoderGraph(network), (ids, torch.ones_like(ids)), folder / "encoder.onnx",
           {"ids": {0: "batch", 1: "length"}, "filled": {0: "batch", 1: "length"}, "states": {0: "batch", 1: "length"}})  # fmt: skip
    states, tokens = torch.randn(40, network.spans.start.in_features), torch.tensor([[1, 2], [3, 3], [4, 9]])
    write_graph(HeadsGraph(network), (states, tokens, torch.tensor([1, 0, 4])), folder / "heads.onnx",
           {"states": {0: "length"}, "tokens": {0: "spans"}, "lengths": {0: "spans"},
            "hidden": {0: "spans"}, "logits": {0: "spans"}, "document": {}})  # fmt: skip
    hidden = torch.randn(3, HIDDEN)
    write_graph(NewsGraph(network), (states, hidden), folder / "news.onnx",
           {"states": {0: "length"}, "hidden": {0: "spans"}, "news": {0: "spans"}, "counts": {}})  # fmt: skip
    pair = (hidden, torch.zeros(3, len(SPAN_ROLES)), torch.zeros(3, 3, PAIR_FEATURES))
    write_graph(network.pairs, pair, folder / "pairs.onnx",
           {"hidden": {0: "n"}, "roles": {0: "n"}, "features": {0: "n", 1: "n"}, "pairs": {0: "n", 1: "n"}})  # fmt: skip


def keep_halved(path: Path, into: Path) -> None:
    """Write a graph with its large weights in half precision; they are widened when the graph is loaded."""
    model = onnx.load(path)
    large = [w for w in model.graph.initializer if w.data_type == TensorProto.FLOAT and numpy_helper.to_array(w).size >= _LARGE]
    for weight in large:
        half = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), f"{weight.name}_half")
        model.graph.initializer.remove(weight)
        model.graph.initializer.append(half)
        model.graph.node.insert(0, helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT))
    onnx.save(model, into)


def write_graph(graph: nn.Module, inputs: tuple[Tensor, ...], path: Path, axes: dict[str, dict[int, str]]) -> None:
    """A module as a graph; `axes` names inputs and outputs in order, with the dimensions of each that differ from text to text."""
    names = list(axes)
    torch.onnx.export(
        graph.eval(), inputs, str(path), input_names=names[: len(inputs)], output_names=names[len(inputs) :],
        dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
    )  # fmt: skip


def quantise(graph: Path, into: Path, kinds: list[str]) -> None:
    """Write a graph with the weights of these kinds of nodes in int8, one scale a channel."""
    quantize_dynamic(graph, into, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=kinds)


def relative_error(full: Any, small: Any, samples: list[np.ndarray]) -> float:
    """‖small − full‖ / ‖full‖ over the states of all samples, one at a time."""
    apart = whole = 0.0
    for ids in samples:
        feed = {"ids": ids, "filled": np.ones_like(ids)}
        a, b = full.run(None, feed)[0], small.run(None, feed)[0]
        apart += float(((a - b) ** 2).sum())
        whole += float((a**2).sum())
    return float((apart / whole) ** 0.5)


def speed(of: Any, samples: list[np.ndarray]) -> float:
    """Tokens a second, one sample at a time."""
    began = time.perf_counter()
    for ids in samples:
        of.run(None, {"ids": ids, "filled": np.ones_like(ids)})
    return sum(ids.size for ids in samples) / (time.perf_counter() - began)


def _samples(documents: list[Prepared], count: int, least: int, most: int, seed: int) -> list[np.ndarray]:
    fit = [p.ids for d in documents for p in d.pieces if least <= len(p.ids) <= most]
    random.Random(seed).shuffle(fit)
    return [np.array([ids], dtype=np.int64) for ids in fit[:count]]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.export")
    for name in ("run", "data", "weights", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(options.weights)
    sets = {n: [prepare(example(d), tokenizer) for d in read_documents(options.data / f"{n}.jsonl")] for n in ("train", "dev")}
    network = load_network(options.run)
    full, small = options.out / "full", options.out / "int8"
    for folder in (full, small):
        folder.mkdir(exist_ok=True)
    write_graphs(network, full)
    smooth(network.encoder, [torch.from_numpy(s) for s in _samples(sets["train"], _CALIBRATE, 100, 512, seed=1)])
    smoothed = options.out / "smoothed.onnx"
    write_graph(EncoderGraph(network), (torch.randint(3, 30000, (2, 40)), torch.ones(2, 40, dtype=torch.int64)), smoothed,
           {"ids": {0: "batch", 1: "length"}, "filled": {0: "batch", 1: "length"}, "states": {0: "batch", 1: "length"}})  # fmt: skip
    quantise(smoothed, small / "encoder.onnx", ["MatMul", "Gather"])
    smoothed.unlink()
    for name in INT8_HEADS:
        quantise(full / f"{name}.onnx", small / f"{name}.onnx", ["MatMul", "Gemm"])
    keep_halved(full / "pairs.onnx", small / "pairs.onnx")
    checked = _samples(sets["dev"], _CHECK, 200, 400, seed=1)
    one, other = session(full / "encoder.onnx"), session(small / "encoder.onnx")
    print(f"relative error {relative_error(one, other, checked):.3f}")
    print(f"tokens a second: full {speed(one, checked):.0f}, int8 {speed(other, checked):.0f}")
    packed = options.out / "int8.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(small.iterdir()):
            archive.write(path, path.name)
    print(
        f"int8 on disk {sum(p.stat().st_size for p in small.iterdir()) / 1e6:.1f} MB, compressed {packed.stat().st_size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
