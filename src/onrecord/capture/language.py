"""The language of a report, as an ISO 639 code. Two codes at the most: what the report says, else what its words show."""

from __future__ import annotations

import re

LOOKED_AT = 2_000
"""Characters that decide: more of them is slower and no surer."""

_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")


def language_of(text: str) -> str | None:
    """The language of a text by py3langid, all its languages allowed; None where there are hardly any letters."""
    start = text[: LOOKED_AT * 2].strip()[:LOOKED_AT]
    if sum(c.isalpha() for c in start[:200]) < 3:
        return None
    import py3langid  # type: ignore[import-untyped]  # its model takes a moment to load

    code: str = py3langid.classify(start)[0]
    return code


def tidy_code(said: str | None) -> tuple[str | None, str | None]:
    """The ISO 639 code in a language tag ("en-GB" is "en"), or a sentence why there is none."""
    if said is None:
        return None, None
    if match := _CODE.fullmatch(said):
        return match[1].lower(), None
    return None, f"“{said[:40]}” in the file is no language code (such as “en”): the language was read from the text instead."
