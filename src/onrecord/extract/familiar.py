"""Whether a report is like the local news of shootings in one country that weights, trees and the model's head for news were taught."""

from __future__ import annotations

import re

from onrecord.extract.reading import Reading

__all__ = ["abroad", "familiar", "of_war"]

_WAR = re.compile(
    r"\b(?:soldiers?|troops|army|military|security\s+forces|militants?|militia\w*|rebels?|guerrillas?|insurgents?|jihadists?|fighters|protest(?:s|ers?|ing)?|demonstrat(?:ors?|ions?)"
    r"|navy|gunboats?|warplanes|drone\s+strikes?|paramilitar\w+|air\s?strikes?|shelling|execut(?:ed|ions?)|massacres?|bandits)\b",
    re.IGNORECASE,
)


def of_war(r: Reading) -> bool:
    """Whether the title or the opening tells of armed conflict, protest or repression."""
    return bool(r.spans) and _WAR.search(r.text, 0, r.spans[min(r.lead, len(r.spans) - 1)].end) is not None


def abroad(r: Reading) -> bool:
    """Whether the report's places are known and none is in the United States."""
    countries = {p.place.country for p in r.places if p.place.country is not None}
    return bool(countries) and "USA" not in countries


def familiar(r: Reading) -> bool:
    """Whether nothing sets a report apart from what was taught: what is learnt of the one says nothing of a war or of another country."""
    return not of_war(r) and not abroad(r)
