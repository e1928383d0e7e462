"""What holds for any text and any order: words at their places, one report for the same bytes, nothing left of the forgotten."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import Misuse
from onrecord.record import create, open_record

NUMBER = count(1)
quick = settings(deadline=None, suppress_health_check=list(HealthCheck))

# Letters that count code points, bytes, UTF-16 units and what one sees differently.
SCRIPTS = st.one_of(
    st.text(st.characters(whitelist_categories=["Mn", "Mc", "Ll"]), max_size=8),  # combining marks, in any order
    st.text("가힣각각한글조선평양", max_size=8),  # Hangul, composed and as jamo
    st.text("אבגדابجد\u200f\u202b\u202c،؟", max_size=8),  # right to left, with its marks
    st.text("\U0001f600\U00020000\U000e0101\u200d\ufeff", max_size=5),  # beyond 16 bits, joiners, variation selectors
    st.text(st.characters(blacklist_categories=["Cc"]), max_size=8),  # a text of control characters is no text, and refused
)
SENTENCES = st.sampled_from(
    [
        "Three men were shot dead in Kaduna on 3 May 2021, police said.",
        "“Two women were killed,” a source in Lima said.",
        "The son of {} was abducted near {} on Tuesday.",
        "Border guards opened fire on {}, wounding at least 20 people.",
        "Al-{} Nasser, 34, died of his wounds.",
        "Witnesses said that {} soldiers beat five protesters to death in Cali.",
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        sentence = draw(SENTENCES)
        parts += [draw(SCRIPTS), sentence.format(*[draw(SCRIPTS) for _ in range(sentence.count("{}"))])]
    return draw(st.sampled_from([" ", "\n\n", "\r\n", "\u2029"])).join(parts)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("기록")


def mentions(value: Any) -> Iterator[dict[str, Any]]:
    """Every mention anywhere inside."""
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys():
            yield value
        for inner in value.values():
            yield from mentions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from mentions(inner)


CLAIMS = 0


@settings(quick, max_examples=60)
@given(text=texts(), lines=st.booleans())
def test_the_words_stand_where_the_record_says_that_they_stand(place: Path, text: str, lines: bool) -> None:
    global CLAIMS
    number = next(NUMBER)
    if lines:
        path = place / f"{number}.jsonl"
        path.write_text(json.dumps({"text": text}), encoding="utf-8")  # lone surrogates and all
        expected = "".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in text)
    else:
        path = place / f"{number}.txt"
        path.write_bytes(f"{number}\n{text}".encode("utf-8", "replace"))
        expected = path.read_bytes().decode("utf-8")
    with create(place / f"record {number}") as record:
        (done,) = record.build([path])
        assert done.what == "added"
        report = record.report("r2")
        assert report["text"] == expected
        found = list(mentions([report["claims"], report["attributions"]]))
        for mention in found:
            whole = report["title"] if mention.get("in") == "title" else report["text"]
            assert whole[mention["start"] : mention["end"]] == mention["text"] != ""
        for incident in report["incidents"]:
            for field in record.why(incident)["fields"]:
                for claim in field["claims"]:
                    assert [c["words"] for c in claim["context"]] == [m["text"] for m in claim["mentions"]]
        CLAIMS += len(report["claims"])


def test_the_texts_of_the_property_make_claims() -> None:
    assert CLAIMS > 100


@settings(quick, max_examples=15)
@given(order=st.lists(st.integers(0, 5), min_size=1, max_size=12), again=st.lists(st.integers(0, 5), max_size=6))
def test_the_same_bytes_are_one_report_however_often_and_in_whatever_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], again: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("same")
    paths = []
    for n, which in enumerate(order):
        paths.append(folder / f"{n}.txt")
        paths[-1].write_text(f"{which + 2} men were killed in Kano, police said.", encoding="utf-8")
    with create(folder / "record") as record:
        what = [d.what for d in record.build(paths)]
        assert what == ["known" if which in order[:n] else "added" for n, which in enumerate(order)]
        assert (
            len(record.reports())
            == len(set(order))
            == sum(1 for p in (folder / "record" / "originals").rglob("*") if p.is_file())
        )
        before = list(record.ledger.entries())
        assert {d.what for d in record.build([paths[n % len(paths)] for n in again])} <= {"known"}
        assert list(record.ledger.entries()) == before


REPORTS = {
    "heron": "Heronfield\n\nThree men, among them Amosu Heronsson, were shot dead in Kaduna on 3 May 2021, an officer of Heronfield said.",
    "egret": "Egretford\n\nTwo women were killed in Kano on 4 May 2021, Bisola Egretsdottir said. In all, 2 people died.",
    "stork": "Storkham\n\nChidi Storkby, 34, was shot dead in Lima on 5 May 2021, police in Storkham said.",
}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of three reports; every name in one begins with its word."""
    folder = tmp_path_factory.mktemp("three")
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with create(folder / "record") as record:
        for done in record.build(sorted(folder.glob("*.txt"))):
            assert done.what == "added" and done.incidents
        for claim in list(record.view().state.claims):
            if record.view().state.property(claim) == "names":
                name = record.view().state.value(claim)[0]
                record.judge(claim, "amend", "reviewer", f"{name} in full", [f"{name} Amended"])
    return folder / "record"


