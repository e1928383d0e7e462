"""Words of a report that may name a place, each with how surely its surroundings say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.places.gazetteer import ADMIN1, COUNTRY, TOWN, Entry, first_words_of_countries, named
from onrecord.places.words import (
    ALSO_PEOPLE,
    ATTRIBUTES,
    CLASSES,
    DIRECTIONS,
    LINKS,
    LOCATIVE,
    NEVER,
    NO_DIVISION,
    OFFICES,
    OPENERS,
    ORGANS,
    PARTICLES,
    STATES,
    STRONG,
)

BARE, BESIDE, PLACED, CERTAIN = range(4)
_LONGEST = 5  # words of a name


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may name a place. `level` is BARE (nothing says so), BESIDE (an adjective, a list, an "of"), PLACED (a
    preposition) or CERTAIN (a class, a dateline, a larger place after a comma); `within` is that larger place."""

    words: str
    start: int
    end: int
    kind: int | None
    found: tuple[Entry, ...]
    level: int
    within: Entry | None = None


class _Token(NamedTuple):
    text: str
    lower: str
    start: int
    end: int


_TOKEN = re.compile(
    r"(?:St|Ste|Ft|Mt|ST|STE|FT|MT)\.(?=\s)|(?:[^\W\d_]\.){2,}|[^\W\d_](?:\w|[-‐‑](?=\w)|['’](?!s\b|S\b)(?=\w))*|['’][sS]\b|\S"
)
_WIRE = frozenset("va ga ky la md mo pa vt".split())  # two letters that wire style writes "Va."
_ABBREVIATED = {"st.": "Saint", "ste.": "Sainte", "ft.": "Fort", "mt.": "Mount"}
_DASH = re.compile(
    r"\s*(?:,[^\n]{0,40}?)?\s*(?:\([^)\n]{0,60}\)\s*)?(?:—|–|--|-\s)|,\s*\d{1,2}\s+[A-Z]{3,4}\s+\d\d\b|\s*\([^)\n]{2,60}\),\s*\d{1,2}\s+[A-Z]{3,4}\s+\d\d\b"
)
_CHAIN = re.compile(r"\s*[,(]\s*")
_LISTED = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", re.IGNORECASE)


class Words:
    """The tokens of a text with what every candidate asks of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [_Token(m[0], m[0].lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        # Blanks behind, which an index below nought or past the end meets too: asking for a neighbour needs no test.
        self._lowers = [t.lower for t in self.tokens] + [""] * (_LONGEST + 2)
        letters = [t.text for t in self.tokens if t.text[0].isalpha()]
        self.capitals = sum(map(str.isupper, letters)) > 0.7 * len(letters) if letters else False
        classes = [n for n, t in enumerate(self.tokens) if t.lower in CLASSES] if self.capitals else []
        self.before_class = {k for n in classes for k in range(n - 4, n)}

    def is_name(self, n: int) -> bool:
        if not 0 <= n < len(self.tokens):
            return False
        token = self.tokens[n].text
        return len(token) > 1 and token[0].isalpha() and (self.capitals or token[0].isupper())

    def lower(self, n: int) -> str:
        """Token n in lower case, "" where there is none, up to a name's length before the first and after the last."""
        return self._lowers[n]

    def adjacent(self, n: int) -> bool:
        """Whether only a blank stands between token n and the next."""
        return 0 <= n < len(self.tokens) - 1 and self.text[self.tokens[n].end : self.tokens[n + 1].start] in (" ", "\n", " ")

    def said(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].end]


def candidates(words: Words) -> list[Candidate]:
    """Every candidate in order, without overlap."""
    found: list[Candidate] = []
    n = 0
    while n < len(words.tokens):
        step = _at(words, n, found[-1] if found else None) if words.is_name(n) and words.lower(n) not in PARTICLES else None
        if step is None:
            n += 1
            continue
        found.append(step[0])
        n = step[1]
    return found


def _at(words: Words, n: int, last: Candidate | None) -> tuple[Candidate, int] | None:
    token = words.tokens[n]
    if token.lower in NEVER and token.lower not in DIRECTIONS and not words.is_name(n + 1):
        return None
    chained = last is not None and _CHAIN.fullmatch(words.text[last.end : token.start]) is not None
    if chained and last is not None and (state := _state(token)) and last.level >= BESIDE:
        return Candidate(token.text, token.start, _stop(words, n), ADMIN1, state, CERTAIN), n + 1
    level, kind_before = _before(words, n, last)
    longest = n
    if words.capitals and level == BARE and not (chained or _may_stand_alone(words, n)):
        return None  # in capitals only a country, a dateline or a class stands without a preposition
    while longest - n < _LONGEST - 1 and words.adjacent(longest) and _goes_on(words, longest + 1):
        longest += 1
    ends = [
        e for e in range(longest, n - 1, -1)
        if words.lower(e) not in LINKS and not (e == n and (token.lower in NEVER or len(token.text) < 3 or token.lower in CLASSES))
    ]  # fmt: skip
    for end in ends:
        found = _known(words, n, end, level, kind_before)
        if found is not None:
            return found
    for end in ends:
        found = _unknown(words, n, end, level, kind_before, chained)
        if found is not None:
            return found
    return None


