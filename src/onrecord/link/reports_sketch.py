"""How much of one text stands in another: shingles of five words, of which a sample by their hashes is kept.

The sample keeps the shingles whose hash is under a bound, half as many each time a text has too many (A. Broder, "On the resemblance and
containment of documents", 1997): so a reprint that drops or adds a paragraph is found, and a long text costs no more than a short one.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from onrecord.link.reports_words import words

LONG = 5
MOST = 256
_ALL = 1 << 32


@dataclass(frozen=True, slots=True)
class Sketch:
    """Hashes under `_ALL >> halved` of a text's shingles."""

    halved: int
    hashes: frozenset[int]

    def to_json(self) -> list[object]:
        return [self.halved, sorted(self.hashes)]


def sketch(text: str) -> Sketch:
    """A text's sketch; an empty one where it has fewer than five words."""
    return sketch_of(words(text))


def sketch_of(several: list[str]) -> Sketch:
    """The sketch of a text, of its words as `words` gives them."""
    found = set(hashes(several))
    halved = 0
    while len(found) > MOST:
        halved += 1
        found = {h for h in found if h < _ALL >> halved}
    return Sketch(halved, frozenset(found))


def hashes(several: list[str]) -> list[int]:
    """The hash of each shingle of a text's words, in their order."""
    said = [w.lower() for w in several]
    return [crc32(" ".join(said[i : i + LONG]).encode()) for i in range(len(said) - LONG + 1)]


def shared(one: Sketch, other: Sketch) -> float:
    """The share of the shorter text's shingles that stand in the other, estimated; 0 where either has none."""
    halved = max(one.halved, other.halved)
    mine, theirs = (s.hashes if s.halved == halved else {h for h in s.hashes if h < _ALL >> halved} for s in (one, other))
    least = min(len(mine), len(theirs))
    return len(mine & theirs) / least if least else 0.0


def keys(of: Sketch, most: int = 6) -> list[int]:
    """The least hashes: texts that share most of their shingles share one of these with great probability (bottom-k)."""
    return sorted(of.hashes)[:most]
