"""Lines of a captured page that are of another story: what a list of clips says of each, and links to more to read."""

from __future__ import annotations

import re

from onrecord.extract.sentences import Span

__all__ = ["is_aside"]

_CLIP = re.compile(r"\d{1,2}:\d\d\s+(?![AaPp]\.?[Mm]\b)[“\"‘']?[A-Z0-9]")
"""The length of a clip and its headline: "1:29 Mayor opens bridge in Milford"."""
_LINK = re.compile(
    r"(?:RELATED|Related|READ\s+MORE|Read\s+[Mm]ore|MORE|More|ALSO|SEE\s+ALSO|See\s+[Aa]lso|ALSO\s+READ|Also\s+[Rr]ead|READ|WATCH|Watch|TRENDING|Trending)"
    r"(?:\s+(?:[Cc]overage|[Ss]tor(?:y|ies)|[Ll]inks?|[Aa]rticles?|NEWS|[Nn]ews|[Nn]ow|STOR(?:Y|IES)|COVERAGE))?\s*(?::|>+|\|)\s*\S"
)
"""A link to another story: "RELATED: Bridge opens in Milford"."""

_EARLIER = re.compile(
    r"(?:PREVIOUS|Previous|EARLIER|Earlier)\s+(?:STOR(?:Y|IES)|[Ss]tor(?:y|ies)|COVERAGE|[Cc]overage|[Rr]eports?)\s*:\s*\S"
)
_BRACKETS = re.compile(r"\[[^\[\]]{12,}\]\s*")
"""A link in brackets, a line of its own: "[Bridge opens in Milford]"."""


def is_aside(text: str, span: Span, offset: int) -> bool:
    """Whether a sentence below the title, which ends at `offset`, is no part of the story."""
    if span.start < offset:
        return False
    if any(link.match(text, span.start, span.end) is not None for link in (_LINK, _EARLIER)):
        return True
    if _BRACKETS.fullmatch(text, span.start, span.end) is not None:
        return True
    return _CLIP.match(text, span.start, span.end) is not None and text[span.end - 1] not in '.!?”"'
