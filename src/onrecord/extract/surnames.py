"""People who are called by one word: a surname whose full name the report gives elsewhere, or a word that does or suffers what only people do."""

from __future__ import annotations

import re
from bisect import bisect_left

from onrecord.extract.attribution_words import (
    AUXILIARIES,
    CONNECTIVES,
    DAYS,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    SUBORDINATORS,
)  # fmt: skip
from onrecord.extract.lone_words import is_singular, leads, stands_alone
from onrecord.extract.name_words import ALSO_NAMES, IN_ED, IN_ING, IN_S, MAKES, MASS, NO_NAMES
from onrecord.extract.names import ALSO_SURNAMES, NOT_NAME, SURELY, WORD, Names, age_beside, opens
from onrecord.extract.people import NOUNS
from onrecord.extract.phrase import Phrase
from onrecord.extract.sentences import Span

__all__ = ["named_again"]

PEOPLE_WORDS = frozenset(
    """police officers officer deputies deputy authorities investigators witnesses witness video neighbors neighbours relatives residents detectives troopers
    agents prosecutors officials somebody someone everyone nobody people family friends shots gunfire children women men backup evidence body bodies emergency medics paramedics
    police's one two three four five six seven eight nine ten others another both several many most few some each all he she they it we you who his her their
    hundreds thousands dozens scores nearly almost half nothing traffic evidence damage power work school footage subject suspect deceased victim man woman driver passenger shooter gunman surveillance dispatchers callers swat tasers taser marshals sheriff's soldiers militants rebels guerrillas""".split()
)
"""Words for people or things that open a sentence with a capital and name nobody."""
_ALONE = re.compile(rf"(?<![\w’'.-]){WORD}(?:-{WORD})?")
_TITLED = re.compile(
    rf"(?<![\w’'-])(?P<title>Mr|Mrs|Ms|Miss|Officer|Deputy|Trooper|Detective|Agent|Sgt|Sergeant|Lt|Lieutenant|Capt|Captain|Sheriff|Chief|Constable|Col|Colonel|Maj|Major|Gen|General"
    rf"|Pvt|Private|Dr|Rev|Judge|Mayor)\.?\s+(?P<name>{WORD}(?:-{WORD})?)(?!['’]?\s+{WORD})"
)
_SEX_OF = {"mr": "male", "mrs": "female", "ms": "female", "miss": "female"}
_DOES = re.compile(
    r"(?:['’]s)?\s+(?:(?:\w+ly|later|also|then|never|still)\s+)?(?:was|is|had|has|then|who|did|didn['’]t|would|wouldn['’]t|could|can|may|might|died|dies|shot|got|ran|fled|led|drove|struck|held|drew|threw|hit|went|came|began|fell|stood|sat|lay|made|put|took|set|rose|kept|caught|spent|became|burst|hid|bit|rode|lost|sent|found|saw|heard|knew|gave|left|met|broke|wore|beat|cut|woke|told|faces?|remains?|appears?|said|and\s+\w+\s+(?:were|was)"
    r"|(?!(?:red|bed|speed|need|shed|united)\b)[a-z]{2,}ed)\b|['’]s\s+(?:girlfriend|boyfriend|wife|husband|mother|father|parents|brother|sister|son|daughter|family|friend"
    r"|body|home|house|car|vehicle|head|chest|back|death|hands?)\b"
)
_DONE_TO = re.compile(
    r"\b(?:shot|killed|kill|killing|struck|wounded|stabbed|tase[dr]?|tasered|tazed|shocked|hit|shoot|shooting|hitting|striking|arrest(?:ed|ing)?|detain(?:ed|ing)?|kidnapped|saw|encountered|recognized|identified(?:\s+as)?"
    r"|(?:death|killing|shooting|murder|arrest|slaying)\s+of|confront(?:ed|ing)?|chas(?:ed|ing)|pursu(?:ed|ing)|approach(?:ed|ing)?|located|(?:shot|fired|fire|firing|shooting|shots?|rounds?|gun|weapon)\s+(?:at|on|into|toward)"
    r"|stop(?:ped|ping)?|tackl(?:ed|ing)|subdu(?:ed|e|ing)|ordered|commanded|told|asked|wounding|interview(?:ed|ing)?|question(?:ed|ing)?|handcuff(?:ed|ing)?|restrain(?:ed|ing)?|found|book(?:ed|ing)?|pull(?:ed|ing)?(?:\s+over)?"
    r"|(?:exchange|struggle|fight|confrontation|altercation|contact|talk(?:ing|ed)|negotiat\w+|sp(?:oke|eaking)|gunfight|gunfire|argument|shootout|scuffle)\s+with|(?:warrants?|drugs)\s+on|taking|custody\s+of|(?:talk|speak|talking|speaking)\s+to|searching\s+for|looking\s+for|calm|apprehend(?:ed|ing)?|serve|disarm|(?:assaulted|attacked|met|shot|killed|confronted|threatened|stabbed|struck)\s+by)\s+$"
)
_FOUND = re.compile(
    r"\b(?:found|saw|pull(?:ed|ing)?|located|taking|book(?:ed|ing)?|stop(?:ped|ping)?|asked|told|identified(?:\s+as)?|approach(?:ed|ing)?|for|hit|struck|hitting|striking)\s+$"
)
"""Words whose object may be a thing: whoever is found so does or is something right after."""
_OWN = r"[’']s?\s+(?:(?:own|other|estranged|former|only|late|elderly|young|tragic|left|right|defense|twin|older|younger|unborn|teenage|adult|next|first|\d+-year-old)\s+)*"
_KIN = re.compile(
    rf"{_OWN}(?:relatives?|family|families|mother|father|parents?|mom|mum|dad|wife|husband|girlfriend|boyfriend|son|sons|daughters?|brothers?|sisters?|uncle|aunt|nephew|niece|cousin|grandmother|grandfather|grandson"
    r"|fianc[ée]e?|friends?|children|kids|in-laws|(?:mother|father|brother|sister|son|daughter)-in-law|partner|widow|roommate|lawyer|attorneys?|wounds?|injur(?:y|ies)|bond|bail|arraignment|autopsy|behaviou?r"
    r"|demeanor|body|head|chest|back|face|hands?|arms?|legs?|neck|stomach|shoulders?|torso|waist(?:band)?|pockets?|gun|handgun|pistol|rifle|shotgun|knife|whereabouts|intentions|teammates|classmates|coworkers|boss)\b"
)
"""Who and what belongs to a person, after the name."""
_BELONGS = re.compile(
    rf"{_OWN}(?:murder|killing|shooting|death|arrest|trial|attack|attackers?|sentence|sentencing|preliminary|funeral|actions|condition|name|age|identity|weapon|truck|van|suv|pickup|sedan|jeep|car|vehicle|motorcycle|bike|cab"
    r"|windshield|license|apartment|trailer|residence|home|house|property|bedroom|door|driveway|yard|porch|garage|phone|wallet|movements?|refusal|mental|criminal|record|history|past|life|last|blood|system|side|direction"
    r"|way|path|shots?|threats?|statement|account|ex-\w+|medical|survivors|estate|civil|recovery|court)\b"
)
"""What belongs to people, and may to others, after a name."""
_STANDS = re.compile(
    r"\b(?:with|against|by|involving|including|toward|towards|behind|between|about|beside|named|suspects?|(?:(?:arrest|death|shooting|killing|murder|slaying|behalf|friends?|family|mother|father|parents|wife|description|identity|custody|search|pursuit|photos?|video"
    r"|capture|beating|tasing|front|back|top|ahead|control|company|hold|sight|all|both|fear)\s+of)|(?:(?:spoke|spoken|speak|talk|talking|talked|married|turned|next|close|closer|belonging|registered|related|attention|aid|yelled|shouted|went|came|walked|ran|approach)\s+to)"
    r"|to\s+[a-z]{3,}|[a-z]{3,}(?:ed|ing)|(?:took|taking|take|get|getting|got|put|putting|let|letting|made|making|hit|hitting|held|holding|kept|keeping|saw|seeing|see|met|meeting|fought|fighting|caught|catching|shot|found|finding|told|telling|asked|asking|gave|giving|left|leaving|led|leading|drove|knew|threw|hurt|bit|stop|help|arrest|detain|apprehend|subdue|restrain|question|serve|confront|taze|tase|shoot|kill|chase|pursue|follow|remove|handcuff|contact))\s+$"
)
_BEHIND = re.compile(
    r"\b(?:that|when|where|while|as|after|before|because|if|until|since|said|say|says|believe|believed|but|whether|and|once|though|although|so|then|alleged?|claims?|claimed|stated?|told\s+\w+)\s+$"
)
"""Before the subject of a clause in the middle of a sentence."""
_PRESENT = re.compile(
    r"\s+(?:(?:\w+ly|later|also|then|never|still|now|both|each)\s+)*(?:was|were|is|has|had|have|will|would|did|does|do|could|can|may|might|should|must|faces?|remains?|appears?|seems?|lives?|says?|said|told|[a-z]{2,}ed|shot|fled|ran|went|came|led|drove|got|took|made|put|hit|fell|held|threw|struck|drew|stood|sat|lay|left|began|kept|let|cut|bit|broke|told|saw|heard|knew|found)\b"
)
_APPOSED = re.compile(r"(?P<noun>[a-z]+)(?:\s+(?:of|in|on)\s+(?:the|an?|his|her)\s+\w+)?,\s+$")
_A_PERSON = re.compile(
    r",\s+(?:an?|the|his|her|one)\s+(?P<words>(?:[\w’'-]+\s+){0,5}?[\w-]+)(?=,|\s+(?:who|in|of|from|with|suffering|was|had|threatening|wanted)\b|[.;])"
)
_THEN = re.compile(
    r"\s+(?:after|before|during|as|while|with|in|and|outside|inside|over|into|dead|who|hiding|to|at|near|on|because|when|[a-z]{3,}ing)\b|\s*[.,]"
)
_SO_A_PERSON = re.compile(
    r"(?:(?!\b(?:man|woman|boy|girl|suspect|driver|mother|father|wife|son|daughter|victim|(?!(?:He|She|His|Her|Him|When|After|As|Before|While|But|Then|Once|Police|Officers?|Deput(?:y|ies)|Authorities|Troopers?|The|At|In|On|During)\b)[A-Z]\w+)\b).)*?\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|himself|herself)\b",
    re.DOTALL,
)
_THINGS = ("tion", "ment", "ness", "ance", "ence", "ity", "ism", "ship", "ics", "age", "ers", "ors", "ions")
_NOT_BEFORE = re.compile(
    r"\b\d+(?:st|nd|rd|th)\s+$|\b(?i:in|near|from|outside|around|the|an?|this|into|across|through)\s+$|(?<!shot\s)(?<!fired\s)(?<!rounds\s)(?<!shots\s)(?<!fire\s)(?<!warrant\s)(?<!drugs\s)\b(?i:at|on)\s+$"
)
_CAPITAL = re.compile(r"(?<![\w’'-])([A-ZÀ-Þ][\w’'-]*)\s+$")
_NO_PERSON_AFTER = re.compile(r"[’']?s?\s+(?!(?:Jr|Sr|I{2,3}|IV)\b)[A-Z]")
_OPENERS = DETERMINERS | PREPOSITIONS | CONNECTIVES | SUBORDINATORS | AUXILIARIES | DAYS | MONTHS
_NAMELESS = frozenset(NOT_NAME) - ALSO_SURNAMES