def _may_stand_alone(words: Words, n: int) -> bool:
    token = words.tokens[n]
    return token.lower in first_words_of_countries() or _opens_line(words.text, token.start) or n in words.before_class


def _goes_on(words: Words, n: int) -> bool:
    return words.lower(n) in LINKS or (words.is_name(n) and words.lower(n) not in PARTICLES)


def _state(token: _Token) -> tuple[Entry, ...]:
    """The division that an abbreviation stands for: "Ind.", "N.M.", "NC" (in capitals where it has two letters)."""
    plain = token.lower.replace(".", "")
    if (
        plain not in STATES
        or not token.text[0].isupper()
        or (len(plain) == 2 and not token.text.isupper() and plain not in _WIRE)
    ):
        return ()
    return tuple(e for e in named(STATES[plain]) if e.kind == ADMIN1 and e.country == "USA")


def _stop(words: Words, n: int) -> int:
    end = words.tokens[n].end
    return end + (words.text[end : end + 1] == "." and words.tokens[n].text[-1] != ".")


def _before(words: Words, n: int, last: Candidate | None) -> tuple[int, int | None]:
    """What the words before token n say: how surely a place follows, and of which class."""
    k = n - 1
    while k >= 0 and words.lower(k) in DIRECTIONS and words.adjacent(k):
        k -= 1
    before = words.lower(k) if k >= 0 and words.adjacent(k) else ""
    if before in LOCATIVE or (words.capitals and n - 1 > k and words.lower(n - 1) not in ("the", "central")):
        return PLACED, None
    if before == "of" and words.lower(k - 1) in CLASSES:
        return CERTAIN, CLASSES[words.lower(k - 1)]
    if before in ("and", "or", "at", "to") and k > 0 and before in ("at", "to"):
        return BESIDE, None
    if before == "of" and not (words.is_name(k - 1) and words.lower(k - 1) in ("university", "bank", "church", "archdiocese")):
        return BESIDE, None
    if last is not None and last.level >= PLACED and _LISTED.fullmatch(words.text[last.end : words.tokens[n].start]):
        return BESIDE, None
    if (
        k >= 0
        and words.lower(n - 1) in ("city", "town", "village", "province", "department")
        and words.adjacent(n - 1)
        and words.capitals
    ):
        return BESIDE, None
    return BARE, None


def _lookup(words: Words, first: int, last: int) -> tuple[Entry, ...]:
    said = words.said(first, last)
    head = words.lower(first)
    if head in _ABBREVIATED:
        return named(_ABBREVIATED[head] + said[len(head) :]) or named(said)
    return named(said)


def _known(words: Words, n: int, end: int, level: int, kind_before: int | None) -> tuple[Candidate, int] | None:
    """The candidate that tokens n to end are, if the gazetteer knows them and their surroundings allow it."""
    hits = _lookup(words, n, end)
    said = words.said(n, end)
    if not hits or (
        said.isupper() and not words.capitals and len(said) < 5 and hits[0].kind != COUNTRY and words.lower(end + 1) != ","
    ):
        return None  # "a SWAT officer"
    start, stop, after = words.tokens[n].start, words.tokens[end].end, end + 1
    own = CLASSES.get(words.lower(end)) if end > n and words.tokens[end].text[0].isupper() else None
    if own is not None and all(e.kind == own for e in hits):  # "Plateau State": the name holds the word for its class
        return Candidate(said, start, stop, own, hits, CERTAIN, _within(words, after)), after
    kind = kind_before if kind_before is not None else _class_after(words, n, end)
    if kind is not None:
        of_kind = tuple(e for e in hits if e.kind == kind) or tuple(e for e in hits if e.kind != COUNTRY)
        if not of_kind:
            return None
        if kind_before is None:
            stop, after = words.tokens[end + 1].end, end + 2
        within = _within(words, after)
        if kind == TOWN and within is not None and not any(lies_in(e, within) or e.id == within.id for e in of_kind):
            of_kind = ()  # a village that the gazetteer lacks, named like a town elsewhere
        return Candidate(said, start, stop, kind, of_kind, CERTAIN, within), after
    within = _within(words, after)
    part = _part_of_name(words, n)
    inside = tuple(e for e in hits if within and lies_in(e, within))
    if inside and not part:
        return Candidate(said, start, stop, None, inside, CERTAIN, within), after
    if _opens_line(words.text, start) and _DASH.match(words.text, stop):
        towns = tuple(e for e in hits if e.kind == TOWN)  # a report is filed from a town before a division of its name
        return Candidate(said, start, stop, None if hits[0].kind == COUNTRY else TOWN, towns or hits, CERTAIN), after
    longer = not words.capitals and words.adjacent(end) and words.is_name(after)
    if (part and level < PLACED) or (longer and words.lower(after) not in ORGANS and words.lower(after) not in OPENERS):
        return None
    level = max(level, _beside(words, n, after, longer))
    if level == BARE and (hits[0].kind > ADMIN1 or said.lower() in ALSO_PEOPLE or (words.capitals and hits[0].kind != COUNTRY)):
        return None
    return Candidate(said, start, stop, None, hits, level), after


