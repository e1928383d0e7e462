"""All heads over an encoder's states, what a document costs under them, and the encoder's upper layers below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from onrecord.extract.trained.pairs import pair_features
from onrecord.extract.trained.pieces import Piece
from training.encoder import Encoder
from training.heads import PAIR_LABELS, Context, DocumentHead, PairHead, SpanHead
from training.labels import SPAN_ROLES
from training.muc4 import Example, GoldSpan, Span
from training.news import News
from training.news_head import COUNTED, NewsHead
from training.prepared import Prepared, padded, targets_of

MOST_PAIRED = 40
LONGEST_NEWS = 6  # words of a name, a place or a date
COMMON_SPAN = 8  # words
SHORT_SHARE, LONG_SHARE = 0.5, 0.25  # of what fills nothing those asked about: up to COMMON_SPAN words, and longer


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of answer counts in the loss; zero leaves a head untaught."""

    described: float = 0.3
    document: float = 1.0
    entity: float = 1.0
    incident: float = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """What the network makes of one document: per window the spans' hidden vectors and logits; the document's logits."""

    hidden: list[Tensor]
    logits: list[Tensor]
    document: Tensor


class Heads(nn.Module):
    """All heads over the last states of an encoder, whichever gave them; with `context` dimensions of what stands around a token too."""

    def __init__(self, width: int, context: int = 0) -> None:
        super().__init__()
        self.context: nn.Module | None = Context(width, context) if context else None
        self.spans = SpanHead(width, context)
        self.document = DocumentHead(width)
        self.pairs = PairHead()
        self.news = NewsHead(width)

    @property
    def device(self) -> torch.device:
        """Where the network stands; what it is asked and told is brought there."""
        return self.spans.label.weight.device

    def brought(self, held: NDArray[Any] | Tensor) -> Tensor:
        """Numbers on the network's device."""
        return torch.as_tensor(held).to(self.device)

    def read(self, document: Prepared, states: list[Tensor], asked: list[Tensor] | None = None) -> Read:
        """All answers for one document but those on pairs; of each window the candidates in `asked`, or all."""
        whole = torch.cat(states)
        pooled = self.document.pool(whole)
        hidden = self._hidden(document.pieces, states, pooled, asked)
        logits = [self.spans(h) for h in hidden]
        return Read(hidden, logits, self.document(whole, pooled, torch.cat(logits)))

    def _hidden(
        self, pieces: list[Piece], states: list[Tensor], pooled: Tensor, asked: list[Tensor] | None = None
    ) -> list[Tensor]:
        """Per window the hidden vectors of its candidates, of those in `asked` or of all."""
        gist, found = self.spans.document(pooled), []
        for n, (piece, window) in enumerate(zip(pieces, states, strict=True)):
            lengths, tokens = torch.from_numpy(piece.spans[:, 1] - piece.spans[:, 0]), torch.from_numpy(piece.tokens)
            if asked is not None:
                lengths, tokens = lengths[asked[n]], tokens[asked[n]]
            seen = window if self.context is None else torch.cat([window, self.context(window)], dim=1)
            found.append(self.spans.hidden(seen, self.brought(tokens), self.brought(lengths), gist))
        return found

    def news_read(self, pieces: list[Piece], states: list[Tensor]) -> tuple[list[Tensor], list[Tensor], Tensor]:
        """Of a page: per window the rows of the candidates asked about, and their logits; the logits of the numbers."""
        whole = torch.cat(states)
        pooled = self.document.pool(whole)
        rows = [torch.from_numpy(np.flatnonzero(p.spans[:, 1] - p.spans[:, 0] < LONGEST_NEWS)) for p in pieces]
        logits = [self.news(hidden) for hidden in self._hidden(pieces, states, pooled, rows)]
        return rows, logits, self.news.counts(whole, torch.cat(logits))

    def loss_of(self, document: Prepared, states: list[Tensor], weights: Weights) -> Tensor:
        """The loss of one document, a report or a page of news."""
        example = document.example
        if isinstance(example, News):
            return self._news_loss(example, document.pieces, states)
        assert isinstance(example, Example)
        targets = [targets_of(p, example) for p in document.pieces]
        asked = [sampled(p, t) for p, t in zip(document.pieces, targets, strict=True)]
        read = self.read(document, states, asked)
        return self._report_loss(document, example, read, targets, asked, weights)

    def _news_loss(self, example: News, pieces: list[Piece], states: list[Tensor]) -> Tensor:
        asked, found, counts = self.news_read(pieces, states)
        loss = functional.cross_entropy(counts, self.brought(torch.tensor(example.counts)), reduction="sum") * (
            4 / len(COUNTED)
        )
        for piece, rows, logits in zip(pieces, asked, found, strict=True):
            wanted = torch.zeros(logits.shape)
            at = {(int(a), int(b)): i for i, (a, b) in enumerate(piece.spans[rows.numpy()])}
            for span, labels in example.spans.items():
                if span in at:
                    wanted[at[span], list(labels)] = 1.0
            loss = loss + functional.binary_cross_entropy_with_logits(logits, self.brought(wanted), reduction="sum") / len(
                pieces
            )
        return loss

    def _report_loss(
        self, document: Prepared, example: Example, read: Read, targets: list[Tensor], asked: list[Tensor], weights: Weights
    ) -> Tensor:
        loss = torch.zeros((), device=self.device)
        roles = len(SPAN_ROLES)
        for piece, logits, wanted, rows in zip(document.pieces, read.logits, targets, asked, strict=True):
            wrong = functional.binary_cross_entropy_with_logits(logits, self.brought(wanted[rows]), reduction="none")
            wrong = wrong * self.brought(torch.where(wanted[rows].any(1), 1.0, 1 / shares(piece)[rows]))[:, None]
            loss = loss + wrong[:, :roles].sum() + weights.described * wrong[:, roles:].sum()
        said = self.brought(torch.tensor(example.document))
        loss = loss / len(read.logits) + weights.document * functional.binary_cross_entropy_with_logits(
            read.document, said, reduction="sum"
        )
        if weights.entity or weights.incident:
            loss = loss + self._pair_loss(document, example, read, asked, weights)
        return loss

    def _pair_loss(self, document: Prepared, example: Example, read: Read, asked: list[Tensor], weights: Weights) -> Tensor:
        chosen, hidden = paired_spans(document, example, read, asked)
        if len(chosen) < 2:
            return torch.zeros((), device=self.device)
        roles = torch.zeros(len(chosen), len(SPAN_ROLES))
        for i, span in enumerate(chosen):
            roles[i, [n for n in example.spans[span].labels if n < len(SPAN_ROLES)]] = 1.0
        features = self.brought(pair_features(example.words, chosen))
        logits = self.pairs(hidden, self.brought(roles), features)
        loss = torch.zeros((), device=self.device)
        for number, (wanted, told) in enumerate(pair_targets(example, chosen)):
            weight = (weights.entity, weights.incident)[number]
            if told.any():
                asked_about = logits[:, :, number][self.brought(told)]
                wrong = functional.binary_cross_entropy_with_logits(asked_about, self.brought(wanted[told]))
                loss = loss + weight * wrong
        return loss


