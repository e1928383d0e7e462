"""What the words alone say of two spans: the features that the pair head sees beside the states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.words import ARTICLES, Word

Span = tuple[int, int]


def span_form(words: list[Word], span: Span) -> tuple[str, ...]:
    """A span's words without articles."""
    return tuple(w.form for w in words[span[0] : span[1] + 1] if w.form not in ARTICLES)


def is_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether one word is made of the first letters of the other's words."""
    if len(short) != 1 or len(long) < 2 or len(short[0]) < 2:
        return False
    small = {"of", "for", "and", "de", "la", "el", "del", "los", "las", "y", "in", "on"}
    initials = "".join(w[0] for w in long)
    return short[0] in (initials, "".join(w[0] for w in long if w not in small))


def pair_features(words: list[Word], spans: list[Span]) -> NDArray[np.float32]:
    """For each two spans: the same words; share of words in common; one inside the other's words or an acronym; nearness."""
    forms = [span_form(words, s) for s in spans]
    n = len(spans)
    found = np.zeros((n, n, 4), dtype=np.float32)
    for i in range(n):
        for j in range(n):
            a, b = set(forms[i]), set(forms[j])
            common = len(a & b) / max(1, len(a | b))
            inside = bool(a and b) and (a <= b or b <= a)
            acronym = is_acronym(forms[i], forms[j]) or is_acronym(forms[j], forms[i])
            apart = abs(spans[i][0] - spans[j][0])
            found[i, j] = (forms[i] == forms[j], common, inside or acronym, 1.0 / (1.0 + apart / 30.0))
    return found
