"""Makes the catalogues: the template from the code, each language's from that, and from these the files that are read at run time.

    python -m onrecord.locale.making            take what is new in the code into onrecord.pot and every onrecord.po, and compile them
    python -m onrecord.locale.making add fr     begin a language

Needs Babel, which nothing needs at run time. `hatch_build.py` compiles them when the package is built.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

HERE = Path(__file__).parent
PACKAGE = HERE.parent
TEMPLATE = HERE / "onrecord.pot"
MAPPING = HERE.parents[2] / "babel.cfg"
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in what is compiled, which else would bear the day on which it was."""
WIDTH = 140
"""Columns of a catalogue's file."""
PLURALS = {"ko": "nplurals=1; plural=0;", "es": "nplurals=2; plural=(n != 1);"}
"""The forms of languages of which Babel has more than gettext needs for whole numbers."""
KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "phrase": None, "phrases": (1, 2),
}  # fmt: skip


def catalogues() -> list[Path]:
    """The languages' files."""
    return sorted(HERE.glob("*/LC_MESSAGES/onrecord.po"))


def make() -> None:
    """Compile every language's file, where it is newer than what was compiled of it. The same file gives the same bytes."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        part = target.with_suffix(".part")
        with source.open("rb") as read:
            catalog = read_po(read, locale=source.parts[-3])
        catalog.creation_date = catalog.revision_date = _ANY_DAY
        with part.open("wb") as written:
            write_mo(written, catalog)
        part.replace(target)


def extracted() -> Catalog:
    """The messages of the code as it is, in the order of its files."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg

    with MAPPING.open(encoding="utf-8") as said:
        methods, options = parse_mapping_cfg(said)  # type: ignore[no-untyped-call]
    found = Catalog(project="onrecord", charset="utf-8", fuzzy=False)
    several = extract_from_dir(PACKAGE, methods, options, keywords=KEYWORDS, comment_tags=("L10N:",), strip_comment_tags=True)
    for file, _, message, comments, context in sorted(several, key=lambda m: (m[0], m[1])):
        found.add(message, None, [(Path(file).as_posix(), 0)], auto_comments=comments, context=context)
    return found


def written(catalog: Catalog, template: bool = False) -> bytes:
    """A catalogue as it is kept: with the files that a message stands in and no numbers of lines, which would change with each edit."""
    from babel.messages.pofile import write_po

    catalog.header_comment = "# The sentences of onrecord's pages. How to translate them: docs/languages.md"
    for message in catalog:
        message.locations = [(file, None) for file in dict.fromkeys(f for f, _ in message.locations)]  # type: ignore[misc]
    out = io.BytesIO()
    write_po(out, catalog, width=WIDTH, omit_header=template, ignore_obsolete=True, include_lineno=False)
    return out.getvalue()


def update(new: Iterable[str] = ()) -> None:
    """Take what is new in the code into the template and into every language; what is no longer there leaves."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    template = extracted()
    _write(TEMPLATE, written(template, template=True))
    for code in (*(p.parts[-3] for p in catalogues()), *new):
        place = HERE / code / "LC_MESSAGES" / "onrecord.po"
        place.parent.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale=code, project="onrecord", charset="utf-8", fuzzy=False)
        if place.exists():
            with place.open("rb") as read:
                catalog = read_po(read, locale=code)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        _write(place, _header(code, written(catalog)))
    make()


def _header(code: str, said: bytes) -> bytes:
    """With the forms of the plural that gettext needs, and without the lines that change by themselves."""
    drop = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Last-Translator',
        b'"Language-Team',
        b'"Generated-By',
        b'"Report-Msgid',
        b'"Project-Id',
    )
    lines = [line for line in said.split(b"\n") if not line.startswith(drop)]
    if code in PLURALS:
        plural = f'"Plural-Forms: {PLURALS[code]}\\n"'.encode()
        lines = [plural if line.startswith(b'"Plural-Forms') else line for line in lines]
    return b"\n".join(lines)


def _write(place: Path, said: bytes) -> None:
    part = place.with_suffix(".part")
    part.write_bytes(said)
    part.replace(place)


# -- what Babel asks of files that are no plain code -----------------------------------------------------------------


def codes(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """The codes of the vocabulary as pages put them, with their definitions as a hint; the reasons of grades."""
    import yaml

    said = yaml.safe_load(file.read())
    for table, terms in said.items():
        if isinstance(terms, dict):
            for code, term in terms.items():
                yield 1, "gettext", str(code).replace("_", " "), [f"{table}: {term['definition']}"]
        elif isinstance(terms, list):
            for rule in terms:
                yield 1, "gettext", placed(rule["why"]), []
                yield 1, "gettext", rule["grade"].replace("_", " "), [f"grade: {table}"]


def placed(reason: str) -> str:
    """A reason of a grade with its places as messages have them: "{origins}" is "%(origins)s"."""
    return reason.replace("%", "%%").replace("{", "%(").replace("}", ")s")


def words(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[tuple[Any, ...]]:
    """The words that `terms.py` has for codes."""
    from onrecord.terms import OF_THEIR_OWN, WORDS

    for table, terms in WORDS.items():
        for said in terms.values():
            if table in OF_THEIR_OWN:
                yield 1, "pgettext", (table, said), []
            else:
                yield 1, "gettext", said, [table]


if __name__ == "__main__":
    update(sys.argv[2:] if sys.argv[1:2] == ["add"] else ())
