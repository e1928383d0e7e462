"""Plain text: encodings, the title, and what is no text."""

from __future__ import annotations

import codecs
import hashlib
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.capture import BadInput, Captured, capture_path
from onrecord.capture.encoding import decode, decode_declared, without_surrogates

KOREAN = (
    "함경도 장터에서 세 명이 숨졌다\n\n국경 지역의 한 소식통은 지난 28일 밤 경비대가 총을 쏘아 남자 세 명이 숨졌다고 전했다. "
    "소식통에 따르면 두 명이 더 다쳤다.\n"
)
ENGLISH = "Three killed at the river\n\n“They shot at us,” said a woman who gave no name – three men died at once, she said.\n"


def one(path: Path, published: str | None = None) -> Captured:
    found = list(capture_path(path, published))
    assert len(found) == 1
    assert isinstance(found[0], Captured), found[0]
    return found[0]


def refused(path: Path) -> str:
    found = list(capture_path(path))
    assert len(found) == 1
    assert isinstance(found[0], BadInput), found[0]
    assert path.name in str(found[0])
    assert str(found[0]).endswith(".") and ":" in str(found[0])
    return str(found[0])


def test_a_text_is_held_as_it_is_with_its_first_line_as_title(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    data = b"\r\n  Three killed at the river \r\n\r\nThree men were killed at the river, a witness said.\r\n"
    path.write_bytes(data)
    found = one(path, "2024-02-13")
    assert found.rendition.text == data.decode()
    assert found.rendition.title == found.capture.title == "Three killed at the river"
    assert found.rendition.tool == "onrecord-text/1"
    assert found.original == data
    assert found.capture.sha256 == hashlib.sha256(data).hexdigest()
    assert found.capture.id == found.capture.sha256[:16]
    assert (found.capture.file, found.capture.size) == ("report.txt", len(data))
    assert found.capture.media_type == "text/plain"
    assert found.capture.published == "2024-02-13"
    assert found.capture.language == found.rendition.language == "en"
    assert found.capture.notices == ()


def test_markdown_keeps_its_marks_in_the_text_and_not_in_the_title(tmp_path: Path) -> None:
    path = tmp_path / "report.MD"
    path.write_text("# Two killed\n\nTwo *men* were killed.\n", encoding="utf-8")
    found = one(path)
    assert found.capture.title == "Two killed"
    assert found.rendition.text.startswith("# Two killed")
    assert found.capture.media_type == "text/markdown"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", [KOREAN, ENGLISH])
def test_a_byte_order_mark_names_the_encoding_and_is_removed(mark: bytes, encoding: str, text: str) -> None:
    found = decode(mark + text.encode(encoding))
    assert found is not None
    assert found.text == text
    assert found.notice is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [KOREAN, ENGLISH])
def test_utf16_without_a_mark_is_seen(encoding: str, text: str) -> None:
    found = decode(text.encode(encoding))
    assert found is not None
    assert found.text == text
    assert "UTF-16" in (found.notice or "")


def test_hangul_in_cp949(tmp_path: Path) -> None:
    path = tmp_path / "보고서 1.txt"
    path.write_bytes(KOREAN.encode("cp949"))
    found = one(path)
    assert found.rendition.text == KOREAN
    assert found.capture.language == "ko"
    assert found.capture.notices == ("The file does not say its encoding; it was read as CP949.",)


