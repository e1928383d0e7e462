"""Which heads are asked of which report; the graphs are stood in for."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onrecord.extract.trained.encoders import Encoders
from onrecord.extract.trained.graphs import Graphs, Wire, answers_of
from onrecord.extract.trained.labels import Labels
from onrecord.extract.trained.pieces import Piece

_LABELS = Labels(("Victim",), ("Victim", "type:attack"), ("attack>=1",))
_ENCODERS = Encoders(Path("encoder.onnx"), 1)  # opened by nothing here
_STATES = np.arange(12, dtype=np.float32).reshape(4, 3)


class _Graph:
    """Gives what it was made with, by name, and keeps what it was asked."""

    def __init__(self, **gives: Any) -> None:
        self.gives = gives
        self.asked: list[dict[str, Any]] = []

    def run(self, names: list[str], feed: dict[str, Any]) -> list[Any]:
        self.asked.append(feed)
        return [self.gives[n] for n in names]


def _graphs() -> Graphs:
    old = _Graph(hidden="old", logits="old", document="old")
    context = _Graph(
        context=np.ones((4, 2), dtype=np.float32),
        weights=np.array([[0.0], [0.0], [-1e4], [-1e4]], dtype=np.float32),
        gist=np.array([[2.0], [4.0], [9.0], [9.0]], dtype=np.float32),
    )
    wire = Wire(context, _Graph(hidden="new", logits="new"), _Graph(document="new"), "new pairs")
    return Graphs(_ENCODERS, old, "old pairs", None, wire, _LABELS)


def _piece() -> Piece:
    spans = np.array([[0, 1]], dtype=np.int64)
    return Piece([0, 5, 6, 2], spans, spans + 1)


def test_wire_reports_are_read_by_heads_of_their_own() -> None:
    graphs = _graphs()
    said = answers_of(graphs, [_piece()], [_STATES], wire=True)
    assert said is not None and graphs.wire is not None
    assert (said.hidden, said.logits, said.document, said.pairs) == ("new", "new", "new", "new pairs")
    assert graphs.heads.asked == []
    assert graphs.wire.spans.asked[0]["gist"] == pytest.approx([3.0])  # weighed over the tokens, as the document's vector is
    assert graphs.wire.document.asked[0]["pooled"] == pytest.approx(_STATES[:2].mean(axis=0))


def test_other_reports_and_models_without_such_heads_are_read_as_before() -> None:
    graphs = _graphs()
    other = answers_of(graphs, [_piece()], [_STATES], wire=False)
    bare = answers_of(Graphs(_ENCODERS, graphs.heads, "old pairs", None, None, _LABELS), [_piece()], [_STATES], wire=True)
    for said in (other, bare):
        assert said is not None
        assert (said.hidden, said.document, said.pairs) == ("old", "old", "old pairs")
