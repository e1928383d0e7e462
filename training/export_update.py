"""Write a taught update of the int8 encoder as the small files that the reader puts into it when it is loaded.

usage: python -m training.export_update --run RUN_FOLDER --model MODEL_FOLDER --out FOLDER

RUN_FOLDER is of training.fit_update, MODEL_FOLDER holds encoder.onnx; `export_heads` writes the heads of the same run. Prints the bytes of each file, and how far the
tables in int8 are from those that were taught, relative to their size.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from onrecord.extract.trained.graphs import UPDATES
from training.quantised import Layer, Part, Upper, names_of

_MOST = 127


def in_bytes(
    down: NDArray[np.float32], up: NDArray[np.float32]
) -> tuple[NDArray[np.int8], NDArray[np.int8], NDArray[np.float32]]:
    """Both tables in int8, and by output how large one of their product is. What the first loses of its columns' sizes the second takes."""
    wide = np.abs(down).max(axis=0) / _MOST
    up = up * wide[:, None]
    steps = np.maximum(np.abs(up).max(axis=0) / _MOST, np.finfo(np.float32).tiny).astype(np.float32)
    return np.rint(down / wide).astype(np.int8), np.rint(up / steps).astype(np.int8), steps


def arrays_of(
    layer: Layer, number: int, named: dict[tuple[int, str], str]
) -> tuple[dict[str, NDArray[Any]], list[tuple[float, float]]]:
    """What a file holds of a layer; of each weight the square of what int8 changes in its update, and of that update."""
    found: dict[str, NDArray[Any]] = {}
    apart = []
    stem = f"encoder.layers.{number}."
    for name, part in layer.parts.items():
        assert isinstance(part, Part)
        down, up = (table.numpy() for table in part.factors())
        tables = in_bytes(down, up)
        found |= {f"{named[number, name]}/{kind}": table for kind, table in zip(("down", "up", "steps"), tables, strict=True)}
        found[f"{stem}layer.{name}.bias"] = part.bias.detach().numpy().astype(np.float16)
        made = (tables[0].astype(np.float32) @ tables[1].astype(np.float32)) * tables[2]
        apart.append((float(((made - down @ up) ** 2).sum()), float(((down @ up) ** 2).sum())))
    for norm in ("after_attention", "after_inner"):
        for kind in ("weight", "bias"):
            found[f"{stem}layer.{norm}.{kind}"] = getattr(layer, f"{norm}_{kind}").detach().numpy().astype(np.float16)
    return found, apart


def load_upper(run: Path, model: Path) -> Upper:
    """The upper layers with the update that a run taught."""
    options = json.loads((run / "options.json").read_text(encoding="utf-8"))
    upper = Upper(model / "encoder.onnx", options["family"], options["first"], options["rank"])
    stored = torch.load(run / "model.pt")
    upper.load_state_dict({k.removeprefix("upper."): v for k, v in stored.items() if k.startswith("upper.")})
    upper.renew()
    return upper.eval()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.export_update")
    for name in ("run", "model", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    upper = load_upper(options.run, options.model)
    named = names_of(onnx.load(options.model / "encoder.onnx").graph)
    layers = [arrays_of(layer, upper.first + n, named) for n, layer in enumerate(upper.layers) if isinstance(layer, Layer)]
    for file, chosen in zip(UPDATES, np.array_split(np.arange(len(layers)), len(UPDATES)), strict=True):
        arrays = {name: array for n in chosen for name, array in layers[n][0].items()}
        part = options.out / f"{file}.part"
        with part.open("wb") as sink:
            np.savez_compressed(sink, allow_pickle=False, **arrays)
        part.replace(options.out / file)
        print(f"{file}: {(options.out / file).stat().st_size:,} bytes")
    lost, whole = np.sum([pair for _, apart in layers for pair in apart], axis=0)
    print(f"relative error of the tables in int8 {np.sqrt(lost / whole):.4f}")


if __name__ == "__main__":
    main()
