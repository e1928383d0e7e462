"""Lines of JSON that are to be scored, read so that every fault has its file, its line and its field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from onrecord.errors import BadInput

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """An object of a line and where it stands: "gold.jsonl, line 3" and, within the line, "incidents[0].victims[2]".

    `holds` says what such a line must hold, for whoever gave another kind of file.
    """

    value: Json
    line: str
    path: str = ""
    holds: str = ""

    def refuse(self, field: str, fault: str) -> NoReturn:
        raise BadInput(f"{self.line}: the field “{self._at(field)}” {fault}.")

    def _at(self, field: str) -> str:
        return f"{self.path}.{field}" if self.path else field

    def get(self, field: str, kind: type | tuple[type, ...], name: str, optional: bool = False) -> Any:
        """The field's value. BadInput where it is not there or of another kind; None for null or nothing where it is optional."""
        value = self.value.get(field)
        if value is None and optional:
            return None
        if field not in self.value:
            self.refuse(field, f"is not there; {self.holds}" if self.holds else "is not there")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.refuse(field, f"must be {name}, not {_shown(value)}")
        return value

    def text(self, field: str) -> str:
        return str(self.get(field, str, "a string"))

    def share(self, field: str) -> float | None:
        """A number from 0 to 1; None where there is none."""
        value: float | None = self.get(field, (int, float), "a number from 0 to 1", optional=True)
        if value is not None and not 0 <= value <= 1:
            self.refuse(field, f"must be a number from 0 to 1, not {_shown(value)}")
        return value

    def part(self, field: str) -> Part:
        return Part(self.get(field, dict, "an object"), self.line, self._at(field), self.holds)

    def parts(self, field: str) -> Iterator[Part]:
        """The objects of a list."""
        for n, value in enumerate(self.get(field, list, "a list")):
            if not isinstance(value, dict):
                self.refuse(f"{field}[{n}]", f"must be an object, not {_shown(value)}")
            yield Part(value, self.line, self._at(f"{field}[{n}]"), self.holds)

    def strings(self, field: str, optional: bool = False) -> list[str]:
        """The strings of a list; none where it is optional and not there."""
        found = self.get(field, list, "a list of strings", optional) or []
        wrong = next((n for n, value in enumerate(found) if not isinstance(value, str)), None)
        if wrong is not None:
            self.refuse(f"{field}[{wrong}]", f"must be a string, not {_shown(found[wrong])}")
        return list(found)


def _shown(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= 40 else f"{said[:39]}…"


def read(path: Path, holds: str) -> Iterator[Part]:
    """Each line's object. BadInput where the file cannot be read, holds no line, or a line is no object."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            yield from _objects(stream, path, holds)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not in UTF-8: save the file in UTF-8.") from None


def _objects(stream: Any, path: Path, holds: str) -> Iterator[Part]:
    empty = True
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        empty = False
        where = f"{path}, line {number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
            raise BadInput(f"{where} is not JSON ({reason}): write one JSON object on each line.") from None
        if not isinstance(value, dict):
            raise BadInput(f"{where} is JSON but no object: write one JSON object on each line.")
        yield Part(value, where, holds=holds)
    if empty:
        raise BadInput(f"{path} is empty: it must hold one JSON object a line.")
