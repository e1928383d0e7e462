"""Writing, reading, and what the ledger refuses."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc8785
from sqlalchemy import inspect

from onrecord.errors import Misuse, OnRecordError, RecordTooNew, Tampered
from onrecord.ledger import Head, Ledger, create, open_ledger, read_settings, tables
from onrecord.ledger.head import read_head

START = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that says what the test sets."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock):
    with create(tmp_path / "record", clock=clock) as made:
        yield made


def append(ledger: Ledger, *texts: str, kind: str = "note") -> list[int]:
    with ledger.writing() as transaction:
        return [transaction.append(kind, {"text": text}, "tester") for text in texts]


def raw(ledger: Ledger) -> sqlite3.Connection:
    return sqlite3.connect(ledger.folder / "ledger.db", isolation_level=None)


def test_what_is_written_is_read(ledger: Ledger) -> None:
    assert ledger.head() == Head(0, "0" * 64)
    assert append(ledger, "one", "two") == [1, 2]
    assert append(ledger, "three", kind="other") == [3]
    assert [(e.number, e.kind, e.payload, e.actor, e.time) for e in ledger.entries()] == [
        (1, "note", {"text": "one"}, "tester", START),
        (2, "note", {"text": "two"}, "tester", START),
        (3, "other", {"text": "three"}, "tester", START),
    ]
    assert [e.number for e in ledger.entries(kinds={"other"})] == [3]
    assert [e.number for e in ledger.entries(kinds=[])] == []
    assert [e.number for e in ledger.entries(after=1)] == [2, 3]
    assert ledger.head() == read_head(ledger.folder)
    assert ledger.head() == Head(3, list(ledger.entries())[-1].hash)
    assert ledger.verify() == []


def test_a_stranger_can_verify_the_chain(ledger: Ledger) -> None:
    """By the words of the format alone, with none of the ledger's own code."""
    append(ledger, "é", "\U0001f600", "\x7f\u2028\x01")
    with ledger.writing() as transaction:
        transaction.append("n", {"ｚ": 1.0, "\U0001f600": 1e-7, "nested": [True, None, -0.0, 1e21]}, "Zoë \U0001f600")
    with raw(ledger) as connection:
        rows = connection.execute(
            "SELECT e.number, header, hash, salt, payload FROM entries e JOIN payloads USING (number)"
        ).fetchall()
    connection.close()
    prev = "0" * 64
    for position, (number, header, digest, salt, payload) in enumerate(rows, start=1):
        said = json.loads(header)
        assert list(said) == sorted(said) and set(said) == {
            "v",
            "record",
            "number",
            "time",
            "actor",
            "kind",
            "prev",
            "commitment",
        }
        assert said["number"] == number == position and said["v"] == 1 and said["record"] == ledger.record
        assert said["prev"] == prev and len(said["time"]) == 27 and said["time"].endswith("Z")
        assert hashlib.sha256(rfc8785.dumps(said)).hexdigest() == digest
        assert len(salt) == 32
        assert hmac.new(salt, rfc8785.dumps(json.loads(payload)), "sha256").hexdigest() == said["commitment"]
        prev = digest
    assert len({row[3] for row in rows}) == len(rows), "each payload has a salt of its own"


def test_an_exception_undoes_the_transaction(ledger: Ledger) -> None:
    append(ledger, "one")
    with pytest.raises(ZeroDivisionError), ledger.writing() as transaction:
        transaction.append("note", {}, "tester")
        transaction.append("note", {"x": 1 / 0}, "tester")
    assert [e.number for e in ledger.entries()] == [1]
    assert append(ledger, "two") == [2]
    assert ledger.verify() == []


def test_large_transactions_are_sent_in_parts_and_still_whole(ledger: Ledger) -> None:
    with pytest.raises(KeyError), ledger.writing() as transaction:
        for n in range(2500):
            transaction.append("note", {"n": n}, "tester")
        raise KeyError
    assert list(ledger.entries()) == []
    with ledger.writing() as transaction:
        for n in range(2500):
            transaction.append("note", {"n": n, "text": "x" * (1_000_000 if n % 500 == 0 else 1)}, "tester")
    assert [e.payload["n"] for e in ledger.entries() if e.payload] == list(range(2500))
    assert ledger.verify() == []


