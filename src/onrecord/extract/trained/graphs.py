"""A model's graphs under ONNX Runtime: from the pieces of a text to the probabilities of its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.attribution_graphs import AttributionGraphs
from onrecord.extract.trained.encoders import Encoders, layers_by, session
from onrecord.extract.trained.kinds import in_capitals
from onrecord.extract.trained.labels import Labels
from onrecord.extract.trained.manifest import ATTRIBUTION
from onrecord.extract.trained.news import NewsRead, NewsSpan
from onrecord.extract.trained.pairs import pair_features
from onrecord.extract.trained.pieces import Piece, likeliest
from onrecord.extract.trained.scores import Scores, nothing
from onrecord.extract.trained.words import Word

__all__ = [
    "UPDATES",
    "WIRE",
    "Answers",
    "Graphs",
    "Wire",
    "answers_of",
    "layers_by",
    "layers_of",
    "load_graphs",
    "read",
    "read_news",
    "scores_of",
    "session",
    "states_of",
]

Floats = NDArray[np.float32]

WIRE = ("wire-context.onnx", "wire-spans.onnx", "wire-document.onnx", "wire-pairs.onnx")
"""The files of Wire, in its order."""

UPDATES = ("wire-update-1.npz", "wire-update-2.npz", "wire-update-3.npz")
"""The files of the encoder's update for wire reports, where a model has one."""

_LEAST_NEWS = 0.05
_LONGEST_NAME = 6  # words of a name, a place or a date


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs of a model, and the labels of its spans and documents. `news`, `wire` and `attribution` are None where the model has no such heads."""

    encoders: Encoders
    heads: Any
    pairs: Any
    news: Any
    wire: Wire | None
    labels: Labels
    attribution: AttributionGraphs | None = None


@dataclass(frozen=True, slots=True)
class Wire:
    """Heads taught on with wire reports in capitals alone: what stands around each token, the spans, the document, the pairs."""

    context: Any
    spans: Any
    document: Any
    pairs: Any


@dataclass(frozen=True, slots=True)
class Answers:
    """What the heads make of a document's states: spans (first word, last word) with hidden vectors and logits; the document's logits.

    `pairs` is the graph that reads these hidden vectors two by two.
    """

    pairs: Any
    spans: NDArray[np.int64]
    hidden: Floats
    logits: Floats
    document: Floats
    states: Floats  # of all windows, one after another


def load_graphs(folder: Path, labels: Labels, threads: int = 2, wire: bool | None = None) -> Graphs:
    """The graphs of a folder. The encoder, which is large, is opened when it is asked for, or at once for the kind of report that `wire` says."""
    says, news, heads_of = [folder / name for name in ATTRIBUTION], folder / "news.onnx", [folder / name for name in WIRE]
    attribution = AttributionGraphs.of(*(session(path, threads) for path in says)) if says[0].exists() else None
    updates = [folder / name for name in UPDATES if (folder / name).exists()]
    encoders = Encoders(folder / "encoder.onnx", threads, attribution.layers if attribution else (), updates)
    if wire is not None:
        encoders.of(wire)
    heads, pairs = (session(folder / f"{name}.onnx", threads) for name in ("heads", "pairs"))
    return Graphs(
        encoders, heads, pairs,
        session(news, threads) if news.exists() else None,
        Wire(*(session(path, threads) for path in heads_of)) if heads_of[0].exists() else None,
        labels, attribution,
    )  # fmt: skip


def read(graphs: Graphs, docid: str, text: str, words: list[Word], pieces: Sequence[Piece]) -> Scores:
    """The scores of one document; a text without words says nothing."""
    wire = in_capitals(text)
    return scores_of(graphs, docid, words, pieces, answers_of(graphs, pieces, states_of(graphs, pieces, wire), wire))


def answers_of(graphs: Graphs, pieces: Sequence[Piece], states: list[Floats], wire: bool) -> Answers | None:
    """What the heads say by the last states of a document's pieces, those for wire reports where it is one; None where it has no pieces."""
    if not pieces:
        return None
    spans, whole = np.concatenate([p.spans for p in pieces]), np.concatenate(states)
    feed = {"states": whole, "tokens": _tokens(pieces, states), "lengths": spans[:, 1] - spans[:, 0]}
    if not wire or graphs.wire is None:
        hidden, logits, document = graphs.heads.run(["hidden", "logits", "document"], feed)
        return Answers(graphs.pairs, spans, hidden, logits, document, whole)
    around, shares, gist = _around(graphs.wire, states)
    hidden, logits = graphs.wire.spans.run(["hidden", "logits"], {**feed, "context": around, "gist": gist})
    (document,) = graphs.wire.document.run(["document"], {"states": whole, "pooled": shares @ whole, "logits": logits})
    return Answers(graphs.wire.pairs, spans, hidden, logits, document, whole)