@pytest.mark.parametrize(
    "text", ["세 명이 숨졌다", "Report from 청진: 3 killed.", "똠방각하 펲시콜라 함경도에서 세 명이 숨졌다고 소식통이 전했다"]
)
def test_short_and_mixed_hangul_in_cp949(text: str) -> None:
    found = decode(text.encode("cp949"))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "It’s said that 3 died.",
        "Trois hommes ont été tués à la frontière, a déclaré une source « proche du dossier » à l’hôpital.",
        "Drei Männer wurden in der Nähe des Flusses getötet, sagte eine Zeugin; „sie schossen“.",
        "Tres hombres murieron, según una testigo: «dispararon a la niña».",
        "x" * 200_000 + " it’s said",
    ],
)
def test_windows_1252_quotes_and_accents(text: str) -> None:
    found = decode(text.encode("cp1252"))
    assert found is not None
    assert found.text == text
    assert "Windows-1252" in (found.notice or "")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1251",
            "Трое мужчин были убиты ночью у реки, сообщил источник. Ещё двое ранены, по словам очевидца из деревни. " * 4,
        ),
        ("gb18030", "据一名消息人士说，三名男子在边境被打死，另有两人受伤。当地居民说枪声持续了十分钟。" * 4),
        ("cp932", "情報筋によると、国境で三人の男性が射殺され、二人が負傷した。住民は銃声を聞いたという。" * 4),
    ],
)
def test_other_encodings_by_statistics(encoding: str, text: str) -> None:
    found = decode(text.encode(encoding))
    assert found is not None
    assert found.text == text


def test_nfd_is_kept(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", "세 명이 숨졌다 — Émile said\n")
    path = tmp_path / "nfd.txt"
    path.write_bytes(text.encode())
    assert one(path).rendition.text == text != unicodedata.normalize("NFC", text)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_utf8_text_comes_through_unchanged(text: str) -> None:
    found = decode(codecs.BOM_UTF8 + text.encode())
    assert found is not None
    assert found.text == text


@given(st.binary(max_size=400))
def test_any_bytes_are_a_text_without_lone_surrogates_or_none(data: bytes) -> None:
    found = decode(data)
    if found is not None:
        found.text.encode("utf-8")


@given(st.text(alphabet=st.characters(), max_size=50))
def test_only_lone_surrogates_are_replaced(text: str) -> None:
    clean = without_surrogates(text)
    clean.encode("utf-8")
    assert clean == text or any("\ud800" <= c <= "\udfff" for c in text)


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert without_surrogates("a\ud800b") == "a\ufffdb"


def test_a_declared_encoding_is_believed_unless_it_does_not_fit() -> None:
    korean = decode_declared(KOREAN.encode("cp949"), "EUC-KR")
    wrong = decode_declared(ENGLISH.encode(), "euc-kr")
    unknown = decode_declared(ENGLISH.encode(), "no-such-code")
    transform = decode_declared(ENGLISH.encode(), "rot13")
    assert korean is not None and korean.text == KOREAN and korean.notice is None
    assert wrong is not None and wrong.text == ENGLISH
    assert unknown is not None and unknown.text == ENGLISH
    assert transform is not None and transform.text == ENGLISH


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    assert "is empty" in refused(path)


def test_a_file_of_white_space(tmp_path: Path) -> None:
    path = tmp_path / "blank.txt"
    path.write_bytes(b"\xef\xbb\xbf \r\n\t\n")
    assert "white space" in refused(path)


@pytest.mark.parametrize(
    "data",
    [
        os.urandom(20_000),
        bytes(range(256)) * 40,
        b"\x00" * 5_000,
        b"\x7fELF\x02\x01\x01" + b"\x00" * 300 + b"some words",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    ],
    ids=["random", "all bytes", "zeros", "a program", "a picture"],
)
def test_binary_junk_named_txt(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "junk.txt"
    path.write_bytes(data)
    assert "binary" in refused(path)


def test_a_pdf_named_txt(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(b"%PDF-1.7\nwords")
    assert ".pdf" in refused(path)


def test_a_text_of_300_mb_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(300_000_000)  # sparse: it takes no room
    monkeypatch.setattr(Path, "open", lambda *_args, **_named: pytest.fail("it was opened"))
    sentence = refused(path)
    assert "300 MB" in sentence and "50 MB" in sentence


def test_a_text_without_line_breaks_is_not_its_own_title_whole(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text("word " * 100_000, encoding="utf-8")
    found = one(path)
    assert len(found.capture.title or "") <= 1_000
    assert len(found.rendition.text) == 500_000
