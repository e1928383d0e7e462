"""Who vouches for an incident: those who tell of it, not those who order, judge or are only pointed at by "who"."""

from __future__ import annotations

from onrecord.extract.report import ReportText
from onrecord.extract.rules import extract_by_rules


def vouching(text: str, title: str | None = None) -> list[str]:
    """The words of the sources of a report's killings."""
    told = extract_by_rules(ReportText(text, "r1", "r1.txt", title))
    return [s["mentions"][0]["text"] for i in told["incidents"] if i["act"] == "killing" for s in i["according_to"]]


def test_who_tells_vouches_and_who_orders_does_not() -> None:
    assert vouching("Colonel Ugo Reth ordered a raid in which two boys were shot dead, a nurse said on Friday.") == ["a nurse"]
    assert vouching("The bishop condemned the guards. Two boys were shot dead, a nurse said.") == ["a nurse"]
    assert vouching("The bishop called for calm after two boys were shot dead.") == []


def test_a_headline_adds_no_source_to_the_text_below() -> None:
    text = "Two boys shot dead, doctors say\n\nTwo boys were shot dead in Velm on Friday, a group of doctors said."
    assert vouching(text) == ["a group of doctors"]
    assert vouching("Two boys were shot dead in Velm, a group of doctors said.", "Two boys shot dead, doctors say") == [
        "a group of doctors"
    ]
    assert vouching("Two boys shot dead in Velm, doctors say") == ["doctors"]


def test_a_relative_pronoun_is_no_source() -> None:
    assert vouching("A nurse, who said that two boys were shot dead, left the town.") == []
