"""Web archives: WARC (ISO 28500) and WACZ (WACZ 1.1.1), read as a stream within bounds. Nothing is fetched.

Of each response the body is the original, decoded as its head says; addresses, status, head and time are kept beside it. Pictures,
scripts and styles are passed over. A record whose digest does not fit, and a WACZ whose files do not, are refused: they were changed.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from onrecord.capture.captured import NOTHING, Captured, Given, finish
from onrecord.capture.kinds import KINDS, MB, ending_of
from onrecord.errors import BadInput

MAX_BODY = 200 * MB
"""Bytes of one response; larger ones are passed over."""
MAX_HEAD = 1_000_000
KEPT_HEADS = (
    "age", "cache-control", "content-disposition", "content-encoding", "content-language", "content-length", "content-location",
    "content-type", "date", "etag", "expires", "last-modified", "link", "location", "memento-datetime", "server", "via",
    "x-archive-orig-date",
)  # fmt: skip
"""The heads of an answer that are kept. Others may tell of whoever asked: cookies, addresses, places."""
_GOOD = (200, 203)
_READ = frozenset(KINDS)
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a WARC: its heads (names in lower case) and its block; None for a block that is too large."""

    heads: dict[str, str]
    block: bytes | None


class _Unpacked:
    """The bytes of a WARC, unpacked where it is in gzip, member after member, never more than is asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = stream.read(_CHUNK)
        self._packed = self._held[:2] == b"\x1f\x8b"
        self._raw, self._engine = b"", zlib.decompressobj(31)
        if self._packed:
            self._raw, self._held = self._held, b""

    def _more(self) -> bytes:
        """Some more bytes, at most _CHUNK of them; empty at the end."""
        if not self._packed:
            return self._stream.read(_CHUNK)
        while True:
            if self._engine.eof:
                self._raw = self._engine.unused_data or self._stream.read(_CHUNK)
                self._engine = zlib.decompressobj(31)
            elif not self._raw:
                self._raw = self._stream.read(_CHUNK)
            if not self._raw:
                return b""
            found = self._engine.decompress(self._raw, _CHUNK)
            self._raw = self._engine.unconsumed_tail
            if found:
                return found

    def line(self) -> bytes:
        """A line with its end; empty at the end of all. ValueError where it is too long."""
        while (at := self._held.find(b"\n")) < 0:
            more = self._more()
            if not more:
                at = len(self._held) - 1
                break
            if len(self._held) > MAX_HEAD:
                raise ValueError("a line of its head is too long")
            self._held += more
        found, self._held = self._held[: at + 1], self._held[at + 1 :]
        return found

    def take(self, size: int, keep: bool) -> bytes | None:
        """The next `size` bytes, or None where they are not kept. EOFError where there are fewer."""
        parts, left = [], size
        while left:
            if not self._held:
                self._held = self._more()
                if not self._held:
                    raise EOFError
            part, self._held = self._held[:left], self._held[left:]
            left -= len(part)
            if keep:
                parts.append(part)
        return b"".join(parts) if keep else None


def records(stream: BinaryIO) -> Iterator[Record]:
    """The records of a WARC in order. ValueError, EOFError and zlib.error where it is none, or cut off."""
    source = _Unpacked(stream)
    while True:
        line = source.line()
        while line and not line.strip():
            line = source.line()
        if not line:
            return
        if not line.startswith(b"WARC/"):
            raise ValueError("a record does not begin with WARC/")
        heads = _heads(source.line)
        length = heads.get("content-length", "")
        if not length.isdecimal() or len(length) > 15:
            raise ValueError("a record does not say its length")
        wanted = heads.get("warc-type") in ("response", "resource") and int(length) <= MAX_BODY
        yield Record(heads, source.take(int(length), wanted))


def _heads(line: Callable[[], bytes]) -> dict[str, str]:
    """Header lines up to the empty one; the first of a name counts."""
    found: dict[str, str] = {}
    size, last = 0, ""
    while (said := line()).strip():
        size += len(said)
        if size > MAX_HEAD:
            raise ValueError("its heads are too long")
        words = said.decode("utf-8", "replace").rstrip("\r\n")
        if words[:1] in (" ", "\t") and last:
            found[last] += f" {words.strip()}"
            continue
        name, colon, value = words.partition(":")
        if colon:
            last = name.strip().lower()
            found.setdefault(last, value.strip())
    return found


def read_warc(
    stream: BinaryIO, where: str, file: str, given: Given = NOTHING, pages: frozenset[str] | None = None
) -> Iterator[Captured | BadInput]:
    """A report for each page or document of a WARC; of the addresses in `pages` only, where they are given."""
    found = number = 0
    try:
        for number, record in enumerate(records(stream), start=1):
            for item in _of_record(record, f"{where}, record {number},", file, given, pages):
                found += 1
                yield item
    except (ValueError, EOFError, zlib.error, OSError) as error:
        cut = isinstance(error, EOFError) or (isinstance(error, zlib.error) and number)
        why = "it is cut off" if cut else "it is no WARC" if not number else str(error)
        yield BadInput(f"{where} cannot be read after record {number} ({why}): get or save it again.")
        return
    if not found:
        yield BadInput(f"{where} holds no page or document that can be read: pictures, scripts and refusals are passed over.")


def _of_record(
    record: Record, where: str, file: str, given: Given, pages: frozenset[str] | None
) -> Iterator[Captured | BadInput]:
    address = record.heads.get("warc-target-uri", "").strip("<>")
    if record.block is None or not address.startswith(("http://", "https://")):
        return
    status, heads, body = 200, {"content-type": record.heads.get("content-type", "")}, record.block
    if record.heads["warc-type"] == "response":
        status, heads, body = _response(record.block)
    kind = ending_of(heads.get("content-type"), address.partition("?")[0].rpartition("/")[2], body[:200])
    if status not in _GOOD or kind not in _READ or (pages is not None and kind == ".html" and address not in pages):
        return
    if wrong := _digest_fault(record, body):
        yield BadInput(
            f"{where} ({address[:200]}) was changed since it was archived ({wrong}): get the archive again from whoever made it."
        )
        return
    try:
        plain = _plain(heads, body)
        retrieved = {
            "asked": address, "final": address, "status": status, "time": record.heads.get("warc-date"),
            "heads": {k: heads[k] for k in KEPT_HEADS if k in heads}, "warc_record": record.heads.get("warc-record-id"),
            **({"archive": given.retrieved} if given.retrieved else {}),
        }  # fmt: skip
        how = replace(given, url=address, retrieved=retrieved, route="archive")
        yield finish(KINDS[kind].read(plain, where), plain, file, how)
    except BadInput as error:
        yield error


def _response(block: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, heads and body of an HTTP response as it went over the wire."""
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark, 0, MAX_HEAD)) >= 0]
    if not ends:
        return 0, {}, b""
    at, length = min(ends)
    lines = block[:at].splitlines()
    words = lines[0].split() if lines else []
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() and len(words[1]) == 3 else 0
    rest = iter([*(line + b"\n" for line in lines[1:]), b"\n"])
    return status, _heads(lambda: next(rest, b"")), block[at + length :]


