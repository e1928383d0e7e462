"""Who says what: sources, the words that introduce them, and what they say. Rules, without nesting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.claims import Access, Modality, SourceKind
from onrecord.extract.attribution_phrases import phrase_after, phrase_before
from onrecord.extract.attribution_tokens import Words, read_words
from onrecord.extract.sentences import Span, sentences

__all__ = ["Attribution", "access", "attributions", "modality_cue", "source_kind"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Spans of a source, of the cue and of the content; any may be empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


_SAYING = frozenset(
    """said says say told tells reported reports report announced added adds stated states explained claimed claims alleged alleges
    confirmed denied denies insisted argued warned noted believes believe thinks think suggested revealed disclosed wrote testified
    acknowledged admitted asserted maintained recalled declared predicted complained indicated concluded estimated accused""".split()
)
_ANONYMOUS = re.compile(
    r"\b(?:sources?|witness(?:es)?|eyewitness(?:es)?|residents?|neighbou?rs?|informants?|survivors?|locals|villagers|people|defectors?|relatives?|insiders?|"
    r"someone|somebody|observers?)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:police|ministry|agency|government|office|officials?|authorities|spokes(?:man|woman|person)|department|army|military|party|committee|"
    r"court|group|front|organi[sz]ation|council|commission(?:er)?|union|embassy|company|university|newspaper|radio|news|sheriff|coroner|"
    r"prosecutors?|investigators?|detectives?|officers?|troops|rebels|guerrillas|hospital|association|centre|center|church|mayor|institute)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\b(?:report|statement|communique|document|records?|letter|memo|affidavit|complaint|filing|video|footage|study|survey|log)\b",
    re.IGNORECASE,
)
_EYE = re.compile(r"\b(?:eye-?witness(?:es)?|witness(?:es)?|survivors?|bystanders?)\b", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"\b(?:police|ministry|officials?|authorities|spokes(?:man|woman|person)|minister|sheriff|coroner|prosecutors?|mayor|governor|president|"
    r"commissioner|chief|army|military|government|detectives?|investigators?)\b",
    re.IGNORECASE,
)
_ALLEGED = re.compile(
    r"\b(?:alleg\w*|accus\w*|suspect(?:ed|s|ing)?|suspicion|reportedly|purported\w*|rumou?r\w*|supposedly|apparently|claims?|claimed)\b",
    re.IGNORECASE,
)
_CUE = re.compile(r"(?<!\w)according(?:\s+to)?(?!\w)", re.IGNORECASE)


_HEAD = re.compile(r"\s+(?:of|at|in|from|for|with|who|near|to)\b|,")


def source_kind(words: str) -> SourceKind:
    """What kind of source those words describe."""
    if re.search(r"\bsources?\b", words, re.IGNORECASE):
        return SourceKind.ANONYMOUS
    head = _HEAD.split(words, maxsplit=1)[0]  # "a nurse at the district hospital" is a nurse
    names = re.findall(r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'.-]+)+", head if head[:1].islower() else words)
    beside = re.search(r",\s+(?:[A-Z][\w’'.-]+\s+){1,3}[A-Z][\w’'-]+", words)
    if (
        (names or beside)
        and not words.isupper()
        and not all(_ORGANISATION.search(n) or _DOCUMENT.search(n) for n in names or [""])
    ):
        if beside or not (_ORGANISATION.search(head) and head[:1].islower()):
            return SourceKind.NAMED
    if _ORGANISATION.search(head):
        return SourceKind.ORGANISATION
    if _DOCUMENT.search(head):
        return SourceKind.DOCUMENT
    if _ANONYMOUS.search(head) or not re.match(r"(?:the\s+)?[A-Z]", head):
        return SourceKind.ANONYMOUS
    return SourceKind.NAMED if len(words.split()) <= 3 and not words.lower().startswith("the ") else SourceKind.ORGANISATION


def access(words: str) -> Access:
    """How the words say that the source knows; "not said" unless they do."""
    if _EYE.search(words):
        return Access.EYEWITNESS
    return Access.OFFICIAL if _OFFICIAL.search(words) else Access.NOT_SAID


def modality_cue(words: str) -> Modality:
    """What a cue makes of what follows it: "said" states, "alleged" alleges, "denied" denies."""
    if re.search(r"\bden(?:y|ied|ies|ying)\b", words, re.IGNORECASE):
        return Modality.DENIED
    return Modality.ALLEGED if _ALLEGED.search(words) else Modality.STATED


def attributions(text: str, spans: Sequence[Span] | None = None) -> list[Attribution]:
    """Every attribution of a text, in the order of their cues."""
    held = sentences(text) if spans is None else list(spans)
    words = read_words(text, held)
    found: list[tuple[int, Attribution]] = []
    for number, (first, last) in enumerate(zip(words.first, words.last, strict=True)):
        for k in range(first, last + 1):
            made = _at(words, k, first, last, number)
            if made is not None:
                found.append((words.start[k], made))
                break
    return [a for _, a in found]


def _at(words: Words, k: int, first: int, last: int, number: int) -> Attribution | None:
    low = words.low[k]
    if low == "according" and k < last:
        cue_end = k + 1 if words.low[k + 1] == "to" else k
        source = phrase_after(words, cue_end + 1, last)
        if source is None:
            return None
        cue = words.span(k, cue_end)
        return Attribution((words.span(*source),), (cue,), _content(words, first, last, k, source[1]))
    if low not in _SAYING or (words.quotation[k] >= 0 and words.quotation[first] == words.quotation[k]):
        return None
    if k > first and words.low[k - 1] in (
        "to",
        "be",
        "been",
        "is",
        "was",
        "are",
        "were",
        "a",
        "the",
        "an",
        "in",
        "of",
        "by",
        "his",
        "this",
    ):
        return None
    before = phrase_before(words, k, first) if k > first else None
    if k > first and (words.said[k - 1] in (",", "”", '"', "''") or before is None):
        after = phrase_after(words, k + 1, last)
        if after is not None and (before is None or words.said[k - 1] in ("”", '"', "''")):
            content = (words.span(first, k - 1),) if k > first else ()
            return Attribution((words.span(*after),), (words.span(k, k),), content)
    if before is None:
        return None
    begin = k + 1
    if words.low[k] in ("told", "tells"):
        heard = phrase_after(words, k + 1, last)
        begin = heard[1] + 1 if heard else begin
    if begin <= last and words.low[begin] == "that":
        begin += 1
    ends = last if last > k and words.said[last] not in ".!?" else last - 1
    said: list[Span] = []
    if before[0] > first + 1:
        said.append(words.span(first, before[0] - 1))
    if ends - begin >= 2 and not (before[0] > first + 1 and ends - begin < 4):
        said.append(words.span(begin, ends))
    if not said:
        return None
    return Attribution((words.span(*before),), (words.span(k, k),), tuple(said))


def _content(words: Words, first: int, last: int, cue: int, end: int) -> tuple[Span, ...]:
    """What "according to X" vouches for: the rest of the sentence, on one side of it or the other."""
    if cue - first >= 3:
        stop = cue - 1
        while stop > first and words.said[stop] == ",":
            stop -= 1
        return (words.span(first, stop),)
    begin = end + 1
    while begin <= last and words.said[begin] == ",":
        begin += 1
    stop = last - 1 if words.said[last] in ".!?" else last
    return (words.span(begin, stop),) if begin <= stop else ()
