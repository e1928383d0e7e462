"""Finding: the reports that fit, the best or the newest first, with snippets and with the counts of every filter."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.record.reports import row, text_number
from onrecord.record.tolls import Among
from onrecord.record.view import View
from onrecord.review import remarks
from onrecord.search.asked import Asked
from onrecord.search.facets import Fit, fitting, incident
from onrecord.search.filling import Watch, catch_up
from onrecord.search.index import Index
from onrecord.search.snippets import marked, snippet
from onrecord.search.wanted import match, parsed, phrases

if TYPE_CHECKING:
    from onrecord.record import Record

Json = dict[str, Any]
Found = TypeVar("Found")
A_PAGE = 20
"""Reports."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The reports that fit, in order, and what was counted on the way."""

    view: View
    order: list[int]
    fit: Fit


def search(record: Record, asked: Asked, page: int = 1, rows: int = A_PAGE, watch: Watch | None = None) -> Json:
    """One page of what fits. Misuse where something of it cannot be answered.

    {"asked", "found", "page", "pages", "hits", "filters"}: `hits` has a report with its `title` and `snippet` in pieces, the
    ids of its incidents that fit, and whether it is `graphic`; `filters` has, by name, how many reports each value would give.
    """
    hits = _hits(record, asked.checked(), watch)
    pages = max(1, -(-len(hits.order) // rows))
    page = min(max(1, page), pages)
    shown = hits.order[(page - 1) * rows : page * rows]
    counts = {k: dict(sorted(c.items(), key=lambda kv: (-kv[1], kv[0]))) for k, c in hits.fit.counts.items()}
    return {
        "asked": asked.to_json(), "found": len(hits.order), "page": page, "pages": pages, "hits": _shown(record, hits, asked, shown),
        "filters": counts,
    }  # fmt: skip


def incidents_of(record: Record, asked: Asked) -> tuple[View, list[int]]:
    """The numbers of the incidents that fit, in the record's order; and the view that they are of."""
    view, (table, fits) = among(record, asked)
    return view, [n for n in table if fits(n)]


def among(record: Record, asked: Asked) -> tuple[View, Among]:
    """The incidents that fit, to be counted, and the view that they are of."""
    hits = _hits(record, asked.checked())
    view, fit = hits.view, hits.fit
    if parsed(asked.words) is None and not asked.words:
        return view, Among(view.state.incidents, lambda n: _fits(view, fit, n))
    table = dict.fromkeys(sorted({i for n in hits.order for i in fit.incidents(n)}))
    return view, Among(table, table.__contains__)


def _fits(view: View, fit: Fit, number: int) -> bool:
    """Whether an incident is among those of the reports that fit."""
    seen = incident(view, number)
    return seen is not None and any(number in fit.incidents(c) for c in seen.captures)


def count_new(record: Record, asked: Asked, after: int) -> int:
    """How many reports fit that were captured after an entry of the ledger."""
    return len(_hits(record, asked.checked(), after=after).order)


def _hits(record: Record, asked: Asked, watch: Watch | None = None, after: int = 0) -> Hits:
    return _with_index(record, lambda index: _held(catch_up(record, index, watch), index, asked, after))


def _with_index(record: Record, use: Callable[[Index], Found]) -> Found:
    """A damaged index is deleted and made again."""
    try:
        return use(record.index())
    except sqlite3.DatabaseError:
        record.index().delete()
        return use(record.index())


def _held(view: View, index: Index, asked: Asked, after: int) -> Hits:
    return Hits(view, *view.recall("searches", (asked, after), lambda: _found(view, index, asked, after)))


def _found(view: View, index: Index, asked: Asked, after: int) -> tuple[list[int], Fit]:
    node, only = parsed(asked.words), None
    if asked.words and node is None:  # nothing but marks
        return [], fitting(view, asked, [])
    if node is None:
        fit = fitting(view, asked, None, None, after)
        return (sorted(fit.order) if asked.sort == "relevance" else fit.order), fit
    if asked.within == "claims":
        only = {n for n, _ in index.found("incidents", match(node, "claims"))}
        found = list(dict.fromkeys(c for n, several in _tellers(view, only).items() for c in several if c > after))
    else:
        columns = "title" if asked.within == "titles" else "title text claims"
        found = [n for n, _ in index.found("reports", match(node, columns), after)]
    fit = fitting(view, asked, found, only, after)
    if asked.sort == "date":
        return sorted(
            fit.order, key=lambda n: ((view.state.captures[n].payload or {}).get("published") or "", n), reverse=True
        ), fit
    return fit.order, fit


def _tellers(view: View, incidents: set[int]) -> dict[int, list[int]]:
    """The reports that tell of each of these incidents."""
    return {n: sorted(i.captures) for n in incidents if (i := incident(view, n)) is not None}


def _shown(record: Record, hits: Hits, asked: Asked, numbers: list[int]) -> list[Json]:
    view, wanted = hits.view, list(phrases(parsed(asked.words)))
    texts = {n: text_number(view, n) for n in numbers}
    words = {e.number: e.payload for e in record.ledger.some(list(texts.values()))} if texts else {}
    found = []
    for n in numbers:
        payload, kept = words.get(texts[n]) or {"text": "", "title": None}, row(view, n)
        title = kept["title"] or payload["title"] or kept["file"]
        found.append({
            "report": {k: kept[k] for k in ("id", "number", "file", "published", "publisher", "language", "collection")},
            "title": marked(title[:400], wanted), "snippet": snippet(payload["text"], wanted),
            "incidents": [f"i{i}" for i in hits.fit.incidents(n)], "graphic": bool(remarks.latest_of(view.state, n, "graphic")),
        })  # fmt: skip
    return found