def _around(wire: Wire, states: list[Floats]) -> tuple[Floats, Floats, Floats]:
    """What stands around each token, window by window; each token's share in the document's vector; what that vector adds to every span."""
    found = [wire.context.run(["context", "weights", "gist"], {"states": window}) for window in states]
    around, weights, gists = (np.concatenate(part) for part in zip(*found, strict=True))
    raised = np.exp(weights[:, 0] - weights.max())
    shares: Floats = raised / raised.sum()
    return around, shares, shares @ gists


def scores_of(graphs: Graphs, docid: str, words: list[Word], pieces: Sequence[Piece], said: Answers | None) -> Scores:
    """The scores of a document."""
    of = graphs.labels
    if said is None:
        return nothing(docid, np.zeros(len(of.document), dtype=np.float32), of)
    roles = len(of.roles)
    ends = np.cumsum([len(p.spans) for p in pieces])
    best = _sigmoid(said.logits[:, :roles].max(axis=1, initial=-20.0))
    spans, rows = likeliest(pieces, np.split(best, ends[:-1]))
    if not spans:
        return nothing(docid, _sigmoid(said.document), of)
    flat = [i + (int(ends[w - 1]) if w else 0) for w, i in rows]
    chances = _sigmoid(said.logits[flat])
    feed = {"hidden": said.hidden[flat], "roles": chances[:, :roles], "features": pair_features(words, spans)}
    pairs = _sigmoid(said.pairs.run(None, feed)[0])
    return Scores(docid, _sigmoid(said.document), spans, chances, pairs[:, :, 0], pairs[:, :, 1], of)


def read_news(graphs: Graphs, words: list[Word], said: Answers | None, columns: Sequence[int]) -> NewsRead | None:
    """The likely names, places and dates of a page, and its numbers; `columns` are those of the labels in the order of news.LABELS.

    The head for news reads the hidden vectors of `heads` alone: what is said of a wire report is not asked.
    """
    if graphs.news is None or said is None:
        return None
    short = np.flatnonzero(said.spans[:, 1] - said.spans[:, 0] < _LONGEST_NAME)
    logits, counts = graphs.news.run(["news", "counts"], {"states": said.states, "hidden": said.hidden[short]})
    chances, spans = _sigmoid(logits)[:, list(columns)], said.spans[short]
    found = []
    for i in np.flatnonzero(chances.max(axis=1, initial=0.0) >= _LEAST_NEWS):
        a, b = spans[i]
        found.append(NewsSpan(words[a].start, words[b].end, tuple(map(float, chances[i]))))
    raised = np.exp(counts - counts.max(axis=1, keepdims=True))
    shares = raised / raised.sum(axis=1, keepdims=True)
    return NewsRead(tuple(found), tuple(tuple(map(float, row)) for row in shares))


def _tokens(pieces: Sequence[Piece], states: list[Floats]) -> NDArray[np.int64]:
    """First and last row of each candidate in the states of all pieces, one after another."""
    starts = np.cumsum([0, *(len(s) for s in states)])
    return np.concatenate([p.tokens + start for p, start in zip(pieces, starts[:-1], strict=True)])


def states_of(graphs: Graphs, pieces: Sequence[Piece], wire: bool) -> list[Floats]:
    """Last states of each window, one at a time: they are of different lengths, and padding costs."""
    return [last for last, _ in layers_of(graphs, pieces, wire)]


def layers_of(graphs: Graphs, pieces: Sequence[Piece], wire: bool) -> list[tuple[Floats, Floats]]:
    """The last states of each window, and those that the head for attribution reads, as `layers_by` gives them."""
    return [layers_by(graphs.encoders.of(wire), piece) for piece in pieces]


def _sigmoid(logits: Floats) -> Floats:
    found: Floats = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
    return found
