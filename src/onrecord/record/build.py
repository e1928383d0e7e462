"""Capture and read into a record: one transaction a report, so that an interrupted build leaves it as before or as after."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

from onrecord import __version__, wording
from onrecord.capture import Captured
from onrecord.claims import Capture, Label, Rendition, Sensitive
from onrecord.errors import BadInput, Unread
from onrecord.extract import Reader, ReportText, reader_named, reader_version
from onrecord.ledger import Ledger, Transaction
from onrecord.record.readers import Readers
from onrecord.record.state import Json, State, gather
from onrecord.record.writing import Writer

PROGRAM = f"onrecord/{__version__}"
IMPORTED = "onrecord-import"
"""The extractor of claims that the columns of a list make; a reader never takes the place of it."""


_MOST_BYTES_ON_THE_WAY = 20_000_000


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one input: "added", "known" (the same bytes, read already), "read" (again, or for the first time), "refused",
    or "unread": it is in the record, and the reader could not read it, `why` says why; the next build tries again."""

    what: str
    name: str
    notices: tuple[str, ...] = ()
    incidents: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    """One report on its way: something captured just now, or, by its entry, a report of the record; and its reading to come."""

    item: Captured | None
    capture: int
    entries: list[int]
    rendition: Rendition
    size: int
    said: Callable[[], Json] | None


