"""Where a shooting was, of the places that a report names: by weights over what the words show of each.

The rules look in the incident's own sentences; local news gives the town in a headline, a dateline or as whose police tell, and a quarter, a
county's court or the outlet's own town beside the words for harm. `sites.json` is fitted by `training/fit_sites.py`; it holds hashes of word
beginnings and whole numbers. Reports of other harm keep the place that the rules give.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from onrecord.extract.familiar import HOME, abroad, familiar
from onrecord.extract.naming import in_capitals, tells_of_shooting
from onrecord.extract.opinion import Opinion
from onrecord.extract.reading import Reading
from onrecord.extract.sites import Site, features_of, sites_of
from onrecord.places import PlaceMention

__all__ = ["SCALE", "sited"]

SCALE = 100  # weights are held in hundredths
_HEARD = 0.6
"""How much another reader's log odds count beside the weights'."""
_FLOOR = 0.02  # nobody is surer than that


def sited(r: Reading, ruled: PlaceMention | None, told: set[int], opinion: Opinion | None = None) -> PlaceMention | None:
    """The likeliest place, where a report tells of a shooting; `ruled` is where the rules say that it was, `told` its sentences."""
    if abroad(r) or not (tells_of_shooting(r) or (ruled is None and _at_home(r))):
        return ruled
    sites = sites_of(r)
    if not sites:
        return ruled
    scored = [
        score(features) + _heard(s, opinion) for s, features in zip(sites, features_of(r, sites, ruled, told), strict=True)
    ]
    best = sites[max(range(len(sites)), key=scored.__getitem__)]
    if ruled is not None and (any(p.start == ruled.start for p in best.mentions) or _within(ruled, best.mentions[0])):
        return ruled
    body = [p for p in best.mentions if p.start >= r.offset]
    return next((p for p in body if r.sentence_of(p.start) in told), (body or best.mentions)[0])


def _at_home(r: Reading) -> bool:
    """Whether a report of any harm is of the country whose news the weights were taught: it names a place there, and no war."""
    return any(p.place.country == HOME for p in r.places) and familiar(r) and not in_capitals(r)


def _within(ruled: PlaceMention, town: PlaceMention) -> bool:
    """Whether the rules' place is known to be in the town: a quarter says more than that."""
    a, b = ruled.place, town.place
    return b.city is not None and (a.city, a.admin1, a.country) == (b.city, b.admin1, b.country)


def score(features: Iterable[int]) -> float:
    """The log odds that an incident was at a place with these hashed features."""
    known = _weights()
    return sum(known.get(f, 0) for f in features) / SCALE


def _heard(s: Site, opinion: Opinion | None) -> float:
    if opinion is None:
        return 0.0
    chance = min(1 - _FLOOR, max(_FLOOR, max(opinion.place(p.start, p.end) for p in s.mentions)))
    return _HEARD * math.log(chance / (1 - chance))


@lru_cache(maxsize=1)
def _weights() -> dict[int, int]:
    held = json.loads(files("onrecord.extract").joinpath("sites.json").read_text(encoding="utf-8"))
    return {int(key): int(value) for key, value in held["weights"].items()}
