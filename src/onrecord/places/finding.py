"""Places in a report's words. The hierarchy in the words, the dateline and the other places choose among namesakes;
what stays doubtful, or is not in the gazetteer, stays words: `precision` "unresolved"."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from onrecord.claims import Place
from onrecord.places.candidates import BARE, BESIDE, CERTAIN, PLACED, Candidate, Words, candidates, lies_in
from onrecord.places.gazetteer import ADMIN1, ADMIN2, COUNTRY, TOWN, Entry, as_place, entry, named
from onrecord.places.words import CLASSES, DEMONYMS

__all__ = ["PlaceMention", "find_places", "resolve"]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place and where its words stand, the word for its class included; code points."""

    place: Place
    start: int
    end: int


def find_places(text: str, dateline: str | None = None) -> list[PlaceMention]:
    """The places that `text` names, in order, without overlap. `dateline` is further words that say where the report is from."""
    words = Words(text)
    found = candidates(words)
    if not found:
        return []
    extra = candidates(Words(dateline)) if dateline and dateline not in text else []
    context = _Context([*extra, *found], words)
    capitals = text.isupper()
    mentions = []
    for c in found:
        place = _choose(c, context, capitals)
        if place is not None:
            mentions.append(PlaceMention(place, c.start, c.end))
    return mentions


def resolve(name: str, country: str | None = None, admin1: str | None = None) -> Place | None:
    """The place of that name, inside a country (alpha-3) or a division (ISO 3166-2) where given; None where it is not known
    or more than one could be meant."""
    words = re.sub(r"\s+(?:" + "|".join(CLASSES) + r")$", "", name.strip(), flags=re.IGNORECASE)
    kind = CLASSES.get(name.strip().rsplit(" ", 1)[-1].lower()) if words != name.strip() else None
    found = [e for e in named(words) if (country is None or e.country == country) and (kind is None or e.kind == kind)]
    found = found or [e for e in named(name) if country is None or e.country == country]
    if admin1:
        found = [e for e in found if as_place(e).admin1 == admin1]
    if found and found[0].kind == COUNTRY:
        return as_place(found[0])
    ranked = _ranked(found, lambda e: _size(e) + _kind_weight(e, found))
    return as_place(ranked[0][1]) if ranked and (_alone(ranked) or ranked[0][0] - _second(ranked) >= _CLEAR) else None


_CLEAR = 0.6  # four times the people, or a word of the report's that speaks for it


class _Context:
    """How much the report's other words speak for each division and country."""

    def __init__(self, found: Sequence[Candidate], words: Words) -> None:
        self.divisions: dict[int, float] = defaultdict(float)
        self.countries: dict[str, float] = defaultdict(float)
        self._own: dict[tuple[str, bool], tuple[dict[int, float], dict[str, float]]] = {}
        for country in _peoples(words):
            self.countries[country] += 1.5
        by_words: dict[tuple[str, bool], Candidate] = {}
        times = Counter(_name(c) for c in found)
        for c in found:
            if _name(c) not in by_words or by_words[_name(c)].level < c.level:
                by_words[_name(c)] = c
        for name, c in by_words.items():
            often = 1 + math.log10(times[name])
            divisions = {d: often * w for d, w in _divisions(c).items()}
            countries = {k: often * w for k, w in _countries(c).items()}
            self._own[name] = divisions, countries
            for d, weight in divisions.items():
                self.divisions[d] += weight
            for country, weight in countries.items():
                self.countries[country] += weight
        self.most = max(self.countries.values(), default=0.0)

    def of(self, c: Candidate, e: Entry) -> tuple[float, float]:
        """What the other words say for the entry's division and for its country."""
        divisions, countries = self._own.get(_name(c), ({}, {}))
        return (
            self.divisions.get(e.admin1 or 0, 0.0) - divisions.get(e.admin1 or 0, 0.0),
            self.countries.get(e.country, 0.0) - countries.get(e.country, 0.0),
        )


def _name(c: Candidate) -> tuple[str, bool]:
    """What a candidate is called: "Halifax" and "Halifax County" speak for each other."""
    return c.words.lower(), c.kind == ADMIN2


def _peoples(words: Words) -> set[str]:
    """The countries of the peoples whom the report names: "Salvadoran troops", "the North Korean authorities"."""
    found = set()
    for n, token in enumerate(words.tokens):
        if token.lower in _PEOPLES:
            one = token.lower.removesuffix("s")
            said = DEMONYMS.get(f"{words.lower(n - 1)} {one}") or DEMONYMS.get(token.lower) or DEMONYMS.get(one)
            found |= {said} if said else set()
    return found


_PEOPLES = frozenset(form for name in DEMONYMS for last in [name.split()[-1]] for form in (last, last + "s"))


