"""A small update of an int8 encoder for one kind of report, put into the encoder's bytes when they are loaded: no second encoder is shipped.

An update adds to a weight the product of two narrow tables (LoRA, Hu et al. 2021: "Low-Rank Adaptation of Large Language Models"), and brings some vectors
(biases, norms) anew. The tables are int8, so that their product is exact in float32 in whatever order it is summed, and every machine makes the same weights.
A sum is rounded up or down at a threshold that differs from place to place: rounded to the nearest, an update smaller than half a step would be lost; so what is
lost in one place is gained in another, as a picture is dithered.

A file of an update is NumPy's .npz, in which a weight NAME of the graph (NAME_quantized, inputs by outputs) has NAME/down (int8, inputs by rank), NAME/up (int8,
rank by outputs) and NAME/steps (float32: by output how many steps of the weight one of the product is); any other array takes the place of the graph's of that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["PARTS", "thresholds", "updated", "weight_with"]

Floats = NDArray[np.float32]

PARTS: Final = ("query", "key", "value", "out", "inner", "outer")
"""The weights of an encoder's layer that an update adds to."""

_MOST: Final = 127
_ROWS: Final = 64  # made at a time, so that what is made stays near the processor
_ALONE: Final = (
    1 << 18
)  # of a product so small OpenBLAS makes no threads: those that wait for each other would take seconds where other work shares the cores

# Fields of onnx.proto: ModelProto.graph; GraphProto.initializer; TensorProto.name and .raw_data.
_GRAPH, _INITIALIZER, _NAME, _RAW = 7, 5, 8, 9
_VARINT, _EIGHT, _LENGTH, _FOUR = 0, 1, 2, 5  # Protocol Buffers' wire types

# The two numbers of Roberts' R2 sequence as shares of 2³²: their multiples fill a square evenly ("The Unreasonable Effectiveness of Quasirandom Sequences", 2018).
_ACROSS, _DOWN = np.uint32(2447445413), np.uint32(3242174889)


def thresholds(shape: tuple[int, int], start: int = 0) -> Floats:
    """Between 0 and 1, one for each place of a table (from its row `start` on), spread evenly: how much is added before rounding down."""
    rows, columns = (np.arange(first, first + n, dtype=np.uint32) for first, n in zip((start, 0), shape, strict=True))
    mixed = (rows * _DOWN)[:, None] + columns * _ACROSS
    return ((mixed >> np.uint32(9)).astype(np.float32) + np.float32(0.5)) / np.float32(1 << 23)


def weight_with(weight: NDArray[np.int8], down: NDArray[np.int8], up: NDArray[np.int8], steps: Floats) -> NDArray[np.int8]:
    """A weight with an update added, rounded."""
    found, wide, narrow = np.empty_like(weight), down.astype(np.float32), up.astype(np.float32)
    few = max(1, _ALONE // (_ROWS * max(1, len(narrow))))
    for start in range(0, len(weight), _ROWS):
        held = weight[start : start + _ROWS]
        made = np.empty(held.shape, dtype=np.float32)
        for at in range(0, weight.shape[1], few):
            np.matmul(wide[start : start + _ROWS], narrow[:, at : at + few], out=made[:, at : at + few])
        made *= steps
        made += thresholds((len(held), weight.shape[1]), start)
        np.floor(made, out=made)
        made += held
        np.clip(made, -_MOST, _MOST, out=made)
        found[start : start + _ROWS] = made
    return found


def updated(path: Path, updates: Sequence[Path], more: bytes = b"") -> bytes:
    """The bytes of a graph's file with the weights and vectors of the updates in it, and `more` behind it. ValueError where they do not fit the graph."""
    held = np.memmap(path, dtype=np.uint8, mode="r").data
    places = dict(_initializers(held))
    made: list[tuple[int, int, NDArray[Any]]] = []
    for update in updates:
        for name, array in _arrays(update, held, places):
            start, end = _place(places, name, update)
            if array.nbytes != end - start:
                raise ValueError(f"{update.name} gives {name} another size")
            made.append((start, end, array))
    parts, at = [], 0
    for start, end, array in sorted(made, key=lambda m: m[0]):
        parts += [held[at:start], array.data]
        at = end
    return b"".join([*parts, held[at:], more])


def _arrays(update: Path, held: memoryview, places: dict[str, tuple[int, int]]) -> Iterator[tuple[str, NDArray[Any]]]:
    """What an update puts in the place of which of the graph's tensors."""
    with np.load(update, allow_pickle=False) as arrays:
        for name in arrays.files:
            stem, _, kind = name.rpartition("/")
            if kind == "steps":
                down, up = arrays[f"{stem}/down"], arrays[f"{stem}/up"]
                start, end = _place(places, f"{stem}_quantized", update)
                if (len(down) * up.shape[1], down.shape[1]) != (end - start, len(up)):
                    raise ValueError(f"{update.name} gives {stem} another size")
                weight = np.frombuffer(held[start:end], dtype=np.int8).reshape(len(down), up.shape[1])
                yield f"{stem}_quantized", weight_with(weight, down, up, arrays[name])
            elif kind not in ("down", "up"):
                yield name, np.ascontiguousarray(arrays[name].astype("<f4"))


def _place(places: dict[str, tuple[int, int]], name: str, update: Path) -> tuple[int, int]:
    if name not in places:
        raise ValueError(f"{update.name} updates {name}, which the encoder does not hold")
    return places[name]


def _initializers(held: memoryview) -> Iterator[tuple[str, tuple[int, int]]]:
    """The names of a graph's constants that are kept as raw bytes, and where these begin and end."""
    for number, start, end in _fields(held, 0, len(held)):
        if number != _GRAPH:
            continue
        for inner, first, last in _fields(held, start, end):
            if inner == _INITIALIZER:
                parts = {n: (a, b) for n, a, b in _fields(held, first, last) if n in (_NAME, _RAW)}
                if len(parts) == 2:
                    a, b = parts[_NAME]
                    yield bytes(held[a:b]).decode(), parts[_RAW]


def _fields(held: memoryview, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The number of each field of a message, and where what it holds begins and ends. ValueError where it is none."""
    while at < end:
        key, at = _number(held, at, end)
        kind = key & 7
        if kind == _VARINT:
            start, stop = at, _number(held, at, end)[1]
        elif kind == _LENGTH:
            size, start = _number(held, at, end)
            stop = start + size
        elif kind in (_EIGHT, _FOUR):
            start, stop = at, at + (8 if kind == _EIGHT else 4)
        else:
            raise ValueError("the encoder is no graph")
        if stop > end:
            raise ValueError("the encoder's graph is cut short")
        yield key >> 3, start, stop
        at = stop


def _number(held: memoryview, at: int, end: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    found = shift = 0
    while at < end:
        byte = held[at]
        found, shift, at = found | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:
            return found, at
    raise ValueError("the encoder's graph is cut short")
