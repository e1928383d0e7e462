"""What a reader is given of a report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportText:
    """One text with what is known of it. `published` is EDTF; `sha256` of the original bytes."""

    text: str
    id: str
    file: str
    title: str | None = None
    published: str | None = None
    language: str | None = None
    sha256: str = ""
    publisher: str | None = None
    collection: str | None = None
