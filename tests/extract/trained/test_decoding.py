"""Probabilities become incidents in the contract's shape."""

import dataclasses
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with the training tools only")

from onrecord.extract.trained.clusters import agglomerate
from onrecord.extract.trained.decoding import Settings, decode, incident_chance, type_chances, type_counts
from onrecord.extract.trained.scores import Scores, read_scores, write_scores
from onrecord.extract.trained.words import split_words
from training.ensemble import average
from training.labels import DOCUMENT_LABELS, LABELS, SPAN_INDEX, SPAN_LABELS, TYPES

_TEXT = "RAIDERS SHOT TEOFILO BRANDT, THE MAYOR, AND TWO MILLERS. BRANDT DIED."
#         0       1    2       3           4  5      6   7   8        9      10
_SETTINGS = Settings(roles=(0.5,) * 6, gate=0.2, gate_pull=0.0, by_spans=0.0)


def _scores(
    spans: dict[tuple[int, int], dict[str, float]], document: dict[str, float], same: dict[tuple[int, int], float] | None = None
) -> Scores:
    labels = np.zeros((len(spans), len(SPAN_LABELS)), dtype=np.float32)
    for i, said in enumerate(spans.values()):
        for label, chance in said.items():
            labels[i, SPAN_INDEX[label]] = chance
    whole = np.zeros(len(DOCUMENT_LABELS), dtype=np.float32)
    for label, chance in document.items():
        whole[DOCUMENT_LABELS.index(label)] = chance
    pairs = np.zeros((len(spans), len(spans)), dtype=np.float32)
    for (i, j), chance in (same or {}).items():
        pairs[i, j] = pairs[j, i] = chance
    return Scores("MADE-UP-1", whole, list(spans), labels, pairs, np.ones_like(pairs), LABELS)


_SPANS = {
    (0, 0): {"PerpInd": 0.9, "type:attack": 0.9},
    (2, 3): {"Victim": 0.9, "type:attack": 0.9, "outcome:death": 0.8, "number:one": 0.9},
    (3, 3): {"Victim": 0.6, "type:attack": 0.6, "outcome:death": 0.6},
    (5, 5): {"VictimDescription": 0.7, "type:attack": 0.7},
    (8, 8): {"VictimDescription": 0.9, "type:attack": 0.9, "outcome:injury": 0.9, "number:several": 0.9},
    (9, 9): {"Victim": 0.7, "type:attack": 0.7},
}
_ATTACK = {"attack>=1": 0.9, "incident": 0.9}


def _decoded(document: dict[str, float], same: dict[tuple[int, int], float] | None = None) -> list[dict]:
    return decode(_scores(_SPANS, document, same), _TEXT, split_words(_TEXT), _SETTINGS)["incidents"]


def test_an_attack_is_read_with_its_people() -> None:
    (incident,) = _decoded(_ATTACK, {(1, 5): 0.9, (1, 3): 0.9})
    assert incident["act"] == "attack"
    assert [p["mentions"][0]["text"] for p in incident["perpetrators"]] == ["RAIDERS"]
    named, millers = incident["victims"]
    assert [m["text"] for m in named["mentions"]] == ["TEOFILO BRANDT", "BRANDT", "MAYOR"]
    assert (named["outcome"], named["names"][0]["text"], named["count"]["best"]) == ("death", "TEOFILO BRANDT", 1)
    assert (millers["outcome"], millers["count"]["best"], millers["names"]) == ("injury", 2, [])


def test_mentions_stand_in_the_text_where_they_say() -> None:
    for victim in _decoded(_ATTACK)[0]["victims"]:
        for m in victim["mentions"]:
            assert _TEXT[m["start"] : m["end"]] == m["text"]


def test_of_two_spans_that_overlap_the_likelier_stays() -> None:
    texts = [m["text"] for v in _decoded(_ATTACK)[0]["victims"] for m in v["mentions"]]
    assert texts.count("BRANDT") == 1


def test_nothing_is_read_where_the_document_has_no_incident() -> None:
    assert _decoded({**_ATTACK, "incident": 0.1}) == []


def test_entities_of_a_type_are_shared_out_by_incident() -> None:
    twice = {**_ATTACK, "attack>=2": 0.9}
    assert len(_decoded(twice)) == 2
    people = [v["mentions"][0]["text"] for i in _decoded(twice) for v in i["victims"]]
    assert sorted(set(people)) == ["BRANDT", "MAYOR", "MILLERS", "TEOFILO BRANDT"]


def test_type_counts_stop_at_the_first_step_that_fails() -> None:
    steps = np.zeros((len(TYPES), 3))
    steps[0, [0, 2]] = steps[1, 0] = 0.9  # attack>=1, attack>=3, bombing>=1
    assert type_counts(steps, TYPES, Settings()) == {"attack": 1, "bombing": 1}


def test_a_likely_span_speaks_for_its_type_beside_the_document() -> None:
    scores = _scores({(0, 0): {"PerpInd": 0.9, "type:bombing": 0.8}}, {"bombing>=1": 0.4, "incident": 0.5})
    settings = Settings(by_spans=0.5)
    assert type_chances(scores, settings)[1, 0] == pytest.approx(0.6)
    assert incident_chance(scores, settings) == pytest.approx(0.7)
    assert incident_chance(_scores({}, {"incident": 0.5}), settings) == pytest.approx(0.25)


def test_groups_join_by_average_likeness() -> None:
    likeness = np.array([[1.0, 0.9, 0.1], [0.9, 1.0, 0.2], [0.1, 0.2, 1.0]])
    assert agglomerate(likeness, 0.5) == [[0, 1], [2]]
    assert agglomerate(likeness, 0.0, most=2) == [[0, 1], [2]]
    assert agglomerate(np.zeros((0, 0)), 0.5) == []


def test_an_average_counts_a_span_that_one_run_dropped_as_nothing_there() -> None:
    both = _scores({(0, 0): {"PerpInd": 0.8}, (2, 3): {"Victim": 0.6}}, _ATTACK, {(0, 1): 0.4})
    one = _scores({(0, 0): {"PerpInd": 0.6}}, {})
    mean = average([{"MADE-UP-1": both}, {"MADE-UP-1": one}])["MADE-UP-1"]
    assert mean.spans == [(0, 0), (2, 3)]
    assert mean.labels[0, SPAN_INDEX["PerpInd"]] == pytest.approx(0.7)
    assert mean.labels[1, SPAN_INDEX["Victim"]] == pytest.approx(0.3)
    assert mean.same_entity[0, 1] == pytest.approx(0.4)
    assert mean.document[DOCUMENT_LABELS.index("incident")] == pytest.approx(0.45)


def test_scores_are_read_as_they_were_written_also_where_nothing_was_likely(tmp_path: Path) -> None:
    full = _scores({(0, 0): {"PerpInd": 0.8}}, _ATTACK)
    nothing = _scores({}, {})
    write_scores(tmp_path / "scores.jsonl", [full, dataclasses.replace(nothing, docid="MADE-UP-2")])
    again = read_scores(tmp_path / "scores.jsonl", LABELS)
    assert again["MADE-UP-1"].spans == [(0, 0)]
    assert again["MADE-UP-1"].labels == pytest.approx(full.labels)
    assert again["MADE-UP-2"].labels.shape == (0, len(SPAN_LABELS))
    assert decode(again["MADE-UP-2"], _TEXT, split_words(_TEXT), _SETTINGS)["incidents"] == []