class Builder:
    """Adds reports to a ledger. Knows what is there, by original and by id, so that building again adds only what is new."""

    def __init__(self, ledger: Ledger, reader: str | Reader | None = None) -> None:
        self.ledger = ledger
        self.reader = reader_named(reader)
        self.version = reader_version(self.reader)
        self._known: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._read: set[int] = set()
        self._in_vain: set[int] = set()  # could not be read this time: the next build tries again
        self._notices: Callable[[], tuple[str, ...]] = tuple
        self._seen = 0
        self._learn(ledger.head().number)

    def build(self, inputs: Iterable[Captured | BadInput], read: bool = True, others: bool = True) -> Iterator[Done]:
        """Each input's fate, in the order of the inputs. Reports captured before and not read by this reader follow at the end, unless
        not `others`."""
        with Readers(self.reader) as readers:
            self._notices = lambda: tuple(readers.notices)
            yield from self._in_turn(self._fresh(inputs, readers if read else None), readers)
            if read and others:
                yield from self._in_turn(self._unread(readers), readers)

    def _learn(self, head: int) -> None:
        """Take in what the ledger has up to `head` beyond what is known: at first everything, later what others wrote meanwhile."""
        for e in self.ledger.entries({"capture", "reading", "forget"}, after=self._seen):
            if e.payload is None:
                continue
            if e.kind == "capture":
                self._known[e.payload["sha256"]] = e.number
                self._ids[e.payload["id"]] = e.number
            elif e.kind == "forget":
                gone = set(e.payload["numbers"])
                self._known = {k: n for k, n in self._known.items() if n not in gone}
                self._ids = {k: n for k, n in self._ids.items() if n not in gone}
                self._read -= gone
            elif e.actor == self.version or e.actor.startswith(
                f"{IMPORTED}/"
            ):  # a row's columns say what no reader has to find
                self._read.add(e.payload["capture"])
        self._seen = max(self._seen, head)

    def _in_turn(self, jobs: Iterable[_Job | Done], readers: Readers) -> Iterator[Done]:
        """Hand out some jobs ahead, so that there is always something to read, and finish each in its turn."""
        waiting: deque[_Job | Done] = deque()
        size = 0
        for job in jobs:
            waiting.append(job)
            size += job.size if isinstance(job, _Job) else 0
            while waiting and (len(waiting) > readers.ahead or size > _MOST_BYTES_ON_THE_WAY):
                first = waiting.popleft()
                size -= first.size if isinstance(first, _Job) else 0
                yield self._finished(first)
        while waiting:
            yield self._finished(waiting.popleft())

    def _finished(self, job: _Job | Done) -> Done:
        if isinstance(job, Done):
            return job
        try:
            return self._added(job.item, job.said) if job.item else self._read_again(job)
        except BadInput as error:
            return Done("refused", str(error))

    def _fresh(self, inputs: Iterable[Captured | BadInput], readers: Readers | None) -> Iterator[_Job | Done]:
        for item in inputs:
            if isinstance(item, BadInput):
                yield Done("refused", str(item))
                continue
            known = self._known.get(item.capture.sha256)
            if known is None:
                said = readers.read(captured_text(item)) if readers is not None else None
                yield _Job(item, 0, [], item.rendition, len(item.original), said)
            elif readers is None or known in self._read or known in self._in_vain:
                yield Done("known", item.capture.file)
            # else it is read with the others that were captured before, after all that is new

    def _added(self, item: Captured, said: Callable[[], Json] | None) -> Done:
        c = item.capture
        result, why = _asked(said)
        with self.ledger.writing() as tx:
            self._catch_up(tx)
            if c.sha256 in self._known:
                return Done("known", c.file)
            if c.id in self._ids:
                raise BadInput(
                    f"{c.file}: the record holds another report with the id {c.id!r}; give this one an id of its own, or "
                    "forget the old one."
                )
            with self._original(item):
                whole = replace(c, part_of=self._known.get(item.inside) if item.inside else None)
                capture = tx.append("capture", whole.to_json(), PROGRAM)
                rendition = tx.append("rendition", {"capture": capture, **asdict(item.rendition)}, PROGRAM)
                if item.identity is not None:  # apart from all else that is said of the report: no view reads it
                    who = {"capture": capture, "identity": item.identity, "label": Label.of(Sensitive.SOURCE).to_json()}
                    tx.append("identity", who, PROGRAM)
                if result is not None:
                    self._write(tx, capture, rendition, item.rendition, result, State())
                tx.flush()
        self._seen = tx.head.number
        self._known[c.sha256] = self._ids[c.id] = capture
        if result is not None:
            self._read.add(capture)
        if why:
            self._in_vain.add(capture)
            return Done("unread", named(c), c.notices, why=why)
        return Done("added", named(c), (*c.notices, *self._notices()), len(result["incidents"]) if result else 0)

    def _catch_up(self, tx: Transaction) -> None:
        """Under the writer's lock: what others wrote since this was made; the report at hand may be there by now."""
        if tx.start.number != self._seen:
            self._learn(tx.start.number)

    @contextmanager
    def _original(self, item: Captured) -> Iterator[None]:
        """Keep the original while its entries are written, and let it go again where they cannot be."""
        kept_before = self.ledger.originals.has(item.capture.sha256)
        self.ledger.originals.put(item.original)
        try:
            yield
        except Exception:
            if not kept_before:
                self.ledger.originals.remove(item.capture.sha256)
            raise

    def _unread(self, readers: Readers) -> Iterator[_Job]:
        """The reports of the record that this reader has not read, each with its newest text."""
        captures = sorted(set(self._known.values()) - self._read - self._in_vain)
        if not captures:
            return
        entries = self._entries_of(set(captures))
        for capture in captures:
            state = gather(self.ledger.some(entries[capture]))
            kept, found = state.captures[capture].payload, state.rendition_of(capture)
            if kept is None or found is None or found.payload is None:
                continue
            text = Rendition(**{k: found.payload[k] for k in ("text", "tool", "title", "language")})
            yield _Job(None, capture, entries[capture], text, len(text.text), readers.read(report_text(kept["id"], kept, text)))

    def _entries_of(self, captures: set[int]) -> dict[int, list[int]]:
        """The numbers of the entries that rest on each of these reports. Numbers only: the record may be larger than memory."""
        found: dict[int, list[int]] = {n: [n] for n in captures}
        of_reading: dict[int, int] = {}
        for e in self.ledger.entries({"rendition", "reading", "claim"}):
            p = e.payload or {}
            if e.kind in ("rendition", "reading"):
                capture = p.get("capture")
                if e.kind == "reading" and capture in captures:
                    of_reading[e.number] = capture
            else:
                capture = of_reading.get(p.get("reading", 0))
            if capture in found:
                found[capture].append(e.number)
        return found

    def _read_again(self, job: _Job) -> Done:
        """Read a captured report by this reader; an older reader's unjudged claims are superseded, its ids kept."""
        said, why = _asked(job.said)
        if said is None:
            self._in_vain.add(job.capture)
            return Done("unread", "", why=why)
        with self.ledger.writing() as tx:
            entries = job.entries
            if tx.start.number != self._seen:
                self._catch_up(tx)
                entries = self._entries_of({job.capture})[job.capture]
            state = gather(self.ledger.some(entries))
            kept, found = state.captures[job.capture].payload, state.rendition_of(job.capture)
            if kept is None or found is None or job.capture in self._read:  # forgotten, or read by somebody else meanwhile
                return Done("known", "")
            self._write(tx, job.capture, found.number, job.rendition, said, state)
        self._seen = tx.head.number
        self._read.add(job.capture)
        return Done("read", kept["file"], self._notices(), len(said["incidents"]))

    def _write(self, tx: Any, capture: int, rendition: int, text: Rendition, said: Json, before: State) -> None:
        older = [n for n, c in before.capture_of.items() if c == capture]
        payload = {
            "rendition": rendition, "capture": capture, "reader": self.version, "supersedes": older,
            "attributions": said["attributions"],
        }  # fmt: skip
        reading = tx.append("reading", payload, self.version)
        known = same_things(before, set(older), said) if older else {}
        Writer(lambda kind, p: tx.append(kind, p, self.version), reading, capture, text, known).write(said)


