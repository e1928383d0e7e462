"""A text's words as a hashed vector, weighted by how rare they are: TF-IDF over buckets (Weinberger et al. 2009, feature hashing).

How rare a word is was counted once, on the news that the weights were learnt from, and is part of the package: what two reports have in
common does not depend on what else a record holds, so that linking one report more gives what linking all again gives.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from zlib import crc32

BUCKETS = 1 << 16
UNSEEN = 3
"""Reports that a word counts as having been in where it was in fewer: of another field, what is common there is not rare everywhere."""
Vector = dict[int, float]
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_WITHOUT_BLANKS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_APOSTROPHE = re.compile(r"['’](?:s|S)?$|['’]")


def words(text: str) -> list[str]:
    """The words as they stand, accents aside; scripts without reliable blanks (Chinese, Japanese, Korean) in pairs of characters."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if not word.isascii():
            word = unicodedata.normalize(
                "NFC", "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
            )
            if _WITHOUT_BLANKS.search(word):
                found += [word[i : i + 2] for i in range(max(1, len(word) - 1))]
                continue
        word = _APOSTROPHE.sub("", word)
        if len(word) > 1 or word.isdigit():
            found.append(word)
    return found


@lru_cache(maxsize=200_000)
def bucket(word: str) -> int:
    """The bucket of a word, case aside; a plain plural is its singular's."""
    form = word.lower()
    if len(form) > 4 and form.endswith("s") and not form.endswith("ss"):
        form = form[:-1]
    return crc32(form.encode()) % BUCKETS


def rarity(at: int) -> float:
    """How rare the words of a bucket are: the logarithm of the share of reports without them (IDF)."""
    counted, of = _counts()
    return math.log((of + 1) / (counted.get(at, UNSEEN) + 0.5))


@lru_cache(maxsize=1)
def _counts() -> tuple[Mapping[int, int], int]:
    said = json.loads(files("onrecord.link").joinpath("reports_words.json").read_text(encoding="utf-8"))
    return {int(k): v for k, v in said["buckets"].items()}, said["reports"]


def vector(said: Iterable[str]) -> Vector:
    """The words' vector, of length one; {} of no words."""
    counts = Counter(map(bucket, said))
    weights = {b: (1 + math.log(n)) * rarity(b) for b, n in counts.items()}
    size = math.sqrt(sum(w * w for w in weights.values()))
    return {b: round(w / size, 4) for b, w in weights.items()} if size else {}


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of two vectors, 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(w * other[b] for b, w in one.items() if b in other)


def telling_words(text: str) -> list[str]:
    """Words that name something: with a capital that does not begin a sentence, or with a digit."""
    found, before = [], "."
    for match in _WORD.finditer(text):
        word, gap = match[0], text[max(0, match.start() - 2) : match.start()]
        starts = before in ".!?" or "\n" in gap or any(c in '.!?:“"' for c in gap)
        if (word[:1].isupper() and not starts) or any(c.isdigit() for c in word):
            found.append(word)
        before = text[match.end() : match.end() + 1] or "."
    return [w for word in found for w in words(word)]
