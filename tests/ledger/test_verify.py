"""Whatever is changed behind the ledger's back is found, at its place, under its right name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.ledger import FindingKind, Ledger, Severity, create
from onrecord.ledger.canonical import ZEROS, commitment, header_text, sha256

K = FindingKind
LAST = 14
CAPTURES = (1, 5, 9)
FORGOTTEN, FORGET = 7, 13
WITH_PAYLOAD = [n for n in range(1, LAST + 1) if n != FORGOTTEN]

type_of_found = set[tuple[FindingKind, int | str | None]]


@dataclass
class Bench:
    """A small record, a raw connection to it without triggers, and a way back after each change."""

    ledger: Ledger
    raw: sqlite3.Connection
    entries: dict[int, tuple[str, str]] = field(default_factory=dict)
    payloads: dict[int, tuple[bytes, str]] = field(default_factory=dict)
    originals: dict[Path, bytes] = field(default_factory=dict)
    head: bytes = b""

    def remember(self) -> None:
        self.entries = {n: (h, d) for n, h, d in self.raw.execute("SELECT * FROM entries")}
        self.payloads = {n: (s, p) for n, s, p in self.raw.execute("SELECT * FROM payloads")}
        self.originals = {p: p.read_bytes() for p in self.ledger.originals.folder.rglob("*") if p.is_file()}
        self.head = (self.ledger.folder / "head.json").read_bytes()

    def restore(self) -> None:
        self.write(self.entries, self.payloads)
        for path in [p for p in self.ledger.originals.folder.rglob("*") if p.is_file() and p not in self.originals]:
            path.unlink()
        for path, data in self.originals.items():
            if not path.is_file() or path.read_bytes() != data:
                path.write_bytes(data)
        (self.ledger.folder / "head.json").write_bytes(self.head)

    def write(self, entries: dict[int, tuple[object, object]], payloads: dict[int, tuple[object, object]]) -> None:
        self.raw.execute("BEGIN")
        self.raw.execute("DELETE FROM entries")
        self.raw.execute("DELETE FROM payloads")
        text = "CAST(? AS TEXT)"
        self.raw.executemany(f"INSERT INTO entries VALUES (?, {text}, {text})", [(n, *row) for n, row in entries.items()])
        self.raw.executemany(f"INSERT INTO payloads VALUES (?, ?, {text})", [(n, *row) for n, row in payloads.items()])
        self.raw.execute("COMMIT")

    def found(self) -> type_of_found:
        return {(f.kind, f.number or f.path) for f in self.ledger.verify() if f.severity is Severity.ERROR}

    def path(self, n: int) -> Path:
        return self.ledger.originals.path(json.loads(self.payloads[n][1])["sha256"])


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    minutes = count()

    def clock() -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=next(minutes))

    with create(tmp_path_factory.mktemp("record") / "r", clock=clock) as ledger:
        for report in range(3):
            digest = ledger.originals.put(f"report {report}".encode() * 30)
            with ledger.writing() as transaction:
                transaction.append("capture", {"sha256": digest, "n": report}, "tester")
                for n in range(3):
                    transaction.append("claim", {"n": n, "words": f"증언 {report}.{n}"}, "tester")
        ledger.forget([FORGOTTEN], [], "tester", "why")
        with ledger.writing() as transaction:
            transaction.append("note", {"n": "last"}, "tester")
        assert (ledger.head().number, ledger.verify()) == (14, [])
        with closing(sqlite3.connect(ledger.folder / "ledger.db", isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous = OFF")
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                raw.execute(f"DROP TRIGGER {name}")
            made = Bench(ledger, raw)
            made.remember()
            yield made


@pytest.fixture(autouse=True)
def afresh(bench: Bench) -> Iterator[None]:
    bench.restore()
    yield
    bench.restore()


def allowed(*touched: int) -> type_of_found:
    """What follows when the forget entry itself is not to be believed: nobody says any more who deleted that payload."""
    return {(K.PAYLOAD_GONE, FORGOTTEN)} if FORGET in touched else set()


def edited(text: str, data: st.DataObject) -> bytes:
    """The text as bytes with one of them changed, put in or taken out."""
    raw = bytearray(text.encode())
    at = data.draw(st.integers(0, len(raw) - 1), "at")
    how = data.draw(st.sampled_from(["change", "insert", "delete"]), "how")
    if how == "change":
        raw[at] ^= data.draw(st.integers(1, 255), "bits")
    elif how == "insert":
        raw.insert(at, data.draw(st.integers(1, 255), "byte"))
    else:
        del raw[at]
    return bytes(raw)


def rehashed(header: str, **changes: object) -> tuple[str, str]:
    said = header_text({**json.loads(header), **changes})
    return said, sha256(said.encode())


# Each kind of change: it takes the bench and hypothesis' data, makes one change, and says what must be found.


def header(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(1, LAST), "n")
    b.write(b.entries | {n: (edited(b.entries[n][0], data), b.entries[n][1])}, b.payloads)
    return {(K.CHANGED_HEADER, n)} | allowed(n)


def header_field(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(1, LAST), "n")
    key, value = data.draw(
        st.sampled_from(
            [("actor", "x"), ("kind", "x"), ("number", 99), ("time", "2020"), ("prev", "f" * 64), ("commitment", ZEROS)]
        ),
        "to",
    )
    b.write(b.entries | {n: (rehashed(b.entries[n][0], **{key: value})[0], b.entries[n][1])}, b.payloads)
    return {(K.CHANGED_HEADER, n)} | allowed(n)


def header_and_hash(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(1, LAST), "n")
    b.write(b.entries | {n: rehashed(b.entries[n][0], actor="somebody else")}, b.payloads)
    return {(K.HEAD_NOT_IN_CHAIN, n) if n == LAST else (K.BROKEN_LINK, n + 1)}


def only_hash(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(1, LAST), "n")
    b.write(b.entries | {n: (b.entries[n][0], edited(b.entries[n][1], data))}, b.payloads)
    return {(K.CHANGED_HASH, n)} | allowed(n)


def payload(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.sampled_from(WITH_PAYLOAD), "n")
    b.write(b.entries, b.payloads | {n: (b.payloads[n][0], edited(b.payloads[n][1], data))})
    return {(K.CHANGED_PAYLOAD, n)} | allowed(n)


def salt(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.sampled_from(WITH_PAYLOAD), "n")
    b.write(b.entries, b.payloads | {n: (data.draw(st.binary(max_size=40), "salt"), b.payloads[n][1])})
    return {(K.CHANGED_PAYLOAD, n)} | allowed(n)


def payload_gone(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.sampled_from(WITH_PAYLOAD), "n")
    b.write(b.entries, {k: v for k, v in b.payloads.items() if k != n})
    return {(K.PAYLOAD_GONE, n)} | allowed(n)


def payloads_swapped(b: Bench, data: st.DataObject) -> type_of_found:
    i, j = data.draw(st.lists(st.sampled_from(WITH_PAYLOAD), min_size=2, max_size=2, unique=True), "swap")
    b.write(b.entries, b.payloads | {i: b.payloads[j], j: b.payloads[i]})
    return {(K.CHANGED_PAYLOAD, i), (K.CHANGED_PAYLOAD, j)} | allowed(i, j)


def put_back(b: Bench, data: st.DataObject) -> type_of_found:
    b.write(b.entries, b.payloads | {FORGOTTEN: (data.draw(st.binary(max_size=32)), "{}")})
    return {(K.NOT_FORGOTTEN, FORGOTTEN), (K.CHANGED_PAYLOAD, FORGOTTEN)}


def entry_missing(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(1, LAST), "n")
    kept = b.payloads if data.draw(st.booleans(), "payload stays") else {k: v for k, v in b.payloads.items() if k != n}
    b.write({k: v for k, v in b.entries.items() if k != n}, kept)
    return {(K.MISSING_ENTRY, n)} | allowed(n) | ({(K.HEAD_NOT_IN_CHAIN, n)} if n == LAST else set())


def tail_cut(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(FORGET + 1, LAST), "n")
    b.write({k: v for k, v in b.entries.items() if k < n}, {k: v for k, v in b.payloads.items() if k < n})
    return {(K.MISSING_ENTRY, n), (K.HEAD_NOT_IN_CHAIN, LAST)}


def entry_missing_others_moved_up(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(1, LAST - 1), "n")

    def moved(rows: dict) -> dict:
        return {k - (k > n): v for k, v in rows.items() if k != n}

    b.write(moved(b.entries), moved(b.payloads))
    gone = FORGOTTEN - (n < FORGOTTEN)
    return {(K.MISSING_ENTRY, n), (K.REORDERED, n)} | ({(K.PAYLOAD_GONE, gone)} if n <= FORGET and n != FORGOTTEN else set())


def entries_swapped(b: Bench, data: st.DataObject) -> type_of_found:
    i, j = data.draw(st.lists(st.integers(1, LAST), min_size=2, max_size=2, unique=True), "swap")
    entries = b.entries | {i: b.entries[j], j: b.entries[i]}
    payloads = dict(b.payloads)
    gone = {FORGOTTEN} if FORGET in (i, j) else set()
    if data.draw(st.booleans(), "with payloads"):
        for here, there in ((i, j), (j, i)):
            payloads.pop(here, None)
            if there in b.payloads:
                payloads[here] = b.payloads[there]
        if FORGOTTEN in (i, j):
            gone = {i if j == FORGOTTEN else j} | ({FORGOTTEN} & set())
    b.write(entries, payloads)
    gone = {g for g in gone if g not in payloads and not (g == FORGOTTEN and FORGET not in (i, j))}
    there_again = {(K.NOT_FORGOTTEN, FORGOTTEN)} if FORGOTTEN in payloads and FORGET not in (i, j) else set()
    return {(K.REORDERED, i), (K.REORDERED, j)} | {(K.PAYLOAD_GONE, g) for g in gone} | there_again


def entry_copied(b: Bench, data: st.DataObject) -> type_of_found:
    i, j = data.draw(st.lists(st.integers(1, LAST), min_size=2, max_size=2, unique=True), "from, onto")
    b.write(b.entries | {j: b.entries[i]}, b.payloads)
    return {(K.REORDERED, j), (K.MISSING_ENTRY, j)} | allowed(j) | ({(K.HEAD_NOT_IN_CHAIN, j)} if j == LAST else set())


def stray_payload(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(LAST + 1, 99), "n")
    b.write(b.entries, b.payloads | {n: (b"", "{}")})
    return {(K.STRAY_PAYLOAD, n)}


def original_changed(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.sampled_from(CAPTURES), "n")
    path = b.path(n)
    path.write_bytes(edited(b.originals[path].decode(), data))
    return {(K.CHANGED_ORIGINAL, n)}


def original_missing(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.sampled_from(CAPTURES), "n")
    b.path(n).unlink()
    return {(K.MISSING_ORIGINAL, n)}


def originals_swapped(b: Bench, data: st.DataObject) -> type_of_found:
    i, j = data.draw(st.lists(st.sampled_from(CAPTURES), min_size=2, max_size=2, unique=True), "swap")
    b.path(i).write_bytes(b.originals[b.path(j)])
    b.path(j).write_bytes(b.originals[b.path(i)])
    return {(K.CHANGED_ORIGINAL, i), (K.CHANGED_ORIGINAL, j)}


def rewritten_from(b: Bench, n: int, **changes: object) -> None:
    """Rewrite the chain from n on, with right hashes and head.json, as only the ledger's keeper could."""
    entries, prev = dict(b.entries), json.loads(b.entries[n][0])["prev"]
    for k in range(n, LAST + 1):
        entries[k] = rehashed(entries[k][0], prev=prev, **(changes if k == n else {}))
        prev = entries[k][1]
    b.write(entries, b.payloads)
    (b.ledger.folder / "head.json").write_text(json.dumps({"number": LAST, "hash": prev}), encoding="utf-8")


