"""Every output of the reader fits the contract, and every mention stands where it says."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import Misuse
from onrecord.extract import ReportText, extract, reader_version
from onrecord.extract.sentences import sentences

REPORTS = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.txt"))
SCHEMA = json.loads((files("onrecord.extract") / "contract.schema.json").read_text(encoding="utf-8"))


@lru_cache
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


def mentions(value: Any) -> list[Any]:
    if isinstance(value, dict):
        if set(value) >= {"text", "start", "end"}:
            return [value]
        return [m for v in value.values() for m in mentions(v)]
    return [m for v in value for m in mentions(v)] if isinstance(value, list) else []


def check(said: Any, text: str) -> None:
    validator().validate(said)
    for m in mentions({k: v for k, v in said.items() if k != "report"}):
        assert text[m["start"] : m["end"]] == m["text"]
    known = {v["id"] for i in said["incidents"] for v in i["victims"]}
    assert all(v["part_of"] in known for i in said["incidents"] for v in i["victims"] if v["part_of"])
    ids = [i["id"] for i in said["incidents"]]
    assert all(r["to"] in ids for i in said["incidents"] for r in i["relations"]) and len(ids) == len(set(ids))


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_the_samples_fit_the_contract(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    said = extract(ReportText(text, "id", path.name, None, "2024-01-31"))
    check(said, text)
    assert said == extract(ReportText(text, "id", path.name, None, "2024-01-31")), "the reader is deterministic"


def test_nothing_is_found_where_nothing_is_told() -> None:
    assert extract(ReportText("The council voted on the new bus line. It opens in spring.", "x", "x.txt"))["incidents"] == []


PIECES = st.sampled_from(
    "Three men |were shot and killed |on the night of May 28 |in Ryanggang Province |, police said. |“|” |사람 세 명이 |قُتِل ثلاثة |e\u0301 |\n\n|Ana Velmora, 23, |died. |"
    "The officer ordered his men to fire on the |four |a family of seven |poisoned themselves |at least |20 |dead |were injured |He |will be executed. |\U0001f600|allegedly |".split(
        "|"
    )
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=120)))
def test_any_text_gives_a_whole_answer(text: str) -> None:
    check(extract(ReportText(text, "x", "x.txt", None, "2021-06-07")), text)


def test_an_unknown_reader_is_a_misuse() -> None:
    with pytest.raises(Misuse, match="no reader 'oracle'"):
        reader_version("oracle")


@pytest.mark.parametrize(
    ("text", "outcome", "count"),
    [
        ("Five people were shot dead in Dayton on Friday.", "death", 5),
        ("A gunman killed two women in the market, police said.", "death", 2),
        ("At least twelve villagers were wounded when a mine exploded.", "injury", None),
        ("Eleven people have died in the fire, officials said.", "death", 11),
    ],
)
def test_counts_by_outcome(text: str, outcome: str, count: int | None) -> None:
    victims = [v for i in extract(ReportText(text, "x", "x.txt"))["incidents"] for v in i["victims"]]
    assert [(v["outcome"], v["count"]["best"]) for v in victims] == [(outcome, count)]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The man will probably be executed before the summer.", "predicted"),
        ("Nobody was killed in the clash, the ministry said.", "denied"),
        ("Two men were allegedly killed by soldiers.", "alleged"),
    ],
)
def test_harm_that_is_not_simply_stated(text: str, modality: str) -> None:
    assert {i["modality"] for i in extract(ReportText(text, "x", "x.txt"))["incidents"]} <= {modality}


def test_sentences_whose_blanks_a_crawled_page_lost() -> None:
    text = "Three men were shot dead in Lima.Police said so. See www.Example.org for more."
    assert [text[s.start : s.end] for s in sentences(text)] == [
        "Three men were shot dead in Lima.", "Police said so.", "See www.Example.org for more."]  # fmt: skip
