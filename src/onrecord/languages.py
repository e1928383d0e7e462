"""The languages of the pages: gettext catalogues, of which each request reads one. Everywhere else, and where nobody chose, it is English.

Sentences are asked for by their English words, with named places: `gettext("There is no claim %(number)s.", number=12)`. What is made
once and shown to several people (the reason why an incident waits, say) is a `Phrase`: English words that remember how they were put
together, and are put into a language when a page shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any

ENGLISH = "en"
LOCALE = Path(__file__).with_name("locale")
DOMAIN = "onrecord"
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


@lru_cache(maxsize=1)
def languages() -> dict[str, str]:
    """English and every language that has a catalogue, by code, each under the name that it has in itself."""
    codes = sorted(p.parent.parent.name for p in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return {ENGLISH: "English", **{code: catalogue(code).gettext("English") for code in codes}}


@cache
def catalogue(code: str) -> NullTranslations:
    """The catalogue of a language; an empty one, which gives back what it is asked for, for English or where there is none."""
    return NullTranslations() if code == ENGLISH else translation(DOMAIN, LOCALE, [code], fallback=True)


def language() -> str:
    """The code of the language at hand."""
    return _language.get()


def direction() -> str:
    """ "ltr" or "rtl": from which side the language at hand is read."""
    return "rtl" if gettext("ltr") == "rtl" else "ltr"  # a translator writes "rtl" for a language that is read from the right


def whole(said: str) -> str:
    """Figures that are read from the left, such as a date of ISO 8601: kept together on a page that is read from the right, where each
    would else be turned around by its hyphens (Unicode's LRI and PDI)."""
    return f"\u2066{said}\u2069" if direction() == "rtl" else said


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """In this language, within one thread or task."""
    held = _language.set(code)
    try:
        yield
    finally:
        _language.reset(held)


def preferred(chosen: str, accepted: str) -> str:
    """The language that somebody chose; else the one that their browser asks for first (`Accept-Language`, RFC 9110); else English."""
    known = languages()
    if chosen in known:
        return chosen
    asked = [part.partition(";") for part in accepted[:1000].split(",")]
    ordered = sorted(((_weight(rest), tag.strip().lower()) for tag, _, rest in asked), key=lambda a: -a[0])
    for weight, tag in ordered:
        code = next((c for c in (tag, tag.partition("-")[0]) if c in known), None)
        if weight > 0 and code is not None:
            return code
    return ENGLISH


def _weight(said: str) -> float:
    try:
        return float(said.strip().removeprefix("q=")) if said.strip() else 1.0
    except ValueError:
        return 0.0


# -- sentences ---------------------------------------------------------------------------------------------------


def gettext(message: str, /, **values: Any) -> str:
    """A message in the language at hand, with its values in their places; one with values writes a per cent sign twice."""
    said = catalogue(language()).gettext(message) if message else ""  # the empty message is a catalogue's own head
    return said % values if values else said


def ngettext(one: str, many: str, n: int, /, **values: Any) -> str:
    """The same, of a number of things."""
    said = catalogue(language()).ngettext(one, many, n)
    return said % values if values else said


def pgettext(context: str, message: str, /, **values: Any) -> str:
    """A message that means another thing elsewhere, with the context in which it stands."""
    said = catalogue(language()).pgettext(context, message)
    return said % values if values else said


class Phrase(str):
    """English words that remember how they were put together. They are the words themselves wherever English is wanted."""

    __slots__ = ("_many", "_message", "_n", "_values")
    _message: str
    _many: str | None
    _n: int
    _values: Mapping[str, Any]

    @property
    def put(self) -> str:
        """In the language at hand, with every phrase that stands in it."""
        found = catalogue(language())
        said = found.gettext(self._message) if self._many is None else found.ngettext(self._message, self._many, self._n)
        return said % {k: shown(v) for k, v in self._values.items()} if self._values else said


def phrase(message: str, /, **values: Any) -> Phrase:
    """A message for whoever reads it later, in whatever language."""
    return _phrase(message, None, 1, values)


def phrases(one: str, many: str, n: int, /, **values: Any) -> Phrase:
    """The same, of a number of things."""
    return _phrase(one, many, n, values)


def _phrase(message: str, many: str | None, n: int, values: Mapping[str, Any]) -> Phrase:
    english = message if many is None or n == 1 else many
    made = Phrase(english % values if values else english)
    made._message, made._many, made._n, made._values = message, many, n, values
    return made


def shown(said: Any) -> Any:
    """A phrase in the language at hand; anything else, such as a report's own words, as it is."""
    return said.put if isinstance(said, Phrase) else said


def joined_phrase(several: Sequence[Phrase], between: str = " and ") -> Phrase:
    """Phrases one after the other: "a and b"."""
    made = several[0]
    for other in several[1:]:
        made = (
            phrase("%(one)s and %(other)s", one=made, other=other)
            if between == " and "
            else phrase(f"%(one)s{between}%(other)s", one=made, other=other)
        )
    return made
