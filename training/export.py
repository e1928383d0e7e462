"""Write the encoder of a fitted network as ONNX, smoothed and in int8. Its heads are taught on and written by training.export_heads.

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
from training.muc4 import example, read_documents
from training.network import Network
from training.prepared import Prepared, prepare
from training.smoothing import smooth

silent_runtime()
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]  # noqa: E402

_OPSET = 17
_LARGE = 1024
ATTRIBUTION_GRAPHS = ("cues", "parts")
_CALIBRATE, _CHECK = 30, 16


class EncoderGraph(nn.Module):
    """Piece ids (batch by length, padded at the right) and where they are filled (1 or 0) → states."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder, self.widen = network.encoder, network.widen

    def forward(self, ids: Tensor, filled: Tensor) -> Tensor:
        states: Tensor = self.widen(self.encoder(ids, filled.bool()))
        return states


class CuesGraph(nn.Module):
    """States of a window's tokens and the first and last token of each word → words' states, logits of the cue tags."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.head = network.attribution

    def forward(self, states: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
        words = self.head.words(states, rows)
        return words, self.head.cues(words)


class PartsGraph(nn.Module):
    """Words' states, cues (first and last word), the words around each → logits of the source's and the content's tags."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.head = network.attribution

    def forward(self, words: Tensor, cues: Tensor, around: Tensor) -> Tensor:
        logits: Tensor = self.head.parts(words, cues, around)
        return logits


def load_network(run: Path) -> Network:
    """A fitted network in full precision, ready to read."""
    options = json.loads((run / "options.json").read_text(encoding="utf-8"))
    network = Network(Encoder(SHAPES[options["family"]]), options["frozen"], options.get("width"))
    network.load_state_dict(torch.load(run / "model.pt"))
    return network.float().eval()


def write_encoder(network: Network, path: Path) -> None:
    """The encoder as it stands."""
    ids = torch.randint(3, 30000, (2, 40))
    write_graph(EncoderGraph(network), (ids, torch.ones_like(ids)), path,
           {"ids": {0: "batch", 1: "length"}, "filled": {0: "batch", 1: "length"}, "states": {0: "batch", 1: "length"}})  # fmt: skip


def write_attribution(network: Network, folder: Path) -> None:
    """The graphs of the head for attribution, which no reader uses: the rules read attributions better."""
    states, tokens = torch.randn(40, network.spans.start.in_features), torch.tensor([[1, 2], [3, 3], [4, 9]])
    write_graph(CuesGraph(network), (states, tokens), folder / "cues.onnx",
           {"states": {0: "length"}, "rows": {0: "words"}, "words": {0: "words"}, "tags": {0: "words"}})  # fmt: skip
    around = torch.arange(20)[None].expand(3, 20).contiguous()
    write_graph(PartsGraph(network), (states, tokens, around), folder / "parts.onnx",
           {"words": {0: "words"}, "cues": {0: "cues"}, "around": {0: "cues", 1: "reach"}, "parts": {0: "cues", 1: "reach"}})  # fmt: skip


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
    parser.add_argument("--attribution", action="store_true", help="the head for attribution too")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(options.weights)
    sets = {n: [prepare(example(d), tokenizer) for d in read_documents(options.data / f"{n}.jsonl")] for n in ("train", "dev")}
    network = load_network(options.run)
    full, small = options.out / "full", options.out / "int8"
    for folder in (full, small):
        folder.mkdir(exist_ok=True)
    write_encoder(network, full / "encoder.onnx")
    if options.attribution:
        write_attribution(network, full)
        for name in ATTRIBUTION_GRAPHS:
            keep_halved(full / f"{name}.onnx", small / f"{name}.onnx")
    smooth(network.encoder, [torch.from_numpy(s) for s in _samples(sets["train"], _CALIBRATE, 100, 512, seed=1)])
    smoothed = options.out / "smoothed.onnx"
    write_encoder(network, smoothed)
    quantise(smoothed, small / "encoder.onnx", ["MatMul", "Gather"])
    smoothed.unlink()
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
