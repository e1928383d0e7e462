"""What an update makes of an encoder's bytes; the graph is made by hand."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from onrecord.extract.trained.more_outputs import _field
from onrecord.extract.trained.updates import thresholds, updated, weight_with

_WEIGHT = np.random.default_rng(1).integers(-127, 128, (300, 24)).astype(np.int8)
_BIAS = np.arange(24, dtype=np.float32)


def _graph() -> bytes:
    """Two constants among other fields, as onnx.proto has them: version, graph (name, constants, a node)."""
    constants = b""
    for name, array in (("w_quantized", _WEIGHT), ("bias", _BIAS)):
        dims = b"".join(bytes([1 << 3, n & 127 | 128, n >> 7]) for n in array.shape)
        constants += _field(5, dims + _field(8, name.encode()) + _field(9, array.tobytes()))
    return bytes([1 << 3, 8]) + _field(7, _field(2, b"made") + constants + _field(1, _field(4, b"MatMulInteger")))


def _tables(rank: int = 3, seed: int = 2) -> dict[str, NDArray[Any]]:
    some = np.random.default_rng(seed)
    return {
        "w/down": some.integers(-127, 128, (300, rank)).astype(np.int8),
        "w/up": some.integers(-127, 128, (rank, 24)).astype(np.int8),
        "w/steps": some.random(24).astype(np.float32) / 2000,
    }


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "encoder.onnx"
    path.write_bytes(_graph())
    return path


def _written(folder: Path, **arrays: NDArray[Any]) -> Path:
    path = folder / "wire-update-1.npz"
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    return path


def test_weights_and_vectors_are_changed_and_nothing_else(graph: Path, tmp_path: Path) -> None:
    tables = _tables()
    found = updated(graph, [_written(tmp_path, **tables, bias=(_BIAS + 0.5).astype(np.float16))], b"behind")
    changed = weight_with(_WEIGHT, *tables.values())
    assert (changed != _WEIGHT).any()
    wanted = _graph().replace(_WEIGHT.tobytes(), changed.tobytes()).replace(_BIAS.tobytes(), (_BIAS + 0.5).tobytes())
    assert found == wanted + b"behind"


def test_without_updates_the_bytes_are_the_files(graph: Path) -> None:
    assert updated(graph, []) == _graph()


def test_an_update_is_the_same_however_it_is_summed() -> None:
    """The tables' product is exact: whole numbers summed one by one give what matrix products of a few rows each give."""
    some = np.random.default_rng(3)
    weight, down, up = (some.integers(-127, 128, size).astype(np.int8) for size in ((300, 1500), (300, 16), (16, 1500)))
    steps = (some.random(1500) / 2000).astype(np.float32)
    product = np.sum([np.outer(down[:, k].astype(np.int64), up[k].astype(np.int64)) for k in reversed(range(16))], axis=0)
    added = np.floor(np.float32(product) * steps + thresholds(weight.shape)) + weight
    assert (weight_with(weight, down, up, steps) == np.clip(added, -127, 127)).all()


@given(st.floats(-3, 3, width=32), st.integers(0, 2000))
def test_on_the_mean_what_is_added_is_not_lost(steps: float, start: int) -> None:
    """Of an update by so many steps everywhere, however small, the mean of what is rounded is within a hundredth of it."""
    rounded = np.floor(np.float32(steps) + thresholds((128, 128), start))
    assert abs(rounded.mean() - steps) < 0.01
    assert not np.floor(thresholds((128, 128), start)).any()  # an update of nothing changes nothing


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"other/steps": np.ones(24, np.float32), "other/down": np.ones((1, 1), np.int8), "other/up": np.ones((1, 1), np.int8)}, "does not hold"),
        ({**_tables(), "w/up": np.ones((2, 24), np.int8)}, "another size"),
        ({"bias": np.ones(23, np.float16)}, "another size"),
        ({"nothing": np.ones(24, np.float16)}, "does not hold"),
    ],
)  # fmt: skip
def test_an_update_of_another_encoder_is_refused(
    graph: Path, tmp_path: Path, arrays: dict[str, NDArray[Any]], words: str
) -> None:
    with pytest.raises(ValueError, match=f"wire-update-1.npz.*{words}"):
        updated(graph, [_written(tmp_path, **arrays)])


@pytest.mark.parametrize("cut", [1, 40, 4000])
def test_a_graph_that_is_cut_short_is_refused(graph: Path, tmp_path: Path, cut: int) -> None:
    update = _written(tmp_path, bias=_BIAS)
    graph.write_bytes(_graph()[:-cut])
    with pytest.raises(ValueError, match=r"cut short|does not hold"):
        updated(graph, [update])
