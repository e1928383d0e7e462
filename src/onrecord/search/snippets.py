"""The words around the hits of a search, as they stand in the text, with the hits told apart."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypedDict

from onrecord.search.folding import Token, tokens
from onrecord.search.wanted import Phrase

AROUND = 240
"""Characters of a snippet, about."""
MOST = 200_000
"""Characters of a text that are looked through."""
HELD = 5_000
"""Texts whose hits are kept, of all searches together."""


class Piece(TypedDict):
    """Words, and whether they are a hit."""

    words: str
    hit: bool


def spans(text: str, phrases: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Where phrases stand in a text, in order, without overlaps. The last ones are kept: a search is asked again with a filter more, or
    after a decision, and finds the same words."""
    if not phrases:
        return []
    name = sha256(text.encode("utf-8", "surrogatepass")).digest(), tuple(phrases)  # no text is kept: it may be forgotten
    found = _held.get(name)
    if found is None:
        if len(_held) >= HELD:
            _held.clear()
        found = _held[name] = _spans(text, phrases)
    return found.copy()


_held: dict[tuple[bytes, tuple[Phrase, ...]], list[tuple[int, int]]] = {}


def _spans(text: str, phrases: Sequence[Phrase]) -> list[tuple[int, int]]:
    words = list(tokens(text[:MOST]))
    first: dict[str, list[Phrase]] = {}
    open_ended = [p for p in phrases if p.beginning and len(p.words) == 1]
    for p in phrases:
        first.setdefault(p.words[0], []).append(p)
    found: list[tuple[int, int]] = []
    for at, token in enumerate(words):
        several = first.get(token.word, ())
        lengths = [len(p.words) for p in several if _stands(words, at, p)]
        lengths += [1 for p in open_ended if token.word.startswith(p.words[0])]
        if lengths:
            start, end = token.start, words[at + max(lengths) - 1].end
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
    return found


def _stands(words: list[Token], at: int, phrase: Phrase) -> bool:
    there = words[at : at + len(phrase.words)]
    if len(there) < len(phrase.words):
        return False
    *but_last, last = phrase.words
    if any(t.word != w for t, w in zip(there, but_last, strict=False)):
        return False
    return there[-1].word.startswith(last) if phrase.beginning else there[-1].word == last


def marked(text: str, phrases: Sequence[Phrase]) -> list[Piece]:
    """The whole text in pieces."""
    return _pieces(text, spans(text, phrases), 0, len(text))


def snippet(text: str, phrases: Sequence[Phrase]) -> list[Piece]:
    """The stretch of a text with the most hits in it, in pieces; its beginning where there is none."""
    found = spans(text, phrases)
    if not found:
        return _pieces(text, [], 0, _edge(text, AROUND))
    best = max(range(len(found)), key=lambda n: (len({text[s:e].casefold() for s, e in _within(found, n)}), -n))
    start = max(0, found[best][0] - AROUND // 4)
    start = _edge(text, start) if start else 0
    return _pieces(text, found, start, _edge(text, min(len(text), start + AROUND)))


def _within(found: list[tuple[int, int]], n: int) -> list[tuple[int, int]]:
    """The hits that a snippet would hold which begins before this one."""
    return [span for span in found[n : n + 20] if span[1] <= found[n][0] + AROUND * 3 // 4]


def _edge(text: str, at: int) -> int:
    """The next place between two words, near by."""
    while at < len(text) and not text[at].isspace() and at % 40:
        at += 1
    return min(at, len(text))


def _pieces(text: str, found: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    said: list[Piece] = [{"words": "… ", "hit": False}] if start else []
    at = start
    for s, e in found:
        if s < at or s >= end:
            continue
        if s > at:
            said.append({"words": text[at:s], "hit": False})
        at = min(e, max(end, s + AROUND))
        said.append({"words": text[s:at], "hit": True})
    if at < end:
        said.append({"words": text[at:end], "hit": False})
    if max(at, end) < len(text):
        said.append({"words": " …", "hit": False})
    return said
