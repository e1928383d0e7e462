"""While people wait for pages, maps of confidences are fitted beside their requests."""

from __future__ import annotations

from pathlib import Path

import pytest
from confident_reader import Confident, reports

from onrecord.record import confidence, create


def test_a_decision_that_makes_it_time_does_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "ENOUGH", 10)
    monkeypatch.setattr(confidence, "STEP", 5)
    with create(tmp_path / "record") as record:
        record.build(reports(tmp_path, [20, 40, 60, 80]), reader=Confident())
        record.view().incidents()
        record.serving = True
        claims = record.view().confidences.carrying()[:12]
        for n in claims[:10]:
            record.review("heron").accept(n)
            last = record.view()
        assert last.confidences.behind and last.claim(claims[-1])["calibrated_confidence"] is None  # as before
        assert last.claim(claims[9])["state"] == "accepted"  # and what was decided stands at once
        assert record._recalibrating is not None
        record._recalibrating.join(timeout=60)
        now = record.view()
        assert not now.confidences.behind and now.claim(claims[-1])["calibrated_confidence"] is not None
        record.review("heron").accept(claims[10])
        assert not record.view().confidences.behind and record.view().claim(claims[10])["state"] == "accepted"
        record.serving = False
        anew = record.calibration()
    from onrecord.record import open_record

    with open_record(tmp_path / "record") as again:
        assert again.calibration() == anew
