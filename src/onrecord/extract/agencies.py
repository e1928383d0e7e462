"""Which police or other armed agency the doers of a harm are of: "Milford police", "a Lake County sheriff's deputy", "officers" of the one that a report names."""

from __future__ import annotations

import re
from bisect import bisect_left

from onrecord.extract.draft import Draft
from onrecord.extract.phrase import Phrase
from onrecord.extract.pronouns import is_official
from onrecord.extract.reading import Actor, Reading
from onrecord.extract.sentences import Span

__all__ = ["agencies", "with_agencies"]

_PROPER = r"[A-ZÀ-Þ](?:[\w’'-]*[\w]|\.(?:[A-Z]\.)?)"
_BODY = (
    r"(?:Metropolitan\s+|Metro\s+|County\s+|City\s+|State\s+|Township\s+|Borough\s+|Town\s+|Village\s+|Parish\s+|University\s+|Transit\s+|Regional\s+){0,2}"
    r"(?:Chief\s+of\s+Police|Police(?:\s+(?:Department|Dept\.?|Bureau|Service|Force|Division))?|Sheriff[’']?s?[’']?(?:\s+(?:Office|Department|Dept\.?))?|(?:Highway|State|Border|Park)\s+Patrol|(?:Division|Department|Bureau|Ministry|Office)\s+of\s+(?:(?:the\s+)?[A-Z]\w+\s+)?(?:Police|Public\s+Safety|Corrections|Investigation)"
    r"|Marshals?(?:\s+Service)?|Constabulary|Gendarmerie|National\s+Guard|Secret\s+Service)"
)
_SMALL = r"(?i:police|sheriff[’']?s?[’']?|highway\s+patrol|state\s+patrol|state\s+police|border\s+patrol|metro|marshals?|constables?|gendarmes?|troopers?|deputies|(?<=county\s)deputy|(?<=parish\s)deputy|officers?|SWAT|PD)"
_NAMED = re.compile(
    rf"(?<![\w’'.-])(?P<own>{_PROPER}(?:\s+(?:of|de|del|la)\s+{_PROPER}|[\s-]{_PROPER}){{0,3}}?)\s+(?:{_BODY}|(?:[Cc]ounty\s+|[Cc]ity\s+|[Mm]etro(?:politan)?\s+)?{_SMALL})(?![\w-])"
)
_OTHER_BODY = re.compile(r"\b(?:Party|Committee|Ministry|Council|School|Church|Company|Hospital)\b")
_NO_NAME = frozenset(
    """the a an when after as but while then once before two three four five six seven eight nine ten eleven twelve dozen several one this that these those some many local state federal off-duty on at in according
    and police officers officer deputies deputy authorities k-9 undercover armed other another uniformed plainclothes chief sheriff his her their both most all no three's
    if because although though since until from with by for to of county city off former retired fellow responding patrol special veteran
    arriving multiple tactical gang swat s.w.a.t. traffic narcotics master senior plain-clothes several assisting nearby area additional more on-duty bicycle motorcycle male female""".split()
)
_FORCE = {
    "police": {"police", "officer", "officers", "patrolman", "patrolmen", "detective", "detectives", "cop", "cops", "policeman", "policemen", "sergeant", "personnel"},
    "sheriff": {"deputy", "deputies", "sheriff", "officers", "officer", "sergeant"},
    "patrol": {"trooper", "troopers", "officer", "officers", "patrol", "agent", "agents", "patrolman"},
    "marshal": {"marshal", "marshals", "agent", "agents", "officers"},
}  # fmt: skip
"""What those who are of a kind of agency are called."""
_TITLES = re.compile(
    r"\b(?:Officers?|Deput(?:y|ies)|Troopers?|Detectives?|Sgt|Sergeant|Patrolman|Constable|Agents?)\b", re.IGNORECASE
)


def agencies(text: str, start: int, end: int) -> list[Span]:
    """The agencies that the words from `start` to `end` name, each from its own name to the word for its kind."""
    found = []
    for m in _NAMED.finditer(text, start, end):
        if _OTHER_BODY.search(m["own"]):
            continue
        begin = m.start()
        for word in re.finditer(r"\S+", m["own"]):
            if word[0].lower() not in _NO_NAME:
                begin = m.start() + word.start()
                break
        else:
            continue
        found.append(Span(begin, m.end()))
    return found


