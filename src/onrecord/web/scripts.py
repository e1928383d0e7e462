"""The scripts of the pages: which others each needs, and their sentences, put into the language at hand by a table that `words.js` looks them up in."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.languages import ENGLISH, gettext, language, ngettext

STATIC = Path(__file__).with_name("static")
_WORDS = r'''"((?:[^"\\]|\\.)*)"'''
_IMPORTED = re.compile(r"""^import (?:.* from )?"\./([a-z]+\.js)";$""", re.MULTILINE)
_ONE, _MANY = re.compile(rf"\bgettext\({_WORDS}"), re.compile(rf"\bngettext\({_WORDS}, {_WORDS}")


@cache
def messages() -> tuple[tuple[str, str | None], ...]:
    """What the scripts say: each message, and its form for several where it counts things."""
    source = "".join(p.read_text(encoding="utf-8") for p in sorted(STATIC.glob("*.js")))
    one: list[tuple[str, str | None]] = [(json.loads(f'"{m}"'), None) for m in _ONE.findall(source)]
    return tuple(dict.fromkeys(one + [(json.loads(f'"{a}"'), json.loads(f'"{b}"')) for a, b in _MANY.findall(source)]))


@cache
def modules(script: str) -> tuple[str, ...]:
    """What a script imports, and what that imports, by name: a page names them, so that a browser asks for all of them at once."""
    found: list[str] = []
    left = [script]
    while left:
        several = _IMPORTED.findall((STATIC / left.pop()).read_text(encoding="utf-8"))
        new = [name for name in several if name not in found]
        found += new
        left += new
    return tuple(sorted(found))


def table() -> str:
    """`words.js` with the table of the language at hand."""
    return _table(language())


@cache
def _table(code: str) -> str:
    script = (STATIC / "words.js").read_text(encoding="utf-8")
    if code == ENGLISH:
        return script
    words = {one: gettext(one) if many is None else _forms(one, many) for one, many in messages()}
    return script.replace("/* table */ {}", json.dumps(words, ensure_ascii=False), 1)


def _forms(one: str, many: str) -> dict[str, Any]:
    said = [ngettext(one, many, n) for n in range(110)]
    forms = list(dict.fromkeys(said))
    return {"forms": forms, "of": "".join(str(forms.index(s)) for s in said)}
