"""Run a network over documents and gather its probabilities."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from onrecord.extract.trained.pairs import pair_features
from onrecord.extract.trained.pieces import batches, likeliest
from onrecord.extract.trained.scores import Scores, nothing
from training.labels import LABELS, SPAN_ROLES
from training.network import Heads, Network, Read
from training.prepared import Prepared


def read_all(network: Network, documents: list[Prepared]) -> Iterator[Scores]:
    """The scores of every document, in no set order."""
    network.eval()
    for group in batches(sorted(documents, key=lambda d: d.longest), 4096):
        with torch.no_grad():
            for document, states in zip(group, network.states(group), strict=True):
                yield scores_of(network, document, network.read(document, states))


def scores_of(network: Heads, document: Prepared, read: Read) -> Scores:
    """Probabilities of one document: its likeliest spans, and the pairs of those."""
    roles = len(SPAN_ROLES)
    docid, whole = document.example.docid, read.document.sigmoid().cpu().numpy()
    best = [logits[:, :roles].sigmoid().amax(1).cpu().numpy() for logits in read.logits]
    spans, rows = likeliest(document.pieces, best)
    if not spans:
        return nothing(docid, whole, LABELS)
    hidden = torch.stack([read.hidden[w][i] for w, i in rows])
    labels = torch.stack([read.logits[w][i] for w, i in rows]).sigmoid()
    features = network.brought(pair_features(document.example.words, spans))
    pairs = network.pairs(hidden, labels[:, :roles], features).sigmoid().cpu().numpy()
    return Scores(docid, whole, spans, labels.cpu().numpy(), pairs[:, :, 0], pairs[:, :, 1], LABELS)
