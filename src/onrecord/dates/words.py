"""The words that name dates, as patterns, with the words that must stand near for a pattern to be tried at all."""

from __future__ import annotations

import re

MONTHS = {m: n for n, names in enumerate(
    ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
     "sep sept september", "oct october", "nov november", "dec december"), 1) for m in names.split()}  # fmt: skip
WEEKDAYS = {d: n for n, names in enumerate(
    ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur", "friday fri", "saturday sat", "sunday sun"))
    for d in names.split()}  # fmt: skip
SMALL = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
SMALL |= {"a": 1, "an": 1, "a couple of": 2}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}  # EDTF's codes
HOLIDAYS = {
    "new year's eve": (12, 31), "new year's day": (1, 1), "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "valentine's day": (2, 14), "halloween": (10, 31), "fourth of july": (7, 4), "4th of july": (7, 4), "july fourth": (7, 4),
}  # fmt: skip

_M = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![^\W_])\.?"
_W = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!\w)|(?:mon|tues?|wed|thurs?|fri|sat)\.)"
_WD = r"(?:(?P<w>(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thurs?|fri|sat|sun)(?!\w))\.?,?\s+)?"
_D = r"(?:0?[1-9]|[12][0-9]|3[01])"
_Y = r"(?:1[6-9][0-9]{2}|20[0-9]{2})(?![0-9])"
_HOURS = r"(?:(?:the\s+)?(?:early|small|late)\s+hours\s+of\s+(?:the\s+morning\s+(?:of|on)\s+)?(?:on\s+)?)"
_PART = rf"(?:{_HOURS}|(?:(?:the|in\s+the)\s+)?(?:early\s+|late\s+)?(?:night|evening|morning|afternoon|eve|day)\s+of\s+)?"
_SUFFIX = r"(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|–|/|to|and|or)\s*"
_OPEN = r"(?P<open>(?:between|from)\s+)?"
_LIST = rf"(?P<list>(?:,\s*{_D}{_SUFFIX})+,?\s+(?:and|or)\s+{_D}{_SUFFIX})"
_PEOPLE = r"\s*(?:people|persons|men|women|children|civilians|soldiers|others|victims|dead|killed|wounded|injured)"
_NOUN = (
    r"\s*(?:people|persons|men|women|children|civilians|soldiers|others|victims)"  # "the attack of June 8 killed …" has a day
)

