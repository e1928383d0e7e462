"""Words of a text, and the plain form in which MUC-4's strings are compared.

A word is an unbroken run of letters and digits. The scorer drops articles and punctuation before it compares,
so two spans of the same words are the same string, whatever stands between the words.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

ARTICLES = frozenset({"a", "an", "the"})
BETWEEN = frozenset(
    """about after against although and are as at because been before being between but by cannot could did does during for from had has
    have if in into is it itself might must nor not of on or shall should since that themselves then there these they this those though
    through to toward towards until upon was were what when where whether which while who whom whose why with without would""".split()
)
"""Words with which neither a name nor a description begins or ends. Those that are names too ("Will", "So", "He") are left out."""

_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"[.?!][\"'’”)\]]*\s|;|\n\s*\n")
_BRIEF = frozenset(
    """adm apr atty aug ave brig capt cmdr co col comdr corp cpl cpt dec dept det dr feb ft gen gov hon inc ing insp jan jr jul jun lic lt ltd
    maj mar mr mrs ms msgr mt no nov oct pres prof rep rev sen sep sept sgt sr st ste supt univ""".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its place in the text in code points, and its lower-case form."""

    start: int
    end: int
    form: str


def split_words(text: str) -> list[Word]:
    """All words of a text, in order."""
    return [Word(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(text)]


def sentence_ends(text: str, words: list[Word]) -> list[bool]:
    """For each word whether a sentence, or a part of one at a semicolon, ends behind it. A full stop behind what is cut short ends none."""
    found = []
    for word, after in itertools.pairwise(words):
        gap = text[word.end : after.start]
        ends = gap != " " and _ENDS.search(gap) is not None
        found.append(ends and (gap[0] != "." or (len(word.form) > 2 and word.form not in _BRIEF)))
    return [*found, True][: len(words)]


def bounding(text: str, words: list[Word], ends: list[bool]) -> list[bool]:
    """For each word whether a name or a description may begin or end with it.

    A word of BETWEEN may where it stands with a capital within a sentence of a text that has small letters: it is a name then ("To Huu").
    """
    capitals = text.isupper()
    opens = [True, *ends[:-1]]
    return [
        w.form not in ARTICLES and (w.form not in BETWEEN or not (capitals or first or text[w.start].islower()))
        for w, first in zip(words, opens, strict=True)
    ]


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