def test_times_never_decrease(ledger: Ledger, clock: Clock) -> None:
    append(ledger, "one")
    clock.now -= timedelta(days=1)
    append(ledger, "two")
    assert [e.time for e in ledger.entries()] == [START, START]
    clock.now = START + timedelta(microseconds=1)
    append(ledger, "three")
    assert [e.time for e in ledger.entries()][-1] == START + timedelta(microseconds=1)
    assert ledger.verify() == []


def test_as_of_shows_what_was_known_then_and_what_was_forgotten_since(ledger: Ledger, clock: Clock) -> None:
    append(ledger, "one", "two")
    clock.now += timedelta(days=1)
    append(ledger, "three")
    clock.now += timedelta(days=1)
    ledger.forget([1], [], "tester", "withdrawn")
    assert [(e.number, e.payload) for e in ledger.entries(as_of=START)] == [(1, None), (2, {"text": "two"})]
    assert [e.number for e in ledger.entries(as_of=START + timedelta(hours=30))] == [1, 2, 3]
    assert [e.number for e in ledger.entries(as_of=(START - timedelta(seconds=1)).replace(tzinfo=None))] == []
    assert len(list(ledger.entries())) == 4


def test_a_reader_sees_no_entries_that_are_appended_while_it_reads(ledger: Ledger) -> None:
    append(ledger, *map(str, range(600)))
    reading = ledger.entries()
    next(reading)
    append(ledger, "later")
    assert sum(1 for _ in reading) == 599


def test_lone_surrogates_become_replacement_characters_before_hashing(ledger: Ledger) -> None:
    with ledger.writing() as transaction:
        transaction.append("no\udc00te", {"a\ud800": ["\ud83d\ude00", {"b": "x\udfff"}], "f": 1.5}, "tes\ud800ter")
    entry = next(ledger.entries())
    assert entry.payload == {"a\ufffd": ["\ufffd\ufffd", {"b": "x\ufffd"}], "f": 1.5}
    assert (entry.kind, entry.actor) == ("no\ufffdte", "tes\ufffdter")
    assert ledger.verify() == []
    with pytest.raises(Misuse, match="surrogates"), ledger.writing() as transaction:
        transaction.append("note", dict([("\ud800", 1), ("\ud801", 2)]), "tester")


@pytest.mark.parametrize(
    ("kind", "payload", "actor", "words"),
    [
        ("note", {"x": float("nan")}, "t", "no plain JSON"),
        ("note", {"x": 2**53}, "t", "no plain JSON"),
        ("note", {1: "x"}, "t", "no plain JSON"),
        ("note", {"x": {1, 2}}, "t", "no plain JSON"),
        ("note", ["x"], "t", "JSON object"),
        ("note", {}, " ", "actor"),
        ("", {}, "t", "kind"),
        ("forget", {"numbers": [1]}, "t", "forget()"),
        ("capture", {"sha256": "../../x"}, "t", "64 lower-case"),
        ("capture", {"sha256": "0" * 64}, "t", "is not in the record"),
    ],
)
def test_what_cannot_be_an_entry_is_refused(ledger: Ledger, kind: str, payload: dict, actor: str, words: str) -> None:
    with pytest.raises(Misuse) as refused, ledger.writing() as transaction:
        transaction.append(kind, payload, actor)
    assert words in str(refused.value)
    assert list(ledger.entries()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET hash = 'x' WHERE number = 1",
        "DELETE FROM entries WHERE number = 2",
        "INSERT OR REPLACE INTO entries VALUES (1, '{}', 'x')",
        "INSERT INTO entries VALUES (5, '{}', 'x')",
        "UPDATE payloads SET payload = '{}' WHERE number = 1",
        "DELETE FROM payloads WHERE number = 1",
        "DELETE FROM payloads",
        "INSERT OR REPLACE INTO payloads VALUES (1, x'00', '{}')",
        "INSERT INTO payloads VALUES (9, x'00', '{}')",
        "INSERT INTO forgotten VALUES (1, 1)",
        "INSERT INTO forgotten VALUES (1, 3)",
        "INSERT OR REPLACE INTO forgotten VALUES (2, 1)",
        "UPDATE forgotten SET number = 1",
        "DELETE FROM forgotten",
        "INSERT INTO payloads VALUES (2, x'00', '{}')",
    ],
)
def test_the_database_itself_is_append_only(ledger: Ledger, statement: str) -> None:
    append(ledger, "one", "two")
    ledger.forget([2], [], "tester", "why")
    connection = raw(ledger)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()
    assert ledger.verify() == []


