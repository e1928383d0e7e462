"""Which encoder reads which report, and that it is opened when one comes."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onrecord.extract.trained import encoders
from onrecord.extract.trained.encoders import Encoders, session
from onrecord.extract.trained.manifest import SMALL


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, ...]]:
    """The updates of each session that is opened."""
    found: list[tuple[Path, ...]] = []

    def stand_in(path: Path, threads: int, layers: tuple[int, ...], updates: tuple[Path, ...]) -> Any:
        found.append(tuple(updates))
        return f"{path.name} {layers} {len(updates)}"

    monkeypatch.setattr(encoders, "session", stand_in)
    return found


def test_wire_reports_are_read_by_the_updated_encoder_and_others_by_the_original(opened: list[tuple[Path, ...]]) -> None:
    update = Path("wire-update-1.npz")
    held = Encoders(Path("encoder.onnx"), 2, [4, 8], [update])
    assert opened == []  # nothing is opened that no report has asked for
    assert held.of(True) == held.of(True) == "encoder.onnx (4, 8) 1"
    assert opened == [(update,)]
    assert held.of(False) == "encoder.onnx (4, 8) 0"
    assert opened == [(update,), ()]


def test_without_an_update_one_encoder_reads_both(opened: list[tuple[Path, ...]]) -> None:
    held = Encoders(Path("encoder.onnx"), 2)
    assert held.of(True) is held.of(False)
    assert opened == [()]


def test_an_update_changes_what_the_encoder_of_a_model_says_and_one_of_nothing_does_not(tmp_path: Path) -> None:
    if SMALL.folder is None:
        pytest.skip(f"{SMALL.name} is not installed")
    bias = "encoder.layers.5.layer.after_inner.bias"
    states = []
    for held in (None, {}, {bias: np.full(384, 0.5, dtype=np.float16)}):
        update = tmp_path / "wire-update-1.npz"
        if held is not None:
            np.savez(update, allow_pickle=False, **held)
        opened = session(SMALL.folder / "encoder.onnx", 1, (), [update] if held is not None else [])
        ids = np.array([[101, 2040, 2106, 2009, 102]], dtype=np.int64)
        states.append(opened.run(None, {"ids": ids, "filled": np.ones_like(ids)})[0])
    assert (states[0] == states[1]).all()
    assert not np.allclose(states[0], states[2])
