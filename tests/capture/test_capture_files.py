"""Files and folders: order, what is passed over, and what cannot be read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from onrecord.capture import BadInput, Captured, capture_path, capture_paths
from onrecord.errors import Misuse


def names(found: list[Captured | BadInput]) -> list[str]:
    return [f.capture.file if isinstance(f, Captured) else "!" for f in found]


def write(path: Path, text: str = "Two men were killed, a witness said.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_walked_in_order_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/y.text", "c.TXT", ".hidden.txt", ".git/x.txt", "~$c.docx"):
        write(tmp_path / name, f"Two were killed in {name}.")
    assert names(list(capture_path(tmp_path))) == ["y.text", "z.txt", "b.txt", "c.TXT"]


def test_spaces_and_hangul_in_a_path(tmp_path: Path) -> None:
    path = write(tmp_path / "새 폴더 (1)" / "보고서 2024 – final.txt")
    (found,) = capture_path(path)
    assert isinstance(found, Captured)
    assert found.capture.file == "보고서 2024 – final.txt"


def test_other_kinds_get_a_notice_that_says_which_are_read(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(b"\x89PNG")
    (tmp_path / "noending").write_bytes(b"words")
    write(tmp_path / "z.txt")
    found = list(capture_path(tmp_path))
    assert names(found) == ["!", "!", "z.txt"]
    assert "map.png is a .png file" in str(found[0]) and ".docx" in str(found[0]) and ".jsonl" in str(found[0])
    assert "without an ending" in str(found[1])


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "b.txt").touch()
    (tmp_path / "b.pdf").write_bytes(b"no pdf")
    write(tmp_path / "c.txt")
    assert names(list(capture_path(tmp_path))) == ["a.txt", "!", "!", "c.txt"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    (found,) = capture_path(tmp_path / "gone.txt")
    assert isinstance(found, BadInput)
    assert "gone.txt does not exist" in str(found)


def test_several_paths_in_the_order_given_and_the_same_twice(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1.txt", "One was killed."), write(tmp_path / "2.txt", "Two were killed.")
    assert names(list(capture_paths([two, one, two]))) == ["2.txt", "1.txt", "2.txt"]


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "closed" / "x.txt")
    write(tmp_path / "open.txt")
    listed = Path.iterdir

    def iterdir(self: Path):  # type: ignore[no-untyped-def]
        if self.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    found = list(capture_path(tmp_path))
    assert names(found) == ["!", "open.txt"]
    assert "folder" in str(found[0]) and "permission denied" in str(found[0])


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.jsonl", '{"text": "One was killed."}')
    write(tmp_path / "c.txt")
    opened = Path.open

    def refuse(self: Path, *args: object, **named: object):  # type: ignore[no-untyped-def]
        if self.name != "c.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    assert names(list(capture_path(tmp_path))) == ["!", "!", "c.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("pipe.txt", "pipe.jsonl"):
        os.mkfifo(tmp_path / name)
    found = list(capture_path(tmp_path))
    assert names(found) == ["!", "!"]
    assert all("no ordinary file" in str(f) for f in found)


def test_links_to_folders_do_not_lead_in_circles(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt")
    try:
        (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("links are not allowed here")
    found = list(capture_path(tmp_path))
    assert names(found) == ["!", "x.txt"]
    assert "link to a folder" in str(found[0])


@pytest.mark.skipif(os.name == "nt", reason="such names are not allowed there")
def test_names_that_would_break_a_sentence_or_a_terminal(tmp_path: Path) -> None:
    write(tmp_path / "a\nb\x1b[31m.txt")
    write(tmp_path / "c\\d.txt")
    (tmp_path / "e\x1b.png").touch()
    found = list(capture_path(tmp_path))
    assert names(found) == ["a�b�[31m.txt", "c_d.txt", "!"]
    assert "\x1b" not in str(found[2])


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt")
    monkeypatch.setattr("onrecord.capture.files.check_regular", lambda _path: 5)
    (found,) = capture_path(path)
    assert isinstance(found, BadInput)
    assert "still being written" in str(found)


def test_the_users_date_fills_a_gap(tmp_path: Path) -> None:
    (found,) = capture_path(write(tmp_path / "a.txt"), published="2024-02")
    assert isinstance(found, Captured)
    assert found.capture.published == "2024-02"


def test_a_users_date_that_is_none_is_misuse_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="“the 45th” is not a date"):
        capture_paths([tmp_path / "gone"], published="the 45th")


def test_300_short_reports_a_second(tmp_path: Path) -> None:
    for number in range(200):
        write(tmp_path / f"{number:03}.txt", f"Report {number}\n\n" + "Two men were killed at the river, a witness said. " * 30)
    list(capture_path(tmp_path / "000.txt"))  # the language model is loaded once
    start = time.process_time()
    assert len(list(capture_path(tmp_path))) == 200
    assert time.process_time() - start < 200 / 300
