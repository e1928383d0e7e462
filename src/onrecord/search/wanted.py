"""What somebody asks for in words: phrases, AND, OR, NOT, parentheses, beginnings of words. No input is an error.

    poison OR gas            either
    "armed men" -police      the phrase, and not the word; NOT police is the same
    (miners OR porters) rif* words side by side are all asked for; * takes every word that begins so

What cannot be understood is read as words: an open quotation mark ends with the line, a parenthesis without its fellow is none, and
AND, OR or NOT with nothing to join is passed over. The words AND, OR and NOT are written in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.search.folding import runs, tokens

LONGEST = 1000
"""Characters of a query that are read."""
MOST = 50
"""Words and phrases of a query that are read."""
EVERY = "every"
"""A word that each row of the index has in its column `mark`, so that "not this" can be asked by itself."""
_PIECE = re.compile(r'-(?=[^\s\-])|"[^"]*(?:"\*?|$)|[()]|[^\s()"]+')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"'))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; `beginning` where the last of them may go on."""

    words: tuple[str, ...]
    beginning: bool = False

    def match(self, columns: str) -> str:
        """The phrase in the language of FTS5."""
        return f'{{{columns}}} : "{" ".join(self.words)}"{" *" if self.beginning else ""}'


@dataclass(frozen=True, slots=True)
class Not:
    of: Node


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    of: tuple[Node, ...]


Node = Phrase | Not | All | Either


def parsed(words: str) -> Node | None:
    """What is asked for; None where it is nothing."""
    pieces = _PIECE.findall(words[:LONGEST].translate(_QUOTES))
    return _Reading(pieces).whole()


class _Reading:
    """A query read from left to right."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.at = 0
        self.depth = 0
        self.left = MOST

    def whole(self) -> Node | None:
        found = []
        while self.at < len(self.pieces):  # what is left after a parenthesis that closes nothing is asked for too
            if (node := self.either()) is not None:
                found.append(node)
            self.at += 1
        return _joined(All, found)

    def either(self) -> Node | None:
        found = []
        while True:
            if (node := self.together()) is not None:
                found.append(node)
            if self.peek() != "OR":
                return _joined(Either, found)
            self.at += 1

    def together(self) -> Node | None:
        found = []
        while self.peek() not in (None, "OR", ")"):
            if (node := self.one()) is not None:
                found.append(node)
        return _joined(All, found)

    def one(self) -> Node | None:
        piece = self.pieces[self.at]
        self.at += 1
        if piece == "AND":
            return None
        if piece in ("NOT", "-"):
            if self.peek() in (None, "OR", ")"):
                return None
            node = self.one()
            return None if node is None else node.of if isinstance(node, Not) else Not(node)
        if piece == "(":
            if self.depth >= 20:
                return None
            self.depth += 1
            node = self.either()
            self.depth -= 1
            if self.peek() == ")":
                self.at += 1
            return node
        return self.phrase(piece)

    def phrase(self, piece: str) -> Node | None:
        beginning = piece.endswith("*")
        if piece.startswith('"'):
            words = tuple(t.word for t in tokens(piece))
            return self.counted([Phrase(words, beginning)] if words else [])
        several = [tuple(t.word for t in run) for run in runs(piece)]
        phrases = [Phrase(words, beginning and n == len(several) - 1) for n, words in enumerate(several)]
        if len(phrases) > 1:  # "500,000" or "well-known": words that belong together are a phrase
            phrases = [Phrase(tuple(w for p in phrases for w in p.words), beginning)]
        return self.counted(phrases)

    def counted(self, phrases: list[Phrase]) -> Node | None:
        self.left -= len(phrases)
        return phrases[0] if phrases and self.left >= 0 else None

    def peek(self) -> str | None:
        return self.pieces[self.at] if self.at < len(self.pieces) else None


def _joined(kind: type[All] | type[Either], found: list[Node]) -> Node | None:
    return None if not found else found[0] if len(found) == 1 else kind(tuple(found))


def match(node: Node, columns: str) -> str:
    """What is asked for, in the language of FTS5, within some columns (names with blanks between)."""
    if isinstance(node, Phrase):
        return node.match(columns)
    if isinstance(node, Either):
        return " OR ".join(f"({match(n, columns)})" for n in node.of)
    several = node.of if isinstance(node, All) else (node,)
    without = [n.of for n in several if isinstance(n, Not)]
    wanted = [f"({match(n, columns)})" for n in several if not isinstance(n, Not)] or [f"(mark : {EVERY})"]
    said = " AND ".join(wanted)
    return said if not without else f"({said}) NOT ({' OR '.join(f'({match(n, columns)})' for n in without)})"


def phrases(node: Node | None) -> Iterator[Phrase]:
    """The phrases that are asked for, which are highlighted; what is asked not to be there is not among them."""
    if isinstance(node, Phrase):
        yield node
    elif isinstance(node, All | Either):
        several: Iterable[Node] = node.of
        for n in several:
            yield from phrases(n)