PATTERNS = {
    "month": {
        "cross_month": rf"(?<!\w){_OPEN}(?P<m>{_M})\s+(?P<d>{_D}){_SUFFIX}(?P<join>\s*(?:-|–|to|and|through|until)\s*)(?P<m2>{_M})\s+(?P<d2>{_D}){_SUFFIX}(?![\w:])(?:,?\s+(?P<y>{_Y}))?",
        "cross_day": rf"(?<![\w.,:-]){_OPEN}(?P<d>{_D}){_SUFFIX}\s+(?P<m>{_M})(?P<join>\s*(?:-|–|to|and|until)\s*)(?P<d2>{_D}){_SUFFIX}\s+(?P<m2>{_M})(?:,?\s+(?P<y>{_Y}))?",
        "days_list": rf"(?<![\w.,:-])(?P<d>{_D}){_SUFFIX}{_LIST}(?:\s+of)?\s+(?P<m>{_M})(?:,?\s+(?P<y>{_Y}))?",
        "month_list": rf"(?<!\w)(?P<m>{_M})\s+(?P<d>{_D}){_SUFFIX}{_LIST}(?![\w:])(?!{_PEOPLE})(?:,?\s+(?P<y>{_Y}))?",
        "days_month": rf"(?<![\w.,-]){_PART}{_OPEN}(?P<d>{_D}){_SUFFIX}(?P<join>{_TO})(?P<d2>{_D}){_SUFFIX}(?:\s+of)?\s+(?P<m>{_M})(?:,?\s+(?P<y>{_Y}))?",
        "month_days": rf"(?<!\w){_PART}{_OPEN}(?P<m>{_M})\s+(?P<d>{_D}){_SUFFIX}(?P<join>{_TO})(?P<d2>{_D}){_SUFFIX}(?![\w:])(?!{_PEOPLE})(?:,?\s+(?P<y>{_Y}))?",
        "day_month": rf"(?<![\w.,:-]){_PART}{_WD}(?:the\s+)?(?P<d>{_D}){_SUFFIX}(?:\s+of)?[\s-]+(?P<m>{_M})(?:,?[\s-]+(?P<y>{_Y}|['’]?[0-9]{{2}}(?![\w:/%]|[.,][0-9]|{_PEOPLE})))?",
        "month_day": rf"(?<!\w){_PART}{_WD}(?P<m>{_M})\s+(?:the\s+)?(?P<d>{_D}){_SUFFIX}(?![\w%:]|[.,][0-9]{{3}}(?![0-9]))(?!{_NOUN})(?:,?\s+(?:in\s+|of\s+)?(?P<y>{_Y}))?",
        "months": rf"(?<!\w)(?:in\s+)?{_OPEN}(?P<m>{_M})(?:\s+(?P<y>{_Y}))?(?P<join>\s+(?:to|and|or)\s+|\s*[-–]\s*)(?P<m2>{_M})(?!\s*[0-9]{{1,2}}(?![0-9]))(?:,?\s+(?P<y2>{_Y}))?",
        "month_year": rf"(?<!\w)(?:(?:early|late|mid-?)\s*)?(?P<m>{_M}),?\s+(?:of\s+|in\s+)?(?P<y>{_Y})",
        "month": rf"(?<!\w)(?:in|since|during|of|until|by|last|this\s+past|throughout)\s+(?:early\s+|late\s+|mid-?\s?|the\s+month\s+of\s+)?(?P<m>{_M})(?!\s*[0-9])",
    },
    "year": {
        "years": rf"(?<!\w)(?P<open>in|between|from)?\s*(?<!\w)(?P<y>{_Y})(?P<join>\s*[-–]\s*|\s+(?:to|and|or)\s+)(?P<y2>{_Y})",
        "season": rf"(?<!\w)(?:in\s+)?(?:the\s+)?(?:early\s+|late\s+)?(?P<s>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<y>{_Y})(?!{_PEOPLE})",
        "decade": r"(?<!\w)(?:the\s+)?(?:early\s+|late\s+|mid-?\s?)?(?P<y>1[6-9][0-9]|20[0-9])0['’]?s(?!\w)",
        "year": rf"(?<!\w)(?:in|since|during|throughout|early|late|mid|of|until)[\s-]+(?P<y>{_Y})(?!{_PEOPLE})",
    },
    "digits": {
        "iso": r"(?<![\w/-])(?P<y>[12][0-9]{3})(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>0?[1-9]|[12][0-9]|3[01])(?=T[0-9]{2}|[^\w/-]|-\s|$)",
        "dots": r"(?<![\w./-])(?P<d>0?[1-9]|[12][0-9]|3[01])\.\s?(?P<m>0?[1-9]|1[0-2])\.\s?(?P<y>[12][0-9]{3})(?![\w/-])",
        "slashes": r"(?<![\w/-])(?P<a>[0-9]{1,2})(?P<sep>[/-])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[12][0-9]{3}|[0-9]{2})(?![\w/-])",
    },
    "weekday": {
        "weekday": rf"(?<!\w)(?:{_HOURS}|(?:(?:the|in\s+the)\s+)?(?:night|evening|morning|afternoon)\s+of\s+|(?:early|late)\s+(?:on\s+)?)?(?P<which>last\s+|this\s+past\s+|this\s+|next\s+|past\s+|(?:on\s+)?the\s+previous\s+|the\s+following\s+)?(?P<w>{_W})(?:\s+(?:night|evening|morning|afternoon|at\s+(?:noon|midnight)))?",
    },
    "holiday": {
        "holiday": r"(?<!\w)(?P<h>new\s+year['’]s\s+(?:eve|day)|christmas\s+(?:eve|day)|boxing\s+day|valentine['’]s\s+day|(?<=on\s)halloween|(?:the\s+)?(?:fourth|4th)\s+of\s+july|july\s+fourth)(?!\w)(?:,?\s+(?P<y>" + _Y + r"))?",
    },
    "relative": {
        "ago": r"(?<!\w)(?P<n>[0-9]{1,3}|a\s+couple\s+of|an?|" + "|".join(list(SMALL)[:12]) + r")\s+(?P<unit>day|week|month|year)s?\s+ago(?!\w)",
        "unit": r"(?<!\w)(?:(?:at|towards?|by)\s+)?(?:(?:the\s+)?(?:end|start|beginning|middle)\s+of\s+|(?:earlier|later|early|late)\s+)?(?P<which>this|last)\s+(?P<unit>week|month|year)(?![\w-])",
        "weekend": r"(?<!\w)(?P<which>over\s+the|last|this\s+past|this)\s+weekend(?!\w)",
        "season_near": r"(?<!\w)(?:(?:early|late)\s+)?(?P<which>last|this)\s+(?P<s>spring|summer|autumn|fall|winter)(?!\w)",
        "day_of": r"(?<!\w)(?:on\s+)?the\s+(?P<d>[12]?[0-9]|3[01])(?:st|nd|rd|th)(?:\s+of\s+(?P<which>this|last)\s+month|(?=\s*(?:[.,;:)]|$)))",
        "near": r"(?<!\w)(?:(?:early|late)\s+)?(?P<near>the\s+day\s+before\s+yesterday|yesterday|today|tonight|tomorrow|last\s+(?:night|evening)|this\s+(?:morning|afternoon|evening)|overnight)(?:\s+(?:morning|afternoon|evening|night)(?!\w))?(?!\w)",
    },
}  # fmt: skip
# Counted from a day that the report has named before them.
_ENDS = r"(?=\s*[.,;:)]|\s*$)"  # "a week before she died" counts from another day
FOLLOWING = re.compile(
    r"(?<!\w)(?:(?P<n>[0-9]{1,2}|a\s+couple\s+of|a|"
    + "|".join(list(SMALL)[:12])
    + r")\s+(?P<unit>day|week)s?\s+(?:(?P<way>earlier|later)"
    rf"(?={_ENDS}|\s+(?:he|she|they|it|the|a|an|in|at|on|when|and|another)(?!\w))|(?P<past>before|after){_ENDS})"
    r"|(?:on\s+)?the\s+(?P<side>next|following|previous|same)\s+(?:day|morning|afternoon|evening|night)"
    rf"|(?:on\s+)?the\s+(?:day|night)\s+(?P<just>before|after){_ENDS})(?!\w)",
    re.IGNORECASE,
)
COMPILED = {kind: {n: re.compile(p, re.IGNORECASE) for n, p in of.items()} for kind, of in PATTERNS.items()}

