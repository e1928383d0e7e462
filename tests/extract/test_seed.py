"""The seven points that a correct record of the seed report, and of its twin in the samples, must hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from onrecord.record import create

ROOT = Path(__file__).parents[2]
TWIN = ROOT / "examples" / "reports" / "border-night.txt"
SEED = ROOT.parent / "shared" / "data" / "seed" / "report.txt"
CASES = {
    "twin": dict(path=TWIN, published="2023-05-02", date="2023-04-17", place="North Hamgyong", admin1="KP-09", shot=4, family=5,
                 member="the daughter of a vice director of the Unhyang County Forestry Office", guide="supply officer", orders="battalion commander"),
    "seed": dict(path=SEED, published="2021-06-07", date="2021-05-28", place="Ryanggang", admin1="KP-10", shot=3, family=7,
                 member="the son of a [a-z ]+ of the .+ Committee", guide="guidance officer",
                 orders="officer"),
}  # fmt: skip


@pytest.fixture(params=CASES, scope="module")
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    said = dict(CASES[request.param])
    if not said["path"].exists():
        pytest.skip("the seed report is not beside this checkout (it may not be shipped)")
    record = create(tmp_path_factory.mktemp("seed") / "record")
    done = list(record.build([said["path"]], said["published"]))
    assert [d.what for d in done] == ["added"]
    yield {**said, "record": record, "incidents": record.list()}
    record.close()


def one(case: Any, **asked: str) -> Any:
    found = [i for i in case["incidents"] if all(i[k.rstrip("_")] == v for k, v in asked.items())]
    assert len(found) == 1, [(i["act"], i["modality"]) for i in case["incidents"]]
    return found[0]


def words(thing: Any) -> str:
    return " | ".join(m["text"].lower() for m in thing["mentions"])


def test_1_the_shooting(case: Any) -> None:
    i = one(case, act="killing", modality="stated")
    assert i["date"]["edtf"] == case["date"] and "night of" in i["date"]["mention"]["text"]
    assert (i["place"]["name"], i["place"]["country"], i["place"]["admin1"]) == (case["place"], "PRK", case["admin1"])
    assert i["toll"]["killed"] == {"min": case["shot"], "best": case["shot"], "max": case["shot"]}
    assert [m["type"] for m in i["means"]] == ["firearm"]
    group, member = i["victims"]
    assert group["count"]["best"] == case["shot"] and member["part_of"] == group["id"]
    assert re.fullmatch(case["member"], member["mentions"][0]["text"])
    by = {p["involvement"]: words(p) for p in i["perpetrators"]}
    assert set(by) == {"ordered", "carried_out"} and case["orders"] in by["ordered"]
    assert [(o["role"], case["guide"] in words(o)) for o in i["others"]] == [("intervened", True)]
    assert [(s["kind"], words(s)) for s in i["according_to"]] == [
        ("anonymous", f"a source in {case['place'].lower()} province")
    ]


def test_2_the_family(case: Any) -> None:
    i = one(case, act="suicide")
    assert i["toll"] == {"death": {"min": case["family"], "best": case["family"], "max": case["family"]}}, (
        "never published as killed"
    )
    assert i["victims"][0]["cause"] == "self_inflicted" and i["date"]["edtf"] == case["date"]
    assert [words(s) for s in i["according_to"]] == [f"a separate source in {case['place'].lower()} province"]
    shooting = one(case, act="killing", modality="stated")
    assert shooting["relations"] == [{"type": "led_to", "to": i["id"]}]


def test_3_the_investigation_is_context(case: Any) -> None:
    i = one(case, act="investigation")
    assert i["class"] == "context" and not i["victims"] and i["toll"] == {}
    assert any(o["role"] == "subject" and case["guide"] in words(o) for o in i["others"])


def test_4_the_execution_is_predicted_and_never_counted(case: Any) -> None:
    i = one(case, act="killing", modality="predicted")
    assert i["toll"] == {} and i["alleged"] == {}


def test_5_the_total_agrees_with_its_parts(case: Any) -> None:
    (total,) = case["record"].totals()
    ten = case["shot"] + case["family"]
    assert total["compared"] == "agrees"
    assert total["count"]["best"] == ten
    assert set(total["agrees_with"]) == {one(case, act="killing", modality="stated")["id"], one(case, act="suicide")["id"]}
    (all_,) = case["record"].tally()
    assert all_["stated"]["death"] == {"min": ten, "best": ten, "max": ten} and all_["stated"]["killed"]["best"] == case["shot"]


def test_6_the_theft_is_alleged_and_its_numbers_are_no_tolls(case: Any) -> None:
    i = one(case, act="theft")
    assert (i["class"], i["modality"], i["toll"], i["alleged"]) == ("context", "alleged", {}, {})
    assert not {25, 31, 300, 500} & {v["count"]["best"] for i in case["incidents"] for v in i["victims"]}


def test_7_one_unnamed_source_is_uncorroborated(case: Any) -> None:
    for i in (one(case, act="killing", modality="stated"), one(case, act="suicide")):
        assert i["grade"]["happened"]["value"] == "uncorroborated" and "source" in i["grade"]["happened"]["why"]


def test_why_leads_to_the_words(case: Any) -> None:
    i = one(case, act="killing", modality="stated")
    said = case["record"].why(i["id"], "killed")["fields"][0]
    counts = [c for c in said["claims"] if c["property"] == "count" and c["value"]["best"] == case["shot"]]
    assert counts and counts[0]["context"] and counts[0]["report"]["file"] == case["path"].name
    assert said["rules"] and counts[0]["extractor"].startswith("onrecord-") and counts[0]["time"].endswith("Z")
