"""Which reports are of one origin: reprints, and reports that quote another outlet. What is of one origin corroborates nothing.

Unnamed sources are never compared: only outlets, by their own names, and the words of texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from onrecord.languages import phrase
from onrecord.link.reports_sketch import Sketch, shared

REPRINT = 0.5
"""The share of the shorter text's shingles in the other, from which a report is held to be a reprint."""
WHY = {
    "outlet": phrase("one outlet"),
    "reprint": phrase("passages in common"),
    "quotes": phrase("one quotes the other, or both quote one agency"),
}
"""Why reports are of one origin, in words."""
_NAME = r"((?:[Tt]he )?[A-Z][\w.&’'-]*(?: (?:(?:of|and|de) )?(?:[A-Z][\w.&’'-]*)){0,4})"
_QUOTING = [
    re.compile(p) for p in (
        rf"(?:first|originally|also)? ?(?:published|reported|carried) (?:by|in|on) {_NAME}",
        rf"[Rr]eprinted (?:\w+ )*from {_NAME}",
        rf"[Aa]ccording to (?:a report (?:by|in|from) )?{_NAME}",
        rf"{_NAME} (?:reported|reports|first reported|has reported|wrote)\b",
    )
]  # fmt: skip
_AGENCIES = {"ap", "associated press", "reuters", "afp", "agence france-presse", "upi", "efe", "xinhua", "tass", "dpa", "ansa"}
_DATELINE = re.compile(r"\(([A-Za-z -]{2,30})\)\s*[-–—]|[-–—]\s*\(?(Reuters|AP|AFP|EFE|UPI)\)?\b")


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a report tells its origin: its outlet, the outlets that it quotes, and its sketch."""

    capture: int
    outlet: str | None
    quotes: frozenset[str]
    sketch: Sketch


def outlet(capture: Mapping[str, Any]) -> str | None:
    """The outlet of a captured report, in one form: its publisher, else the host of its address."""
    if capture.get("publisher"):
        return form(str(capture["publisher"]))
    host = urlsplit(str(capture.get("url") or "")).hostname
    return host.removeprefix("www.") if host else None


def form(name: str) -> str:
    """An outlet's name without case and article."""
    return " ".join(name.casefold().replace("’", "'").split()).removeprefix("the ")


def quotes(text: str) -> frozenset[str]:
    """The names that a text quotes as outlets, in the form of `form`; people and offices among them match no outlet."""
    found = {form(m) for p in _QUOTING for m in p.findall(text)}
    found |= {form(a or b) for a, b in _DATELINE.findall(text[:600]) if form(a or b) in _AGENCIES}
    return frozenset(f.rstrip(".") for f in found if len(f) > 1)


def dependent(a: Facts, b: Facts) -> tuple[str, float] | None:
    """Why two reports of one incident are of one origin, and how surely: "outlet", "reprint" or "quotes"; None where they are not."""
    if a.outlet and a.outlet == b.outlet:
        return "outlet", 1.0
    common = shared(a.sketch, b.sketch)
    if common >= REPRINT:
        return "reprint", round(min(0.99, common), 2)
    if (a.outlet and a.outlet in b.quotes) or (b.outlet and b.outlet in a.quotes):
        return "quotes", 0.9
    if a.quotes & b.quotes & _AGENCIES:
        return "quotes", 0.8
    return None


def reprints(several: Iterable[Facts]) -> list[tuple[int, int, str, float]]:
    """The pairs of reports of one incident that are of one origin by more than their outlet, the smaller entry first, with why and how
    surely; as few as hold each origin together."""
    found: list[tuple[int, int, str, float]] = []
    root: dict[int, int] = {}
    facts = sorted(several, key=lambda f: f.capture)

    def of(n: int) -> int:
        while root.get(n, n) != n:
            n = root[n]
        return n

    pairs = [(w, a.capture, b.capture) for i, a in enumerate(facts) for b in facts[i + 1 :] if (w := dependent(a, b))]
    for why, a, b in sorted(pairs, key=lambda p: (-p[0][1], p[1], p[2])):
        if of(a) != of(b):
            root[of(b)] = of(a)
            if why[0] != "outlet":
                found.append((a, b, *why))
    return found
