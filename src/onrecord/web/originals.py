"""An original as it can be looked at without running anything of it: pages of a PDF as pictures, all else as inert words."""

from __future__ import annotations

import re
import struct
import zlib

from onrecord.capture.encoding import decode
from onrecord.errors import BadInput
from onrecord.languages import gettext

MOST_CHARACTERS = 200_000
"""Of an original's words on a page."""
_SCALE = 1.6  # 115 dots an inch: small print can be read, and a page is some 100 KB
_LARGEST = 12_000_000
"""Pixels of a picture of a page."""


def pages_of(original: bytes) -> int:
    """How many pages a PDF has; BadInput where it cannot be opened."""
    with _opened(original) as document:
        return len(document)


def picture(original: bytes, page: int) -> bytes:
    """A page of a PDF (from 1) as PNG. BadInput where there is no such page, or it cannot be drawn."""
    with _opened(original) as document:
        if not 1 <= page <= len(document):
            raise BadInput(
                gettext("This document has %(number)s pages, and no page %(page)s.", number=len(document), page=page)
            )
        drawn = document[page - 1]
        width, height = drawn.get_size()
        scale = min(_SCALE, (_LARGEST / max(1.0, width * height)) ** 0.5)
        bitmap = drawn.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, grayscale=False)
        return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)


def _opened(original: bytes):  # type: ignore[no-untyped-def]  # pypdfium2 has no types
    import pypdfium2  # type: ignore[import-untyped]

    try:
        return pypdfium2.PdfDocument(original)
    except pypdfium2.PdfiumError as error:
        raise BadInput(gettext("This PDF cannot be opened any more; its words are in the record all the same.")) from error


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """RGB or RGBA rows as a PNG (ISO/IEC 15948)."""
    rows = b"".join(b"\0" + pixels[y * stride : y * stride + width * channels] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def words(original: bytes) -> tuple[str, bool]:
    """An original's bytes as text, in the encoding in which it was read, and whether there is more of it than is shown."""
    part = original[: MOST_CHARACTERS * 4]
    decoded = decode(part)
    text = decoded.text if decoded is not None else part.decode("utf-8", errors="replace")
    return text[:MOST_CHARACTERS], len(text) > MOST_CHARACTERS or len(original) > MOST_CHARACTERS * 4


def found(original: str, text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """Where words of a report's text stand in its original's words: at the same place in plain text, else the one place, or the one of as
    many, that reads the same. None where that is not known."""
    start, end = span
    wanted = text[start:end]
    if not wanted.strip():
        return None
    if original[start:end] == wanted and original[:start] == text[:start]:
        return span
    places = [m.start() for m in re.finditer(re.escape(wanted), original)]
    here = [m.start() for m in re.finditer(re.escape(wanted), text)]
    at = places[0] if len(places) == 1 else places[here.index(start)] if len(places) == len(here) and start in here else None
    return None if at is None else (at, at + len(wanted))
