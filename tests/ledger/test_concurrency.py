"""One writer at a time, readers that never wait, and processes that are killed."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from onrecord.errors import RecordBusy
from onrecord.ledger import Severity, create, open_ledger

WRITER = """
import random, sys
from pathlib import Path
from onrecord.ledger import open_ledger

ledger = open_ledger(Path(sys.argv[1]))
seed = random.Random(int(sys.argv[2]))
print("ready", flush=True)
while True:
    digest = ledger.originals.put(seed.randbytes(5000))
    with ledger.writing() as transaction:
        numbers = [transaction.append("capture", {"sha256": digest}, "writer")]
        numbers += [transaction.append("claim", {"n": n, "text": "x" * 500}, "writer") for n in range(10)]
    if seed.random() < 0.3:
        ledger.forget(numbers, [digest], "writer", "why")
"""


def test_a_second_writer_waits_and_then_writes(tmp_path: Path) -> None:
    first, second = create(tmp_path), open_ledger(tmp_path)
    begun = threading.Event()

    def slow() -> None:
        with first.writing() as transaction:
            transaction.append("note", {"by": 1}, "first")
            begun.set()
            time.sleep(0.3)

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(10)
    with second.writing() as transaction:
        assert transaction.append("note", {"by": 2}, "second") == 2
    thread.join()
    assert [e.actor for e in second.entries()] == ["first", "second"]
    assert second.verify() == []
    first.close()
    second.close()


def test_a_second_writer_gives_up_with_the_records_name(tmp_path: Path) -> None:
    with create(tmp_path / "r", name="Border deaths") as first, open_ledger(tmp_path / "r", wait=0.2) as second:
        with first.writing() as transaction:
            transaction.append("note", {}, "first")
            began = time.monotonic()
            with (
                pytest.raises(RecordBusy, match=r"“Border deaths” is being written by another process.* 0\.2 seconds"),
                second.writing(),
            ):
                pytest.fail("the transaction must not begin")
            assert 0.15 < time.monotonic() - began < 3
            with pytest.raises(RecordBusy, match="0 seconds"), second.writing(wait=0):
                pytest.fail("the transaction must not begin")
        with second.writing() as transaction:
            transaction.append("note", {}, "second")


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    with create(tmp_path) as first, open_ledger(tmp_path, wait=30) as second:
        with first.writing() as transaction:
            transaction.append("note", {"n": 0}, "first")
        with first.writing() as transaction:
            for n in range(1500):  # more than is sent at once: some of it is in the database, uncommitted
                transaction.append("note", {"n": n}, "first")
            began = time.monotonic()
            assert [e.number for e in second.entries()] == [1]
            assert second.head().number == 1
            assert second.verify() == []
            assert time.monotonic() - began < 10
        assert second.head().number == 1501


def test_threads_of_one_process_share_a_ledger(tmp_path: Path) -> None:
    with create(tmp_path, wait=30) as ledger:

        def work() -> None:
            for _ in range(5):
                with ledger.writing() as transaction:
                    transaction.append("note", {}, "t")
                list(ledger.entries())

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ledger.head().number == 20
        assert ledger.verify() == []


def test_a_killed_writer_leaves_the_record_as_before_or_after(tmp_path: Path) -> None:
    chance = random.Random(20260101)
    with create(tmp_path / "killed 기록") as ledger:
        for seed in range(12):
            writer = subprocess.Popen(
                [sys.executable, "-c", WRITER, str(ledger.folder), str(seed)], stdout=subprocess.PIPE, encoding="utf-8"
            )
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.random() * 0.15)
            writer.kill()
            writer.wait()
            writer.stdout.close()
            found = ledger.verify()
            assert [f.sentence for f in found if f.severity is Severity.ERROR] == [], f"kill {seed}"
            with ledger.writing() as transaction:
                transaction.append("note", {"after": seed}, "tester")
        assert ledger.head().number > 100, "the writers were killed in the midst of work"
        assert any(ledger.entries({"forget"}))
        assert all(e.payload is None for e in ledger.entries() if e.number in forgotten(ledger))


def forgotten(ledger: object) -> set[int]:
    return {n for e in ledger.entries({"forget"}) for n in e.payload["numbers"]}  # type: ignore[attr-defined]
