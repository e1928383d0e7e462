"""Files that hold several reports: mailboxes, feeds, web archives. Each kind's reader yields what it finds, report by report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from onrecord.capture.captured import Captured, Given
from onrecord.capture.feeds import read_feed
from onrecord.capture.kinds import MB
from onrecord.capture.mail import MAX_MAIL, read_mail, read_mbox
from onrecord.capture.wacz import read_wacz
from onrecord.capture.warc import read_warc
from onrecord.errors import BadInput

Found = Iterator[Captured | BadInput]
Several = Callable[[BinaryIO, str, str, Given], Found]
"""Reads a stream that can be rewound; `where` names it in errors, `file` is its base name."""
MAX_FEED = 20 * MB


def _whole(read: Callable[[bytes, str, str, Given], Found], limit: int, name: str) -> Several:
    """A reader of bytes as one of streams. It refuses what is empty or over the limit."""

    def several(stream: BinaryIO, where: str, file: str, given: Given) -> Found:
        data = stream.read(limit + 1)
        if len(data) > limit:
            raise BadInput(f"{where} has more than {limit // MB} MB, and {name} of that size is not read: split it.")
        if not data.strip():
            raise BadInput(f"{where} is empty: put the report in it, or take the file out.")
        yield from read(data, where, file, given)

    return several


_FEED = _whole(read_feed, MAX_FEED, "a feed")

CONTAINERS: dict[str, Several] = {
    ".eml": _whole(partial(read_mail, depth=0), MAX_MAIL, "an e-mail"),
    ".mbox": read_mbox,
    ".rss": _FEED,
    ".atom": _FEED,
    ".xml": _FEED,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".wacz": read_wacz,
}