def test_the_migrations_make_the_tables_of_the_code(ledger: Ledger) -> None:
    with ledger._engine.reading() as connection:
        found = inspect(connection)
        assert set(found.get_table_names()) == {*tables.metadata.tables, "alembic_version"}
        for table in tables.metadata.tables.values():
            made = {c["name"]: (str(c["type"]), c["nullable"], c["primary_key"]) for c in found.get_columns(table.name)}
            dialect = connection.dialect
            assert made == {c.name: (c.type.compile(dialect), c.nullable, int(c.primary_key)) for c in table.columns}


@pytest.mark.parametrize("name", ["with spaces and %20", "기록 폴더", "Zoë's “record”", "a#b?c"])
def test_any_path_and_name_will_do(tmp_path: Path, name: str) -> None:
    with create(tmp_path / name / name) as ledger:
        digest = ledger.originals.put(b"bytes")
        with ledger.writing() as transaction:
            transaction.append("capture", {"sha256": digest}, "tester")
    with open_ledger(tmp_path / name / name) as again:
        assert again.name == name
        assert again.originals.get(digest) == b"bytes"
        assert again.verify() == []
        assert again.head().number == 1


@pytest.mark.parametrize("name", ['"quoted" \\ back', "line\nbreak\ttab\x00\x1f\x7f", "", "\ud800", "é한\U0001f600\u2028"])
def test_settings_survive_any_name(tmp_path: Path, name: str) -> None:
    create(tmp_path, name=name).close()
    assert read_settings(tmp_path).name == name.replace("\ud800", "\ufffd")


def test_a_newer_record_is_refused_before_anything_else_is_looked_at(ledger: Ledger) -> None:
    path = ledger.folder / "onrecord.toml"
    said = path.read_text(encoding="utf-8")
    path.write_text(said.replace("format = 1", "format = 2").replace("record =", "identity ="), encoding="utf-8")
    (ledger.folder / "ledger.db").rename(ledger.folder / "ledger.db.away")
    with pytest.raises(RecordTooNew, match="newer"):
        open_ledger(ledger.folder)
    (ledger.folder / "ledger.db.away").rename(ledger.folder / "ledger.db")
    path.write_text(said, encoding="utf-8")
    connection = raw(ledger)
    connection.execute("UPDATE alembic_version SET version_num = 'v99'")
    connection.close()
    with pytest.raises(RecordTooNew, match="v99"):
        open_ledger(ledger.folder)


def test_what_is_no_record_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(OnRecordError, match="no record"):
        open_ledger(tmp_path)
    create(tmp_path).close()
    with pytest.raises(Misuse, match="already"):
        create(tmp_path)
    (tmp_path / "onrecord.toml").write_text("not toml at all", encoding="utf-8")
    with pytest.raises(OnRecordError, match="cannot be read"):
        open_ledger(tmp_path)
    (tmp_path / "onrecord.toml").write_text('format = 1\nname = "x"\nrecord = "1"\n', encoding="utf-8")
    with pytest.raises(OnRecordError, match="UUID"):
        open_ledger(tmp_path)


