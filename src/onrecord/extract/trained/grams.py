"""A text's sentences and their word beginnings, hashed: what the reader of incidents by words looks at.

Words are cut to their first letters, so that "bomb", "bombs" and "bombing" share most of what is learned, and only hashes are
kept: no word of a training text, and no name in it, can be read back from a model.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter

STEM = 5  # letters kept of a word; numbers are all the same
_WORD = re.compile(rb"[a-z]+|[0-9]+")
_NUMBER = b"0"
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
    words = _WORD.findall(text.lower().encode("ascii", "replace"))
    stems = [w[:STEM] if w.isalpha() else _NUMBER for w in words]
    ones = [zlib.crc32(stem) for stem in stems]
    return Counter([*ones, *(zlib.crc32(b" " + second, first) for first, second in zip(ones, stems[1:], strict=False))])