def named_again(
    text: str, spans: list[Span], phrases: list[list[Phrase]], taken: list[Span], names: Names
) -> list[list[Phrase]]:
    """The phrases, with those for people who are called by one word: because the report gives their name in full elsewhere, or because
    the word does or suffers, here or elsewhere in it, what only people do ("Velmora was shot").

    A word that two full names of the report share names nobody by itself.
    """
    if names.capitals:
        return phrases
    own, shared = _own_words(text, phrases)
    also_places: set[str] = set()
    alone = [_words_alone(text, span, here, taken, names) for span, here in zip(spans, phrases, strict=True)]
    for span, lone in zip(spans, alone, strict=True):
        own |= {
            w for w, start, end, place in lone if place is None and w not in shared and _acts(text, span, start, end, names)
        }
        also_places |= {
            w
            for w, start, end, place in lone
            if place is not None and place.end - place.start <= len(w) and w not in shared and _surely(text, span, start, end)
        }
    also_places = {w for w in also_places if not re.search(_PLACED.format(re.escape(w)), text)}
    found: list[list[Phrase]] = []
    for span, here, words in zip(spans, phrases, alone, strict=True):
        kept = list(here)
        for word, start, end, place in words:
            if place is not None and (place.end - place.start > len(word) or word not in also_places):
                continue  # a surname may also be a town's name: "Milford was shot"
            known = (word in own or word in also_places) and not text[max(0, start - 2) : start - 1].isupper()
            told = next((p for p in here if 0 < start - p.end < 40 and _introduces(text, p, start, end)), None)
            if told is not None and (known or (place is None and _may_name(word, names))):
                told.end, told.names = end, [Span(start, end)]
                told.age = told.age or age_beside(text, start, end)
            elif known or (word not in shared and place is not None and _acts(text, span, start, end, names)):
                _apart(text, kept, start, end)
                kept.append(Phrase(start, end, word.lower(), None, False, [Span(start, end)], age_beside(text, start, end)))
        kept += _titled(text, span, kept)
        found.append(sorted(kept, key=lambda p: p.start))
    return found


