"""Settings of the whole reader, changed one at a time."""

import pytest

pytest.importorskip("numpy", reason="numpy is installed with a model only")

from onrecord.extract.trained.together import Tuned
from training.tune import PARTS, as_json, changed


def test_one_setting_is_changed_and_the_others_stay() -> None:
    before = Tuned()
    after = changed(before, "combining", "means", 0.3)
    assert after.combining.means == 0.3 and after.combining.victim == before.combining.victim
    assert after.decoding is before.decoding


def test_settings_are_read_back_as_a_manifest_holds_them() -> None:
    said = as_json(changed(Tuned(), "trust", "types", 0.3))
    assert set(said) == {"trust", "decoding", "news", "combining"} and said["trust"]["types"] == 0.3


def test_a_part_that_is_left_out_is_fixed_too() -> None:
    for name, start, fixed in PARTS:
        assert fixed, name
        assert start != Tuned() or name.startswith("all the rules")
