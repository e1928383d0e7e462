"""Whether a report is like the local news of shootings in one country that weights, trees and the model's head for news were taught."""

from __future__ import annotations

import re

from onrecord.extract.reading import Reading

__all__ = ["HOME", "abroad", "familiar", "of_war"]

HOME = "USA"
"""The country whose news was taught."""

_WAR = re.compile(
    r"\b(?:soldiers?|troops|army|military|security\s+forces|militants?|militia\w*|rebels?|guerrillas?|insurgents?|jihadists?|fighters|protest(?:s|ers?|ing)?|demonstrat(?:ors?|ions?)"
    r"|navy|gunboats?|warplanes|drone\s+strikes?|paramilitar\w+|air\s?strikes?|shelling|bandits)\b",
    re.IGNORECASE,
)


_MASSACRE = re.compile(r"\b(?:execut(?:ed|ions?)|massacres?)\b", re.IGNORECASE)
"""What tells of war or repression, but for places whose newspapers call any shooting so."""


def of_war(r: Reading) -> bool:
    """Whether the title or the opening tells of armed conflict, protest or repression."""
    if not r.spans:
        return False
    end = r.spans[min(r.lead, len(r.spans) - 1)].end
    if _WAR.search(r.text, 0, end) is not None:
        return True
    return _MASSACRE.search(r.text, 0, end) is not None and all(p.place.country != HOME for p in r.places)


def abroad(r: Reading) -> bool:
    """Whether the report's places are known and none is in the United States."""
    countries = {p.place.country for p in r.places if p.place.country is not None}
    return bool(countries) and HOME not in countries


def familiar(r: Reading) -> bool:
    """Whether nothing sets a report apart from what was taught: what is learnt of the one says nothing of a war or of another country."""
    return not of_war(r) and not abroad(r)
