"""Examples cut into windows, with the lower layers' states kept on disk so that they are computed once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from training.encoder import END, PAD, START, Encoder
from training.labels import SPAN_LABELS
from training.muc4 import Example
from training.windows import candidates, token_ranges, windows


@dataclass(frozen=True, slots=True)
class Piece:
    """One window of a document: its piece ids, and its candidate spans as words and as rows of the states."""

    ids: list[int]
    spans: NDArray[np.int64]
    tokens: NDArray[np.int64]

    def targets(self, example: Example) -> Tensor:
        """1 where a candidate carries a label: candidates by SPAN_LABELS."""
        wanted = torch.zeros(len(self.spans), len(SPAN_LABELS))
        rows = {(int(a), int(b)): i for i, (a, b) in enumerate(self.spans)}
        for span, gold in example.spans.items():
            if span in rows:
                wanted[rows[span], list(gold.labels)] = 1.0
        return wanted


@dataclass(slots=True)
class Prepared:
    """An example with its windows and, once computed, the lower layers' states of each."""

    example: Example
    pieces: list[Piece]
    lower: list[Tensor]

    @property
    def longest(self) -> int:
        return max(len(p.ids) for p in self.pieces)


def load_tokenizer(folder: Path) -> Tokenizer:
    """The published tokenizer, without its own padding and truncation. It lower-cases: all casings read the same."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def prepare(example: Example, tokenizer: Tokenizer) -> Prepared:
    """An example cut into windows, without states."""
    encoded = tokenizer.encode(example.text, add_special_tokens=False)
    ranges = token_ranges(example.words, encoded.offsets)
    pieces = []
    for window in windows(ranges, len(encoded.ids)):
        spans = candidates(example.words, ranges, window)
        ids = [START, *encoded.ids[window.start : window.end], END]
        first = np.array([ranges[a][0] for a, _ in spans], dtype=np.int64)
        last = np.array([ranges[b][1] for _, b in spans], dtype=np.int64)
        pieces.append(Piece(ids, spans, np.stack([first, last], axis=1) - window.start + 1))
    return Prepared(example, pieces, [])


def padded(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Piece ids in one table, and where it is filled."""
    ids = torch.full((len(rows), max(map(len, rows))), PAD)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
    return ids, ids != PAD


def batches(documents: list[Prepared], budget: int = 2048) -> Iterator[list[Prepared]]:
    """Documents of like length together, in the order given, at most `budget` tokens with padding (or one document)."""
    group: list[Prepared] = []
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


def add_lower_states(documents: list[Prepared], encoder: Encoder, frozen: int, cache: Path) -> None:
    """Fill in the states after the `frozen` lower layers, from `cache` where it was written, else computed and written."""
    if cache.exists():
        stored = torch.load(cache, mmap=True)
        for document in documents:
            document.lower = stored[document.example.docid]
        return
    encoder.eval()
    for layer in encoder.layers[:frozen]:
        layer.bfloat16()
    by_length = sorted(documents, key=lambda d: d.longest)
    for group in batches(by_length, 4096):
        flat = [(d, p) for d in group for p in d.pieces]
        ids, filled = padded([p.ids for _, p in flat])
        with torch.no_grad():
            states = encoder.embed(ids).bfloat16()
            states = encoder.run(states, encoder.bias(filled, torch.bfloat16), 0, frozen)
        for (document, piece), row in zip(flat, states, strict=True):
            document.lower.append(row[: len(piece.ids)].clone())
    torch.save({d.example.docid: d.lower for d in documents}, cache.with_suffix(".part"))
    cache.with_suffix(".part").replace(cache)