def _plain(heads: dict[str, str], body: bytes) -> bytes:
    """A body without its transfer and content encodings. BadInput where it unpacks to too much, or its encoding is not known."""
    if "chunked" in heads.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for coding in reversed(heads.get("content-encoding", "").lower().replace(" ", "").split(",")):
        if coding in ("", "identity"):
            continue
        if coding not in ("gzip", "x-gzip", "deflate"):
            raise BadInput(f"A page is packed as “{coding[:20]}”, which is not read: archive it again without.")
        body = _unpacked(body, coding)
    return body


def _unchunked(body: bytes) -> bytes:
    """The body out of its chunks; as it is where it is in none, since some archives keep the head and not the chunks."""
    parts: list[bytes] = []
    at = 0
    while (end := body.find(b"\r\n", at, at + 40)) >= 0:
        try:
            size = int(body[at:end].split(b";")[0], 16)
        except ValueError:
            return body
        if size == 0:
            return b"".join(parts)
        if size < 0 or end + 2 + size > len(body):
            return body
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 4 + size
    return body


def _unpacked(body: bytes, coding: str) -> bytes:
    for bits in (31,) if coding != "deflate" else (15, -15):
        engine = zlib.decompressobj(bits)
        try:
            found = engine.decompress(body, MAX_BODY + 1)
        except zlib.error:
            continue
        if len(found) > MAX_BODY:
            raise BadInput(f"A page unpacks to more than {MAX_BODY // MB} MB: it was left out.")
        return found
    return body  # said to be packed, and is not: archives keep such heads


def _digest_fault(record: Record, body: bytes) -> str | None:
    """What is wrong with a record's digests; None where they fit, or there are none of a kind that is known.

    A payload digest is of the body, and some tools take it without its chunks (IIPC, WARC 1.1, annotation on payload digests).
    """
    block = record.block or b""
    for name, candidates in (("warc-block-digest", [block]), ("warc-payload-digest", [body, _unchunked(body), block])):
        kind, _, said = record.heads.get(name, "").partition(":")
        if kind.lower().replace("-", "") not in ("sha1", "sha256", "md5") or not said:
            continue
        digests = [hashlib.new(kind.lower().replace("-", ""), c, usedforsecurity=False).digest() for c in candidates]
        if not any(said.strip().lower().rstrip("=") in _spellings(d) for d in digests):
            return f"its {name.removeprefix('warc-').replace('-', ' ')} does not fit"
    return None


def _spellings(digest: bytes) -> tuple[str, str]:
    return digest.hex(), base64.b32encode(digest).decode().lower().rstrip("=")