_PLACED = r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Ff]rom|[Tt]hroughout|[Dd]owntown|[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)\s+{0}\b|\b{0}(?:,\s+[A-Z]|\s+(?:[Pp]olice|[Cc]ounty|[Pp]arish|[Cc]ity|[Dd]epartment|PD|[Ss]heriff|[Oo]fficers?|[Dd]eput))"
"""Where a word is a town's name in a report."""
_AS = re.compile(r",\s+(?:(?:who\s+was\s+)?(?:later\s+)?(?:identified|named)\s+(?:only\s+)?as\s+)?", re.IGNORECASE)


def _introduces(text: str, p: Phrase, start: int, end: int) -> bool:
    """Whether a phrase tells of the one who is named right behind its comma: "a fifth child, Reema, 8, was hurt"."""
    single = not (p.plural or p.names or p.organisation or p.pronoun) and p.best == 1
    return single and _AS.fullmatch(text, p.end, start) is not None and text[end : end + 1] == ","


def _may_name(word: str, names: Names) -> bool:
    """Whether a capitalised word is none of the language's that this report writes small, and names no day, office or kind of people."""
    low = word.lower()
    return len(word) > 2 and not names.is_word(word) and not any(low in words for words in (NOT_NAME, _OPENERS, PEOPLE_WORDS))


