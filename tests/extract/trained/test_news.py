"""What the news head's answers mean: people from their mentions, the likeliest place and date."""

import pytest

pytest.importorskip("numpy", reason="numpy comes with the trained reader")

from onrecord.extract.trained.news import NewsRead, NewsSpan, chance_at, persons

_TEXT = "Marta Oyelaran was shot dead. Oyelaran, 34, leaves a son, Tim Oyelaran. Police hold Rex Dunmore."
_NONE = ((1.0, 0.0, 0.0, 0.0, 0.0, 0.0),) * 2


def _span(words: str, death: float = 0.0, injury: float = 0.0, suspect: float = 0.0, after: int = 0) -> NewsSpan:
    start = _TEXT.index(words, after)
    return NewsSpan(start, start + len(words), (death, injury, suspect, 0.0, 0.0))


def test_a_surname_alone_belongs_to_the_full_name_and_the_likeliest_mention_counts() -> None:
    read = NewsRead(
        (_span("Marta Oyelaran", 0.7), _span("Oyelaran", 0.9, after=20), _span("Rex Dunmore", 0.1, 0.0, 0.8)), _NONE
    )
    victim, suspect = persons(_TEXT, read, 0.3)
    assert (victim.name, victim.outcome, victim.victim) == ("Marta Oyelaran", "death", 0.9)
    assert victim.mentions == ((0, 14), (30, 38))
    assert suspect.name == "Rex Dunmore" and suspect.victim < suspect.chances[2]


def test_two_people_of_one_surname_stay_two() -> None:
    read = NewsRead((_span("Marta Oyelaran", 0.7), _span("Tim Oyelaran", 0.0, 0.6)), _NONE)
    assert [(p.name, p.outcome) for p in persons(_TEXT, read, 0.3)] == [("Marta Oyelaran", "death"), ("Tim Oyelaran", "injury")]


def test_of_spans_that_share_words_the_likelier_is_kept() -> None:
    read = NewsRead((_span("Marta Oyelaran was", 0.4), _span("Marta Oyelaran", 0.7)), _NONE)
    assert [p.name for p in persons(_TEXT, read, 0.3)] == ["Marta Oyelaran"]


def test_the_chance_of_words_is_that_of_the_likeliest_span_that_shares_them() -> None:
    read = NewsRead((NewsSpan(5, 10, (0, 0, 0, 0.4, 0)), NewsSpan(8, 20, (0, 0, 0, 0.6, 0))), _NONE)
    assert chance_at(read, "place", 0, 9) == 0.6
    assert chance_at(read, "place", 0, 8) == 0.4
    assert chance_at(read, "place", 20, 30) == 0.0