def _beside(words: Words, n: int, after: int, longer: bool) -> int:
    """How surely the word behind a name says that it is a town's: "Omaha police", "a Boston school", "Boston's first"."""
    next_word = words.lower(after)
    if not words.adjacent(after - 1):
        return (
            BESIDE
            if next_word in ("'s", "’s") and not words.capitals and _opens_line(words.text, words.tokens[n].start)
            else BARE
        )
    if next_word not in ATTRIBUTES and not (longer and next_word in ORGANS):
        return BARE
    article = words.lower(n - 1) in ("a", "an") or re.fullmatch(r"\w+-year-old", words.lower(n - 1)) is not None
    return PLACED if article or next_word in ("police", "pd") else BESIDE


def _unknown(
    words: Words, n: int, end: int, level: int, kind_before: int | None, chained: bool
) -> tuple[Candidate, int] | None:
    """Words that the gazetteer does not know and that a class, or a larger place after them, makes a place all the same."""
    if words.capitals or end - n > 2 or _part_of_name(words, n) or _lookup(words, n, end):
        return None
    start, stop, after = words.tokens[n].start, words.tokens[end].end, end + 1
    said = words.said(n, end)
    if kind_before is not None:
        if words.lower(n - 2) in ("state", "department") or (
            end > n and (CLASSES.get(words.lower(n - 2)) != TOWN or end - n > 1)
        ):
            return None
        return Candidate(said, start, stop, kind_before, (), CERTAIN, _within(words, after)), after
    kind = _class_after(words, n, end)
    if kind is not None:
        if words.lower(end + 1) not in STRONG or end - n > 1:
            return None
        stop, after = words.tokens[end + 1].end, end + 2
        return Candidate(said, start, stop, kind, (), CERTAIN, _within(words, after)), after
    within = _within(words, after)
    dateline = _opens_line(words.text, start) and _DASH.match(words.text, stop) is not None
    if within is None or chained or (level < PLACED and not dateline):
        return None
    return Candidate(said, start, stop, None, (), CERTAIN, within), after


def lies_in(e: Entry, above: Entry) -> bool:
    """Whether one place lies in another by the gazetteer's hierarchy."""
    return e.id != above.id and (above.id in (e.admin1, e.admin2) or (above.kind == COUNTRY and e.country == above.country))


def _class_after(words: Words, n: int, end: int) -> int | None:
    """The class that the next word gives the name, where that word is not a part of an office's name."""
    word = words.lower(end + 1)
    if word not in CLASSES or not words.adjacent(end):
        return None
    if not (
        words.capitals or words.tokens[end + 1].text[0].isupper() or word in STRONG or word in ("district", "region", "state")
    ):
        return None
    if words.lower(end) in NO_DIVISION or (
        word in ("state", "district", "city", "department") and words.lower(end + 2) in OFFICES
    ):
        return None
    return CLASSES[word]


def _part_of_name(words: Words, n: int) -> bool:
    """Whether a word with a capital stands right before: the candidate is then a part of a longer name, a person's or a street's."""
    if words.capitals or n == 0 or not words.adjacent(n - 1):
        return False
    before = words.tokens[n - 1]
    return before.text[0].isupper() and before.lower not in OPENERS and before.lower not in PARTICLES


def _opens_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" (\t\u2014\u2013-")


def _within(words: Words, after: int) -> Entry | None:
    """The larger place that follows after a comma or in brackets: a division by its abbreviation or name, or a country."""
    if words.lower(after) not in (",", "(") or not words.is_name(after + 1):
        return _inside_of(words, after)
    first = after + 1
    if state := _state(words.tokens[first]):
        return state[0]
    for last in range(min(first + 2, len(words.tokens) - 1), first - 1, -1):
        if last > first and not all(words.adjacent(k) for k in range(first, last)):
            continue
        larger = _larger(named(words.said(first, last)), words.lower(last + 1))
        if larger is not None:
            return larger
    return None


def _inside_of(words: Words, after: int) -> Entry | None:
    """The division that follows after "in": "Amaro in the Oromia region", "Bria, in the east of …" left aside."""
    if words.lower(after) != "in":
        return None
    first = after + 1
    while words.lower(first) in DIRECTIONS:
        first += 1
    for last in range(min(first + 2, len(words.tokens) - 1), first - 1, -1):
        if not all(words.is_name(k) for k in range(first, last + 1)) or not all(words.adjacent(k) for k in range(first, last)):
            continue
        kind = CLASSES.get(words.lower(last + 1)) if words.adjacent(last) else None
        found = [e for e in named(words.said(first, last)) if e.kind == ADMIN1] if kind == ADMIN1 else []
        if found:
            return max(found, key=lambda e: e.population)
    return None


def _larger(found: Sequence[Entry], next_word: str) -> Entry | None:
    if not found:
        return None
    if found[0].kind == COUNTRY:
        return found[0]
    divisions = [e for e in found if e.kind == ADMIN1]
    return max(divisions, key=lambda e: e.population) if divisions and divisions[0].population > 100_000 else None
