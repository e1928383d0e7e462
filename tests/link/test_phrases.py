"""Set phrases: what stands in reports of week after week is left out of what makes two reports alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.reports_phrases import UNDATED, WEEKS, parted, set_phrases, without
from onrecord.link.reports_sketch import Sketch, shared, sketch
from onrecord.link.reports_words import likeness, vector, words

FOOTER = "The committee calls on all governments to publish the names of the dead without delay."
MILL = "Three millers were shot dead at the upper mill of Varn on a cold morning in May."
QUARRY = "A quarry collapsed upon two porters of Oshan while the guards looked on from the road."


def reports(text: str, weeks: int, every: int = 7) -> list[tuple[Sketch, int | None]]:
    return [(sketch(f"Report {'abcdefghijklmnopqrstuvwxyz'[n]} of many. {text}"), 730_000 + every * n) for n in range(weeks)]


def test_a_footer_is_one_and_a_story_that_many_reprint_within_days_is_none() -> None:
    assert set_phrases(reports(FOOTER, WEEKS)) and not set_phrases(reports(FOOTER, WEEKS - 1))
    assert not set_phrases(reports(MILL, 20, every=0))


def test_reports_without_a_date_are_held_to_be_reprints_until_they_are_many() -> None:
    undated = [(of, None) for of, _ in reports(FOOTER, UNDATED * WEEKS)]
    assert set_phrases(undated) and not set_phrases(undated[: UNDATED * (WEEKS - 1) - 1])


def test_two_reports_that_share_a_footer_alone_are_no_reprints_and_not_alike() -> None:
    phrases = set_phrases(reports(FOOTER, WEEKS))
    one, other = f"{MILL} {FOOTER}", f"{QUARRY} {FOOTER}"
    assert shared(sketch(one), sketch(other)) > 0.4
    assert shared(without(sketch(one), phrases), without(sketch(other), phrases)) == 0
    held = [parted(t, phrases) for t in (one, other)]
    assert "governments" not in held[0][0] and "governments" in held[0][1] and "upper mill" in held[0][0]
    before = likeness(vector(words(one)), vector(words(other)))
    mine, theirs = (vector(words(own), silent=words(kept)) for own, kept in held)
    assert likeness(mine, theirs) < before / 3
    assert vector(words(one)).keys() == mine.keys()  # a place that a footer names is named all the same


def test_a_reprint_is_found_beside_its_footer() -> None:
    phrases = set_phrases(reports(FOOTER, WEEKS))
    assert shared(without(sketch(f"{MILL} {FOOTER}"), phrases), without(sketch(MILL), phrases)) > 0.9


@given(st.text(max_size=300), st.sets(st.integers(0, 5)))
def test_nothing_of_a_text_is_lost(text: str, several: set[int]) -> None:
    said = sorted(sketch(text).hashes)
    phrases = frozenset(h for n, h in enumerate(said) if n in several)
    own, kept = parted(text, phrases)
    assert sorted(words(own) + words(kept)) == sorted(words(text))
