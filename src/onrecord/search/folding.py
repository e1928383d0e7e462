"""Words as they are compared: without case, accents, vowel signs and tatweel, and one by one where a script has no blanks.

Hangul, Han, kana, Thai, Lao, Burmese and Khmer are cut into characters, so that a word of one or two syllables is found inside a
longer one ("경비대" in "국경경비대가"); a query of several characters is a phrase of them. Of Arabic words the article and what is
written together with it is taken off (the prefixes of Larkey, Ballesteros and Connell 2007, light10), and letters that are often
written for one another are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """A word as it is compared, and where it stands in the text."""

    word: str
    start: int
    end: int


_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u0900-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u200c\u200d\u00ad\u3099\u309a"
)
_TOKEN = re.compile(
    f"[\u1100-\u115f\ua960-\ua97f][\u1160-\u11ff\ud7b0-\ud7ff]*|[{_SINGLE}][\u3099\u309a\uff9e\uff9f]?|(?:[^\\W_{_SINGLE}][{_MARKS}]*)+"
)
_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d\u00ad]"
)
_ALIKE = str.maketrans({"\u0671": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})
_ARTICLE = re.compile("(?:ال|وال|بال|كال|فال|لل)(?=\\w{3})")
_ARABIC = re.compile("[\u0621-\u064a]")


@lru_cache(maxsize=200_000)
def folded(word: str) -> str:
    """A single word as it is compared; "" where nothing is left of it."""
    if word.isascii():
        return word.lower()
    plain = _DROPPED.sub("", unicodedata.normalize("NFKD", word.casefold()))
    plain = unicodedata.normalize("NFKC", plain).casefold().translate(_ALIKE)
    if not plain.isascii():
        plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in plain)
        if _ARABIC.match(plain):
            plain = _ARTICLE.sub("", plain, count=1) if _ARTICLE.match(plain) else plain
    return plain


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order. A ligature or a compatibility character may stand for several."""
    for found in _TOKEN.finditer(text):
        word = folded(found[0])
        if word.isalnum():
            yield Token(word, found.start(), found.end())
            continue
        for part in _TOKEN.findall(word):
            yield Token(part, found.start(), found.end())


def spaced(text: str) -> str:
    """The words of a text as they go into the index, with a blank between them."""
    return " ".join(t.word for t in tokens(text))


def runs(text: str) -> Iterator[list[Token]]:
    """The words of a text that stand together without a blank or a mark between them: what is asked for as one word."""
    run: list[Token] = []
    for token in tokens(text):
        if run and token.start > run[-1].end:
            yield run
            run = []
        run.append(token)
    if run:
        yield run
