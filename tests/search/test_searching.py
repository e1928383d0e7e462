"""Searching a record: what is found, what is counted, what leaves when it is forgotten."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import Misuse
from onrecord.record import Record, create, open_record
from onrecord.search import Asked, count_new, incidents_of
from onrecord.search.index import FILE

TEXTS = {
    "mill": ("Four farmers were shot dead by border guards near Dayton, Ohio, on May 3, 2021, a source in the town said.", "desk north", "en"),
    "ford": ("Two women were wounded by armed men in Bogotá, Colombia, on June 9, 2022. The zelkova stood there.", "desk south", "en"),
    "korea": ("국경경비대가 총을 쏘았다고 한 소식통이 전했다.", None, "ko"),
    "arab": ("قُتل ثلاثة رجال في المدينة القديمة.", None, "ar"),
}  # fmt: skip


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    lines = [
        json.dumps({"id": k, "text": t, "published": f"202{n}-01-01", "collection": c, "language": la, "title": f"Account {k}"})
        for n, (k, (t, c, la)) in enumerate(TEXTS.items(), 1)
    ]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with create(tmp_path / "a record 기록") as made:
        made.build(tmp_path / "reports.jsonl")
        yield made


def ids(record: Record, words: str = "", **filters: str) -> list[str]:
    return [h["report"]["id"] for h in record.search(words, **filters)["hits"]]


def test_words_and_filters(record: Record) -> None:
    assert ids(record) == ["arab", "korea", "ford", "mill"]  # the newest first
    assert ids(record, "farmers") == ["mill"] and ids(record, '"armed men"') == ["ford"]
    assert set(ids(record, "farmers OR women")) == {"mill", "ford"} and set(ids(record, "-farmers")) == {
        "ford",
        "korea",
        "arab",
    }
    assert ids(record, "총") == ids(record, "경비대") == ["korea"] and ids(record, "مدينة") == ["arab"]
    assert ids(record, "bogota") == ["ford"] and ids(record, "account mill", within="titles") == ["mill"]
    assert ids(record, "zelkova", within="claims") == [] and ids(record, "farmers", within="claims") == ["mill"]
    assert ids(record, act="killing", country="USA") == ["mill"] and ids(record, country="USA", act="assault") == []
    assert (
        ids(record, since="2022") == ["ford"]
        and ids(record, until="2021-05-03") == ["mill"]
        and ids(record, place="dayton") == ["mill"]
    )
    assert ids(record, collection="desk south") == ["ford"] and ids(record, language="ar") == ["arab"]
    assert ids(record, "?!") == []
    with pytest.raises(Misuse, match="no date"):
        record.search("x", since="soon")
    with pytest.raises(Misuse, match="no such filter"):
        record.search("x", colour="red")


def test_counts_are_of_what_could_be_chosen_next(record: Record) -> None:
    every, one = record.search()["filters"], record.search(country="COL")["filters"]
    assert every["language"] == {"en": 2, "ar": 1, "ko": 1} and every["reviewed"] == {"not reviewed": 4}
    assert one["country"]["USA"] == 1 and one["country"]["COL"] == 1  # another country can be chosen
    assert one["language"] == {"en": 1} and "killing" not in one["act"]
    view, numbers = incidents_of(record, Asked(country="COL"))
    assert [view.incident(n)["place"]["country"] for n in numbers] == ["COL"]  # type: ignore[index]


def test_what_is_judged_and_added_is_found(record: Record, tmp_path: Path) -> None:
    assert ids(record, "quintuplets") == []
    head = record.ledger.head().number
    claim = next(c for c in record.report("mill")["claims"] if c["property"] == "victim")
    names = {"property": "names", "start": 0, "end": 12}
    from onrecord.review import Added

    record.review("heron").add("mill", Added("names", ["Quintuplets of Dayton"], (names,), claim["person"]))
    assert ids(record, "quintuplets") == ["mill"] and ids(record, "quintuplets", within="claims") == ["mill"]
    assert ids(record, reviewed="in part") == [] and record.search(reviewed="not reviewed")["found"] == 4
    record.review("heron").accept(claim["number"])
    assert ids(record, reviewed="in part") == ["mill"]
    record.review("heron").undo()
    record.review("heron").undo()
    assert ids(record, "quintuplets") == []
    (tmp_path / "late.txt").write_text("Late\n\nMiners were beaten in Dayton, Ohio, on May 9, 2021.\n", encoding="utf-8")
    record.build(tmp_path / "late.txt")
    assert record.search("miners")["found"] == 1 and count_new(record, Asked("dayton"), head) == 1


def test_the_index_is_a_cache(record: Record) -> None:
    assert ids(record, "farmers") == ["mill"]
    path = record.folder / FILE
    record.index().delete()
    assert not path.exists() and ids(record, "farmers") == ["mill"]
    record.close()
    path.write_bytes(b"this is no database" * 200)
    with open_record(record.folder) as again:
        assert ids(again, "farmers") == ["mill"] and again.verify() == []
        with sqlite3.connect(path) as held:
            held.execute("UPDATE meta SET value = 'f' WHERE name = 'hash'")  # the folder of another copy of the record
        assert ids(again, "farmers") == ["mill"]


def test_a_damaged_index_is_made_again(record: Record) -> None:
    assert ids(record, "farmers") == ["mill"]
    record.close()
    path = record.folder / FILE
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with open_record(record.folder) as again:
        assert ids(again, "farmers") == ["mill"]


def bytes_of(record: Record) -> bytes:
    return b"".join(p.read_bytes() for p in record.folder.glob(f"{FILE}*"))


def test_what_is_forgotten_leaves_no_byte(record: Record) -> None:
    assert ids(record, "zelkova") == ["ford"] and b"zelkova" in bytes_of(record)
    record.forget("ford", "consent withdrawn")
    assert b"zelkova" not in bytes_of(record) and b"bogota" not in bytes_of(record)
    assert ids(record, "zelkova") == [] and ids(record, "farmers") == ["mill"] and record.search()["found"] == 3


def test_a_forgotten_claim_leaves_and_its_report_stays(record: Record) -> None:
    from onrecord.review import Added

    victim = next(c for c in record.report("mill")["claims"] if c["property"] == "victim")
    added = record.review("heron").add(
        "mill", Added("names", ["Ossifrage Petrel"], ({"start": 0, "end": 12},), victim["person"])
    )
    assert ids(record, "ossifrage") == ["mill"]
    record.forget(str(added), "a mistake")
    assert b"ossifrage" not in bytes_of(record) and ids(record, "ossifrage") == [] and ids(record, "farmers") == ["mill"]


def test_what_another_program_forgot_leaves_at_the_next_search(record: Record, tmp_path: Path) -> None:
    assert ids(record, "zelkova") == ["ford"]
    kept = tmp_path / "kept.db"
    record.close()
    kept.write_bytes((record.folder / FILE).read_bytes())
    record.forget("ford", "consent withdrawn")
    record.close()
    (record.folder / FILE).write_bytes(
        kept.read_bytes()
    )  # as where the forgetting program was killed before it came to the index
    assert ids(record, "farmers") == ["mill"] and b"zelkova" not in bytes_of(record)


def test_an_index_in_memory_where_nobody_may_write(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(record.index()), "_made", _unless_in_memory(type(record.index())._made))
    assert ids(record, "farmers") == ["mill"] and not (record.folder / FILE).exists() and ids(record, "총") == ["korea"]


def _unless_in_memory(made):  # type: ignore[no-untyped-def]
    def refusing(self, place: str):  # type: ignore[no-untyped-def]
        if place != ":memory:":
            raise sqlite3.OperationalError("unable to open database file")
        return made(self, place)

    return refusing


def test_merged_incidents_are_found_once(record: Record) -> None:
    first, second = (i["id"] for i in record.list()[:2])
    record.search()
    record.review("heron").merge(first, [second])
    found = record.search("women", within="claims")["hits"]
    assert [h["incidents"] for h in found] == [[first]] * len(found) and found


def test_a_saved_search_says_what_is_new(record: Record, tmp_path: Path) -> None:
    from onrecord.review import searches

    heron = record.review("heron")
    saved = heron.save_search("Dayton", {"words": "dayton", "sort": ""})
    with pytest.raises(Misuse, match="already"):
        heron.save_search("dayton", {"words": "x"})
    with pytest.raises(Misuse, match="asks for nothing"):
        heron.save_search("all", {"words": ""})
    with pytest.raises(Misuse, match="of yours"):
        record.review("crane").look(saved)
    (tmp_path / "late.txt").write_text("Late\n\nMiners were beaten in Dayton, Ohio, on May 9, 2021.\n", encoding="utf-8")
    record.build(tmp_path / "late.txt")
    (mine,) = searches.of(record.view().state, "heron")
    assert mine["seen"] == saved and count_new(record, Asked.of(mine["asked"]), mine["seen"]) == 1
    heron.look(saved)
    (mine,) = searches.of(record.view().state, "heron")
    assert count_new(record, Asked.of(mine["asked"]), mine["seen"]) == 0
    with pytest.raises(Misuse, match="Only whoever wrote"):
        record.review("crane").undo(saved)
    assert heron.undo(saved) == saved and searches.of(record.view().state, "heron") == []
    assert searches.of(record.view().state, "crane") == [] and record.verify() == []


def test_other_peoples_judgements_are_found_by_another_process(record: Record) -> None:
    assert ids(record, "dayton", within="claims") == ["mill"]
    with open_record(record.folder) as other:
        place = next(c for c in other.report("mill")["claims"] if c["property"] == "place")
        other.judge(place["number"], "reject", "heron")
        assert other.search("dayton", within="claims")["found"] == 0
    assert record.search("dayton", within="claims")["found"] == 0 and ids(record, "dayton") == ["mill"]
