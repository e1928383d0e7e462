"""Whether a report is in a language that its reader does not know. Codes are guessed and now and then wrong, so words are asked too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from onrecord.extract.report import ReportText

__all__ = ["foreign", "is_english"]

_SMALL: Final = frozenset(
    "the of and to in a was were is are that by for on with at from he his they it as said who had have been".split()
)
_LEAST: Final = 0.18
"""Of a wire report's words at least a fifth are such; of other languages' words at the most a seventh are spelled like one."""
_FEWEST, _LOOKED_AT = 20, 4_000
_WORD = re.compile(r"[^\W\d_]+")


def is_english(text: str) -> bool:
    """Whether enough of a text's words are English ones for how words hang together; a few words are not enough to tell."""
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    return len(words) >= _FEWEST and sum(w in _SMALL for w in words) >= _LEAST * len(words)


def foreign(report: ReportText, name: str, known: Sequence[str]) -> str | None:
    """A sentence where a report is in none of the ISO 639 codes that the reader of this name knows; None where it can be read."""
    if report.language is None or report.language in known or is_english(report.text or report.title or ""):
        return None
    return (
        f"It is in the language “{report.language}”, which {name} does not read (it reads {', '.join(known)}): nothing was read from "
        "it; translate it, or choose another reader with --reader."
    )
