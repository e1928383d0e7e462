"""From the attribution head's logits to attributions: cues, and for each its source and its content as spans of words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Span = tuple[int, int]  # first and last word, both inside

OUTSIDE, BEGINS, INSIDE = 0, 1, 2
TAGS = 3
REACH = 96  # words on either side of a cue in which its source and its content are looked for


@dataclass(frozen=True, slots=True)
class Leanings:
    """How far the logit of "outside" is shifted before the likeliest tag is taken; tuned on held-out articles."""

    cue: float = 0.0
    source: float = 0.0
    content: float = 0.0


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution: its cue, its source and the pieces of its content as spans of words; how likely the cue is one."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class WordWindow:
    """What the head says of one window: the words' positions in the text, their states, the logits of the cue tags."""

    numbers: Ints
    states: Floats
    tags: Floats


Ask = Callable[[Floats, Ints, Ints], Floats]  # words' states, cues, words around each → logits of both parts' tags


def pieces_of(tags: Ints) -> list[Span]:
    """Runs of tags: each begins at BEGINS, or at an INSIDE with nothing before it."""
    found: list[Span] = []
    open_at: int | None = None
    for i, tag in enumerate([*tags.tolist(), OUTSIDE]):
        if tag != INSIDE and open_at is not None:
            found.append((open_at, i - 1))
            open_at = None
        if tag == BEGINS or (tag == INSIDE and open_at is None):
            open_at = i
    return found


def likeliest_tags(logits: Floats, leaning: float) -> Ints:
    """The likeliest tag of each word, after "outside" was shifted."""
    shifted = logits.copy()
    shifted[..., OUTSIDE] += leaning
    found: Ints = shifted.argmax(axis=-1).astype(np.int64)
    return found


def chances(logits: Floats) -> Floats:
    """Probabilities of the tags."""
    grown = np.exp(logits - logits.max(axis=-1, keepdims=True))
    found: Floats = (grown / grown.sum(axis=-1, keepdims=True)).astype(np.float32)
    return found


def attributions(windows: list[WordWindow], ask: Ask, leanings: Leanings) -> list[Attributed]:
    """All attributions of a text in order. A cue that stands in two windows is read where it lies farther from their edges."""
    cues: dict[Span, tuple[int, int, Span]] = {}
    for w, window in enumerate(windows):
        for a, b in pieces_of(likeliest_tags(window.tags, leanings.cue)):
            span = (int(window.numbers[a]), int(window.numbers[b]))
            room = min(a, len(window.numbers) - 1 - b)
            if span not in cues or room > cues[span][0]:
                cues[span] = (room, w, (a, b))
    found: list[Attributed] = []
    for w, window in enumerate(windows):
        mine = _apart([(room, rows) for room, at, rows in cues.values() if at == w])
        if mine:
            found += _read(window, mine, ask, leanings)
    return _distinct(sorted(found, key=lambda x: x.cue))


def _apart(cues: list[tuple[int, Span]]) -> list[Span]:
    return sorted(rows for _, rows in cues)


def _distinct(found: list[Attributed]) -> list[Attributed]:
    """Of attributions whose cues share words (each from another window), the likelier."""
    kept: list[Attributed] = []
    for one in found:
        if kept and one.cue[0] <= kept[-1].cue[1]:
            if one.confidence > kept[-1].confidence:
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _read(window: WordWindow, cues: list[Span], ask: Ask, leanings: Leanings) -> list[Attributed]:
    rows = np.array(cues, dtype=np.int64)
    around = rows[:, :1] + np.arange(-REACH, REACH + 1, dtype=np.int64)[None]
    real = (around >= 0) & (around < len(window.numbers))
    around = around.clip(0, len(window.numbers) - 1)
    logits = ask(window.states, rows, around)
    cue_chances = chances(window.tags)
    found = []
    for n, (a, b) in enumerate(cues):
        inside = np.flatnonzero(real[n])
        words = window.numbers[around[n, inside]]
        source = _source(logits[n, inside, :TAGS], leanings.source)
        content = pieces_of(likeliest_tags(logits[n, inside, TAGS:], leanings.content))
        found.append(
            Attributed(
                (int(window.numbers[a]), int(window.numbers[b])),
                (int(words[source[0]]), int(words[source[1]])) if source else None,
                tuple((int(words[c]), int(words[d])) for c, d in content),
                float(1 - cue_chances[a : b + 1, OUTSIDE].mean()),
            )
        )
    return found


def _source(logits: Floats, leaning: float) -> Span | None:
    """The likeliest piece: a source is one piece."""
    spans = pieces_of(likeliest_tags(logits, leaning))
    if not spans:
        return None
    chance = chances(logits)
    return max(spans, key=lambda s: float((1 - chance[s[0] : s[1] + 1, OUTSIDE]).mean()))


def as_contract(found: list[Attributed], text: str, starts: Ints, ends: Ints) -> list[dict[str, Any]]:
    """Attributions as the contract has them; `starts` and `ends` are the words' places in the text, in code points."""

    def mention(span: Span) -> dict[str, Any]:
        a, b = int(starts[span[0]]), int(ends[span[1]])
        return {"text": text[a:b], "start": a, "end": b}

    return [
        {
            "source": [mention(x.source)] if x.source else [],
            "cue": [mention(x.cue)],
            "content": [mention(c) for c in x.content],
            "confidence": round(x.confidence, 4),
        }
        for x in found
    ]
