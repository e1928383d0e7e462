"""The calibration that ships: what counts as right in each corpus, by made-up documents; maps, settings and picture."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("numpy", reason="numpy is installed with the training tools only")

from onrecord.calibration import Platt, apply, map_from_json
from onrecord.evaluate.lines import Part
from training import calibrate

SLOTS = (
    "type", "hum_name", "hum_description", "hum_effect", "hum_number", "perp_individual", "perp_organization", "phys_target",
    "instrument_id",
)  # fmt: skip
EMPTY: dict[str, Any] = {"PerpInd": [], "PerpOrg": [], "Target": [], "Victim": [], "Weapon": []}


def thing(words: str, sure: float | None = None, **more: Any) -> dict[str, Any]:
    said = {"mentions": [{"text": words, "start": 0, "end": len(words)}], **more}
    return said if sure is None else {**said, "confidence": sure}


def incident(act: str, sure: float, **parts: Any) -> dict[str, Any]:
    return {
        "act": act,
        "modality": "stated",
        "confidence": sure,
        **{key: [] for key in ("victims", "perpetrators", "targets", "means")},
        **parts,
    }


def victim(words: str, sure: float | None = None, names: tuple[str, ...] = (), outcome: str = "death") -> dict[str, Any]:
    return thing(words, sure, names=list(names), outcome=outcome, count={"min": 1, "best": 1, "max": 1})


def gold(docid: str = "MADE-UP-1") -> dict[str, Any]:
    held = {
        "type": [{"values": ["ATTACK"]}], "hum_name": [{"values": ["TEOFILO BRANDT"]}],
        "hum_description": [{"values": ["MAYOR"], "refs": ["TEOFILO BRANDT"]}, {"values": ["MILLERS"]}],
        "perp_individual": [{"values": ["RAIDERS"]}],
    }  # fmt: skip
    roles = {**EMPTY, "PerpInd": [["raiders"]], "Victim": [["teofilo brandt"]]}
    return {"docid": docid, "text": "…", "roles": roles, "templates": [{**{s: [] for s in SLOTS}, **held}]}


def test_what_is_right_in_muc4() -> None:
    said = {"incidents": [
        incident("killing", 0.9, victims=[victim("THE MAYOR", 0.8), victim("TEOFILO BRANDT", 0.7), victim("THREE MILLERS", 0.6), victim("MILLERS")],
                 perpetrators=[thing("RAIDERS", 0.5, kind="group"), thing("OFFICERS", kind="organisation")]),
        incident("bombing", 0.2, means=[thing("A BOMB", 0.1, type="explosive")]),
    ]}  # fmt: skip
    found = [(f, t.raw, t.right) for f, t in calibrate.muc4_trials(Part(gold(), "gold"), Part(said, "said"))]
    assert sorted(found) == sorted([
        ("incident", 0.9, True), ("incident", 0.2, False), ("means", 0.1, False),
        ("perpetrator", 0.5, True), ("perpetrator", 0.9, False),
        ("victim", 0.8, True), ("victim", 0.7, False),  # the mayor is Brandt, and is right once
        ("victim", 0.6, False), ("victim", 0.9, True),  # without a confidence of its own it has the incident's
    ])  # fmt: skip


class Scorer:
    """The functions of score_gun_violence.py that are asked, in a few words each."""

    @staticmethod
    def main_incident(doc: dict[str, Any]) -> dict[str, Any]:
        return doc["incidents"][0] if doc["incidents"] else {}

    @staticmethod
    def number(v: dict[str, Any]) -> int:
        return int(v["count"]["best"])

    @staticmethod
    def same_name(a: str, b: str) -> bool:
        return a.split()[-1] == b.split()[-1]

    @staticmethod
    def places(name: str) -> set[str]:
        return {name.lower()}


def test_what_is_right_in_local_news() -> None:
    page = {"docid": "p1", "published": "2014-05-05", "incident": {"id": "g7", "date": "2014-05-03", "place": "Arden", "victims": [
        {"name": "Ann Brook", "status": ["Killed"]}, {"name": "Lee Marsh", "status": ["Injured"]}, {"name": "Jo Reed"},
    ]}}  # fmt: skip
    people = [("Brook", 0.9, "death"), ("Marsh", 0.8, "death"), ("Reed", 0.7, "injury"), ("Stone", 0.6, "death")]
    main = incident("killing", 0.5, victims=[*(victim(n, sure, (n,), outcome) for n, sure, outcome in people), victim("a man", 0.4)],
                    date={"edtf": "2014-05-03", "confidence": 0.3}, place={"name": "Arden"})  # fmt: skip
    trials = calibrate.news_trials(Scorer)  # type: ignore[arg-type]
    found = [(f, t.raw, t.right, t.group) for f, t in trials(Part(page, "gold"), Part({"incidents": [main]}, "said"))]
    assert found == [
        ("victim", 0.9, True, "g7"), ("victim", 0.8, False, "g7"), ("victim", 0.7, True, "g7"), ("victim", 0.6, False, "g7"),
        ("date", 0.3, True, "g7"),
    ]  # fmt: skip
    assert list(trials(Part({**page, "published": None}, "gold"), Part({"incidents": []}, "said"))) == []


def test_the_maps_go_into_a_models_settings_beside_those_of_other_fields(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reader whose perpetrators are right half as often as it says, over 400 documents of one each."""
    dice, golds, said = random.Random(3), [], []
    for n in range(400):
        raw = round(dice.random(), 3)
        right = dice.random() < apply(Platt(1.0, -1.5), raw)
        golds.append(gold(f"D{n}"))
        who = thing("RAIDERS" if right else "SOLDIERS", raw, kind="group")
        said.append(
            {"report": {"id": f"D{n}"}, "incidents": [{**incident("arrest", 0.5, perpetrators=[who]), "confidence": None}]}
        )
    for name, rows in (("gold", golds), ("said", said)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    settings, picture = tmp_path / "settings.json", tmp_path / "r.svg"
    kept = {"date": {"method": "platt", "slope": 1.0, "intercept": 0.1}}
    settings.write_text(json.dumps({"version": "7", "settings": {"threshold": 0.4, "calibration": kept}}), encoding="utf-8")
    words = [
        "--muc4",
        tmp_path / "gold.jsonl",
        tmp_path / "said.jsonl",
        "--out",
        tmp_path / "c.json",
        "--into",
        settings,
        "--picture",
        picture,
    ]
    monkeypatch.setattr(sys, "argv", ["calibrate", *map(str, words)])
    calibrate.main()
    manifest = json.loads(settings.read_text(encoding="utf-8"))
    held = manifest["settings"]
    assert manifest["version"] == "7" and held["threshold"] == 0.4 and held["calibration"].pop("date") == kept["date"]
    assert set(held["calibration"]) == {"perpetrator"}
    by, about = map_from_json(held["calibration"]["perpetrator"]), held["calibrated_on"]["perpetrator"]
    assert apply(by, 0.9) == pytest.approx(apply(Platt(1.0, -1.5), 0.9), abs=0.12)
    assert about["after"]["error"] < about["before"]["error"] / 2 and about["trials"] == about["documents"] == 400
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["calibration"] == held["calibration"]
    assert ElementTree.fromstring(picture.read_text(encoding="utf-8")).tag.endswith("svg")
    assert "perpetrator    400 trials" in capsys.readouterr().out


def test_too_few_trials_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold()), encoding="utf-8")
    line = {"report": {"id": "MADE-UP-1"}, "incidents": [incident("killing", 0.9)]}
    (tmp_path / "said.jsonl").write_text(json.dumps(line), encoding="utf-8")
    words = ["--muc4", tmp_path / "gold.jsonl", tmp_path / "said.jsonl", "--out", tmp_path / "c.json"]
    monkeypatch.setattr(sys, "argv", ["calibrate", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        calibrate.main()
    assert ended.value.code == 2 and "no field has 50 trials" in capsys.readouterr().err and not (tmp_path / "c.json").exists()
