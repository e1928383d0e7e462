"""What verifying finds, and the sentences for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "FindingKind", "Severity"]


class Severity(StrEnum):
    ERROR = "error"
    NOTICE = "notice"


class FindingKind(StrEnum):
    CHANGED_HEADER = "changed header"
    CHANGED_HASH = "changed hash"
    CHANGED_PAYLOAD = "changed payload"
    PAYLOAD_GONE = "payload gone"
    NOT_FORGOTTEN = "not forgotten"
    STRAY_PAYLOAD = "stray payload"
    MISSING_ENTRY = "missing entry"
    REORDERED = "reordered entries"
    BROKEN_LINK = "broken link"
    DECREASING_TIME = "decreasing time"
    OTHER_RECORD = "other record"
    HEAD_MISSING = "head missing"
    HEAD_UNREADABLE = "head unreadable"
    HEAD_NOT_IN_CHAIN = "head not in chain"
    CHANGED_ORIGINAL = "changed original"
    MISSING_ORIGINAL = "missing original"
    ORPHAN_ORIGINAL = "orphan original"
    DAMAGED_DATABASE = "damaged database"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written: at an entry (`number`) or a file (`path`, inside the record's folder)."""

    kind: FindingKind
    severity: Severity
    sentence: str
    number: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        return self.sentence
