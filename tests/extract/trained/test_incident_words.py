"""Incidents read from words alone, and heard beside the encoder."""

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with a model only")

from onrecord.extract.trained.grams import grams, sentences
from onrecord.extract.trained.hearing import Trust, with_words
from onrecord.extract.trained.incident_words import IncidentWords, Linear, Told, load, marked, save
from onrecord.extract.trained.rule_marks import NUMBERS, Marks
from onrecord.extract.trained.scores import Scores
from onrecord.extract.trained.words import split_words
from training.labels import DOCUMENT_LABELS, LABELS, SPAN_INDEX, SPAN_LABELS, TYPES

_TEXT = "RAIDERS BURNED A MILL.\n\nNOBODY WAS HURT THAT NIGHT. RAIN FELL."
_ANSWERS = len(TYPES) + 1
_ARSON = TYPES.index("arson")
_NOTHING = Marks((), (), np.zeros(NUMBERS, np.float32))


def _linear(answers: int, places: int) -> Linear:
    """A model that knows one word, and that it speaks of arson."""
    hashes = np.array(sorted(grams("burned")), dtype=np.uint32)
    weights = np.zeros((len(hashes) + places, answers), dtype=np.float32)
    weights[0, _ARSON] = 8.0
    return Linear(hashes, np.ones(len(hashes), np.float32), weights, np.full(answers, -4.0, np.float32))


def _model() -> IncidentWords:
    summaries = 6 * _ANSWERS + 1 + NUMBERS
    last = np.zeros((summaries, len(DOCUMENT_LABELS)), dtype=np.float32)
    last[_ARSON, DOCUMENT_LABELS.index("arson>=1")] = 1.0  # the likeliest sentence
    none, one = np.zeros(summaries, np.float32), np.ones(summaries, np.float32)
    return IncidentWords(
        _linear(_ANSWERS, 6), _linear(_ANSWERS, 0), none, one, last, np.zeros(len(DOCUMENT_LABELS), np.float32)
    )


def test_sentences_cover_the_words_and_break_at_paragraphs() -> None:
    parts = [_TEXT[a:b] for a, b in sentences(_TEXT)]
    assert parts == ["RAIDERS BURNED A MILL.", "NOBODY WAS HURT THAT NIGHT.", "RAIN FELL."]
    assert sentences(" \n ") == []


def test_forms_of_a_word_and_of_a_number_are_one_gram_in_any_case() -> None:
    assert grams("KIDNAPPED 12 millers") == grams("kidnappers 7 MILLERS")
    assert grams("burned") != grams("buried")


def test_a_gram_that_is_not_known_says_nothing() -> None:
    model = _linear(_ANSWERS, 0)
    assert model.answers(Counter({1: 3})).tolist() == model.bias.tolist()
    assert model.answers(grams("burned"))[_ARSON] == pytest.approx(4.0)


def test_the_sentence_that_tells_of_an_incident_decides() -> None:
    told = _model().read(_TEXT, _NOTHING)
    assert told.by_sentence[:, _ARSON].argmax() == 0
    assert told.document[DOCUMENT_LABELS.index("arson>=1")] > 0.5
    assert told.document[DOCUMENT_LABELS.index("bombing>=1")] == pytest.approx(0.5)


def test_what_the_rules_find_is_heard_in_its_sentence() -> None:
    hashes = np.array(sorted(marked(Counter(), Counter(["#act arson"]))), dtype=np.uint32)
    weights = np.zeros((1 + 6, _ANSWERS), dtype=np.float32)
    weights[0, _ARSON] = 8.0
    linear = Linear(hashes, np.ones(1, np.float32), weights, np.full(_ANSWERS, -4.0, np.float32))
    model = dataclasses.replace(_model(), sentence=linear)
    marks = Marks(((_TEXT.index("NOBODY"), "#act arson"),), (), np.zeros(NUMBERS, np.float32))
    assert model.read(_TEXT, marks).by_sentence[:, _ARSON].argmax() == 1


def test_a_model_that_answers_other_questions_is_refused(tmp_path: Path) -> None:
    save(tmp_path / "words.npz", _model())
    with pytest.raises(ValueError, match=r"words\.npz answers \d+ questions"):
        load(tmp_path / "words.npz", 3)


@pytest.mark.parametrize("text", ["", "\n\n", "..."])
def test_a_text_without_words_tells_of_nothing(text: str) -> None:
    told = _model().read(text, _NOTHING)
    assert told.document[DOCUMENT_LABELS.index("arson>=1")] < 0.05


def test_a_model_reads_the_same_after_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "words.npz"
    save(path, _model())
    assert (
        load(path, len(DOCUMENT_LABELS)).read(_TEXT, _NOTHING).document.tolist()
        == _model().read(_TEXT, _NOTHING).document.tolist()
    )
    assert [p.name for p in tmp_path.iterdir()] == ["words.npz"]


def _scores(incident: float, arson: float) -> Scores:
    whole = np.full(len(DOCUMENT_LABELS), 0.01, dtype=np.float32)
    whole[DOCUMENT_LABELS.index("incident")] = incident
    whole[DOCUMENT_LABELS.index("arson>=1")] = arson
    labels = np.full((1, len(SPAN_LABELS)), 0.2, dtype=np.float32)
    pairs = np.ones((1, 1), dtype=np.float32)
    return Scores("MADE-UP-1", whole, [(3, 3)], labels, pairs, pairs, LABELS)


def _told() -> Told:
    document = np.full(len(DOCUMENT_LABELS), 0.5, dtype=np.float32)
    by_sentence = np.full((3, _ANSWERS), 0.2, dtype=np.float32)
    by_sentence[0, _ARSON] = 0.9
    return Told(document, sentences(_TEXT), by_sentence)


def test_trust_says_who_is_heard() -> None:
    words = split_words(_TEXT)
    deaf = with_words(_scores(0.9, 0.1), _told(), words, Trust(0, 0, 0))
    assert deaf.document == pytest.approx(_scores(0.9, 0.1).document, abs=1e-5)
    assert deaf.labels == pytest.approx(_scores(0.9, 0.1).labels, abs=1e-5)
    alone = with_words(_scores(0.9, 0.1), _told(), words, Trust(1, 1, 1))
    assert alone.document[: 3 * len(TYPES)] == pytest.approx(0.5)
    assert alone.labels[0, SPAN_INDEX["type:arson"]] == pytest.approx(0.9)
    assert alone.labels[0, SPAN_INDEX["Target"]] == pytest.approx(0.2)


def test_further_incidents_of_a_type_may_be_trusted_otherwise_than_the_first() -> None:
    words, first, second = split_words(_TEXT), DOCUMENT_LABELS.index("arson>=1"), DOCUMENT_LABELS.index("arson>=2")
    told = _told()
    told.document[[first, second]] = 0.9, 0.2
    apart = with_words(_scores(0.1, 0.1), told, words, Trust(1, 1, 1, numbers=0)).document
    assert apart[first] == pytest.approx(0.9, abs=1e-5) and apart[second] == pytest.approx(0.01, abs=1e-5)


def test_more_incidents_are_never_likelier_than_fewer() -> None:
    told = _told()
    told.document[DOCUMENT_LABELS.index("arson>=2")] = 0.9
    heard = with_words(_scores(0.9, 0.1), told, split_words(_TEXT), Trust()).document
    assert heard[DOCUMENT_LABELS.index("arson>=2")] <= heard[DOCUMENT_LABELS.index("arson>=1")]
