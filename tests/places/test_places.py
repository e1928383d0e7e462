"""Places: variants, hierarchy, namesakes, and words that stay words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.places import find_places, resolve


@pytest.mark.parametrize(
    "words", ["Ryanggang", "Yanggang", "Ryanggang-do", "Yanggang-do", "Ryanggang Province", "RYANGGANG", "량강도"]
)
def test_romanisation_variants_are_one_place(words: str) -> None:
    found = resolve(words)
    assert found is not None and (found.name, found.country, found.admin1) == ("Ryanggang", "PRK", "KP-10")


@pytest.mark.parametrize(
    ("text", "name", "admin1", "precision"),
    [
        ("He was shot in Springfield, Illinois, on Friday.", "Springfield", "US-IL", "city"),
        ("He was shot in Springfield, Mo., on Friday.", "Springfield", "US-MO", "city"),
        ("according to a source in Ryanggang Province", "Ryanggang", "KP-10", "admin1"),
        ("It was in Qoronda Province.", "Qoronda", None, "unresolved"),
    ],
)
def test_the_words_choose(text: str, name: str, admin1: str | None, precision: str) -> None:
    found = find_places(text)[0].place
    assert (found.name, found.admin1, found.precision) == (name, admin1, precision)


def test_coordinates_and_hierarchy() -> None:
    found = resolve("Hyesan", country="PRK")
    assert found is not None and found.lat is not None and found.lon is not None
    assert 41 < found.lat < 42 and 128 < found.lon < 129 and found.precision == "city"


def test_people_and_common_words_are_no_places() -> None:
    assert find_places("Paris Velmora met Victoria Amaru in March. The Reading Room closed.") == []


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(
            st.sampled_from(
                ["in ", "Dayton", ", ", "Ohio", " Province", "서울", "e\u0301", "THE CITY OF ", "SANTA ANA", "\n", "."]
            )
        ).map("".join),
    )
)
def test_anything_at_all(text: str) -> None:
    end = 0
    for m in find_places(text):
        assert end <= m.start < m.end <= len(text)
        end = m.end
