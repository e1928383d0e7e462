"""The trees as they are written choose as the fitted ones do."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

import numpy as np

from onrecord.extract import trees
from training.fit_news_counts import Example, examples, fitted, reading_of, written


def test_trees_in_whole_numbers_say_what_the_fitted_ones_say(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(1)
    learnt = [
        Example([0, 1, 2], draw.integers(0, 9, (3, 5)).tolist(), 0, {int(draw.integers(0, 3))}, bool(n % 2)) for n in range(60)
    ]
    model = fitted(learnt, 1.5)
    monkeypatch.setattr(trees, "_trees", lambda: {"death": written(model)})
    rows = [row for x in learnt for row in x.rows]
    said = [trees.log_odds("death", row) / trees.SCALE for row in rows]
    assert np.allclose(said, model.decision_function(np.array(rows)), atol=0.1)


def test_a_page_gives_its_numbers_and_the_archives() -> None:
    page = {
        "docid": "x",
        "title": None,
        "published": "2024-03-06",
        "text": "Three people were shot in Milford on Monday. Two of them died.",
        "incident": {"id": "1", "killed": 2, "injured": 1, "victims": [{"status": ["Killed"]}]},
    }
    made = examples(page, reading_of(page))
    assert made["death"].right == {1, 2}
    assert made["injury"].right == {1}
    assert all(x.ruled in x.numbers and len(x.rows) == len(x.numbers) for x in made.values())
