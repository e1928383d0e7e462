"""Names of persons in a sentence: by capitals, and in text that is in capitals throughout by the titles before them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.extract.attribution_words import (
    AUXILIARIES,
    CONNECTIVES,
    DAYS,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    SUBORDINATORS,
)  # fmt: skip
from onrecord.extract.capitals import in_capitals, names_in_capitals
from onrecord.extract.phrase import Phrase
from onrecord.extract.sentences import Span

__all__ = ["Names", "named", "named_again"]

PEOPLE_WORDS = frozenset(
    """police officers officer deputies deputy authorities investigators witnesses witness video neighbors neighbours relatives residents detectives troopers
    agents prosecutors officials somebody someone everyone nobody people family friends shots gunfire backup evidence body bodies emergency medics paramedics
    police's one two three four five six seven eight nine ten others another both several many most few some each all he she they it we you who his her their
    hundreds thousands dozens scores nearly almost half nothing traffic evidence damage power work school footage surveillance dispatchers callers swat tasers taser marshals sheriff's soldiers militants rebels guerrillas""".split()
)
"""Words for people or things that open a sentence with a capital and name nobody."""
_UP, _LOW = "[A-ZÀ-ÞĀ-ſẠ-ỹ]", "[a-zß-ɏḀ-ỿ]"  # letters of Latin script
_WORD = rf"{_UP}(?:{_LOW}|[’'-])+(?:{_UP}|{_LOW})*"
_NAME = re.compile(
    rf"(?<![\w’'-]){_WORD}(?:\s+(?:{_UP}\.|(?:de|la|del|al|bin|van|von|dos|da|el)(?=\s+{_UP})|[“\"]{_UP}{_LOW}+[”\"]|{_WORD})){{1,4}}(?:,?\s+(?:Jr|Sr|III|II)\b\.?)?"
)
_NOT_NAME = frozenset(
    """police department county city state street avenue road hospital medical center school high university sheriff office north south east west
    united states district court republic army national ministry security party committee brigade people's people’s force forces bureau news church park highway
    january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday the a an
    view full caption bros hills heights valley beach springs world associated press investigation drive lane boulevard house apartments club company television radio guard border province region university chief
    sgt officer capt lt det detective image photo copyright video facebook twitter according when after police officers new san los las fort lake union general
    korean koreans north american african white black christmas new day first second attorney district homicide unit fire rescue emergency services county's in at on
    st ave rd blvd casino motel inn deli market restaurant parkway side square court place plaza terrace safety project hall club bar lounge caption reporter chronicle tribune editor staff""".split()
)
_TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|Gen|Col|Capt|Lt|Sgt|Maj|Rev|Fr|Officer|Deputy|Detective|Det|Chief|Sheriff|President|Minister|Judge|Mayor|Police|Victim|Victims|Suspect)\.?\s+"
)
_OLD = re.compile(r"[\w-]+-(?:years?|months?)-old\s+", re.IGNORECASE)
_BEFORE = re.compile(r"(?P<a>[1-9][0-9]?)[\s-]years?[\s-]olds?\s+(?:\w+\s+)?$", re.IGNORECASE)
_AGED = re.compile(
    r"\.?,?\s*\(?(?:also\s+|now\s+|just\s+)?(?:age[ds]?\s+)?(?P<a>[1-9][0-9]?)\)?(?=\s*(?:,|\)|;|\.|\s+of\b|\s+and\b|\s+was\b|$))"
)


