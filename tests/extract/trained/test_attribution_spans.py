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
    found = read_spans(tags, ask, rules, [STEPS] * 3)
    assert found == [
        Read((said, said), (0, 1), ((3, 7),)),
        Read((claimed, claimed), (claimed - 2, claimed - 1), ((claimed + 1, claimed + 3),)),
    ]
    assert all(r.chance == pytest.approx(1, abs=1e-4) for r in found)


def test_an_attribution_is_as_likely_as_its_cue_its_source_and_its_content_together() -> None:
    said = FORMS.index("said")
    even = np.zeros((len(FORMS), TAGS), dtype=np.float32)

    def ask(cues, around, relations):  # type: ignore[no-untyped-def]
        source, content = _sure(tags_of(((0, 1),), len(FORMS))), _sure(tags_of(((3, 7),), len(FORMS)))
        content[3:8] = even[3:8]
        content[3, 1] = content[7, 3] = content[4:7, 2] = 3.0
        return np.concatenate([source, content], axis=1)[around.clip(0)]

    sure = _sure(tags_of(((said, said),), len(FORMS)))
    [whole] = read_spans(sure, ask, _marked(TEXT), [STEPS] * 3)
    doubted = sure.copy()
    doubted[said, 0] = 19.0  # one in 1 + e of the ways is without a cue
    [less] = read_spans(doubted, ask, _marked(TEXT), [STEPS] * 3)
    assert whole.chance is not None and less.chance is not None
    assert 0.7 < less.chance < whole.chance < 0.99
    assert less.chance / whole.chance == pytest.approx(np.e / (1 + np.e), abs=1e-3)


def test_rival_cues_vouch_for_the_same_content_together() -> None:
    claimed, later = FORMS.index("claimed"), FORMS.index("and")
    tags = np.zeros((len(FORMS), TAGS), dtype=np.float32)
    tags[:, 0] = 20.0
    tags[claimed] = [3.0, 3.5, -20, -20, 3.8]  # no cue; "claimed it"; "claimed"
    tags[claimed + 1] = [3.5, -20, -20, 3.5, -20]

    def ask(cues, around, relations):  # type: ignore[no-untyped-def]
        assert {tuple(c) for c in cues.tolist()} == {(claimed, claimed), (claimed, claimed + 1)}
        told = [tags_of(((later + 1, later + 2),), len(FORMS)), tags_of(((claimed + 2, claimed + 3),), len(FORMS))]
        return np.stack([np.concatenate([_sure(t) for t in told], axis=1)[row.clip(0)] for row in around])

    [found] = read_spans(tags, ask, _marked(TEXT), [STEPS] * 3)
    assert found == Read((claimed, claimed), (later + 1, later + 2), ((claimed + 2, claimed + 3),))
    assert found.chance is not None and 0.4 < found.chance < 0.5  # either cue has less than one in two


def test_a_sentence_without_an_end_is_read_in_parts() -> None:
    rules = _marked("trucks and carts and " * 160 + "the clerk said so")
    total, said = len(rules.marks), len(rules.marks) - 2
    parts = [_sure(tags_of((span,), total)) for span in ((said - 2, said - 1), (said + 1, said + 1))]

    def ask(cues, around, relations):  # type: ignore[no-untyped-def]
        return np.concatenate(parts, axis=1)[around.clip(0)]

    found = read_spans(_sure(tags_of(((3, 4), (said, said)), total)), ask, rules, [STEPS] * 3)
    assert [r.cue for r in found][-1:] == [(said, said)] and total > 600


def test_what_is_too_unlikely_is_not_told() -> None:
    said = FORMS.index("said")
    tags = _sure(np.zeros(len(FORMS), dtype=np.int64))
    tags[said, 4] = tags[said, 0] - 0.7  # a third

    def ask(cues, around, relations):  # type: ignore[no-untyped-def]
        sure = np.concatenate([_sure(tags_of((span,), len(FORMS))) for span in ((0, 1), (3, 7))], axis=1)
        return np.stack([sure[row.clip(0)] for row in around])

    assert read_spans(tags, ask, _marked(TEXT), [STEPS] * 3) == []


def test_a_content_that_goes_to_the_edge_is_looked_at_again_from_farther() -> None:
    text = "“" + "They ran. " * 40 + "Nobody stayed,” the clerk said."
    rules, said = _marked(text), [w.form for w in split_words(text)].index("said")
    spans, seen = (((said - 2, said - 1),), ((0, said - 3),)), list[int]()

    def ask(cues, around, relations):  # type: ignore[no-untyped-def]
        seen.append(around.shape[1])
        parts = [_sure(tags_of(p, len(rules.marks))) for p in spans]
        rows = np.concatenate(parts, axis=1)[around.clip(0)]
        rows[:, 0, TAGS:] = rows[:, 0, TAGS:].max() * np.eye(TAGS, dtype=np.float32)[1]  # a content may begin at the edge
        return rows

    [found] = read_spans(_sure(tags_of(((said, said),), len(rules.marks))), ask, rules, [STEPS] * 3)
    assert said > REACH and len(seen) == 2 and found.content == ((0, said - 3),)


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
