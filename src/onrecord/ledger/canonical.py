"""Canonical JSON (RFC 8785) and the two hashes of the ledger. Pure functions.

Whatever is hashed passes through here first, so that every engine and every language computes the same bytes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import Any, Final

import rfc8785

from onrecord.errors import Misuse

__all__ = ["SALT_BYTES", "ZEROS", "canonical", "commitment", "header_text", "is_sha256", "sha256", "without_surrogates"]

ZEROS: Final = "0" * 64
"""What the first entry gives as its predecessor's hash."""

SALT_BYTES: Final = 32

_SAFE_INTEGER: Final = 2**53 - 1
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def without_surrogates(text: str) -> str:
    """The text with each surrogate code point as U+FFFD. Its length, and so every offset into it, stays."""
    return _SURROGATE.sub("\ufffd", text)


def is_sha256(text: object) -> bool:
    """Whether this is a SHA-256 as the ledger writes it: 64 lower-case hexadecimal digits."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None


def sha256(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def commitment(salt: bytes, payload: bytes) -> str:
    """HMAC-SHA-256 of a payload's canonical form under its salt, in lower-case hexadecimal.

    Without the salt it tells nothing of the payload, not even to somebody who can guess every possible payload:
    once the salt is deleted, the commitment that stays in the header is noise.
    """
    return hmac.digest(salt, payload, "sha256").hex()


def header_text(header: dict[str, Any]) -> str:
    """A header's RFC 8785 form.

    The standard library's encoder gives the same bytes here, six times faster: a header's keys are ASCII (code-point
    order is UTF-16 order), its values are strings and integers below 2**53, and both escape strings alike.
    """
    return json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(payload: Any) -> bytes:
    """The RFC 8785 form of a JSON value, in UTF-8, lone surrogates replaced by U+FFFD.

    Raises Misuse for what JSON cannot hold: NaN, infinities, integers beyond ±(2**53 - 1), keys that are no strings.
    """
    if _plain(payload):
        try:
            return header_text(payload).encode("utf-8")
        except UnicodeEncodeError:
            pass  # a surrogate: rare, so it is only looked for once it has been met
    try:
        return rfc8785.dumps(_clean(payload))
    except (rfc8785.CanonicalizationError, RecursionError) as error:
        raise Misuse(f"An entry cannot be written to the ledger because it is no plain JSON: {error}.") from error


def _plain(value: Any) -> bool:
    """Whether the standard encoder and RFC 8785 agree on this value: no floats, ASCII keys, safe integers."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-_SAFE_INTEGER <= value <= _SAFE_INTEGER)
    if kind is dict:
        return all(type(key) is str and key.isascii() and _plain(item) for key, item in value.items())
    if kind is list or kind is tuple:
        return all(map(_plain, value))
    return False


def _clean(value: Any) -> Any:
    """The same value without surrogates, in strings and in keys."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, dict):
        clean = {without_surrogates(key) if isinstance(key, str) else key: _clean(item) for key, item in value.items()}
        if len(clean) != len(value):
            raise Misuse("An entry cannot be written to the ledger because two of its keys differ in surrogates only.")
        return clean
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
