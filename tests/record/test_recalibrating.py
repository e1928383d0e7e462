"""While people wait for pages, maps of confidences are fitted beside their requests."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from confident_reader import Confident, reports

from onrecord.record import confidence, create
from onrecord.record.view import View
from onrecord.review import linking, preview


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


def test_a_preview_makes_no_whole_record_while_maps_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "ENOUGH", 10)
    monkeypatch.setattr(confidence, "STEP", 5)
    with create(tmp_path / "record") as record:
        record.build(reports(tmp_path, [20, 40, 60, 80]), reader=Confident(), link=False)
        linking.previewed(record.view(), *[f"i{n}" for n in record.view().state.incidents][:2], "different", "heron")
        claims, made = record.view().confidences.carrying()[:12], list[int]()
        for n in claims[:9]:
            record.review("heron").accept(n)
        record.serving, record._recalibrating = True, threading.current_thread()  # the new maps are long in coming
        due = preview.preview(record.view(), claims[9:10], "accept", "heron")  # and this one makes it time
        record.review("heron").accept(claims[9])
        view = record.view()
        assert view.confidences.behind and len(due) == 1
        whole = View._incident
        monkeypatch.setattr(View, "_incident", lambda v, n: (made.append(n), whole(v, n))[1])
        ids = [f"i{n}" for n in view.state.incidents]
        changes, _ = linking.previewed(view, ids[0], ids[1], "same", "heron")
        assert {c["id"] for c in changes} == {*ids[:2]} and set(made) <= {int(i[1:]) for i in ids[:2]}
        record.serving = False
