"""The places that a report of a shooting names, each with everything that its words show of whether the shooting was there.

No name of a place is looked at: what is kept of the words beside it is a hash of their first letters, and words in capitals are all the same.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass, field

from onrecord.claims import Place
from onrecord.extract.dateline import dateline
from onrecord.extract.familiar import HOME
from onrecord.extract.reading import Reading
from onrecord.extract.weights import beginning
from onrecord.places import PlaceMention, resolve
from onrecord.places.gazetteer import TOWN, named

__all__ = ["BUCKETS", "Site", "features_of", "sites_of"]

BUCKETS = 1 << 14
_STEM = 7
_WORD = re.compile(r"[^\W\d_]+|\d+|[,.;:()’'\-–—|]")
_KNOWN = frozenset(
    """police pd fire sheriff county parish department metro district north south east west hospital medical center school high middle elementary university
    college street st avenue ave road rd drive boulevard blvd lane highway park news weather sports tv channel com court courthouse jail prosecutor coroner attorney
    mayor chief sgt lt capt officer officers deputy deputies state apartments the a an in at near of from to on outside""".split()
)
"""Words that may have a capital and say what a place is of: any other with one is not looked at."""
_OUTLET = re.compile(
    r"(?:\s[-–—|]\s|\|)(?=[^\n]*\b(?:News|Weather|Sports|TV|Channel|[A-Z]{3,5}|\w*\.com|Herald|Times|Tribune|Post|Gazette|Journal|Star|Radio|ABC|NBC|CBS|FOX)\b)[^\n]*$"
)
"""The end of a title that names the outlet and its town: " - WKXY-TV: News, Weather and Sports for Milford"."""
_HARM = re.compile(r"\b(?:shot|shoot\w*|kill\w*|gun\w*|fatal\w*|wound\w*|dead|died|murder\w*|homicide)\b", re.IGNORECASE)
_QUARTER = re.compile(r"[’']s\s+(?:[\w’'-]+\s+){1,4}?(?:neighbou?rhood|section|district|side|community|area)\b", re.IGNORECASE)


_SHORT = 3  # letters: "The shooting", "Her home"
_TOWN_NAME = r"(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2})"
_NEWS = (
    re.compile(
        rf"(?<![\w’'.-]){_TOWN_NAME}\s+(?:[Pp]olice|[Tt]een(?:ager)?|[Mm]an|[Ww]oman|[Bb]oy|[Gg]irl|[Tt]oddler|[Mm]other|[Ff]ather|[Mm]om|[Dd]ad|[Cc]ouple|[Ss]hootings?|[Hh]omicides?"
        r"|[Hh]ome|[Hh]ouse|[Aa]partment|[Pp]arty|[Bb]ar|[Nn]eighborhood|[Rr]esidents?|[Oo]fficers?|[Ff]amily)\b"
    ),
    re.compile(
        r"^\s*(?P<name>[A-Z]{3,}(?:\s[A-Z]{3,}){0,2})(?:,\s+[A-Z][\w. ]{1,18})?\s*(?:\([^)\n]{1,40}\))?\s*[-–—]", re.MULTILINE
    ),
    re.compile(rf"\b(?:in|near|outside)\s+{_TOWN_NAME}(?=[,.;\s])"),
)
"""Where local news names a town."""


@dataclass(slots=True)
class Site:
    """A place and all its mentions, in order."""

    mentions: list[PlaceMention] = field(default_factory=list)


def sites_of(r: Reading) -> list[Site]:
    """The places below a division that a report names, in order; of one place, the mentions that give a town before those that do not."""
    found: dict[tuple[str, str | None], Site] = {}
    for p in sorted([*r.places, *_beside_news_words(r)], key=lambda p: p.start):
        if p.place.precision in ("exact", "city", "admin2", "unresolved"):
            name = p.place.city or (f"{p.place.admin2} county" if p.place.admin2 else p.place.name)
            found.setdefault((name.lower(), p.place.admin1), Site()).mentions.append(p)
    return list(found.values())


def _beside_news_words(r: Reading) -> list[PlaceMention]:
    """Towns that stand where local news puts one and a report of any other kind may mean something else: "Milford teen shot", "MILFORD, Ohio
    (WKXY) -". They lie in the division that the report's other places are in, or are left unresolved."""
    taken = [*((p.start, p.end) for p in r.places), *((n.start, n.end) for ps in r.phrases for p in ps for n in p.names)]
    divisions = Counter(p.place.admin1 for p in r.places if p.place.admin1 and p.place.country == HOME)
    home = divisions.most_common(1)[0][0] if divisions else None
    found: list[PlaceMention] = []
    for m in (m for pattern in _NEWS for m in pattern.finditer(r.text)):
        name = m["name"].title() if m["name"].isupper() else m["name"]
        start, end = m.span("name")
        if (
            len(name) <= _SHORT
            or any(a < end and start < b for a, b in taken)
            or not any(e.country == HOME and e.kind == TOWN for e in named(name))
        ):
            continue
        taken.append((start, end))
        place = resolve(name, HOME, home)
        known = place is not None and place.country == HOME
        found.append(PlaceMention(place if place is not None and known else Place(name), start, end))
    return found


