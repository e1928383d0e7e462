"""Who writes an entry: a program with its version, or a person by a pseudonym."""

from __future__ import annotations

import re

_PROGRAM = re.compile(r"[^/\s]+/[^/\s]+")


def is_program(actor: str) -> bool:
    """Whether an entry's actor is a program ("onrecord-rules/1")."""
    return _PROGRAM.fullmatch(actor) is not None
