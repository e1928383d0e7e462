"""Word documents by python-docx, in the document's order; checked for what unpacks to too much before any of it is parsed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from onrecord.capture.captured import NO_TEXT, Reading
from onrecord.errors import BadInput

MAX_UNPACKED = 200_000_000
"""Bytes of all parts together, counted while they are unpacked: what a header says of its size may be a lie."""
MAX_XML = 50_000_000
"""Bytes of one XML part: its tree takes some ten times as much."""
MAX_RATIO = 200
"""How many times larger than packed a part of more than MAX_XML may be."""
MAX_PARTS = 20_000

_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DECLARATIONS = tuple(word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be"))


def read_docx(data: bytes, where: str) -> Reading:
    """The reading of a Word document's bytes; `where` names the file in errors. Raises BadInput where it cannot be read."""
    if data.startswith(_OLE):
        raise BadInput(f"{where} is encrypted or in Word's old format: save a copy as .docx without a password.")
    names = check_parts(data, where)
    import docx  # slow to load, so only for a document

    try:
        document = docx.Document(io.BytesIO(data))
        text = "\n".join(_blocks(document.element.body))
        # Where a file has none, python-docx makes up properties with a title of its own.
        core = document.core_properties if "docProps/core.xml" in names else None
        title, language = (core.title, core.language) if core else ("", "")
    except Exception as error:  # python-docx and lxml raise a dozen kinds on a broken file
        raise BadInput(f"{where} is not a Word document that can be read ({type(error).__name__}): save it again.") from None
    return Reading(
        text=text if text.strip() else "",
        tool=f"python-docx/{version('python-docx')}",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        title=title or None,
        language=language or None,
        notices=() if text.strip() else (NO_TEXT,),
    )


def check_parts(
    data: bytes, where: str, what: str = "a Word document", remedy: str = "save its text in a new document"
) -> frozenset[str]:
    """The names of the parts, after unpacking every one of them once and throwing it away. Raises BadInput where that is too much."""
    bomb = BadInput(f"{where} unpacks to more than a report can hold, so it was not opened: {remedy}.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            members = parts.infolist()
            if len(members) > MAX_PARTS or sum(m.file_size for m in members) > MAX_UNPACKED:
                raise bomb
            total = 0
            for member in members:
                total += _unpacked(parts, member, where, MAX_UNPACKED - total, bomb, remedy)
            return frozenset(parts.namelist())
    except RuntimeError:  # zipfile's word for a part that needs a password
        raise BadInput(f"{where} is encrypted: save a copy without a password and capture that.") from None
    except BadInput:
        raise
    except Exception as error:  # zipfile and its decompressors raise many kinds on a broken file
        raise BadInput(f"{where} is not {what} that can be read ({type(error).__name__}): save it again.") from None


def _unpacked(
    parts: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    where: str,
    left: int,
    bomb: BadInput,
    remedy: str = "save its text in a new document",
) -> int:
    """The true size of one part. Raises `bomb` where it is too much, BadInput where it declares entities."""
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    size, tail = 0, b""
    with parts.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            packed_too_well = size > MAX_XML and size > MAX_RATIO * max(1, member.compress_size)
            if size > left or packed_too_well or (is_xml and size > MAX_XML):
                raise bomb
            if is_xml and any(word in tail + chunk for word in _DECLARATIONS):
                raise BadInput(f"{where} declares XML entities, which no word processor writes: {remedy}.")
            tail = chunk[-32:]
    return size


def _blocks(element: Any) -> Iterator[str]:
    """The paragraphs and table rows under an element, in order, also those in content controls and tracked insertions.

    lxml refuses documents deeper than 256, which bounds the recursion.
    """
    for child in element:
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                if _nearest(row, "tbl") is child:
                    cells = ("\n".join(_blocks(cell)).strip() for cell in row.iter(f"{_W}tc") if _nearest(cell, "tr") is row)
                    yield "\t".join(cells)
        elif child.tag not in (f"{_W}del", f"{_W}moveFrom", _FALLBACK, f"{_W}sectPr"):
            yield from _blocks(child)


def _nearest(element: Any, name: str) -> Any:
    return next(element.iterancestors(f"{_W}{name}"), None)


def _paragraph(paragraph: Any) -> Iterator[str]:
    """A paragraph's text, then that of the text boxes anchored in it."""
    words: list[str] = []
    boxes: list[Any] = []
    _run(paragraph, words, boxes)
    yield "".join(words)
    for box in boxes:
        yield from _blocks(box)


def _run(element: Any, words: list[str], boxes: list[Any]) -> None:
    for child in element:
        if child.tag == f"{_W}t":
            words.append(child.text or "")
        elif child.tag == f"{_W}tab":
            words.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            words.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            words.append("-")
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag not in (f"{_W}pPr", f"{_W}rPr", f"{_W}del", f"{_W}moveFrom", _FALLBACK):
            _run(child, words, boxes)
