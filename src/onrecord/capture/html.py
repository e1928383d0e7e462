"""HTML by trafilatura: the article without menus and adverts, and what the page says of itself. Nothing is fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from onrecord.capture.captured import NO_TEXT, Reading
from onrecord.capture.encoding import decode_declared
from onrecord.capture.flat import flat_text, flat_title, size
from onrecord.errors import BadInput

MAX_DEPTH = 250
"""Tags within tags: real pages stay under 100, and tree parsers stop at 256."""
MAX_TREE = 10_000_000
"""Characters that are made a tree: it takes some ten times as much memory."""
MAX_TAGS = 50_000
"""Tags in a page that is made a tree: finding the article takes some 40 microseconds a tag."""

FLAT_TOOL = "onrecord-html/1"

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset\s*=|\?xml\b[^>]{0,300}?\bencoding\s*=)\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "citation_publication_date",
    "citation_date", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "parsely-pub-date", "sailthru.date",
    "publish-date", "publish_date", "pubdate", "publication_date", "date",
)  # fmt: skip
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "publisher", "application-name")


@dataclass(slots=True)
class _Says:
    """What the page says of itself in its own metadata."""

    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    metas: dict[str, str] = field(default_factory=dict)


def read_html(data: bytes, where: str) -> Reading:
    """The reading of a page's bytes; `where` names the file in errors. Raises BadInput where it is no page."""
    label = _CHARSET.search(data, 0, 4_096)
    decoded = decode_declared(data, label[1].decode("ascii", "replace") if label else None)
    if decoded is None:
        raise BadInput(f"{where} is not a page (its bytes are binary): save the page again as HTML, or take the file out.")
    page = _XML_DECLARATION.sub("", decoded.text, count=1).replace("\x00", "�")
    notices = [decoded.notice] if decoded.notice else []
    deepest, tags = size(page, MAX_DEPTH, MAX_TAGS)
    if deepest > MAX_DEPTH or tags > MAX_TAGS or len(page) > MAX_TREE:
        why = "nested too deeply" if deepest > MAX_DEPTH else "too long"
        notices.append(f"The page is {why} to find its article and metadata: all its words were kept as one text.")
        return _flat(page, notices)
    try:
        return _article(page, notices)
    except Exception as error:  # a parser of others on a page of others: whatever it trips over, the words are still there
        notices.append(f"The page's article was not found ({type(error).__name__}): all its words were kept as one text.")
        return _flat(page, notices)


def _flat(page: str, notices: list[str]) -> Reading:
    text = flat_text(page)
    found = (*notices,) if text else (*notices, NO_TEXT)
    return Reading(text=text, tool=FLAT_TOOL, media_type="text/html", title=flat_title(page), notices=found)


def _article(page: str, notices: list[str]) -> Reading:
    from trafilatura import bare_extraction, load_html  # slow to load, so only for a page

    tree = load_html(page)
    if tree is None:
        return _flat(page, notices)
    says = _metadata(tree)
    # The tree is given and never an address, so nothing is fetched. Without the extensive search no date is fished from the
    # article's words: the day of an event is not the day of publication.
    document: Any = bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = str(getattr(document, "text", None) or "").strip()
    tool = f"trafilatura/{version('trafilatura')}"
    if not text:
        text, tool = flat_text(page), FLAT_TOOL
    return Reading(
        text=text,
        tool=tool,
        media_type="text/html",
        title=getattr(document, "title", None) or flat_title(page),
        published=says.published or getattr(document, "date", None),
        publisher=says.publisher or getattr(document, "sitename", None),
        language=says.language,
        url=says.url or getattr(document, "url", None),
        notices=tuple(notices) if text else (*notices, NO_TEXT),
    )


def _metadata(tree: Any) -> _Says:
    """Date, publisher, language and address as the page's own tags give them, unchecked."""
    says = _Says()
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if key and (content := (meta.get("content") or "").strip()):
            says.metas.setdefault(key, content)
    articles = [*_linked_data(tree)]
    says.published = _first([
        *(says.metas.get(key) for key in _DATES[:3]),
        *(_string(a.get("datePublished")) for a in articles),
        *(says.metas.get(key) for key in _DATES[3:]),
        *(t.get("datetime") for t in tree.iter("time") if t.get("pubdate") is not None or t.get("itemprop") == "datePublished"),
    ])  # fmt: skip
    named = (_string(p.get("name")) for a in articles for p in _objects(a.get("publisher")))
    says.publisher = _first([says.metas.get(_PUBLISHERS[0]), *named, *(says.metas.get(key) for key in _PUBLISHERS[1:])])
    canonical = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").strip().lower() == "canonical"]
    says.url = _first([*(h for h in canonical if h and h.startswith("http")), says.metas.get("og:url")])
    says.language = _first([tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang")])
    return says


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD that tell of an article."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            said = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _objects(said):
            for one in (thing, *_objects(thing.get("@graph"))):
                if "datePublished" in one or "Article" in str(one.get("@type")):
                    yield one


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict))


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _first(values: Iterable[str | None]) -> str | None:
    return next((v.strip() for v in values if v and v.strip()), None)
