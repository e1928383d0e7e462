"""Kinds of mistakes."""

import pytest

pytest.importorskip("numpy", reason="numpy is installed with the training tools only")

from training.errors import spurious_kind

_ROLES = {"Victim": [{"teofilo brandt", "brandt"}], "PerpInd": [{"raiders"}]}


@pytest.mark.parametrize(
    ("said", "taken", "has_incident", "kind"),
    [
        ("brandt", set(), False, "no incident"),
        ("brandt", {0}, True, "repeats an entity"),
        ("raiders", set(), True, "wrong role"),
        ("mayor brandt", set(), True, "wrong boundary"),
        ("onlookers", set(), True, "other"),
    ],
)
def test_why_a_victim_is_wrong(said: str, taken: set[int], has_incident: bool, kind: str) -> None:
    assert spurious_kind(said, "Victim", _ROLES, taken, has_incident) == kind
