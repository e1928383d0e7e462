"""Where an incident was: by the hierarchy of the places in its own sentences and in the report's opening."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.claims import Place
from onrecord.extract.dateline import dateline
from onrecord.extract.draft import Draft
from onrecord.extract.reading import Reading
from onrecord.places import PlaceMention

__all__ = ["place_of"]

_NO_PLACE = re.compile(
    r"\b(?:to|into|from|toward|towards|(?:hospitals?|clinics?|morgue|medical\s+cent(?:er|re)|headquarters|headquartered|based|court|courthouse)\s+(?:in|at|of))\s+$",
    re.IGNORECASE,
)
_RANK = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "unresolved": 4, "country": 5}


def place_of(r: Reading, d: Draft, told: list[int]) -> PlaceMention | None:
    """Where an incident was: by the rules of `_place_of`, a quarter in the town whose police the report tells of."""
    found = _place_of(r, d, told)
    if found is None or found.place.precision != "city":
        return found
    return (_of_police(r, found) if d.kind == "harm" else None) or _in_town(r, found)


def _in_town(r: Reading, p: PlaceMention) -> PlaceMention:
    """A place that the words call a quarter and that has no police of its own, in the town nearby whose police the report tells of."""
    known = [q for q in r.places if q.place.precision in ("exact", "city") and _near(p.place, q.place)]
    police = {q.place.city: q.place for q in known if _POLICE_OF.match(r.text, q.end)}
    if p.place.city in police or len(police) != 1:
        return p
    (town,) = police.values()
    named_again = [q for q in known if q.place.city == p.place.city]
    quarter = any(_QUARTER.match(r.text, q.end) for q in named_again)
    return replace(p, place=replace(p.place, city=town.city)) if quarter else p


def _of_police(r: Reading, p: PlaceMention) -> PlaceMention | None:
    """The only town whose police a report tells of, where its place would lie in another division that no words give."""
    towns = [q for q in r.places if q.place.precision in ("exact", "city") and _POLICE_OF.match(r.text, q.end)]
    told = {q.place.city for q in towns}
    apart = len(told) == 1 and p.place.country == towns[0].place.country and p.place.admin1 != towns[0].place.admin1
    return towns[0] if apart and not _said_with_division(r, p) else None


def _near(a: Place, b: Place) -> bool:
    """Whether two places of one division are within some 25 km of one another."""
    if a.admin1 != b.admin1 or a.country != b.country or None in (a.lat, a.lon, b.lat, b.lon):
        return False
    return abs((a.lat or 0) - (b.lat or 0)) < 0.23 and abs((a.lon or 0) - (b.lon or 0)) < 0.3


_POLICE_OF = re.compile(r"\s+(?:[Pp]olice|[Ff]ire(?:fighters)?\b|officers?\b|detectives?\b|PD\b)")
_QUARTER = re.compile(
    r"(?:[’']s)?\s+(?:neighbou?rhood|section|district|quarter|area|community|housing|projects?|park|[Ss]ide)\b|,?\s+(?:an?|the)\s+(?:neighbou?rhood|suburb|section|quarter)\b"
)


def _place_of(r: Reading, d: Draft, told: list[int]) -> PlaceMention | None:
    """The narrowest place in the incident's own sentences that nobody goes to or comes from, inside the first of them; for harm
    that is told of as done, else the first town of the report's opening, or its first place."""
    here = [p for n in told[:_TOLD] for p in _places_of(r, n)]
    if here:
        first = min(_places_of(r, r.sentence_of(here[0].start)), key=lambda p: (_RANK[p.place.precision], p.start))
        best = min(
            (p for p in here if _inside(p.place, first.place)), key=lambda p: (_RANK[p.place.precision], p.start), default=first
        )
        # A village that the gazetteer lacks is not the town of the dateline.
        unknown = any(p.place.precision == "unresolved" for p in here) or any(
            _VILLAGE.search(r.text, r.spans[n].start, r.spans[n].end) for n in told[:_TOLD]
        )
        filed = _filed_from(r)
        if filed is not None and not _inside_division(best, filed) and not _said_with_division(r, best):
            return filed  # a street or quarter of the dateline's town that is named like a town elsewhere
        town = _opening(r, best) if _RANK[best.place.precision] > 1 and d.kind == "harm" and not unknown else None
        return town or best
    if d.kind == "context" or not d.modality.tallied:
        return None
    known = [p for p in r.places if _RANK[p.place.precision] < 4]
    fitting = [p for p in known if _fits(r, p)] or known
    line, start = dateline(r), r.spans[told[0]].start if told else 0
    before = [p for p in fitting if line.end <= p.start < start and p.start >= r.offset]
    if before and d.follows:
        return min(before, key=lambda p: (_RANK[p.place.precision], p.start))
    town = next((p for p in fitting if p.place.precision in ("exact", "city")), None)
    return town or fitting[0] if fitting else None


