"""Examples cut into windows, with the lower layers' states kept on disk so that they are computed once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.extract.trained.pieces import Piece, batches, cut
from training.encoder import Encoder
from training.labels import SPAN_LABELS
from training.muc4 import Example
from training.news import News


@dataclass(slots=True)
class Prepared:
    """An example with its windows and, once computed, the lower layers' states of each."""

    example: Example | News
    pieces: list[Piece]
    lower: list[Tensor]
    taught: list[Tensor] = field(default_factory=list)  # a teacher's last states, for a small model to learn from

    @property
    def longest(self) -> int:
        return max((len(p.ids) for p in self.pieces), default=0)


def prepare(example: Example | News, tokenizer: Tokenizer) -> Prepared:
    """An example cut into windows, without states."""
    return Prepared(example, cut(example.text, example.words, tokenizer), [])


def targets_of(piece: Piece, example: Example) -> Tensor:
    """1 where a candidate carries a label: candidates by SPAN_LABELS."""
    wanted = torch.zeros(len(piece.spans), len(SPAN_LABELS))
    rows = {(int(a), int(b)): i for i, (a, b) in enumerate(piece.spans)}
    for span, gold in example.spans.items():
        if span in rows:
            wanted[rows[span], list(gold.labels)] = 1.0
    return wanted


def padded(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Piece ids in one table, and where it is filled; what stands where it is not is never attended to."""
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    filled = torch.zeros_like(ids, dtype=torch.bool)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        filled[i, : len(row)] = True
    return ids, filled


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
        ids, filled = (table.to(encoder.pieces.weight.device) for table in padded([p.ids for _, p in flat]))
        with torch.no_grad():
            states = encoder.embed(ids).bfloat16()
            states = encoder.run(states, encoder.bias(filled, torch.bfloat16), 0, frozen)
        for (document, piece), row in zip(flat, states.cpu(), strict=True):
            document.lower.append(row[: len(piece.ids)].clone())
    cache.parent.mkdir(parents=True, exist_ok=True)
    torch.save({d.example.docid: d.lower for d in documents}, cache.with_suffix(".part"))
    cache.with_suffix(".part").replace(cache)
