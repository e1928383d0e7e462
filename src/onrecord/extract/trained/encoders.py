"""A model's encoder under ONNX Runtime, opened when a report of a kind first asks for it: as it was released, or updated for wire reports in capitals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.more_outputs import STATES_AFTER, more_outputs
from onrecord.extract.trained.pieces import Piece
from onrecord.extract.trained.runtime import silent_runtime
from onrecord.extract.trained.updates import updated

__all__ = ["Encoders", "layers_by", "session"]

Floats = NDArray[np.float32]


def session(path: Path, threads: int = 2, layers: Sequence[int] = (), updates: Sequence[Path] = ()) -> Any:
    """A session on the CPU. Threads that wait give their core away, since other work may share it.

    Of an encoder, the states after `layers` (counted from 1) follow its own output, and it is changed by `updates`.
    """
    runtime = silent_runtime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    more = more_outputs(map(STATES_AFTER.format, (n - 1 for n in layers))) if layers else b""
    given = updated(path, updates, more) if layers or updates else str(path)
    return runtime.InferenceSession(given, options, providers=["CPUExecutionProvider"])


class Encoders:
    """The encoder of a folder for both kinds of report; the same for both where no update is given. Safe to ask from any thread."""

    def __init__(self, path: Path, threads: int, layers: Sequence[int] = (), updates: Sequence[Path] = ()) -> None:
        self._path, self._threads, self._layers, self._updates = path, threads, tuple(layers), tuple(updates)
        self._opened: dict[bool, Any] = {}
        self._lock = Lock()

    def of(self, wire: bool) -> Any:
        """The session for wire reports or for all others."""
        changed = wire and bool(self._updates)
        with self._lock:
            if changed not in self._opened:
                self._opened[changed] = session(self._path, self._threads, self._layers, self._updates if changed else ())
            return self._opened[changed]


def layers_by(encoder: Any, piece: Piece) -> tuple[Floats, Floats]:
    """An encoder's last states of a window, and its states after all layers that it gives: pieces by layers by width.

    The last layer is among these where it is as wide as the others; the small encoder's is widened.
    """
    ids = np.array([piece.ids], dtype=np.int64)
    last, *inner = (x[0] for x in encoder.run(None, {"ids": ids, "filled": np.ones_like(ids)}))
    return last, np.stack([x for x in (*inner, last) if x.shape == (inner or [last])[0].shape], axis=1)
