"""The codes that claims may hold, each with a plain definition; a user's own file adds to them.

A record's own codes stand in `vocabulary.yaml` in its folder, in the form of `terms.yaml` here:

    acts:
      forced_labour: {class: harm, definition: "Somebody is made to work."}
    means:
      electricity: {definition: "An electric shock."}

Classes, modalities and precisions are closed: the counting rules and the readers know all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from onrecord.errors import BadInput

__all__ = ["FILE", "Term", "Vocabulary", "load", "of_record"]

FILE = "vocabulary.yaml"


@dataclass(frozen=True, slots=True)
class Term:
    """A code with its plain definition; `kind` is "harm" or "context" for an act, None for the rest."""

    code: str
    definition: str
    kind: str | None = None


Terms = dict[str, Term]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All codes by table."""

    acts: Terms
    classes: Terms
    outcomes: Terms
    causes: Terms
    means: Terms
    roles: Terms
    involvement: Terms
    perpetrator_statuses: Terms
    statuses: Terms
    source_kinds: Terms
    access: Terms
    modalities: Terms
    date_precisions: Terms
    place_precisions: Terms
    relation_types: Terms


TABLES = tuple(f.name for f in fields(Vocabulary))


CLOSED = ("classes", "modalities", "date_precisions", "place_precisions")


def load(extra: Path | None = None) -> Vocabulary:
    """The vocabulary, with what `extra` adds. BadInput with file, table and code where that cannot be."""
    return _own() if extra is None else _extended(extra)


def of_record(folder: Path) -> Vocabulary:
    """The vocabulary of a record: onrecord's own, with what the `vocabulary.yaml` in its folder adds, if there is one."""
    own = folder / FILE
    return load(own if own.exists() else None)


@lru_cache(maxsize=1)
def _own() -> Vocabulary:
    return Vocabulary(**_read(Path(__file__).with_name("terms.yaml")))


def _extended(extra: Path) -> Vocabulary:
    tables = {t: dict(getattr(_own(), t)) for t in TABLES}
    for table, terms in _read(extra).items():
        if table in CLOSED:
            raise BadInput(
                f"{extra.name}: {table} is closed, because the counting rules and readers know all of it; leave it out."
            )
        for code, term in terms.items():
            if code in tables[table]:
                raise BadInput(f"{extra.name}: {table}: {code} is a code of onrecord's own; choose another word.")
            if not re.fullmatch(r"[a-z][a-z0-9_]*", code):
                raise BadInput(
                    f"{extra.name}: {table}: {code!r} is no code: write it in small letters, digits and underscores."
                )
            tables[table][code] = term
    return Vocabulary(**tables)


def _read(path: Path) -> dict[str, Terms]:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        said = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path.name} cannot be read as YAML: {' '.join(str(error).split())}.") from error
    if not isinstance(said, dict):
        raise BadInput(f"{path.name} holds no tables: write “means:” and its codes below it.")
    return {
        table: {code: _term(path, table, code, t) for code, t in _codes(path, table, terms)} for table, terms in said.items()
    }


def _codes(path: Path, table: str, terms: Any) -> list[tuple[str, Any]]:
    if table not in TABLES:
        raise BadInput(f"{path.name}: there is no table {table!r}; the tables are {', '.join(TABLES)}.")
    if not isinstance(terms, dict):
        raise BadInput(f"{path.name}: {table} holds no codes: write each as “code: {{definition: …}}”.")
    return [(str(code), term) for code, term in terms.items()]


def _term(path: Path, table: str, code: str, said: Any) -> Term:
    definition = said.get("definition") if isinstance(said, dict) else said
    kind = said.get("class") if isinstance(said, dict) else None
    if not isinstance(definition, str) or not definition.strip():
        raise BadInput(f"{path.name}: {table}: {code} needs a definition in plain words.")
    if table == "acts" and kind not in ("harm", "context"):
        raise BadInput(f"{path.name}: acts: {code} needs a class: harm or context.")
    return Term(code, definition, kind)
