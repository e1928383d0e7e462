"""What a trained network says of each document, written as JSON Lines so that decoding needs no network."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.labels import Labels

Span = tuple[int, int]
LEAST_ROLE = 0.03
MOST_SPANS = 60


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities for one document: of the document labels; of the span labels for the spans kept; of each pair of those.

    `of` says which labels those are.
    """

    docid: str
    document: NDArray[np.float32]
    spans: list[Span]
    labels: NDArray[np.float32]
    same_entity: NDArray[np.float32]
    same_incident: NDArray[np.float32]
    of: Labels


def nothing(docid: str, document: NDArray[np.float32], of: Labels) -> Scores:
    """The scores of a document in which no span was likely."""
    pairs = np.zeros((0, 0), dtype=np.float32)
    return Scores(docid, document, [], np.zeros((0, len(of.span)), dtype=np.float32), pairs, pairs, of)


def write_scores(path: Path, found: Iterable[Scores]) -> None:
    """Write scores, whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        for s in found:
            line = {
                "docid": s.docid,
                "document": _rounded(s.document),
                "spans": [list(x) for x in s.spans],
                "labels": _rounded(s.labels),
                "same_entity": _rounded(s.same_entity),
                "same_incident": _rounded(s.same_incident),
            }
            out.write(json.dumps(line) + "\n")
    part.replace(path)


def read_scores(path: Path, of: Labels) -> dict[str, Scores]:
    """Scores by document, of a network with these labels."""
    found = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            d = json.loads(line)
            n = len(d["spans"])
            found[d["docid"]] = Scores(
                d["docid"],
                np.array(d["document"], dtype=np.float32),
                [(int(a), int(b)) for a, b in d["spans"]],
                np.array(d["labels"], dtype=np.float32).reshape(n, len(of.span)),
                np.array(d["same_entity"], dtype=np.float32).reshape(n, n),
                np.array(d["same_incident"], dtype=np.float32).reshape(n, n),
                of,
            )
    return found


def _rounded(values: NDArray[np.float32]) -> list[object]:
    rounded: list[object] = np.round(values.astype(np.float64), 4).tolist()
    return rounded
