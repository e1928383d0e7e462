"""The readers that are installed: entry points of the group `onrecord.readers`, each of them a `Reader`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from onrecord.errors import Misuse, OnRecordError, Unread
from onrecord.extract.contract import fault
from onrecord.extract.reader import Json, Reader
from onrecord.extract.report import ReportText
from onrecord.extract.trained.manifest import LARGE

__all__ = ["DEFAULT", "GROUP", "chosen", "default", "name_of", "names", "read_by", "version_of"]

GROUP: Final = "onrecord.readers"

DEFAULT: Final = "ONRECORD_READER"
"""The variable of the environment that names the default reader."""

VERSION: Final = re.compile(r"[^/\s]+/[^/\s]+")

_OWN: Final = "onrecord"


def names() -> list[str]:
    """The readers that are installed, by name."""
    return sorted(_installed())


def default() -> str:
    """The name of the reader where none is asked for."""
    if said := os.environ.get(DEFAULT):
        return said
    return "trained" if LARGE.folder is not None else "rules"


def chosen(reader: str | Reader | None, options: Mapping[str, str] | None = None) -> Reader:
    """The reader of that name, or the default one, with its options.

    Misuse where there is none, or two, of that name; OnRecordError where it cannot be loaded.
    """
    reader = default() if reader is None else reader
    found = _loaded(reader) if isinstance(reader, str) else reader
    return found.configured(options) if options else found


def version_of(reader: Reader) -> str:
    """The reader's version; OnRecordError where a record could not tell it from a person's pseudonym."""
    version: object = reader.version
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise OnRecordError(
            f"The reader {type(reader).__name__} says {version!r} for its version, which is not NAME/VERSION without blanks: tell "
            "whoever makes it, or choose another reader."
        )
    return version


def name_of(reader: Reader) -> str | None:
    """The name by which another process has the very same reader; None where it was given options, or is not installed."""
    return next((name for name, held in _held.items() if held is reader), None)


def read_by(reader: Reader, report: ReportText) -> Json:
    """What a reader says of a report, once it is sure to be an object of the contract.

    Unread where it is none, or where a reader of another package breaks off: the report stays unread, and the others go on.
    """
    try:
        said = reader.read(report)
    except OnRecordError:
        raise
    except Exception as error:
        if type(reader).__module__.partition(".")[0] == _OWN:
            raise
        raise Unread(
            f"{report.file} ({report.id}) was not read, because it broke the reader {reader.version} ({type(error).__name__}: "
            f"{_short(error)}): tell whoever makes that reader, or choose another with --reader."
        ) from error
    wrong = fault(said, report)
    if wrong is not None:
        raise Unread(
            f"{report.file} ({report.id}) was not read, because what the reader {reader.version} gave does not fit the contract: "
            f"{wrong}; tell whoever makes that reader, or choose another with --reader."
        )
    return said


@lru_cache(maxsize=1)
def _installed() -> dict[str, list[EntryPoint]]:
    found: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=GROUP):
        others = found.setdefault(point.name, [])
        if point.value not in [p.value for p in others]:  # one package can stand on the path twice
            others.append(point)
    return found


_held: dict[str, Reader] = {}


def _loaded(name: str) -> Reader:
    if name not in _held:
        _held[name] = _load(name)
    return _held[name]


def _load(name: str) -> Reader:
    points = _installed().get(name, [])
    if not points:
        there = ", ".join(names()) or "none: install onrecord again"
        raise Misuse(f"There is no reader {name!r}; there is {there}.")
    if len(points) > 1:
        packages = " and ".join(sorted(_package(p) for p in points))
        raise Misuse(f"There are two readers called {name!r}, of the packages {packages}: uninstall one of them.")
    point = points[0]
    try:
        found = point.load()
    except Exception as error:
        raise OnRecordError(
            f"The reader {name!r} of the package {_package(point)} cannot be loaded ({type(error).__name__}: {_short(error)}): "
            "mend or uninstall that package, or choose another reader."
        ) from error
    if not isinstance(found, Reader):
        raise OnRecordError(
            f"The reader {name!r} of the package {_package(point)} is no reader: {point.value} has to be an instance of "
            "onrecord.extract.Reader; tell whoever makes it, or choose another reader."
        )
    return found


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else "(unknown)"


def _short(error: BaseException) -> str:
    """An error's own words in one line."""
    said = " ".join(str(error).split())
    return said if len(said) <= 160 else said[:159] + "…"
