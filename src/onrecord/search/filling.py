"""What the index holds of a record, and how it keeps in step with the ledger: only what new entries touch is taken in again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from onrecord import wording
from onrecord.languages import ENGLISH, speaking
from onrecord.record.reports import text_number
from onrecord.record.state import PARTS_OF_PEOPLE, REMARKS, State
from onrecord.record.view import View
from onrecord.review.judging import captures_of
from onrecord.search.folding import spaced
from onrecord.search.index import Index, Row

if TYPE_CHECKING:
    from onrecord.record import Record

Json = dict[str, Any]
_UNHEARD = frozenset({*REMARKS, "source", "person", "incident", "reviewer", "scope", "threshold", "search", "look"})
"""Entries that change no words."""
Watch = Callable[[int], None]
"""Is told, again and again, how many more reports are taken in."""


def catch_up(record: Record, index: Index, watch: Watch | None = None) -> View:
    """Take in what the ledger has beyond what the index has seen; the view that it was taken from."""
    head = record.ledger.head()  # before the view: what is written in between is taken in once more, and nothing is missed
    view = record.view()
    with index.connection() as held:
        seen = index.seen(held)
    if (seen.number, seen.hash) == (head.number, head.hash) and not seen.stale:
        return view
    with index.writing() as held:
        seen = index.seen(held)
        numbers = _changed(record, index, held, view, seen.number, seen.hash, seen.stale)
        _take_in(record, index, held, view, numbers, watch)
        index.set_seen(held, head.number, head.hash)
    index.wipe()
    return view


def _changed(record: Record, index: Index, held: Any, view: View, number: int, hash: str, stale: set[int]) -> set[int]:
    """The reports to take in: those that entries after `number` are about, or all of them."""
    state = view.state
    last = next(iter(record.ledger.some([number])), None) if number else None
    if last is None or last.hash != hash:  # a new index, or the record is another copy
        index.clear(held)
        return set(state.captures)
    found = {c for n in stale for c in _captures(state, n)}
    for e in record.ledger.entries(after=number):
        if e.kind == "forget" and e.payload is not None:
            index.leave(held, e.payload["numbers"])
            found |= {c for n in index.seen(held).stale for c in _captures(state, n)}
        elif e.kind in ("rendition", "reading") and e.payload is not None:
            found.add(e.payload["capture"])
        elif e.kind not in _UNHEARD:
            found |= _captures(state, e.number)
    return found


def _captures(state: State, number: int) -> set[int]:
    """The reports that an entry is about."""
    known = number in state.captures or number in state.claims or number in state.incidents or number in state.about
    return captures_of(state, number) if known or number in state.regrouped else set()


def _take_in(record: Record, index: Index, held: Any, view: View, numbers: set[int], watch: Watch | None) -> None:
    state = view.state
    there = sorted(n for n in numbers if n in state.captures and state.captures[n].payload is not None)
    index.take_out(held, numbers - set(there))
    kept = index.texts(held, there)
    incidents: set[int] = set()
    for done, (n, rendition, text) in enumerate(_texts(record, view, there, kept)):
        title, words = index.title_and_text(held, n) if text is None else (spaced(text["title"] or ""), spaced(text["text"]))
        claims = state.claims_in.get(n, ())
        index.put(
            held,
            "reports",
            Row(n, rendition, (title, words, spaced(_said(view, claims))), {n, rendition, *_rest(state, claims)}),
        )
        incidents.update(i for c in claims for i in _incidents(state, c))
        if watch is not None and done % 100 == 99:
            watch(100)
    for i in sorted(incidents):
        claims = view.claims_of(i)
        if view.incident(i) is None:
            index.take_out(held, [i])
            continue
        index.put(
            held,
            "incidents",
            Row(i, None, (spaced(_said(view, _of_incident(state, i), sources=True)),), {i, *_rest(state, claims)}),
        )


def _texts(record: Record, view: View, numbers: list[int], kept: dict[int, int]) -> Iterator[tuple[int, int, Json | None]]:
    """Each report with the entry of its newest text, and that text where it is not in the index yet."""
    for i in range(0, len(numbers), 100):
        part = [(n, text_number(view, n)) for n in numbers[i : i + 100]]
        wanted = [rendition for n, rendition in part if kept.get(n) != rendition]
        texts = {e.number: e.payload for e in record.ledger.some(wanted)} if wanted else {}
        for n, rendition in part:
            yield n, rendition, None if kept.get(n) == rendition else texts.get(rendition) or {"title": None, "text": ""}


def _incidents(state: State, claim: int) -> Iterable[int]:
    subject = state.subject(claim)
    merged = (state.claims[claim].payload or {}).get("subject", 0)  # one that was merged into another has no words any more
    return [i for i in (subject, merged, *state.homes_of(subject)) if i in state.incidents]


def _of_incident(state: State, number: int) -> list[int]:
    """The claims that stand on an incident and on the people whom it brings in."""
    own = state.standing(number)
    people = {state.root(state.value(n)["person"]) for n in own if state.property(n) in PARTS_OF_PEOPLE}
    return [*own, *(n for p in sorted(people) for n in state.standing(p))]


def _rest(state: State, claims: Iterable[int]) -> Iterator[int]:
    for n in claims:
        yield n
        yield from (j.number for j in state.judgements.get(n, ()))
        yield from (state.claims[n].payload or {}).get("sources", ())


def _said(view: View, claims: Iterable[int], sources: bool = False) -> str:
    """What claims say, in words: their values as people meet them, the words that carry them, and with `sources` whose they are."""
    state = view.state
    found: dict[str, None] = {}
    cited: dict[int, None] = {}
    for n in claims:
        payload = state.claims[n].payload
        if payload is None or not state.stands(n):
            continue
        with speaking(ENGLISH):  # whoever searches first, the index is the same
            found[wording.value(payload["property"], state.value(n))] = None
        found.update((m["text"], None) for m in state.mentions(n))
        cited.update(dict.fromkeys(payload["sources"] if sources else ()))
    said = (s for n in cited if (s := view.source(n)) is not None)
    found.update((m["text"], None) for s in said for m in s["mentions"])
    return "\n".join(found)
