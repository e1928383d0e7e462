"""Pages on shootings as training examples, with labels from the archive's coding of the incident.

Weak labels: the names of its victims and suspects where they stand in the text, its place by name, the words that resolve
to its day, and its numbers of killed and injured.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from onrecord.dates import find_dates
from onrecord.extract.trained.words import Word, find_all, plain_form, split_words
from training.muc4 import Span
from training.news_head import COUNTED, MOST_COUNTED, NEWS_LABELS
from training.news_split import is_trained_on, read_pages

__all__ = ["News", "is_trained_on", "news", "read_pages"]

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


@dataclass(frozen=True, slots=True)
class News:
    """A page in the form that the news head is taught."""

    docid: str
    text: str
    words: list[Word]
    spans: dict[Span, set[int]]
    counts: tuple[int, int]


def news(page: dict[str, Any]) -> News:
    """A page with its labels."""
    text = page["text"] or page["title"] or ""
    words = split_words(text)
    incident = page["incident"]
    spans: dict[Span, set[int]] = {}

    def mark(form: tuple[str, ...], label: str) -> None:
        for span in find_all(words, form):
            spans.setdefault(span, set()).add(NEWS_LABELS.index(label))

    people = [(v, _label(v)) for v in incident["victims"]] + [(s, "suspect") for s in incident["suspects"]]
    forms = [(_name(p), label) for p, label in people if p.get("name") and label]
    last = [form[-1] for form, _ in forms if form]
    for form, label in forms:
        if not form:
            continue
        _mark_name(words, form, lambda f, label=label: mark(f, label))  # type: ignore[misc]
        if last.count(form[-1]) == 1 and len(form[-1]) > 2:
            mark(form[-1:], label)
    _drop_nested(spans)
    for place in re.split(r"[()]", incident["place"]):
        form = plain_form(_plain(place))
        mark(form[:-1] if form[-1:] == ("county",) else form, "place")
    for found in find_dates(text, page.get("published")):
        if found.edtf.strip("?~%") == incident["date"]:
            inside = [i for i, w in enumerate(words) if w.start < found.end and w.end > found.start]
            if inside:
                spans.setdefault((inside[0], inside[-1]), set()).add(NEWS_LABELS.index("date"))
    killed, injured = (min(MOST_COUNTED - 1, int(incident[key])) for key in COUNTED)
    return News(page["docid"], text, words, spans, (killed, injured))


def _drop_nested(spans: dict[Span, set[int]]) -> None:
    """A surname inside a longer name that is marked is no mention of its own."""
    for a, b in list(spans):
        if any((c, d) != (a, b) and c <= a and b <= d for c, d in spans):
            del spans[a, b]


def _label(victim: dict[str, Any]) -> str | None:
    status = " ".join(victim.get("status", []))
    return "victim:death" if "Killed" in status else "victim:injury" if "Injured" in status else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _name(person: dict[str, Any]) -> tuple[str, ...]:
    return tuple(w for w in plain_form(_plain(person["name"])) if w not in _SUFFIXES)


def _mark_name(words: list[Word], form: tuple[str, ...], mark: Any) -> None:
    """The full form, the first with the last word, and the first, anything of up to two words, the last."""
    mark(form)
    if len(form) < 2:
        return
    if len(form) > 2:
        mark((form[0], form[-1]))
    forms = [w.form for w in words]
    for i, first in enumerate(forms):
        if first == form[0]:
            for gap in (2, 3):
                if i + gap < len(forms) and forms[i + gap] == form[-1]:
                    mark(tuple(forms[i : i + gap + 1]))
