"""E-mail by the standard library: one message (.eml), or many (.mbox), each a report of its own beside its attachments.

The text is the message's own words: its plain part, else its page's. Who sent it, and to whom, is a source's identity: it is kept
apart and confidential, and stands in no field of the report. The message's bytes are the original.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import BinaryIO

from onrecord.capture.captured import NOTHING, Captured, Given, Reading, finish
from onrecord.capture.encoding import decode_declared
from onrecord.capture.flat import flat_text
from onrecord.capture.kinds import KINDS, MB, ending_of
from onrecord.errors import BadInput

TOOL = "onrecord-mail/1"
MAX_MAIL = 50 * MB
MAX_PARTS = 500
MAX_DEPTH = 20
"""Messages within messages, and parts within parts."""
_LINE = 1 << 20
_NO_WORDS = "The e-mail has no words of its own."


def read_mail(data: bytes, where: str, file: str, given: Given = NOTHING, depth: int = 0) -> Iterator[Captured | BadInput]:
    """The report of a message's bytes, then those of its attachments that can be read. Raises BadInput where it is no message."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        heads = {name: _head(message, name) for name in ("From", "To", "Subject", "Date", "Message-ID", "Received")}
        parts = list(_leaves(message))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:  # what malformed messages lead it to
        raise BadInput(f"{where} is no e-mail that can be read ({type(error).__name__}): save its text in a file.") from None
    if not any(heads[name] for name in ("From", "Subject", "Date", "Message-ID", "Received")):
        raise BadInput(f"{where} is no e-mail (it has no sender, subject or date): save the message again as .eml.")
    text, notices = _text(parts)
    attached = [part for part in parts if _is_attachment(part)]
    sender = _identity(message)
    if sender and any(word in text for word in _addresses(message)):
        notices.append(
            "The words of this e-mail hold an address of whoever sent or got it: mind that before they are shown to others."
        )
    attachments = [*_attachments(attached, where, file, given, hashlib.sha256(data).hexdigest(), depth, notices)]
    reading = Reading(
        text=text, tool=TOOL, media_type="message/rfc822", title=heads["Subject"], published=_day(heads["Date"]), identity=sender,
        notices=tuple(notices),
    )  # fmt: skip
    yield finish(reading, data, file, given)
    yield from attachments


def read_mbox(stream: BinaryIO, where: str, file: str, given: Given = NOTHING) -> Iterator[Captured | BadInput]:
    """The reports of a mailbox, message by message: it is never held whole. Errors of one message are yielded."""
    found = False
    for number, data in enumerate(_messages(stream), start=1):
        found = True
        name = f"{where}, message {number},"
        if data is None:
            yield BadInput(
                f"{name} has more than {MAX_MAIL // MB} MB: take it out of the mailbox, and save its attachments as files."
            )
            continue
        try:
            yield from read_mail(data, name, file, given)
        except BadInput as error:
            yield error
    if not found:
        yield BadInput(
            f"{where} is no mailbox (no line begins with “From ”): export it again as mbox, or save messages as .eml."
        )


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bytes of each message, as they stand; None for one that is too large. A message begins at "From " after an empty line."""
    held: bytearray | None = None
    too_large, blank = False, True
    while line := stream.readline(_LINE):
        if blank and line.startswith(b"From "):
            if held is not None:
                yield None if too_large else _trimmed(held)
            held, too_large, blank = bytearray(), False, False
            while line and not line.endswith(b"\n"):  # the rest of a very long first line
                line = stream.readline(_LINE)
            continue
        if held is not None:
            too_large = too_large or len(held) + len(line) > MAX_MAIL
            if not too_large:
                held += line
        elif line.strip():
            return
        blank = line in (b"\n", b"\r\n")
    if held is not None:
        yield None if too_large else _trimmed(held)


def _trimmed(held: bytearray) -> bytes:
    """A message without the empty line that parts it from the next."""
    for end in (b"\r\n\r\n", b"\n\n"):
        if held.endswith(end):
            return bytes(held[: -len(end) // 2])
    return bytes(held)


def _head(message: Message, name: str) -> str | None:
    """A header's words, or None where it is not there or cannot be read."""
    try:
        value = message.get(name)
        return str(value).strip() or None if value is not None else None
    except Exception:  # the standard parser raises many kinds on malformed headers
        return None


