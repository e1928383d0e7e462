"""Plain text and Markdown: decoded, its byte-order mark removed, otherwise held as it is (CRLF, NFD kept)."""

from __future__ import annotations

import re

from onrecord.capture.captured import Reading
from onrecord.capture.encoding import decode
from onrecord.errors import BadInput

TOOL = "onrecord-text/1"
TITLE_LIMIT = 1_000
"""Characters: a text without line breaks must not become its own title whole."""

_FIRST_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_OTHER_KINDS = ((b"%PDF-", "a PDF", ".pdf"), (b"PK\x03\x04", "a ZIP or Word file", ".docx"))


def read_text(data: bytes, where: str, *, markdown: bool = False) -> Reading:
    """The reading of a plain text's bytes; `where` names the file in errors. Raises BadInput where it is no text."""
    for start, kind, ending in _OTHER_KINDS:
        if data.startswith(start):
            raise BadInput(f"{where} is not a text but {kind}: give it its right ending, such as {ending}.")
    decoded = decode(data)
    if decoded is None:
        raise BadInput(f"{where} is not a text (its bytes are binary): save the report as text in UTF-8, or take the file out.")
    if not decoded.text.strip():
        raise BadInput(f"{where} holds nothing but white space: put the report's text in it, or take the file out.")
    return Reading(
        text=decoded.text,
        tool=TOOL,
        media_type="text/markdown" if markdown else "text/plain",
        title=first_line(decoded.text, markdown=markdown),
        notices=(decoded.notice,) if decoded.notice else (),
    )


def first_line(text: str, *, markdown: bool = False) -> str | None:
    """The first line that is not empty, without white space around it (and without Markdown's heading marks)."""
    match = _FIRST_LINE.search(text)
    if match is None:
        return None
    line = match[0].strip()[:TITLE_LIMIT]
    return (line.lstrip("#").strip() or line) if markdown else line
