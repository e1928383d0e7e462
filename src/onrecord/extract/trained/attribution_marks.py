"""What rules know of each word for attribution: the marks beside it, its class, what the rules' own attributions make of it.

These stand beside the encoder's states: exact edges are a matter of quotation marks, commas and sentences, which words alone do not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.extract import attribution_words as classes
from onrecord.extract.attribution import Attribution
from onrecord.extract.attribution_tokens import Words, read_words
from onrecord.extract.attribution_verbs import FORMS, LEADING, NOUNS, OBJECT_NOUNS
from onrecord.extract.sentences import Span
from onrecord.extract.trained.words import Word

__all__ = ["MARKS", "RELATIONS", "Marked", "Rows", "Ruled", "marked", "overlapping"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Rows = tuple[int, int]  # first and last word, both inside

_BETWEEN: Final = ("“", "”", '"', ",", ".", "?!", ":", ";", "-–—", "([", ")]", "\n", "'’", "…")
_BESIDE: Final = len(_BETWEEN) + 3  # and whether nothing stands between, an empty line, something else
_CLASSES: Final = (
    classes.DETERMINERS, classes.PLAIN_PRONOUNS, classes.POSSESSIVES, classes.PREPOSITIONS, classes.JOINING, classes.AUXILIARIES,
    classes.BE, classes.MODALS, classes.ADVERBS, classes.SUBORDINATORS, classes.QUESTION_WORDS, classes.CONNECTIVES, classes.DAYS,
    classes.MONTHS, classes.TIME_HEADS, classes.OCCASIONS, classes.VERBS, NOUNS, frozenset(OBJECT_NOUNS), LEADING, frozenset({"that"}),
    frozenset({"to"}), frozenset({"according"}), frozenset({"'s", "’s"}), frozenset({"and", "or"}), frozenset({"but", "while", "though"}),
)  # fmt: skip
_KINDS: Final = ("adjective", "base", "done", "ing", "past", "s")
_FRAMES: Final = "chimoqstx"
_ENDINGS: Final = ("ed", "ing", "ly", "s")
_FORM: Final = len(_CLASSES)
_ENDING: Final = _FORM + len(_KINDS) + len(_FRAMES) + 1
_LEXICAL: Final = _ENDING + len(_ENDINGS)
_PLACES: Final = 16
_PARTS: Final = 9
MARKS: Final = 2 * _BESIDE + _LEXICAL + _PLACES + _PARTS
"""How many numbers stand beside each word."""
RELATIONS: Final = 16
"""How many numbers say how a word stands to a cue."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """One of the rules' attributions as words."""

    cue: Rows
    source: Rows | None
    content: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of a text's words (words by MARKS), where each stands, and what the rules attribute."""

    marks: Floats
    sentence: Ints
    paragraph: Ints
    quotation: Ints
    ruled: tuple[Ruled, ...]

    @property
    def commas(self) -> NDArray[np.bool_]:
        """Whether a comma stands behind each word."""
        found: NDArray[np.bool_] = self.marks[:, _BESIDE + _BETWEEN.index(",")] > 0
        return found

    def relations(self, cue: Rows, around: Ints, cues: NDArray[np.bool_]) -> Floats:
        """How the words `around` stand to a cue: its sentence, its quotation, what the rules attribute by it; `cues` are the words of all."""
        a, b = cue
        found = np.zeros((len(around), RELATIONS), dtype=np.float32)
        found[:, 0] = around < a
        found[:, 1] = around > b
        found[:, 2] = self.sentence[around] == self.sentence[a]
        found[:, 3] = np.abs(self.sentence[around] - self.sentence[a]) == 1
        found[:, 4] = self.paragraph[around] == self.paragraph[a]
        found[:, 5] = self.quotation[around] == self.quotation[a]
        found[:, 6] = cues[around] & ((around < a) | (around > b))
        ruled = overlapping(self.ruled, cue)
        if ruled is not None:
            found[:, 7] = 1
            found[:, 8] = ruled.cue == cue
            for column, rows in ((9, [ruled.source] if ruled.source else []), (12, ruled.content)):
                for first, last in rows:
                    found[:, column] += (around >= first) & (around <= last)
                    found[:, column + 1] += around == first
                    found[:, column + 2] += around == last
        return found


def overlapping(ruled: Sequence[Ruled], cue: Rows) -> Ruled | None:
    """That of the rules' attributions whose cue shares most words with a cue; None where none shares one."""
    shared = [(min(cue[1], r.cue[1]) - max(cue[0], r.cue[0]), r) for r in ruled]
    best = max(shared, key=lambda x: x[0], default=None)
    return best[1] if best is not None and best[0] >= 0 else None