def traces(folder: Path, word: str) -> list[str]:
    """Where a word is left, in bytes of any file or in a name."""
    files = [p for p in folder.rglob("*") if p.is_file()]
    return [p.name for p in files if word.lower().encode() in p.read_bytes().lower() or word.lower() in p.name.lower()]


@settings(quick, max_examples=12)
@given(gone=st.lists(st.sampled_from(sorted(REPORTS)), min_size=1, unique=True))
def test_a_forgotten_report_leaves_no_trace_and_the_chain_is_good(
    tmp_path_factory: pytest.TempPathFactory, three: Path, gone: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("copy") / "record"
    shutil.copytree(three, folder)
    with open_record(folder) as record:
        known = list(record.ledger.entries())[-1].time + timedelta(microseconds=1)
        for n, name in enumerate(gone):
            assert traces(folder, name)
            id, number, sha256 = next(
                (r["id"], r["number"], r["sha256"]) for r in record.reports() if r["file"] == f"{name}.txt"
            )
            numbers = record.forget(id if n % 2 else f"r{number}", "consent withdrawn")
            assert traces(folder, name) == [] and not record.ledger.originals.has(sha256)
            assert record.verify() == []
            with pytest.raises(Misuse, match="no report"):
                record.report(id)
            for when in (None, known):  # also as of a time when it was known
                shown = next(r for r in record.reports(when) if r["number"] == number)
                assert shown["forgotten"] and shown["id"] == f"r{number}" and shown["title"] is None and shown["file"] is None
                assert record.report(f"r{number}", when)["text"] == ""
                assert all(name not in json.dumps(i).lower() for i in record.list(when))
                assert not set(numbers) & {int(i["id"][1:]) for i in record.list(when)}
        kept = set(REPORTS) - set(gone)
        assert {i["reports"][0]["file"].removesuffix(".txt") for i in record.list()} == kept
        assert all(traces(folder, name) for name in kept)


@settings(quick, max_examples=15)
@given(data=st.data())
def test_a_forgotten_claim_or_judgement_leaves_no_trace_of_what_only_it_said(
    tmp_path_factory: pytest.TempPathFactory, three: Path, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("copy") / "record"
    shutil.copytree(three, folder)
    with open_record(folder) as record:
        state = record.view().state
        number = data.draw(st.sampled_from([*state.claims, *(j.number for js in state.judgements.values() for j in js)]))
        entry = next(record.ledger.some([number]))
        judged = state.judgements.get(number, [])
        words = [j.payload["value"][0] for j in judged] if entry.kind == "claim" else [entry.payload["value"][0]]
        assert record.forget(str(number), "named by mistake") == sorted([number, *(j.number for j in judged)])
        for word in words:
            assert traces(folder, word) == []
        assert json.dumps(entry.payload).encode() not in (folder / "ledger.db").read_bytes()
        assert record.verify() == []
        assert next(record.ledger.some([number])).payload is None
        record.list(), record.totals(), record.tally()
        for report in record.reports():
            record.report(report["id"])
            record.why(next(i["id"] for i in record.list()))
