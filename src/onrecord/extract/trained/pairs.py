"""What the words alone say of two spans: the features that the pair head sees beside the states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.words import ARTICLES, Word

Span = tuple[int, int]


def span_form(words: list[Word], span: Span) -> tuple[str, ...]:
    """A span's words without articles."""
    return tuple(w.form for w in words[span[0] : span[1] + 1] if w.form not in ARTICLES)


_SMALL = frozenset({"of", "for", "and", "de", "la", "el", "del", "los", "las", "y", "in", "on"})


def is_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether one word is made of the first letters of the other's words."""
    return len(short) == 1 and len(long) > 1 and len(short[0]) > 1 and short[0] in _initials(long)


def _initials(long: tuple[str, ...]) -> tuple[str, str]:
    """The first letters of all words, and of those that are not small."""
    return "".join([w[0] for w in long]), "".join([w[0] for w in long if w not in _SMALL])


def pair_features(words: list[Word], spans: list[Span]) -> NDArray[np.float32]:
    """For each two spans: the same words; share of words in common; one inside the other's words or an acronym; nearness."""
    forms = [span_form(words, s) for s in spans]
    n = len(spans)
    if not n:
        return np.zeros((0, 0, 4), dtype=np.float32)
    column = {form: i for i, form in enumerate(dict.fromkeys(w for f in forms for w in f))}
    holds = np.zeros((n, len(column)), dtype=np.float32)
    for i, form in enumerate(forms):
        holds[i, [column[w] for w in form]] = 1.0
    common, size = holds @ holds.T, holds.sum(axis=1)
    filled = (size[:, None] > 0) & (size[None, :] > 0)
    inside = filled & ((common == size[:, None]) | (common == size[None, :]))
    number = {form: i for i, form in enumerate(dict.fromkeys(forms))}
    same = np.array([number[f] for f in forms])
    firsts = np.array([s[0] for s in spans], dtype=np.float32)
    found = np.zeros((n, n, 4), dtype=np.float32)
    found[:, :, 0] = same[:, None] == same[None, :]
    found[:, :, 1] = common / np.maximum(1.0, size[:, None] + size[None, :] - common)
    found[:, :, 2] = inside | _acronyms(forms)
    found[:, :, 3] = 1.0 / (1.0 + np.abs(firsts[:, None] - firsts[None, :]) / 30.0)
    return found


def _acronyms(forms: list[tuple[str, ...]]) -> NDArray[np.bool_]:
    """Which two spans are an acronym and its words, in whichever order."""
    found = np.zeros((len(forms), len(forms)), dtype=np.bool_)
    short = [i for i, f in enumerate(forms) if len(f) == 1 and len(f[0]) > 1]
    if not short:
        return found
    for j, form in enumerate(forms):
        initials = _initials(form) if len(form) > 1 else ()
        for i in short:
            if forms[i][0] in initials:
                found[i, j] = found[j, i] = True
    return found
