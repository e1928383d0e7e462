"""From text to claims. Useful alone: reads no record and writes none."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from onrecord.extract.reader import Reader
from onrecord.extract.report import ReportText

__all__ = ["Reader", "ReportText", "default_reader", "extract", "reader_named", "reader_names", "reader_version"]


def extract(report: ReportText, reader: str | Reader | None = None) -> dict[str, Any]:
    """One object of the contract for one report; without a reader it is read by the default one.

    Misuse where there is no such reader; Unread where it cannot read this report, or gives what is not the contract.
    """
    from onrecord.extract.readers import chosen, read_by

    return read_by(chosen(reader), report)


def reader_version(reader: str | Reader | None = None) -> str:
    """The version that stands beside every claim of a reader. Misuse where there is no such reader, or it lacks an option."""
    from onrecord.extract.readers import version_of

    return version_of(reader_named(reader))


def reader_named(reader: str | Reader | None, options: Mapping[str, str] | None = None) -> Reader:
    """The installed reader of that name (or the default one), with its options. Misuse where there is none, or no such option."""
    from onrecord.extract.readers import chosen

    return chosen(reader, options)


def default_reader() -> str:
    """The name that ONRECORD_READER gives; else `trained` where its model is installed, and `rules` where it is not."""
    from onrecord.extract.readers import default

    return default()


def reader_names() -> list[str]:
    """The readers that are installed: the entry points of the group `onrecord.readers`."""
    from onrecord.extract.readers import names

    return names()


class _Callable(ModuleType):
    """`onrecord.extract` is this package and the function in it, whichever was imported first."""

    def __call__(self, report: ReportText, reader: str | Reader | None = None) -> dict[str, Any]:
        return extract(report, reader)


sys.modules[__name__].__class__ = _Callable
