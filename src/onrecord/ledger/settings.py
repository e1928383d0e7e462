"""`onrecord.toml`: the record's id, the version of its format, and its name. The scope is an entry of the ledger."""

from __future__ import annotations

import re
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.errors import OnRecordError, RecordTooNew
from onrecord.ledger.canonical import without_surrogates
from onrecord.ledger.files import write_atomically

__all__ = ["FILE", "FORMAT", "Settings", "is_record", "read_settings", "write_settings"]

FILE: Final = "onrecord.toml"

FORMAT: Final = 1
"""The version of the record's folder that this onrecord writes, and the newest that it reads."""

_TO_ESCAPE: Final = re.compile(r'["\\\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class Settings:
    """What a record's folder says of itself: `record` is a UUID, `name` is for people."""

    record: str
    name: str
    format: int = FORMAT


def is_record(folder: Path) -> bool:
    """Whether the folder holds a record."""
    return (folder / FILE).is_file()


def write_settings(folder: Path, settings: Settings) -> None:
    """Write `onrecord.toml`, whole or not at all."""
    text = (
        "# A record of onrecord. The ledger carries this id in each entry: do not change it.\n"
        f"record = {_quoted(settings.record)}\n"
        f"format = {settings.format}\n"
        f"name = {_quoted(settings.name)}\n"
    )
    write_atomically(folder / FILE, text.encode("utf-8"))


def read_settings(folder: Path) -> Settings:
    """Read `onrecord.toml`. Raises RecordTooNew before anything else is looked at, OnRecordError where it cannot be read."""
    path = folder / FILE
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        raise OnRecordError(f"{folder} is no record, because it has no {FILE}: make one with  onrecord init.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OnRecordError(f"{path} cannot be read ({error}): put back an unchanged copy of it.") from error
    version = said.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise RecordTooNew(
            f"The record in {folder} has format {version}, newer than this onrecord reads ({FORMAT}): install a newer onrecord."
        )
    record, name = said.get("record"), said.get("name")
    if type(version) is not int or version < 1 or not _is_uuid(record) or not isinstance(name, str):
        raise OnRecordError(f"{path} lacks a valid `record` (a UUID), `format` (a number) or `name`: put back a copy of it.")
    return Settings(str(record), name, version)


def _is_uuid(text: object) -> bool:
    try:
        return isinstance(text, str) and str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = _TO_ESCAPE.sub(lambda m: "\\" + m[0] if m[0] in '"\\' else f"\\u{ord(m[0]):04X}", without_surrogates(text))
    return f'"{escaped}"'
