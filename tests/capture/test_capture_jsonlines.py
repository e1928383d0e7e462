"""JSON Lines: one report a line, and what each bad line gets."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from onrecord.capture import BadInput, Captured, capture_path, capture_paths, jsonlines


def lines(path: Path, *said: object) -> Path:
    path.write_bytes(
        b"\n".join(s if isinstance(s, bytes) else json.dumps(s, ensure_ascii=False).encode() for s in said) + b"\n"
    )
    return path


def only_error(path: Path) -> str:
    (found,) = capture_path(path)
    assert isinstance(found, BadInput), found
    return str(found)


def test_a_line_is_a_report_and_its_bytes_are_the_original(tmp_path: Path) -> None:
    line = (
        b'{"id": "bus-9", "title": "Two killed", "published": "2023-06-09", "publisher": "Highland Wire", "language": "en-GB", '
        b'"collection": "Wire", "url": "https://wire.example/9", "text": "Two were killed.\\r\\nOne fled.", "more": [1]}'
    )
    (tmp_path / "r.jsonl").write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\r\n")
    (found,) = capture_path(tmp_path / "r.jsonl", "2020")
    assert isinstance(found, Captured)
    kept = found.capture
    assert found.original == line
    assert kept.sha256 == hashlib.sha256(line).hexdigest()
    assert (kept.id, kept.file, kept.size, kept.media_type) == ("bus-9", "r.jsonl", len(line), "application/json")
    assert (kept.title, kept.publisher, kept.language, kept.collection) == ("Two killed", "Highland Wire", "en", "Wire")
    assert kept.url == "https://wire.example/9"
    assert kept.published == "2023-06-09"  # the user's date never overrides
    assert found.rendition.text == "Two were killed.\r\nOne fled."
    assert kept.notices == ()


def test_docid_and_numbers_and_no_id(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "r.jsonl",
        {"docid": "D-1", "text": "One was killed."},
        {"id": 17, "text": "Two were killed."},
        {"id": "", "text": "Three were killed."},
    )
    found = [f.capture for f in capture_path(path) if isinstance(f, Captured)]
    assert [f.id for f in found] == ["D-1", "17", found[2].sha256[:16]]


def test_where_the_text_is_empty_the_title_is_read(tmp_path: Path) -> None:
    (found,) = capture_path(lines(tmp_path / "r.jsonl", {"id": "t", "title": "Two killed in the market town", "text": " "}))
    assert isinstance(found, Captured)
    assert (found.rendition.text, found.rendition.title) == ("", "Two killed in the market town")
    assert found.capture.language == "en"
    assert found.capture.notices == ()


def test_one_id_with_two_different_lines_is_an_error_on_the_second(tmp_path: Path) -> None:
    a = lines(tmp_path / "a.jsonl", {"id": "x", "text": "One."}, {"id": "x", "text": "Two."}, {"id": "y", "text": "Three."})
    b = lines(tmp_path / "b.jsonl", {"id": "y", "text": "Four."}, {"id": "y", "text": "Three."})
    found = list(capture_paths([a, b]))
    assert [isinstance(f, Captured) for f in found] == [True, False, True, False, True]
    assert "a.jsonl, line 2," in str(found[1]) and "“x”" in str(found[1])
    assert "b.jsonl, line 1," in str(found[3])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{not json}", "is not JSON"),
        (b'{"text": "cut off', "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"id": ' + b"9" * 5_000 + b', "text": "x"}', "is not JSON"),
        (b'["a"]', "no object"),
        (b"17", "no object"),
        (b'{"id": "a"}', "has no text"),
        (b'{"id": "a", "text": "", "title": " "}', "has no text"),
        (b'{"text": null}', "has no text"),
        (b'{"text": ["a"]}', "“text” that is not a string"),
        (b'{"id": ["a"], "text": "One."}', "“id” that is no string"),
        (b'{"id": "a\\u0007", "text": "One."}', "not printable"),
        (b'{"text": "\xb0\xa1"}', "not in UTF-8"),
    ],
)
def test_a_bad_line_says_file_line_reason_and_remedy_and_the_rest_goes_on(tmp_path: Path, line: bytes, reason: str) -> None:
    path = lines(tmp_path / "r.jsonl", {"text": "One was killed."}, line, {"text": "Two were killed."})
    found = list(capture_path(path))
    assert [isinstance(f, Captured) for f in found] == [True, False, True]
    sentence = str(found[1])
    assert "r.jsonl, line 2," in sentence and reason in sentence
    assert ": " in sentence and sentence.endswith(".")
    assert len(sentence) < 400


def test_an_empty_file_of_lines(tmp_path: Path) -> None:
    for content in (b"", b"\n\r\n \n"):
        (tmp_path / "r.jsonl").write_bytes(content)
        assert "is empty" in only_error(tmp_path / "r.jsonl")


def test_a_line_too_long_is_passed_over_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "MAX_LINE", 1_000)
    path = lines(tmp_path / "r.jsonl", {"text": "x" * 3_000_000}, {"text": "Two were killed."})
    found = list(capture_path(path))
    assert [isinstance(f, Captured) for f in found] == [False, True]
    assert "line 1, is longer" in str(found[0])


def test_a_wrong_date_is_left_out_with_a_notice(tmp_path: Path) -> None:
    path = lines(tmp_path / "r.jsonl", {"text": "One was killed.", "published": "2024-13-45"})
    (without,) = capture_path(path)
    (filled,) = capture_path(path, "2024-02")
    assert isinstance(without, Captured) and isinstance(filled, Captured)
    assert without.capture.published is None
    assert "“2024-13-45”" in without.capture.notices[0] and "without a date" in without.capture.notices[0]
    assert filled.capture.published == "2024-02"
    assert "“2024-13-45”" in filled.capture.notices[0] and "is used" in filled.capture.notices[0]


def test_fields_of_the_wrong_kind_are_left_out_with_a_notice(tmp_path: Path) -> None:
    said = {
        "text": "Two men were killed at the river.",
        "title": ["x"],
        "published": 2021,
        "language": "English",
        "url": "javascript:x",
    }
    (found,) = capture_path(lines(tmp_path / "r.jsonl", said))
    assert isinstance(found, Captured)
    kept = found.capture
    assert (kept.title, kept.published, kept.language, kept.url) == (None, "2021", "en", None)
    assert len(kept.notices) == 3


def test_lone_surrogates_become_the_replacement_character(tmp_path: Path) -> None:
    (found,) = capture_path(
        lines(tmp_path / "r.jsonl", b'{"id": "a\\ud800", "title": "t\\udfff", "text": "One \\ud83d was killed."}')
    )
    assert isinstance(found, Captured)
    assert found.rendition.text == "One \ufffd was killed."
    assert (found.capture.id, found.capture.title) == ("a\ufffd", "t\ufffd")
