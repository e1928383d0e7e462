"""The catalogues: complete, well formed, and in step with the code; and no bare English in a template."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from onrecord.locale import making
from onrecord.web import scripts
from onrecord.web.templating import TEMPLATES as FOLDER
from onrecord.web.templating import environment

LANGUAGES = [p.parts[-3] for p in making.catalogues()]
TEMPLATES = sorted(p.name for p in FOLDER.glob("*.html"))
_PLACES = re.compile(r"%\((\w+)\)[sr]")
_TAGS = re.compile(r"</?[a-z][^>]*>")


def read(path: Path, code: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code)


def catalogue(code: str) -> Catalog:
    return read(making.HERE / code / "LC_MESSAGES" / "onrecord.po", code)


def keys(catalog: Catalog) -> set[tuple[str | None, Any]]:
    return {(m.context, tuple(m.id) if isinstance(m.id, list | tuple) else m.id) for m in catalog if m.id}


@pytest.fixture(scope="module")
def code() -> Catalog:
    return making.extracted()


def test_the_template_is_in_step_with_the_code(code: Catalog) -> None:
    assert keys(read(making.TEMPLATE)) == keys(code), "run: make messages"


def test_korean_and_spanish_are_there() -> None:
    assert {"ko", "es"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str, code: Catalog) -> None:
    found = catalogue(language)
    assert keys(found) == keys(code), "run: make messages"
    empty = [m.id for m in found if m.id and not all(s.strip() for s in forms(m))]
    assert empty == [] and [m.id for m in found if m.id and m.fuzzy] == []
    assert [(m.id, [str(e) for e in errors]) for m, errors in found.check()] == []
    assert found.num_plurals == {"ko": 1, "es": 2}.get(language, found.num_plurals)


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_and_tags_are_kept(language: str) -> None:
    """A message's named places, its elements and the blanks at its ends; and no quotation mark that would end an attribute."""
    for m in catalogue(language):
        if not m.id:
            continue
        originals = [m.id] if isinstance(m.id, str) else list(m.id)
        for said in forms(m):
            assert set(_PLACES.findall(said)) in [set(_PLACES.findall(o)) for o in originals], said
            assert sorted(_TAGS.findall(said)) in [sorted(_TAGS.findall(o)) for o in originals], said
            assert '"' not in _TAGS.sub("", said) or '"' in _TAGS.sub("", originals[0]), said
            assert said[:1].isspace() == originals[0][:1].isspace() and said[-1:].isspace() == originals[0][-1:].isspace(), said
            assert "<" not in _TAGS.sub("", said), said


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_the_scripts_messages_are_taken_out_too(code: Catalog) -> None:
    known = {m for _, m in keys(code)}
    assert len(scripts.messages()) > 40
    for one, many in scripts.messages():
        assert (one if many is None else (one, many)) in known


def test_compiled_again_it_is_the_same_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for name in ("one", "two"):
        here = tmp_path / name
        shutil.copytree(making.HERE, here, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
        monkeypatch.setattr(making, "HERE", here)
        making.make()
        made.append({p.relative_to(here): p.read_bytes() for p in here.rglob("*.mo")})
    assert made[0] == made[1] and len(made[0]) == len(LANGUAGES)
    assert all(b"Creation-Date: 2000-01-01" in said for said in made[0].values())  # and not today
    with next(here.rglob("ko/LC_MESSAGES/*.mo")).open("rb") as file:
        assert len(read_mo(file)) > 1000


def test_a_language_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "HERE", tmp_path)
    monkeypatch.setattr(making, "TEMPLATE", tmp_path / "onrecord.pot")
    making.update(["fr"])
    begun = read(tmp_path / "fr" / "LC_MESSAGES" / "onrecord.po", "fr")
    assert keys(begun) == keys(read(tmp_path / "onrecord.pot")) and begun.num_plurals == 2
    first = (tmp_path / "onrecord.pot").read_bytes(), (tmp_path / "fr" / "LC_MESSAGES" / "onrecord.po").read_bytes()
    making.update()
    assert first == ((tmp_path / "onrecord.pot").read_bytes(), (tmp_path / "fr" / "LC_MESSAGES" / "onrecord.po").read_bytes())


# -- no bare English in a template -------------------------------------------------------------------------------------

BARE = {"onrecord", ", SHA-256", "· SHA-256", "onrecord build REPORTS --into", "onrecord estimate --record", "--as PSEUDONYM"}
"""Names and commands, which are the same in every language."""
EXAMPLES = re.compile(r"[ip]\d+|[\d-]+|\w\d+ \w\d+|\W*")
SAID = ("aria-label", "title", "alt", "placeholder", "data-label", "data-done", "data-failed")


def markup(source: str) -> str:
    """A template's own markup, with U+FFFC for whatever Jinja puts in and for every translated block."""
    parts, inside, last = [], False, ""
    for _, kind, value in environment().lex(source):
        if kind == "name" and value in ("trans", "endtrans") and last == "block_begin":
            inside = value == "trans"
        last = last if kind == "whitespace" else kind
        parts.append(value if kind == "data" and not inside else "\ufffc")
    return "".join(parts)


class Bare(HTMLParser):
    """Words that stand in a template outside of every message; what Jinja puts in is U+FFFC by then."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self._look(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SAID and not EXAMPLES.fullmatch((value or "").replace("\ufffc", "").strip()):
                self._look(value or "")

    def _look(self, words: str) -> None:
        pieces = (w.strip() for w in words.split("\ufffc"))
        self.found += [w for w in pieces if re.search(r"[^\W\d_]{2}", w) and w not in BARE]


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_bare_words_in_a_template(name: str) -> None:
    looking = Bare()
    looking.feed(markup((FOLDER / name).read_text(encoding="utf-8")))
    assert looking.found == []


def test_bare_words_are_found() -> None:
    looking = Bare()
    looking.feed(
        markup(
            '<p title="Hello">{{ {"a": {}} }} reports</p><td data-label="{{ _("Fine") }}">{% trans %}Fine{% endtrans %}</td>'
        )
    )
    assert looking.found == ["Hello", "reports"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_bare_sentence_in_an_expression(name: str) -> None:
    """Words in quotation marks within Jinja's own brackets, outside of a call that translates them."""
    made = environment()
    assert bare_constants(made, (FOLDER / name).read_text(encoding="utf-8")) == []


def bare_constants(made: Environment, source: str) -> list[str]:
    found: list[str] = []

    def look(node: nodes.Node) -> None:
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            if node.node.name in ("_", "gettext", "ngettext", "pgettext"):
                return
        if isinstance(node, nodes.Const) and isinstance(node.value, str) and re.search(r"[A-Za-z]{2} [A-Za-z]{2}", node.value):
            found.append(node.value)
        for child in node.iter_child_nodes():
            look(child)

    look(made.parse(source))
    return found


def test_bare_sentences_are_found() -> None:
    source = '{{ "so it is" if x else _("and so not") }}{% for a in ("one two", ngettext("a bb", "cc dd", 2)) %}{% endfor %}'
    assert bare_constants(environment(), source) == ["so it is", "one two"]
