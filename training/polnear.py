"""PolNeAR articles as training examples: which words are cues, and for each cue which are its source and its content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extract.trained.pieces import Piece
from onrecord.extract.trained.windows import OVERLAP_TOKENS, WINDOW_TOKENS, token_ranges
from onrecord.extract.trained.words import Word, split_words
from training.attribution_reading import BEGINS, INSIDE


@dataclass(frozen=True, slots=True)
class Asked:
    """One cue of a window: its first and last word (rows of the window's words), and the tags of all words for it."""

    first: int
    last: int
    source: NDArray[np.int64]
    content: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Quoted:
    """One window of an article: where its words begin and end among its tokens, the cues' tags, and each cue with its own."""

    docid: str
    words: NDArray[np.int64]  # first and last token of each word, rows of the window's states
    numbers: NDArray[np.int64]  # the words' positions in the article
    cues: NDArray[np.int64]
    asked: list[Asked]


def read_articles(path: Path) -> list[dict[str, Any]]:
    """The articles of a JSON Lines file, as they stand."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def tags(words: list[Word], pieces: list[list[int]]) -> NDArray[np.int64]:
    """BEGINS at the first word of each piece, INSIDE at its other words, OUTSIDE elsewhere."""
    found = np.zeros(len(words), dtype=np.int64)
    for start, end in pieces:
        inside = [i for i, w in enumerate(words) if w.start < end and w.end > start]
        if inside:
            found[inside] = INSIDE
            found[inside[0]] = BEGINS
    return found


def word_windows(
    text: str, words: list[Word], tokenizer: Tokenizer, overlap: int = OVERLAP_TOKENS
) -> list[tuple[Piece, NDArray[np.int64], NDArray[np.int64]]]:
    """Windows of a text without candidate spans: each with its words' tokens and the words' positions in the text."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    start, end = tokenizer.encode("").ids
    ranges = token_ranges(words, encoded.offsets)
    none = np.zeros((0, 2), dtype=np.int64)
    found = []
    at, total = 0, len(encoded.ids)
    while True:
        stop = min(total, at + WINDOW_TOKENS)
        numbers = [i for i, (a, b) in enumerate(ranges) if a >= at and b < stop and a >= 0]
        if numbers:
            rows = np.array([ranges[i] for i in numbers], dtype=np.int64) - at + 1
            found.append((Piece([start, *encoded.ids[at:stop], end], none, none), rows, np.array(numbers, dtype=np.int64)))
        if stop >= total:
            return found
        at = stop - overlap


def article_windows(article: dict[str, Any], tokenizer: Tokenizer, overlap: int) -> list[tuple[Quoted, Piece]]:
    """The windows of an article as examples."""
    text = article["text"]
    words = split_words(text)
    told = [
        {part: tags(words, a.get(part) or []) for part in ("source", "cue", "content")}
        for a in article["attributions"]
        if a.get("cue")
    ]
    cues = np.zeros(len(words), dtype=np.int64)
    for one in told:
        cues = np.where(one["cue"] > 0, one["cue"], cues)
    found = []
    for n, (piece, rows, numbers) in enumerate(word_windows(text, words, tokenizer, overlap)):
        asked = []
        for one in told:
            inside = np.flatnonzero(one["cue"][numbers])
            if len(inside) and len(inside) == np.count_nonzero(one["cue"]):
                asked.append(Asked(int(inside[0]), int(inside[-1]), one["source"][numbers], one["content"][numbers]))
        found.append((Quoted(f"{article['docid']}#{n}", rows, numbers, cues[numbers], asked), piece))
    return found
