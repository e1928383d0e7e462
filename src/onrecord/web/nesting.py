"""Who says what, one inside the other: a report's attributions as a tree."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def nested(attributions: list[Json]) -> list[Json]:
    """Attributions in the order of the text: {"source", "cue", "content" (mentions), "start", "end" (of the content), "inside"}.

    One stands inside another where its source and content lie in the other's content; inside the shortest of several.
    """
    every = [{**a, **_reach(a["content"]), "inside": []} for a in attributions if a["content"]]
    every.sort(key=lambda a: (a["start"], -a["end"]))
    top: list[Json] = []
    for n, a in enumerate(every):
        around = [b for m, b in enumerate(every) if m != n and _holds(b, a)]
        outer = min(around, key=lambda b: b["end"] - b["start"], default=None)
        (top if outer is None else outer["inside"]).append(a)
    return top


def _reach(mentions: list[Json]) -> Json:
    said = [m for m in mentions if m.get("in", "text") == "text"] or mentions
    return {"start": min(m["start"] for m in said), "end": max(m["end"] for m in said)}


def _holds(outer: Json, inner: Json) -> bool:
    """Whether all of the inner one lies in the outer one's content, which is longer."""
    words = [*inner["source"], *inner["cue"], *inner["content"]]
    longer = outer["end"] - outer["start"] > inner["end"] - inner["start"]
    return longer and all(any(c["start"] <= m["start"] and m["end"] <= c["end"] for c in outer["content"]) for m in words)
