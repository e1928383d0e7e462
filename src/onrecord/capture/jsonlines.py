"""JSON Lines: one report a line. The line's bytes are the original; the fields are those of the design."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.capture.captured import NOTHING, Captured, Given, Reading, finish
from onrecord.capture.encoding import without_surrogates
from onrecord.errors import BadInput

MAX_LINE = 50_000_000
"""Bytes of one line; the file itself may be of any size, as it is never held whole."""
TOOL = "onrecord-jsonl/1"

_BOM = b"\xef\xbb\xbf"
_LOOKED_AT = 65_536
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b")
_MAX_ID = 200
_FIELDS = ("title", "published", "publisher", "language", "url", "collection")


@dataclass(slots=True)
class KnownIds:
    """The ids that a run has met in JSON Lines, each with the SHA-256 of its line."""

    lines: dict[str, str] = field(default_factory=dict)

    def clashes(self, found: Captured) -> bool:
        """Whether another line has this id; remembers the first."""
        return self.lines.setdefault(found.capture.id, found.capture.sha256) != found.capture.sha256


def read_lines(path: Path, where: str, file: str, known: KnownIds, given: Given = NOTHING) -> Iterator[Captured | BadInput]:
    """One report, or one error, for each line that is not empty. Raises OSError where the file cannot be read."""
    empty = True
    with path.open("rb") as stream:
        start = stream.read(_LOOKED_AT)
        # JSON escapes every control character, so a file that holds some is none: one sentence, not one for each "line".
        if controls := len(start) - len(start.translate(None, _CONTROLS)):
            wide = start.count(0) * 4 > len(start)
            what = "in UTF-16 or UTF-32" if wide and controls == start.count(0) else "not a text (its bytes are binary)"
            yield BadInput(f"{where} is {what}: save it in UTF-8, one report a line, each a JSON object, or take the file out.")
            return
        stream.seek(0)
        for number, line in enumerate(_lines(stream), start=1):
            if line is not None and not line.strip():
                continue
            empty = False
            yield one_line(line, f"{where}, line {number},", file, known, given)
    if empty:
        yield BadInput(f"{where} is empty: put one report a line in it, each a JSON object, or take the file out.")


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines without their ends; None for one over the limit, which is passed over without being held."""
    first = True
    while line := stream.readline(MAX_LINE + 1):
        too_long = len(line) > MAX_LINE and not line.endswith(b"\n")
        while too_long and (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            pass
        if first:
            line, first = line.removeprefix(_BOM), False
        yield None if too_long else line.removesuffix(b"\n").removesuffix(b"\r")


def one_line(line: bytes | None, where: str, file: str, known: KnownIds, given: Given = NOTHING) -> Captured | BadInput:
    if line is None:
        return BadInput(f"{where} is longer than {MAX_LINE // 1_000_000} MB: split it into its reports.")
    try:
        found = finish(read_line(line, where), line, file, given)
    except BadInput as error:
        return error
    if known.clashes(found):
        return BadInput(
            f"{where} gives the id “{found.capture.id}” of another line again, with other words: give it its own id."
        )
    return found


def read_line(line: bytes, where: str) -> Reading:
    """The reading of one line; `where` names file and line in errors. Raises BadInput where it is no report."""
    try:
        said = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadInput(f"{where} is not in UTF-8: save the file in UTF-8.") from None
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
        raise BadInput(f"{where} is not JSON ({reason}): write each report as one JSON object on one line.") from None
    if not isinstance(said, dict):
        raise BadInput(f'{where} is JSON but no object: write each report as {{"id": …, "text": …}}.')
    text = said.get("text")
    if text is not None and not isinstance(text, str):
        raise BadInput(f"{where} has a “text” that is not a string: put the report's words there in quotation marks.")
    values, notices = _values(said)
    if not (text or "").strip() and values["title"] is None:
        raise BadInput(f"{where} has no text: fill its “text”, or its “title” where that is all there is.")
    return Reading(
        text=text or "", tool=TOOL, media_type="application/json", id=_id(said, where), notices=tuple(notices), **values,
    )  # fmt: skip


def _values(said: dict[str, Any]) -> tuple[dict[str, str | None], list[str]]:
    """The known fields as strings, and a sentence for each that is neither a string nor a number."""
    values: dict[str, str | None] = {}
    notices: list[str] = []
    for name in _FIELDS:
        value = said.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)  # a year is often written as a number
        if value is not None and not isinstance(value, str):
            notices.append(f"The field “{name}” is not a string and was left out.")
            value = None
        values[name] = value if value and value.strip() else None
    return values, notices


def _id(said: dict[str, Any], where: str) -> str | None:
    """The given id, or None where the line has none."""
    for name in ("id", "docid"):
        value = said.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise BadInput(f"{where} has an “{name}” that is no string: put it in quotation marks.")
        given = without_surrogates(str(value)).strip()
        if len(given) > _MAX_ID or not given.isprintable() or not given:
            raise BadInput(
                f"{where} has an “{name}” that is blank, over {_MAX_ID} characters or not printable: give a short one."
            )
        return given
    return None
