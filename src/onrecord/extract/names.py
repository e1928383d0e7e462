"""Names of persons in a sentence: by capitals, and in text that is in capitals throughout by the titles before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onrecord.extract.attribution_words import CONNECTIVES, PREPOSITIONS, SUBORDINATORS
from onrecord.extract.capitals import in_capitals, names_in_capitals
from onrecord.extract.phrase import Phrase
from onrecord.extract.sentences import Span

__all__ = ["ALSO_SURNAMES", "NOT_NAME", "SURELY", "WORD", "Names", "age_beside", "named", "opens"]

_UP, _LOW = "[A-ZÀ-ÞĀ-ſẠ-ỹ]", "[a-zß-ɏḀ-ỿ]"  # letters of Latin script
WORD = rf"{_UP}(?:{_LOW}|[’'-])+(?:{_UP}|{_LOW}|-(?={_UP}|{_LOW}))*"
_NAME = re.compile(
    rf"(?<![\w’'-]){WORD}(?:\s+(?:(?:{_UP}\.){{1,2}}|{_UP}{{1,2}}(?=\s+{_UP}{_LOW})|(?:de|la|del|al|bin|van|von|dos|da|el)(?=\s+{_UP})|[“\"]{_UP}{_LOW}+[”\"]|{WORD})){{1,4}}(?:,?\s+(?:Jr|Sr|III|II)\b\.?)?"
)
NOT_NAME = frozenset(
    """police department county city state street avenue road hospital medical center school high university sheriff office north south east west
    united states district court republic army national ministry security party committee brigade people's people’s force forces bureau news church park highway
    january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday the a an
    view full caption bros hills heights valley beach springs world associated press investigation drive lane boulevard house apartments club company television radio guard border province region university chief
    sgt officer capt lt det detective image photo copyright video facebook twitter according when after police officers new san los las fort lake union general
    korean koreans north american african white black christmas new day first second attorney district homicide unit fire rescue emergency services county's in at on
    st ave rd blvd casino motel inn deli market restaurant parkway side square court place plaza terrace safety project hall club bar lounge caption reporter chronicle tribune editor staff
    elementary middle southwest southeast northwest northeast shop store dead people related coverage boy girl man woman boys girls men women teen teens teenager toddler mother father baby couple chevrolet toyota honda nissan tahoe impala camry""".split()
)
ALSO_SURNAMES = frozenset(
    """white black hall house park church north south east west street lane court day place square new young long king first republic fort lake bush force rose hill hills parks""".split()
)
"""Words for things or places that people are called by too: names only of whoever does or suffers what people do."""
_ACTS = (
    "shot|stabbed|killed|arrested|wanted|refused|pointed|fled|died|attacked|threatened|pulled|drove|ran|fired|grabbed|charged|approached|lunged|barricaded|exchanged"
    "|confronted|armed|suspected|accused|tried|pronounced|struck|rammed|ignored|resisted|opened|raised|reached|threw|moved|came|exited|got\\s+(?:out|into)|swung"
    "|brandished|aimed|drew|holding|carrying|walking|driving|running|living|sitting|standing|struggled|crashed|failed|broke|left|went|started|began|continued"
    "|displayed|produced|waved|punched|assaulted|advanced|charging|escaped|jumped|fell|encountered|spotted|tased|tasered|shocked|handcuffed|killing|led|stole|attempted"
    "|told|surrendered|complied|opened|waving|pointing|shooting|attacking|hiding|hid|returned|emerged|called|entered|kicked|bit|beat|robbed|carjacked|kidnapped|turned|took"
    "|stood|sat|knelt|yelled|shouted|screamed|slashed|swerved|accelerated|stepped|walked|leaped|climbed|tackled|wrestled|spat|shoved|pushed|hurled|lay|rode|sprinted|argued|begged|overdosed"
    "|flashed|emptied|rushed|choked|complied|cooperated|engaged|chased|followed|hung|aimed|claimed\\s+(?:he|she)|managed|proceeded|texted|phoned|slammed|smashed|stabbed|slit|struggled|suffered|sustained"
    "|wielded|dropped|disobeyed|locked|met|sped|had\\s+(?:been|an?|his|her|just|earlier|fled|shot)|denied|choked|fought|collapsed|stopped|survived|served|worked|lived"
)
SURELY = re.compile(
    rf"['’]s?\s+(?:girlfriend|boyfriend|wife|husband|mother|father|parents|brother|sister|son|daughter|family|roommate|home|car|vehicle|body|death|head|chest)\b|,?\s+(?:who|\d{{1,2}},)"
    rf"|\s+and\s+(?:his|her|another|an?|the\s+other|fellow)\s+(?:\w+\s+)?(?:man|woman|person|partner|wife|husband|girlfriend|boyfriend|friend|brother|sister|son|daughter|prisoner|inmate|passenger|occupant|suspect|mother|father|accomplice|cousin)\b"
    rf"|\s+(?:was|is)\s+(?:allegedly|reportedly|apparently|already|still|said\s+to|reported(?:\s+as)?|believed\s+to|known\s+to|thought\s+to)\b|\s+(?:appears|appeared|seemed|managed|decided|wanted)\s+to\b"
    rf"|\s+(?:was|is|had\s+been)\s+(?:an?|the|his|her)\s+(?:[\w-]+\s+){{0,4}}?(?:suspect|man|woman|person|fugitive|felon|student|veteran|father|mother|son|daughter|resident|driver|passenger|inmate|member|soldier|officer|gunman|teenager|dealer|user|offender|patient)\b"
    rf"|,\s+(?:an?|the)\s(?!(?:[\w-]+\s+){{0,2}}(?:town|city|village|suburb|county|community|neighborhood|district|province|capital|company|chain|state|region)\b)[^,.;]{{3,80}},\s+(?:was|had|is|(?:\w+ly\s+)?(?:shot|fled|ran|led|drove|[a-z]{{3,}}ed))\b|\s+(?:\w+ly\s+|later\s+|then\s+)?(?:was|had\s+been|is|got|were)?\s*(?:\w+ly\s+)?(?:{_ACTS})\b"
)
"""What follows a word that surely names a person."""
_TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|Gen|Col|Capt|Lt|Sgt|Maj|Rev|Fr|Officer|Deputy|Detective|Det|Chief|Sheriff|President|Minister|Judge|Mayor|Police|Victim|Victims|Suspect|Medic|Firefighter|Spc|Pfc|Pvt|Cpl|Trooper|Agent|Pastor)\.?\s+"
)
_OLD = re.compile(r"[\w-]+-(?:years?|months?)-old\s+", re.IGNORECASE)
_BEFORE = re.compile(r"(?P<a>[1-9][0-9]?)[\s-]years?[\s-]olds?\s+(?:\w+\s+)?$", re.IGNORECASE)
_AGED = re.compile(
    r"\.?,?\s*\(?(?:also\s+|now\s+|just\s+)?(?:age[ds]?\s+)?(?P<a>[1-9][0-9]?)\)?(?=\s*(?:,|\)|;|\.|\s+of\b|\s+and\b|\s+was\b|$))"
)


_SHORT = 16
"""Sentences of a report so short that it may call people by a surname alone, and never give their names in full."""


class Names:
    """What a whole report shows of its capitals: which words it also writes small, and which sentences are headlines."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self.small = set(re.findall(r"(?<![\w’'-])[a-zà-ÿ]{3,}", text))
        self.capitals = in_capitals(text)
        spans = list(spans)
        self.short = len(spans) <= _SHORT
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
        while len(parts) > 1 and (opens(word := text[start:end][slice(*parts[0])]) or (len(parts) > 2 and self.is_word(word))):
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


_OPENERS = frozenset("both when after but and while before if as since because although once had was neither either".split())
"""Words that open a sentence with a capital before a name: "Both Ana Velmora and …"."""
_ADVERB = re.compile(r"[a-z]{2,}(?:edly|ently|antly|ially|ually|nally|tely|denly|ously|rtly|ibly|ably|ately|iously|erly)")


def opens(word: str) -> bool:
    """Whether a word with a capital opens a sentence before a name, and is none itself: "When Velmora came", "Reportedly Velmora ran"."""
    low = word.lower()
    known = low in _OPENERS or low in SUBORDINATORS or low in CONNECTIVES or low in PREPOSITIONS
    return (known and len(low) > 2) or low in ("as", "if", "at", "in", "on", "by", "to") or _ADVERB.fullmatch(low) is not None


_TOWN_OF = re.compile(r"\b(?:town|village|city|hamlet|district|province)\s+of\s+$", re.IGNORECASE)


def named(text: str, sentence: Span, taken: list[Span], names: Names) -> list[Phrase]:
    if names.capitals:
        return [
            Phrase(
                n.start, n.end, text[n.start : n.end].split()[-1].lower(), None, False, [n], age_beside(text, n.start, n.end)
            )
            for n in names_in_capitals(text, sentence.start, sentence.end)
            if not any(t.start < n.end and n.start < t.end for t in taken)
        ]
    found = []
    for m in _capitalised(text, sentence):
        start, end = m.span()
        title = _TITLE.match(m[0])
        while title:
            start += title.end()
            title = _TITLE.match(text[start:end])
        begun = start > m.start()
        while (aged := _OLD.match(text[start:end])) and aged.end() < end - start:
            start += aged.end()
        headline = (
            sentence.start in names.headlines and age_beside(text, start, end) is None
        )  # a list has lines of names and ages
        trimmed = names.trimmed(text, start, end, headline)
        if trimmed is None:
            continue
        start, end = trimmed
        if (office := _office(text[start:end])) is not None:
            start, begun = start + office, True
        parts = text[start:end].split()
        age = age_beside(text, start, end)
        surely = age is not None or SURELY.match(text, end) is not None or _surely_named(text, sentence, start, end)
        if len(parts) < 2 or any(_no_name(p) for p in (_besides_surname(parts) if surely else parts)):
            continue
        if any(t.start < end and start < t.end and not (surely and start < t.start and end <= t.end) for t in taken):
            continue  # "Bo Milford was shot": a surname may also be a town's name
        if _SITE.match(text, end) or (age is None and _NUMBERED.search(text, max(sentence.start, start - 12), start)):
            continue
        if text[start:end].isupper() or (not begun and _OF_A_THING.search(text[max(sentence.start, start - 5) : start])):
            continue
        if _TOWN_OF.search(text[max(0, start - 16) : start]) or _is_told(text, sentence, start, end):
            continue
        name = Span(start, start + len(_OWNED.sub("", text[start:end])))
        found.append(Phrase(m.start() if begun else start, end, parts[-1].lower(), None, False, [name], age))
    return found


_TELLER = re.compile(
    r"\b(?:sources?|witness(?:es)?|officials?|residents?|spokes\w+|defectors?|neighbou?rs?|analysts?|relatives?|activists?|he|she|they|who|police|authorities|insiders?)(?:\s+[\w’'-]+){0,6}?\s+(?:told|tells|informed)\s+$",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"\s*(?:[.,;:]|$|(?:that|on|in|by|last|this|over|via|through|during|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
)


def _is_told(text: str, sentence: Span, start: int, end: int) -> bool:
    """Whether capitals are whom a source tells, and nothing else in a report: an outlet, and no victim ("a source told Morning Line")."""
    if _TELLER.search(text, max(sentence.start, start - 90), start) is None or _HEARD.match(text, end, sentence.end) is None:
        return False
    return age_beside(text, start, end) is None and text.count(text[start:end].split()[-1]) == 1


_SITE = re.compile(
    r"\s+(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Hospital|Police|County|School|Park|Center|University|Boulevard|Blvd|Parkway|Lane|Ln|Court|Ct|Place|Bridge|Project|Apartments|Circle|Terrace"
    r"|Highway|Hwy|Elementary|Middle|High|Memorial|Medical|Church|Mall|Store|Lounge)\b"
)
"""What follows a name that a thing or place is called by."""
_NUMBERED = re.compile(r"\b(?!19\d\d|20\d\d)\d{3,5}\s+(?:[NSEW]\.?\s+)?$")
"""Before a street's name: the number of a house."""
_AS_A_PERSON = re.compile(
    r"\b(?:victim|man|woman|boy|girl|teen|teenager|toddler|child|son|daughter|husband|wife|brother|sister|mother|father|driver|passenger|(?:identified|named|known)\s+as),?\s+(?:[\w-]+-(?:years?|months?)-old\s+)?$",
    re.IGNORECASE,
)


def _surely_named(text: str, sentence: Span, start: int, end: int) -> bool:
    """Whether the words before capitals, or a suffix of theirs, make them a person's name: "the victim, Ana Hall", "Bo White Jr."."""
    if re.search(r"\s(?:Jr|Sr|III|II)\.?$", text[start:end]):
        return True
    return _AS_A_PERSON.search(text, max(sentence.start, start - 40), start) is not None


_OWNED = re.compile(r"[’']s?$")
"""What is no part of a name behind it: "Ana Velmora's home"."""


def _capitalised(text: str, sentence: Span) -> Iterator[re.Match[str]]:
    """Runs of capitalised words; one that an office ends or nearly ends goes on from there: "Lake County Sheriff's Deputy | Ana Tarn"."""
    at = sentence.start
    while (m := _NAME.search(text, at, sentence.end)) is not None:
        parts = list(re.finditer(r"\S+", m[0]))
        office = max((n for n, p in enumerate(parts) if p[0].lower().strip(".,") in _OFFICES), default=-1)
        if len(parts) > 2 and office > 0 and office >= len(parts) - 2:
            end = m.start() + parts[office].end()
            more = _NAME.search(text, end, sentence.end)
            m = more if more is not None and more.start() - end <= 1 else m
        yield m
        at = m.end()


_OF_A_THING = re.compile(r"\b(?:an?|the)\s$", re.IGNORECASE)
"""Before what is called by a name and is nobody: "a Velmora Tarn store"."""


_OFFICES = frozenset(
    "officer officers deputy deputies detective det sgt sergeant capt captain lt lieutenant chief sheriff trooper agent cpl corporal patrolman constable spokesman spokeswoman director mayor judge attorney investigator".split()
)


def _office(words: str) -> int | None:
    """Where a full name begins after an agency and an office in capitals: "Milford Police Officer Ana Velmora"."""
    parts = [(m[0].lower().strip(".,"), m.end()) for m in re.finditer(r"\S+\s*", words)]
    last = max((n for n, (word, _) in enumerate(parts) if word.strip() in _OFFICES), default=None)
    return parts[last][1] if last is not None and len(parts) - last > 2 else None


def _besides_surname(parts: list[str]) -> list[str]:
    """The words of a name without its last, and what follows that, where it is one that people are called by too."""
    last = len(parts) - 1
    while last > 1 and parts[last].strip(".").lower() in ("jr", "sr", "ii", "iii"):
        last -= 1
    return parts[:last] if re.sub(r"[’']s?$", "", parts[last].strip(",")).lower() in ALSO_SURNAMES else parts


def _no_name(part: str) -> bool:
    if re.fullmatch(rf"(?:{_UP}\.)+", part):
        return False  # an initial
    return part.lower().strip(".,'’").rstrip("s'’") in NOT_NAME or part.lower() in NOT_NAME


def age_beside(text: str, start: int, end: int) -> int | None:
    """The age in years right after a name, or in "18 year old …" right before it."""
    aged = _AGED.match(text, end) or _BEFORE.search(text[max(0, start - 30) : start])
    return int(aged["a"]) if aged else None
