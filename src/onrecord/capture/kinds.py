"""The kinds of file that are read, by the ending of the name: which reader, and how large one may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from onrecord.capture.captured import Reading
from onrecord.capture.docx import read_docx
from onrecord.capture.html import read_html
from onrecord.capture.pdf import read_pdf
from onrecord.capture.text import read_text

MB = 1_000_000

Reader = Callable[[bytes, str], Reading]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name in a sentence, its reader, and the bytes above which one file is refused unread."""

    name: str
    read: Reader
    limit: int


_TEXT = Kind("a text", read_text, 50 * MB)
_HTML = Kind("a page", read_html, 20 * MB)

KINDS: dict[str, Kind] = {
    ".txt": _TEXT,
    ".text": _TEXT,
    ".md": Kind("a text", partial(read_text, markdown=True), 50 * MB),
    ".html": _HTML,
    ".htm": _HTML,
    ".pdf": Kind("a PDF", read_pdf, 200 * MB),
    ".docx": Kind("a Word document", read_docx, 200 * MB),
}
LINES = ".jsonl"
SEVERAL = (".eml", ".mbox", ".rss", ".atom", ".xml", ".warc", ".warc.gz", ".wacz")
"""Files that hold several reports, or may: `containers` reads them."""
READ = ", ".join([*KINDS, LINES, *SEVERAL])

_BY_TYPE = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md", "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "message/rfc822": ".eml",
    "application/mbox": ".mbox", "application/rss+xml": ".rss", "application/atom+xml": ".atom", "application/rdf+xml": ".xml",
    "application/xml": ".xml", "text/xml": ".xml", "application/warc": ".warc", "application/wacz": ".wacz",
    "application/jsonl": LINES, "application/x-ndjson": LINES,
}  # fmt: skip
_BY_START = ((b"%PDF-", ".pdf"), (b"WARC/1.", ".warc"))


def ending(path: Path) -> str:
    """The ending by which a file's kind is told, in lower case."""
    return ".warc.gz" if path.name.lower().endswith(".warc.gz") else path.suffix.lower()


def ending_of(media_type: str | None, name: str, start: bytes = b"") -> str:
    """The ending of what came without a file: by its first bytes, by its media type, by the name that it had; "" where none is known."""
    for mark, found in _BY_START:
        if start.lstrip()[:8].startswith(mark):
            return found
    said = (media_type or "").partition(";")[0].strip().lower()
    own = ending(Path(name))
    if said in ("", "application/octet-stream", "text/plain", "application/zip", "application/gzip", "binary/octet-stream"):
        if own in KINDS or own == LINES or own in SEVERAL:
            return own
    return _BY_TYPE.get(said, "")
