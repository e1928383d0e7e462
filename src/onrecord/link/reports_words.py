"""A text's words as a hashed vector, weighted by how rare they are: TF-IDF over buckets (Weinberger et al. 2009, feature hashing).

How rare a word is was counted once, on the news that the weights were learnt from, and is part of the package. A record's own reports are counted
beside it by a full run, and that counting holds until the next one: so that linking one report more gives what linking all again gives.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from operator import mul
from zlib import crc32

BUCKETS = 1 << 16
UNSEEN = 3
"""Reports that a word counts as having been in where it was in fewer: of another field, what is common there is not rare everywhere."""
PRIOR = 300
"""As how many reports of a record what was counted on news stands."""
Vector = dict[int, float]
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_WITHOUT_BLANKS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_APOSTROPHE = re.compile(r"['’](?:s|S)?$|['’]")


def words(text: str) -> list[str]:
    """The words as they stand, accents aside; scripts without reliable blanks (Chinese, Japanese, Korean) in pairs of characters."""
    return [word for _, several in words_at(text) for word in several]


def words_at(text: str) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """The same with where each stands in the text."""
    for match in _WORD.finditer(text):
        word = match[0]
        if not word.isascii():
            word = unicodedata.normalize(
                "NFC", "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
            )
            if _WITHOUT_BLANKS.search(word):
                yield match.span(), [word[i : i + 2] for i in range(max(1, len(word) - 1))]
                continue
        if "'" in word or "’" in word:
            word = _APOSTROPHE.sub("", word)
        if len(word) > 1 or word.isdigit():
            yield match.span(), [word]


@lru_cache(maxsize=200_000)
def bucket(word: str) -> int:
    """The bucket of a word, case aside; a plain plural is its singular's."""
    form = word.lower()
    if len(form) > 4 and form.endswith("s") and not form.endswith("ss"):
        form = form[:-1]
    return crc32(form.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare the words of a bucket are: the logarithm of the share of reports without them (IDF).

    `counts` has how many of a record's own `reports` have a word of a bucket. What was counted once on news stands beside them as so many
    reports as `PRIOR`: a word that is common in the record is not rare, and none is rarer than in news.
    """

    counts: Mapping[int, int] = field(default_factory=dict)
    reports: int = 0
    kept: dict[int, float] = field(default_factory=dict, repr=False, compare=False)

    def of(self, at: int) -> float:
        found = self.kept.get(at)
        if found is None:
            found = self.kept[at] = self._of(at)
        return found

    def _of(self, at: int) -> float:
        counted, of = _counts()
        before = counted.get(at, UNSEEN)
        news = math.log((of + 1) / (before + 0.5))
        if at not in self.counts:
            return news
        return min(news, math.log((PRIOR + self.reports + 1) / (before * PRIOR / of + self.counts[at] + 0.5)))


SHIPPED = Rarity()


def learnt(several: Iterable[Iterable[str]]) -> Rarity:
    """The rarity of words in these reports, from the words of each; words that are no more common in them than in news are left out."""
    counts: Counter[int] = Counter()
    reports = 0
    for said in several:
        reports += 1
        counts.update(set(map(bucket, said)))
    counted, of = _counts()
    return Rarity({b: n for b, n in sorted(counts.items()) if n * of > reports * counted.get(b, UNSEEN)}, reports)


@lru_cache(maxsize=1)
def _counts() -> tuple[Mapping[int, int], int]:
    said = json.loads(files("onrecord.link").joinpath("reports_words.json").read_text(encoding="utf-8"))
    return {int(k): v for k, v in said["buckets"].items()}, said["reports"]


def vector(said: Iterable[str], rarity: Rarity = SHIPPED, silent: Iterable[str] = ()) -> Vector:
    """The words' vector, with `silent` ones of length one; {} of no words. What is silent is in it and weighs nothing: it makes no two alike,
    and whoever has much of it is the less like others."""
    counts, others = Counter(map(bucket, said)), Counter(map(bucket, silent))
    weights = {b: (1 + math.log(n)) * rarity.of(b) for b, n in counts.items()}
    whole = [*weights.values(), *((1 + math.log(n)) * rarity.of(b) for b, n in others.items() if b not in counts)]
    size = math.sqrt(sum(w * w for w in whole))
    found = {b: round(w / size, 4) for b, w in weights.items()} if size else {}
    for b in others:
        found.setdefault(b, 0.0)
    return found


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of two vectors, 0 to 1."""
    common = one.keys() & other.keys()
    return math.fsum(map(mul, map(one.__getitem__, common), map(other.__getitem__, common)))


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
