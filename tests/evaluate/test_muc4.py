"""Incidents as MUC-4 measures them, on documents made up for it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.evaluate.agreement import Agreement
from onrecord.evaluate.lines import Part
from onrecord.evaluate.muc4 import MEASURES, NOTHING, plain, read_gold, read_said, score

SLOTS = (
    "type", "perp_individual", "perp_organization", "phys_target", "hum_name", "hum_description", "hum_effect", "hum_number",
    "instrument_id",
)  # fmt: skip


def template(**slots: list[Any]) -> dict[str, Any]:
    return {s: slots.get(s, []) for s in SLOTS}


def fill(*values: str, of: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"values": list(values), **({"refs": list(of)} if of else {})}


GOLD = {
    "docid": "d1",
    "text": "…",
    "roles": {
        "PerpInd": [["two gunmen", "gunmen"]], "PerpOrg": [["the river front"]], "Target": [["bridge"]],
        "Victim": [["ana lopez", "lopez"], ["juan mora"]], "Weapon": [],
    },
    "templates": [
        template(
            type=[fill("ATTACK")], perp_individual=[fill("TWO GUNMEN", "GUNMEN")], perp_organization=[fill("THE RIVER FRONT")],
            hum_name=[fill("ANA LOPEZ", "LOPEZ"), fill("JUAN MORA")],
            hum_description=[fill("MAYOR", of=("ANA LOPEZ",)), fill("FARMERS")],
            hum_effect=[fill("DEATH", of=("ANA LOPEZ",)), fill("DEATH", of=("FARMERS",)), fill("INJURY", of=("JUAN MORA",))],
            hum_number=[fill("1", of=("LOPEZ",)), fill("~3", of=("FARMERS",))],
        ),
        template(type=[fill("BOMBING / ARSON")], phys_target=[fill("BRIDGE")]),
    ],
}  # fmt: skip


def mention(words: str) -> list[dict[str, Any]]:
    return [{"text": words, "start": 0, "end": len(words)}]


def incident(act: str, modality: str = "stated", **parts: list[Any]) -> dict[str, Any]:
    names = ("perpetrators", "targets", "means", "victims")
    return {"act": act, "modality": modality, **{n: parts.get(n, []) for n in names}}


def victim(
    words: str, outcome: str = "death", best: int | None = 1, least: int = 1, names: tuple[str, ...] = ()
) -> dict[str, Any]:
    count = {"min": least, "best": best, "max": best}
    return {"mentions": mention(words), "names": list(names), "outcome": outcome, "count": count}


PERFECT = {
    "report": {"id": "d1"},
    "incidents": [
        incident(
            "killing",
            perpetrators=[
                {"kind": "group", "names": [], "mentions": mention("The gunmen")},
                {"kind": "organisation", "names": ["River Front"], "mentions": mention("River Front")},
            ],
            victims=[
                victim("the mayor, Ana López".replace("ó", "o"), names=("Ana Lopez",)),
                victim("farmers", best=3),
                victim("Juan Mora", "injury", names=("Juan Mora",)),
            ],
        ),
        incident("bombing", targets=[{"mentions": mention("the bridge.")}]),
    ],
}


def scores(said: dict[str, Any]) -> dict[str, Agreement]:
    gold = Part(GOLD, "gold.jsonl, line 1")
    return score(read_gold(gold), read_said(Part(said, "said.jsonl, line 1"), gold))


def test_words_are_compared_without_case_punctuation_and_articles() -> None:
    assert plain('The  "SANTO-TOMAS" farm, a house') == "santotomas farm house"


def test_a_perfect_reader_is_right_in_everything() -> None:
    found = scores(PERFECT)
    assert {m: found[m].f1 for m in MEASURES if found[m].gold} == {m: 1.0 for m in MEASURES if m != "Weapon"} and found[
        "Weapon"
    ] == Agreement()
    assert found["roles"] == Agreement(5, 5, 5) and found["deaths"] == Agreement(2, 2, 2)
    assert found["types"] == Agreement(2, 2, 2)
    assert found["incidents"] == Agreement(7, 7, 7)  # two types, and five fillers


def test_silence_is_right_in_nothing() -> None:
    found = score(read_gold(Part(GOLD, "g")), NOTHING)
    assert found["roles"] == Agreement(0, 0, 5) and found["incidents"] == Agreement(0, 0, 7)


def changed(change: str) -> dict[str, Any]:
    said = deepcopy(PERFECT)
    first = said["incidents"][0]
    if change == "longer first mention":
        first["perpetrators"][0]["mentions"] = mention("the gunmen of the valley") + mention("gunmen")
    elif change == "nobody is named":
        for v in first["victims"]:
            v["names"] = []
    elif change == "four farmers":
        first["victims"][1]["count"] = {"min": 4, "best": 4, "max": 4}
    elif change == "denied":
        first["modality"] = "denied"
    elif change == "another type":
        first["act"] = "arson"
    elif change == "an act that is not coded":
        first["act"] = "detention"
    elif change == "told twice":
        said["incidents"].append(deepcopy(said["incidents"][1]))
    return said


@pytest.mark.parametrize(
    ("change", "measure", "expected"),
    [
        ("longer first mention", "PerpInd", (0, 1, 1)),
        ("longer first mention", "incidents", (6, 7, 7)),
        ("nobody is named", "Victim", (0, 0, 2)),
        ("nobody is named", "deaths", (1, 2, 2)),
        ("four farmers", "deaths", (1, 2, 2)),
        ("denied", "deaths", (0, 0, 2)),
        ("denied", "types", (2, 2, 2)),
        ("another type", "types", (1, 2, 2)),
        ("another type", "incidents", (2, 7, 7)),
        ("an act that is not coded", "types", (1, 1, 2)),
        ("an act that is not coded", "incidents", (2, 2, 7)),
        ("an act that is not coded", "roles", (5, 5, 5)),
        ("told twice", "types", (2, 3, 2)),
        ("told twice", "Target", (1, 1, 1)),
        ("told twice", "incidents", (7, 9, 7)),
    ],
)
def test_what_a_mistake_costs(change: str, measure: str, expected: tuple[int, int, int]) -> None:
    assert scores(changed(change))[measure] == Agreement(*expected)


def test_a_number_that_is_not_given_is_several() -> None:
    gold = deepcopy(GOLD)
    gold["templates"][0]["hum_number"] = [fill("PLURAL", of=("FARMERS",))]
    for least, right in ((1, 0), (2, 1)):
        said = {"incidents": [incident("killing", victims=[victim("the farmers", best=None, least=least)])]}
        line = Part(gold, "g")
        assert score(read_gold(line), read_said(Part(said, "s"), line))["deaths"].hit == right


@given(st.randoms())
def test_order_does_not_matter(dice: Any) -> None:
    said = changed("told twice")
    for i in said["incidents"]:
        for part in ("perpetrators", "victims"):
            dice.shuffle(i[part])
    dice.shuffle(said["incidents"])
    assert scores(said) == scores(changed("told twice"))


@pytest.mark.parametrize(
    ("where", "value", "sentence"),
    [
        ("incidents", {}, "the field “incidents” must be a list"),
        ("victims", "x", '“incidents[0].victims” must be a list, not "x"'),
        ("outcome", 3, "“incidents[0].victims[0].outcome” must be a code, not 3"),
        ("count", None, "“incidents[0].victims[0].count” must be an object, not null"),
        ("mentions", [{"start": 1}], "“incidents[0].victims[0].mentions[0].text” is not there"),
    ],
)
def test_what_is_no_prediction(where: str, value: Any, sentence: str) -> None:
    said = deepcopy(PERFECT)
    holder: Any = {"incidents": said, "victims": said["incidents"][0]}.get(where, said["incidents"][0]["victims"][0])
    holder[where] = value
    with pytest.raises(BadInput) as error:
        read_said(Part(said, "said.jsonl, line 4"), Part(GOLD, "g"))
    assert str(error.value).startswith("said.jsonl, line 4: the field ") and sentence in str(error.value)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("roles", "Victim"), [["a", 3]], "“roles.Victim[0]” must be a list of strings"),
        (("templates", 0, "hum_name"), [{"values": []}], "“templates[0].hum_name[0].values” must hold a value"),
        (("templates", 0, "hum_name"), [{"refs": []}], "“templates[0].hum_name[0].values” is not there"),
        (("templates", 0, "type"), None, "“templates[0].type” must be a list"),
    ],
)
def test_what_is_no_gold(path: tuple[Any, ...], value: Any, sentence: str) -> None:
    gold: Any = deepcopy(GOLD)
    holder = gold
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    with pytest.raises(BadInput, match=r"gold\.jsonl, line 2") as error:
        read_gold(Part(gold, "gold.jsonl, line 2"))
    assert sentence in str(error.value)