def _asked(said: Callable[[], Json] | None) -> tuple[Json | None, str]:
    """What a reader says, or None and the sentence why it could not read."""
    try:
        return (said(), "") if said is not None else (None, "")
    except Unread as error:
        return None, str(error)


def named(capture: Capture) -> str:
    """A report as it is called in a sentence: its file, and where that holds more than one its address, its title or its id."""
    if capture.route == "archive" and capture.url:
        return f"{capture.file}, {wording.plain(capture.url)[:200]}"
    if capture.media_type in ("message/rfc822", "application/xml") and capture.title:
        return f"{capture.file}, {wording.quoted(capture.title[:80])}"
    return capture.file if capture.id == capture.sha256[:16] else f"{capture.file} ({capture.id})"


def report_text(id: str, capture: Json, rendition: Rendition) -> ReportText:
    """What a reader is given of a captured report."""
    return ReportText(
        text=rendition.text,
        id=id,
        file=capture["file"],
        title=capture["title"],
        published=capture["published"],
        language=capture["language"] or rendition.language,
        sha256=capture["sha256"],
        publisher=capture["publisher"],
        collection=capture["collection"],
    )


def captured_text(item: Captured) -> ReportText:
    """What a reader is given of something captured just now."""
    return report_text(item.capture.id, item.capture.to_json(), item.rendition)


def same_things(state: State, readings: set[int], said: Json) -> dict[str, int]:
    """Which incidents and victims of a new reading are ones that an earlier one found, by act and overlapping words.

    One to one, the greatest overlap first; so an id survives reading again.
    """
    found: dict[str, int] = {}
    for kind, things in (("act", [(i["id"], _words(i)) for i in said["incidents"]]), ("victim", _people(said))):
        old = [(n, p["value"]["person"] if kind == "victim" else p["subject"], p) for n, p in _claims(state, readings, kind)]
        pairs = []
        for new_id, words in things:
            for _, number, payload in old:
                shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in words for b in _spans(payload["mentions"]))
                if shared:
                    pairs.append((-shared, number, new_id))
        taken: set[int] = set()
        for _, number, new_id in sorted(pairs):
            if new_id not in found and number not in taken:
                found[new_id] = number
                taken.add(number)
    return found


def _claims(state: State, readings: set[int], name: str) -> list[tuple[int, Json]]:
    return [
        (n, k.payload)
        for n, k in state.claims.items()
        if k.payload and k.payload["reading"] in readings and k.payload["property"] == name
    ]


def _spans(mentions: list[Json]) -> list[tuple[int, int]]:
    return [(m["start"], m["end"]) for m in mentions if m.get("in", "text") == "text"]


def _words(incident: Json) -> list[tuple[int, int]]:
    things = [t for name in ("victims", "perpetrators", "targets", "others", "means") for t in incident[name]]
    return [s for t in things for s in _spans(t["mentions"])]


def _people(said: Json) -> list[tuple[str, list[tuple[int, int]]]]:
    return [(v["id"], _spans(v["mentions"])) for i in said["incidents"] for v in i["victims"]]
