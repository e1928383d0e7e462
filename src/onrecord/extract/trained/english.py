"""Whether words are English, asked where a report's language code says otherwise: codes are guessed, and now and then wrong."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_english"]

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
