"""Read documents with exported graphs: what run time would do, without PyTorch.

usage: python -m training.read_onnx MODEL_FOLDER --tokenizer MPNET_FOLDER --documents dev.jsonl --out SCORES.jsonl

MODEL_FOLDER holds encoder.onnx, heads.onnx and pairs.onnx. Prints reports and tokens a second.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

from onrecord.extract.trained.pairs import pair_features
from onrecord.extract.trained.pieces import Piece, cut, likeliest, load_tokenizer
from onrecord.extract.trained.scores import Scores, nothing, write_scores
from onrecord.extract.trained.words import Word, split_words
from training.labels import DOCUMENT_LABELS, SPAN_ROLES
from training.muc4 import read_documents


@dataclass(frozen=True, slots=True)
class Graphs:
    """The three graphs of a model."""

    encoder: Any
    heads: Any
    pairs: Any


def session(path: Path, threads: int = 2) -> Any:
    """A session on the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def load_graphs(folder: Path, threads: int = 2) -> Graphs:
    """The graphs of a folder."""
    return Graphs(*(session(folder / f"{name}.onnx", threads) for name in ("encoder", "heads", "pairs")))


def read(graphs: Graphs, docid: str, words: list[Word], pieces: list[Piece]) -> Scores:
    """The scores of one document; a text without words says nothing."""
    if not pieces:
        return nothing(docid, np.zeros(len(DOCUMENT_LABELS), dtype=np.float32))
    states = []
    for piece in pieces:
        ids = np.array([piece.ids], dtype=np.int64)
        states.append(graphs.encoder.run(None, {"ids": ids, "filled": np.ones_like(ids)})[0][0])
    starts = np.cumsum([0, *(len(s) for s in states)])
    tokens = np.concatenate([p.tokens + start for p, start in zip(pieces, starts[:-1], strict=True)])
    lengths = np.concatenate([p.spans[:, 1] - p.spans[:, 0] for p in pieces])
    hidden, logits, document = graphs.heads.run(None, {"states": np.concatenate(states), "tokens": tokens, "lengths": lengths})
    chances = _sigmoid(logits)
    roles = len(SPAN_ROLES)
    ends = np.cumsum([len(p.spans) for p in pieces])
    best = np.split(chances[:, :roles].max(axis=1), ends[:-1])
    spans, rows = likeliest(pieces, best)
    if not spans:
        return nothing(docid, _sigmoid(document))
    flat = [i + (int(ends[w - 1]) if w else 0) for w, i in rows]
    features = pair_features(words, spans)
    feed = {"hidden": hidden[flat], "roles": chances[flat, :roles], "features": features}
    pairs = _sigmoid(graphs.pairs.run(None, feed)[0])
    return Scores(docid, _sigmoid(document), spans, chances[flat], pairs[:, :, 0], pairs[:, :, 1])


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
    return found


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.read_onnx", description="read documents with exported graphs")
    parser.add_argument("model", type=Path)
    for name in ("tokenizer", "documents", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    graphs, tokenizer = load_graphs(options.model), load_tokenizer(options.tokenizer)
    documents = read_documents(options.documents)
    began, tokens, found = time.perf_counter(), 0, []
    for document in documents:
        words = split_words(document["text"])
        pieces = cut(document["text"], words, tokenizer)
        tokens += sum(len(p.ids) for p in pieces)
        found.append(read(graphs, document["docid"], words, pieces))
    took = time.perf_counter() - began
    write_scores(options.out, found)
    print(f"{len(documents) / took:.2f} reports and {tokens / took:.0f} tokens a second")


if __name__ == "__main__":
    main()