def _strength(c: Candidate) -> float:
    return (0.5, 0.5, 1.0, 1.5)[c.level] + (0.5 if c.found and c.found[0].kind == ADMIN1 else 0)


def _divisions(c: Candidate) -> dict[int, float]:
    """A name speaks for the divisions in which it could lie, by their share of its namesakes; one that stands alone, whole."""
    if c.within is not None:
        return {c.within.admin1: 3.0} if c.within.admin1 else {}
    if not c.found or c.found[0].kind == COUNTRY:
        return {}
    whole = sum(e.population + 2_000 for e in c.found)
    best: dict[int, float] = {}
    for e in c.found:
        if e.admin1:
            best[e.admin1] = max(best.get(e.admin1, 0.0), _strength(c) * (e.population + 2_000) / whole)
    return best


def _countries(c: Candidate) -> dict[str, float]:
    """The same for countries."""
    if c.within is not None:
        return {c.within.country: 2.0}
    if not c.found:
        return {}
    if c.found[0].kind == COUNTRY:
        return {c.found[0].country: 3.0}
    whole = sum(e.population + 2_000 for e in c.found)
    where: dict[str, float] = {}
    for e in c.found:
        where[e.country] = where.get(e.country, 0.0) + _strength(c) * (e.population + 2_000) / whole
    return where


def _size(e: Entry) -> float:
    return math.log10(e.population + 300)


def _kind_weight(e: Entry, found: Sequence[Entry]) -> float:
    """Without a word for its class, "San Salvador" is the city before the department, unless the town is a small part of it."""
    if e.kind == ADMIN2:
        return -1.5 if any(t.kind == TOWN and t.admin1 == e.admin1 and t.population > 15_000 for t in found) else -0.7
    if e.kind == ADMIN1:
        towns = [t.population for t in found if t.kind == TOWN and t.admin1 == e.admin1]
        return -1.5 if towns and max(towns) * 8 >= e.population else 0.2
    return 0.0


def _ranked(found: Iterable[Entry], weight: Callable[[Entry], float]) -> list[tuple[float, Entry]]:
    return sorted(((weight(e), e) for e in found), key=lambda p: (-p[0], p[1].id))


def _second(ranked: Sequence[tuple[float, Entry]]) -> float:
    """The weight of the best that lies in another division."""
    first = ranked[0][1]
    return next((w for w, e in ranked if (e.country, e.admin1) != (first.country, first.admin1)), -math.inf)


def _alone(ranked: Sequence[tuple[float, Entry]]) -> bool:
    return _second(ranked) == -math.inf


def _choose(c: Candidate, context: _Context, capitals: bool) -> Place | None:
    found = list(c.found)
    if c.within is not None:
        within = c.within
        inside = [e for e in found if lies_in(e, within)]
        if inside:
            return as_place(max(inside, key=lambda e: _size(e) + _kind_weight(e, inside)))
        if c.kind is None or not found:
            return _unknown(c, within)
    if not found:
        return Place(c.words) if c.level == CERTAIN else None
    if found[0].kind == COUNTRY and c.kind is None:
        return as_place(found[0])
    support = {e.id: context.of(c, e) for e in found}

    def weight(e: Entry) -> float:
        division, country = support[e.id]
        kind = 0.0 if c.kind is not None else _kind_weight(e, found)
        return _size(e) + kind + 1.4 * min(2.5, division) + 1.2 * min(2.5, country)

    ranked = _ranked(found, weight)
    top, best = ranked[0]
    clear = _alone(ranked) or top - _second(ranked) >= _CLEAR
    if clear and _accepted(c, best, support[best.id], context.most, capitals):
        return as_place(best)
    if c.level >= PLACED and not capitals:
        return Place(c.words)
    return None


def _accepted(c: Candidate, best: Entry, support: tuple[float, float], most: float, capitals: bool) -> bool:
    """Whether the words around, what else the report names, and the place's size together say that it is meant."""
    division, country = support
    if c.level == CERTAIN:
        return True
    if c.level == PLACED:
        told_of = country > 0.3 and country >= 0.5 * most  # in capitals a plain word may be a small town somewhere else
        return (told_of if capitals else country > 0.3) or best.population >= (100_000 if capitals else 15_000)
    if c.level == BESIDE:
        return division > 0.4 or (country > 0.5 and best.population >= 20_000) or (best.population >= 150_000 and not capitals)
    return c.level == BARE and best.kind == ADMIN1 and country > 0.5


def _unknown(c: Candidate, above: Entry) -> Place:
    """Words that the gazetteer does not know, inside a division that it may know."""
    first = entry(above.admin1) if above.admin1 else None
    return Place(c.words, country=above.country, admin1=first.code if first else None)
