"""The sentences of the scripts, put into the language at hand: a table that `words.js` looks them up in."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.languages import ENGLISH, gettext, language, ngettext

STATIC = Path(__file__).with_name("static")
_WORDS = r'''"((?:[^"\\]|\\.)*)"'''
_ONE, _MANY = re.compile(rf"\bgettext\({_WORDS}"), re.compile(rf"\bngettext\({_WORDS}, {_WORDS}")


@cache
def messages() -> tuple[tuple[str, str | None], ...]:
    """What the scripts say: each message, and its form for several where it counts things."""
    source = "".join(p.read_text(encoding="utf-8") for p in sorted(STATIC.glob("*.js")))
    one: list[tuple[str, str | None]] = [(json.loads(f'"{m}"'), None) for m in _ONE.findall(source)]
    return tuple(dict.fromkeys(one + [(json.loads(f'"{a}"'), json.loads(f'"{b}"')) for a, b in _MANY.findall(source)]))


def table() -> str:
    """`words.js` with the table of the language at hand."""
    script = (STATIC / "words.js").read_text(encoding="utf-8")
    if language() == ENGLISH:
        return script
    words = {one: gettext(one) if many is None else _forms(one, many) for one, many in messages()}
    return script.replace("/* table */ {}", json.dumps(words, ensure_ascii=False), 1)


def _forms(one: str, many: str) -> dict[str, Any]:
    said = [ngettext(one, many, n) for n in range(110)]
    forms = list(dict.fromkeys(said))
    return {"forms": forms, "of": "".join(str(forms.index(s)) for s in said)}
