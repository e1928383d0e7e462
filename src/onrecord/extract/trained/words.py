"""Words of a text, and the plain form in which MUC-4's strings are compared.

A word is an unbroken run of letters and digits. The scorer drops articles and punctuation before it compares,
so two spans of the same words are the same string, whatever stands between the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ARTICLES = frozenset({"a", "an", "the"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its place in the text in code points, and its lower-case form."""

    start: int
    end: int
    form: str


def split_words(text: str) -> list[Word]:
    """All words of a text, in order."""
    return [Word(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(text)]


def plain_form(text: str) -> tuple[str, ...]:
    """The words of a string in lower case, without articles: equal forms are the same string."""
    return tuple(w.form for w in split_words(text) if w.form not in ARTICLES)


def find_all(words: list[Word], form: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where a plain form occurs: (first word, last word) for each occurrence, articles inside it passed over."""
    kept = [i for i, w in enumerate(words) if w.form not in ARTICLES]
    n = len(form)
    if n == 0:
        return []
    forms = [words[i].form for i in kept]
    return [(kept[k], kept[k + n - 1]) for k in range(len(kept) - n + 1) if tuple(forms[k : k + n]) == form]
