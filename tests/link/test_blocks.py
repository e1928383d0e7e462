"""Which tellings are compared: a bound on how many, however much all reports have in common."""

from __future__ import annotations

from dataclasses import replace

from onrecord.link.incidents import Telling
from onrecord.link.incidents_blocks import CROWDED, FEWEST, NEAREST, candidates, largest

SET = dict.fromkeys(range(40), 0.1)
HERE = {
    "name": "Musan",
    "country": "PRK",
    "admin1": "KP-09",
    "admin2": None,
    "city": "Musan",
    "lat": None,
    "lon": None,
    "precision": "city",
}


def telling(number: int, **more: object) -> Telling:
    """A telling in set phrases, with a word of its own, published in a month of its own."""
    words = {**SET, 1000 + number: 0.2}
    held = Telling(
        number, number, True, "killing", "stated", published=730_000 + 40 * number, words=words, telling=words, title=words
    )
    return replace(held, **more)  # type: ignore[arg-type]


def test_what_all_reports_say_has_none_compared() -> None:
    several = [telling(n) for n in range(1, 400)]
    assert candidates(several) == []  # of each with each it would be 79,401


def test_the_pairs_grow_with_the_reports_and_not_with_their_square() -> None:
    def pairs(many: int) -> int:
        town = {**HERE, "name": "Town", "city": "Town"}
        return len(candidates([telling(n, place=town, victims=(("Ana", "Tesk"),)) for n in range(1, many)]))

    assert pairs(800) <= 2.3 * pairs(400) <= 2.3 * 400 * NEAREST


def test_a_name_that_many_bear_is_compared_with_those_published_nearest() -> None:
    several = [telling(n, victims=(("Ana", "Tesk"),)) for n in range(1, 500)]
    found = set(candidates(several))
    assert (1, 2) in found and (250, 250 + NEAREST) in found and (250, 251 + NEAREST) not in found


def test_a_crowded_place_counts_within_a_month() -> None:
    own = {"words": {5000: 0.9}, "telling": {5000: 0.9}, "title": {}}
    rest = [telling(n, place=HERE) for n in range(1, 200)]
    near = [telling(n, place=HERE, published=740_000 + 20 * (n - 1000), **own) for n in (1000, 1001)]
    far = [telling(1002, place=HERE, published=750_000, **own)]
    found = set(candidates([*rest, *near, *far]))
    assert (1000, 1001) in found and (1000, 1002) not in found
    assert (1000, 1002) in set(candidates([*near, *far]))  # where the place is not crowded, a rare word and it are enough


def test_what_counts_as_crowded() -> None:
    assert (largest(60), largest(1_000), largest(1_000_000)) == (FEWEST, 100, CROWDED)
