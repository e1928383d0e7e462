"""The tellings of a record in the form in which they are compared, kept in a file beside the ledger: an index, which can be made anew.

A report is read for it once. What is forgotten goes from the file as well, and its space is overwritten.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from onrecord.errors import RecordBusy
from onrecord.link.incidents import Telling, main_of, telling
from onrecord.link.incidents_blocks import keys
from onrecord.link.incidents_model import shipped
from onrecord.link.incidents_related import Relation
from onrecord.link.incidents_related import keys as related_keys
from onrecord.link.origins import Facts, outlet, quotes
from onrecord.link.reports_phrases import without
from onrecord.link.reports_sketch import Sketch, sketch
from onrecord.link.reports_words import SHIPPED
from onrecord.record.bearers import Bearers
from onrecord.record.state import Json, State
from onrecord.record.telling import list_of
from onrecord.record.view import View

if TYPE_CHECKING:
    from onrecord.record.folder import Record

FILE = "links.db"
FORM = "4"
_TABLES = """
create table if not exists known (name text primary key, value text);
create table if not exists telling (number integer primary key, capture integer, print text, body text);
create table if not exists report (capture integer primary key, body text);
create table if not exists block (key text, day integer, number integer, weight real, primary key (key, day, number)) without rowid;
create table if not exists crowded (key text primary key) without rowid;
create table if not exists edge (a integer, b integer, odds real, primary key (a, b));
create table if not exists related (a integer, b integer, body text, primary key (a, b));
create index if not exists related_b on related (b);
create index if not exists block_number on block (number);
create index if not exists edge_b on edge (b);
create index if not exists telling_capture on telling (capture);
"""
WAIT = 5.0
"""Seconds for which one that writes waits for another."""
_BUSY = "Reports of this record are being linked at the moment: do it again once that has ended."


class Tellings:
    """The index of one record. Everything in it follows from the ledger; a file that is missing, broken or of another form is made anew."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.rarity = SHIPPED
        """How rare words are where tellings are made and compared: a run sets what the record's own reports say of it."""
        self.phrases: frozenset[int] = frozenset()
        """The record's set phrases, which no sketch holds: a run sets them."""
        self.path = record.folder / FILE

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The file, with what is changed in it saved at the end, or not at all."""
        with closing(self._connected()) as db, db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The same for a run, or for forgetting: RecordBusy where another one goes on."""
        with self.opened() as db:
            db.commit()
            try:
                db.execute("begin immediate")
            except sqlite3.OperationalError as error:
                raise RecordBusy(_BUSY) from error
            yield db

    def seen(self) -> int | None:
        """Up to which entry of the ledger a run has seen everything; None where no run has, or the index has to be made anew. Waits for nobody."""
        if not self.path.exists():
            return None
        try:
            with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)) as db:
                said = dict(db.execute("select name, value from known where name in ('form', 'seen')"))
        except sqlite3.DatabaseError:
            return None
        return int(said["seen"]) if said.get("form") == self._form() and "seen" in said else None

    def _form(self) -> str:
        return f"{FORM} {shipped().version} {self.record.ledger.record}"

    def _connected(self) -> sqlite3.Connection:
        wanted = self._form()
        for _ in range(2):
            db = sqlite3.connect(self.path, timeout=WAIT)
            try:
                db.execute("pragma secure_delete = on")
                db.execute("pragma journal_mode = wal")  # a page reads what the last run kept while another writes for minutes
                db.executescript(_TABLES)
                held = db.execute("select value from known where name = 'form'").fetchone()
                if held is None:
                    db.execute("insert into known values ('form', ?)", (wanted,))
                if held is None or held[0] == wanted:
                    return db
            except sqlite3.DatabaseError as error:
                if "locked" in str(error):
                    db.close()
                    raise RecordBusy(_BUSY) from error
            db.close()
            self.path.unlink()
        raise AssertionError("a new index has the form that it was made with")

    # -- making ------------------------------------------------------------------------------------------------

    def of(self, captures: Iterable[int]) -> list[Telling]:
        """The tellings of reports, made from their claims and texts; only harm that is stated or alleged is compared."""
        view, found = self.record.view(), []
        for capture, said, text in self._texts(view, list(captures)):
            found += self._made(view, capture, said, text)
        return found

    def _texts(self, view: View, captures: list[int]) -> Iterator[tuple[int, list[tuple[int, Json]], Json]]:
        """Each report with its incidents as it tells them, and its text; one without incidents has none to compare."""
        by_reading: dict[int, int] = {}
        for c in captures:
            reading = view.state.latest_reading(c)
            if reading is not None and reading.payload is not None:
                by_reading[reading.payload["rendition"]] = c
        incidents = _incidents_of(view.state, set(captures))
        for entry in self.record.ledger.some(sorted(by_reading)):
            if entry.payload is None:
                continue
            capture = by_reading[entry.number]
            said = [(n, i) for n in incidents.get(capture, ()) if (i := view.alone(n)) is not None]
            yield capture, said, entry.payload

    def _made(
        self, view: View, capture: int, said: list[tuple[int, Json]], text: Json, sketched: Sketch | None = None
    ) -> list[Telling]:
        main = main_of(i for _, i in said)
        held = view.state.captures[capture].payload or {}
        words, title = (text["text"], text["title"]) if list_of(view.state, capture) is None else (_values(text["text"]), None)
        return [
            telling(n, capture, i["id"] == main, i, held.get("published"), words, title, self.rarity, self.phrases, sketched)
            for n, i in said if i["class"] == "harm" and i["modality"] in ("stated", "alleged")
        ]  # fmt: skip

    # -- keeping -----------------------------------------------------------------------------------------------

    def take(self, db: sqlite3.Connection, view: View, captures: list[int]) -> list[Telling]:
        """Make the tellings of reports anew where they changed, and keep them; those that are new or changed."""
        changed: list[Telling] = []
        for capture, said, text in self._texts(view, captures):
            stamp = sha256(
                json.dumps(
                    [said, text["title"], (view.state.captures[capture].payload or {}).get("published")], sort_keys=True
                ).encode()
            ).hexdigest()[:32]
            held = {r[0] for r in db.execute("select print from telling where capture = ?", (capture,))}
            seen = db.execute("select body from report where capture = ?", (capture,)).fetchone()
            if held == {stamp} or (seen is not None and not held and json.loads(seen[0])["print"] == stamp):
                continue
            self.drop(db, [capture])
            # Rows of two lists that agree have the same words, and are no reprints for that.
            row = list_of(view.state, capture) is not None
            own = Sketch(0, frozenset()) if row else without(sketch(text["text"]), self.phrases)
            made = self._made(view, capture, said, text, None if row else own)
            facts = {"print": stamp, "quotes": sorted(quotes(text["text"])), "sketch": own.to_json()}
            db.execute("insert into report values (?, ?)", (capture, json.dumps(facts)))
            for t in made:
                db.execute("insert into telling values (?, ?, ?, ?)", (t.number, capture, stamp, _body(t)))
                whole, part = related_keys(t)
                several = {**keys(t, self.rarity), **dict.fromkeys([*whole, *part], 0.0)}
                day = t.published or 0
                db.executemany("insert into block values (?, ?, ?, ?)", [(k, day, t.number, w) for k, w in several.items()])
            changed += made
        return changed

    def empty(self, db: sqlite3.Connection) -> None:
        """Take everything out, so that it is made anew."""
        for table in ("telling", "report", "block", "crowded", "edge", "related"):
            db.execute(f"delete from {table}")
        db.execute("delete from known where name = 'seen'")

    def drop(self, db: sqlite3.Connection, captures: Iterable[int]) -> None:
        """Take reports and all that is known of their tellings out of the index."""
        for c in captures:
            for (n,) in db.execute("select number from telling where capture = ?", (c,)).fetchall():
                db.execute("delete from block where number = ?", (n,))
                db.execute("delete from edge where a = ? or b = ?", (n, n))
                db.execute("delete from related where a = ? or b = ?", (n, n))
            db.execute("delete from telling where capture = ?", (c,))
            db.execute("delete from report where capture = ?", (c,))

    @contextmanager
    def forgetting(self) -> Iterator[Callable[[Iterable[int]], None]]:
        """What takes forgotten reports out, and overwrites where they stood. Meanwhile no run reads them; RecordBusy where one does."""
        if not self.path.exists():
            yield lambda captures: None
            return

        def forget(captures: Iterable[int]) -> None:
            self.drop(db, captures)
            db.execute("delete from known where name = 'words'")
            db.execute("delete from crowded where key not in (select key from block)")
            db.commit()
            db.execute("vacuum")
            db.execute("pragma wal_checkpoint(truncate)")

        with self.writing() as db:
            yield forget

    def bearers(self, db: sqlite3.Connection, everything: bool = False) -> Bearers:
        """Who bears which key, for a run that compares `everything` or little."""
        return Bearers(db, self.rarity, self._lists(db), everything)

    def related(self, db: sqlite3.Connection, near: Iterable[int]) -> list[Relation]:
        """What is known of how tellings belong together without being of one incident, of pairs one of which is among these."""
        found: dict[tuple[int, int], Relation] = {}
        for n in near:
            for a, b, body in db.execute("select a, b, body from related where a = ? or b = ?", (n, n)):
                said = json.loads(body)
                found[a, b] = Relation(**{**said, "why": tuple(said["why"])})
        return [found[p] for p in sorted(found)]

    def _lists(self, db: sqlite3.Connection) -> dict[int, str]:
        """Of every telling that is a row of a list, which list."""
        state = self.record.view().state
        names = {c: name for c in state.captures if (name := list_of(state, c)) is not None}
        every = db.execute("select number, capture from telling") if names else ()
        return {n: names[c] for n, c in every if c in names}

    def some(self, db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Telling]:
        """Kept tellings by their numbers."""
        found = {}
        for n in numbers:
            row = db.execute("select body from telling where number = ?", (n,)).fetchone()
            if row is not None:
                found[n] = _from(row[0])
        return found

    def facts(self, db: sqlite3.Connection, state: State, captures: Iterable[int]) -> list[Facts]:
        """What of reports tells their origin."""
        found = []
        for c in captures:
            row, held = db.execute("select body from report where capture = ?", (c,)).fetchone(), state.captures[c].payload
            if row is not None and held is not None:
                said = json.loads(row[0])
                found.append(
                    Facts(c, outlet(held), frozenset(said["quotes"]), Sketch(said["sketch"][0], frozenset(said["sketch"][1])))
                )
        return found


