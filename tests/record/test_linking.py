"""Linking within a record: by runs, by people, in any order, with ids that stay, and without what was forgotten."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import BadInput, Misuse
from onrecord.record import Record, create
from onrecord.record.links import decided, evidence, waiting
from onrecord.record.tellings import FILE
from onrecord.review.linking import preview

Json = dict[str, Any]
REPORTS = Path(__file__).parents[2] / "examples" / "reports"
MARKET = [REPORTS / f"market-shelling-{n}" for n in ("sahel-ledger.txt", "coast-herald.txt", "river-daily.html")]
OTHERS = [REPORTS / n for n in ("bus-station.jsonl", "family.txt", "unnamed-victims.txt")]


def built(folder: Path, *parts: list[Path]) -> Record:
    record = create(folder)
    for paths in parts:
        record.build(paths, reader="rules")
    return record


def clusters(record: Record) -> list[list[str]]:
    return sorted(sorted(r["id"] for r in i["reports"]) for i in record.list() if len(i["reports"]) > 1)


@pytest.fixture
def record(tmp_path: Path) -> Any:
    with built(tmp_path / "record", MARKET, OTHERS) as made:
        yield made


def market(record: Record) -> Json:
    return next(i for i in record.list() if len(i["reports"]) == 3 and i["act"] == "killing")


def test_in_any_order_one_by_one_or_all_at_once_the_same_is_linked(tmp_path: Path) -> None:
    found = []
    for n, order in enumerate(itertools.permutations(MARKET)):
        with built(tmp_path / f"r{n}", *[[p] for p in order], OTHERS) as made:
            found.append((clusters(made), market(made)["toll"]))
    with built(tmp_path / "all", [*MARKET, *OTHERS]) as made:
        found.append((clusters(made), market(made)["toll"]))
    assert all(f == found[0] for f in found) and len(found[0][0]) == 2


def test_linking_again_changes_nothing(record: Record) -> None:
    head = record.ledger.head()
    assert record.relink().run is None and record.link().run is None
    assert record.ledger.head() == head and record.verify() == []


def test_a_run_says_by_what_it_linked(record: Record) -> None:
    runs = [e.payload for e in record.ledger.entries({"run"}) if e.payload]
    assert runs and all({"seed", "input", "parameters", "full", "compared"} <= set(r) for r in runs)
    links = [e.payload for e in record.ledger.entries({"link"}) if e.payload]
    assert {p["type"] for p in links} >= {"same"} and {p["what"] for p in links} == {"incident", "person", "report"}
    assert all(p["run"] and 0 < p["probability"] <= 1 for p in links)


def test_victims_of_several_tellings_stand_once(record: Record) -> None:
    named = [v for v in market(record)["victims"] if v["names"]]
    assert sorted(v["names"][0] for v in named) == ["Aminata Koubel", "Seydou Tarnaba"]
    assert all({"report"} <= set(m) for v in named for m in v["mentions"])
    assert len({m["report"] for m in named[0]["mentions"]} | {m["report"] for m in named[1]["mentions"]}) == 3


def test_what_a_person_holds_apart_no_run_joins_and_it_is_reversible(record: Record) -> None:
    i = market(record)
    ids = [i["id"], *(f"i{n}" for n in record.view().state.merged_in[int(i["id"][1:])])]
    river = next(x for x in ids if any(v["count"]["min"] == 8 for v in (record.view().alone(int(x[1:])) or {})["victims"]))
    other = next(x for x in ids if x != river)
    third = next(x for x in ids if x not in (river, other))
    changes = preview(record.view(), river, other, "different", "heron")
    assert changes and record.view().state.verdicts() == {}
    entries = [record.review("heron").link(river, x, "different", "another market") for x in (other, third)]
    assert len(clusters(record)) == 2
    assert all(len(c) < 3 or c[0].startswith("bus") for c in clusters(record))
    record.relink()
    assert all(len(c) < 3 or c[0].startswith("bus") for c in clusters(record))
    assert [d["type"] for d in decided(record.view())] == ["different", "different"]
    for entry in entries:
        record.review("heron").undo(entry)
    assert market(record)["id"] == i["id"] and market(record)["toll"] == i["toll"]


def test_a_reprint_corroborates_nothing_and_a_grade_follows_what_people_say_of_origins(record: Record) -> None:
    i = market(record)
    assert i["grade"]["happened"]["value"] == "corroborated" and len({t["origin"] for t in i["tellings"]}) == 2
    state = record.view().state
    captures = {k.payload["file"]: n for n, k in state.captures.items() if k.payload}
    ledger, river = captures["market-shelling-sahel-ledger.txt"], captures["market-shelling-river-daily.html"]
    entry = record.review("heron").link(f"r{ledger}", f"r{river}", "same", "one correspondent wrote both")
    assert market(record)["grade"]["happened"]["value"] == "uncorroborated"
    record.review("heron").undo(entry)
    assert market(record)["grade"]["happened"]["value"] == "corroborated"


def test_ids_survive_what_is_found_later(tmp_path: Path) -> None:
    with built(tmp_path / "r", MARKET[:1]) as made:
        first = made.list()[0]["id"]
        made.build(MARKET[1:], reader="rules")
        assert market(made)["id"] == first
        inside = made.view().state.merged_in[int(first[1:])]
        assert all(made.incident_number(f"i{n}") in (n, int(first[1:])) for n in inside)


def test_what_is_forgotten_leaves_the_index_and_the_incident(record: Record) -> None:
    i = market(record)
    record.forget("90a27a838b578368", "consent withdrawn")
    left = next(x for x in record.list() if {r["id"] for r in x["reports"]} & {r["id"] for r in i["reports"]})
    assert "90a27a838b578368" not in {r["id"] for r in left["reports"]} and record.verify() == []
    number = next(n for n, k in record.view().state.captures.items() if k.payload is None)
    record.relink()
    db = sqlite3.connect(record.folder / FILE)
    assert db.execute("select count(*) from telling where capture = ?", (number,)).fetchone() == (0,)
    db.close()


def test_whoever_is_forgotten_the_others_stay_one(tmp_path: Path) -> None:
    for n, gone in enumerate(("90a27a838b578368", "9540b9d14b3101e1", "cc1dc5b9e19d5baf")):
        with built(tmp_path / f"r{n}", MARKET) as made:
            made.forget(gone, "consent withdrawn")
            left = [i for i in made.list() if i["reports"]]
            assert [len(i["reports"]) for i in left] == [2]
            named = [v["names"][0] for v in left[0]["victims"] if v["names"]]
            assert named.count("Aminata Koubel") == 1
            assert made.relink().linked == 0 and made.verify() == []


def test_an_index_that_is_broken_or_gone_is_made_anew(record: Record) -> None:
    before = clusters(record)
    (record.folder / FILE).write_bytes(b"no index")
    record.build([REPORTS / "denial.txt"], reader="rules")
    assert clusters(record) == before
    (record.folder / FILE).unlink()
    assert record.link().run is None and clusters(record) == before


def test_the_record_as_it_was_before_a_link(tmp_path: Path) -> None:
    with built(tmp_path / "r", MARKET[:1]) as made:
        last = [e.time for e in made.ledger.entries()][-1]
        made.build(MARKET[1:], reader="rules")
        assert len(made.list(last)) == 1 and len(made.list(last)[0]["reports"]) == 1


def test_misuse_is_told_in_a_sentence(record: Record) -> None:
    review = record.review("heron")
    i = market(record)["id"]
    for left, right, decision in (
        (i, i, "same"),
        (i, "p2", "same"),
        (i, "i99999", "same"),
        ("x1", i, "same"),
        (i, "i1", "merge"),
    ):
        with pytest.raises(Misuse):
            review.link(left, right, decision)
    links = [e.number for e in record.ledger.entries({"link"})]
    with pytest.raises(Misuse, match="a run's"):
        review.undo(links[0])


def test_evidence_begins_anywhere_and_ends_at_the_probability(record: Record) -> None:
    i = int(market(record)["id"][1:])
    other = record.view().state.merged_in[i][0]
    bars, barred = evidence(record, record.view(), *sorted((i, other)))
    assert not barred and bars[-1].after > 0.9 and len({b.about for b in bars}) == len(bars) and all(b.why for b in bars)
    assert isinstance(waiting(record.view()), list)


def test_a_folder_may_have_rules_of_its_own_for_grades(tmp_path: Path) -> None:
    from onrecord.tally.grades import _SHIPPED, airwars

    said = _SHIPPED.read_text(encoding="utf-8")
    with built(tmp_path / "r", MARKET) as made:
        assert airwars(market(made)).value == "fair"
        (made.folder / "grades.yaml").write_text(said.replace("grade: corroborated", "grade: told_by_two"), encoding="utf-8")
    from onrecord.record import open_record

    with open_record(tmp_path / "r") as made:
        assert market(made)["grade"]["happened"]["value"] == "told_by_two"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('version: "3"', "version: 3", "version"),
        ("{modality: denied}", "{mood: denied}", "happened, rule 2"),
        ('{resting}"}\nhow_many', '{who}"}\nhow_many', "happened, rule 4"),
        ("who_are:", "who_were:", "who_are"),
    ],
)
def test_rules_that_make_no_sense_are_told_where(tmp_path: Path, old: str, new: str, where: str) -> None:
    from onrecord.tally.grades import _SHIPPED, load

    path = tmp_path / "grades.yaml"
    path.write_text(_SHIPPED.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput, match=where):
        load(path)


def test_an_id_says_what_became_of_it(record: Record) -> None:
    i = market(record)
    inside = next(n for n in record.view().state.merged_in[int(i["id"][1:])])
    said = record.fate(f"i{inside}")
    assert said["at"] == i["id"] and said["log"][0]["words"] == f"makes i{inside}"
    assert any("to be one" in line["words"] for line in said["log"])
    others = [n for n in record.view().state.merged_in[int(i["id"][1:])] if n != inside]
    entries = [record.review("heron").link(f"i{inside}", f"i{n}", "different") for n in (int(i["id"][1:]), *others)]
    said = record.fate(f"i{inside}")
    assert said["at"] == f"i{inside}" and any("takes back" in line["words"] for line in said["log"])
    assert any(line["number"] == entries[0] and "are not one" in line["words"] for line in said["log"])
    with pytest.raises(Misuse):
        record.fate("i999999")


def test_a_grade_says_by_which_rules_it_is_given(record: Record) -> None:
    rules = record.why(market(record)["id"], "grade")["fields"][0]["rules"]
    assert f"version {record.grading().version} of the rules" in rules[-1]
