"""A text's sentences and their word beginnings, hashed: what the reader of incidents by words looks at.

Words are cut to their first letters, so that "bomb", "bombs" and "bombing" share most of what is learned, and only hashes are
kept: no word of a training text, and no name in it, can be read back from a model.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections import Counter

STEM = 5  # letters kept of a word; numbers are all the same
_WORD = re.compile(r"[a-z]+|[0-9]+")
_BREAK = re.compile(r"(?<=[a-zA-Z0-9\])\"]{3}[.?!])\"?\s+|\n\s*\n")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence in code points; none of an empty text."""
    found: list[tuple[int, int]] = []
    start = 0
    for gap in _BREAK.finditer(text):
        if text[start : gap.start()].strip():
            found.append((start, gap.start()))
        start = gap.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return found


def grams(text: str) -> Counter[int]:
    """How often each word beginning, and each two in a row, stand in a text, by their 32-bit hashes."""
    stems = [w[:STEM] if w.isalpha() else "0" for w in _WORD.findall(text.lower())]
    pairs = [f"{a} {b}" for a, b in itertools.pairwise(stems)]
    return Counter(zlib.crc32(gram.encode()) for gram in (*stems, *pairs))
