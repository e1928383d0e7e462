"""What can go wrong, as a caller would tell it apart. Messages are for people: one sentence, where, and what to do."""

from __future__ import annotations


class OnRecordError(Exception):
    """Anything that onrecord refuses or cannot do. Exit code 1."""

    exit_code = 1


class Misuse(OnRecordError):
    """The caller asked for something that makes no sense: a wrong option, an unknown name. Exit code 2."""

    exit_code = 2


class BadInput(OnRecordError):
    """A file or line cannot be read as a report; the rest of the folder goes on."""


class Unread(BadInput):
    """A reader could not read a report. That is not "nothing found": the report stays unread, and the others go on."""


class RecordBusy(OnRecordError):
    """Another process is writing to the record."""


class RecordTooNew(OnRecordError):
    """The record was made by a newer version of onrecord."""


class Tampered(OnRecordError):
    """The ledger or an original is not as it was written."""


class MissingExtra(OnRecordError):
    """An optional part of onrecord is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra “{extra}”: install it with  pip install 'onrecord[{extra}]'.")