def test_an_interrupted_creation_is_taken_up_but_entries_are_never_overwritten(tmp_path: Path) -> None:
    create(tmp_path).close()
    (tmp_path / "onrecord.toml").unlink()
    (tmp_path / "head.json").unlink()
    with create(tmp_path) as ledger:
        append(ledger, "one")
    (tmp_path / "onrecord.toml").unlink()
    with pytest.raises(OnRecordError, match=r"entries but no onrecord\.toml"):
        create(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a database " * 100])
def test_a_ledger_that_is_no_database_is_named_so(tmp_path: Path, content: bytes) -> None:
    create(tmp_path).close()
    for path in tmp_path.glob("ledger.db*"):
        path.unlink()
    (tmp_path / "ledger.db").write_bytes(content)
    with pytest.raises(Tampered):
        open_ledger(tmp_path)
    (tmp_path / "ledger.db").unlink()
    with pytest.raises(Tampered, match=r"has no ledger\.db"):
        open_ledger(tmp_path)


def test_nothing_is_written_to_a_chain_that_lacks_its_head(ledger: Ledger) -> None:
    append(ledger, "one")
    path = ledger.folder / "head.json"
    said = path.read_bytes()
    for changed in (b'{"number": 2, "hash": "' + b"0" * 64 + b'"}', b"{}", None):
        if changed is None:
            path.unlink()
        else:
            path.write_bytes(changed)
        with pytest.raises(Tampered), ledger.writing():
            pytest.fail("the transaction must not begin")
    path.write_bytes(said)
    assert append(ledger, "two") == [2]


def test_an_entry_that_cannot_be_read_is_tampered_with(ledger: Ledger) -> None:
    append(ledger, "one")
    connection = raw(ledger)
    connection.execute("DROP TRIGGER payloads_no_update")
    for payload in ("{", b"\xff\xfe"):
        connection.execute("UPDATE payloads SET payload = CAST(? AS TEXT)", (payload,))
        with pytest.raises(Tampered, match="verify"):
            list(ledger.entries())
    connection.close()


def test_originals_are_kept_by_their_hash(ledger: Ledger) -> None:
    digest = ledger.originals.put(b"\x00original")
    assert digest == hashlib.sha256(b"\x00original").hexdigest() == ledger.originals.put(b"\x00original")
    assert ledger.originals.has(digest) and ledger.originals.get(digest) == b"\x00original"
    assert not ledger.originals.has("0" * 64)
    with pytest.raises(Tampered, match="missing"):
        ledger.originals.get("0" * 64)
    with pytest.raises(OnRecordError, match="names no original"):
        ledger.originals.get("../" + "0" * 61)
    path = ledger.originals.path(digest)
    assert path.relative_to(ledger.folder).as_posix() == f"originals/{digest[:2]}/{digest}"
    path.write_bytes(b"changed")
    with pytest.raises(Tampered, match="changed"):
        ledger.originals.get(digest)
    ledger.originals.put(b"\x00original")
    assert ledger.originals.get(digest) == b"\x00original", "the same bytes again repair a changed original"
    assert list(ledger.originals.folder.rglob("*.part")) == []


def test_the_last_entry_until_a_time(tmp_path: Path) -> None:
    times = [datetime(2026, 1, 1, 12, minute, tzinfo=UTC) for minute in (1, 2, 2, 5)]
    clock = iter([*times, *times])
    with create(tmp_path / "record", clock=lambda: next(clock)) as ledger:
        assert ledger.last_until(times[0]) is None
        for _ in times:
            with ledger.writing() as transaction:
                transaction.append("note", {}, "tester")
        found = [ledger.last_until(datetime(2026, 1, 1, 12, minute, tzinfo=UTC)) for minute in (0, 1, 2, 4, 5, 9)]
        assert [e.number if e else None for e in found] == [None, 1, 3, 3, 4, 4]


def test_the_head_is_the_one_that_anybody_wrote_last(tmp_path: Path) -> None:
    with create(tmp_path / "record") as one, open_ledger(tmp_path / "record") as other:
        for writer in (one, other, other, one):
            with writer.writing() as transaction:
                transaction.append("note", {}, "tester")
                before = one.head().number, other.head().number
            assert one.head() == other.head() and one.head().number == before[0] + 1 == before[1] + 1
        one.close()  # and is used again: what counts the commits counts anew
        with other.writing() as transaction:
            transaction.append("note", {}, "tester")
        assert one.head() == other.head() and one.head().number == 5
