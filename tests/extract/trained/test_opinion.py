"""What the head for news holds of names and places that the rules found."""

import pytest

pytest.importorskip("numpy", reason="numpy comes with the trained reader")

from onrecord.extract.persons import Person
from onrecord.extract.phrase import Phrase
from onrecord.extract.sentences import Span
from onrecord.extract.trained.news import NewsRead, NewsSpan
from onrecord.extract.trained.opinion import HeadOpinion

_NONE = ((1.0, 0.0, 0.0, 0.0, 0.0, 0.0),) * 2


def test_a_person_is_as_likely_as_at_the_likeliest_mention_and_a_place_as_its_words() -> None:
    opinion = HeadOpinion(NewsRead((NewsSpan(0, 9, (0.2, 0.1, 0, 0, 0)), NewsSpan(30, 39, (0.7, 0.2, 0, 0.4, 0))), _NONE))
    told = Person(
        "Ana Velmor",
        ["Ana Velmor"],
        [Phrase(0, 9, "velmor", names=[Span(0, 9)]), Phrase(30, 39, "velmor", names=[Span(30, 39)])],
    )
    assert opinion.person(told) == pytest.approx((0.3, 0.7, 0.2))
    assert opinion.place(35, 50) == 0.4 and opinion.place(50, 60) == 0.0
