"""PolNeAR's articles for the head that reads attributions, and the corpus's measures."""

import pytest

np = pytest.importorskip("numpy", reason="numpy comes with the trained reader")
pytest.importorskip("tokenizers", reason="tokenizers comes with the trained reader")

from pathlib import Path

from onrecord.extract.trained.attribution_spans import Read
from onrecord.extract.trained.words import split_words
from training.attribution_data import Article, article_of, rows_of
from training.attribution_scores import figures

TEXT = "“We left,” Mara Quill said. “It was late.”"
SAID = {
    "docid": "a1",
    "text": TEXT,
    "attributions": [
        {"source": [[11, 21]], "cue": [[22, 26]], "content": [[0, 10], [28, 42]]},
        {"source": [[11, 21]], "cue": [[26, 27]], "content": [[0, 10]]},
    ],
}


def _article() -> Article:
    return article_of(SAID, TEXT, 0, Path("states"))


def test_pieces_become_words_and_a_cue_that_is_a_mark_is_left_out() -> None:
    words = split_words(TEXT)
    assert rows_of(words, [[28, 42], [0, 10]]) == ((0, 1), (5, 7))
    [told] = _article().told
    assert (told.cue, told.source, told.content) == ((4, 4), ((2, 3),), ((0, 1), (5, 7)))


def test_capitals_throughout_leave_every_place() -> None:
    upper = article_of(SAID, TEXT.upper(), 0, Path("states"))
    assert upper.told == _article().told and upper.words == _article().words


def test_components_and_whole_attributions_are_counted_exactly() -> None:
    article = _article()
    right = figures([(article, [Read((4, 4), (2, 3), ((0, 1), (5, 7)))])])
    assert [right[k].f1 for k in ("source", "cue", "content", "whole")] == [1, 1, 1, 1]
    half = figures([(article, [Read((4, 4), (2, 3), ((0, 1),)), Read((5, 5), None, ())])])
    assert half["source"].f1 == 1 and half["cue"].f1 == pytest.approx(2 / 3)
    assert half["content"].f1 == 0 and half["whole"].f1 == 0
