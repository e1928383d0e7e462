"""Counts as a report words them: digits, number words, hedges and vague plurals, each with the span that carries it.

The bounds say what the words say and no more:

* "thirty" is 30, 30, 30; "at least thirty" 30, –, –; "more than thirty" 31, –, –; "thirty or more" 30, –, –.
* "about thirty" is 1, 30, –: the number is named, but no bound is.
* "nearly thirty" is 1, 30, 30: the number named is the most that it can be.
* "up to thirty", "as many as thirty" is 1, –, 30: the number is a top; that it is told of at all makes it one or more.
* "fewer than ten" is 1, –, 9; "two or three", "2-3", "between two and three" 2, –, 3.
* "dozens" is two dozens at the least (24, –, –), "scores" 40, "hundreds" 200; "several", "many", "a number of" 2, –, –.
* "a couple" is 2, 2, –, since the words are used loosely; "both" and "a pair" are 2, 2, 2.

What counts no people is left out as far as its words show it: ordinals, units, money, shares, ages, dates, years, clock
times, addresses, numbered units and roads, telephone numbers, results of games.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.claims import Count

__all__ = ["CountSpan", "find_counts", "parse_number"]


@dataclass(frozen=True, slots=True)
class CountSpan:
    """A count and where its words stand: `text[start:end]` is the number with its hedge, in code points."""

    count: Count
    start: int
    end: int


def _words(said: str) -> str:
    return "(?:" + "|".join(sorted(said.split(), key=len, reverse=True)) + ")"


_ONES = {w: n for n, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)}
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SMALL = {**_ONES, **_TEENS, **_TENS, "a": 1, "an": 1, "half": 0}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_LARGEST = 999_999_999

# One gap between words: blanks, or a line's end, but never an empty line, which ends a paragraph.
_GAP = r"(?:[^\S\n]{1,4}|[^\S\n]{0,2}\n[^\S\n]{0,4})"
_ONE, _TEEN, _TEN = (_words(" ".join(d)) for d in (_ONES, _TEENS, _TENS))
_UNDER_100 = rf"(?:{_TEN}(?:(?:[-‐‑]|{_GAP}){_ONE})?|{_TEEN}|{_ONE})"
_JOINED = rf"(?:[-‐‑]|{_GAP})"
_UNDER_1000 = rf"(?:(?:{_UNDER_100}|an?){_JOINED}hundred(?:{_GAP}(?:and{_GAP})?{_UNDER_100})?|{_UNDER_100})"
_THOUSANDS = rf"(?:(?:{_UNDER_1000}|an?){_JOINED}thousand(?:,?{_GAP}(?:and{_GAP})?{_UNDER_1000})?|{_UNDER_1000})"
_WRITTEN = rf"(?:(?:{_UNDER_1000}|an?){_JOINED}million(?:,?{_GAP}(?:and{_GAP})?{_THOUSANDS})?|{_THOUSANDS})"
_FIGURES = r"(?:[0-9]{1,3}(?:[,\u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]{1,9})"
_SCALED = rf"(?:[0-9]{{1,3}}(?:\.[0-9]{{1,3}})?{_GAP}(?:hundred|thousand|million))"
_DOZEN = rf"(?:half{_GAP}an?{_GAP}dozen|an?{_GAP}half[-\s]dozen|(?:an?|{_UNDER_100}|[0-9]{{1,3}}){_GAP}dozen)"
_SCALE = "(?:hundred|thousand|million|dozen)"
_HALVES = (
    rf"(?:(?:{_UNDER_100}|[0-9]{{1,3}}){_GAP}and{_GAP}a{_GAP}half{_GAP}{_SCALE}|(?:an?|one){_GAP}{_SCALE}{_GAP}and{_GAP}a{_GAP}half"
    rf"|half{_GAP}an?{_GAP}(?:hundred|thousand|million)|(?:an?{_GAP})?quarter{_GAP}of{_GAP}an?{_GAP}million)(?!\w)"
)
_SCORE = rf"(?:(?:an?|{_UNDER_100}){_GAP}score(?={_GAP}(?:of{_GAP})?(?:people|men|women|children|civilians|soldiers|villagers|others)))"
_NUMBER = rf"(?:{_HALVES}|{_SCORE}|{_SCALED}|{_DOZEN}|{_FIGURES}|{_WRITTEN})"

_BEFORE = r"(?<![\w.$€£¥₩#@/+&])(?<![$€£¥₩]\s)(?<![\w.][-‐‑–/:’'])(?<![0-9],)"
_AFTER = r"(?![\w%$€£°])(?!\s?%)(?![.,:’'][0-9])(?!/)(?![-‐‑–]\w)(?!['’]s\b)"

_HEDGES: dict[str, tuple[str, ...]] = {
    "at_least": ("at least", "no fewer than", "no less than", "not fewer than", "not less than", "a minimum of"),
    "more_than": ("more than", "well over", "just over", "a little over", "over", "in excess of", "upwards of", "upward of"),
    "at_most": ("up to", "as many as", "no more than", "not more than", "at most", "a maximum of", "at the most"),
    "fewer_than": ("fewer than", "less than"),
    "nearly": ("nearly", "almost", "close to", "just under", "a little under", "approaching", "not quite"),
    "about": (
        "about", "around", "some", "approximately", "approx.", "roughly", "an estimated", "estimated", "perhaps", "possibly",
        "maybe", "in the region of", "on the order of", "probably",
    ),
}  # fmt: skip
_HEDGE_OF = {words: name for name, several in _HEDGES.items() for words in several}
_HEDGE = "(?:" + "|".join(re.escape(h).replace(r"\ ", _GAP) for h in sorted(_HEDGE_OF, key=len, reverse=True)) + ")"

_VAGUE: dict[str, int] = {
    "tens of thousands": 20_000, "hundreds of thousands": 200_000, "tens of millions": 20_000_000, "millions": 2_000_000,
    "thousands": 2_000, "several thousand": 2_000, "hundreds": 200, "several hundred": 200, "a few hundred": 200,
    "a few thousand": 2_000, "many hundreds": 200, "many thousands": 2_000, "several dozen": 24, "a few dozen": 24,
    "dozens": 24,
    "scores": 40, "several": 2, "a few": 2, "a number of": 2, "a handful of": 2, "numerous": 2, "many": 2, "multiple": 2,
    "some": 2, "a large number of": 2, "an unknown number of": 2, "an undetermined number of": 2,
    "an unspecified number of": 2, "a group of": 2,
}  # fmt: skip
_LOOSE = {"both": Count.exactly(2), "a couple of": Count(2, 2), "a couple": Count(2, 2), "a pair of": Count.exactly(2)}
_VAGUE_WORDS = "(?:" + "|".join(w.replace(" ", _GAP) for w in sorted([*_VAGUE, *_LOOSE], key=len, reverse=True)) + ")"

_FIND = re.compile(
    rf"{_BEFORE}(?:"
    rf"between{_GAP}(?P<from>{_NUMBER}){_GAP}and{_GAP}(?P<to>{_NUMBER}){_AFTER}"
    rf"|(?:(?P<hedge>{_HEDGE}){_GAP})?(?:"
    rf"(?P<low>{_NUMBER})(?P<join>\s?[-–—]\s?(?=[0-9])|{_GAP}(?:to|or){_GAP})(?P<high>{_NUMBER}){_AFTER}"
    rf"|(?P<one>{_NUMBER})(?P<tail>\+|[-‐‑]odd(?!\w)|{_GAP}odd(?={_GAP}\w)|{_GAP}plus(?!\w)|{_GAP}or{_GAP}(?:more|so|fewer|less)(?!\w))?{_AFTER})"
    rf"|(?P<vague>{_VAGUE_WORDS})(?!\w)(?![-‐‑]\w))",
    re.IGNORECASE,
)
# Trying the long pattern at each letter would take three times as long: it is tried where one of its first words stands.
_WORD = re.compile(r"[0-9]+|[^\W\d_]+")
_STARTERS = frozenset(re.split(r"[ .]", w)[0] for w in (*_SMALL, *_HEDGE_OF, *_VAGUE, *_LOOSE, "between", "quarter"))

_PEOPLE = re.compile(
    r"\s+(?:(?:more|other|additional|unarmed|armed|young|unidentified|innocent|alleged|suspected|local|further|of)\s+)?"
    r"(?:the\s+|his\s+|her\s+|their\s+)?"
    + _words("""
        people persons person men man women woman children child boys boy girls girl civilians civilian soldiers soldier troops
        guerrillas rebels police policemen officers officer victims victim dead killed wounded injured hurt others students
        teens teenagers teenager youths adults members member workers peasants residents villagers protesters demonstrators
        prisoners detainees inmates fighters militants terrorists gunmen suspects family families passengers farmers guards
        employees journalists priests refugees hostages casualties deaths fatalities bodies individuals citizens were was have
        had died are them us those combatants patients pupils relatives brothers sisters sons daughters babies infants males
        females attackers assailants survivors defectors believers nuns monks judges teachers doctors leaders activists
        drivers customers insurgents
    """)
    + r"(?!\w)",
    re.IGNORECASE,
)

_UNITS = _words(r"""
    percent per\s+cent percentage kgs? kilos? kilograms? kilogrammes? grams? grammes? mg tons? tonnes? lbs? pounds? ounces? oz
    kms? kilometers? kilometres? meters? metres? cm mm millimeters? millimetres? miles? yards? feet foot ft inch inches acres?
    hectares? liters? litres? gallons? barrels? mph kph dollars? euros? won yuan pesos? rupees? cents? bucks rubles? roubles?
    usd francs? dinars? yen seconds? secs? minutes? mins? hours? hrs? days? weeks? weekends? months? years? yrs? decades?
    centuries century nights? evenings? mornings? a\.m p\.m am pm o.clock gmt rounds? shots bullets? shells? cartridges?
    caliber calibre magnum gauge gunshots? degrees? times points? goals? votes? pages? blocks? counts? charges? felony
    stories storey story floors? megawatts? volts? watts? bytes? mb gb hundredths? thousandths? millionths? thirds? halves
    half quarters? fifths? sentences? magazines? occasions? lanes? chapters? episodes? seasons? semesters?
