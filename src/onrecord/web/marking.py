"""A report's text cut into pieces, so that the words of its claims and sources can be marked though they overlap."""

from __future__ import annotations

import re
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


_PICTURED = {n: 0x2400 + n for n in range(32) if chr(n) not in "\n\t\r"} | {0x7F: 0x2421, 0x0D: 0x20}
_TURNING = dict.fromkeys((*range(8234, 8239), *range(8294, 8298), *range(128, 160)), 65533)


def shown(text: str) -> str:
    """A report's words as they are put on a page, as many code points as they are: what steers or turns text around is made visible.

    A carriage return is a blank, since HTML would drop it and every offset after it would be wrong.
    """
    return text.translate(_PICTURED | _TURNING)


_STEERING = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


_FIGURES = re.compile("(\u2066[0-9A-Za-z :.,/~?%+\u2013\u2212-]{1,60}\u2069)")
"""Figures that `languages.whole` keeps together: an isolate that is closed behind them turns nothing else around."""


def readable(page: str) -> str:
    """A whole page, or an answer to a script, with nothing left in it that steers or turns text around: whatever field of a report, a
    claim or a remark it came from."""
    if not _STEERING.search(page):
        return page
    return "".join(part if n % 2 else shown(part) for n, part in enumerate(_FIGURES.split(page)))


def marks(claims: list[Json]) -> list[Json]:
    """Each stretch of words once a role: {"start", "end", "role", "claim" (the first that it carries), "claims" (all of them)}."""
    found: dict[tuple[int, int, str], Json] = {}
    for c in claims:
        said = [(m, role(c["property"])) for m in c.get("mentions", ())]
        said += [(m, "source") for s in c.get("according_to", ()) for m in s["mentions"]]
        for m, what in said:
            if m.get("in", "text") == "text":
                key = (m["start"], m["end"], what)
                of = found.setdefault(
                    key, {"start": m["start"], "end": m["end"], "role": what, "claim": c["number"], "claims": []}
                )
                of["claims"].append(c["number"])
    others: dict[tuple[int, int], Json] = {(s, e): m for (s, e, what), m in found.items() if what != "incident"}
    kept = []
    for (start, end, what), m in found.items():
        if what == "incident" and (start, end) in others:
            others[start, end]["claims"] += m["claims"]
        else:
            kept.append(m)
    return kept


def pieces(text: str, claims: list[Json]) -> list[Json]:
    """Pieces of the text in order, which together are the text.

    {"text", "start", "roles" (the chief one first), "claim" (to go to), "claims" (all that it carries), "anchors" (of mentions that
    start here), "labels" (roles that end here)}
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
            "text": shown(text[start:end]), "start": start, "claims": list(dict.fromkeys(n for m in inner for n in m["claims"])),
            "roles": [m["role"] for m in inner], "claim": inner[0]["claim"] if inner else None,
            "anchors": list(dict.fromkeys(anchor(m) for m in begun)), "labels": list(dict.fromkeys(ending)),
        })  # fmt: skip
    return found
