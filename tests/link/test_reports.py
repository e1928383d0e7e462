"""What reports are compared by: words, sketches, the outlets that they quote."""

from __future__ import annotations

import pytest

from onrecord.link.incidents import days_of, yearless
from onrecord.link.incidents_model import recalibrated, shipped
from onrecord.link.origins import Facts, dependent, form, outlet, quotes, reprints
from onrecord.link.reports_sketch import shared, sketch
from onrecord.link.reports_words import likeness, vector, words

TEXT = " ".join(f"word{n} stands here beside number{n}" for n in range(60))


def test_a_reprint_that_drops_and_adds_a_paragraph_is_found() -> None:
    part = TEXT[: len(TEXT) * 2 // 3] + " and the editors of another paper added a sentence of their own to it"
    assert shared(sketch(TEXT), sketch(part)) > 0.7 and shared(sketch(part), sketch(TEXT)) > 0.7
    assert shared(sketch(TEXT), sketch("another text with no five words of the first one in it at all")) == 0
    assert shared(sketch(TEXT), sketch("too short")) == 0


def test_a_long_text_is_sampled() -> None:
    long = " ".join(f"w{n}" for n in range(5000))
    half = " ".join(long.split()[:2500])
    assert len(sketch(long).hashes) <= 256 and shared(sketch(long), sketch(half)) > 0.8


def test_words_in_scripts_without_blanks_are_pairs_of_characters() -> None:
    assert words("국경경비대 총격") == ["국경", "경경", "경비", "비대", "총격"]
    assert words("Müller’s three") == ["Muller", "three"]
    assert likeness(vector(words("three men shot")), vector(words("three men shot"))) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This was first published by The Hill Courier and is reprinted here.", "hill courier"),
        ("Nine were hurt, Daily Shore reported on Monday.", "daily shore"),
        ("According to Coast Radio, nine were hurt.", "coast radio"),
        ("TOMBELA (Reuters) - Nine were hurt.", "reuters"),
    ],
)
def test_quoted_outlets_are_found(text: str, found: str) -> None:
    assert found in quotes(text)


def test_outlets_and_what_depends_on_what() -> None:
    assert outlet({"publisher": "The  Hill Courier", "url": None}) == "hill courier" == form("the Hill Courier")
    assert (
        outlet({"publisher": None, "url": "https://www.shore.example/a"}) == "shore.example" and outlet({"url": None}) is None
    )
    empty = sketch("")
    a, b, c = (
        Facts(1, "hill courier", frozenset(), empty),
        Facts(2, None, frozenset({"hill courier"}), empty),
        Facts(3, None, frozenset(), sketch(TEXT)),
    )
    assert dependent(a, b) == ("quotes", 0.9) and dependent(a, c) is None
    assert reprints([c, a, b, Facts(4, None, frozenset(), sketch(TEXT))]) == [(3, 4, "reprint", 0.99), (1, 2, "quotes", 0.9)]


def test_an_unnamed_source_is_no_outlet() -> None:
    one, other = (
        quotes("According to a source in the province, two died."),
        quotes("according to a resident who asked not to be named"),
    )
    assert not one & other


def test_dates_as_days() -> None:
    assert days_of("2024-02-12") == (738928, 738928) and days_of("XXXX-02-12") is None and days_of(None) is None
    assert yearless("XXXX-02-12") == (2, 12) and yearless("2024-02") is None


def test_judged_pairs_move_the_model_and_few_do_not() -> None:
    model = shipped()
    assert recalibrated(model, [(1.0, False)] * 9) == model
    assert recalibrated(model, [(1.0, False)] * 30).offset < -1
    assert recalibrated(model, [(-1.0, True)] * 30).offset > 1
