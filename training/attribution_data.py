"""PolNeAR's articles for the head that reads attributions from a finished encoder's states: marks of words, cues, and what goes with each."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.attribution import attributions
from onrecord.extract.sentences import sentences
from onrecord.extract.trained.attribution_marks import Marked, marked
from onrecord.extract.trained.words import Word, split_words
from training.polnear import read_articles

Rows = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution of the gold as words: its cue, its source and the pieces of its content; a source or content may be empty."""

    cue: Rows
    source: tuple[Rows, ...]
    content: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its words, the marks that rules make, the gold, and where its words' states begin in the file of states."""

    docid: str
    text: str
    words: list[Word]
    marked: Marked
    told: list[Told]
    begins: int
    states: str  # the folder of the states


def rows_of(words: list[Word], pieces: list[list[int]]) -> tuple[Rows, ...]:
    """The words of each piece, first and last, pieces that touch being one."""
    found: list[Rows] = []
    for start, end in sorted(pieces):
        inside = [i for i, w in enumerate(words) if w.start < end and w.end > start]
        if not inside:
            continue
        if found and inside[0] <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], inside[-1]))
        else:
            found.append((inside[0], inside[-1]))
    return tuple(found)


def article_of(said: dict[str, Any], text: str, begins: int, states: Path) -> Article:
    """An article read by the rules in this writing of its text, which has the same places (capitals throughout, for one)."""
    words = split_words(said["text"])
    spans = sentences(text)
    told = []
    for a in said["attributions"]:
        cue = rows_of(words, a.get("cue") or [])
        if cue:
            source, content = (rows_of(words, a.get(k) or []) for k in ("source", "content"))
            told.append(Told((cue[0][0], cue[-1][1]), source, content))
    marks = marked(text, words, spans, attributions(text, spans))
    return Article(said["docid"], said["text"], words, marks, told, begins, str(states))


def load_articles(articles: Path, states: Path, capitals: bool = False) -> list[Article]:
    """All articles with their states; made once and kept beside them. `capitals` reads them as if in capitals throughout."""
    kept = states / ("articles-capitals.pickle" if capitals else "articles.pickle")
    if kept.exists():
        return [replace(a, states=str(states)) for a in pickle.loads(kept.read_bytes())]
    counts: list[int] = [len(split_words(a["text"])) for a in read_articles(articles)]
    if (states / "words.json").exists():
        assert json.loads((states / "words.json").read_text()) == counts, f"{states} was made of other articles"
    begins = np.cumsum([0, *counts])
    made = []
    for n, said in enumerate(read_articles(articles)):
        upper = said["text"].upper()
        text = upper if capitals and len(upper) == len(said["text"]) else said["text"]
        made.append(article_of(said, text, int(begins[n]), states))
    kept.write_bytes(pickle.dumps(made))
    return made


def state_rows(article: Article, files: dict[str, Any]) -> NDArray[np.float32]:
    """The states of an article's words, words by layers by width."""
    if article.states not in files:
        files[article.states] = np.load(Path(article.states) / "states.npy", mmap_mode="r")
    return np.asarray(files[article.states][article.begins : article.begins + len(article.words)], dtype=np.float32)
