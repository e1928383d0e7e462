"""Windows of a long text, and the spans worth asking about inside each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.words import Word

LONGEST_SPAN = 16
WINDOW_TOKENS = 510
OVERLAP_TOKENS = 128


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, end) of a text, and words [first, last] that lie wholly inside."""

    start: int
    end: int
    first: int
    last: int


def token_ranges(words: list[Word], offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last token of each word; (-1, -1) for a word that the tokenizer drops. Both lists are in text order."""
    tokens = np.array(offsets, dtype=np.int64).reshape(-1, 2)
    first = np.searchsorted(tokens[:, 1], [w.start for w in words], side="right")
    last = np.searchsorted(tokens[:, 0], [w.end for w in words], side="left") - 1
    dropped = last < first
    first[dropped] = last[dropped] = -1
    return list(zip(first.tolist(), last.tolist(), strict=True))


def windows(ranges: list[tuple[int, int]], tokens: int) -> list[Window]:
    """Windows of at most WINDOW_TOKENS that overlap by OVERLAP_TOKENS and together hold every word."""
    found: list[Window] = []
    start = 0
    while True:
        end = min(tokens, start + WINDOW_TOKENS)
        inside = [i for i, (a, b) in enumerate(ranges) if a >= start and b < end]
        if inside:
            found.append(Window(start, end, inside[0], inside[-1]))
        if end >= tokens:
            return found
        start = end - OVERLAP_TOKENS


def candidates(ranges: list[tuple[int, int]], window: Window, bounds: list[bool], ends: list[bool]) -> NDArray[np.int64]:
    """(first word, last word) of every span to be asked about: up to LONGEST_SPAN words of one sentence.

    `bounds` says of each word of the text whether a span may begin or end with it, `ends` whether a sentence ends behind it.
    """
    inside = range(window.first, window.last + 1)
    fit = np.array([bounds[i] and ranges[i][0] >= 0 for i in inside], dtype=bool)
    n = len(fit)
    sentence = np.cumsum([0, *ends[window.first : window.last]])
    first, length = np.meshgrid(np.flatnonzero(fit), np.arange(LONGEST_SPAN), indexing="ij")
    last = first + length
    within = np.minimum(last, n - 1)
    good = (last < n) & fit[within] & (sentence[within] == sentence[first])
    return np.stack([first[good], last[good]], axis=1).astype(np.int64) + window.first
