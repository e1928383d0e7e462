"""Windows of a long text, and the spans worth asking about inside each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.words import ARTICLES, Word

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
    ranges: list[tuple[int, int]] = []
    t = 0
    for word in words:
        while t < len(offsets) and offsets[t][1] <= word.start:
            t += 1
        last = t
        while last < len(offsets) and offsets[last][0] < word.end:
            last += 1
        ranges.append((t, last - 1) if last > t else (-1, -1))
    return ranges


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


def candidates(words: list[Word], ranges: list[tuple[int, int]], window: Window) -> NDArray[np.int64]:
    """(first word, last word) of every span to be asked about: up to LONGEST_SPAN words, no article at either end."""
    usable = [ranges[i][0] >= 0 and words[i].form not in ARTICLES for i in range(window.first, window.last + 1)]
    fit = np.array(usable, dtype=bool)
    n = len(fit)
    first, length = np.meshgrid(np.arange(n), np.arange(LONGEST_SPAN), indexing="ij")
    last = first + length
    good = (last < n) & fit[first] & fit[np.minimum(last, n - 1)]
    return np.stack([first[good], last[good]], axis=1).astype(np.int64) + window.first
