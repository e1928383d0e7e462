"""How many people a mention speaks of."""

import pytest

from onrecord.extract.trained.counts import count_beside
from onrecord.extract.trained.words import split_words


@pytest.mark.parametrize(
    ("text", "span", "count"),
    [
        ("SIX MILLERS", (0, 1), 6),
        ("THE SIX OLD MILLERS", (3, 3), 6),
        ("TWENTY FIVE MILLERS", (2, 2), 25),
        ("TWENTY FIVE MILLERS", (0, 2), 25),
        ("1,200 MILLERS", (2, 2), 1200),
        ("MILLERS", (0, 0), None),
        ("IN 1989 MILLERS", (2, 2), None),
        ("SIX WERE HELD. MILLERS", (3, 3), None),
        ("THE ONE MILLER", (2, 2), None),
    ],
)
def test_the_number_in_or_before_a_mention(text: str, span: tuple[int, int], count: int | None) -> None:
    found = count_beside(text, split_words(text), span)
    assert (found.best if found is not None else None) == count


def test_a_hedge_before_the_mention_bounds_it() -> None:
    found = count_beside("AT LEAST SIX MILLERS", split_words("AT LEAST SIX MILLERS"), (3, 3))
    assert found is not None and (found.min, found.best, found.max) == (6, None, None)
