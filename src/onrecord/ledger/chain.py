"""The nouns of the chain: entries, headers, heads. Times are UTC with six decimals."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from onrecord.ledger.canonical import SALT_BYTES, ZEROS, canonical, commitment, header_text, sha256

__all__ = [
    "CAPTURE",
    "FORGET",
    "HEADER_KEYS",
    "HEADER_VERSION",
    "Entry",
    "Head",
    "Row",
    "parse_time",
    "read_header",
    "time_text",
    "write_row",
]

HEADER_VERSION: Final = 1
HEADER_KEYS: Final = frozenset({"v", "record", "number", "time", "actor", "kind", "prev", "commitment"})

CAPTURE: Final = "capture"
"""The kind of entry whose payload holds, as `sha256`, the SHA-256 of an original."""

FORGET: Final = "forget"
"""The kind of entry that says which payloads were deleted: `{numbers, who, why}`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is read. `payload` is None once it has been forgotten."""

    number: int
    time: datetime
    actor: str
    kind: str
    payload: dict[str, Any] | None
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: its last entry's number and hash; 0 and 64 zeros for an empty one."""

    number: int = 0
    hash: str = ZEROS


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it is written."""

    number: int
    header: str
    hash: str
    salt: bytes
    payload: str


def time_text(time: datetime) -> str:
    """`2026-01-31T09:30:00.000000Z`: of one length, so that times sort as text. A time without a zone is taken as UTC."""
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    """The inverse of `time_text`; ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def write_row(record: str, number: int, time: str, actor: str, kind: str, prev: str, payload: dict[str, Any]) -> Row:
    """The row of a new entry: a fresh salt, the commitment to its payload, its header, and the header's hash."""
    salt = secrets.token_bytes(SALT_BYTES)
    body = canonical(payload)
    header: dict[str, Any] = {
        "v": HEADER_VERSION, "record": record, "number": number, "time": time, "actor": actor, "kind": kind, "prev": prev,
        "commitment": commitment(salt, body),
    }  # fmt: skip
    text = header_text(header)
    return Row(number, text, sha256(text.encode("utf-8")), salt, body.decode("utf-8"))


def read_header(text: str | bytes) -> dict[str, Any]:
    """A header's fields; ValueError where it is no JSON object."""
    header = json.loads(text)
    if not isinstance(header, dict):
        raise ValueError("a header is a JSON object")
    return header