class Network(Heads):
    """An encoder of which the layers from `frozen` on are trained, and the heads.

    `width` widens a small encoder's states to those of the model that it learns from, so that it can begin with its heads.
    """

    def __init__(self, encoder: Encoder, frozen: int, width: int | None = None) -> None:
        own = encoder.shape.width
        super().__init__(width or own)
        self.encoder = encoder
        self.frozen = frozen
        self.widen: nn.Module = nn.Linear(own, width) if width else nn.Identity()
        for parameter in encoder.parameters():
            parameter.requires_grad = False
        for layer in encoder.layers[frozen:]:
            layer.bfloat16()
            for parameter in layer.parameters():
                parameter.requires_grad = True

    def heads(self) -> list[nn.Module]:
        """All that stands on the encoder."""
        return [self.spans, self.document, self.pairs, self.news, self.widen]

    def states(self, documents: list[Prepared]) -> list[list[Tensor]]:
        """Last states of each window of each document, from the stored states of the lower layers."""
        flat = [p.ids for d in documents for p in d.pieces]
        _, filled = padded(flat)
        lower = self.brought(nn.utils.rnn.pad_sequence([s for d in documents for s in d.lower], batch_first=True))
        kept = next(self.encoder.layers[-1].parameters()).dtype
        with torch.no_grad():
            bias = self.encoder.bias(self.brought(filled), kept)
        out = self.widen(self.encoder.run(lower.to(kept), bias, self.frozen).float())
        rows = iter(out[i, : len(ids)] for i, ids in enumerate(flat))
        return [[next(rows) for _ in d.pieces] for d in documents]

    def loss(self, documents: list[Prepared], weights: Weights, hint: float = 0.0) -> Tensor:
        """The mean loss of a batch of documents; `hint` weighs how far the states are from a teacher's, a token."""
        total = torch.zeros((), device=self.device)
        for document, states in zip(documents, self.states(documents), strict=True):
            for mine, theirs in zip(states, document.taught, strict=False):
                total = total + hint * len(mine) * apart(mine, self.brought(theirs))
            total = total + self.loss_of(document, states, weights)
        return total / len(documents)