def _words_alone(
    text: str, span: Span, here: list[Phrase], taken: list[Span], names: Names
) -> list[tuple[str, int, int, Span | None]]:
    """The words of a sentence with a capital that stand in no phrase, each with the place whose name it may be."""
    if span.start in names.headlines:
        return []
    near = taken[bisect_left(taken, span.start, key=lambda t: t.end) : bisect_left(taken, span.end, key=lambda t: t.start)]
    found = []
    for m in _ALONE.finditer(text, span.start, span.end):
        word = re.sub(r"[’']s?$", "", m[0])
        start, end = m.start(), m.start() + len(word)
        held = next((p for p in here if p.start < end and start < p.end), None)
        free = held is None or (names.short and _owner_of(text, held, start, end))
        if free and not _NO_PERSON_AFTER.match(text, end):
            found.append((word, start, end, next((k for k in near if k.start < end and start < k.end), None)))
    return found


def _owner_of(text: str, p: Phrase, start: int, end: int) -> bool:
    """Whether a word only says whose the person of a phrase is: "Velmora's mother"."""
    own = _OWNS.match(text, end)
    if own is None or p.start > start or p.organisation or p.pronoun or any(n.start < own.end() for n in p.names):
        return False
    return own.end() < p.end


_OWNS = re.compile(r"[’']s?\s+")


