"""What capture yields, and how a reading of one file becomes it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from onrecord.capture.encoding import without_surrogates
from onrecord.capture.language import language_of, tidy_code
from onrecord.claims import Capture, Rendition

NO_TEXT = "The file has no text that can be read (scanned pages or pictures only): it is kept, and there is nothing to extract."


@dataclass(frozen=True, slots=True)
class Captured:
    """One captured report: what is known of it, its text, and its original bytes."""

    capture: Capture
    rendition: Rendition
    original: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader of one kind of file found: the text and what the file says of itself, unchecked."""

    text: str
    tool: str
    media_type: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    collection: str | None = None
    id: str | None = None
    notices: tuple[str, ...] = ()


def finish(reading: Reading, original: bytes, file: str, published: str | None = None) -> Captured:
    """The report of a reading. `published`, an EDTF date by the user, fills a gap and never overrides."""
    notices = list(reading.notices)
    sha256 = hashlib.sha256(original).hexdigest()
    text = without_surrogates(reading.text)
    text = text if text.strip() else ""
    title = _line(reading.title)
    said, notice = published_date(reading.published, filled=published is not None)
    language, doubt = tidy_code(_line(reading.language))
    url = _line(reading.url)
    if url is not None and not url.lower().startswith(("http://", "https://")):
        notices.append(f"The address “{_short(url)}” is no web address and was left out.")
        url = None
    notices += [n for n in (notice, doubt) if n]
    language = language or language_of(text or title or "")
    capture = Capture(
        id=reading.id or sha256[:16],
        file=file,
        sha256=sha256,
        size=len(original),
        media_type=reading.media_type,
        title=title,
        published=said or published,
        publisher=_line(reading.publisher),
        language=language,
        url=url,
        collection=_line(reading.collection),
        notices=tuple(notices),
    )
    return Captured(capture, Rendition(text, reading.tool, title, language), original)


def published_date(said: str | None, *, filled: bool = False) -> tuple[str | None, str | None]:
    """The EDTF date of what a file says of its publication, or a sentence why it is none.

    `filled` tells that the user's own date will stand in, so that the sentence says so.
    """
    from onrecord.dates import parse_published

    line = _line(said)
    if line is None:
        return None, None
    if date := parse_published(line):
        return date, None
    rest = "the date given for all reports is used" if filled else "the report is kept without a date"
    return None, f"The publication date “{_short(line)}” in the file is not a date: {rest}."


def _line(text: str | None) -> str | None:
    """A metadata value on one line, or None where it is empty."""
    if text is None:
        return None
    return " ".join(without_surrogates(text).replace("\x00", " ").split()) or None


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
