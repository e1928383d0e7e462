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
READ = ", ".join([*KINDS, LINES])


def ending(path: Path) -> str:
    """The ending by which a file's kind is told, in lower case."""
    return path.suffix.lower()
