"""Capture and read into a record: one transaction a report, so that an interrupted build leaves it as before or as after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from onrecord import __version__
from onrecord.capture import Captured
from onrecord.claims import Rendition
from onrecord.errors import BadInput, Unread
from onrecord.extract import Reader, ReportText, extract, reader_named
from onrecord.ledger import Ledger
from onrecord.record.state import Json, State, gather
from onrecord.record.writing import Writer

PROGRAM = f"onrecord/{__version__}"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one input: "added", "known" (the same bytes, read already), "read" (again, or for the first time), "refused",
    or "unread": it is in the record, and the reader could not read it; the next build tries again."""

    what: str
    name: str
    notices: tuple[str, ...] = ()
    incidents: int = 0


class Builder:
    """Adds reports to a ledger. Knows what is there, by original and by id, so that building again adds only what is new."""

    def __init__(self, ledger: Ledger, reader: str | Reader = "rules") -> None:
        self.ledger = ledger
        self.reader = reader_named(reader)
        self.version = self.reader.version
        self._known: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._read: set[int] = set()
        self._in_vain: set[int] = set()  # could not be read this time: only the next build tries again
        for e in ledger.entries({"capture", "reading"}):
            if e.payload is None:
                continue
            if e.kind == "capture":
                self._known[e.payload["sha256"]] = e.number
                self._ids[e.payload["id"]] = e.number
            elif e.actor == self.version:
                self._read.add(e.payload["capture"])

    def build(self, inputs: Iterable[Captured | BadInput], read: bool = True) -> Iterator[Done]:
        """Each input's fate, as it happens. Reports captured before and not read by this reader are read at the end."""
        for item in inputs:
            if isinstance(item, BadInput):
                yield Done("refused", str(item))
                continue
            try:
                yield self._one(item, read)
            except BadInput as e:
                yield Done("refused", str(e))
        if read:
            yield from self._unread()

    def _one(self, item: Captured, read: bool) -> Done:
        c = item.capture
        number = self._known.get(c.sha256)
        if number is not None:
            if not read or number in self._read or number in self._in_vain:
                return Done("known", c.file)
            return self._again(number)
        if c.id in self._ids:
            raise BadInput(
                f"{c.file}: the record holds another report with the id {c.id!r}; give this one an id of its own, or forget the old one."
            )
        said, why = self._reading(report_text(c.id, asdict(c), item.rendition)) if read else (None, None)
        self.ledger.originals.put(item.original)
        with self.ledger.writing() as tx:
            capture = tx.append("capture", {**asdict(c), "notices": list(c.notices)}, PROGRAM)
            rendition = {"capture": capture, **asdict(item.rendition)}
            n = tx.append("rendition", rendition, PROGRAM)
            if said is not None:
                self._write(tx, capture, n, item.rendition, said, State())
        self._known[c.sha256] = self._ids[c.id] = capture
        if said is not None:
            self._read.add(capture)
        if why is not None:
            self._in_vain.add(capture)
            return Done("unread", why, c.notices)
        return Done(
            "added", c.file, (*c.notices, *(self.reader.notices() if said else ())), len(said["incidents"]) if said else 0
        )

    def _reading(self, text: ReportText) -> tuple[Json | None, str | None]:
        """What the reader says of a report, or the sentence why it could not read it."""
        try:
            return extract(text, self.reader), None
        except Unread as error:
            return None, str(error)

    def _unread(self) -> Iterator[Done]:
        for capture in sorted(set(self._known.values()) - self._read - self._in_vain):
            yield self._again(capture)

    def _again(self, capture: int) -> Done:
        """Read a captured report by this reader; an older reader's unjudged claims are superseded, its ids kept."""
        state = gather(self.ledger.entries())
        kept, rendition = state.captures[capture].payload, state.rendition_of(capture)
        if kept is None or rendition is None or rendition.payload is None:
            return Done("known", "")
        text = Rendition(**{k: rendition.payload[k] for k in ("text", "tool", "title", "language")})
        said, why = self._reading(report_text(kept["id"], kept, text))
        if said is None:
            self._in_vain.add(capture)
            return Done("unread", why or "")
        with self.ledger.writing() as tx:
            self._write(tx, capture, rendition.number, text, said, state)
        self._read.add(capture)
        return Done("read", kept["file"], tuple(self.reader.notices()), len(said["incidents"]))

    def _write(self, tx: Any, capture: int, rendition: int, text: Rendition, said: Json, before: State) -> None:
        older = [n for n, c in before.capture_of.items() if c == capture]
        payload = {
            "rendition": rendition, "capture": capture, "reader": self.version, "supersedes": older,
            "attributions": said["attributions"],
        }  # fmt: skip
        reading = tx.append("reading", payload, self.version)
        known = same_things(before, set(older), said) if older else {}
        Writer(lambda kind, p: tx.append(kind, p, self.version), reading, capture, text, known).write(said)


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
    return report_text(item.capture.id, asdict(item.capture), item.rendition)


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