class Names:
    """What a whole report shows of its capitals: which words it also writes small, and which sentences are headlines."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self.small = set(re.findall(r"(?<![\w’'-])[a-zà-ÿ]{3,}", text))
        self.capitals = in_capitals(text)
        self.headlines: set[int] = set()
        body: list[str] = []
        for span in spans:
            words = re.findall(r"(?<![\w’'-])[^\W\d_][\w’'-]{3,}", text[span.start : span.end])
            capitals = sum(w[0].isupper() for w in words)
            if len(words) >= 3 and capitals > 0.7 * len(words) and text[span.end - 1 : span.end] not in '.!?”"':
                self.headlines.add(span.start)
            else:
                body.append(text[span.start : span.end])
        self._body = " ".join(body)

    def trimmed(self, text: str, start: int, end: int, headline: bool) -> tuple[int, int] | None:
        """The part of capitalised words that is a name; None where none is."""
        parts = [m.span() for m in re.finditer(r"\S+", text[start:end])]
        while len(parts) > 2 and self.is_word(text[start:end][slice(*parts[0])]):
            parts = parts[1:]
        if len(parts) < 2 or self.is_word(text[start:end][slice(*parts[0])]):
            return None
        found = (start + parts[0][0], start + parts[-1][1])
        if headline and text[found[0] : found[1]] not in self._body:
            last = text[start:end][slice(*parts[-1])]
            return found if re.search(rf"\b{re.escape(last)}\b", self._body) and not self.is_word(last) else None
        return found

    def times(self, word: str) -> int:
        """How often the report has a capitalised word."""
        return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", self._body))

    def is_word(self, token: str) -> bool:
        """Whether the report writes the word small elsewhere."""
        return token.strip(".,“”\"’'").lower() in self.small


def named(text: str, sentence: Span, taken: list[Span], names: Names) -> list[Phrase]:
    if names.capitals:
        return [
            Phrase(
                n.start, n.end, text[n.start : n.end].split()[-1].lower(), None, False, [n], _age_beside(text, n.start, n.end)
            )
            for n in names_in_capitals(text, sentence.start, sentence.end)
            if not any(t.start < n.end and n.start < t.end for t in taken)
        ]
    found = []
    for m in _NAME.finditer(text, sentence.start, sentence.end):
        start, end = m.span()
        title = _TITLE.match(m[0])
        while title:
            start += title.end()
            title = _TITLE.match(text[start:end])
        begun = start > m.start()
        while (aged := _OLD.match(text[start:end])) and aged.end() < end - start:
            start += aged.end()
        trimmed = names.trimmed(text, start, end, sentence.start in names.headlines)
        if trimmed is None:
            continue
        start, end = trimmed
        parts = text[start:end].split()
        if len(parts) < 2 or any(p.lower().strip(".,'’s") in _NOT_NAME or p.lower() in _NOT_NAME for p in parts):
            continue
        if any(t.start < end and start < t.end for t in taken):
            continue
        if re.match(
            r"\s+(?:Street|St|Avenue|Ave|Road|Rd|Drive|Hospital|Police|County|School|Park|Center|University|Boulevard|Parkway|Lane|Court|Place|Bridge|Project|Apartments)\b",
            text[end : end + 16],
        ):
            continue
        if text[start:end].isupper():
            continue
        if _TOWN_OF.search(text[max(0, start - 16) : start]):
            continue
        age = _age_beside(text, start, end)
        found.append(Phrase(m.start() if begun else start, end, parts[-1].lower(), None, False, [Span(start, end)], age))
    return found


def _age_beside(text: str, start: int, end: int) -> int | None:
    """The age in years right after a name, or in "18 year old …" right before it."""
    aged = _AGED.match(text, end) or _BEFORE.search(text[max(0, start - 30) : start])
    return int(aged["a"]) if aged else None


_TOWN_OF = re.compile(r"\b(?:town|village|city|hamlet|district|province)\s+of\s+$", re.IGNORECASE)
_ALONE = re.compile(rf"(?<![\w’'.-]){_WORD}(?:-{_WORD})?")
_DOES = re.compile(
    r"(?:['’]s)?\s+(?:(?:\w+ly|later|also|then|never|still)\s+)?(?:was|is|had|has|then|who|did|didn['’]t|would|wouldn['’]t|could|died|dies|shot|got|ran|fled|led|drove|struck|held|drew|threw|hit|went|came|began|fell|and\s+\w+\s+(?:were|was)"
    r"|(?!(?:red|bed|speed|need|shed|united)\b)[a-z]{2,}ed)\b|['’]s\s+(?:girlfriend|boyfriend|wife|husband|mother|father|parents|brother|sister|son|daughter|family|friend"
    r"|body|home|house|car|vehicle|head|chest|back|death|hands?)\b"
)
_DONE_TO = re.compile(
    r"\b(?:shot|killed|struck|wounded|stabbed|tased|hit|shooting|killing|arrested|detained|kidnapped|saw|encountered|recognized|identified|(?:identified|named)\s+(?:only\s+)?as|death\s+of|confronted|chased|pursued|approached|located|(?:shot|fired|firing|shooting)\s+at|stopped|tackled|subdued|ordered|told|wounding)\s+$"
)
_SURELY = re.compile(
    r"['’]s\s+(?:girlfriend|boyfriend|wife|husband|mother|father|parents|brother|sister|son|daughter|family)\b|,?\s+(?:who|\d{1,2},)|,\s+(?:an?|the)\s[^,.;]{3,80},\s+(?:was|had|is)\b|\s+(?:\w+ly\s+|later\s+|then\s+)?"
    r"(?:was|had\s+been|is|got|were)?\s*(?:\w+ly\s+)?(?:shot|stabbed|killed|arrested|wanted|refused|pointed|fled|died|attacked|threatened|pulled|drove|ran|fired|grabbed|charged|approached"
    r"|lunged|barricaded|exchanged|confronted|armed|suspected|accused|tried|pronounced|struck|rammed|ignored|resisted|opened|raised|reached|threw|moved|came|exited"
    r"|got\s+(?:out|into)|swung|brandished|aimed|drew|holding|carrying|walking|driving|running|living|sitting|standing|struggled|crashed|failed|broke|left|went|started"
    r"|began|continued|displayed|produced|waved|stabbed|punched|assaulted|advanced|charging|escaped|jumped|fell|encountered|spotted|tased|shocked|handcuffed|killing)\b"
)
_SO_A_PERSON = re.compile(
    r"(?:(?!\b(?:man|woman|boy|girl|suspect|driver|mother|father|wife|son|daughter|victim|(?!(?:He|She|His|Her|Him)\b)[A-Z]\w+)\b).)*?\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|himself|herself)\b",
    re.DOTALL,
)
_THINGS = ("tion", "ment", "ness", "ance", "ence", "ity", "ism", "ship", "ics", "age", "ers", "ors", "ions")
_NOT_BEFORE = re.compile(
    r"\b\d+(?:st|nd|rd|th)\s+$|\b(?i:in|at|near|from|on|outside|around|the|an?|this|into|across|through)\s+$|[A-ZÀ-Þ][\w’'-]*\s+$"
)
_OPENERS = DETERMINERS | PREPOSITIONS | CONNECTIVES | SUBORDINATORS | AUXILIARIES | DAYS | MONTHS


def named_again(
    text: str, spans: list[Span], phrases: list[list[Phrase]], taken: list[Span], names: Names
) -> list[list[Phrase]]:
    """The phrases, with those for people who are called by one word: because the report gives their name in full elsewhere, or because
    the word does or suffers what only people do ("Velmora was shot").

    A word that two full names of the report share names nobody by itself.
    """
    own, shared = _own_words(text, phrases)
    found = []
    t = 0
    for span, here in zip(spans, phrases, strict=True):
        while t < len(taken) and taken[t].end <= span.start:
            t += 1
        near = taken[t : t + 12]
        kept = list(here)
        for m in () if names.capitals or span.start in names.headlines else _ALONE.finditer(text, span.start, span.end):
            word = re.sub(r"[’']s?$", "", m[0])
            start, end = m.start(), m.start() + len(word)
            if any(p.start < end and start < p.end for p in here) or re.match(r"[’']?s?\s+[A-Z]", text[end : end + 4]):
                continue
            known = word in own and not text[max(0, start - 2) : start - 1].isupper()
            place = next((k for k in near if k.start < end and start < k.end), None)
            if place is not None and (place.end - place.start > len(word) or not _surely(text, span, start, end)):
                continue  # a surname may also be a town's name: "Milford was shot"
            told = next((p for p in here if 0 < start - p.end < 40 and _introduces(text, p, start, end)), None)
            called = told is not None and place is None and _may_name(word, names)
            if known or called or (word not in shared and _acts(text, span, start, end, names)):
                age = _age_beside(text, start, end)
                if told is not None:
                    told.end, told.names, told.age = end, [Span(start, end)], told.age or age
                else:
                    kept.append(Phrase(start, end, word.lower(), None, False, [Span(start, end)], age))
        found.append(sorted(kept, key=lambda p: p.start))
    return found


def _may_name(word: str, names: Names) -> bool:
    """Whether a capitalised word is none of the language's that this report writes small, and names no day, office or kind of people."""
    low = word.lower()
    return len(word) > 2 and not names.is_word(word) and not any(low in words for words in (_NOT_NAME, _OPENERS, PEOPLE_WORDS))


