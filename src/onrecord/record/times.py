"""--as-of: a day or a moment, in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

from onrecord.errors import Misuse


def as_of(words: str | datetime | None) -> datetime | None:
    """A day (its end), or a moment in ISO 8601 (UTC where it names no zone). Misuse where it is neither."""
    if not words:
        return None
    if isinstance(words, datetime):
        return words if words.tzinfo else words.replace(tzinfo=UTC)
    try:
        found = datetime.fromisoformat(words.strip())
    except ValueError:
        raise Misuse(
            f"{words!r} is no date: give a day such as 2026-06-01, or a moment such as 2026-06-01T12:00:00Z."
        ) from None
    if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}(-?\d)?", words.strip()):
        found = datetime.combine(found.date(), time.max)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