def time_set_back(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(2, LAST), "n")
    rewritten_from(b, n, time="2025-12-31T00:00:00.000000Z")
    return {(K.DECREASING_TIME, n)}


def of_another_record(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(1, LAST), "n")
    rewritten_from(b, n, record="00000000-0000-4000-8000-000000000000")
    return {(K.OTHER_RECORD, n)}


def head_changed(b: Bench, data: st.DataObject) -> type_of_found:
    n = data.draw(st.integers(1, LAST + 5), "n")
    (b.ledger.folder / "head.json").write_text(json.dumps({"number": n, "hash": "ab" * 32}), encoding="utf-8")
    return {(K.HEAD_NOT_IN_CHAIN, n)} | ({(K.MISSING_ENTRY, LAST + 1)} if n > LAST else set())


CHANGES = [
    header, header_field, header_and_hash, only_hash, payload, salt, payload_gone, payloads_swapped, put_back, entry_missing, tail_cut,
    entry_missing_others_moved_up, entries_swapped, entry_copied, stray_payload, original_changed, original_missing, originals_swapped,
    time_set_back, of_another_record, head_changed,
]  # fmt: skip


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(change=st.sampled_from(CHANGES), data=st.data())
def test_every_change_is_found_and_rightly_named(bench: Bench, change, data: st.DataObject) -> None:
    bench.restore()
    assert bench.found() == set() or pytest.fail("the record was not restored")
    expected = change(bench, data)
    assert bench.found() == expected, change.__name__


