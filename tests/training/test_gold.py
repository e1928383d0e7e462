"""Made-up documents in MUC-4's form become labelled spans."""

import pytest

pytest.importorskip("numpy", reason="numpy is installed with the training tools only")

from training.labels import DOCUMENT_LABELS, SPAN_INDEX
from training.muc4 import example

_TEXT = "MAYOR TEOFILO BRANDT WAS SHOT BY RAIDERS IN DELVANO. TWO MILLERS WERE HURT. THE MAYOR DIED."
_TEMPLATE = {
    "type": [{"values": ["ATTACK"]}],
    "location": [{"values": ["ARCADIA: DELVANO (CITY)"]}],
    "hum_name": [{"values": ["TEOFILO BRANDT"]}],
    "hum_description": [{"values": ["MAYOR"], "refs": ["TEOFILO BRANDT"]}, {"values": ["MILLERS"]}],
    "hum_effect": [{"values": ["DEATH"], "refs": ["TEOFILO BRANDT"]}, {"values": ["INJURY"], "refs": ["MILLERS"]}],
    "hum_number": [{"values": ["2"], "refs": ["MILLERS"]}],
    "perp_individual": [{"values": ["RAIDERS"]}],
}
_DOCUMENT = {
    "docid": "MADE-UP-1",
    "text": _TEXT,
    "roles": {"PerpInd": [["raiders"]], "PerpOrg": [], "Target": [], "Victim": [["teofilo brandt"]], "Weapon": []},
    "templates": [_TEMPLATE],
}


def _labels(first: int, last: int) -> set[int]:
    return example(_DOCUMENT).spans[(first, last)].labels


def test_fillers_carry_role_type_and_what_is_said_of_them() -> None:
    assert {SPAN_INDEX[x] for x in ("Victim", "outcome:death", "type:attack")} <= _labels(1, 2)
    millers = _labels(10, 10)
    assert {SPAN_INDEX[x] for x in ("VictimDescription", "outcome:injury", "number:several")} <= millers
    assert SPAN_INDEX["outcome:death"] not in millers
    assert _labels(8, 8) == {SPAN_INDEX["place"]}


def test_every_occurrence_is_marked_and_a_description_shares_the_named_persons_entity() -> None:
    spans = example(_DOCUMENT).spans
    assert spans[(0, 0)].entities == spans[(14, 14)].entities
    assert spans[(0, 0)].entities & spans[(1, 2)].entities
    assert not spans[(10, 10)].entities & spans[(1, 2)].entities


def test_the_document_says_how_many_incidents_of_a_type() -> None:
    twice = example({**_DOCUMENT, "templates": [_TEMPLATE, _TEMPLATE]}).document
    said = dict(zip(DOCUMENT_LABELS, twice, strict=True))
    assert (said["attack>=1"], said["attack>=2"], said["attack>=3"], said["bombing>=1"]) == (1, 1, 0, 0)
    assert said["incident"] == said["filler"] == 1
    empty = {**_DOCUMENT, "templates": [], "roles": {r: [] for r in _DOCUMENT["roles"]}}
    assert not any(example(empty).document)
