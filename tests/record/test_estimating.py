"""Estimates on a record: who counts as a person and a list, what is refused, and what stays in the ledger and on the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("numpy")
pytest.importorskip("scipy")

from click.testing import CliRunner
from starlette.testclient import TestClient

import onrecord
from onrecord.cli import main
from onrecord.errors import Misuse, OnRecordError
from onrecord.record.estimating import documented
from onrecord.web.app import app

NAMES = ("Haruto Marsh", "Bela Ostrow", "Cyrus Vane", "Ilse Quill")
HELD = {"north": (0, 1, 2), "south": (0, 1, 3), "east": (0, 2, 3)}


def record(folder: Path, collections: tuple[str, ...] = ("north", "south", "east"), linked: bool = False) -> onrecord.Record:
    """A record in which three collections tell of four people, each under an incident and a person of its own."""
    folder.mkdir(exist_ok=True)
    lines = [
        {
            "id": f"{c}-{k}", "text": f"Soldiers shot dead {NAMES[k]}, a teacher, in Dayton, Ohio, on May {k + 3}, 20{20 + k % 2}.",
            "collection": c, "published": "2021-06-01",
        }
        for c in collections
        for k in HELD[c]
    ]  # fmt: skip
    (folder / "reports.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    made = onrecord.init(folder / "record")
    made.build(folder / "reports.jsonl", link=linked)
    return made


def judged(made: onrecord.Record) -> onrecord.Record:
    """The same, with every person accepted and merged with those of the same name."""
    heron = made.review("heron")
    same: dict[str, list[tuple[str, str]]] = {}
    for i in made.list():
        for v in i["victims"]:
            same.setdefault(v["names"][0], []).append((i["id"], v["id"]))
    view = made.view()
    for number in list(view.state.claims):
        if view.state.property(number) == "victim":
            heron.accept(number)
    for first, *others in same.values():
        for part in (0, 1):
            heron.merge(first[part], [o[part] for o in others])
    return made


def test_a_record_needs_three_collections_and_judged_claims(tmp_path: Path) -> None:
    with record(tmp_path) as made:
        with pytest.raises(OnRecordError, match="9 of the identified dead rest on claims that nobody has judged"):
            made.estimate(who="heron")
        with pytest.raises(Misuse, match="--as"):
            made.estimate()
        assert made.estimates() == []
    with record(tmp_path / "two", ("north", "south")) as made, pytest.raises(OnRecordError, match="needs three"):
        made.estimate(who="heron")


def test_an_estimate_is_an_entry_and_a_page(tmp_path: Path) -> None:
    with judged(record(tmp_path)) as made:
        found = documented(made.view())
        assert sorted(map(len, found.people.values())) == [2, 2, 2, 3] and found.unjudged == 0
        made.estimate(who="heron", method="chao")
        by_year = made.estimate(who="heron", method="chao", by="year")
        assert by_year.observed == 4 and {s.values["year"] for s in by_year.strata} == {"2020", "2021"}
        newest, first = made.estimates()
        assert newest["number"] > first["number"] and first["by"] == "heron" and len(first["table"]["sha256"]) == 64
        assert first["result"]["method"] == "chao" and first["scope"]["name"] and made.verify() == []
        client = TestClient(app(made))
        page = client.get("/estimate").text
        assert f"Entry {newest['number']}" in page and all(w.split(":")[0] in page for w in newest["result"]["warnings"][:1])
        for what, number in (("posterior", first), ("lists", first), ("strata", newest)):
            drawn = client.get(f"/estimate/{number['number']}/{what}.svg")
            assert drawn.status_code == 200 and drawn.headers["content-type"].startswith("image/svg+xml")
        assert client.get(f"/estimate/{first['number']}/strata.svg").status_code == 404
        assert f'href="/estimate/{first["number"]}"' in page and client.get("/estimate/1").status_code == 404
        who = client.get(f"/estimate/{first['number']}").text
        assert all(name in who for name in NAMES) and who.count('href="/person/p') == 4 and "north" in who
        assert client.get("/estimate/1/lists.svg").status_code == 404


def test_the_page_says_where_methods_disagree_and_what_fits_alike(tmp_path: Path) -> None:
    with judged(record(tmp_path)) as made:
        made.estimate(who="heron", method="chao")
        kept = {k: v for k, v in made.estimates()[0].items() if k not in ("number", "time", "by")}
        with made.ledger.writing() as tx:
            for method, estimate in (("lcmcr", 40.0), ("dga", 900.0), ("dga", 90.0)):
                said = {"method": method, "estimate": estimate, "lower": 0.9 * estimate, "upper": 1.1 * estimate}
                tx.append("estimate", {**kept, "result": {**kept["result"], **said}}, "heron")
        page = TestClient(app(made)).get("/estimate").text
        assert page.count("Warning: The methods disagree: lcmcr says 40 and dga 90.") == 3  # the newest by each method
        assert page.count("Log-linear models that fit this table about as well as the best of them: 4, from 4 to 4.") == 4


def test_what_moves_an_estimate_is_kept_with_it_and_drawn(tmp_path: Path) -> None:
    with judged(record(tmp_path)) as made:
        found = made.estimate(who="heron", method="chao", sensitivity=True)
        made.estimate(who="heron", method="chao")
        plain, kept = made.estimates()
        assert kept["sensitivity"] == found.diagnostics["sensitivity"] and "sensitivity" not in plain
        assert kept["sensitivity"][0]["kind"] == "as asked" and any(
            "as the record has it" in a for a in kept["result"]["assumptions"]
        )
        client = TestClient(app(made))
        assert f"/estimate/{kept['number']}/sensitivity.svg" in client.get("/estimate").text
        drawn = client.get(f"/estimate/{kept['number']}/sensitivity.svg")
        assert drawn.status_code == 200 and "without north" in drawn.text
        assert client.get(f"/estimate/{plain['number']}/sensitivity.svg").status_code == 404


def test_the_command_on_a_record(tmp_path: Path) -> None:
    judged(record(tmp_path)).close()
    done = CliRunner().invoke(
        main,
        [
            "estimate",
            "--record",
            str(tmp_path / "record"),
            "--as",
            "heron",
            "--method",
            "chao",
            "--by",
            "year",
            "--sensitivity",
            "--json",
        ],
    )
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["observed"] == 4 and said["diagnostics"]["entry"] and len(said["strata"]) == 2
    assert said["sensitivity"][0]["estimate"] and "sensitivity" not in said["diagnostics"]
    assert CliRunner().invoke(main, ["estimate", "--record", str(tmp_path / "record")]).exit_code == 2


def test_every_method_on_a_record_is_an_entry_of_its_own(tmp_path: Path) -> None:
    judged(record(tmp_path)).close()
    words = [
        "estimate",
        "--record",
        str(tmp_path / "record"),
        "--as",
        "heron",
        "--method",
        "all",
        "--pictures",
        str(tmp_path / "drawn"),
    ]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert "Lists: east, north, south, the record's collections." in " ".join(done.stdout.split())
    with onrecord.open(tmp_path / "record") as made:
        methods = {e["result"]["method"] for e in made.estimates()}
        assert {"dga", "chao", "lcmcr"} <= methods and {f"{m}.svg" for m in methods} < {
            p.name for p in (tmp_path / "drawn").iterdir()
        }


def test_people_whom_a_run_has_linked_count_once(tmp_path: Path) -> None:
    with record(tmp_path, linked=True) as made:
        for number in list(made.view().state.claims):
            if made.view().state.property(number) == "victim":
                made.review("heron").accept(number)
        found = documented(made.view())
        assert len(found.people) == len(NAMES) and sorted(map(len, found.people.values())) == [2, 2, 2, 3]
        made.estimate(who="heron", method="chao")
        assert made.estimates()[0]["links"]["run"] in made.view().state.runs
