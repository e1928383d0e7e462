"""A report's text cut into pieces, so that the words of its claims can be marked though they overlap."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

Json = dict[str, Any]
KINDS = {"victim": "victim", "perpetrator": "perpetrator", "date": "date", "place": "place", "means": "means", "act": "act", "count": "victim",
         "outcome": "victim", "names": "victim", "total": "count", "other": "other", "target": "target"}  # fmt: skip


def pieces(text: str, claims: list[Json]) -> list[Json]:
    """Pieces of the text in order: {"text", "kinds", "claims", "anchors"}; together they are the text."""
    marks = [(m["start"], m["end"], c) for c in claims for m in c.get("mentions", ()) if m.get("in", "text") == "text"]
    edges = sorted({0, len(text), *(s for s, _, _ in marks), *(e for _, e, _ in marks)})
    starts: dict[int, list[tuple[int, int, Json]]] = {}
    for mark in marks:
        starts.setdefault(mark[0], []).append(mark)
    seen: set[int] = set()
    open_: list[tuple[int, int, Json]] = []
    found = []
    for start, end in pairwise(edges):
        open_ = [m for m in open_ if m[1] > start] + starts.get(start, [])
        anchors = [n for _, _, c in starts.get(start, ()) if (n := c["number"]) not in seen]
        seen |= set(anchors)
        found.append({
            "text": text[start:end], "anchors": anchors, "claims": sorted({c["number"] for _, _, c in open_}),
            "kinds": sorted({KINDS.get(c["property"], "other") for _, _, c in open_}),
        })  # fmt: skip
    return found