def taken(stored: dict[str, Tensor]) -> dict[str, Tensor]:
    """A run's weights, without the head for attribution that runs had until 0.1.2."""
    return {k: v for k, v in stored.items() if not k.startswith("attribution.")}


def apart(mine: Tensor, theirs: Tensor) -> Tensor:
    """The squared distance between two tables of states, as a share of the second's square."""
    theirs = theirs.float()
    return ((mine - theirs) ** 2).sum() / (theirs**2).sum()


def shares(piece: Piece) -> Tensor:
    """With what chance each candidate of a window is asked about where it fills nothing."""
    return torch.from_numpy(np.where(piece.spans[:, 1] - piece.spans[:, 0] >= COMMON_SPAN, LONG_SHARE, SHORT_SHARE)).float()


def sampled(piece: Piece, targets: Tensor) -> Tensor:
    """The candidates of a window to learn from: all that fill something, and some of the others."""
    return torch.nonzero(targets.any(1) | (torch.rand(len(piece.spans)) < shares(piece)))[:, 0]


def paired_spans(document: Prepared, example: Example, read: Read, asked: list[Tensor]) -> tuple[list[Span], Tensor]:
    """The fillers of a document, the first MOST_PAIRED of them, and the hidden vector of each from the first window with it."""
    found: dict[Span, Tensor] = {}
    for piece, hidden, kept in zip(document.pieces, read.hidden, asked, strict=True):
        rows = {(int(a), int(b)): i for i, (a, b) in enumerate(piece.spans[kept.numpy()])}
        for span, gold in example.spans.items():
            if gold.entities and span in rows and span not in found:
                found[span] = hidden[rows[span]]
    chosen = sorted(found)[:MOST_PAIRED]
    return chosen, torch.stack([found[s] for s in chosen]) if chosen else torch.zeros(0)


def _kinds(gold: GoldSpan) -> set[str]:
    """The roles of a filler; a person named and a person described are of one kind, for one may be the other."""
    return {"Victim" if role == "VictimDescription" else role for role, _ in gold.entities}


def pair_targets(example: Example, chosen: list[Span]) -> list[tuple[Tensor, Tensor]]:
    """For each of PAIR_LABELS: what is true of each pair, and which pairs to ask (two of a kind; any two)."""
    n = len(chosen)
    gold = [example.spans[s] for s in chosen]
    same = np.zeros((2, n, n), dtype=np.float32)
    asked = np.zeros((2, n, n), dtype=bool)
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            asked[0, i, j] = bool(_kinds(gold[i]) & _kinds(gold[j]))
            asked[1, i, j] = True
            same[0, i, j] = bool(gold[i].entities & gold[j].entities)
            same[1, i, j] = bool(gold[i].templates & gold[j].templates)
    return [(torch.from_numpy(same[k]), torch.from_numpy(asked[k])) for k in range(len(PAIR_LABELS))]
