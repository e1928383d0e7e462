"""Texts cut into windows of word pieces with their candidate spans. Needs the tokenizer, and no PyTorch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extract.trained.scores import LEAST_ROLE, MOST_SPANS, Span
from onrecord.extract.trained.windows import candidates, token_ranges, windows
from onrecord.extract.trained.words import Word, bounding, sentence_ends


@dataclass(frozen=True, slots=True)
class Piece:
    """One window of a document: its piece ids, its candidate spans as words and as rows of the states, and its whole words.

    `words` holds of each word that lies wholly inside its number in the text and its first and last row.
    """

    ids: list[int]
    spans: NDArray[np.int64]
    tokens: NDArray[np.int64]
    words: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 3), dtype=np.int64))


class Cut(Protocol):
    """Something that was cut into windows."""

    @property
    def pieces(self) -> list[Piece]: ...

    @property
    def longest(self) -> int: ...


_Cut = TypeVar("_Cut", bound=Cut)


def load_tokenizer(folder: Path) -> Tokenizer:
    """The published tokenizer, without its own padding and truncation. It lower-cases: all casings read the same."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def cut(text: str, words: list[Word], tokenizer: Tokenizer) -> list[Piece]:
    """The windows of a text; none where it has no words."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    start, end = tokenizer.encode("").ids
    ranges = token_ranges(words, encoded.offsets)
    rows = np.array(ranges, dtype=np.int64).reshape(-1, 2)
    all_ids = encoded.ids  # made anew at every asking
    ends = sentence_ends(text, words)
    bounds = bounding(text, words, ends)
    pieces = []
    for window in windows(ranges, len(all_ids)):
        spans = candidates(ranges, window, bounds, ends)
        ids = [start, *all_ids[window.start : window.end], end]
        tokens = np.stack([rows[spans[:, 0], 0], rows[spans[:, 1], 1]], axis=1)
        inside = np.arange(window.first, window.last + 1)
        inside = inside[rows[inside, 0] >= 0]
        held = np.concatenate([inside[:, None], rows[inside] - window.start + 1], axis=1)
        pieces.append(Piece(ids, spans, tokens - window.start + 1, held))
    return pieces


def batches(documents: Sequence[_Cut], budget: int = 2048) -> Iterator[list[_Cut]]:
    """Documents together, in the order given, at most `budget` tokens with padding (or one document)."""
    group: list[_Cut] = []
    for document in documents:
        together = [*group, document]
        size = sum(len(d.pieces) for d in together) * max(d.longest for d in together)
        if group and size > budget:
            yield group
            group = [document]
        else:
            group = together
    if group:
        yield group


def likeliest(pieces: Sequence[Piece], best: Sequence[NDArray[np.float32]]) -> tuple[list[Span], list[tuple[int, int]]]:
    """The MOST_SPANS spans with a role of at least LEAST_ROLE, in text order, and (window, row) of each.

    `best` holds for each window the likeliest role's probability of each candidate. A span that stands in two windows
    is read where it lies farther from the window's edges.
    """
    found: dict[Span, tuple[int, float, int, int]] = {}
    for w, (piece, scores) in enumerate(zip(pieces, best, strict=True)):
        for i in np.flatnonzero(scores >= LEAST_ROLE):
            span = (int(piece.spans[i, 0]), int(piece.spans[i, 1]))
            room = int(min(piece.tokens[i, 0], len(piece.ids) - piece.tokens[i, 1]))
            if span not in found or room > found[span][0]:
                found[span] = (room, float(scores[i]), w, int(i))
    kept = sorted(found, key=lambda s: -found[s][1])[:MOST_SPANS]
    kept.sort()
    return kept, [(found[s][2], found[s][3]) for s in kept]
