"""What capture yields, and how a reading of one file becomes it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from onrecord.capture.encoding import without_surrogates
from onrecord.capture.language import language_of, tidy_code
from onrecord.claims import Capture, Label, Rendition

NO_TEXT = "The file has no text that can be read (scanned pages or pictures only): it is kept, and there is nothing to extract."


@dataclass(frozen=True, slots=True)
class Captured:
    """One captured report: what is known of it, its text, and its original bytes.

    `identity` is who it came from, where that is known: it is confidential and kept apart from everything else that is said of the
    report. `inside` is the SHA-256 of the e-mail that it was attached to.
    """

    capture: Capture
    rendition: Rendition
    original: bytes
    identity: str | None = None
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a user says of reports, and how they were got. It fills gaps and never overrides what a report says of itself.

    `published` is an EDTF date, `source` who a report came from (confidential), `by` who captures, `url` and `retrieved` the address
    that it was fetched from and what that told.
    """

    published: str | None = None
    publisher: str | None = None
    collection: str | None = None
    source: str | None = None
    label: Label | None = None
    by: str | None = None
    route: str = "file"
    url: str | None = None
    retrieved: dict[str, Any] | None = None


NOTHING = Given()


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
    identity: str | None = None


def finish(reading: Reading, original: bytes, file: str, given: Given = NOTHING, inside: str | None = None) -> Captured:
    """The report of a reading. What is `given` fills gaps and never overrides."""
    notices = list(reading.notices)
    sha256 = hashlib.sha256(original).hexdigest()
    text = without_surrogates(reading.text)
    text = text if text.strip() else ""
    title = _line(reading.title)
    said, notice = published_date(reading.published, filled=given.published is not None)
    language, doubt = tidy_code(_line(reading.language))
    url = _line(reading.url)
    if url is not None and not url.lower().startswith(("http://", "https://")):
        notices.append(f"The address “{_short(url)}” is no web address and was left out.")
        url = None
    if given.url is not None:
        url, other = _canonical(url, given.url)
        notices += [other] if other else []
    notices += [n for n in (notice, doubt) if n]
    language = language or language_of(text or title or "")
    capture = Capture(
        id=reading.id or sha256[:16],
        file=file,
        sha256=sha256,
        size=len(original),
        media_type=reading.media_type,
        title=title,
        published=said or given.published,
        publisher=_line(reading.publisher) or _line(given.publisher),
        language=language,
        url=url,
        route=given.route,
        collection=_line(reading.collection) or _line(given.collection),
        notices=tuple(notices),
        retrieved=given.retrieved,
        by=given.by,
        label=given.label,
    )
    identity = "; ".join(filter(None, (_line(reading.identity), _line(given.source)))) or None
    return Captured(capture, Rendition(text, reading.tool, title, language), original, identity, inside)


def _canonical(said: str | None, got: str) -> tuple[str, str | None]:
    """The address to keep of something that was fetched: the canonical one that it gives itself, where that is of the same host."""
    if said is None or said == got:
        return got, None
    try:
        own, other = (re.sub(r"^(www|m|amp)\.", "", (urlsplit(a).hostname or "").lower()) for a in (got, said))
    except ValueError:
        return got, None
    if own == other:
        return said, None
    return (
        got,
        f"The page calls itself {_short(said)}, and it was got from another host: the address that it was got from is kept.",
    )


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
