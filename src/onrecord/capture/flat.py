"""HTML as a stream of tags and words, in one pass and without a tree.

For pages that must not be given to a tree parser (100,000 nested tags) and for those in which no article was found. One pass
with `str.find`, so that time grows with the length of the page alone, whatever is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_NAME = re.compile(r"/?[A-Za-z][^\s/>]*")
_WITHOUT_END = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Their end tags may be left out, and they cannot hold themselves: what holds them is counted instead.
_END_OPTIONAL = frozenset("p li td th tr dt dd option optgroup thead tbody tfoot colgroup rt rp html head body".split())
_INLINE = frozenset("a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strong "
                    "strike sub sup time tt u var wbr".split())  # fmt: skip
_NOT_READ = ("script", "style", "noscript", "template", "head", "title", "svg", "nav", "select", "textarea", "iframe")


def tags_and_words(page: str) -> Iterator[tuple[str, str]]:
    """The page in order: ("tag", name) with a "/" before the name of an end tag, and ("words", raw text) between them.

    Comments, declarations and the contents of scripts and styles are left out.
    """
    at = 0
    while (start := page.find("<", at)) >= 0:
        if start > at:
            yield "words", page[at:start]
        if page.startswith("<!--", start):
            at = _after(page, "-->", start + 4)
            continue
        name = _NAME.match(page, start + 1)
        if name is None and page[start + 1 : start + 2] not in ("!", "?", "/"):
            yield "words", "<"  # a "less than" in the text
            at = start + 1
            continue
        at = _after(page, ">", start + 1)
        if name is None:
            continue
        tag = name[0].lower()
        yield "tag", tag
        if tag in ("script", "style"):
            end = re.compile(f"</{tag}", re.IGNORECASE).search(page, at)
            at = end.start() if end else len(page)
    if at < len(page):
        yield "words", page[at:]


def size(page: str, max_depth: int, max_tags: int) -> tuple[int, int]:
    """How deep the page's tags nest, and how many there are; counting stops above either limit."""
    now = deepest = tags = 0
    for what, tag in tags_and_words(page):
        if what != "tag":
            continue
        name = tag.removeprefix("/")
        tags += tag == name
        if name not in _WITHOUT_END and name not in _END_OPTIONAL:
            now = max(0, now - 1) if tag != name else now + 1
            deepest = max(deepest, now)
        if deepest > max_depth or tags > max_tags:
            break
    return deepest, tags


def flat_text(page: str) -> str:
    """All words of the page, each block on its own line; menus, scripts and styles left out."""
    parts: list[str] = []
    skipped: str | None = None
    for what, value in tags_and_words(page):
        if what == "words":
            if skipped is None:
                parts.append(re.sub(r"\s+", " ", unescape(value)))
        elif skipped is not None:
            # A head or menu that is never closed must not swallow the page.
            if value == f"/{skipped}" or (skipped == "head" and value == "body"):
                skipped = None
        elif value in _NOT_READ:
            skipped = value
        elif value.removeprefix("/") not in _INLINE:
            parts.append("\n")
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def flat_title(page: str) -> str | None:
    """The words of the page's first <title>."""
    inside = False
    words: list[str] = []
    for what, value in tags_and_words(page):
        if what == "words" and inside:
            words.append(value)
        elif value == "title":
            inside = True
        elif inside:
            break
    return " ".join(unescape("".join(words)).split()) or None


def _after(page: str, mark: str, start: int) -> int:
    """The position after the next `mark`, or the end of the page: what is never closed runs to the end."""
    at = page.find(mark, start)
    return len(page) if at < 0 else at + len(mark)