def _day(said: str | None) -> str | None:
    """The day on which a message says that it was written, where it was written."""
    try:
        return parsedate_to_datetime(said).date().isoformat() if said else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return said if said and _is_day(said[:10]) else None


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _identity(message: Message) -> str | None:
    """Who sent a message, and to whom: one line each, of at most 300 characters."""
    said = [f"{name}: {value[:300]}" for name in ("From", "Reply-To", "To", "Cc") if (value := _head(message, name))]
    return "; ".join(said) or None


def _addresses(message: Message) -> set[str]:
    heads = [value for name in ("From", "Reply-To", "To", "Cc") if (value := _head(message, name))]
    return {address for _, address in getaddresses(heads) if len(address) > 4 and "@" in address}


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something; of alternatives the plain one, else the last."""
    if depth > MAX_DEPTH:
        raise ValueError("parts within parts too deep")
    kind = message.get_content_type()
    if kind == "message/rfc822" or not message.is_multipart():
        yield message
        return
    payload = message.get_payload()
    parts = [p for p in payload if isinstance(p, Message)][:MAX_PARTS] if isinstance(payload, list) else []
    if kind == "multipart/alternative" and parts:
        plain = [p for p in parts if p.get_content_type() == "text/plain" and _words(p).strip()]
        parts = plain[:1] or parts[-1:]
    for part in parts:
        yield from _leaves(part, depth + 1)


def _is_attachment(part: Message) -> bool:
    if part.get_content_disposition() == "attachment" or part.get_content_type() == "message/rfc822":
        return True
    return bool(part.get_filename()) or part.get_content_maintype() != "text"


def _text(parts: list[Message]) -> tuple[str, list[str]]:
    """The words of the parts that are no attachments."""
    texts = [_words(part) for part in parts if not _is_attachment(part)]
    text = "\n\n".join(t.strip("\n") for t in texts if t.strip())
    return text, [] if text else [_NO_WORDS]


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _words(part: Message) -> str:
    data = _bytes(part)
    decoded = decode_declared(data, part.get_content_charset())
    if decoded is None:
        return data.decode("utf-8", "replace")
    return flat_text(decoded.text) if part.get_content_type() == "text/html" else decoded.text.replace("\r\n", "\n")


def _attachments(
    parts: list[Message], where: str, file: str, given: Given, inside: str, depth: int, notices: list[str]
) -> Iterator[Captured | BadInput]:
    """The reports of a message's attachments; what is not read gets its sentence in `notices` of the message."""
    for number, part in enumerate(parts[:MAX_PARTS], start=1):
        name = (_filename(part) or f"attachment {number}").replace("\\", "/").rsplit("/", 1)[-1][:200] or f"attachment {number}"
        kind = ".eml" if part.get_content_type() == "message/rfc822" else ending_of(part.get_content_type(), name)
        called = f"{where.rstrip(',')}, attachment “{name}”,"
        try:
            if kind == ".eml" and depth < MAX_DEPTH:
                yield from _within(read_mail(_inner(part), called, name, given, depth + 1), inside)
            elif kind in KINDS:
                data = _bytes(part)
                yield finish(KINDS[kind].read(data, called), data, name, given, inside)
            else:
                notices.append(
                    f"The attachment “{name}” ({part.get_content_type()}) is not read: it stays in the e-mail's original."
                )
        except BadInput as error:
            notices.append(f"{error} It stays in the e-mail's original.")


def _within(found: Iterator[Captured | BadInput], inside: str) -> Iterator[Captured | BadInput]:
    """A message within a message, with what it is inside of; its own attachments stay inside it."""
    from dataclasses import replace

    for item in found:
        yield replace(item, inside=inside) if isinstance(item, Captured) and item.inside is None else item


def _inner(part: Message) -> bytes:
    payload = part.get_payload()
    first = payload[0] if isinstance(payload, list) and payload else None
    if isinstance(first, EmailMessage | Message):
        try:
            return first.as_bytes(policy=policy.compat32)
        except Exception:  # what cannot be written again as it was
            raise BadInput("A message within the e-mail cannot be read.") from None
    return _bytes(part)


def _filename(part: Message) -> str | None:
    try:
        name = part.get_filename()
    except Exception:  # malformed parameters
        return None
    return " ".join("".join(c if c.isprintable() else " " for c in name).split()) if name else None
