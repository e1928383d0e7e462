"""How rare words are: what is common in a record's own reports is not, and nothing is rarer than in news."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.reports_words import SHIPPED, bucket, learnt, likeness, vector, words

BOILERPLATE = "The Northern Wire was told so by somebody in the province on condition of anonymity."
FIRST, SECOND = f"{BOILERPLATE} A miller died at Tarnhov.", f"{BOILERPLATE} Two ferrymen drowned near Oskeld."


def test_what_all_reports_of_a_record_have_in_common_is_not_rare_in_it() -> None:
    own = learnt(words(f"{BOILERPLATE} Report {n}.") for n in range(100))
    assert own.of(bucket("Northern")) < SHIPPED.of(bucket("Northern")) and own.of(bucket("Tarnhov")) == SHIPPED.of(
        bucket("Tarnhov")
    )
    assert likeness(vector(words(FIRST), own), vector(words(SECOND), own)) < likeness(
        vector(words(FIRST)), vector(words(SECOND))
    )


@given(
    st.lists(st.sampled_from([FIRST, SECOND, "A miller died.", ""]), max_size=30),
    st.sampled_from("the miller Tarnhov Northern".split()),
)
def test_no_word_is_rarer_than_in_news_and_none_counts_for_nothing(several: list[str], word: str) -> None:
    own = learnt(map(words, several))
    assert 0 < own.of(bucket(word)) <= SHIPPED.of(bucket(word))


def test_the_order_of_reports_changes_nothing() -> None:
    assert learnt(map(words, [FIRST, SECOND, FIRST])) == learnt(map(words, [SECOND, FIRST, FIRST]))
