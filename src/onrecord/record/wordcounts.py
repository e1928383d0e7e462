"""How rare words are in a record, and which phrases are set ones: counted over its own reports by a full run, beside what the package
counted on news, and kept in the index.

What is kept follows from the ledger: the run's entry says up to which report was counted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.link.incidents import days_of
from onrecord.link.reports_phrases import set_phrases
from onrecord.link.reports_sketch import Sketch, sketch_of
from onrecord.link.reports_words import SHIPPED, Rarity, learnt, words
from onrecord.record.state import State
from onrecord.record.telling import list_of

if TYPE_CHECKING:
    from onrecord.record.folder import Record

LEAST = 50
"""Reports under which a record's own words are not counted: they would say of each story's words that these are common."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The rarity of words, the last report (its entry) that was counted, 0 where none was, and the hashes of set phrases."""

    rarity: Rarity = SHIPPED
    to: int = 0
    phrases: frozenset[int] = frozenset()

    def outgrown(self, state: State) -> bool:
        """Whether the record has twice as many reports as were counted: then everything is linked anew."""
        enough = max(LEAST, 2 * self.rarity.reports)
        return len(state.captures) >= enough and len(_reports(state, None)) >= enough


def kept(db: sqlite3.Connection) -> Counted | None:
    """What the index keeps; None where that is nothing."""
    row = db.execute("select value from known where name = 'words'").fetchone()
    if row is None:
        return None
    said = json.loads(row[0])
    return Counted(
        Rarity({int(b): n for b, n in said["counts"].items()}, said["reports"]), said["to"], frozenset(said["phrases"])
    )


def as_last_counted(record: Record, db: sqlite3.Connection, state: State) -> Counted:
    """What the index keeps, or, where it is new, the same counted again up to the report that the last run says."""
    held = kept(db)
    if held is None:
        last = next((k.payload for k in reversed(state.runs.values()) if k.payload and k.payload["what"] == "reports"), None)
        held = counted(record, db, state, int(last["parameters"].get("words_to", 0)) if last else 0)
    return held


def counted(record: Record, db: sqlite3.Connection, state: State, to: int | None = None) -> Counted:
    """Count the words and set phrases of a record's reports up to an entry (all, where none is given), and keep it in the index."""
    numbers = _reports(state, to)
    found = Counted()
    if len(numbers) >= LEAST:
        sketches: list[tuple[Sketch, int | None]] = []
        rarity = learnt(_words(record, state, numbers, sketches))
        found = Counted(rarity, max(numbers.values()), set_phrases(sketches))
    said = {"to": found.to, "reports": found.rarity.reports, "counts": found.rarity.counts, "phrases": sorted(found.phrases)}
    db.execute("insert or replace into known values ('words', ?)", (json.dumps(said),))
    return found


def _words(
    record: Record, state: State, numbers: dict[int, int], sketches: list[tuple[Sketch, int | None]]
) -> Iterator[list[str]]:
    """The words of each report; its sketch, and its day of publication, are added to `sketches`."""
    for entry in record.ledger.some(sorted(numbers)):
        if entry.payload is not None:
            said = words(entry.payload["text"])
            day = days_of((state.captures[numbers[entry.number]].payload or {}).get("published"))
            sketches.append((sketch_of(said), day[0] if day else None))
            yield words(entry.payload["title"] or "") + said


def _reports(state: State, to: int | None) -> dict[int, int]:
    """From the rendition of each report that was read to its capture; rows of lists are none, since all have the same words."""
    found = {}
    for c, k in state.captures.items():
        reading = (
            state.latest_reading(c) if k.payload is not None and (to is None or c <= to) and list_of(state, c) is None else None
        )
        if reading is not None and reading.payload is not None:
            found[reading.payload["rendition"]] = c
    return found
