"""Linking within a record: what a run finds, written as links of the ledger. New reports are compared with what may be of one incident
with them, and only the incidents near them are looked at again; a full run looks at all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import takewhile
from math import log
from typing import TYPE_CHECKING, Any

from onrecord.ledger import Transaction
from onrecord.link.incidents import Telling
from onrecord.link.incidents_apart import apart
from onrecord.link.incidents_clusters import FLOOR, Pair, clusters, pair
from onrecord.link.incidents_evidence import exact
from onrecord.link.incidents_model import Model, logistic, recalibrated, shipped
from onrecord.link.incidents_related import related
from onrecord.link.runs import SEED, Parameters, missing, no_longer, proposals
from onrecord.record.bearers import crowd
from onrecord.record.linking_within import origins, pair_of, people, stands
from onrecord.record.regrouping import APART
from onrecord.record.relating import relate
from onrecord.record.state import Json
from onrecord.record.telling import by_publication, list_of
from onrecord.record.tellings import Tellings
from onrecord.record.view import View
from onrecord.record.wordcounts import as_last_counted, counted

if TYPE_CHECKING:
    from onrecord.record.folder import Record

LEAST_ODDS = -4.0
"""Logarithms of odds under which a pair is not kept: a record's own judgements move them by 3 at the most."""
PAIRS = 2_000
"""Pairs that are compared between two words of progress."""
ACTOR = "onrecord-links/1"
Watch = Callable[[Iterable[int], str], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Linked:
    """What became of a run: its entry (None where nothing changed), tellings compared anew, links written, links taken back."""

    run: int | None
    compared: int = 0
    linked: int = 0
    taken_back: int = 0
    proposed: int = 0


class Linker:
    """One run over one record. `prepare` reads and compares, for which nobody else has to wait; `finish` decides and writes, in one
    transaction, and takes in what was written meanwhile."""

    def __init__(self, record: Record, index: Tellings, db: sqlite3.Connection, watch: Watch | None = None) -> None:
        self.record, self.index, self.db, self.watch = record, index, db, watch
        self.tx: Transaction
        self.run: int | None = None
        self.full = False
        self.since = 0  # up to which entry the last run had seen the ledger
        self.told: dict[int, Telling] = {}  # what was made or read of the index in this run
        self.before: set[int] = set()  # what the index had of reports that were made anew
        self.changed: set[int] = set()
        self.gone: set[int] = set()  # links that this run took back
        self.counts = {"linked": 0, "taken_back": 0, "proposed": 0}
        self.described: Json = {}
        self._look(record.view())
        self.parameters = Parameters(shipped().version, self._last_offset())

    def _look(self, view: View) -> None:
        self.view, self.state = view, view.state
        self.verdicts = self.state.verdicts()

    def _last_offset(self) -> float:
        """New reports are linked by the offset of the last full run."""
        for kept in reversed(self.state.runs.values()):
            if kept.payload and kept.payload["what"] == "reports":
                return float(kept.payload["parameters"]["offset"])
        return 0.0

    def prepare(self, full: bool, grow: bool = True) -> None:
        """Compare what is new with what it shares keys with; in a full run, or one that is due, everything anew. Without `grow` what is
        due waits."""
        db, head = self.db, self.record.ledger.head().number
        self._look(self.record.view())
        self.since = self._seen(db)
        words = as_last_counted(self.record, db, self.state)
        self.full = full or (grow and words.outgrown(self.state))
        if self.full:
            self.index.empty(db)
            words = counted(self.record, db, self.state)
        self.index.rarity, self.index.phrases = words.rarity, words.phrases
        self.parameters = replace(self.parameters, words_to=words.to, words_of=words.rarity.reports)
        anew = not self._seen(db)
        changed = self._taken(db, self._captures(db))
        if anew:
            crowd(db, None if self.full else self._last_full())
        self._compare(db, changed, anew)
        self._saw(db, head)

    def _last_full(self) -> int | None:
        return next((n for n, k in reversed(self.state.runs.items()) if k.payload and k.payload.get("full")), None)

    def finish(self, tx: Transaction, beside: Iterable[int] = ()) -> Linked:
        """Write what changed; the incidents `beside` are looked at again in any case."""
        self.tx, db = tx, self.db
        self._look(self.record.view())
        self._compare(db, self._taken(db, self._captures(db)), False)
        if self.full:
            self._recalibrate(db)
        near = self._near(db, {*self.before, *self.changed, *self._judged_since(), *beside}, self.full)
        self.described = {"full": self.full, "compared": len(self.changed), "input": self._input(db, near)}
        if near:
            self._decide(db, near, {*self.changed, *beside})
        self._saw(db, self.tx.head.number)
        return Linked(self.run, len(self.changed), **self.counts)

    # -- what is new -------------------------------------------------------------------------------------------

    def _seen(self, db: sqlite3.Connection) -> int:
        row = db.execute("select value from known where name = 'seen'").fetchone()
        return int(row[0]) if row else 0

    def _saw(self, db: sqlite3.Connection, entry: int) -> None:
        db.execute("insert or replace into known values ('seen', ?)", (str(entry),))

    def _captures(self, db: sqlite3.Connection) -> list[int]:
        """The reports of which something was written since the last run."""
        seen, state = self._seen(db), self.state
        if not seen:
            return list(state.captures)
        found = {c for n, c in state.capture_of.items() if n > seen}
        for number, on in state.about.items():
            if number > seen:
                target = on if on in state.claims else state.about.get(on, 0)
                found.add(state.capture_of_claim(target) or 0 if target in state.claims else 0)
        for n in takewhile(lambda n: n > seen, reversed(state.claims)):
            found.add(state.capture_of_claim(n) or 0)
        return sorted(c for c in found if c in state.captures and state.captures[c].payload is not None)

    def _judged_since(self) -> set[int]:
        seen = self.since
        new = {n for p, k in self.verdicts.items() if k.number > seen for n in p}
        for number, kept in self.state.regrouped.items():
            if number > seen and kept.payload:
                new |= {kept.payload["into"], kept.payload.get("of", 0), *kept.payload.get("things", ())}
        new |= {n for u, on in self.state.about.items() if u > seen and on in self.state.links for n in pair_of(self.state, on)}
        return new & set(self.state.incidents)

    def _taken(self, db: sqlite3.Connection, captures: list[int]) -> list[Telling]:
        self.before |= {r[0] for c in captures for r in db.execute("select number from telling where capture = ?", (c,))}
        changed: list[Telling] = []
        for part in self._parts(captures, "Comparing"):
            changed += self.index.take(db, self.view, part)
        self.told.update((t.number, t) for t in changed)
        self.changed |= {t.number for t in changed}
        return changed

    def _parts(self, several: list[Any], doing: str, size: int = 50) -> Iterator[list[Any]]:
        """A list in parts, whose progress is watched."""
        at = range(0, len(several), size)
        for i in self.watch(range(len(at)), doing) if self.watch else range(len(at)):
            yield several[at[i] : at[i] + size]

    def _some(self, db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Telling]:
        """Tellings by their numbers, as far as the index has them."""
        several = list(numbers)
        self.told.update(self.index.some(db, (n for n in several if n not in self.told)))
        return {n: self.told[n] for n in several if n in self.told}

    def _compare(self, db: sqlite3.Connection, changed: list[Telling], everything: bool) -> None:
        """The odds of each pair of a changed telling and what it shares keys with."""
        if not changed:
            return
        model, bearers = replace(shipped(), offset=0.0, rarity=self.index.rarity), self.index.bearers(db, everything)
        rows, beside, alike = [], [], bearers.candidates(changed)
        compared = set(alike)
        every = [*alike, *(p for p in bearers.totals(changed) if p not in compared)]
        for part in self._parts(every, "Joining", PAIRS):
            held = self._some(db, {n for p in part for n in p})
            for p in part:
                a, b = held.get(p[0]), held.get(p[1])
                if a is None or b is None or a.capture == b.capture:
                    continue
                if (found := related(a, b)) is not None:
                    beside.append((*p, json.dumps(found.to_json())))
                if p in compared and not self._rows_apart(a, b) and (odds := model.odds(a, b)) >= LEAST_ODDS:
                    rows.append((*p, round(odds, 4)))
        db.executemany("insert or replace into edge values (?, ?, ?)", rows)
        db.executemany("insert or replace into related values (?, ?, ?)", beside)

    def _recalibrate(self, db: sqlite3.Connection) -> None:
        """The offset that the record's own judged pairs ask for."""
        model: Model = replace(shipped(), offset=0.0, rarity=self.index.rarity)
        judged = []
        for p, kept in self.verdicts.items():
            said = kept.payload or {}
            held = self._some(db, p) if said["what"] == "incident" and said["type"] in ("same", "different") else {}
            if len(held) == 2:
                judged.append((model.odds(*held.values()), said["type"] == "same"))
        self.parameters = replace(self.parameters, offset=recalibrated(model, judged).offset)

    def _near(self, db: sqlite3.Connection, start: set[int], full: bool) -> list[int]:
        """The tellings whose incidents may change: all that likely pairs, links or judgements lead to from those that did."""
        if full:
            return sorted({r[0] for r in db.execute("select number from telling")} | set(self._held()))
        found, waiting, least = set(start), list(start), self._odds(FLOOR)
        while waiting:
            n = waiting.pop()
            rows = db.execute("select a, b from edge where (a = ? or b = ?) and odds >= ?", (n, n, least))
            near = {m for row in rows for m in row}
            near |= {m for link in self.state.links_of.get(n, ()) for m in pair_of(self.state, link)}
            root = self.state.root(n)
            near |= {root, *self.state.merged_in.get(root, ())}
            new = near - found
            found |= new
            waiting += new
        return sorted(found)

    def _odds(self, probability: float) -> float:
        """The kept odds from which a pair has this probability, the offset reckoned in."""
        return log(probability / (1 - probability)) - self.parameters.offset

    def _input(self, db: sqlite3.Connection, near: list[int]) -> str:
        stamps = [db.execute("select number, print from telling where number = ?", (n,)).fetchone() for n in near]
        return sha256(json.dumps(stamps).encode()).hexdigest()

    # -- what is decided ---------------------------------------------------------------------------------------

    def _held(self) -> set[int]:
        return {
            n
            for k in self.state.held_by_runs()
            for n in pair_of(self.state, k.number)
            if ((k.payload or {})["what"], (k.payload or {})["type"]) == ("incident", "same")
        }

    def _decide(self, db: sqlite3.Connection, near: list[int], changed: set[int]) -> None:
        told = self._some(db, near)
        inside, offset = set(told), self.parameters.offset
        likely: dict[Pair, float] = {}
        for n in near:
            for a, b, odds in db.execute("select a, b, odds from edge where a = ?", (n,)):
                if b in inside and (p := logistic(odds + offset)) >= FLOOR:
                    likely[a, b] = p
        must, never = self._constraints(inside)
        barred: dict[Pair, bool] = {}

        def far(a: int, b: int) -> bool:
            if pair(a, b) not in barred:
                barred[pair(a, b)] = apart(told[a], told[b]) or self._rows_apart(told[a], told[b])
            return barred[pair(a, b)]

        found = clusters(likely, lambda n: told[n].main, far, self.parameters.rule, must, never, self._order(told))
        self._write_incidents(told, near, found, likely, must)
        relate(self, db, inside, found)
        self._propose(proposals(likely, found, lambda a, b: far(a, b) or pair(a, b) in never), likely, inside)
        for (cluster,) in self._parts(found, "Writing", 1):
            if changed & set(cluster) or self._regrouped(cluster):
                people(self, cluster)
                origins(self, db, cluster)

    def _order(self, told: dict[int, Telling]) -> dict[int, int]:
        """The place of each telling in an order that depends on the reports, and not on which of them was captured first: by it ties are
        decided, so that one report after another is linked as all at once."""
        by = {c: by_publication(self.state, c) for c in {t.capture for t in told.values()}}
        return {n: i for i, n in enumerate(sorted(told, key=lambda n: (by[told[n].capture], n)))}

    def _propose(self, wanted: list[Pair], likely: dict[Pair, float], inside: set[int]) -> None:
        """Put the wanted pairs before people, and take back earlier proposals among these incidents; what people judged stays."""
        there: dict[Pair, int] = {}
        for n in {n for i in inside for n in self.state.links_of.get(i, ())}:
            payload = self.state.links[n].payload
            if payload and payload["run"] is not None and not payload["held"] and payload["type"] == "same":
                if n not in self.gone and not self.state.undone(n) and set(pair_of(self.state, n)) <= inside:
                    there[pair_of(self.state, n)] = n
        asked = set(wanted)
        for p, entry in there.items():
            if p not in asked and p not in self.verdicts:
                self.take_back(entry, counted=False)
        for p in wanted:
            if p not in there and p not in self.verdicts:
                self._link("incident", "same", p, likely[p], held=False)

    def _rows_apart(self, a: Telling, b: Telling) -> bool:
        """Whether two are rows of one list that do not say the same day and town: rows are alike in their words, whatever they tell of."""
        name = list_of(self.state, a.capture)
        if name is None or name != list_of(self.state, b.capture):
            return False
        one_day = a.days is not None and a.days == b.days and exact(a.days)
        towns = [(t.place.get("country"), t.place.get("admin1"), t.place.get("city")) for t in (a, b)]
        return not (one_day and towns[0][2] and towns[0] == towns[1])

    def _constraints(self, inside: set[int]) -> tuple[list[Pair], frozenset[Pair]]:
        """What people hold to be one, and what they hold apart, of these incidents."""
        state = self.state
        must = [p for p, k in self.verdicts.items() if (k.payload or {})["type"] == "same" and set(p) <= inside]
        never = {p for p, k in self.verdicts.items() if (k.payload or {})["type"] in APART}
        for number, kept in state.regrouped.items():
            payload = kept.payload or {}
            if state.kinds[number] == "split" and payload:
                never.add(pair(payload["of"], payload["into"]))
            elif payload and not state.undone(number):
                must += [pair(payload["into"], t) for t in payload["things"] if {payload["into"], t} <= inside]
        return must, frozenset(never)

    def _regrouped(self, cluster: list[int]) -> bool:
        """Whether a cluster is not what the record has held until now."""
        root = self.state.root(cluster[0])
        return {root, *self.state.merged_in.get(root, ())} != set(cluster)

    def _write_incidents(
        self, told: dict[int, Telling], near: list[int], found: list[list[int]], likely: dict[Pair, float], must: list[Pair]
    ) -> None:
        inside = set(near)
        held = {
            k.number: pair_of(self.state, k.number) for k in self.state.held_by_runs()
            if ((k.payload or {})["what"], (k.payload or {})["type"]) == ("incident", "same") and set(pair_of(self.state, k.number)) <= inside
        }  # fmt: skip
        gone = no_longer(held, found)
        for entry in gone:
            self.take_back(entry)
        kept = [p for entry, p in held.items() if entry not in gone]
        for p in missing(found, likely, [*kept, *must]):
            self._link("incident", "same", p, likely[p], held=True)

    # -- writing -----------------------------------------------------------------------------------------------

    def _link(self, what: str, type: str, ends: Pair, probability: float, held: bool) -> None:
        """A link by this run; a proposal that is held from now on is taken back and written anew."""
        for n in self.state.links_of.get(ends[0], ()) if held else ():
            if stands(self.state, n, ends) and self.state.links[n].payload["run"] is not None:  # type: ignore[index]
                self.take_back(n, counted=False)
        self.write(
            {
                "what": what,
                "type": type,
                "left": ends[0],
                "right": ends[1],
                "probability": round(probability, 4),
                "held": held,
                "why": [],
            }
        )

    def write(self, link: Json) -> None:
        self.tx.append("link", {"run": self._entry(), **link}, ACTOR)
        self.counts["linked" if link["held"] else "proposed"] += 1

    def take_back(self, entry: int, counted: bool = True) -> None:
        if entry in self.gone:
            return
        self.tx.append("undo", {"on": entry, "why": None, "run": self._entry()}, ACTOR)
        self.gone.add(entry)
        self.counts["taken_back"] += counted

    def _entry(self) -> int:
        """The run's own entry, written before the first link."""
        if self.run is None:
            payload = {"what": "reports", "seed": SEED, "parameters": self.parameters.to_json(), **self.described}
            self.run = self.tx.append("run", payload, ACTOR)
        return self.run


def link(
    record: Record, full: bool = False, watch: Watch | None = None, beside: Iterable[int] = (), grow: bool = True
) -> Linked:
    """Link what is new in a record, or with `full` everything anew; `beside` are incidents to be looked at again. Where the record has grown
    to twice what its words were counted on, everything is linked anew as well, unless `grow` is false."""
    index = Tellings(record)
    # The ledger is written before the index: cut short between the two, the next run finds what was linked, and only looks again.
    with record.one_run, index.writing() as db:
        linker = Linker(record, index, db, watch)
        linker.prepare(full, grow)
        with record.ledger.writing() as tx:
            return linker.finish(tx, beside)
