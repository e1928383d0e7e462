"""Records that are damaged, newer, busy, closed or on a full disk, at the command line."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.ledger import Severity, files
from onrecord.ledger.sqlite import SQLiteEngine
from onrecord.record import open_record

HOLDS = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


def run(*words: object) -> Result:
    said = CliRunner().invoke(main, [str(w) for w in words])
    assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
    return said


@pytest.fixture
def record(tmp_path: Path) -> Path:
    folder = tmp_path / "새 record"
    (tmp_path / "a.txt").write_text("Three men were shot dead in Kaduna on 3 May 2021, police said.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Two women were killed in the fire in Kano, witnesses said.\n", encoding="utf-8")
    assert run("build", tmp_path / "a.txt", "--into", folder).exit_code == 0
    return folder


def changed(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert data.count(old) >= 1
    path.write_bytes(data.replace(old, new))


def newer_tables(record: Path) -> None:
    with closing(sqlite3.connect(record / "ledger.db", isolation_level=None)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = 'v99'")


def cut(record: Path) -> None:
    data = (record / "ledger.db").read_bytes()
    (record / "ledger.db").write_bytes(data[: len(data) // 3])


DAMAGES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "damaged settings": (lambda r: (r / "onrecord.toml").write_text("[[["), "onrecord.toml cannot be read", "put back"),
    "settings that lack the id": (lambda r: (r / "onrecord.toml").write_text("format = 1"), "lacks a valid", "put back"),
    "a newer format": (lambda r: changed(r / "onrecord.toml", b"format = 1", b"format = 2"), "newer", "install a newer"),
    "newer tables": (newer_tables, "made by a newer onrecord", "install a newer"),
    "no ledger": (lambda r: (r / "ledger.db").unlink(), "has no ledger.db", "put it back"),
    "an empty ledger": (lambda r: (r / "ledger.db").write_bytes(b""), "is empty", "put back"),
    "a ledger that is none": (lambda r: (r / "ledger.db").write_bytes(b"x" * 9000), "not a database", "put back"),
    "a ledger cut off": (cut, "damaged", "put back"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_gets_one_sentence_from_every_command(record: Path, tmp_path: Path, damage: str) -> None:
    harm, reason, remedy = DAMAGES[damage]
    harm(record)
    before = {p: p.read_bytes() for p in record.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))}
    for words in (("build", tmp_path / "b.txt", "--into", record), ("capture", tmp_path / "b.txt", "--into", record),
                  ("list", record), ("verify", record), ("tally", record)):  # fmt: skip
        said = run(*words)
        assert said.exit_code == 1 and said.stdout == ""
        assert len(said.stderr.splitlines()) == 1 and reason in said.stderr and remedy in said.stderr
    assert before == {p: p.read_bytes() for p in before}, "nothing of it was touched"


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"number": 1, "hash": "x"}'])
def test_without_its_head_nothing_is_written_and_verify_says_so(record: Path, tmp_path: Path, content: bytes | None) -> None:
    head = record / "head.json"
    head.unlink()
    if content is not None:
        head.write_bytes(content)
    for command in ("build", "capture"):
        said = run(command, tmp_path / "b.txt", "--into", record)
        assert said.exit_code == 1 and "head.json" in said.stderr and "put it back" in said.stderr
    assert run("list", record).exit_code == 0
    said = run("verify", record)
    assert said.exit_code == 1 and said.stdout.startswith("error: ") and "head.json" in said.stdout
    with open_record(record) as held:
        assert [r["file"] for r in held.reports()] == ["a.txt"]
        assert [f for f in held.verify() if f.severity is Severity.NOTICE] == [], "no original was left behind"


def test_a_ledger_with_a_changed_byte(record: Path) -> None:
    changed(record / "ledger.db", b"Three men were shot dead", b"Seven men were shot dead")
    said = run("verify", record)
    assert said.exit_code == 1 and "was changed: it does not give the commitment in its header" in said.stdout


def test_what_is_no_record(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_text("Two men were killed.")
    for folder in (tmp_path, file, tmp_path / "gone"):
        said = run("list", folder)
        assert said.exit_code == 1 and "is no record" in said.stderr and "onrecord init" in said.stderr
    said = run("build", file, "--into", file)
    assert said.exit_code == 1 and "cannot be made" in said.stderr


def test_a_record_that_another_process_writes(record: Path, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(record / "ledger.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        begun = time.monotonic()
        assert run("list", record).exit_code == 0 and run("verify", record).exit_code == 0
        assert time.monotonic() - begun < 4, "readers never wait"
        begun = time.monotonic()
        said = run("build", tmp_path / "b.txt", "--into", record)
        assert said.exit_code == 1 and 4.5 < time.monotonic() - begun < 12
        assert "is being written by another process, which did not finish within 5 seconds: try again later" in said.stderr
        assert len(said.stderr.splitlines()) == 1
    finally:
        holder.communicate("\n")
    with open_record(record) as held:
        assert held.verify() == [], "no original was left behind"
    assert run("build", tmp_path / "b.txt", "--into", record).exit_code == 0


def test_two_builds_of_one_folder_at_once_make_each_report_once(record: Path, tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"r{n}.txt").write_text(f"{n + 2} men were killed in Kano on 3 May 2021, police said.")
    found: list[dict[str, int]] = []

    def build() -> None:
        counts: dict[str, int] = {}
        with open_record(record) as held:
            for done in held.build(sorted(tmp_path.glob("*.txt"))):
                counts[done.what] = counts.get(done.what, 0) + 1
        found.append(counts)

    both = [threading.Thread(target=build) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sum(c.get("added", 0) for c in found) == 31 and sum(c.get("known", 0) for c in found) == 33
    with open_record(record) as held:
        assert len({r["sha256"] for r in held.reports()}) == len(held.reports()) == 32
        assert held.verify() == []


def test_a_full_disk_leaves_nothing_half_written(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:

        def full(descriptor: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        patch.setattr(files.os, "fsync", full)
        said = run("build", tmp_path / "b.txt", "--into", record)
    assert said.exit_code == 1 and len(said.stderr.splitlines()) == 1
    assert "cannot be written to (no space left on device): make room there" in said.stderr
    with open_record(record) as held:
        assert [r["file"] for r in held.reports()] == ["a.txt"] and held.verify() == []
    assert run("build", tmp_path / "b.txt", "--into", record).exit_code == 0
    assert run("verify", record).exit_code == 0


def test_a_full_database_leaves_nothing_half_written(record: Path, tmp_path: Path) -> None:
    with open_record(record) as held:
        raw = held.ledger._engine._engine.raw_connection()
        pages = raw.driver_connection.execute("PRAGMA page_count").fetchone()[0]
        raw.driver_connection.execute(f"PRAGMA max_page_count = {pages}")
        raw.close()
        (tmp_path / "b.txt").write_text("Two women were killed in the fire in Kano. " * 400, encoding="utf-8")
        with pytest.raises(Exception, match=r"full.*make room on its disk"):
            list(held.build([tmp_path / "b.txt"]))
        assert [r["file"] for r in held.reports()] == ["a.txt"]
        assert [f.sentence for f in held.verify() if f.severity is Severity.ERROR] == []
    assert run("build", tmp_path / "b.txt", "--into", record).exit_code == 0
    assert run("verify", record).stdout.startswith("Consistent")


def test_where_nobody_may_write_a_record_is_read_as_it_stands(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = SQLiteEngine._connected

    def refuse(self: SQLiteEngine, place: str, uri: bool) -> sqlite3.Connection:
        if not uri:
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return connected(self, place, uri)

    monkeypatch.setattr(SQLiteEngine, "_connected", refuse)
    for command in ("list", "verify", "tally", "show"):
        assert run(command, record).exit_code == 0
    said = run("build", tmp_path / "b.txt", "--into", record)
    assert said.exit_code == 1 and "readonly database" in said.stderr and "see that you may write there" in said.stderr
    (record / "ledger.db-wal").write_bytes(b"a log that could not be read")
    said = run("list", record)
    assert said.exit_code == 1 and "readonly database" in said.stderr, "what is in the log must not be left out in silence"


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_record_that_may_only_be_read_is_read(record: Path, tmp_path: Path) -> None:
    for path in [record, *record.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for command in ("list", "verify", "tally"):
        assert run(command, record).exit_code == 0
    said = run("build", tmp_path / "b.txt", "--into", record)
    assert said.exit_code == 1 and "readonly database" in said.stderr and "see that you may write there" in said.stderr
    for path in [record, *record.rglob("*")]:
        path.chmod(0o755)