def _filed_from(r: Reading) -> PlaceMention | None:
    """The town of the dateline."""
    line = dateline(r)
    return next((p for p in r.places_in(line) if p.place.precision in ("exact", "city")), None)


def _inside_division(p: PlaceMention, town: PlaceMention) -> bool:
    """Whether a town is not known to lie in another division than the dateline's; in another country it is told of by its name."""
    other = p.place.country == town.place.country and p.place.admin1 is not None and p.place.admin1 != town.place.admin1
    return not (other and p.place.precision in ("exact", "city"))


def _said_with_division(r: Reading, p: PlaceMention) -> bool:
    """Whether the words put a division or country right after a place: "Dayton, Ohio"."""
    return re.match(r",\s+(?:[A-Z][\w’'-]*\.?)", r.text[p.end : p.end + 24]) is not None


_VILLAGE = re.compile(
    r"\b(?:hamlet|village|settlement|town|community|commune|canton|camp|farm)\s+of\s+(?-i:[A-ZÀ-Þ])", re.IGNORECASE
)
_TOLD = 4  # sentences that tell of an incident in which its place is looked for


def _places_of(r: Reading, n: int) -> list[PlaceMention]:
    span, line = r.spans[n], dateline(r)
    return [p for p in r.places_in(span) if not line.start <= p.start < line.end and _fits(r, p)]


def _fits(r: Reading, p: PlaceMention) -> bool:
    """Whether the words do not say that somebody is from there, leads it or goes there."""
    inside = any(q.start <= p.start < q.end and not q.organisation for q in r.phrases[r.sentence_of(p.start)])
    street = _BLOCK.search(r.text, max(0, p.start - 24), p.start) or _SITE.match(r.text, p.end)
    return not inside and not street and not _NO_PLACE.search(r.text[max(0, p.start - 28) : p.start])


_BLOCK = re.compile(r"\bblock\s+of\s+(?:(?:North|South|East|West|[NSEW]\.?)\s+)?$")
_SITE = re.compile(
    r"\s+(?:Street|St\b|Avenue|Ave\b|Road|Rd\b|Drive|Boulevard|Blvd|Lane|Parkway|Apartments?|(?:Elementary|Middle|High)\s+School|Hospital|Medical\s+Center|Mall)\b"
)


def _inside(p: Place, outer: Place) -> bool:
    """Whether nothing that is known of one place contradicts that it lies in the other, or is it."""
    levels = ((p.country, outer.country), (p.admin1, outer.admin1), (p.admin2, outer.admin2))
    return all(a == b for a, b in levels if a and b) and (p.country is not None or outer.country is None)


def _opening(r: Reading, wide: PlaceMention) -> PlaceMention | None:
    """The town that the report's title, dateline or first sentences name inside a wider place that the incident's words give."""
    stop = r.spans[min(r.lead + 1, len(r.spans) - 1)].end
    towns = [p for p in r.places if p.start < stop and p.place.precision in ("exact", "city") and _inside(p.place, wide.place)]
    return towns[0] if towns and wide.place.country is not None else None
