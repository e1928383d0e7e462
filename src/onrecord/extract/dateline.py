"""Where a report's dateline stands: it says where and when the report was written, not where and when its incident was."""

from __future__ import annotations

import re

from onrecord.extract.reading import Reading
from onrecord.extract.sentences import Span

__all__ = ["dateline"]

_DATELINE = re.compile(
    r"^\s*(?:[A-ZÀ-Þ][A-ZÀ-Þ.’' -]{2,}(?:[,(][^\n]{0,60}?)?|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}(?:,\s\d{4})?)\s*(?:--?|[–—|])\s*",
    re.MULTILINE,
)
_OPENING = 400  # characters in which a dateline stands


def dateline(r: Reading) -> Span:
    """Where the text's dateline stands: town, country, day and agency, before the first sentence; nowhere where there is none."""
    line = _DATELINE.search(r.text, r.offset, r.offset + _OPENING)
    return Span(*line.span()) if line else Span(0, 0)
