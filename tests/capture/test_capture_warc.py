"""Web archives: WARC and WACZ, as other tools write them; what was changed since is refused, and nothing unpacks without bound."""

from __future__ import annotations

import base64
import gc
import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.capture import BadInput, Captured, capture_path
from onrecord.capture import warc as module
from onrecord.capture.warc import read_warc

PAGE = b"<html><head><title>Dayton</title></head><body><p>Three men were shot dead in Dayton, Ohio, on May 3, 2021.</p></body></html>"


def response(body: bytes = PAGE, heads: str = "Content-Type: text/html\r\n", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{heads}\r\n".encode() + body


def record(block: bytes, url: str = "https://news.example/a", kind: str = "response", more: str = "") -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-05-04T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\n{more}Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def read(data: bytes) -> list[Captured | BadInput]:
    return list(read_warc(io.BytesIO(data), "w.warc", "w.warc"))


def only(data: bytes) -> Captured:
    (one,) = read(data)
    assert isinstance(one, Captured), one
    return one


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def test_pages_are_reports_with_what_the_archive_tells() -> None:
    junk = record(b"software: x\r\n", kind="warcinfo") + record(b"GET / HTTP/1.1\r\n\r\n", kind="request")
    picture = record(response(b"\x89PNG", "Content-Type: image/png\r\n"), "https://news.example/p.png")
    gone = record(response(b"no", status="404 Not Found"), "https://news.example/gone")
    heads = "Content-Type: text/html; charset=utf-8\r\nSet-Cookie: who=me\r\nX-Client-IP: 203.0.113.9\r\nLast-Modified: Tue, 04 May 2021\r\n"
    data = junk + picture + gone + record(response(heads=heads), more=f"WARC-Payload-Digest: {sha1(PAGE)}\r\n")
    for packed in (data, gzip.compress(junk) + gzip.compress(data[len(junk) :])):
        one = only(packed)
        c = one.capture
        assert one.original == PAGE and c.url == "https://news.example/a" and c.route == "archive" and c.title == "Dayton"
        assert c.retrieved and c.retrieved["status"] == 200 and c.retrieved["time"] == "2021-05-04T00:00:00Z"
        assert c.retrieved["heads"] == {"content-type": "text/html; charset=utf-8", "last-modified": "Tue, 04 May 2021"}
    assert "no page or document" in str(read(junk + picture + gone)[0])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "identity"])
def test_encodings_of_the_wire(coding: str) -> None:
    import zlib

    body = {"gzip": gzip.compress(PAGE), "deflate": zlib.compress(PAGE), "identity": PAGE}[coding]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:20], body[20:])) + b"0\r\n\r\n"
    heads = f"Content-Type: text/html\r\nContent-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n"
    for stored in (chunks, body):  # some tools keep the chunks, some only the head that tells of them
        assert only(record(response(stored, heads))).original == PAGE


def test_what_was_changed_since_is_refused() -> None:
    for name in ("Payload", "Block"):
        (refused,) = read(record(response(), more=f"WARC-{name}-Digest: {sha1(b'other')}\r\n"))
        assert isinstance(refused, BadInput) and "was changed since it was archived" in str(refused)


def test_what_is_cut_off_broken_or_too_much_ends_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    good = record(response())
    for data in (good + good[:-200], gzip.compress(good) + gzip.compress(good)[:-30], good + b"nonsense\r\n"):
        first, second = read(data)
        assert isinstance(first, Captured) and isinstance(second, BadInput) and "after record" in str(second)
    monkeypatch.setattr(module, "MAX_HEAD", 10_000)
    bombs = [gzip.compress(b"\0" * 50_000_000), gzip.compress(b"WARC/1.0\r\n" + b"a: b\r\n" * 100_000)]
    for data in (*bombs, b"", b"words", b"WARC/1.0\r\n\r\n", b"WARC/1.0\r\nContent-Length: 99999999999999999\r\n\r\n"):
        (refused,) = read(data)
        assert isinstance(refused, BadInput) and len(str(refused)) < 200
    monkeypatch.setattr(module, "MAX_BODY", 1000)
    heads = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"
    (refused,) = read(record(response(gzip.compress(b"a" * 100_000), heads)))
    assert "unpacks to more" in str(refused)


@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)  # files that warcio leaves open
def test_what_warcio_writes(tmp_path: Path) -> None:
    warcio = pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders

    with (tmp_path / "a.warc.gz").open("wb") as out:
        writer = warcio.WARCWriter(out, gzip=True)
        heads = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record("https://news.example/b", "response", io.BytesIO(PAGE), http_headers=heads)
        )
        writer.write_record(
            writer.create_warc_record(
                "https://news.example/c.txt", "resource", io.BytesIO(b"Two died.\n"), warc_content_type="text/plain"
            )
        )
    page, text = capture_path(tmp_path / "a.warc.gz")
    assert isinstance(page, Captured) and isinstance(text, Captured)
    gc.collect()
    assert page.original == PAGE and text.rendition.text == "Two died.\n" and text.capture.url == "https://news.example/c.txt"


def wacz(path: Path, warc: bytes, **changed: bytes) -> Path:
    files = {
        "archive/data.warc": warc,
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n{"url": "https://news.example/a"}\n',
    }
    resources = [{"path": p, "hash": f"sha256:{hashlib.sha256(d).hexdigest()}", "bytes": len(d)} for p, d in files.items()]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}).encode()
    digest = json.dumps({"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}).encode()
    files |= {
        "datapackage.json": package,
        "datapackage-digest.json": digest,
        **{k.replace("__", "."): v for k, v in changed.items()},
    }
    with zipfile.ZipFile(path, "w") as made:
        for name, data in files.items():
            made.writestr(name.replace("|", "/"), data)
    return path


def test_a_wacz_gives_its_pages_and_its_digests_are_checked(tmp_path: Path) -> None:
    frame = record(response(PAGE.replace(b"Three", b"Four")), "https://ads.example/frame")
    (one,) = capture_path(wacz(tmp_path / "a.wacz", record(response()) + frame))
    assert isinstance(one, Captured) and one.capture.url == "https://news.example/a"
    for name, data in (
        ("archive/data__warc", record(response())),
        ("datapackage__json", b'{"resources": []}'),
        ("datapackage-digest__json", b"[]"),
    ):
        (refused,) = capture_path(wacz(tmp_path / "b.wacz", record(response()) + frame, **{name: data}))
        assert isinstance(refused, BadInput), name
    for junk in (b"", b"PK\x03\x04 no zip"):
        (tmp_path / "c.wacz").write_bytes(junk)
        (refused,) = capture_path(tmp_path / "c.wacz")
        assert isinstance(refused, BadInput)


@settings(max_examples=80)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_end_in_a_report_or_a_sentence(junk: bytes, within: bool) -> None:
    assert read(record(junk) if within else b"WARC/1.0\r\n" + junk)
