"""RSS and Atom feeds (RSS 0.9 to 2.0, RFC 4287) by lxml: each item a report with its link. Nothing that an item links to is fetched.

An item's own XML is its original, so that the same item in a later copy of the feed is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from onrecord.capture.captured import NOTHING, Captured, Given, Reading, finish
from onrecord.capture.flat import flat_text
from onrecord.errors import BadInput

TOOL = "onrecord-feed/1"
MAX_ITEMS = 5_000
_TEXTS = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")


def read_feed(data: bytes, where: str, file: str, given: Given = NOTHING) -> Iterator[Captured | BadInput]:
    """A report for each item of a feed's bytes. Raises BadInput where they are no feed; an item without words is yielded as one."""
    root = _root(data, where)
    head = next((e for e in root if _name(e) == "channel"), root)
    publisher = _words(next((e for e in head if _name(e) == "title"), None))
    language = _words(next((e for e in head if _name(e) == "language"), None)) or root.get(_XML_LANG)
    items = [e for e in root.iter() if _name(e) in ("item", "entry")]
    if not items:
        yield BadInput(f"{where} is a feed without items: there is nothing in it to read.")
    for number, item in enumerate(items[:MAX_ITEMS], start=1):
        try:
            yield _item(item, f"{where}, item {number},", file, given, publisher, language)
        except BadInput as error:
            yield error
    if len(items) > MAX_ITEMS:
        yield BadInput(f"{where} has {len(items)} items, and {MAX_ITEMS} of a feed are read: split it.")


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _root(data: bytes, where: str) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    # No entity is resolved and nothing is fetched: what a feed declares cannot grow.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(f"{where} is no XML that can be read ({type(error).__name__}): get the feed again.") from None
    if root is None or _name(root) not in ("rss", "RDF", "feed"):
        what = f"XML of the kind “{_name(root)[:40]}”" if root is not None and _name(root) else "no XML"
        raise BadInput(f"{where} is {what}, and no RSS or Atom feed: give reports as text, HTML, PDF or DOCX.")
    return root


def _item(item: Any, where: str, file: str, given: Given, publisher: str | None, language: str | None) -> Captured:
    from dataclasses import replace

    from lxml import etree

    held: dict[str, Any] = {}
    for child in item:
        held.setdefault(_name(child), child)
    title = _plain(held.get("title"))
    text = max((_plain(held[name]) or "" for name in _TEXTS if name in held), key=len, default="")
    if not text and not title:
        raise BadInput(f"{where} has neither a title nor words: it was left out.")
    original = etree.tostring(item, encoding="utf-8", with_tail=False)
    link = _link(item)
    reading = Reading(
        text=text, tool=TOOL, media_type="application/xml", title=title, url=link, publisher=publisher, language=language,
        published=next((d for name in _DATES if (d := _day(_words(held.get(name))))), None),
    )  # fmt: skip
    retrieved = {**given.retrieved, "feed": True} if given.retrieved else None
    return finish(reading, original, file, replace(given, url=None, retrieved=retrieved))


def _name(element: Any) -> str:
    """An element's name without its namespace; "" of comments and instructions."""
    tag = getattr(element, "tag", None)
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _words(element: Any) -> str | None:
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None


def _plain(element: Any) -> str | None:
    """The words of an element that holds text, escaped HTML or XHTML."""
    if element is None:
        return None
    from lxml import etree

    inner = "".join(element.itertext())
    if len(element):  # XHTML within
        inner = etree.tostring(element, encoding="unicode", with_tail=False)
    return flat_text(inner).strip() or None


def _link(item: Any) -> str | None:
    """The address of an item: Atom's alternate link, RSS's link, or a guid that is one."""
    for child in item:
        if (
            _name(child) == "link"
            and child.get("rel", "alternate") == "alternate"
            and (found := child.get("href") or _words(child))
        ):
            return str(found)
    guid = next((e for e in item if _name(e) == "guid" and e.get("isPermaLink", "true") == "true"), None)
    words = _words(guid)
    return words if words and words.startswith(("http://", "https://")) else None


def _day(said: str | None) -> str | None:
    """The day of a feed's date, in RFC 822's form or ISO 8601's."""
    if said is None:
        return None
    try:
        return parsedate_to_datetime(said).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return said[:10]
