"""People whom a short report calls by a surname alone, wherever it stands: known by the words of closed classes around it."""

from __future__ import annotations

import pytest

from onrecord.extract import ReportText
from onrecord.extract.events import read


def named(text: str) -> set[str]:
    r = read(ReportText(text, "r", "", None, "2024-05-02", "en", ""))
    return {text[s.start : s.end] for ps in r.phrases for p in ps if not p.organisation for s in p.names}


@pytest.mark.parametrize(
    "text",
    [
        "Velmora wept and swung a chair at the deputies.",
        "Velmora later admitted that the gun was loaded.",
        "Velmora will be buried on Friday.",
        "Velmora, of Milford, came out of the house.",
        "Velmora, armed with a rake, came out of the house.",
        "Velmora and three others were chased by police.",
        "Velmora -- who lived alone -- came out.",
        "“I saw nothing,” said Velmora.",
        "The pickup belonged to Tarn and Velmora.",
        "They were in front of a house with Velmora behind them.",
        "Because Velmora had a rake, the deputies stepped back.",
        "Velmora's motive was unclear.",
        "Velmora's mother called 911 and said that her son was ill.",
        "Velmora's mother, Ina Tarn, called 911.",
        "They asked about Velmora's possible links to a club.",
        "When Velmora wept, the deputies left.",
        "Reportedly Velmora ran.",
        "They did not know that Velmora's best friend had called.",
    ],
)
def test_a_surname_alone_is_somebody(text: str) -> None:
    assert "Velmora" in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "He drove a stolen Velmora into a fence.",
        "She was taken to Velmora's hospital in the city.",
        "They met in a Velmora's restaurant and then in Velmora's parking lot.",
        "He lived ten miles north of Velmora and worked there.",
        "He was on the drug Velmora.",
        "A Velmora store was robbed.",
        "He was charged with two counts of Possession and released.",
    ],
)
def test_what_is_called_by_a_name_is_nobody(text: str) -> None:
    assert not named(text) & {"Velmora", "Possession"}


def test_a_surname_that_looks_like_several_has_the_verb_of_one() -> None:
    assert "Dravens" in named("Dravens was in the car when police stopped it.")
    assert "Gunshots" not in named("Gunshots were heard again.")
    assert "Forensics" not in named("Forensics is looking at the gun.")


def test_a_mother_is_another_than_the_one_named_before_her() -> None:
    text = "Velmora's mother called 911. Officers came and shot her son, who died."
    r = read(ReportText(text, "r", "", None, "2024-05-02", "en", ""))
    mother = next(p for p in r.phrases[0] if p.head == "mother")
    assert text[mother.start : mother.end] == "mother" and mother.owned == 0


@pytest.mark.parametrize("word", ["Conley", "Canning", "Hill", "Chalmers"])
def test_a_surname_may_look_like_a_word(word: str) -> None:
    assert word in named(f"{word} had a knife, and he ran at the guards.")


@pytest.mark.parametrize("word", ["Reportedly", "Running", "Neighbors", "Early"])
def test_a_word_that_opens_a_sentence_is_nobody(word: str) -> None:
    assert word not in named(f"{word} had been a hard year in the town, officials said.")
