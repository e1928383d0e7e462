"""From logits to attributions as words, and the words around a cue."""

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with a model only")

from onrecord.extract.attribution import attributions
from onrecord.extract.sentences import sentences
from onrecord.extract.trained.attribution_marks import Marked, marked
from onrecord.extract.trained.attribution_spans import REACH, Read, reach_of, read_spans
from onrecord.extract.trained.attribution_tags import ALLOWED, TAGS, tags_of
from onrecord.extract.trained.words import split_words

STEPS = np.where(np.array(ALLOWED), 0.0, -1e4).astype(np.float32)
TEXT = "The clerk said that the archive had burned, and a guard claimed it was empty."
FORMS = [w.form for w in split_words(TEXT)]


def _marked(text: str) -> Marked:
    spans = sentences(text)
    return marked(text, split_words(text), spans, attributions(text, spans))


def _sure(tags: "np.ndarray") -> "np.ndarray":  # type: ignore[type-arg]
    return np.eye(TAGS, dtype=np.float32)[tags] * 20


def test_cues_sources_and_contents_are_read_together() -> None:
    rules, said, claimed = _marked(TEXT), FORMS.index("said"), FORMS.index("claimed")
    parts = {said: (((0, 1),), ((3, 7),)), claimed: (((claimed - 2, claimed - 1),), ((claimed + 1, claimed + 3),))}

    def ask(cues, around, relations):  # type: ignore[no-untyped-def]
        rows = []
        for cue, near in zip(cues, around, strict=True):
            told = [tags_of(p, len(FORMS))[near.clip(0)] for p in parts[int(cue[0])]]
            rows.append(np.concatenate([_sure(t) for t in told], axis=1))
        return np.stack(rows)

    tags = _sure(tags_of(((said, said), (claimed, claimed)), len(FORMS)))
    assert read_spans(tags, ask, rules, [STEPS] * 3) == [
        Read((said, said), (0, 1), ((3, 7),)),
        Read((claimed, claimed), (claimed - 2, claimed - 1), ((claimed + 1, claimed + 3),)),
    ]


def test_a_text_without_a_cue_asks_nothing() -> None:
    tags = _sure(np.zeros(len(FORMS), dtype=np.int64))
    assert read_spans(tags, lambda *_: pytest.fail("asked"), _marked(TEXT), [STEPS] * 3) == []


def test_the_words_around_a_cue_end_with_the_text() -> None:
    text = "He said so. " * 60
    rules = _marked(text)
    total = len(rules.marks)
    around, relations = reach_of(rules, np.array([[1, 1], [100, 100], [total - 2, total - 2]]), [(1, 1)])
    assert around.shape == relations.shape[:2] == (3, 2 * REACH + 1)
    assert around[0, 0] == 0 and around[1, 0] == 100 - REACH
    assert around[2].max() == total - 1 and (around[2] == -1).sum() == REACH - 1
    assert not relations[around < 0].any()
