"""How many were killed and hurt in a shooting: a number always has words of the report, and other reports are left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.claims import Count
from onrecord.extract import ReportText, extract
from onrecord.extract.counting import with_counts
from onrecord.extract.counts import OUTCOMES, choices, number_of, rows
from onrecord.extract.events import read
from onrecord.extract.incidents import events_to_incidents
from onrecord.extract.naming import gravest, harm_of, with_names
from onrecord.extract.trees import log_odds
from onrecord.numbers import find_counts

SENTENCES = (
    "Three people were shot on Monday night outside a bar in Milford.",
    "Police said that four people were wounded in the shooting.",
    "A 17-year-old boy was pronounced dead at the scene.",
    "Ana Velmora, 24, died at a hospital.",
    "Bo Tarn, 31, was in critical condition on Tuesday.",
    "Two other men were hurt, one of them seriously.",
    "Another shooting last week left five people injured.",
    "Homicide detectives were at the scene.",
    "A woman was grazed by a bullet, officers said.",
    "Nobody else was injured.",
)


def report(text: str) -> ReportText:
    return ReportText(text, "x", "x.txt", None, "2024-03-06")


def toll(read_: dict[str, Any]) -> dict[str, int]:
    said = dict.fromkeys(OUTCOMES, 0)
    for incident in read_["incidents"]:
        for v in incident["victims"]:
            if v["part_of"] is None and v["outcome"] in said:
                said[v["outcome"]] += v["count"]["best"] or v["count"]["min"] or 1
    return said


def test_the_numbers_of_a_plain_report_are_read() -> None:
    text = "Three people were wounded and one man was killed in a shooting on Monday, police said."
    assert toll(extract(report(text))) == {"death": 1, "injury": 3}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=7, unique=True))
def test_a_group_is_never_counted_without_a_number_in_its_words_or_in_theirs_who_were_shot(chosen: list[str]) -> None:
    text = "\n\n".join(chosen)
    numbers = {c.count.best for c in find_counts(text)}
    for incident in extract(report(text))["incidents"]:
        ids = {v["id"] for v in incident["victims"]}
        for v in incident["victims"]:
            assert v["mentions"]
            assert v["part_of"] is None or v["part_of"] in ids
            best = v["count"]["best"]
            if v["kind"] == "group" and best is not None and v["count"]["max"] == best:
                assert {c.count.best for m in v["mentions"] for c in find_counts(m["text"])} & numbers


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=7, unique=True))
def test_the_number_arranged_is_one_that_the_words_bear(chosen: list[str]) -> None:
    r = read(report("\n\n".join(["A shooting was reported.", *chosen])))
    found, told = with_names(r, events_to_incidents(r)[0])
    harm = harm_of(found)
    main = gravest(harm)
    if main is None or told is None:
        return
    borne = {o: {c.number for c in choices(r, harm, main, o)} for o in OUTCOMES}
    with_counts(r, found, told)
    assert all(number_of(main.victims, o) in borne[o] for o in OUTCOMES)


@pytest.mark.parametrize(
    "text", ["THREE PEOPLE WERE SHOT IN MILFORD. TWO OF THEM DIED.", "Three people drowned. Two men were hurt."]
)
def test_other_reports_are_left_as_the_rules_read_them(text: str) -> None:
    r = read(report(text))
    found, told = with_names(r, events_to_incidents(r)[0])
    before = [[(v.outcome, v.count) for v in d.victims] for d in found]
    assert told is None
    assert [[(v.outcome, v.count) for v in d.victims] for d in with_counts(r, found, told)] == before


def test_no_name_is_looked_at() -> None:
    def seen(name: str) -> list[list[int]]:
        r = read(report(f"{name}, 24, was shot on Monday. Three people were wounded in the shooting. {name} is in hospital."))
        found, told = with_names(r, events_to_incidents(r)[0])
        harm = harm_of(found)
        main = gravest(harm)
        assert main is not None
        assert told
        return [row for o in OUTCOMES for row in rows(r, harm, main, o, choices(r, harm, main, o), [odds for _, odds in told])]

    assert seen("Ana Velmora") == seen("Eva Tarnova")


def test_trees_are_followed_to_a_leaf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.extract.trees._trees", lambda: {"death": (5, [[0, 2, 10, [1, 0, -20, 30]], 100])})
    assert [log_odds("death", row) for row in ([2, 9], [3, 0], [3, 1])] == [115, 85, 135]


def test_a_murder_that_a_wire_report_names_by_its_noun_alone_is_an_incident_without_a_number() -> None:
    (incident,) = extract(report("THE COURT DEALT WITH THE MURDER AGAIN ON MONDAY."))["incidents"]
    assert (incident["act"], incident["victims"]) == ("killing", [])
    (incident,) = extract(report("THE COURT DEALT WITH THE DOUBLE MURDER AGAIN ON MONDAY."))["incidents"]
    assert [v["count"] for v in incident["victims"]] == [Count.exactly(2).to_json()]
