"""The language of a report, as an ISO 639 code. Two codes at the most: what the report says, else what its words show."""

from __future__ import annotations

import re

LOOKED_AT = 2_000
"""Characters that decide: more of them is slower and no surer."""

_CLOSE = 10.0
"""Differences of log-probability under which English is taken. Of four words of news in English 8 in 100 are given another code
without it and 0.4 with it; of four words in Spanish 3 in 100 are taken for English, of six none."""

_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")


def language_of(text: str) -> str | None:
    """The language of a text by py3langid, all its languages allowed; None where there are hardly any letters.

    A few words can be nearly as likely in two languages: then it is English.
    """
    start = text[: LOOKED_AT * 2].strip()[:LOOKED_AT]
    if sum(c.isalpha() for c in start[:200]) < 3:
        return None
    import py3langid  # type: ignore[import-untyped]  # its model takes a moment to load

    scores: dict[str, float] = dict(py3langid.rank(start))
    code = max(scores, key=scores.__getitem__)
    return "en" if scores[code] - scores["en"] < _CLOSE else code


def tidy_code(said: str | None) -> tuple[str | None, str | None]:
    """The ISO 639 code in a language tag ("en-GB" is "en"), or a sentence why there is none."""
    if said is None:
        return None, None
    if match := _CODE.fullmatch(said):
        return match[1].lower(), None
    return None, f"“{said[:40]}” in the file is no language code (such as “en”): the language was read from the text instead."
