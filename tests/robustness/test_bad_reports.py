"""Bad reports at the command line: one sentence with file, reason and remedy, exit code 1, and the rest goes on.

Each is given to `capture`, `extract` and `build` together with a good report. The inputs are made here.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.extract.rules_reader import RulesReader
from onrecord.record import open_record

SHOTS = "Three men were shot dead in Kaduna on 3 May 2021, police said."


def run(*words: object) -> Result:
    said = CliRunner().invoke(main, [str(w) for w in words])
    assert said.exception is None or isinstance(said.exception, SystemExit), said.exception
    assert "Traceback" not in said.stderr
    return said


def pdf(content: bytes, trailer: bytes = b"", extra: bytes = b"") -> bytes:
    """A PDF of one page with this content, without a table of its objects: PDFium finds them."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page,
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]  # fmt: skip
    if extra:
        objects.append(extra)
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n" % (len(objects) + 1, table)
    end = b"<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))
    return out + head + end


def encrypted() -> bytes:
    secret = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <" + b"5a" * 32 + b"> /U <" + b"a5" * 32 + b"> >>"
    return pdf(b"", b"/Encrypt 5 0 R /ID [<00><00>]", secret)


@cache
def packed_gigabytes() -> bytes:
    """A Word document of two gigabytes of spaces in nine megabytes."""
    held = io.BytesIO()
    parts = zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with parts, parts.open("word/document.xml", "w", force_zip64=True) as part:
        for _ in range(500):
            part.write(b" " * 4_000_000)
    return held.getvalue()


def bomb(path: Path) -> None:
    path.write_bytes(packed_gigabytes())


def sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(300_000_000)


