"""A model's graphs under ONNX Runtime: from the pieces of a text to the probabilities of its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from onrecord.extract.trained.labels import Labels
from onrecord.extract.trained.manifest import Head
from onrecord.extract.trained.pairs import pair_features
from onrecord.extract.trained.pieces import Piece, likeliest
from onrecord.extract.trained.scores import Scores, nothing
from onrecord.extract.trained.words import Word

__all__ = ["Graphs", "Read", "load_graphs", "read", "session", "states_of"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Graphs:
    """The three graphs of a model, what its heads answer, and the labels of those."""

    encoder: Any
    heads: Any
    pairs: Any
    answers: tuple[Head, ...]
    labels: Labels


@dataclass(frozen=True, slots=True)
class Read:
    """All candidates of a document: hidden vectors, probabilities of the span labels, and those of the document."""

    hidden: Floats
    spans: Floats
    document: Floats


def session(path: Path, threads: int = 2) -> Any:
    """A session on the CPU. Threads that wait give their core away, since other work may share it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "1" if threads > 1 else "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def load_graphs(folder: Path, answers: tuple[Head, ...], labels: Labels, threads: int = 2) -> Graphs:
    """The graphs of a folder."""
    encoder, heads, pairs = (session(folder / f"{name}.onnx", threads) for name in ("encoder", "heads", "pairs"))
    return Graphs(encoder, heads, pairs, answers, labels)


def read(graphs: Graphs, docid: str, words: list[Word], pieces: Sequence[Piece]) -> Scores:
    """The scores of one document; a text without words says nothing."""
    if not pieces:
        return nothing(docid, np.zeros(len(graphs.labels.document), dtype=np.float32), graphs.labels)
    found = _read(graphs, states_of(graphs, pieces), pieces)
    asked = [i for i, _ in enumerate(graphs.labels.roles)]
    ends = np.cumsum([len(p.spans) for p in pieces])
    spans, rows = likeliest(pieces, np.split(found.spans[:, asked].max(axis=1, initial=0.0), ends[:-1]))
    if not spans:
        return nothing(docid, found.document, graphs.labels)
    flat = [i + (int(ends[w - 1]) if w else 0) for w, i in rows]
    feed = {"hidden": found.hidden[flat], "roles": found.spans[flat][:, asked], "features": pair_features(words, spans)}
    pairs = _sigmoid(graphs.pairs.run(None, feed)[0])
    return Scores(docid, found.document, spans, found.spans[flat], pairs[:, :, 0], pairs[:, :, 1], graphs.labels)


def states_of(graphs: Graphs, pieces: Sequence[Piece]) -> list[Floats]:
    """Last states of each window, one at a time: they are of different lengths, and padding costs."""
    found = []
    for piece in pieces:
        ids = np.array([piece.ids], dtype=np.int64)
        found.append(graphs.encoder.run(None, {"ids": ids, "filled": np.ones_like(ids)})[0][0])
    return found


def _read(graphs: Graphs, states: list[Floats], pieces: Sequence[Piece]) -> Read:
    starts = np.cumsum([0, *(len(s) for s in states)])
    tokens = np.concatenate([p.tokens + start for p, start in zip(pieces, starts[:-1], strict=True)])
    lengths = np.concatenate([p.spans[:, 1] - p.spans[:, 0] for p in pieces])
    names = ["hidden", *(h.output for h in graphs.answers)]
    feed = {"states": np.concatenate(states), "tokens": tokens, "lengths": lengths}
    hidden, *answers = graphs.heads.run(names, feed)
    said = [(h, _chances(logits, h.choice)) for h, logits in zip(graphs.answers, answers, strict=True)]
    spans = [chances for h, chances in said if h.of == "spans"]
    whole = [chances.ravel() for h, chances in said if h.of == "document"]
    return Read(hidden, np.concatenate(spans, axis=1) if len(spans) > 1 else spans[0], np.concatenate(whole))


def _chances(logits: Floats, choice: int) -> Floats:
    """Probabilities of logits; where labels exclude each other in runs of `choice`, those of a run sum to one."""
    if not choice:
        return _sigmoid(logits)
    runs = logits.reshape(*logits.shape[:-1], -1, choice)
    raised = np.exp(runs - runs.max(axis=-1, keepdims=True))
    shared: Floats = (raised / raised.sum(axis=-1, keepdims=True)).reshape(logits.shape)
    return shared


def _sigmoid(logits: Floats) -> Floats:
    found: Floats = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
    return found