def with_agencies(r: Reading, d: Draft) -> list[Actor]:
    """The doers of an incident, and the agencies that they are of: by their own words; else the only one of their kind that the report names."""
    actors = d.actors
    if r.text.isupper():
        return actors
    found = list(actors)
    for a in [a for a in actors if a.role in ("carried_out", "ordered")]:
        p = a.phrase
        own = _beside_name(r, p) if p.names else []
        own = own or agencies(r.text, p.start, min(len(r.text), p.end + len(" of the Department of Public Safety")))
        own = [
            s
            for s in own
            if s.start < p.end or re.fullmatch(r",?\s+(?:of|from|with|for)\s+(?:the\s+)?", r.text[p.end : s.start])
        ]
        if (not own and not p.names and not p.organisation) or (
            not own and (p.head == "police" or _titled(r, p) or _CALLED.search(r.text, p.start, p.end))
        ):
            if r.agencies is None:
                r.agencies = [s for x in r.spans for s in agencies(r.text, x.start, x.end)]
            own = _at_scene(r, r.agencies, p) if a.implied and p.head != "police" and p.head in _ANY_FORCE else []
            own = own or _of_kind(r, r.agencies, p)
            if not own and (p.plural or p.head in _ANY_FORCE) and not p.names:
                own = _at_scene(r, r.agencies, p)
        own = [_in_words(r, s) for s in own]
        several = len({_own(r.text[s.start : s.end]) for s in own}) > 1 and agencies(r.text, p.start, p.end) == []
        by = Actor(p, a.role, "suspected", True) if several else a  # which of them shot is not said
        for s in own[:_MOST]:
            _add(r, found, by, s)
    return found


_ANY_FORCE = frozenset("police officers authorities officials enforcement members member cops swat team".split())
"""What those of any agency are called."""
_SHORT = 16
"""Sentences of a report so short that the agencies it names as acting came to the one scene that it tells of."""
_MOST = 3
"""Agencies at one scene that are given for "officers"."""
_NOT_THERE = re.compile(
    r"(?:[’']s?)?\s+(?:(?:[A-Z][\w’'.-]*|office|department|officers?|deput\w+|officials?|detectives?|investigators?|spokes\w+)\s+){0,4}(?:(?:is|are|was|were|will|has|have)\s+(?:\w+\s+)?(?:investigat|review|handl|lead|ask|look|search)\w*|investigat\w+|review\w*|report(?:ed|s)|sa(?:id|ys?)|stated|release[ds]?|identified|confirmed|declined|announced|spokes\w+)\b"
)
_ONLY_NAMED = re.compile(
    r"\b(?:according\s+to|told|wanted\s+by|(?:investigat\w+|review\w*|handled|led)\s+by|through|warrants?\s+(?:were\s+)?from|statement\s+(?:from|by)|spokes\w+\s+(?:for|of|with)|(?:Capt|Lt|Sgt|Maj|Cpl)\.\s+(?:[A-Z]\w+\s+){1,3}(?:of|with|from)|off-duty|retired|former)\s+(?:the\s+|both\s+|an?\s+)?$"
)


def _at_scene(r: Reading, every: list[Span], p: Phrase) -> list[Span]:
    """All agencies that a report tells of as having come, each once, where words such as "officers" may mean those of any; else the
    only one that it names at all."""
    if len(r.spans) > _SHORT:
        return []  # a page of many parts tells of more agencies than came
    came = [
        s for s in every
        if (" " in _own(r.text[s.start : s.end]) or any(k.start < s.end and s.start < k.end for k in r.places))
        and not (_speaks(r, s) or _NOT_THERE.match(r.text, s.end) or _ONLY_NAMED.search(r.text, max(0, s.start - 40), s.start))
    ]  # fmt: skip
    if p.head not in _ANY_FORCE:
        heads = {p.head, *_CALLED.findall(r.text[p.start : p.end].lower())}
        came = [
            s for s in came if any(heads & called for kind, called in _FORCE.items() if _is_of(r.text[s.start : s.end], kind))
        ]
    else:
        came = came or every
    once: dict[str, Span] = {}
    for s in came:
        once.setdefault(_own(r.text[s.start : s.end]), s)
    return list(once.values()) if came is not every or len(once) == 1 else []


def _in_words(r: Reading, s: Span) -> Span:
    """An agency that is called by its first letters, as the report has it in words: "LCSO deputies" of the Lake County Sheriff's Office."""
    first = re.match(r"[A-Z]{3,6}\b", r.text[s.start : s.end])
    if first is None:
        return s
    if r.agencies is None:
        r.agencies = [a for x in r.spans for a in agencies(r.text, x.start, x.end)]
    spelled = [a for a in r.agencies if "".join(w[0] for w in r.text[a.start : a.end].split() if w[0].isupper()) == first[0]]
    return spelled[0] if len({r.text[a.start : a.end] for a in spelled}) == 1 else s


