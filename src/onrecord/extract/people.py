"""Phrases for people in a sentence: how many, names, age, sex and status, from the words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.claims import Count
from onrecord.extract.names import Names, named
from onrecord.extract.owners import owned_by
from onrecord.extract.phrase import Phrase
from onrecord.extract.sentences import Span
from onrecord.numbers import CountSpan

__all__ = ["GENERIC", "RELATIVES", "YOUNG", "people"]

_MALE = frozenset(
    "man men boy boys son sons father fathers husband husbands brother brothers gunman gunmen policeman policemen fisherman fishermen uncle uncles nephew nephews grandfather grandfathers grandson grandsons stepson stepfather boyfriend ex-boyfriend ex-husband fiance dad dads half-brother great-grandfather male males priest priests".split()
)
_FEMALE = frozenset(
    "woman women girl girls daughter daughters mother mothers wife wives sister sisters aunt aunts niece nieces grandmother grandmothers granddaughter granddaughters stepdaughter stepmother girlfriend ex-girlfriend ex-wife fiancee mom moms half-sister great-grandmother female females policewoman waitress nun nuns".split()
)
_COMBATANT = frozenset(
    "soldier soldiers guerrilla guerrillas rebel rebels fighter fighters insurgent insurgents militant militants combatants troops gunmen militiamen".split()
)
_CIVILIAN = frozenset(
    "civilian civilians child children baby infant toddler peasant peasants villager villagers student students teacher teachers priest priests nun nuns nurse journalist journalists farmer farmers shopper shoppers".split()
)
_OTHER = frozenset(
    """people person persons victim victims adult adults teen teens teenager teenagers youth youths resident residents worker workers
    officer officers official officials police deputy deputies agent agents guard guards guide guides leader leaders member members defector defectors escapee
    escapees north koreans prisoner prisoners detainee detainees inmate inmates suspect suspects shooter shooters attacker attackers assailant assailants
    robber robbers subject driver drivers passenger passengers patient patients doctor doctors employee employees judge judges mayor mayors councilman lawyer activist
    activists protester protesters demonstrators refugee refugees migrant migrants family families couple couples relative relatives parent parents
    sibling siblings twins bystander bystanders merchant merchants trader traders vendor vendors commander commanders director directors
    minister ministers politician bodyguard bodyguards security candidate candidates hostage hostages pupils colonel major captain lieutenant general
    corpses bodies neighbor neighbors customer customers cousin cousins friend friends partner girlfriend boyfriend grandson granddaughter clerk owner
    miner miners pilot crew trafficker traffickers terrorists terrorist others gang militia patrol squad brigade unit unknown individuals individual
    mechanic manager engineer herder herders elder elders ones firefighter firefighters sergeant paramedic paramedics rapper singer pastor bishop
    athlete player coach veteran marine marines sailor sailors airman airmen trooper troopers cop cops detective detectives sheriff marshal kid kids toddlers
    infants babies newborn stepson stepdaughter stepfather stepmother fiance fiancee roommate tenant homeowner burglar intruder bartender bouncer patron
    patrons guest guests partygoer partygoers worshipper worshippers client cashier seniors freshman classmate classmates cleric clerics imam monk monks editor reporter
    reporters photographer cameraman unionist unionists rancher ranchers businessman businessmen carpenter electrician waiter waitress hunter hunters
    pedestrian pedestrians motorist cyclist commuter commuters tourist tourists foreigner foreigners settler settlers policewoman servicemen serviceman
    fugitive fugitives nurses caretaker gardener cook maid housekeeper catechist deacon reverend seamstress shopkeeper baker lieutenant colonels
    congressman senator ambassador consul diplomat diplomats envoy adviser advisers executive banker industrialist landowner landowners cadet cadets
    conscript conscripts recruit recruits paramilitaries paramilitary commando commandos sniper snipers bomber bombers kidnapper kidnappers captors
    extremist extremists sympathizer sympathizers survivor survivors orphan orphans widow widows grandparents grandchildren nephews nieces uncles aunts
    stepchildren male males female females caregivers caregiver aid humanitarian volunteers volunteer bandits bandit herdsmen herdsman pastoralists
    jihadists jihadist rioters looters marchers picketers monks returnees evacuees nomads fishers shepherds shepherd goatherd goatherds labourers labourer laborers laborer
    porters porter cyclists vendors beggar beggars lawyers professor professors lecturer lecturers presenter broadcaster bloggers blogger campaigner campaigners
    defenders defender interpreter interpreters vaccinators vaccinator midwife midwives medics medic rescuers rescuer firemen fireman infants newborns
    preacher preachers chiefs chief tailor tailors butcher butchers juvenile juveniles youngster youngsters tot tots preteen co-worker co-workers coworker coworkers occupant occupants potter brothers-in-law brother-in-law sister-in-law son-in-law daughter-in-law mother-in-law father-in-law""".split()
) - {"unknown", "north", "aid", "humanitarian"}
NOUNS = _MALE | _FEMALE | _COMBATANT | _CIVILIAN | _OTHER
YOUNG = frozenset(
    "child children boy boys girl girls baby toddler infant teen teens teenager teenagers youth youths student students kid kids pupils newborn".split()
)
"""Heads that a person under twenty goes by."""
GENERIC = frozenset("person people victim victims individual individuals one others other".split())
"""Heads that say nothing of who somebody is."""
_PLURAL = frozenset(n for n in NOUNS if n.endswith("s") and not n.endswith("ss") and n not in ("officers'",)) | frozenset(
    "men women people children police gunmen policemen troops fishermen crew security militiamen businessmen airmen servicemen grandchildren stepchildren paramilitaries".split()
)
RELATIVES = frozenset(
    "son daughter wife husband brother sister cousin uncle aunt nephew niece grandson granddaughter stepson stepdaughter fiance fiancee girlfriend boyfriend".split()
)
"""Heads that say whose somebody is."""
_CALLED = re.compile(
    r"(?:\s+(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)(?P<name>[A-ZÀ-Þ][a-zß-ÿ]+)(?!\s+[A-ZÀ-Þ]|['’]|[\w-])(?=\s*(?:,|\.|\band\b|\bwas\b|\bwere\b|\bdied\b)))"
)
"""One name right behind a relative: "his wife Huda and …"."""
_KIN = frozenset(
    "son daughter wife husband mother father brother sister sons daughters director member leader minister commander officer officers owner members cousin".split()
)
_ALSO_NAMES = frozenset("baker cook hunter carpenter gardener farmer singer monk priest miner bishop deacon elder".split())
_PRONOUNS = {
    "he": "male",
    "she": "female",
    "they": None,
    "him": "male",
    "her": "female",
    "them": None,
    "himself": "male",
    "herself": "female",
    "themselves": None,
}
_DET = frozenset("the a an his her their another this that these those all both each its our my".split())
_STOP = frozenset(
    """and or but of in on at by for with from to into after before when while who which that as than is are was were be been being has have had
    said says say will would could also then not killed shot died wounded injured left including among between against during identified
    found saw seen told tells tell asks asked ordered over through near until toward towards onto off behind inside outside around if because since about where leave leaves left dead kill kills killing""".split()
)  # fmt: skip
_YEARS = re.compile(
    r"(?P<a>[1-9][0-9]?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)[-\s]years?[-\s]old",
    re.IGNORECASE,
)
_AGED_BEHIND = re.compile(r",\s+([1-9][0-9]?),(?!\s*\d)")
"""The age of somebody in a headline: "Boy, 11, shot"."""
_OLD = ("-year-old", "-year-olds", "-month-old", "-month-olds")
_SPELLED = {
    w: n
    for n, w in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        1,
    )
}
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_COLLECTIVE = frozenset("family group couple crew gang".split())
_OWNING = re.compile(r"['’](?=\s+[a-z])(?!\s+(?:and|or|who|were|are|had|have)\b)")
_FAMILY = re.compile(r"\s+of\s+$")


def people(text: str, sentence: Span, counts: Iterable[CountSpan], taken: Iterable[Span], names: Names) -> list[Phrase]:
    """The phrases for people in a sentence, in order; `taken` are spans that are places."""
    near = [c for c in counts if sentence.start <= c.start < sentence.end]
    words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text, sentence.start, sentence.end)]
    found = named(text, sentence, list(taken), names)
    for n, (word, start, end) in enumerate(words):
        low = word.lower()
        if any(p.start <= start < p.end for p in found):
            continue
        if low == "them" and n and words[n - 1][0].lower() in ("among", "of"):
            continue  # "among them the …" points to the phrase before
        if low in _PRONOUNS:
            found.append(Phrase(start, end, low, None, low.startswith("the"), sex=_PRONOUNS[low], definite=True, pronoun=True))
        elif low in _ALSO_NAMES and word[0].isupper() and not (n and words[n - 1][0].lower() in _DET):
            continue  # "Baker was shot": a trade with a capital and no article is a name, if anything
        elif low == "squad" and n and words[n - 1][0].lower() == "firing":
            continue  # a way to put to death, not who does it
        elif low == "subject" and not _a_person(text, words, n):
            continue  # "the subject of a warrant"
        elif low in _PLURAL and _OWNING.match(text, end):
            continue  # "the farmers' association", "the victims' families": somebody or something of theirs
        elif low in NOUNS or ((low.endswith(_OLD) or _aged(words, n)) and not _followed(text, words, n)):
            found.append(_noun(text, sentence, words, n, near))
    _bare(text, sentence, near, found)
    return _apart(text, sorted(found, key=lambda p: (p.start, -p.end)))


def _a_person(text: str, words: list[tuple[str, int, int]], n: int) -> bool:
    """Whether "subject" is what police call a person, and no matter or theme."""
    opens = n == 0 or text[words[n - 1][2] : words[n][1]].strip() != ""
    led = not opens and (
        words[n - 1][0].lower() in ("the", "this", "male", "female", "suicidal", "armed", "unarmed", "black", "white")
    )
    return (led or opens) and not (n + 1 < len(words) and words[n + 1][0].lower() in ("of", "to", "matter", "line"))


def _apart(text: str, found: list[Phrase]) -> list[Phrase]:
    """Without overlaps, the longer of two kept; members of the phrase before are marked."""
    kept: list[Phrase] = []
    for p in found:
        if kept and p.start < kept[-1].end:
            if p.names and kept[-1].head in RELATIVES and text[: p.start].endswith(" of "):
                continue  # "son of Bo Tarn" is another than Bo Tarn
            if (own := owned_by(text, kept[-1], p)) is not None:
                whole, p.end = kept.pop(), p.names[-1].end
                whole.start, whole.owned = own, whole.start
                kept += [p, whole]
                continue  # "Ana Velmora's mother" is another than Ana Velmora
            if p.names and not kept[-1].names and p.end <= kept[-1].end:
                kept[-1].names = p.names
                kept[-1].age = kept[-1].age or p.age
            elif p.end > kept[-1].end and p.end - p.start > kept[-1].end - kept[-1].start:
                kept[-1] = p
            continue
        kept.append(p)
    joined: list[Phrase] = []
    for p in kept:
        between = text[joined[-1].end : p.start] if joined else ""
        if joined and _same(text, joined[-1], p, between):
            _joined(joined[-1], p)
            if len(joined) > 1 and _same(text, joined[-2], joined[-1], text[joined[-2].end : joined[-1].start]):
                _joined(joined[-2], joined.pop())  # "his wife, 72-year-old Ana Velmora"
            continue
        if joined and between == " and " and _one_count(text, joined[-1], p):
            joined[-1].end, joined[-1].sex = p.end, joined[-1].sex if joined[-1].sex == p.sex else None
            continue
        listed = bool(joined) and joined[-1].member and re.fullmatch(r"\s*(?:,|,?\s*and)\s*", between) is not None
        p.member = listed or bool(
            joined and re.search(r"(?:including|among\s+(?:them|the\s+dead)|one\s+of\s+them)\s*:?\s*$", between, re.IGNORECASE)
        )
        joined.append(p)
    return joined


def _one_count(text: str, last: Phrase, p: Phrase) -> bool:
    """Whether one number counts two nouns: "nine women and girls"."""
    if (
        last.count is None
        or last.count.best == 1
        or not last.plural
        or not p.plural
        or p.count is not None
        or p.names
        or last.names
    ):
        return False
    return (
        text[p.start : p.end].lower() == p.head and not p.pronoun and not p.organisation and p.head not in ("police", "others")
    )


def _joined(last: Phrase, p: Phrase) -> None:
    """Makes one phrase of two that tell of the same."""
    last.end, last.names, last.age = p.end, last.names or p.names, last.age or p.age
    last.sex = last.sex or p.sex
    if last.status == "unknown":
        last.status = p.status


_IDENTIFIED_AS = re.compile(
    r",?\s+(?:(?:who\s+)?(?:was|were|is|has\s+been|whom?\s+\w+)?\s*(?:later\s+)?(?:identified|named|known)(?:\s+(?:by|to)\s+[\w\s]{1,30}?)?(?:\s+(?:only\s+)?as)?:?)?\s*",
    re.IGNORECASE,
)


def _same(text: str, last: Phrase, p: Phrase, between: str) -> bool:
    """Whether a phrase only says who the one before is: "a man, Ana Velmora", "a boy identified as …", "Ana Velmora, 23, a nurse"."""
    if last.plural or p.plural or last.pronoun or p.pronoun or (last.best or 1) != 1 or (p.best or 1) != 1:
        return False
    if p.names and not last.names:
        return _IDENTIFIED_AS.fullmatch(between) is not None and between != ""
    if last.names and not p.names and re.match(r"(?:a|an|the)\s|(?:son|daughter|wife|widow)\s+of\s", text[p.start : p.end]):
        return re.fullmatch(r",\s+(?:\(?\d{1,2}\)?,\s+)?", between) is not None
    return False


def _noun(text: str, sentence: Span, words: list[tuple[str, int, int]], n: int, counts: list[CountSpan]) -> Phrase:
    low, start, end = words[n][0].lower(), words[n][1], words[n][2]
    first = n
    while first > 0 and n - first < 7:
        word, begin, stop = words[first - 1]
        gap = text[stop : words[first][1]]
        if (
            word.lower() in _STOP
            or gap.strip(" \n\r\t") not in ("", ",")
            or ("," in gap and word.lower() not in ("young", "unarmed", "innocent"))
            or _is_verb(word.lower())
            or (word.lower() in _PLURAL and word.lower().endswith(("s", "men")))
        ):
            break
        first -= 1
        start = begin
        if any(c.start <= begin < c.end for c in counts):
            before = words[first - 1] if first else ("", 0, 0)
            start = before[1] if before[0].lower() in _DET - {"that"} and begin - before[2] == 1 else begin
            break
        if word.lower() in _DET:
            if word.lower() == "that" and low in _PLURAL:
                start = words[first + 1][1]  # "said that two policemen …"
            break
    count = next((c for c in counts if c.start <= start < c.end or start <= c.start < end), None)
    if count is not None and count.end <= end:
        start = min(start, count.start)
    opening = text[start:end].lower()
    plural = low in _PLURAL or low.endswith("-olds")
    if count is not None and not plural and count.count.max != 1 and count.end <= start + 40 and low not in _COLLECTIVE:
        start = (
            max(start, count.end + 1) if count.end < words[n][1] else start
        )  # "Image 1 of 44 Child shot": no count of one child
        count = None
    phrase = Phrase(start, end, low, count.count if count and count.end <= end else None, plural)
    phrase.definite = bool(
        re.match(
            r"(?:the|this|that|those|these|both)\b" if not plural else r"(?:the|his|her|their|those|these|both)\b", opening
        )
    )
    phrase.other = bool(re.search(r"\b(?:another|other|others|second|third|more|additional)\b", opening))
    phrase.sex = "male" if low in _MALE else "female" if low in _FEMALE else _sex_before(opening)
    phrase.status = "civilian" if low in _CIVILIAN else "combatant" if low in _COMBATANT else "unknown"
    if "civilian" in opening:
        phrase.status = "civilian"
    years = _YEARS.search(opening)
    if years and opening[years.end() :][:2] not in ("'s", "’s"):
        said = years["a"].lower()
        phrase.age = _SPELLED.get(said) or int(said)
    elif not plural and (aged := _AGED_BEHIND.match(text, end, sentence.end)):
        phrase.age = int(aged[1])
    if low in _COLLECTIVE and (
        more := next((c for c in counts if c.start >= end and _FAMILY.fullmatch(text[end : c.start])), None)
    ):
        phrase.end, phrase.count, phrase.plural = more.end, more.count, True
    elif low == "couple":
        phrase.count, phrase.plural = phrase.count or Count.exactly(2), True
    elif low == "family":
        phrase.plural = True
    if low in _PARENTS and (many := _CHILDREN.match(text, end, sentence.end)):
        phrase.end = many.end()
    elif low in _KIN:
        phrase.end = _extended(text, end, sentence.end)
    if not plural and (called := _CALLED.match(text, end, sentence.end)) and low in RELATIVES:
        phrase.end, phrase.names = called.end("name"), [Span(*called.span("name"))]
    if low in ("officer", "officers", "guard", "guards"):
        phrase.status = "unknown"
    return phrase


_ADJECTIVES = frozenset(
    """unarmed armed wounded injured unidentified masked hooded alleged suspected retired displaced convicted accused handcuffed hundred red
    bearded hired uniformed divorced married unmarried aged united skilled trained beloved unnamed kidnapped abducted detained imprisoned
    missing surviving visiting leading remaining acting commanding protesting working nursing fishing mining farming building banking young disabled so-called heavily-armed deceased murdered slain wanted jailed elected appointed""".split()
)


_PAST = frozenset(
    "led made took got gave went came ran drove held fled hit stole broke began threw drew struck fought sent met kept lost had has said left put".split()
)


def _is_verb(word: str) -> bool:
    return word in _PAST or (word.endswith(("ed", "ing")) and len(word) > 4 and word not in _ADJECTIVES)


def _sex_before(opening: str) -> str | None:
    return (
        "female"
        if re.search(r"\b(?:female|woman|women|girl)\b", opening)
        else "male"
        if re.search(r"\b(?:male|man|men|boy)\b", opening)
        else None
    )


def _extended(text: str, end: int, limit: int) -> int:
    """Past "of a deputy director of the River County Committee", as long as the words are one noun phrase."""
    m = re.compile(
        r"(?:\s+(?:of|in|from)\s+(?:(?:the|a|an|his|her|their)\s+)?(?:[A-Z][\w’'-]*|\d+(?:st|nd|rd|th)|deputy|vice|local|senior|party|county|director|officer|member|border|guard|commander|chief|village|city|battalion|unit|committee)(?:\s+(?:[A-Z][\w’'-]*|deputy|vice|director|officer|guard|border|member|leader|commander|chief|committee|council|battalion))*){1,3}"
    ).match(text, end, limit)
    return m.end() if m else end


def _aged(words: list[tuple[str, int, int]], n: int) -> bool:
    """Whether a word ends "a 9-year old" or "a 9 year old"."""
    if words[n][0].lower() != "old":
        return False
    before = " ".join(w.lower() for w, _, _ in words[max(0, n - 2) : n + 1])
    return re.search(r"\b\d{1,2}[\s-]years?[\s-]old$", before) is not None


def _followed(text: str, words: list[tuple[str, int, int]], n: int) -> bool:
    """Whether a noun for people follows within three words: "a 19-year-old local man", not "5-year-old killed, sister wounded"."""
    for k in range(n + 1, min(n + 4, len(words))):
        low = words[k][0].lower()
        if low in NOUNS:
            return True
        if low in _STOP or text[words[k][2] : words[k][2] + 1] in (",", ";", ":"):
            return False
    return False


_HARMED = re.compile(
    r"\b(?:(?:kill(?:ed|s|ing)|wound(?:ed|s|ing)|injur(?:ed|es|ing)|hurt(?:s|ing)?|shot|leav(?:es|ing)|left)\s+|(?:toll|dead|deaths|fatalities)\s+(?:(?:now\s+)?(?:at|to|of|is|was|stands\s+at|reached)\s+))$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:$|[.,;:]|\s(?:and|in|at|on|near|outside|inside|during|when|after|people)\b)", re.IGNORECASE)


_PARENTS = frozenset("father mother dad mom grandfather grandmother".split())
_CHILDREN = re.compile(r"[\s-]+of[\s-]+(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_PARENT_OF = re.compile(r"\b(?:father|mother|parents?|dad|mom|grand(?:mother|father))[\s-]+of[\s-]+$", re.IGNORECASE)


def _bare(text: str, sentence: Span, counts: list[CountSpan], found: list[Phrase]) -> None:
    """Numbers that stand for people without a noun: "Seven died", "the four", "leave nine dead"."""
    for c in counts:
        if any(p.start <= c.start < p.end for p in found) or _PARENT_OF.search(
            text[max(sentence.start, c.start - 20) : c.start]
        ):
            continue
        after = text[c.end : min(c.end + 24, sentence.end)]
        the = re.search(r"\bthe\s+$", text[max(sentence.start, c.start - 5) : c.start], re.IGNORECASE)
        people_follow = re.match(
            r"\s+(?:\w+ly\s+)?(?:(?-i:[A-Z]\w+(?:ans|ians|eans|ese|is))\b|were|was|have|had|died|dead|killed|wounded|injured|hurt|shot|perished|others|more|fatalities|deaths|of\s+(?:them|the|those|\d+|two|three|four|five|six|seven|eight|nine|ten)|lives|being|who|to)\b",
            after,
            re.IGNORECASE,
        )
        harmed = _HARMED.search(text[max(sentence.start, c.start - 24) : c.start]) and _ENDS.match(after)
        if people_follow or the or harmed:
            start = c.start - len(the[0]) if the else c.start
            one = c.count.best == 1
            found.append(
                Phrase(
                    start,
                    c.end,
                    "people",
                    c.count,
                    not one,
                    definite=bool(the),
                    other=bool(re.match(r"\s+(?:others|more)", after)),
                )
            )