# A word that must stand in a date of each kind; only around it are that kind's patterns tried, which is most of the speed.
_ANCHORS = {
    **dict.fromkeys(MONTHS, "month"), **dict.fromkeys(WEEKDAYS, "weekday"), **dict.fromkeys(SEASONS, "relative"),
    **dict.fromkeys("ago week month year weekend yesterday today tonight tomorrow night evening morning afternoon overnight th st nd rd".split(), "relative"),
    **dict.fromkeys("eve christmas boxing valentine halloween fourth 4th".split(), "holiday"),
    **dict.fromkeys("earlier before later after next following previous same".split(), "following"),
}  # fmt: skip
_ANCHORS["year"] = "relative"
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_REACH = 48  # characters around a word within which its date's words lie


def windows(text: str) -> dict[str, list[tuple[int, int]]]:
    """Where each kind of date may stand."""
    found: dict[str, list[tuple[int, int]]] = {}
    for m in _TOKEN.finditer(text):
        word, at = m[0], m.start()
        if word[0].isdigit():
            kinds = _of_digits(text, word, m.end())
        else:
            kind = _ANCHORS.get(word.lower())
            kinds = (kind,) if kind and (kind not in ("month", "weekday") or word[0].isupper()) else ()
        for kind in kinds:
            several = found.setdefault(kind, [])
            start, end = max(0, at - _REACH), _blank_after(text, m.end() + _REACH)
            if several and start <= several[-1][1]:
                several[-1] = (several[-1][0], end)
            else:
                several.append((start, end))
    return found


def _of_digits(text: str, word: str, end: int) -> tuple[str, ...]:
    kinds = []
    if len(word) == 4 and "1600" <= word < "2100":
        kinds.append("year")
    if len(word) in (1, 2, 4) and text[end : end + 1] in ("-", "/", ".") and text[end + 1 : end + 3].strip()[:1].isdigit():
        kinds.append("digits")
    if text[end : end + 2] in ("th", "st", "nd", "rd"):
        kinds += ["relative"] if text[end : end + 2] != "th" or word != "4" else ["relative", "holiday"]
    return tuple(kinds)


def _blank_after(text: str, at: int) -> int:
    """The first end of a word at or after a place, so that no window cuts a word in two."""
    m = _BLANK.search(text, at)
    return m.start() if m else len(text)


_BLANK = re.compile(r"\s")