def _apart(text: str, kept: list[Phrase], start: int, end: int) -> None:
    """Takes a name that is found out of the phrase for somebody who is of its bearer."""
    for p in kept:
        if p.start <= start < p.end and (own := _OWNS.match(text, end)) is not None:
            p.start, p.owned = own.end(), start


def _titled(text: str, span: Span, here: list[Phrase]) -> list[Phrase]:
    """Those called by a title and one word: "Ms. Velmora", "Officer Tarn"."""
    found = []
    for m in _TITLED.finditer(text, span.start, span.end):
        word = re.sub(r"[’']s?$", "", m["name"])
        name = Span(m.start("name"), m.start("name") + len(word))
        if word.lower() in _NAMELESS or any(p.start < name.end and m.start() < p.end for p in here):
            continue
        found.append(
            Phrase(
                m.start(),
                name.end,
                word.lower(),
                None,
                False,
                [name],
                age_beside(text, name.start, name.end),
                _SEX_OF.get(m["title"].lower()),
            )
        )
    return found


def _own_words(text: str, phrases: list[list[Phrase]]) -> tuple[set[str], set[str]]:
    """The first and last words of the report's full names that are of one name only, and those of several."""
    full: dict[str, set[str]] = {}
    for name in {text[n.start : n.end] for ps in phrases for p in ps for n in p.names if not p.organisation}:
        words = [w for w in name.split() if w.rstrip(".,") not in ("Jr", "Sr", "II", "III")]
        for word in {words[0], words[-1]} if len(words) > 1 else ():
            full.setdefault(word, set()).add(words[-1] + words[0])
    return {w for w, whose in full.items() if len(whose) == 1}, {w for w, whose in full.items() if len(whose) > 1}


def _not_before(text: str, span: Span, start: int) -> bool:
    """Whether what stands before a word makes it a place, a thing or a part of a longer name."""
    before = text[max(span.start, start - 24) : start]
    return _NOT_BEFORE.search(before) is not None or _goes_on(before)


def _goes_on(before: str) -> bool:
    """Whether a word goes on with capitals before it, but for those that only open the sentence: "When Velmora came"."""
    capital = _CAPITAL.search(before)
    return capital is not None and not opens(capital[1])


def _surely(text: str, span: Span, start: int, end: int) -> bool:
    """Whether a word does or suffers what no place does."""
    if _not_before(text, span, start):
        return False
    return SURELY.match(text, end) is not None or _KIN.match(text, end) is not None or _suffers(text, span, start, end)


def _apposed(text: str, span: Span, start: int, end: int) -> bool:
    """Whether a word stands beside a noun for a person as its name: "the driver, Velmora, ran", "Velmora, a former soldier, died"."""
    before = _APPOSED.search(text, max(span.start, start - 40), start)
    if before and re.match(r"\s*[,.]", text[end : end + 2]) and before["noun"] in NOUNS - {"police", "officers", "deputies"}:
        return True
    if _SET_APART.search(text, max(span.start, start - 40), start) and _GOES_ON.match(text, end):
        return True
    after = _A_PERSON.match(text, end, span.end)
    return after is not None and after["words"].split()[-1].lower() in NOUNS and not _not_before(text, span, start)


_SET_APART = re.compile(
    r"\b(?:[Oo]ne\s+of\s+the(?:\s+\w+){0,2}\s+\w+|(?:[Oo]ne|[Aa]nother|[Tt]he|[Tt]he\s+(?:other|second|third))\s+[a-z]{4,}),\s+$"
)
_GOES_ON = re.compile(r",\s+(?:(?:was|were|had|is)\s+(?:\w+ly\s+)?[a-z]+|began|[a-z]{3,}ed|ran|fled|shot|drove|came|got)\b")
"""Around a name that is set apart by commas: "one of the men, Velmora, was shot"."""


def _is_he(text: str, span: Span, start: int, end: int) -> bool:
    """Whether a word in the middle of a sentence stands where people do, and "he" or "she" goes on with it before anybody else is told of."""
    low = text[start:end].lower()
    stands = _WITH.search(text, max(span.start, start - 24), start) is not None and low not in MAKES
    return stands and _SO_A_PERSON.match(text, end, min(span.end, end + 90)) is not None


