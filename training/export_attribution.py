"""Write a fitted head for attribution as two ONNX graphs, their large weights in int8, into the source of a distribution.

usage: python -m training.export_attribution --run FOLDER --layers 4,8 --into models/onrecord-model-en

`--layers` are those that its states were made with (training.attribution_states). Only the two files and their entries in the manifest change.
Prints how far the logits of the graphs lie from those in full precision, and the sizes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from onrecord.extract.trained.attribution_graphs import LAYERS, WORTH
from onrecord.extract.trained.attribution_marks import MARKS, RELATIONS
from onrecord.extract.trained.graphs import session
from onrecord.extract.trained.manifest import ATTRIBUTION
from onrecord.publish.tables import write_whole
from training.judge_attribution import load_attributor
from training.package import digest

TEXTS, AROUND = ATTRIBUTION
_OPSET = 17
_LARGE = 1024  # numbers of a weight from which it is kept in int8


def keep_in_bytes(model: onnx.ModelProto) -> None:
    """Large weights as int8 with a scale a row or a column, whichever loses less; they are widened when the graph is loaded."""
    for weight in list(model.graph.initializer):
        if weight.data_type != TensorProto.FLOAT or (held := numpy_helper.to_array(weight)).size < _LARGE:
            continue
        ways = []
        for axis in {held.ndim - 1, held.ndim - 2}:
            scale = np.maximum(np.abs(held).max(axis=axis, keepdims=True), 1e-12).astype(np.float32) / 127
            small = np.clip(np.rint(held / scale), -127, 127).astype(np.int8)
            ways.append((float(((small * scale - held) ** 2).sum()), small, scale))
        _, small, scale = min(ways, key=lambda w: w[0])
        names = [f"{weight.name}_{part}" for part in ("int8", "scale", "wide")]
        model.graph.initializer.remove(weight)
        model.graph.initializer.extend([numpy_helper.from_array(small, names[0]), numpy_helper.from_array(scale, names[1])])
        model.graph.node.insert(0, helper.make_node("Mul", [names[2], names[1]], [weight.name]))
        model.graph.node.insert(0, helper.make_node("Cast", [names[0]], [names[2]], to=TensorProto.FLOAT))


def write_graph(
    graph: nn.Module, inputs: tuple[Tensor, ...], path: Path, axes: dict[str, dict[int, str]], says: dict[str, str]
) -> float:
    """Writes one graph; how far its outputs lie from those in full precision, relatively."""
    names = list(axes)
    part = path.with_suffix(".part")
    torch.onnx.export(
        graph.eval(), inputs, str(part), input_names=names[: len(inputs)], output_names=names[len(inputs) :],
        dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
    )  # fmt: skip
    model = onnx.load(part)
    keep_in_bytes(model)
    helper.set_model_props(model, says)
    onnx.save(model, part)
    part.replace(path)
    with torch.no_grad():
        full = graph(*inputs)
    full = [full] if isinstance(full, Tensor) else list(full)
    small = session(path).run(None, {n: x.numpy() for n, x in zip(names, inputs, strict=False)})
    apart = [np.linalg.norm(a.numpy() - b) / np.linalg.norm(a.numpy()) for a, b in zip(full, small, strict=True)]
    return float(max(apart))


def enter(manifest: Path, names: list[str]) -> None:
    """Puts files into a manifest, which keeps all else."""
    said: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
    for name in names:
        path = manifest.parent / name
        said["files"][name] = {"sha256": digest(path), "size": path.stat().st_size}
    write_whole(manifest, json.dumps(said, indent=1) + "\n")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.export_attribution")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--layers", default="")
    parser.add_argument("--into", type=Path, required=True, help="the distribution's source, such as models/onrecord-model-en")
    options = parser.parse_args()
    package = options.into / options.into.name.replace("-", "_")
    model = load_attributor(options.run)
    torch.manual_seed(1)
    states, marks = torch.randn(1, 40, model.texts.layers, model.texts.width), (torch.rand(1, 40, MARKS) < 0.1).float()
    words, _ = model.texts(states, marks)
    worth = [chain.worth().tolist() for chain in (model.cues, model.sources, model.contents)]
    says = {LAYERS: json.dumps([int(n) for n in options.layers.split(",") if n]), WORTH: json.dumps(worth)}
    one = write_graph(model.texts, (states, marks), package / TEXTS,
                      {"states": {1: "words"}, "marks": {1: "words"}, "words": {1: "words"}, "tags": {1: "words"}}, says)  # fmt: skip
    around = torch.arange(20)[None].repeat(3, 1)
    around[:, 18:] = -1
    given = (words[0].detach(), torch.tensor([[1, 2], [5, 5], [9, 12]]), around, (torch.rand(3, 20, RELATIONS) < 0.3).float())
    two = write_graph(model.around, given, package / AROUND,
                      {"words": {0: "words"}, "cues": {0: "cues"}, "around": {0: "cues", 1: "reach"},
                       "relations": {0: "cues", 1: "reach"}, "parts": {0: "cues", 1: "reach"}}, {})  # fmt: skip
    enter(package / "manifest.json", [TEXTS, AROUND])
    print(
        f"relative error {one:.4f}, {two:.4f}; {(package / TEXTS).stat().st_size:,} and {(package / AROUND).stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()
