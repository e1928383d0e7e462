"""Run a network over documents and gather its probabilities."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from training.labels import SPAN_ROLES
from training.network import Network, Read
from training.pairs import pair_features
from training.prepared import Prepared, batches
from training.scores import LEAST_ROLE, MOST_SPANS, Scores, Span


def read_all(network: Network, documents: list[Prepared]) -> Iterator[Scores]:
    """The scores of every document, in no set order."""
    network.eval()
    for group in batches(sorted(documents, key=lambda d: d.longest), 4096):
        with torch.no_grad():
            for document, states in zip(group, network.states(group), strict=True):
                yield scores_of(network, document, network.read(document, states))


def scores_of(network: Network, document: Prepared, read: Read) -> Scores:
    """Probabilities of one document: its likeliest spans, and the pairs of those."""
    spans, rows = likeliest(document, [logits[:, : len(SPAN_ROLES)].sigmoid().amax(1).numpy() for logits in read.logits])
    roles = len(SPAN_ROLES)
    if not spans:
        empty = np.zeros((0, 0), dtype=np.float32)
        return Scores(document.example.docid, read.document.sigmoid().numpy(), [], empty, empty, empty)
    hidden = torch.stack([read.hidden[w][i] for w, i in rows])
    labels = torch.stack([read.logits[w][i] for w, i in rows]).sigmoid()
    features = torch.from_numpy(pair_features(document.example.words, spans))
    pairs = network.pairs(hidden, labels[:, :roles], features).sigmoid().numpy()
    return Scores(
        document.example.docid, read.document.sigmoid().numpy(), spans, labels.numpy(), pairs[:, :, 0], pairs[:, :, 1]
    )


def likeliest(document: Prepared, best: list[np.ndarray]) -> tuple[list[Span], list[tuple[int, int]]]:
    """The MOST_SPANS spans with a role of at least LEAST_ROLE, in text order, and (window, row) of each.

    A span that stands in two windows is read where it lies farther from the window's edges.
    """
    found: dict[Span, tuple[int, float, int, int]] = {}
    for w, (piece, scores) in enumerate(zip(document.pieces, best, strict=True)):
        for i in np.flatnonzero(scores >= LEAST_ROLE):
            span = (int(piece.spans[i, 0]), int(piece.spans[i, 1]))
            room = int(min(piece.tokens[i, 0], len(piece.ids) - piece.tokens[i, 1]))
            if span not in found or room > found[span][0]:
                found[span] = (room, float(scores[i]), w, int(i))
    kept = sorted(found, key=lambda s: -found[s][1])[:MOST_SPANS]
    kept.sort()
    return kept, [(found[s][2], found[s][3]) for s in kept]
