"""The place of a row, from columns for town, county, division and country, or one for all; what is not known, or doubtful, stays words."""

from __future__ import annotations

from functools import lru_cache

from onrecord.claims import Place
from onrecord.places import find_places, resolve
from onrecord.places.divisions import by_code, district
from onrecord.places.gazetteer import as_place
from onrecord.places.words import STATES


@lru_cache(maxsize=50_000)
def place_of(narrow: str, county: str, state: str, country: str) -> Place | None:
    """The narrowest place that the columns give, inside the others; "unresolved" where the gazetteer does not know it. None of nothing."""
    nation = _country(country) if country else None
    code = nation.country if nation else None
    division = _division(state, code) if state else None
    code = code or (division.country if division else None)
    admin1 = division.admin1 if division else None
    outer = ", ".join(p for p in (division.name if division else state, nation.name if nation else country) if p)
    if narrow:
        return _inside(narrow, outer, code, admin1) or Place(narrow, country=code, admin1=admin1)
    if county:
        return _county(county, outer, code, admin1) or Place(county, country=code, admin1=admin1)
    if state:
        return division or Place(state, country=code)
    return (nation or Place(country)) if country else None


def _country(words: str) -> Place | None:
    found = by_code(words.upper()) if len(words) == 3 and words.isalpha() else None
    place = as_place(found) if found else resolve(words)
    return place if place is not None and place.precision == "country" else None


def _division(words: str, country: str | None) -> Place | None:
    """A first-level division by its name, its ISO 3166-2 code, or in the United States its abbreviation."""
    coded = by_code(words.upper()) if "-" in words else None
    if coded is not None:
        return as_place(coded)
    short = STATES.get(words.lower().replace(".", "")) if country in (None, "USA") else None
    place = resolve(short, "USA") if short else resolve(words, country)
    return place if place is not None and place.precision == "admin1" else None


def _inside(words: str, outer: str, country: str | None, admin1: str | None) -> Place | None:
    """The place of those words, in the country and division where they are known."""
    found = [p.place for p in find_places(f"{words}, {outer}" if outer else words) if p.start == 0]
    several = [*found, resolve(words, country, admin1)]
    return next((p for p in several if p is not None and p.precision != "unresolved" and _fits(p, country, admin1)), None)


def _fits(place: Place, country: str | None, admin1: str | None) -> bool:
    """Whether a place lies where the other columns say; "Georgia" under "city" is no country."""
    within = (country is None or place.country == country) and (admin1 is None or place.admin1 == admin1)
    return within and not (place.precision == "country" and (country or admin1))


def _county(words: str, outer: str, country: str | None, admin1: str | None) -> Place | None:
    if country is not None:
        for name in (words, words.removesuffix(" County")):
            found = district(name, country, admin1)
            if found is not None and _fits(as_place(found), country, admin1):
                return as_place(found)
    return _inside(words, outer, country, admin1)