""")
_MODIFIER = (
    r"(?:(?:more|other|additional|full|consecutive|straight|long|whole|separate|further|square|cubic|nautical|metric|different|half|extra"
    r"|u\.?s\.?|american|calendar|fatal|warning|live|spent|loud)\s+)?"
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?!\w)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!\w)"
_IS_QUANTITY = re.compile(
    rf"(?:\s*(?:,|and|or|to|[-–])\s*{_NUMBER})*[\s-]+{_MODIFIER}{_UNITS}(?!\w)|\s+and\s+a\s+half(?!\w)|\s+[0-9]+/[0-9]",
    re.IGNORECASE,
)
_IS_DATE_AFTER = re.compile(rf"(?:\s*(?:-|–|to|and|or)\s*[0-9]{{1,2}})?(?:\s+of)?\s+{_MONTH}", re.IGNORECASE)
_IS_DATE_BEFORE = re.compile(rf"(?<!\w){_MONTH}\.?\s+(?:[0-9]{{1,2}},?\s*(?:-|–|to|and|or)?\s*)?$", re.IGNORECASE)
_IS_ADDRESS = re.compile(
    r"\s+(?:[NSEW]\.?\s+)?(?:(?!(?:(?i:people|men|women|were|was|on|in|at|near|from|of|and|dead|killed)(?!\w)))[A-Z0-9][\w.'’]*\s+){0,3}"
    r"(?i:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|highway|hwy|parkway|pkwy|terrace|way)(?!\w)"
)
_IS_CLOCK_AFTER = re.compile(
    rf"(?:[.,;)]|\s*$|\s+(?:in\s+the|on|{_WEEKDAY}|today|this|last|yesterday|noon|tonight)(?!\w))", re.IGNORECASE
)
_IS_CLOCK_BEFORE = re.compile(r"(?<!\w)at\s+$", re.IGNORECASE)
_HEDGED_CLOCK = re.compile(r"(?<!\w)at\s+(?:about|around|approximately|nearly|almost)\s+$", re.IGNORECASE)
_IS_AGE_BEFORE = re.compile(
    r"(?<!\w)age[sd]?(?:\s+of|\s+between|\s+from)?\s+(?:[0-9]{1,3}\s*(?:,|and|or|to|-|–)\s*(?:and\s+|or\s+)?)*$", re.IGNORECASE
)
_AFTER_NAME = re.compile(r"(?:[A-Z][\w.'’-]*|Jr\.?),\s*$")
_AGE_ENDS = re.compile(r"\s*[,.;)]|\s+(?:of|who|and|from|a)(?!\w)", re.IGNORECASE)
# Whatever follows these is a name's number, always; after the weak ones, only where no people follow.
_NUMBERED = re.compile(
    r"(?<!\w)(?:no|nos|n\.o|section|article|chapter|room|apt|apartment|suite|route|interstate|highway|hwy|exit|channel|battalion|brigade"
    r"|division|regiment|precinct|resolution|decree|boeing|flight|ak|ar|psalm|annex|paragraph|proposition|amendment|windows|"
    r"state\s+road|county\s+road|u\.?s\.?\s+(?:route|highway)?|sr|fox|abc|nbc|cbs|newschannel|news\s*channel|p\.?o\.?\s+box|box|unit|"
    r"phone|telephone|tel|zip|badge|docket|extension|ext|lottery|formula|level|grade|type|model|version|volume|vol)\.?[\s:-]+$",
    re.IGNORECASE,
)
_NUMBERED_WEAKLY = re.compile(
    r"(?<!\w)(?:number|page|building|lot|pier|gate|company|squad|platoon|district|ward|zone|sector|area|phase|class|camp|post|checkpoint"
    r"|block|cell|train|bus|part|station|engine|ladder|law|act|order|case|count|week|day|round|game|group|table|figure|item|line|rule"
    r"|title|local|region|tower|terminal|platform|size|call(?:ed|ing)?|dial(?:ed|ing)?|text(?:ed)?|office|school|ps|mile|year|step|tier)[\s:]+$",
    re.IGNORECASE,
)
_NO_COUNT_ONE = re.compile(r"(?<!\w)(?:no|the|this|that|another|every|each|any|which|some|number|day)\s+$", re.IGNORECASE)
_ONE_IDIOM = re.compile(
    r"\s+(?:another|day|point|side|way|thing|time|reason|by\s+one|hand|and\s+only|can|must|should)(?!\w)", re.IGNORECASE
)
_RATE = re.compile(
    rf"\s+in\s+(?:every\s+)?{_NUMBER}\s+(?:people|persons|men|women|children|adults|civilians|residents)(?!\w)", re.IGNORECASE
)
_IN_RATE = re.compile(r"(?<!\w)one\s+in\s+(?:every\s+)?$", re.IGNORECASE)
_WORD_BESIDE = re.compile(rf"[^\S\n]+(?:{_TEN}|{_TEEN}|{_ONE})(?!\w)", re.IGNORECASE)
_WORD_BEFORE = re.compile(rf"(?<!\w)(?:{_TEN}|{_TEEN}|oh)[^\S\n]+$", re.IGNORECASE)
_CALENDAR_NUMBER = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
_THIN = re.compile(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3})")  # blanks that group digits
_ODD = {
    0x131: "i",
    0x130: "i",
    0x17F: "s",
    0x212A: "k",
    0x2010: "-",
    0x2011: "-",
}  # letters that match i, s, k whatever the case
_REACH = 48  # characters before a number that can say what it is


def _plain(said: str) -> str:
    return " ".join(said.translate(_ODD).lower().split())


def parse_number(words: str) -> int | None:
    """The number that `words` name: "1,500", "twenty-three", "two hundred and six", "a dozen"; None where they name none."""
    said = _plain(_THIN.sub(",", words))
    if said == "zero":
        return 0
    if re.fullmatch(_HALVES, said):
        return _half(said)
    if said.endswith(" score"):
        return 20 * (1 if said in ("a score", "one score") else _value(said.removesuffix(" score")) or 1)
    return _value(said) if re.fullmatch(_NUMBER, said) else None


def _half(said: str) -> int | None:
    """ "Half a million", "a quarter of a million", "two and a half thousand", "a million and a half"."""
    scale = next(n for word, n in {"dozen": 12, **_SCALES}.items() if word in said)
    if "quarter" in said:
        return scale // 4
    first = said.split(" and a half")[0]
    if said.startswith("half a"):
        return scale // 2
    times = 1 if said.endswith("and a half") else _value(first)
    return None if times is None else times * scale + scale // 2


def _value(said: str) -> int | None:
    figure = re.match(r"[0-9][0-9,]*(?:\.[0-9]+)?", said)
    if figure:
        return _scaled_figure(figure.group().replace(",", ""), said[figure.end() :].strip())
    if said.endswith("dozen"):
        rest = said.removesuffix("dozen").replace("-", " ").split()
        return 6 if "half" in rest else 12 * sum(_SMALL[w] for w in rest)
    total = part = 0
    for word in said.replace("-", " ").replace(",", " ").split():
        if word == "hundred":
            part *= 100
        elif word in _SCALES:
            total, part = total + part * _SCALES[word], 0
        elif word != "and":
            part += _SMALL[word]
    return total + part


def _scaled_figure(figure: str, scale: str) -> int | None:
    """ "1.5", "million" → 1,500,000, without floating point; None where it is no whole number."""
    times = {"": 1, "dozen": 12, **_SCALES}[scale]
    whole, _, decimals = figure.partition(".")
    value, rest = divmod(int(whole + decimals) * times, 10 ** len(decimals))
    return None if rest or value > _LARGEST else value


def find_counts(text: str) -> list[CountSpan]:
    """Every expression of how many in `text`, in order, without overlap. The module says what bounds mean and what is left out."""
    found: list[CountSpan] = []
    at = 0
    for word in _WORD.finditer(text):
        start, said = word.span()[0], word[0]
        if start < at or not (said[0] in "0123456789" or (said.lower() if said.isascii() else _plain(said)) in _STARTERS):
            continue
        m = _FIND.match(text, start)
        if m is not None:
            span, at = _read(text, m)
            if span is not None:
                found.append(span)
    return found


def _read(text: str, m: re.Match[str]) -> tuple[CountSpan | None, int]:
    """The count of one match, if it is one, and where to look on."""
    if m["vague"] is not None:
        return _vague(text, m), m.end()
    if m["from"] is not None:
        return _between(text, m)
    hedge = _HEDGE_OF[_plain(m["hedge"])] if m["hedge"] else None
    if m["low"] is not None:
        return _range(text, m, hedge)
    value = parse_number(m["one"])
    start = m.start() if hedge else m.start("one")
    if value is None or value < 1 or _is_no_count(text, m["one"], m.start("one"), m.end(), hedge, start):
        return None, m.end()
    tail = _plain(m["tail"] or "")
    if tail in ("+", "or more", "plus", "odd", "-odd"):
        hedge = "at_least"
    elif tail == "or so":
        hedge = hedge or "about"
    elif tail:
        hedge = "at_most"
    return CountSpan(_bounds(value, hedge), start, m.end()), m.end()


def _between(text: str, m: re.Match[str]) -> tuple[CountSpan | None, int]:
    low, high = parse_number(m["from"]), parse_number(m["to"])
    if low is None or high is None or not 0 < low < high:
        return None, m.start() + len("between")
    if _is_no_count(text, m["from"], m.start("from"), m.end(), "about", m.start()):
        return None, m.end()
    return CountSpan(Count(low, None, high), m.start(), m.end()), m.end()


def _range(text: str, m: re.Match[str], hedge: str | None) -> tuple[CountSpan | None, int]:
    low, high = parse_number(m["low"]), parse_number(m["high"])
    by_dash = m["join"].strip() in ("-", "–", "—")
    is_range = low is not None and high is not None and 0 < low < high
    start = m.start() if hedge else m.start("low")
    if not is_range and not by_dash:  # "12 or 3", "5 to 2" are two numbers
        if low is None or low < 1 or _is_no_count(text, m["low"], m.start("low"), m.end("low"), hedge, start):
            return None, m.end("low")
        return CountSpan(_bounds(low, hedge), start, m.end("low")), m.end("low")
    looks_numbered = by_dash and (len(m["high"]) == 4 or _CALENDAR_NUMBER.fullmatch(m["low"]))  # 555-0123, 2014-15
    if not is_range or looks_numbered or _is_no_count(text, m["low"], m.start("low"), m.end(), hedge, start):
        return None, m.end()
    assert low is not None and high is not None
    least = 1 if hedge in ("at_most", "fewer_than", "nearly") else low + (hedge == "more_than")
    most = None if hedge in ("at_least", "more_than") else high
    return CountSpan(Count(least, None, most), start, m.end()), m.end()


def _vague(text: str, m: re.Match[str]) -> CountSpan | None:
    said = _plain(m["vague"])
    if _IS_QUANTITY.match(text, m.end()):
        return None
    if said in _LOOSE:
        if said == "both" and re.match(
            r"\s+(?:sides|parties|countries|governments|cases|the)(?!\w)", text[m.end() : m.end() + 16], re.I
        ):
            return None
        return CountSpan(_LOOSE[said], m.start(), m.end())
    # "so many", "some time", "the team scores" say nothing of people unless people follow.
    if said in ("some", "many", "scores", "multiple", "numerous", "a group of") and not _PEOPLE.match(text, m.end()):
        return None
    return CountSpan(Count(_VAGUE[said]), m.start(), m.end())


def _bounds(value: int, hedge: str | None) -> Count:
    if hedge == "at_least":
        return Count(value)
    if hedge == "more_than":
        return Count(value + 1)
    if hedge == "at_most":
        return Count(1, None, value)
    if hedge == "fewer_than" and value > 1:
        return Count(1, None, value - 1)
    if hedge == "nearly":
        return Count(1, value, value)
    if hedge == "about":
        return Count(1, value)
    return Count.exactly(value)


def _is_no_count(text: str, number: str, start: int, end: int, hedge: str | None, from_: int) -> bool:
    """Whether the words around the number say that it counts no people: `from_` is where its hedge, if any, begins."""
    before = text[max(0, from_ - _REACH) : from_]
    people = _PEOPLE.match(text, end) is not None
    if _IS_QUANTITY.match(text, end) or _IS_AGE_BEFORE.search(before) or _NUMBERED.search(before):
        return True
    if (number.lower() == "one" and _RATE.match(text, end)) or _IN_RATE.search(before):
        return True  # "one in five people"
    if number[0].isdigit():
        return _figure_is_no_count(text, number, start, end, hedge, before, people)
    if number.translate(_ODD).lower() == "one" and (_NO_COUNT_ONE.search(before) or _ONE_IDIOM.match(text, end)):
        return True
    if _WORD_BESIDE.match(text, end) or _WORD_BEFORE.search(before):
        return True
    return not people and (_is_clock(text, end, hedge, before) or bool(_NUMBERED_WEAKLY.search(before)))


def _figure_is_no_count(text: str, number: str, start: int, end: int, hedge: str | None, before: str, people: bool) -> bool:
    if people:
        return False
    if not hedge and (_CALENDAR_NUMBER.fullmatch(number) or (number[0] == "0" and len(number) > 1) or number == "911"):
        return True
    if _NUMBERED_WEAKLY.search(before) or _IS_DATE_AFTER.match(text, end) or _IS_DATE_BEFORE.search(before):
        return True
    if _IS_ADDRESS.match(text, end) or _is_clock(text, end, hedge, before):
        return True
    if not hedge and before[-1:] in ("(", "[") and text[end : end + 1] in (")", "]"):
        return True
    if before[-1:] in ("'", "’") and len(number) == 2:
        return True
    if not before.rsplit("\n", 1)[-1].strip() and re.match(r"[.)]\s", text[end : end + 2]):
        return True  # a numbered list
    return not hedge and len(number) < 4 and bool(_AFTER_NAME.search(before)) and bool(_AGE_ENDS.match(text, end))


def _is_clock(text: str, end: int, hedge: str | None, before: str) -> bool:
    hedged = hedge in ("about", "nearly") and _IS_CLOCK_BEFORE.search(before)
    return bool((_IS_CLOCK_BEFORE.search(before) and (hedge is None or hedged)) and _IS_CLOCK_AFTER.match(text, end))
