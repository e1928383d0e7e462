"""Places in a report's words. The hierarchy in the words, the dateline and the other places choose among namesakes;
what stays doubtful, or is not in the gazetteer, stays words: `precision` "unresolved"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.claims import Place
from onrecord.places.gazetteer import ADMIN1, ADMIN2, COUNTRY, TOWN, Entry, as_place, entry, named

__all__ = ["PlaceMention", "find_places", "resolve"]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place and where its words stand, the word for its class included; code points."""

    place: Place
    start: int
    end: int


_STATES = {
    "ala": "Alabama", "alaska": "Alaska", "ariz": "Arizona", "ark": "Arkansas", "calif": "California", "colo": "Colorado",
    "conn": "Connecticut", "del": "Delaware", "fla": "Florida", "ga": "Georgia", "ill": "Illinois", "ind": "Indiana", "kan": "Kansas",
    "ky": "Kentucky", "la": "Louisiana", "md": "Maryland", "mass": "Massachusetts", "mich": "Michigan", "minn": "Minnesota",
    "miss": "Mississippi", "mo": "Missouri", "mont": "Montana", "neb": "Nebraska", "nev": "Nevada", "nh": "New Hampshire",
    "nj": "New Jersey", "nm": "New Mexico", "ny": "New York", "nc": "North Carolina", "nd": "North Dakota", "okla": "Oklahoma",
    "ore": "Oregon", "pa": "Pennsylvania", "ri": "Rhode Island", "sc": "South Carolina", "sd": "South Dakota", "tenn": "Tennessee",
    "tex": "Texas", "vt": "Vermont", "va": "Virginia", "wash": "Washington", "wva": "West Virginia", "wis": "Wisconsin",
    "wyo": "Wyoming", "dc": "District of Columbia", "tx": "Texas", "ca": "California", "fl": "Florida", "oh": "Ohio", "tn": "Tennessee",
    "mi": "Michigan", "wi": "Wisconsin", "az": "Arizona", "il": "Illinois", "al": "Alabama", "ok": "Oklahoma", "mn": "Minnesota",
}  # fmt: skip
_CLASS = {
    "province": ADMIN1, "state": ADMIN1, "department": ADMIN1, "region": ADMIN1, "governorate": ADMIN1, "oblast": ADMIN1,
    "prefecture": ADMIN1, "county": ADMIN2, "district": ADMIN2, "parish": ADMIN2, "municipality": ADMIN2, "township": ADMIN2,
    "city": TOWN, "town": TOWN, "village": TOWN,
}  # fmt: skip
_NAME = r"[^\W\d_][\w'’-]*\.?"
_TOKEN = re.compile(r"[^\W\d_](?:[\w'’-]|\.(?=\w))*|\S")
_LINKS = frozenset("of de la del los las el al the and da do dos di".split())
_BEFORE = frozenset(
    "in at near from to of outside around across into inside within throughout toward towards between through for over against by on and northern southern eastern "
    "western central downtown south north east west province department city town village state county district region".split()
)
_LOCATIVE = frozenset(
    "in at near from outside around across into inside within throughout northern southern eastern western central downtown".split()
)
_PARTICLES = frozenset(
    "in at near from to of outside around across into inside within between through for over against by on and the".split()
)
_NEVER = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday the a an police man men of high church mobile reading court street avenue road hospital general
    university school army national front liberation world news north south east west center central best bar most young
    this that he she they we i it his her their god internet christmas easter february's reuters president minister union
    march congress senate house bank party people justice peace hope liberty victory independence progress orange male
    same order full date see bath nice split worth born deal battle sandy florence victoria paris charlotte""".split()
) - {"paris", "charlotte", "split", "florence", "nice"}
_DEMONYM = {"salvadoran": "SLV", "colombian": "COL", "peruvian": "PER", "guatemalan": "GTM", "honduran": "HND", "nicaraguan": "NIC",
            "chilean": "CHL", "bolivian": "BOL", "ecuadorian": "ECU", "syrian": "SYR", "nigerian": "NGA", "iraqi": "IRQ", "afghan": "AFG",
            "mexican": "MEX", "chinese": "CHN", "russian": "RUS", "ukrainian": "UKR", "korean": "PRK", "sudanese": "SDN"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Candidate:
    words: str
    start: int
    end: int
    kind: int | None  # what the word for its class says, if there is one
    found: tuple[Entry, ...]
    firm: bool  # a preposition, a class, or a chain of names says that it is a place


def _tokens(text: str) -> list[tuple[str, int, int]]:
    return [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


def find_places(text: str, dateline: str | None = None) -> list[PlaceMention]:
    """The places that `text` names, in order, without overlap. `dateline` is further words that say where the report is from."""
    candidates = _candidates(text)
    if not candidates:
        return []
    extra = _candidates(dateline) if dateline and dateline not in text else []
    context = _context([*extra, *candidates], text)
    mentions = []
    for n, c in enumerate(candidates):
        after = (
            candidates[n + 1]
            if n + 1 < len(candidates)
            and re.fullmatch(r"\s*[,(]\s*|\s+in\s+(?:the\s+)?|,?\s+(?:in|of)\s+", text[c.end : candidates[n + 1].start])
            else None
        )
        place = _choose(c, after, context)
        if place is not None:
            mentions.append(PlaceMention(place, c.start, c.end))
    return mentions


def resolve(name: str, country: str | None = None, admin1: str | None = None) -> Place | None:
    """The place of that name, inside a country (alpha-3) or a division (ISO 3166-2) where given; None where it is not known
    or more than one could be meant."""
    words = re.sub(r"\s+(?:" + "|".join(_CLASS) + r")$", "", name.strip(), flags=re.IGNORECASE)
    kind = _CLASS.get(name.strip().rsplit(" ", 1)[-1].lower()) if words != name.strip() else None
    found = [e for e in named(words) if (country is None or e.country == country) and (kind is None or e.kind == kind)]
    if admin1:
        found = [e for e in found if as_place(e).admin1 == admin1]
    chosen = found[0] if len(found) == 1 or (found and found[0].kind == COUNTRY) else _dominant(found)
    return as_place(chosen) if chosen else None


def _candidates(text: str) -> list[_Candidate]:
    tokens = _tokens(text)
    letters = [t for t, _, _ in tokens if t[0].isalpha()]
    capitals = sum(t.isupper() for t in letters) > 0.7 * len(letters) if letters else False
    found: list[_Candidate] = []
    n = 0
    while n < len(tokens):
        c = _at(text, tokens, n, capitals, found[-1] if found else None)
        if c is None:
            n += 1
            continue
        found.append(c[0])
        n = c[1]
    return found


def _is_name(token: str, capitals: bool) -> bool:
    return token[0].isalpha() and (capitals or token[0].isupper()) and len(token) > 1


def _at(
    text: str, tokens: list[tuple[str, int, int]], n: int, capitals: bool, last: _Candidate | None
) -> tuple[_Candidate, int] | None:
    word, start, _ = tokens[n]
    if (
        not _is_name(word, capitals)
        or word.lower() in _PARTICLES
        or (word.lower() in _NEVER and word.lower() not in ("south", "north", "east", "west", "central", "orange"))
    ):
        return None
    before = tokens[n - 1][0].lower() if n else ""
    chained = last is not None and bool(re.fullmatch(r"\s*[,(]\s*(?:in\s+)?", text[last.end : start]))
    placed = before in _LOCATIVE or chained or _of_class(tokens, n)
    previous_name = (
        n > 0
        and before not in _BEFORE
        and not capitals
        and tokens[n - 1][0][0].isupper()
        and before not in ("the",)
        and tokens[n - 1][2] + 1 == start
    )
    longest = n
    alone = capitals and not placed and start >= 60  # in capitals, only a country stands without a preposition
    while not alone and longest + 1 < len(tokens) and longest - n < 4 and tokens[longest + 1][1] - tokens[longest][2] <= 1:
        token = tokens[longest + 1][0]
        if not _is_name(token, capitals) and token.lower() not in _LINKS:
            break
        longest += 1
    for end in range(longest, n - 1, -1):
        words = text[start : tokens[end][2]]
        lower = words.lower().rstrip(".")
        if end == n and (lower in _NEVER or len(lower) < 3) and not (chained and lower in _STATES):
            continue
        if tokens[end][0].lower() in _LINKS:
            continue
        class_word = tokens[end + 1][0].lower() if end + 1 < len(tokens) and tokens[end + 1][1] - tokens[end][2] == 1 else ""
        kind = (
            _CLASS.get(class_word)
            if class_word and (capitals or tokens[end + 1][0][0].isupper() or class_word in ("province", "county", "district"))
            else None
        )
        stop, after = (tokens[end + 1][2], end + 2) if kind is not None else (tokens[end][2], end + 1)
        if chained and lower.replace(".", "") in _STATES and len(lower) <= 6:
            hits = tuple(e for e in named(_STATES[lower.replace(".", "")]) if e.kind == ADMIN1 and e.country == "USA")
            return _Candidate(words, start, stop + (text[stop : stop + 1] == "."), ADMIN1, hits, True), after
        if word.lower() in _CLASS and end == n:
            continue
        hits = named(words)
        if kind is not None and (placed or not capitals) and end - n < 3 and not previous_name:
            return _Candidate(
                words,
                start,
                stop,
                kind,
                tuple(e for e in hits if e.kind == kind or (kind == ADMIN1 and e.kind == ADMIN2)),
                True,
            ), after
        if not hits or previous_name:
            continue
        broad = hits[0].kind == COUNTRY or (hits[0].kind == ADMIN1 and not capitals)
        next_name = (
            after < len(tokens) and tokens[after][1] - stop == 1 and _is_name(tokens[after][0], capitals) and not capitals
        )
        if (
            (placed and not next_name)
            or (broad and not next_name)
            or (chained and broad)
            or (start < 60 and _is_dateline(text, stop))
        ):
            return _Candidate(words, start, stop, None, hits, placed or chained), after
    return None


def _of_class(tokens: list[tuple[str, int, int]], n: int) -> bool:
    """ "the city of X", "the province of X"."""
    return n > 1 and tokens[n - 1][0].lower() == "of" and tokens[n - 2][0].lower() in _CLASS


def _is_dateline(text: str, end: int) -> bool:
    return re.match(r"\s*(?:,[^\n]{0,40})?\s*(?:\([^)\n]{0,60}\)\s*)?(?:—|--|–| - )", text[end : end + 120]) is not None or (
        re.match(r",\s*\d{1,2}\s+[A-Z]{3}\s+\d\d", text[end : end + 14]) is not None
    )


@dataclass(frozen=True, slots=True)
class _Context:
    countries: Counter[str]
    divisions: Counter[int]


def _context(candidates: Sequence[_Candidate], text: str) -> _Context:
    """Which countries and divisions the report speaks of, by names that have one meaning only."""
    countries: Counter[str] = Counter()
    divisions: Counter[int] = Counter()
    for c in candidates:
        if not c.found:
            continue
        top = c.found[0]
        if top.kind == COUNTRY:
            countries[top.country] += 3
        elif top.kind == ADMIN1 and (c.kind == ADMIN1 or len({e.country for e in c.found if e.kind == ADMIN1}) == 1):
            countries[top.country] += 2
            divisions[top.id] += 2
        elif (one := _dominant(c.found)) is not None:
            countries[one.country] += 1
            if one.admin1:
                divisions[one.admin1] += 1
    for demonym, country in _DEMONYM.items():
        if demonym in text.lower():
            countries[country] += 2
    return _Context(countries, divisions)


def _dominant(found: Iterable[Entry]) -> Entry | None:
    """The one that people mean without saying more: alone, or a large town far larger than its namesakes."""
    several = sorted(found, key=lambda e: -e.population)
    if len(several) == 1:
        return several[0]
    if several and several[0].population >= 50_000 and several[0].population >= 4 * several[1].population:
        return several[0]
    same = [e for e in several if several and e.country == several[0].country and e.admin1 == several[0].admin1]
    return several[0] if several and len(same) == len(several) else None


def _choose(c: _Candidate, after: _Candidate | None, context: _Context) -> Place | None:
    found = list(c.found)
    if after is not None and after.found:
        above = after.found[0]
        inside = [
            e
            for e in found
            if e.id != above.id
            and (e.admin1 == above.id or e.admin2 == above.id or (above.kind == COUNTRY and e.country == above.country))
        ]
        if inside:
            return as_place(max(inside, key=lambda e: e.population))
        if c.firm and after.kind is not None and c.kind is None:
            return _unknown(c, above)
    if not found:
        return _unknown(c, None) if c.firm else None
    if found[0].kind == COUNTRY and c.kind is None:
        return as_place(found[0])
    near = [e for e in found if e.admin1 in context.divisions] or [e for e in found if e.country in context.countries]
    if near:

        def weight(e: Entry) -> tuple[int, int, int, int]:
            return (context.divisions[e.admin1 or 0], context.countries[e.country], int(e.kind == ADMIN1), e.population)

        return as_place(max(near, key=weight))
    one = _dominant([e for e in found if c.kind is not None or e.kind in (ADMIN1, TOWN)] or found)
    if one is not None and (c.kind is not None or one.population >= 15_000):
        return as_place(one)
    return Place(c.words) if c.firm and c.words[0].isupper() and not c.words.isupper() else None


def _unknown(c: _Candidate, above: Entry | None) -> Place:
    """Words that the gazetteer does not know, inside a division that it may know."""
    if above is None:
        return Place(c.words)
    first = entry(above.admin1) if above.admin1 else None
    return Place(c.words, country=above.country, admin1=first.code if first else None)