_AS = re.compile(r",\s+(?:(?:who\s+was\s+)?(?:later\s+)?(?:identified|named)\s+(?:only\s+)?as\s+)?", re.IGNORECASE)


def _introduces(text: str, p: Phrase, start: int, end: int) -> bool:
    """Whether a phrase tells of the one who is named right behind its comma: "a fifth child, Reema, 8, was hurt"."""
    single = not (p.plural or p.names or p.organisation or p.pronoun) and p.best == 1
    return single and _AS.fullmatch(text, p.end, start) is not None and text[end : end + 1] == ","


def _own_words(text: str, phrases: list[list[Phrase]]) -> tuple[set[str], set[str]]:
    """The first and last words of the report's full names that are of one name only, and those of several."""
    full: dict[str, set[str]] = {}
    for name in {text[n.start : n.end] for ps in phrases for p in ps for n in p.names if not p.organisation}:
        words = [w for w in name.split() if w.rstrip(".,") not in ("Jr", "Sr", "II", "III")]
        for word in {words[0], words[-1]} if len(words) > 1 else ():
            full.setdefault(word, set()).add(words[-1] + words[0])
    return {w for w, whose in full.items() if len(whose) == 1}, {w for w, whose in full.items() if len(whose) > 1}


def _surely(text: str, span: Span, start: int, end: int) -> bool:
    """Whether a word does or suffers what no place does."""
    if _NOT_BEFORE.search(text[max(span.start, start - 24) : start]):
        return False
    return _SURELY.match(text, end) is not None or _DONE_TO.search(text[max(span.start, start - 16) : start]) is not None


def _acts(text: str, span: Span, start: int, end: int, names: Names) -> bool:
    """Whether a capitalised word does or suffers what only people do, and is no word of the language."""
    word = text[start:end]
    low = word.lower()
    if (
        len(word) < 3
        or names.is_word(word)
        or low in _NOT_NAME
        or low in _OPENERS
        or low in PEOPLE_WORDS
        or low.endswith("ing")
        or (low.endswith("ly") and not _SURELY.match(text, end))
    ):
        return False
    if _NOT_BEFORE.search(text[max(span.start, start - 24) : start]):
        return False
    if start - span.start < 2 and names.times(word) < 2 and _SURELY.match(text, end) is None:
        # Any word has a capital at the beginning of a sentence; only a person is "he" later in it.
        if low.endswith(_THINGS) or _DOES.match(text, end) is None or not _SO_A_PERSON.match(text, end, span.end + 100):
            return False
    does = _DOES.match(text, end) or _SURELY.match(text, end)
    return does is not None or _DONE_TO.search(text[max(span.start, start - 16) : start]) is not None
