"""Whose somebody is: the person named before a relative's noun is another than the relative."""

from __future__ import annotations

import re

from onrecord.extract.phrase import Phrase

__all__ = ["owned_by", "without_owners"]

_POSSESSIVE = re.compile(r"['’]s?\s+", re.IGNORECASE)


def owned_by(text: str, whole: Phrase, p: Phrase) -> int | None:
    """Where the words for somebody begin who is of the one named before them: "Ana Velmora's 24-year-old son"; None where a phrase names
    whom it tells of."""
    own = _POSSESSIVE.match(text, p.names[-1].end, whole.end) if p.names and not whole.names else None
    return own.end() if own is not None and p.start >= whole.start and own.end() <= whole.end - len(whole.head) else None


def without_owners(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """The phrases without those that only say whose somebody is: "Ana Velmora's husband" does or suffers it, not she."""
    begun = {p.start for p in phrases}
    owning = (_POSSESSIVE.match(text, p.end) if p.names else None for p in phrases)
    return [p for p, own in zip(phrases, owning, strict=True) if own is None or own.end() not in begun]
