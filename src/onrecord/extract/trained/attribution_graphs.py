"""The head for attribution under ONNX Runtime: from the states of a text's words and what the rules found to who says what.

Two graphs. One reads the whole text and marks cues; the other reads the words around each cue and marks its source and its content. The
first says which layers of the encoder it reads besides the last, and what steps from one tag to the next are worth.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.attribution import Attribution
from onrecord.extract.reading import Reading
from onrecord.extract.sentences import Span
from onrecord.extract.trained.attribution_joining import joined, told_again, with_marks
from onrecord.extract.trained.attribution_layout import laid_out
from onrecord.extract.trained.attribution_marks import Rows, marked
from onrecord.extract.trained.attribution_spans import Read, read_spans
from onrecord.extract.trained.pieces import Piece
from onrecord.extract.trained.words import Word

__all__ = ["LAYERS", "WORTH", "Attributing", "AttributionGraphs", "word_states"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

LAYERS: Final = "layers"
WORTH: Final = "worth"
"""What the first graph's own description, JSON, calls the layers that it reads, counted from 1, the last aside; and the worth of each step
from one tag to the next, of cues, of sources and of contents."""


@dataclass(frozen=True, slots=True)
class AttributionGraphs:
    """Sessions of both graphs, the layers of the encoder that the first reads besides the last, and the worth of steps between tags."""

    texts: Any
    around: Any
    layers: tuple[int, ...]
    worth: Floats

    @classmethod
    def of(cls, texts: Any, around: Any) -> AttributionGraphs:
        """Both sessions with what the first says of itself. KeyError or ValueError where it does not."""
        said = texts.get_modelmeta().custom_metadata_map
        worth = np.array(json.loads(said[WORTH]), dtype=np.float32)
        return cls(texts, around, tuple(json.loads(said[LAYERS])), worth)


@dataclass(frozen=True, slots=True)
class Attributing:
    """A text's words with their states (words by layers by width), waiting for what the rules find in it."""

    graphs: AttributionGraphs
    words: list[Word]
    states: Floats

    def read(self, r: Reading) -> list[Attribution]:
        """Every attribution of a text that the rules have read, in the order of their cues."""
        if not self.words:
            return r.said
        rules = marked(r.text, self.words, r.spans, r.said)
        feed = {"states": self.states[None], "marks": rules.marks[None]}
        read, tags = self.graphs.texts.run(["words", "tags"], feed)

        def ask(cues: Ints, around: Ints, relations: Floats) -> Floats:
            given = {"words": read[0], "cues": cues, "around": around, "relations": relations}
            logits: Floats = self.graphs.around.run(["parts"], given)[0]
            return logits

        read_in = joined(read_spans(tags[0], ask, rules, list(self.graphs.worth)), rules)
        found = [self._attribution(x, r.text) for x in read_in]
        found += told_again(r.text, found, r.said)
        return sorted(found + laid_out(r.text, found), key=lambda a: a.cue[0].start)

    def _attribution(self, x: Read, text: str) -> Attribution:
        content = tuple(with_marks(text, span) for span in self._spans(x.content))
        return Attribution(self._spans((x.source,) if x.source else ()), self._spans((x.cue,)), content, x.chance)

    def _spans(self, rows: Sequence[Rows]) -> tuple[Span, ...]:
        return tuple(Span(self.words[a].start, self.words[b].end) for a, b in rows)


def word_states(pieces: Sequence[Piece], states: Sequence[Floats], words: int) -> Floats:
    """The states of each word: the mean of its first and its last piece's, from the window in which it lies farther from the edges.

    `states` are those of each window's pieces by layers by width. Zeros for a word that the tokenizer drops.
    """
    found = np.zeros((words, *states[0].shape[1:]), dtype=np.float32)
    room = np.full(words, -1, dtype=np.int64)
    for piece, mine in zip(pieces, states, strict=True):
        number, first, last = piece.words.T
        apart = np.minimum(first, len(piece.ids) - 1 - last)
        better = apart > room[number]
        room[number[better]] = apart[better]
        found[number[better]] = (mine[first[better]] + mine[last[better]]) / 2
    return found
