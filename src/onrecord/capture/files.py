"""Files and folders: what is walked, in which order, what is passed over, and how a path is named in a sentence."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from onrecord.capture.kinds import KINDS, LINES, MB, READ, SEVERAL, Kind, ending
from onrecord.errors import BadInput

_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_OF_A_RECORD = (
    "onrecord.toml", "head.json", "vocabulary.yaml", "grades.yaml", "originals",
    *(f"{name}.db{end}" for name in ("ledger", "links", "search") for end in ("", "-wal", "-shm", "-journal")),
)  # fmt: skip


def shown(path: Path) -> str:
    """A path as it can stand in a sentence: names may hold line ends, escapes for terminals, or bytes that are no text."""
    return _UNSHOWABLE.sub("�", str(path))


def base_name(path: Path) -> str:
    """The file's name alone, as it is kept: paths tell of people."""
    return _UNSHOWABLE.sub("�", path.name).replace("\\", "_").replace("/", "_")


def walk(path: Path) -> Iterator[Path | BadInput]:
    """The files to read under a path, in the order of their names, folder by folder; an error for each that is not read.

    A file that is named is always tried. In a folder, hidden files, the lock files of word processors, and what belongs to a
    record that was made in it are passed over in silence. Links to folders are not followed: they can lead in circles.
    """
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        yield unreadable(path, error)
        return
    if is_folder:
        yield from _folder(path)
    else:
        yield _known(path)


def _folder(folder: Path) -> Iterator[Path | BadInput]:
    try:
        found = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError as error:
        yield unreadable(folder, error, "folder")
        return
    own = _OF_A_RECORD if any(path.name == "onrecord.toml" for path in found) else ()
    for path in found:
        if path.name.startswith((".", "~$")) or path.name in own:
            continue
        try:
            is_folder = path.is_dir()
            is_link = path.is_symlink()
        except OSError as error:
            yield unreadable(path, error)
            continue
        if is_folder and is_link:
            yield BadInput(f"{shown(path)} is a link to a folder and was not followed: name that folder itself to capture it.")
        elif is_folder:
            yield from _folder(path)
        else:
            yield _known(path)


def _known(path: Path) -> Path | BadInput:
    if ending(path) in KINDS or ending(path) == LINES or ending(path) in SEVERAL:
        return path
    what = f"a {shown(Path(ending(path)))} file" if ending(path) else "a file without an ending"
    return BadInput(f"{shown(path)} is {what}, which is not read: give reports as {READ}.")


def unreadable(path: Path, error: OSError, what: str = "file") -> BadInput:
    """The sentence for a file or folder that the system does not give."""
    if isinstance(error, FileNotFoundError):
        return BadInput(f"{shown(path)} does not exist: check the path.")
    reason = (error.strerror or type(error).__name__).lower()
    return BadInput(f"The {what} {shown(path)} cannot be read ({reason}): check that it is there and that you may open it.")


def check_regular(path: Path) -> int:
    """The size of a file in bytes. Raises BadInput for pipes and devices, which may never end, and OSError."""
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise BadInput(f"{shown(path)} is no ordinary file: save the report in one.")
    return state.st_size


def read_bytes(path: Path, kind: Kind) -> bytes:
    """All bytes of a file of a kind. Raises BadInput where it is empty or over the kind's limit, and OSError."""
    size = check_regular(path)
    if size > kind.limit:
        remedy = "split it, or give its reports one a line in a .jsonl file" if kind.limit <= 50 * MB else "split it"
        # Rounded up, so that no file is said to be as large as the limit that it is over.
        most = kind.limit // MB
        raise BadInput(f"{shown(path)} has {-(-size // MB)} MB, and {kind.name} of more than {most} MB is not read: {remedy}.")
    with path.open("rb") as stream:
        data = stream.read(size + 1)  # not the limit: Python sets that much memory aside
    if len(data) > size:
        raise BadInput(f"{shown(path)} is still being written to: capture it again when that is done.")
    if not data:
        raise BadInput(f"{shown(path)} is empty: put the report in it, or take the file out.")
    return data
