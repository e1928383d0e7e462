"""What the columns of a list mean: guessed by their names, overridden by a map in TOML that a user can keep with the list.

collection = "Border deaths 2024"
outcome = "death"

[columns]
"Person" = "name"
"seen" = "-"               # stays words of the report

[values.status]
"Civ." = "civilian"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.errors import BadInput, Misuse
from onrecord.link import lists_columns

MEANINGS: dict[str, tuple[str, ...]] = {
    **lists_columns.MEANINGS,
    "outcome": ("outcome", "fate"),
    "status": ("civilian_status", "victim_status", "combatant_status"),
    "count": ("killed", "deaths", "fatalities", "dead", "number_killed"),
    "cause": (),
    "act": (),
}
"""What columns may mean: as for linking, and what only a record asks. Cause and act only a map can say."""
CODED = ("outcome", "status", "cause", "act", "sex")
"""The meanings whose values are codes, which `[values.MEANING]` may translate."""
OUTCOMES = ("death", "injury", "abduction", "detention", "disappearance", "threat")
_WORDS = ("collection", "publisher", "published", "outcome", "act", "sheet")


@dataclass(frozen=True, slots=True)
class ListMap:
    """What a user says of a list: COLUMN → meaning ("-" for none), meaning → VALUE → code, and what is so for every row.

    `outcome` is what became of everybody on the list where no column says so, `act` what was done; `published` is EDTF.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    collection: str | None = None
    publisher: str | None = None
    published: str | None = None
    outcome: str | None = None
    act: str | None = None
    sheet: str | None = None

    def __post_init__(self) -> None:
        if self.outcome is not None and self.outcome not in OUTCOMES:
            raise Misuse(f"The outcome of a list is one of {', '.join(OUTCOMES)}, not {self.outcome!r}.")


def read_map(path: Path) -> ListMap:
    """The map of a TOML file. BadInput where it cannot be read, or says what no map says."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"The map {path} cannot be read as TOML: {' '.join(str(error).split())}.") from error
    for key, value in said.items():
        if key not in (*_WORDS, "columns", "values"):
            raise BadInput(
                f"The map {path} has a {key!r}, which no map has: it has {', '.join(_WORDS)}, [columns] and [values]."
            )
        if key in _WORDS and not isinstance(value, str):
            raise BadInput(f"The map {path}: {key} is no string: put it in quotation marks.")
    columns, values = _table(said.get("columns", {}), path, "columns"), said.get("values", {})
    if not isinstance(values, dict) or set(values) - set(CODED):
        raise BadInput(f"The map {path}: [values.MEANING] is of {', '.join(CODED)}.")
    for column, meaning in columns.items():
        if meaning not in MEANINGS and meaning != "-":
            raise BadInput(
                f"The map {path}: {column!r} = {meaning!r} is no meaning: there are {', '.join(MEANINGS)}, and - for none."
            )
    tables = {m: _table(v, path, f"values.{m}") for m, v in values.items()}
    try:
        return ListMap(columns, tables, **{k: said[k] for k in _WORDS if k in said})
    except Misuse as error:
        raise BadInput(f"The map {path}: {error}") from error


def _table(said: Any, path: Path, name: str) -> dict[str, str]:
    if not isinstance(said, dict) or not all(isinstance(v, str) for v in said.values()):
        raise BadInput(f'The map {path}: [{name}] holds lines such as "Person" = "name", with both in quotation marks.')
    return said


def write_map(path: Path, said: ListMap, header: Sequence[str], columns: Mapping[str, str]) -> None:
    """The map by which a list was read, every column of it, as a file that reads the list alike. Written whole or not at all."""
    from onrecord.ledger.files import write_atomically

    meant = {c: m for m, c in columns.items()}
    lines = [f"{k} = {_string(v)}" for k in _WORDS if (v := getattr(said, k)) is not None]
    lines += ["", "[columns]", *(f"{_string(c)} = {_string(meant.get(c, '-'))}" for c in header)]
    for meaning, values in said.values.items():
        lines += ["", f"[values.{meaning}]", *(f"{_string(k)} = {_string(v)}" for k, v in values.items())]
    try:
        write_atomically(path, ("\n".join(lines).lstrip("\n") + "\n").encode())
    except OSError as error:
        raise BadInput(f"The map {path} cannot be written: {error.strerror or error}.") from error


def _string(words: str) -> str:
    """As a string of TOML, which has JSON's escapes and forbids one character more."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def columns_of(header: Sequence[str], said: ListMap, where: str) -> dict[str, str]:
    """Meaning → column. BadInput where the map names a column that is not there, or two that mean one thing."""
    there = {lists_columns.plain(c) for c in header}
    for column in said.columns:
        if lists_columns.plain(column) not in there:
            raise BadInput(f"{where} has no column {column!r}, which the map names: it has {', '.join(header)}.")
    meant = [m for m in said.columns.values() if m != "-"]
    if twice := next((m for m in meant if meant.count(m) > 1), None):
        both = [c for c, m in said.columns.items() if m == twice]
        raise BadInput(f"{where}: the map takes {' and '.join(map(repr, both))} for {twice}: take one of them.")
    return lists_columns.found(header, said.columns, MEANINGS)