@pytest.mark.parametrize("n", range(1, LAST))
def test_an_older_head_is_fine_because_a_longer_chain_is(bench: Bench, n: int) -> None:
    (bench.ledger.folder / "head.json").write_text(json.dumps({"number": n, "hash": bench.entries[n][1]}), encoding="utf-8")
    assert bench.ledger.verify() == []


def test_a_head_that_is_missing_or_unreadable(bench: Bench) -> None:
    path = bench.ledger.folder / "head.json"
    path.unlink()
    assert bench.found() == {(K.HEAD_MISSING, "head.json")}
    for content in (b"", b"[]", b"\xff", b'{"number": "1", "hash": "x"}', b'{"number": 1}'):
        path.write_bytes(content)
        assert bench.found() == {(K.HEAD_UNREADABLE, "head.json")}


def test_an_orphan_original_is_a_notice(bench: Bench) -> None:
    digest = bench.ledger.originals.put(b"nobody's")
    (bench.ledger.originals.folder / "notes.txt").write_text("", encoding="utf-8")
    found = bench.ledger.verify()
    assert {(f.kind, f.severity, f.path) for f in found} == {
        (K.ORPHAN_ORIGINAL, Severity.NOTICE, f"originals/{digest[:2]}/{digest}"),
        (K.ORPHAN_ORIGINAL, Severity.NOTICE, "originals/notes.txt"),
    }