def _values(text: str) -> str:
    """The words of a row without the list's name and the columns' names, which all its rows share."""
    return "\n".join(line.partition(": ")[2] or line for line in text.split("\n")[1:])


def _incidents_of(state: State, captures: set[int]) -> dict[int, list[int]]:
    """The incidents that each report tells of, by the reading that they were made in."""
    found: dict[int, list[int]] = {}
    for c in captures:
        subjects = dict.fromkeys(
            (state.claims[n].payload or {}).get("subject") for n in state.claims_in.get(c, ()) if state.property(n) == "act"
        )
        found[c] = sorted(n for n in subjects if n in state.incidents)
    return found


def _body(t: Telling) -> str:
    said: Json = {f.name: getattr(t, f.name) for f in fields(Telling)}
    return json.dumps({**said, "ages": sorted(t.ages), "sketch": t.sketch.to_json()})


def _from(body: str) -> Telling:
    said: dict[str, Any] = json.loads(body)
    for name in ("words", "telling", "title"):
        said[name] = {int(k): v for k, v in said[name].items()}
    for name in ("victims", "perpetrators"):
        said[name] = tuple(tuple(n) for n in said[name])
    for name in ("days", "yearless", "dead", "injured"):
        said[name] = tuple(said[name]) if said[name] is not None else None
    said["ages"], said["sketch"] = frozenset(said["ages"]), Sketch(said["sketch"][0], frozenset(said["sketch"][1]))
    return Telling(**said)
