"""PDF: the text layer, scans without one, encrypted and broken files. The PDFs are written here, byte by byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.capture import BadInput, Captured, capture_path
from onrecord.capture import pdf as pdf_module
from onrecord.capture.pdf import tidy


def make_pdf(*pages: list[str], info: str = "", trailer: str = "", extra: tuple[str, ...] = ()) -> bytes:
    """A PDF with the lines of each page in Helvetica; `info` goes in its metadata, `extra` are more objects."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info} >>",
    ]
    objects += extra
    kids = []
    for lines in pages:
        content = "BT /F1 12 Tf 72 720 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        stream = len(objects)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {stream} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode("latin-1")


def capture(tmp_path: Path, data: bytes, published: str | None = None) -> Captured | BadInput:
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    (found,) = capture_path(path, published)
    return found


def test_text_page_by_page_and_the_title_of_the_metadata(tmp_path: Path) -> None:
    first = ["Two killed at Marrow Bridge", "Two men were killed on Tuesday night,"]
    data = make_pdf(first, ["a driver who saw it said."], info="/Title (Two killed) /CreationDate (D:20190304120000Z)")
    found = capture(tmp_path, data)
    assert isinstance(found, Captured)
    assert found.rendition.text == "\n".join([*first, "a driver who saw it said."])
    assert found.rendition.tool.startswith("pypdfium2/")
    assert (found.capture.title, found.capture.media_type) == ("Two killed", "application/pdf")
    assert found.capture.published is None  # when a file was made is not when the report was published
    assert found.capture.language == "en"
    assert found.original == data
    assert found.capture.notices == ()


def test_the_users_date_fills_the_gap(tmp_path: Path) -> None:
    found = capture(tmp_path, make_pdf(["Two men were killed."]), "2024-02-13")
    assert isinstance(found, Captured)
    assert found.capture.published == "2024-02-13"


@pytest.mark.parametrize("title", ["Microsoft Word - draft2.docx", "untitled", "scan0001.pdf"])
def test_titles_that_a_program_made_up_are_left_out(tmp_path: Path, title: str) -> None:
    found = capture(tmp_path, make_pdf(["Two men were killed."], info=f"/Title ({title})"))
    assert isinstance(found, Captured)
    assert found.capture.title is None


def test_scans_only_are_kept_and_say_that_they_have_no_text(tmp_path: Path) -> None:
    data = make_pdf([], [])
    found = capture(tmp_path, data)
    assert isinstance(found, Captured)
    assert found.rendition.text == ""
    assert found.capture.language is None
    assert found.original == data
    assert len(found.capture.notices) == 1 and "no text" in found.capture.notices[0]


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    secret = "<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <" + "5a" * 32 + "> /U <" + "a5" * 32 + "> >>"
    data = make_pdf(["Two men were killed."], trailer="/Encrypt 5 0 R /ID [<00><00>]", extra=(secret,))
    found = capture(tmp_path, data)
    assert isinstance(found, BadInput)
    assert "paper.pdf is an encrypted PDF" in str(found) and "without a password" in str(found)


@pytest.mark.parametrize(
    "data",
    [b"words, no PDF", b"%PDF-1.7\n", make_pdf(["Two men were killed."])[:40], b"%PDF-1.7\n" + bytes(range(256)) * 20],
    ids=["words", "head only", "cut off", "junk"],
)
def test_a_broken_pdf(tmp_path: Path, data: bytes) -> None:
    found = capture(tmp_path, data)
    assert isinstance(found, BadInput)
    assert "paper.pdf is not a PDF that can be read" in str(found)


def test_an_empty_pdf_file(tmp_path: Path) -> None:
    assert "is empty" in str(capture(tmp_path, b""))


def test_a_page_that_is_missing_is_told_of_and_the_others_are_read(tmp_path: Path) -> None:
    data = make_pdf(["One was killed."], ["Two were killed."]).replace(b"/Kids [6 0 R 8 0 R]", b"/Kids [6 0 R 9 0 R]")
    found = capture(tmp_path, data)
    assert isinstance(found, Captured)
    assert found.rendition.text == "One was killed."
    assert found.capture.notices == ("Page 2 could not be read.",)


def test_a_pdf_of_too_many_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_TEXT", 20)
    found = capture(tmp_path, make_pdf(["One was killed."], ["Two were killed."]))
    assert isinstance(found, BadInput)
    assert "split it" in str(found)


def test_marks_of_hyphenation_go_and_lines_stay() -> None:
    assert tidy("wit\ufffe\r\nness saw\x02 it.\r\n\r\nNext\rlast") == "wit\nness saw it.\n\nNext\nlast"
