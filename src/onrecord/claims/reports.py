"""Captured documents, their texts, and the words in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from onrecord.claims.labels import Label, Sensitive


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of one rendition: `rendition.text[start:end] == text`, in code points. `within` is "text" or "title"."""

    text: str
    start: int
    end: int
    within: str = "text"

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start:
            raise ValueError(f"a mention cannot run from {self.start} to {self.end}")
        if self.end - self.start != len(self.text):
            raise ValueError(f"a mention from {self.start} to {self.end} cannot hold {len(self.text)} characters")
        if self.within not in ("text", "title"):
            raise ValueError(f"a mention stands in the text or the title, not in {self.within!r}")

    def to_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"text": self.text, "start": self.start, "end": self.end}
        return said if self.within == "text" else {**said, "in": self.within}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Mention:
        return cls(said["text"], said["start"], said["end"], said.get("in", "text"))


@dataclass(frozen=True, slots=True)
class Rendition:
    """One text of a report, by one tool and version. Never changed: a better one is a new one."""

    text: str
    tool: str
    title: str | None = None
    language: str | None = None

    def mention(self, start: int, end: int, within: str = "text") -> Mention:
        """The words from `start` to `end`; ValueError where the rendition does not reach that far."""
        whole = self.text if within == "text" else self.title or ""
        if not 0 <= start < end <= len(whole):
            raise ValueError(f"characters {start} to {end} are not in a {within} of {len(whole)} characters")
        return Mention(whole[start:end], start, end, within)

    def holds(self, mention: Mention) -> bool:
        """Whether the mention's words stand at its place."""
        whole = self.text if mention.within == "text" else self.title or ""
        return whole[mention.start : mention.end] == mention.text

    def checked(self, mention: Mention) -> Mention:
        """The mention itself; ValueError where its words do not stand at its place."""
        if not self.holds(mention):
            raise ValueError(f"{mention.text!r} does not stand at {mention.start} to {mention.end} of the {mention.within}")
        return mention


@dataclass(frozen=True, slots=True)
class Capture:
    """A captured document: its original bytes by SHA-256, and what is known of them.

    `route` is how it came: "file", "page" (the workbench), "direct" or "proxy" (over the network), "archive" (WARC), "feed" or
    "list" (a row of one);
    `retrieved` is what its fetching told: addresses, status, headers, time. `part_of` is the entry of the e-mail that it was
    attached to, `by` who captured it in the workbench, `label` who may see it where somebody said so.
    """

    id: str
    file: str
    sha256: str
    size: int
    media_type: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    route: str = "file"
    collection: str | None = None
    notices: tuple[str, ...] = ()
    retrieved: dict[str, Any] | None = None
    part_of: int | None = None
    by: str | None = None
    label: Label | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise ValueError("a SHA-256 is 64 lower-case hexadecimal digits")
        if "/" in self.file or "\\" in self.file:
            raise ValueError("a report's file is its base name only: paths tell of people")

    def to_json(self) -> dict[str, Any]:
        """As an entry holds it; what nobody said of a network, an e-mail, a person or a label is left out."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        said |= {"notices": list(self.notices), "label": self.label.to_json() if self.label else None}
        return {k: v for k, v in said.items() if v is not None or k not in ("retrieved", "part_of", "by", "label")}


@dataclass(frozen=True, slots=True)
class Collection:
    """A list or archive by one collector with one method: what estimation calls a list."""

    name: str
    collector: str
    method: str
    period: str | None = None
    territory: str | None = None
    scope: str | None = None

    def __post_init__(self) -> None:
        if not (self.name.strip() and self.collector.strip() and self.method.strip()):
            raise ValueError("a collection has a name, a collector and a method")


@dataclass(frozen=True, slots=True)
class Report:
    """A capture as the record holds it: under which number, since when, from which collection, who may see its original.

    The metadata of an original may tell of whoever sent it: it is confidential until a person says otherwise.
    """

    capture: Capture
    number: int
    captured: datetime
    collection: Collection | None = None
    label: Label = field(default_factory=lambda: Label.of(Sensitive.ORIGINAL_METADATA))

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("a report's number is that of its entry in the ledger, from 1")
        if self.captured.tzinfo is None:
            raise ValueError("the time of a capture carries its time zone")
