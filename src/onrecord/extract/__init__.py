"""From text to claims. Useful alone: reads no record and writes none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from onrecord.errors import Misuse
from onrecord.extract.report import ReportText

__all__ = ["ReportText", "extract", "reader_version"]

VERSIONS = {"rules": "onrecord-rules/1"}


def extract(report: ReportText, reader: str = "rules") -> dict[str, Any]:
    """One object of the contract for one report; Misuse where there is no such reader."""
    reader_version(reader)
    return _reader()(report)


def reader_version(reader: str = "rules") -> str:
    """The version that stands beside every claim of a reader."""
    if reader not in VERSIONS:
        raise Misuse(f"There is no reader {reader!r}; there is {', '.join(VERSIONS)}.")
    return VERSIONS[reader]


def _reader() -> Callable[[ReportText], dict[str, Any]]:
    from onrecord.extract.rules import extract_by_rules

    return extract_by_rules


class _Callable(ModuleType):
    """`onrecord.extract` is this package and the function in it, whichever was imported first."""

    def __call__(self, report: ReportText, reader: str = "rules") -> dict[str, Any]:
        return extract(report, reader)


sys.modules[__name__].__class__ = _Callable
