"""The words and quotations of a text, as the attribution rules see them. Offsets in code points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.extract.sentences import Span, paragraphs

__all__ = ["Quotation", "Words", "read_words"]

_TOKEN = re.compile(
    r"""(?:[^\W\d_]\.){2,}                                    # U.S., p.m.
    |(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Cpl|Prof|Rev|Jr|Sr|St|No|vs|Inc|Corp|Co|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.
    |[A-Z]\.(?=\s+[A-Z])                                     # an initial
    |\d+(?:[-‑][^\W\d_]+)+                                    # 40-year-old
    |\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|pm|am)?\b
    |['’][sS]\b
    |[^\W\d_]\w*(?:[-’'&./](?![sS]\b)\w+)*
    |''|``|--+|\.\.+|\w+|\S""",
    re.VERBOSE | re.IGNORECASE,
)
_PAIRS = {"“": "”", "``": "''", "«": "»", "„": "“"}
_NEAREST = 200  # marks among which a quotation's closing one is looked for
_STRAIGHT = ('"', "''")


@dataclass(slots=True)
class Quotation:
    """Words in quotation marks, the marks included, as token numbers. `open` where no mark closes it in its paragraph."""

    first: int
    last: int
    open: bool = False


@dataclass(slots=True)
class Words:
    """The tokens of a text as parallel lists, with the sentence, the paragraph and the quotation that each stands in."""

    text: str
    said: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    quotation: list[int] = field(default_factory=list)  # number of the quotation, or -1
    first: list[int] = field(default_factory=list)  # first token of each sentence
    last: list[int] = field(default_factory=list)  # last token of each sentence
    quotations: list[Quotation] = field(default_factory=list)
    capitals: bool = False  # whether the text is in capitals throughout, so that capitals tell nothing

    def __len__(self) -> int:
        return len(self.said)

    def span(self, first: int, last: int) -> Span:
        """The characters from token `first` through token `last`."""
        return Span(self.start[first], self.end[last])

    def is_capital(self, i: int) -> bool:
        return self.said[i][0].isupper()


def _read_tokens(words: Words, spans: Sequence[Span], blocks: Sequence[Span]) -> None:
    text, block, number = words.text, 0, 0
    for span in spans:
        begun = len(words.said)
        while block + 1 < len(blocks) and blocks[block].end <= span.start:
            block += 1
        found = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, span.start, span.end)]
        if not found:
            continue
        said, starts, ends = zip(*found, strict=True)
        words.said.extend(said)
        words.start.extend(starts)
        words.end.extend(ends)
        added = len(found)
        words.sentence.extend([number] * added)
        words.paragraph.extend([block] * added)
        words.first.append(begun)
        words.last.append(len(words.said) - 1)
        number += 1
    words.low = [w.lower() for w in words.said]


def _opens(words: Words, i: int) -> bool:
    """Whether a straight quotation mark opens: white space or a bracket before it, none after it."""
    text, start, end = words.text, words.start[i], words.end[i]
    room_before = start == 0 or text[start - 1].isspace() or text[start - 1] in "([-–—"
    room_after = end >= len(text) or text[end].isspace() or text[end] in ".,;:)"
    return room_before and not room_after


def _closes_otherwise(words: Words, i: int, j: int) -> bool:
    """Whether the mark at `j` closes the quotation that one of another kind opened at `i`: “ and ", or “ mistyped for ”."""
    if words.said[i] not in ("“", '"') or words.said[j] not in ("“", "”", '"') or words.start[j] == 0:
        return False
    before, end = words.text[words.start[j] - 1], words.end[j]
    return before in ",.?!" and (end >= len(words.text) or words.text[end].isspace())


def _read_quotations(words: Words) -> None:
    words.quotation = [-1] * len(words)
    n, said = len(words), words.said
    marks = [k for k in range(n) if said[k] in _PAIRS or said[k] in _STRAIGHT or said[k] == "”"]
    closed = -1
    for at, i in enumerate(marks):
        if i <= closed or said[i] == "”" or (said[i] in _STRAIGHT and not _opens(words, i)):
            continue
        closing, where = _PAIRS.get(said[i], said[i]), -1
        for later in range(at + 1, min(len(marks), at + 1 + _NEAREST)):
            j = marks[later]
            if words.paragraph[j] != words.paragraph[i]:
                break
            if (said[j] == closing and not (said[j] in _STRAIGHT and _opens(words, j))) or _closes_otherwise(words, i, j):
                where = j
                break
        last = where if where >= 0 else _paragraph_end(words, i)
        if where < 0 and said[i] in _STRAIGHT and i > 0 and words.paragraph[i - 1] == words.paragraph[i]:
            continue  # a stray mark within a paragraph, such as the sign for inches
        number = len(words.quotations)
        words.quotations.append(Quotation(i, last, where < 0))
        words.quotation[i : last + 1] = [number] * (last + 1 - i)
        closed = last


def _paragraph_end(words: Words, i: int) -> int:
    """The last token of the paragraph that token `i` stands in."""
    while i + 1 < len(words) and words.paragraph[i + 1] == words.paragraph[i]:
        i = words.last[words.sentence[i + 1]]
    return i


def read_words(text: str, spans: Sequence[Span]) -> Words:
    """The tokens of the text within the sentences given, with its quotations."""
    words = Words(text)
    _read_tokens(words, spans, paragraphs(text))
    _read_quotations(words)
    words.capitals = text.isupper() or sum(map(str.islower, text)) * 20 < sum(map(str.isupper, text))
    return words
