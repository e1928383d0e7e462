"""Settings of the whole reader, changed one at a time."""

from collections.abc import Sequence

import pytest

pytest.importorskip("numpy", reason="numpy is installed with a model only")

from onrecord.extract.trained.together import Tuned
from training.tune import EVERYTHING, PARTS, START, _better, as_json, begun_from, changed


def test_one_setting_is_changed_and_the_others_stay() -> None:
    before = Tuned()
    after = changed(before, "combining", "means", 0.3)
    assert after.combining.means == 0.3 and after.combining.victim == before.combining.victim
    assert after.decoding is before.decoding


def test_settings_are_read_back_as_a_manifest_holds_them() -> None:
    said = as_json(changed(Tuned(), "trust", "types", 0.3))
    assert set(said) == {"trust", "decoding", "news", "combining", "trust_elsewhere"} and said["trust"]["types"] == 0.3
    assert said["trust_elsewhere"]["types"] != 0.3


def test_other_trust_begins_elsewhere_and_nothing_else_does() -> None:
    start = begun_from(1.0, 0.75)
    assert (start.trust.types, start.trust.numbers, start.trust.gate) == (1.0, 0.75, START.trust.gate)
    assert start.decoding == START.decoding and start.trust_elsewhere == START.trust_elsewhere


def test_a_part_that_is_left_out_is_fixed_too() -> None:
    for name, start, fixed in PARTS:
        assert fixed, name
        assert start != START or fixed == EVERYTHING


def test_a_setting_moves_only_where_it_is_clearly_better() -> None:
    values = [changed(START, "decoding", "gate", v) for v in (0.1, 0.2, 0.3, 0.5)]
    gains = {0.1: 0.0, 0.2: 0.9, 0.3: 0.9, 0.4: 0.0, 0.5: 0.0}

    def worth(settings: Tuned, measures: Sequence[str]) -> float:
        return gains[settings.decoding.gate]

    assert _better(START, values, ("roles",), worth) is START
    gains |= {0.1: 2.0, 0.2: 2.0, 0.3: 2.0}
    assert _better(START, values, ("roles",), worth).decoding.gate in (0.1, 0.2)
    gains[0.4] = 1.5
    assert _better(START, values, ("roles",), worth) is START