def _beside_name(r: Reading, p: Phrase) -> list[Span]:
    """The agency told of beside any mention of a person: "Lake County Sheriff's Deputy Ana Tarn", "Ana Tarn of the Milford Police Department"."""
    for n in [n for own in p.names for _, n in r.of_last(r.text[own.start : own.end].split()[-1])][:8]:
        for s in agencies(r.text, max(0, n.start - 70), min(len(r.text), n.end + 70)):
            if _OFFICE.fullmatch(r.text, s.end, n.start) or _OF.fullmatch(r.text, n.end, s.start):
                return [s]
    return []


_OFFICE = re.compile(
    r"(?:[’']s)?,?\s*(?:(?:Officer|Deputy|Trooper|Detective|Sgt\.?|Sergeant|Lt\.?|Lieutenant|Capt(?:ain|\.)?|Cpl\.?|Corporal|Agent|Chief|Patrolman|Investigator|Constable|K-9)[,\s]*){0,3}",
    re.IGNORECASE,
)
_OF = re.compile(r",?\s+(?:\d{1,2},\s+)?(?:an?\s+(?:\w+\s+){1,3})?(?:of|from|with|for|at)\s+(?:the\s+)?", re.IGNORECASE)


def _titled(r: Reading, p: Phrase) -> bool:
    return is_official(r, p)


def _of_kind(r: Reading, every: list[Span], p: Phrase) -> list[Span]:
    """The one agency that a report names of which these officers can be; nothing where it names several."""
    acting = [s for s in every if not _speaks(r, s)]
    every = acting or every  # "…, Oakton police said" tells of nobody who came
    heads = {p.head} | set(_CALLED.findall(r.text[p.start : p.end].lower()))
    heads |= {m[0].lower() for n in p.names for m in _TITLES.finditer(r.text, max(0, n.start - 30), n.start)}
    kinds = [k for k, called in _FORCE.items() if heads & called]
    for kind in kinds[:1]:
        first = [s for s in every if _is_of(r.text[s.start : s.end], kind)]
        if len({_own(r.text[s.start : s.end]) for s in first}) == 1:
            return first[:1]
    fitting = [
        s for s in every if any(heads & heads_of for kind, heads_of in _FORCE.items() if _is_of(r.text[s.start : s.end], kind))
    ]
    own = {_own(r.text[s.start : s.end]) for s in fitting}
    return fitting[:1] if len(own) == 1 else []


_CALLED = re.compile(r"\b(?:cop|officer|deputy|trooper|detective)\b")


_HELPED = re.compile(r"\b(?:assist(?:ing|ed)?|help(?:ing|ed)?|join(?:ing|ed)?|back(?:ing|ed)?\s*up|backup)\s+(?:the\s+)?$")
"""Before an agency that others came to help: it was there, whoever tells of it."""


def _speaks(r: Reading, s: Span) -> bool:
    """Whether an agency is only the source of what is told."""
    if _HELPED.search(r.text, max(0, s.start - 24), s.start):
        return False
    first = bisect_left(r.said, s.start - _FAR, key=lambda a: a.cue[0].start)
    last = bisect_left(r.said, s.end + _FAR, key=lambda a: a.cue[0].start)
    return any(x.start < s.end and s.start < x.end for a in r.said[first:last] for x in a.source)


_FAR = 60
"""Characters between a source and the word for its speaking."""


def _is_of(name: str, kind: str) -> bool:
    low = name.lower()
    if kind == "sheriff":
        return "sheriff" in low or "deput" in low
    if kind == "patrol":
        return "patrol" in low or "state police" in low or "trooper" in low or "public safety" in low
    if kind == "marshal":
        return "marshal" in low
    return "police" in low or "officer" in low or low.endswith(("pd", "metro")) or "public safety" in low


def _own(name: str) -> str:
    return re.split(
        r"\s+(?:police|sheriff|department|county|metro|officer|deput|highway|state|marshal|division|bureau)", name.lower()
    )[0]


def _add(r: Reading, found: list[Actor], a: Actor, s: Span) -> None:
    """Adds an agency to the doers, or its name to the words for it that are there."""
    name = r.text[s.start : s.end]
    if any(
        r.text[n.start : n.end] == name or _own(r.text[n.start : n.end]) == _own(name)
        for x in found
        if x.phrase.organisation
        for n in x.phrase.names
    ):
        return
    found.append(
        Actor(Phrase(s.start, s.end, name.split()[-1].lower(), None, True, [s], organisation=True), a.role, a.status, a.implied)
    )
