"""A scope that somebody gave, checked against the vocabulary before it stands in the ledger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.claims import Scope
from onrecord.errors import Misuse

if TYPE_CHECKING:
    from onrecord.vocabulary import Vocabulary


def checked(scope: Scope, vocabulary: Vocabulary | None = None) -> Scope:
    """The scope itself; Misuse with a sentence where a code, a place or the period is none."""
    from onrecord.dates import bounds
    from onrecord.vocabulary import load

    vocabulary = vocabulary or load()
    for name, codes in (("acts", vocabulary.acts), ("statuses", vocabulary.statuses), ("causes", vocabulary.causes)):
        unknown = [c for c in getattr(scope, name) if c not in codes]
        if unknown:
            raise Misuse(f"{unknown[0]!r} is none of the vocabulary's {name}: {', '.join(sorted(codes))}.")
    for code in scope.territory:
        if not re.fullmatch(r"[A-Z]{3}|[A-Z]{2}-[A-Z0-9]{1,3}", code):
            raise Misuse(
                f"{code!r} is no territory: give a country such as PRK (ISO 3166 alpha-3) or a division such as KP-10."
            )
    if scope.period:
        try:
            bounds(scope.period)
        except ValueError as error:
            raise Misuse(f"{scope.period!r} is no period in EDTF: write it like 2019/2026.") from error
    return scope