def features_of(r: Reading, sites: list[Site], ruled: PlaceMention | None, told: set[int]) -> list[set[int]]:
    """The hashed features of each of the `sites`; `ruled` is where the rules say the incident was, `told` its sentences."""
    title = r.text[: max(0, r.offset - 2)] or r.text[: r.spans[0].end if r.spans else 0]
    outlet = _OUTLET.search(title)
    tail = outlet.start() if outlet else len(title)
    line = dateline(r)
    places = [p for s in sites for p in s.mentions]
    divisions = Counter(p.place.admin1 for p in r.places if p.place.admin1)
    top = divisions.most_common(1)[0][0] if divisions else None
    most = max((len(s.mentions) for s in sites), default=0)
    police = {
        id(s)
        for s in sites
        for p in s.mentions
        if re.match(r"\s+(?:police|fire|officers?|pd)\b", r.text[p.end : p.end + 10], re.I)
    }
    first = min((p.start for p in places if p.start >= r.offset), default=0)
    made = []
    for s in sites:
        p = s.mentions[0].place
        found = {"one", f"precision {p.precision}", f"times {min(5, len(s.mentions))}", f"sites {min(6, len(sites))}"}
        found.add(f"most {len(s.mentions) == most} {sum(len(o.mentions) == most for o in sites) == 1}")
        found.add(f"home {p.admin1 == top if p.admin1 else None} {min(3, len(divisions))}")
        found.add(f"ruled {any(q is ruled or (ruled is not None and q.start == ruled.start) for q in s.mentions)}")
        found.add(f"police {id(s) in police} {min(2, len(police))}")
        found.add(f"inside {any(o is not s and _holds(o.mentions[0], s.mentions[0]) for o in sites)}")
        found.add(f"holds {any(o is not s and _holds(s.mentions[0], o.mentions[0]) for o in sites)} {p.precision}")
        for q in s.mentions[:12]:
            found |= _beside(r, q, told)
            if q.start < tail and q.start < len(title):
                found |= {"title", f"title {p.precision}"}
            elif q.start < len(title):
                found |= {"outlet", f"outlet alone {len(s.mentions) == 1}"}
            if line.start <= q.start < line.end:
                found |= {"dateline", f"dateline {p.precision}"}
            if q.start == first:
                found.add(f"first {p.precision}")
        body = [q for q in s.mentions if q.start >= len(title)]
        found.add(f"sentence {min(8, r.sentence_of(body[0].start) - r.lead + 2) if body else None}")
        found.add(f"late {bool(body) and body[0].start > 0.6 * len(r.text)}")
        made.append({zlib.crc32(f.encode()) % BUCKETS for f in found})
    return made


def _holds(outer: PlaceMention, p: PlaceMention) -> bool:
    """Whether one place is the county of another."""
    return (
        outer.place.precision == "admin2"
        and p.place.precision in ("exact", "city")
        and outer.place.admin2 == p.place.admin2
        and outer.place.admin1 == p.place.admin1
    )


def _beside(r: Reading, p: PlaceMention, told: set[int]) -> set[str]:
    """What the words beside a mention say."""
    n = r.sentence_of(p.start)
    span = r.spans[n]
    before = [_stem(w) for w in _WORD.findall(r.text[max(span.start, p.start - 50) : p.start])][-4:]
    after = [_stem(w) for w in _WORD.findall(r.text[p.end : min(span.end, p.end + 60)])][:4]
    found = {f"b {w}" for w in before} | {f"a {w}" for w in after}
    if before:
        found |= {f"< {before[-1]}", f"<< {' '.join(before[-2:])}"}
    if after:
        found |= {f"> {after[0]}", f">> {' '.join(after[:2])}"}
    if before and after:
        found.add(f"<> {before[-1]} {after[0]}")
    harm = _HARM.search(r.text, span.start, span.end) is not None
    found.add(f"told {n in told} {harm} {n <= r.lead}")
    if _QUARTER.match(r.text, p.end):
        found.add("quarter's")
    if before[-1:] and any(
        q is not p and _QUARTER.match(r.text, q.end) and q.end < p.start < q.end + 40 for q in r.places_in(span)
    ):
        found.add("quarter")
    return found


def _stem(word: str) -> str:
    return beginning(word, _STEM, _KNOWN)
