"""What is forgotten is gone from every byte of the record's folder, and the chain still holds."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import Misuse, RecordBusy
from onrecord.ledger import FindingKind, Ledger, create, open_ledger
from onrecord.ledger.sqlite import SQLiteEngine

SECRET = "Marigold-Testimony"
KEPT = "Kept-Testimony"


@pytest.fixture
def ledger(tmp_path: Path):
    with create(tmp_path / "기록 one", wait=0.2) as made:
        yield made


def report(ledger: Ledger, words: str) -> tuple[list[int], str]:
    """A capture, its text long enough for pages of its own, and two claims; their numbers and the original's SHA-256."""
    digest = ledger.originals.put(words.encode() * 50)
    with ledger.writing() as transaction:
        capture = transaction.append("capture", {"sha256": digest}, "t")
        text = transaction.append("rendition", {"text": f"{words} 증언 " * 2000}, "t")
        claims = [transaction.append("claim", {"of": text, "words": f"{words} {n}"}, "t") for n in range(2)]
    return [capture, text, *claims], digest


def files_with(folder: Path, words: str) -> list[str]:
    found = [p for p in folder.rglob("*") if p.is_file() and words.encode() in p.read_bytes()]
    return [p.relative_to(folder).as_posix() for p in found] + [p.name for p in folder.rglob("*") if words in p.name]


def errors(ledger: Ledger) -> list[str]:
    return [f.sentence for f in ledger.verify()]


def test_nothing_of_it_is_left_in_any_file(ledger: Ledger) -> None:
    report(ledger, KEPT)
    numbers, digest = report(ledger, SECRET)
    report(ledger, "Third")
    open_ledger(ledger.folder).close()  # a checkpoint: the words are in ledger.db, not in the log alone
    salt = salts(ledger)[numbers[0]]
    assert files_with(ledger.folder, SECRET) and files_with(ledger.folder, digest)
    number = ledger.forget(numbers, [digest], "tester", "consent withdrawn")
    assert files_with(ledger.folder, SECRET) == []
    assert files_with(ledger.folder, digest) == []
    assert not any(salt in p.read_bytes() for p in ledger.folder.rglob("*") if p.is_file())
    assert files_with(ledger.folder, KEPT)
    assert not ledger.originals.has(digest)
    assert errors(ledger) == []
    held = {e.number: e.payload for e in ledger.entries()}
    assert [held[n] for n in numbers] == [None] * 4 and None not in [held[n] for n in held if n not in numbers]
    assert held[number] == {"numbers": numbers, "who": "tester", "why": "consent withdrawn"}
    assert next(iter(ledger.entries({"forget"}))).actor == "tester"


def salts(ledger: Ledger) -> dict[int, bytes]:
    connection = sqlite3.connect(ledger.folder / "ledger.db")
    found = dict(connection.execute("SELECT number, salt FROM payloads").fetchall())
    connection.close()
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(choice=st.lists(st.sets(st.integers(1, 12), min_size=1), min_size=1, max_size=4))
def test_forgetting_any_payload_keeps_the_chain_good(tmp_path_factory: pytest.TempPathFactory, choice: list[set[int]]) -> None:
    with create(tmp_path_factory.mktemp("record") / "r") as ledger:
        for n in range(3):
            report(ledger, f"report {n}")
        gone: set[int] = set()
        for numbers in choice:
            if numbers <= gone:
                with pytest.raises(Misuse, match="already"):
                    ledger.forget(numbers, [], "t", "why")
            else:
                ledger.forget(numbers, [], "t", "why")
            gone |= numbers
            assert errors(ledger) == []
            assert {e.number for e in ledger.entries() if e.payload is None} == gone
        with ledger.writing() as transaction:
            transaction.append("note", {}, "t")
        assert errors(ledger) == []


def test_what_may_not_be_forgotten(ledger: Ledger) -> None:
    (first, *_), digest = report(ledger, "twice")
    with ledger.writing() as transaction:
        second = transaction.append("capture", {"sha256": digest}, "t")
    for numbers, originals, why, words in (
        ([99], [], "why", "no such entry"),
        ([first], [], " ", "reason"),
        ([first], [digest], "why", "captured it too"),
        ([], ["../x"], "why", "names no original"),
        ([], [], "why", "nothing to forget"),
    ):
        with pytest.raises(Misuse, match=words):
            ledger.forget(numbers, originals, "t", why)
    assert ledger.head().number == second
    number = ledger.forget([first], [], "t", "why")
    assert ledger.originals.has(digest), "another capture still needs it"
    with pytest.raises(Misuse, match="what else was"):
        ledger.forget([number], [], "t", "why")
    ledger.forget([second], [], "t", "why")
    assert not ledger.originals.has(digest), "an original goes with its last capture, also unasked"
    assert errors(ledger) == []


@pytest.mark.parametrize("moment", ["before the originals go", "before the wiping", "after the wiping"])
def test_a_crash_after_the_commit_is_made_good_by_the_next_writing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    class Crash(BaseException):
        pass

    def crash(*_: object, **__: object) -> bool:
        raise Crash

    wipe = SQLiteEngine.wipe
    numbers, digest = report(ledger, SECRET)
    with monkeypatch.context() as patch:
        if moment == "before the originals go":
            patch.setattr(Ledger, "finish_forgetting", crash)
        elif moment == "before the wiping":
            patch.setattr(SQLiteEngine, "wipe", crash)
        else:
            patch.setattr(SQLiteEngine, "wipe", lambda *a: wipe(*a) and crash())
        with pytest.raises(Crash):
            ledger.forget(numbers, [digest], "t", "why")
    ledger.close()
    with open_ledger(ledger.folder) as again:
        assert {f.kind for f in again.verify()} <= {FindingKind.ORPHAN_ORIGINAL}
        with again.writing() as transaction:
            transaction.append("note", {}, "t")
        assert files_with(again.folder, SECRET) == [] == files_with(again.folder, digest)
        assert errors(again) == []
        connection = sqlite3.connect(again.folder / "ledger.db")
        assert connection.execute("SELECT count(*) FROM cleaning").fetchone() == (0,)
        connection.close()


def test_a_reader_that_holds_on_to_the_bytes_is_told_of(ledger: Ledger) -> None:
    numbers, _ = report(ledger, SECRET)
    reader = sqlite3.connect(ledger.folder / "ledger.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM entries").fetchone()
    with pytest.raises(RecordBusy, match="are forgotten, but another process still reads"):
        ledger.forget(numbers, [], "t", "why")
    with ledger.writing() as transaction:
        transaction.append("note", {}, "t")  # nobody is kept from writing meanwhile
    reader.close()
    ledger.finish_forgetting()
    assert files_with(ledger.folder, SECRET) == []
    assert errors(ledger) == []


def test_what_a_crash_left_of_an_original_goes_with_it(ledger: Ledger) -> None:
    numbers, digest = report(ledger, SECRET)
    part = ledger.originals.path(digest).with_name(f"{digest}.0badcafe.part")
    part.write_bytes(SECRET.encode())
    assert [f.kind for f in ledger.verify()] == [FindingKind.ORPHAN_ORIGINAL]
    ledger.forget(numbers, [], "t", "why")
    assert not part.exists()