@lru_cache(maxsize=4096)
def _lexical(low: str) -> tuple[int, ...]:
    found = [n for n, words in enumerate(_CLASSES) if low in words]
    form = FORMS.get(low)
    if form is not None:
        found += [_FORM + _KINDS.index(k) for k in form.kinds.split()]
        found += [_FORM + len(_KINDS) + _FRAMES.index(f) for f in form.frames]
        if form.only_with_particle:
            found.append(_ENDING - 1)
    found += [_ENDING + n for n, end in enumerate(_ENDINGS) if low.endswith(end)]
    return tuple(found)


@lru_cache(maxsize=4096)
def _gap(between: str) -> tuple[int, ...]:
    found = [n for n, marks in enumerate(_BETWEEN) if any(m in between for m in marks)]
    if not between:
        found.append(len(_BETWEEN))
    if between.count("\n") > 1:
        found.append(len(_BETWEEN) + 1)
    if between.strip() and not found:
        found.append(len(_BETWEEN) + 2)
    return tuple(found)


def marked(text: str, words: list[Word], sentences: Sequence[Span], said: Sequence[Attribution]) -> Marked:
    """The marks of a text; `said` is what the rules attribute in it, `words` are not empty."""
    tokens = read_words(text, sentences)
    starts = np.array([w.start for w in words], dtype=np.int64)
    ends = np.array([w.end for w in words], dtype=np.int64)
    at = np.searchsorted(np.array(tokens.start, dtype=np.int64), starts, side="right") - 1
    at = at.clip(0, max(len(tokens) - 1, 0))
    marks = np.zeros((len(words), MARKS), dtype=np.float32)
    _mark_gaps(marks, text, words)
    for row, n in zip(marks, at.tolist(), strict=True):
        for k in _lexical(tokens.low[n]):
            row[2 * _BESIDE + k] = 1
    sentence, paragraph, quotation = (
        np.array(values, dtype=np.int64)[at] for values in (tokens.sentence, tokens.paragraph, tokens.quotation)
    )
    _mark_places(marks[:, 2 * _BESIDE + _LEXICAL :], text, words, tokens, sentence, paragraph, quotation)
    ruled = tuple(r for a in said if (r := _as_words(a, starts, ends)) is not None)
    _mark_parts(marks[:, MARKS - _PARTS :], ruled)
    return Marked(marks, sentence, paragraph, quotation, ruled)


def _mark_gaps(marks: Floats, text: str, words: list[Word]) -> None:
    edges = [0, *(w.end for w in words)]
    begins = [*(w.start for w in words), len(text)]
    for n, (a, b) in enumerate(zip(edges, begins, strict=True)):
        for k in _gap(text[a:b][-24:]):
            if n < len(words):
                marks[n, k] = 1
            if n > 0:
                marks[n - 1, _BESIDE + k] = 1


def _mark_places(
    into: Floats, text: str, words: list[Word], tokens: Words, sentence: Ints, paragraph: Ints, quotation: Ints
) -> None:
    """Where words stand in sentence, paragraph and quotation, and how they are written."""
    for column, of in ((0, sentence), (2, paragraph), (4, quotation)):
        apart = of[1:] != of[:-1]
        into[:, column] = np.concatenate([[True], apart])
        into[:, column + 1] = np.concatenate([apart, [True]])
    into[:, 4:6] *= (quotation >= 0)[:, None]
    into[:, 6] = quotation >= 0
    opened = np.array([q.open for q in tokens.quotations] + [False])
    into[:, 7] = opened[quotation]
    into[:, 8] = tokens.capitals
    for row, word in zip(into, words, strict=True):
        said = text[word.start : word.end]
        row[9] = said[0].isdigit()
        if not tokens.capitals:
            row[10] = said[0].isupper()
            row[11] = said.isupper() and len(said) > 1
    into[:, 12] = quotation % 2 * (quotation >= 0)


def _mark_parts(into: Floats, ruled: Sequence[Ruled]) -> None:
    for r in ruled:
        for column, rows in ((0, [r.cue]), (3, [r.source] if r.source else []), (6, r.content)):
            for a, b in rows:
                into[a : b + 1, column] = 1
                into[a, column + 1] = 1
                into[b, column + 2] = 1


def _as_words(a: Attribution, starts: Ints, ends: Ints) -> Ruled | None:
    cue = list(_rows(a.cue, starts, ends))
    if not cue:
        return None
    source = list(_rows(a.source, starts, ends))
    return Ruled(
        (cue[0][0], cue[-1][1]), (source[0][0], source[-1][1]) if source else None, tuple(_rows(a.content, starts, ends))
    )


def _rows(spans: Sequence[Span], starts: Ints, ends: Ints) -> Iterator[Rows]:
    for span in spans:
        first = int(np.searchsorted(ends, span.start, side="right"))
        last = int(np.searchsorted(starts, span.end, side="left")) - 1
        if first <= last:
            yield first, last
