"""Word documents: text in the document's order, and files made to harm whoever opens them."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from onrecord.capture import BadInput, Captured, capture_path
from onrecord.capture import docx as docx_module

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def simple() -> bytes:
    document = docx.Document()
    document.add_paragraph("Two men were killed at Marrow Bridge, a driver said.")
    return saved(document)


def repacked(data: bytes, change: dict[str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compress) as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, content in change.items():
            new.writestr(name, content)
    return out.getvalue()


def capture(tmp_path: Path, data: bytes) -> Captured | BadInput:
    path = tmp_path / "note.docx"
    path.write_bytes(data)
    (found,) = capture_path(path)
    return found


def test_paragraphs_tables_and_title(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Two killed at Marrow Bridge"
    document.add_heading("Two killed")
    document.add_paragraph("Two men were killed at Marrow Bridge, a driver said.")
    table = document.add_table(2, 2)
    for cell, words in zip([c for row in table.rows for c in row.cells], ["Name", "Age", "Ilyas Ondar", "31"], strict=True):
        cell.text = words
    document.add_paragraph("The company\tknew nothing.\nIt said so.")
    data = saved(document)
    found = capture(tmp_path, data)
    assert isinstance(found, Captured)
    assert found.rendition.text == (
        "Two killed\nTwo men were killed at Marrow Bridge, a driver said.\nName\tAge\nIlyas Ondar\t31\n"
        "The company\tknew nothing.\nIt said so."
    )
    assert found.capture.title == "Two killed at Marrow Bridge"
    assert found.capture.published is None
    assert found.rendition.tool.startswith("python-docx/")
    assert found.original == data
    assert found.capture.notices == ()


def test_insertions_links_and_content_controls_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    document = docx.Document()
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    xml = (
        f"<w:p xmlns:w='{W}'>{run.format('Two ')}<w:ins>{run.format('or three ')}</w:ins><w:moveFrom>{run.format('moved away ')}</w:moveFrom><w:del><w:r><w:delText>four </w:delText></w:r>"
        f"</w:del><w:hyperlink>{run.format('men')}</w:hyperlink>{run.format(' died.')}</w:p>"
    )
    body = document.element.body
    body.insert(0, parse_xml(xml))
    body.insert(
        1, parse_xml(f"<w:sdt xmlns:w='{W}'><w:sdtContent><w:p>{run.format('A witness said so.')}</w:p></w:sdtContent></w:sdt>")
    )
    found = capture(tmp_path, saved(document))
    assert isinstance(found, Captured)
    assert found.rendition.text == "Two or three men died.\nA witness said so."


def test_a_document_of_pictures_is_kept_and_says_so(tmp_path: Path) -> None:
    found = capture(tmp_path, saved(docx.Document()))
    assert isinstance(found, Captured)
    assert found.rendition.text == ""
    assert "no text" in found.capture.notices[0]


def test_a_document_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    bomb = tmp_path / "note.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        with zipfile.ZipFile(io.BytesIO(simple())) as old:
            for name in old.namelist():
                parts.writestr(name, old.read(name))
        for number in range(3):  # 240 MB, in 0.2 MB
            parts.writestr(f"word/media/image{number}.bin", b"\x00" * 80_000_000)
    assert bomb.stat().st_size < 1_000_000
    tracemalloc.start()
    start = time.process_time()
    (found,) = capture_path(bomb)
    took = time.process_time() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found, BadInput)
    assert "note.docx unpacks to more" in str(found)
    assert took < 5
    assert peak < 30_000_000


def test_a_part_that_is_larger_than_its_header_says(tmp_path: Path) -> None:
    data = bytearray(repacked(simple(), {"word/media/a.bin": b"\x00" * 3_000_000}))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/media/a.bin"))
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")  # the size that the directory gives
    found = capture(tmp_path, bytes(data))
    assert isinstance(found, BadInput)
    assert "note.docx" in str(found)


def test_sizes_are_counted_while_unpacking() -> None:
    data = repacked(simple(), {"word/media/a.bin": b"\x00" * 3_000_000})
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        member = parts.getinfo("word/media/a.bin")
        assert docx_module._unpacked(parts, member, "note.docx", 3_000_000, BadInput("bomb")) == 3_000_000
        with pytest.raises(BadInput, match="bomb"):
            docx_module._unpacked(parts, member, "note.docx", 2_999_999, BadInput("bomb"))


def test_xml_that_is_too_large_for_a_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_module, "MAX_XML", 2_000_000)
    xml = f"<w:document xmlns:w='{W}'><w:body>{'<w:p/>' * 500_000}</w:body></w:document>".encode()
    found = capture(tmp_path, repacked(simple(), {"word/document.xml": xml}))
    assert isinstance(found, BadInput)
    assert "unpacks to more" in str(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_and_growing_entities(tmp_path: Path, encoding: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the witness lives here", encoding="utf-8")
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
    )
    found = capture(tmp_path, repacked(simple(), {"word/document.xml": xml.encode(encoding)}))
    assert isinstance(found, BadInput)
    assert "declares XML entities" in str(found)


def test_xml_nested_100_000_deep(tmp_path: Path) -> None:
    n = 100_000
    xml = f"<w:document xmlns:w='{W}'><w:body>{'<w:ins>' * n}{'</w:ins>' * n}</w:body></w:document>".encode()
    found = capture(tmp_path, repacked(simple(), {"word/document.xml": xml}))
    assert isinstance(found, BadInput)
    assert "is not a Word document that can be read" in str(found)


def test_an_encrypted_document(tmp_path: Path) -> None:
    assert "is encrypted or in Word's old format" in str(capture(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))
    data = bytearray(simple())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark)
        data[place + at] |= 1  # the flag that says that a part needs a password
    assert "is encrypted" in str(capture(tmp_path, bytes(data)))


@pytest.mark.parametrize("data", [b"words", simple()[:2_000], b"PK\x03\x04" + bytes(400)], ids=["words", "cut off", "zeros"])
def test_a_broken_document(tmp_path: Path, data: bytes) -> None:
    found = capture(tmp_path, data)
    assert isinstance(found, BadInput)
    assert "note.docx is not a Word document that can be read" in str(found)


def test_another_zip_named_docx(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("a.txt", "words")
    assert "is not a Word document" in str(capture(tmp_path, out.getvalue()))
