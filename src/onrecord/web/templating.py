"""The templates, and how they put messages into the language of each request: `_("…")`, `ngettext`, `pgettext` and `{% trans %}`.

A message is markup that its translator wrote; what is put into its places is escaped. Jinja's own wrappers do the same and look the message up
through the template's context each time, which made the pages of lists half as slow again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from onrecord import wording
from onrecord.languages import catalogue, language, shown
from onrecord.record.why import TOLLS
from onrecord.tally import RULES
from onrecord.web.scripts import modules

TEMPLATES = Path(__file__).with_name("templates")
_OF_BYTES = re.compile("[0-9a-f]{16}")
_OWN = 24
"""Characters of a report's own id that a list shows: its beginning and its end tell it from others."""


def environment() -> Environment:
    """The templates of the pages."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"], finalize=shown,
    )  # fmt: skip
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension: {% trans %} calls with the places' values
    made.globals.update(_=message, gettext=message, ngettext=messages, pgettext=message_of)
    made.filters["put"] = shown
    made.globals.update(say=wording, report_name=report_name, rules=RULES, tolls=TOLLS, modules=modules)
    return made


def report_name(file: str | None, id: str | None) -> str:
    """A report's file, and its own id where its file holds several: "bus-station.jsonl, bus-2". An id made of the bytes says nothing."""
    name = wording.plain(file or id or "")
    if not file or not id or _OF_BYTES.fullmatch(id):
        return name
    own = wording.plain(id)
    return f"{name}, {own}" if len(own) <= _OWN else f"{name}, {own[: _OWN // 2]}…{own[-_OWN // 2 + 1 :]}"


def message(said: str, /, **values: Any) -> Markup:
    """A message in the language at hand."""
    return _pattern(language(), "", said) % values if values else _whole(language(), "", said)


def message_of(context: str, said: str, /, **values: Any) -> Markup:
    """A message that means another thing elsewhere."""
    return _pattern(language(), context, said) % values if values else _whole(language(), context, said)


def messages(one: str, many: str, n: int, /, **values: Any) -> Markup:
    """A message of a number of things, which stands in it as `num`."""
    return Markup(catalogue(language()).ngettext(one, many, n)) % {"num": n, **values}


@lru_cache(maxsize=20_000)
def _pattern(code: str, context: str, said: str) -> Markup:
    found = catalogue(code)
    return Markup(found.pgettext(context, said) if context else found.gettext(said))


@lru_cache(maxsize=20_000)
def _whole(code: str, context: str, said: str) -> Markup:
    return Markup(str(_pattern(code, context, said)) % ())
