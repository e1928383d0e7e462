"""Who writes an entry: a program with its version, or a person by a pseudonym."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.errors import Misuse

_PROGRAM = re.compile(r"[^/\s]+/[^/\s]+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
LONGEST = 60
"""Characters of a pseudonym."""


@lru_cache(maxsize=4096)
def is_program(actor: str) -> bool:
    """Whether an entry's actor is a program ("onrecord-rules/1")."""
    return _PROGRAM.fullmatch(actor) is not None


def pseudonym(words: str) -> str:
    """A person's pseudonym as the ledger keeps it. Misuse where it is empty, too long, or could be taken for a program's name."""
    said = " ".join(words.split())
    if not said:
        raise Misuse("A judgement is made by somebody: give a pseudonym with --as.")
    if len(said) > LONGEST:
        raise Misuse(f"A pseudonym has at most {LONGEST} characters, and this one has {len(said)}: choose a shorter one.")
    if _UNSEEN.search(said):
        raise Misuse("A pseudonym has no characters that cannot be seen: write it with letters, digits and blanks.")
    if is_program(said):
        raise Misuse(f"{said!r} is how a program signs (name/version): choose a pseudonym without a slash.")
    return said