def huge_line(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(b'{"id": "big", "text": "')
        for _ in range(60):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"}\n')


JUNK = random.Random(7).randbytes(50_000)
DEEP = b"<html><body>" + b"<div>" * 100_000 + SHOTS.encode() + b"</div>" * 100_000 + b"</body></html>"
LINE = json.dumps({"id": "a", "text": SHOTS}).encode()

REFUSED: dict[str, tuple[bytes | Callable[[Path], None], str, str]] = {
    "empty.txt": (b"", "is empty", "put the report in it"),
    "empty.html": (b"", "is empty", "put the report in it"),
    "empty.pdf": (b"", "is empty", "put the report in it"),
    "empty.docx": (b"", "is empty", "put the report in it"),
    "empty.jsonl": (b"", "is empty", "put one report a line in it"),
    "blank.txt": (b" \n\t\n", "nothing but white space", "put the report's text in it"),
    "junk.txt": (JUNK, "bytes are binary", "save the report as text in UTF-8"),
    "junk.html": (JUNK, "bytes are binary", "save the page again"),
    "junk.pdf": (JUNK, "not a PDF that can be read", "get or save it again"),
    "junk.docx": (JUNK, "not a Word document", "save it again"),
    "junk.jsonl": (JUNK, "bytes are binary", "save it in UTF-8"),
    "wide.jsonl": (LINE.decode().encode("utf-16"), "in UTF-16", "save it in UTF-8"),
    "secret.pdf": (encrypted(), "encrypted PDF", "without a password"),
    "bomb.docx": (bomb, "unpacks to more", "new document"),
    "huge.txt": (sparse, "300 MB", "split it"),
    "line.jsonl": (huge_line, "longer than 50 MB", "split it"),
    "broken.jsonl": (b'{"id": "a", ', "line 1, is not JSON", "one JSON object on one line"),
    "list.jsonl": (b"[1]\n", "no object", "write each report as"),
    "two.jsonl": (LINE + b'\n{"id": "a", "text": "Two men were killed."}\n', "line 2, gives the id “a”", "its own id"),
    "map.png": (b"\x89PNG", "a .png file, which is not read", "give reports as .txt"),
    "noending": (b"words", "without an ending", "give reports as .txt"),
}


def given(tmp_path: Path, name: str, content: bytes | Callable[[Path], None]) -> Path:
    folder = tmp_path / "보고서 (1)"
    folder.mkdir()
    if callable(content):
        content(folder / name)
    else:
        (folder / name).write_bytes(content)
    (folder / "zz good.txt").write_text(f"Shots\n\n{SHOTS}\n", encoding="utf-8")
    return folder


def sentences(said: Result, name: str) -> list[str]:
    return [line for line in said.stderr.splitlines() if name in line]


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("command", ["capture", "extract", "build"])
def test_a_bad_report_gets_one_sentence_and_the_rest_goes_on(tmp_path: Path, command: str, name: str) -> None:
    content, reason, remedy = REFUSED[name]
    folder = given(tmp_path, name, content)
    record = tmp_path / "the record"
    said = run(command, folder, *(["--json"] if command == "extract" else ["--into", record]))
    assert said.exit_code == 1
    (sentence,) = sentences(said, name)
    assert reason in sentence and remedy in sentence and sentence.endswith(".")
    good = 2 if name == "two.jsonl" else 1
    if command == "extract":
        files = [json.loads(line)["report"]["file"] for line in said.stdout.splitlines()]
        assert len(files) == good and files[-1] == "zz good.txt"
        return
    with open_record(record) as held:
        assert len(held.reports()) == good
        assert bool(held.list()) == (command == "build")
        assert held.verify() == [], "nothing of it is left over"


KEPT = {
    "scans.pdf": (pdf(b"0 0 595 842 re f"), "has no text that can be read"),
    "deep.html": (DEEP, "nested too deeply"),
    "date.html": (
        f'<html><head><meta property="article:published_time" content="the 45th of May"></head><body><article><p>{SHOTS}</p>'
        "<p>The bodies were found by the road.</p></article></body></html>".encode(),
        "“the 45th of May” in the file is not a date",
    ),
    "date.jsonl": (json.dumps({"id": "d", "text": SHOTS, "published": "2021-02-31"}).encode(), "“2021-02-31”"),
    "korean.txt": ("5월 3일 평양에서 세 명이 사살됐다고 소식통이 전했다.\n".encode("cp949"), "read as CP949"),
    "french.txt": ("“Three men were shot dead in Compiègne”, the café’s owner said.\n".encode("cp1252"), "as Windows-1252"),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_can_be_kept_is_kept_and_says_what_is_wrong(tmp_path: Path, name: str) -> None:
    content, notice = KEPT[name]
    folder, record = given(tmp_path, name, content), tmp_path / "record"
    extracted = run("extract", folder, "--json")
    assert extracted.exit_code == 0 and len(extracted.stdout.splitlines()) == 2
    for said in (extracted, run("build", folder, "--into", record)):
        told = [s for s in sentences(said, name) if "in the language" not in s]
        assert said.exit_code == 0 and len(told) == 1 and notice in told[0]
    with open_record(record) as held:
        report = next(r for r in held.reports() if r["file"] == name)
        assert held.ledger.originals.get(report["sha256"]) == content
        assert held.verify() == []


def test_a_text_too_long_to_be_read_is_left_out_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RulesReader, "longest", 5_000)
    folder, record = given(tmp_path, "long.txt", (SHOTS + "\n").encode() * 100), tmp_path / "record"
    for command in (("extract", folder), ("build", folder, "--into", record)):
        said = run(*command)
        (sentence,) = sentences(said, "long.txt")
        assert said.exit_code == 1 and "6,300 characters" in sentence and "split it" in sentence
    with open_record(record) as held:
        assert [r["file"] for r in held.reports()] == ["zz good.txt"] and held.verify() == []


def test_a_fault_of_the_reader_in_one_report_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.extract import rules

    read = rules.read
    monkeypatch.setattr(rules, "read", lambda r: read(r) if "Shots" in r.text else {}["nothing"])
    folder, record = given(tmp_path, "a.txt", b"A strange text."), tmp_path / "record"
    for command in (("extract", folder), ("build", folder, "--into", record), ("build", folder, "--into", record)):
        said = run(*command)
        (sentence,) = sentences(said, "a.txt")
        assert said.exit_code == 1 and "broke the reader" in sentence and "KeyError" in sentence
    with open_record(record) as held:
        assert [r["file"] for r in held.reports()] == ["zz good.txt"] and held.verify() == []


def test_a_file_that_vanishes_while_the_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, record = given(tmp_path, "a.txt", SHOTS.encode()), tmp_path / "record"
    from onrecord.capture import files

    regular = files.check_regular

    def gone(path: Path) -> int:
        if path.name == "a.txt":
            path.unlink(missing_ok=True)
        return regular(path)

    monkeypatch.setattr(files, "check_regular", gone)
    said = run("build", folder, "--into", record)
    (sentence,) = sentences(said, "a.txt")
    assert said.exit_code == 1 and "does not exist" in sentence
    with open_record(record) as held:
        assert len(held.reports()) == 1


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_and_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    folder, record = given(tmp_path, "closed.txt", SHOTS.encode()), tmp_path / "record"
    (folder / "closed").mkdir(mode=0)
    (folder / "closed.txt").chmod(0)
    for what in ((folder,), (folder / "closed.txt", folder / "closed", folder / "zz good.txt")):
        said = run("build", *what, "--into", record)
        assert said.exit_code == 1 and said.stderr.count("permission denied") == 2
    with open_record(record) as held:
        assert len(held.reports()) == 1


def test_a_record_among_the_reports_is_passed_over(tmp_path: Path) -> None:
    folder = given(tmp_path, "a.txt", b"Two women were killed in Kano.")
    for added in (2, 0):
        said = run("build", folder, "--into", folder, "--json")
        assert said.exit_code == 0 and json.loads(said.stdout)["added"] == added and said.stderr == ""
    assert json.loads(run("build", tmp_path, "--into", tmp_path / "other", "--json").stdout)["added"] == 2


def test_names_that_are_misused(tmp_path: Path) -> None:
    folder = given(tmp_path, "a.txt", SHOTS.encode())
    for words in (("build", folder), ("build", "--into", tmp_path / "r"), ("extract", folder, "--reader", "oracle"),
                  ("build", folder, "--into", tmp_path / "r", "--published", "soon"), ("capture",)):  # fmt: skip
        said = run(*words)
        assert said.exit_code == 2 and said.stderr.strip()
    assert not (tmp_path / "r").exists()


MEASURED = """
import os, subprocess, sys
command = [sys.executable, "-m", "onrecord", "build", sys.argv[1], "--into", sys.argv[2]]
process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss, used.ru_utime + used.ru_stime)
"""


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs the memory that a process took")
@pytest.mark.parametrize("name", ["bomb.docx", "huge.txt", "line.jsonl", "deep.html"])
def test_large_input_takes_little_memory_and_time(tmp_path: Path, name: str) -> None:
    content = DEEP if name == "deep.html" else REFUSED[name][0]
    folder = given(tmp_path, name, content)
    # Through a small process in between: on Linux, the peak of a new process begins with that of the one that starts it.
    command = [sys.executable, "-c", MEASURED, str(folder), str(tmp_path / "r")]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    code, memory, seconds = said.split()
    assert int(code) == (0 if name == "deep.html" else 1)
    assert int(memory) / (1024 if sys.platform == "darwin" else 1) < 400_000, "kilobytes"
    assert float(seconds) < 20
