"""Several networks' scores as one: the mean, a span that one of them did not keep counting as nothing there."""

from __future__ import annotations

import numpy as np

from onrecord.extract.trained.scores import Scores, Span


def average(runs: list[dict[str, Scores]]) -> dict[str, Scores]:
    """The averaged scores of the documents that the first run holds; each other must hold them too."""
    if len(runs) == 1:
        return runs[0]
    return {docid: _averaged([run[docid] for run in runs]) for docid in runs[0]}


def _averaged(parts: list[Scores]) -> Scores:
    spans: list[Span] = sorted({s for p in parts for s in p.spans})
    at = {s: i for i, s in enumerate(spans)}
    n = len(spans)
    labels = np.zeros((n, len(parts[0].of.span)), dtype=np.float32)
    pairs = np.zeros((2, n, n), dtype=np.float32)
    seen = np.zeros((n, n), dtype=np.float32)
    for part in parts:
        if not part.spans:
            continue
        rows = [at[s] for s in part.spans]
        labels[rows] += part.labels / len(parts)
        square = np.ix_(rows, rows)
        pairs[0][square] += part.same_entity
        pairs[1][square] += part.same_incident
        seen[square] += 1
    # A pair is the mean of those that saw both spans: not to keep a span says nothing of what it belongs with.
    pairs /= np.maximum(seen, 1)
    document = np.mean([p.document for p in parts], axis=0)
    return Scores(parts[0].docid, document, spans, labels, pairs[0], pairs[1], parts[0].of)
