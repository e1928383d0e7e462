"""Sentences of news text, by rules: where a report's sentences begin and end, in code points.

Made for news in English, wrapped wire text in capitals included; it never fails on other text, it only splits less well.
A paragraph ends at an empty line, at an indented line, or at a line break that is not a mere wrapping of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Span", "paragraphs", "sentences"]


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) of a text, in code points."""

    start: int
    end: int


# Words that take a full stop and seldom end a sentence. Compared in lower case, without the final stop.
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sen",
        "sens",
        "rep",
        "reps",
        "gov",
        "govs",
        "gen",
        "lt",
        "col",
        "sgt",
        "capt",
        "maj",
        "cpl",
        "pvt",
        "cmdr",
        "adm",
        "rev",
        "hon",
        "pres",
        "supt",
        "insp",
        "st",
        "mt",
        "ft",
        "jr",
        "sr",
        "vs",
        "v",
        "messrs",
        "mme",
        "mlle",
        "fr",
        "bros",
        "no",
        "nos",
        "dept",
        "assn",
        "approx",
        "ca",
        "cf",
        "e.g",
        "i.e",
        "art",
        "arts",
        "sec",
        "para",
        "vol",
        "pp",
        "ed",
        "eds",
        "fig",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "ave",
        "blvd",
        "rd",
        "calif",
        "fla",
        "ill",
        "mass",
        "mich",
        "minn",
        "okla",
        "ore",
        "penn",
        "tenn",
        "tex",
        "wash",
        "wis",
        "ariz",
        "ark",
        "colo",
        "conn",
        "del",
        "ga",
        "kan",
        "ky",
        "md",
        "mo",
        "mont",
        "neb",
        "nev",
        "va",
        "vt",
        "wyo",
    ]
)
# Abbreviations that do end sentences as often as not: the next word decides.
_MAY_END = frozenset(
    [
        "jr",
        "sr",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "a.m",
        "p.m",
        "al",
        "u.s",
        "u.n",
        "u.k",
        "e.u",
        "d.c",
        "ph.d",
        "m.d",
        "b.c",
        "a.d",
    ]
)
# Words that open a sentence far more often than they follow an abbreviation in one, upper-case names aside.
_OPENERS = frozenset(
    [
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "in",
        "on",
        "at",
        "but",
        "and",
        "or",
        "so",
        "yet",
        "for",
        "from",
        "to",
        "if",
        "when",
        "while",
        "as",
        "after",
        "before",
        "since",
        "because",
        "although",
        "though",
        "however",
        "meanwhile",
        "there",
        "here",
        "what",
        "who",
        "how",
        "why",
        "where",
        "some",
        "many",
        "most",
        "several",
        "no",
        "not",
        "one",
        "two",
        "three",
        "four",
        "five",
        "according",
        "by",
        "with",
        "under",
        "during",
        "officials",
        "police",
        "authorities",
    ]
)
_STOP = re.compile(
    r"(?:[.!?\u2026\u203d]+|[\u3002\uff01\uff1f\u061f\u06d4\u0964]+)(?:''|[\"\u201d\u2019'\u00bb)\]\u300d\u300f])*"
)
_GLUED = re.compile(
    r"(?!www)[a-z]{3}[.!?]['\"”’]?(?:[A-Z][a-z]+|[A-Z]|I)[\s,'’]"
)  # crawled pages lose blanks: "the men.Police said"
_WIDE_STOPS = "\u3002\uff01\uff1f\u300d\u300f"
_LAST_WORD = re.compile(r"[^\s\"“‘'(\[]*$")
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_CLOSERS = "\"”’'»)]"
_OPENING = "\"“‘'«([\u2014-–—*•"
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]*(?:\r\n|[\r\n\v\f\x85\u2028\u2029]|$)")
# Wire text is wrapped at about 70 characters; a paragraph on one line is longer than any wrapping.
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 110


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of the text as start and end of their content, without the line break and white space at the end."""
    for found in _LINE.finditer(text):
        if found.end() > found.start():
            yield found.start(), found.start() + len(found.group().rstrip())


def _wrap_width(lines: list[tuple[int, int]]) -> int:
    """The width at which the text was wrapped; 0 where it was not."""
    widest = max((end - start for start, end in lines), default=0)
    return widest if _NARROWEST_WRAP <= widest <= _WIDEST_WRAP else 0


def _continues(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether the break between two lines is only a wrapping: the next line's first word had no room on this one."""
    if not width or text[following[0]].isspace():
        return False
    word = text[following[0] : following[1]].split(None, 1)[0]
    used = line[1] - line[0] + 1 + len(word)
    # Some wires wrap early, at a hyphen or before a long word, so a fifth of the width may be unused.
    return used > width * 0.8 or (used > width * 0.6 and word[0].islower() and text[line[1] - 1] not in '.!?:"”')


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of the text in order, white space at their edges left out. Wrapped lines are put together."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    found: list[Span] = []
    before: tuple[int, int] | None = None
    for line in lines:
        if line[1] <= line[0]:
            before = None
            continue
        start = line[1] - len(text[line[0] : line[1]].lstrip())
        if before is not None and _continues(text, before, line, width):
            found[-1] = Span(found[-1].start, line[1])
        else:
            found.append(Span(start, line[1]))
        before = line
    return found


def _ends_here(text: str, stop: re.Match[str], paragraph: Span) -> bool:
    """Whether the full stop, question mark or the like that was found ends a sentence."""
    mark = stop.group()
    if stop.end() >= paragraph.end:
        return True
    after = text[stop.end()]
    if not after.isspace():
        return mark[-1] in _WIDE_STOPS or _GLUED.match(text, max(stop.start() - 3, 0)) is not None
    rest = text[stop.end() : min(stop.end() + 40, paragraph.end)].lstrip()
    if not rest:
        return True
    opening = rest.lstrip(_OPENING)
    if opening and opening[0].islower():
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    word = _LAST_WORD.search(text, max(paragraph.start, stop.start() - 30), stop.start())
    last = word.group() if word else ""
    low = last.lower()
    if mark != ".":
        return True  # a quotation or bracket closes after the full stop
    if low in _MAY_END or ("." in last and low.replace(".", "").isalpha()):
        following = _NEXT_WORD.match(rest)
        return rest[0] in "\"“‘'" or (following is not None and following.group().lower() in _OPENERS)
    if low in _ABBREVIATIONS:
        # "No." and "St." before a capital are parts of names, but "no." ends "He said no."
        return low in ("no", "art", "mar", "mon", "fig", "ill", "mass", "wash", "del", "mo") and not _part_of_name(last, rest)
    return not (len(last) == 1 and last.isupper() and rest[0].isupper() and low != "i")


def _part_of_name(word: str, rest: str) -> bool:
    """Whether an abbreviation that is also a word ("No.", "Mass.") is meant as one: capital before, number or name after."""
    following = _NEXT_WORD.match(rest)
    return rest[0].isdigit() or (word[:1].isupper() and (following is None or following.group().lower() not in _OPENERS))


def _within(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph."""
    start = paragraph.start
    for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
        if stop.start() < start:
            continue
        if not _ends_here(text, stop, paragraph):
            continue
        end = stop.end()
        yield Span(start, end)
        start = end
        while start < paragraph.end and text[start].isspace():
            start += 1
    if start < paragraph.end:
        yield Span(start, paragraph.end)


def sentences(text: str) -> list[Span]:
    """The sentences of the text in order, not overlapping, white space trimmed; together they hold every other character."""
    return [sentence for paragraph in paragraphs(text) for sentence in _within(text, paragraph)]