_WITH = re.compile(
    r"\b(?:with|at|toward|towards|for|by|after|against|about|when|where|that|said|[a-z]{3,}(?:ed|ing)|hit|shot|saw|told|met|get|help|stop|arrest)\s+$"
)


def _suffers(text: str, span: Span, start: int, end: int) -> bool:
    """Whether something is done to a word that is done to people."""
    before = text[max(span.start, start - 28) : start]
    return _DONE_TO.search(before) is not None and (_FOUND.search(before) is None or _THEN.match(text, end) is not None)


def _a_noun(low: str) -> bool:
    """Whether a word with the capital that opens a sentence may be a noun: one for several, or for what nobody counts."""
    return low not in IN_S and low.endswith(("s", *_THINGS))


def _a_form(text: str, span: Span, start: int, end: int, short: bool) -> bool:
    """Whether a word looks like one of the language by its ending: what somebody is doing, how, or what was done."""
    low = text[start:end].lower()
    first = start - span.start < 2
    if low.endswith("ed"):
        return low not in IN_ED
    if low.endswith("ly"):
        return not _done_by(text, span, start, end, short) or opens(low)
    if low in IN_ING:
        return False
    if first:  # "Canning had a knife, and he ran", and no "Running was forbidden"
        return not (short and leads(text, span, start, end) and _SO_A_PERSON.match(text, end, span.end + 100))
    return _DONE_TO.search(text[max(span.start, start - 28) : start]) is None


def _done_by(text: str, span: Span, start: int, end: int, short: bool) -> bool:
    """Whether a word does or suffers what surely only people do; in a short report, whether a sentence begins with it as with a name."""
    surely = SURELY.match(text, end) is not None or _suffers(text, span, start, end)
    return surely or (short and start - span.start < 2 and leads(text, span, start, end))


def _acts(text: str, span: Span, start: int, end: int, names: Names) -> bool:
    """Whether a capitalised word does or suffers what only people do, and is no word of the language."""
    word = text[start:end]
    low = word.lower()
    if (
        len(word) < 3
        or names.is_word(word)
        or low in _NAMELESS
        or low in _OPENERS
        or low in PEOPLE_WORDS
        or low in NO_NAMES
        or (low in MASS and (low not in ALSO_NAMES or SURELY.match(text, end) is None))
        or (low.endswith(("ing", "ly", "ed")) and _a_form(text, span, start, end, names.short))
        or (low in ALSO_SURNAMES and not _done_by(text, span, start, end, names.short))
    ):
        return False
    if _apposed(text, span, start, end):
        return True
    owner = (_KIN.match(text, end) or _BELONGS.match(text, end)) is not None and not _goes_on(
        text[max(span.start, start - 24) : start]
    )
    if not owner and _not_before(text, span, start):
        return False
    first = start - span.start < 2
    if (
        first
        and names.times(word) < 2
        and SURELY.match(text, end) is None
        and _a_noun(low)
        and not (is_singular(text, end, low) or _KIN.match(text, end))
    ):
        # Any word has a capital at the beginning of a sentence; only a person is "he" later in it.
        if low.endswith(_THINGS) or _DOES.match(text, end) is None or not _SO_A_PERSON.match(text, end, span.end + 100):
            return False
    does = _DOES.match(text, end) or SURELY.match(text, end)
    return (
        does is not None
        or _suffers(text, span, start, end)
        or _is_he(text, span, start, end)
        or _stands(text, span, start, end)
        or (names.short and low not in MAKES and (leads if first else stands_alone)(text, span, start, end))
    )


def _stands(text: str, span: Span, start: int, end: int) -> bool:
    """Whether a word in the middle of a sentence stands without an article where people do, and is no thing that is called by a name."""
    if text[start:end].lower() in MAKES:
        return False
    before = text[max(span.start, start - 24) : start]
    if _KIN.match(text, end) is not None or _BELONGS.match(text, end) is not None:
        return True
    return _STANDS.search(before) is not None or (_BEHIND.search(before) is not None and _PRESENT.match(text, end) is not None)
