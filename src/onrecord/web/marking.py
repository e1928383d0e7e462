"""A report's text cut into pieces, so that the words of its claims and sources can be marked though they overlap."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

Json = dict[str, Any]
ROLES = ("victim", "perpetrator", "other", "source", "date", "place", "means", "target", "total", "incident")
"""What words can be in a report, in the order in which one colour is chosen for words that are several things."""
_ROLE = {
    "victim": "victim", "count": "victim", "outcome": "victim", "names": "victim", "cause": "victim", "status": "victim",
    "age": "victim", "sex": "victim", "part_of": "victim", "perpetrator": "perpetrator", "other": "other", "date": "date",
    "place": "place", "means": "means", "target": "target", "total": "total",
}  # fmt: skip


def anchor(mention: Json) -> str:
    """The name of the place of a mention on the page."""
    return f"m-{mention['start']}-{mention['end']}"


def role(name: str) -> str:
    """What the words of a claim are, by its property; what only carries the incident is "incident"."""
    return _ROLE.get(name, "incident")


def marks(claims: list[Json]) -> list[Json]:
    """Each stretch of words once a role: {"start", "end", "role", "claim" (the first that it carries)}."""
    found: dict[tuple[int, int, str], Json] = {}
    for c in claims:
        said = [(m, role(c["property"])) for m in c.get("mentions", ())]
        said += [(m, "source") for s in c.get("according_to", ()) for m in s["mentions"]]
        for m, what in said:
            if m.get("in", "text") == "text":
                key = (m["start"], m["end"], what)
                found.setdefault(key, {"start": m["start"], "end": m["end"], "role": what, "claim": c["number"]})
    spans = {(s, e) for s, e, what in found if what != "incident"}
    return [m for (s, e, what), m in found.items() if what != "incident" or (s, e) not in spans]


def pieces(text: str, claims: list[Json]) -> list[Json]:
    """Pieces of the text in order, which together are the text.

    {"text", "roles" (the chief one first), "claim" (to go to), "anchors" (of mentions that start here), "labels" (roles that end here)}
    """
    every = [m for m in marks(claims) if m["start"] < len(text)]
    edges = sorted({0, len(text), *(m["start"] for m in every), *(min(m["end"], len(text)) for m in every)})
    starting: dict[int, list[Json]] = {}
    for m in every:
        starting.setdefault(m["start"], []).append(m)
    open_: list[Json] = []
    found = []
    for start, end in pairwise(edges):
        begun = starting.get(start, [])
        open_ = [m for m in open_ if m["end"] > start] + begun
        inner = sorted(open_, key=lambda m: (m["end"] - m["start"], ROLES.index(m["role"])))
        ending = [m["role"] for m in inner if m["end"] == end]
        found.append({
            "text": text[start:end], "roles": [m["role"] for m in inner], "claim": inner[0]["claim"] if inner else None,
            "anchors": list(dict.fromkeys(anchor(m) for m in begun)), "labels": list(dict.fromkeys(ending)),
        })  # fmt: skip
    return found
