"""PDF by PDFium: the text layer page by page. A PDF of scans has none: it is kept, and says so."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from onrecord.capture.captured import NO_TEXT, Reading
from onrecord.errors import BadInput

MAX_TEXT = 50_000_000
"""Characters of text in one PDF."""

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of PDFium's fpdfview.h
_SECURITY_ERROR = 5
# Titles that the program that wrote the file put there, and nobody chose.
_NO_TITLE = re.compile(
    r"untitled.*|microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pdf|odt|rtf|indd|tmp|txt|html?)", re.IGNORECASE
)


def read_pdf(data: bytes, where: str) -> Reading:
    """The reading of a PDF's bytes; `where` names the file in errors. Raises BadInput where it is encrypted or broken.

    The creation date in its metadata is not taken: it is when the file was made, not when the report was published.
    """
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD_ERROR, _SECURITY_ERROR) or "password" in str(error).lower():
            raise BadInput(f"{where} is an encrypted PDF: save a copy without a password and capture that.") from None
        raise BadInput(f"{where} is not a PDF that can be read (broken or cut off): get or save it again.") from None
    try:
        text, unread = _text(document, where)
        title = _title(document)
    finally:
        document.close()
    notices = [f"Page {number} could not be read." for number in unread[:20]]
    if len(unread) > 20:
        notices.append(f"{len(unread) - 20} more pages could not be read.")
    if not text.strip():
        notices.append(NO_TEXT)
    return Reading(
        text=text if text.strip() else "",
        tool=f"pypdfium2/{version('pypdfium2')}",
        media_type="application/pdf",
        title=title,
        notices=tuple(notices),
    )


def page_at(data: bytes, place: int) -> int | None:
    """The page (from 1) on which a character of the text that `read_pdf` gives stands; None where the PDF has changed or has none."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    try:
        end = -1
        for number, words in _pages(document, "the PDF")[0].items():
            end += len(words) + 1  # the line break between pages
            if place <= end:
                return number
        return None
    finally:
        document.close()


def _text(document: Any, where: str) -> tuple[str, list[int]]:
    """The pages' text, a line break between pages, and the numbers of the pages that could not be read."""
    pages, unread = _pages(document, where)
    return "\n".join(pages.values()), unread


def _pages(document: Any, where: str) -> tuple[dict[int, str], list[int]]:
    """The text of each page that has any, by its number, and the numbers of the pages that could not be read."""
    import pypdfium2 as pdfium

    pages: dict[int, str] = {}
    unread: list[int] = []
    length = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            unread.append(number + 1)
            continue
        try:
            textpage = page.get_textpage()
            words = tidy(textpage.get_text_range())
            textpage.close()
        except pdfium.PdfiumError:
            unread.append(number + 1)
            continue
        finally:
            page.close()
        length += len(words)
        if length > MAX_TEXT:
            raise BadInput(f"{where} holds more than {MAX_TEXT // 1_000_000} million characters: split it into its reports.")
        if words.strip():
            pages[number + 1] = words.strip("\n")
    return pages, unread


def tidy(text: str) -> str:
    """PDFium's text with plain line ends, and without the marks that it puts where a line's end hyphenates a word."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("￾", "").replace("\x02", "").replace("\x00", "")


def _title(document: Any) -> str | None:
    try:
        title = str(document.get_metadata_dict().get("Title") or "").replace("\x00", "").strip()
    except Exception:  # broken metadata is no reason to lose the text
        return None
    return title if title and not _NO_TITLE.fullmatch(title) else None