def test_deleting_a_payload_by_the_tables_alone_is_no_forgetting(bench: Bench) -> None:
    bench.raw.execute("INSERT INTO forgotten VALUES (2, 13)")
    bench.raw.execute("DELETE FROM payloads WHERE number = 2")
    assert bench.found() == {(K.PAYLOAD_GONE, 2)}
    bench.raw.execute("DELETE FROM forgotten WHERE number = 2")


def test_a_forged_forget_entry_in_the_future_excuses_nothing_before_it_is_in_the_chain(bench: Bench) -> None:
    body = '{"numbers":[2],"who":"x","why":"y"}'
    payloads = {k: v for k, v in bench.payloads.items() if k != 2} | {FORGET: (bench.payloads[FORGET][0], body)}
    said = rehashed(bench.entries[FORGET][0], commitment=commitment(bench.payloads[FORGET][0], body.encode()))
    bench.write(bench.entries | {FORGET: said}, payloads)
    assert (K.BROKEN_LINK, FORGET + 1) in bench.found()


def test_more_than_a_thousand_findings_of_a_kind_are_counted(tmp_path: Path) -> None:
    with create(tmp_path) as ledger:
        with ledger.writing() as transaction:
            for n in range(1200):
                transaction.append("note", {"n": n}, "t")
        with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as raw:
            raw.execute("DROP TRIGGER payloads_no_update")
            raw.execute("UPDATE payloads SET payload = '{}'")
        found = ledger.verify()
    assert len(found) == 1001
    assert (found[-1].kind, found[-1].sentence) == (K.MORE, "200 more findings like these: changed payload.")


def test_damaged_pages_of_the_database_are_found(tmp_path: Path) -> None:
    with create(tmp_path / "r") as ledger, ledger.writing() as transaction:
        for n in range(200):
            transaction.append("note", {"n": n, "text": "x" * 300}, "t")
    path = tmp_path / "r" / "ledger.db"
    whole = path.read_bytes()
    assert len(whole) > 16 * 4096
    for page in range(6, len(whole) // 4096):
        path.write_bytes(whole[: page * 4096] + bytes(4096) + whole[(page + 1) * 4096 :])
        with closing(ledger):
            assert any(f.severity is Severity.ERROR for f in ledger.verify()), f"page {page + 1}"
