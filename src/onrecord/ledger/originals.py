"""The original bytes of every captured document, each in a file named by its SHA-256: `originals/ab/ab12…`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import OnRecordError, Tampered
from onrecord.ledger.canonical import is_sha256, sha256
from onrecord.ledger.files import PART, sync_folder, write_atomically

__all__ = ["Originals"]


class Originals:
    """Originals by their SHA-256, in 256 folders by its first two digits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where an original lies or would lie."""
        if not is_sha256(digest):
            raise OnRecordError(f"{digest!r} names no original: a SHA-256 is 64 lower-case hexadecimal digits.")
        return self.folder / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Whether the original's file is there; its bytes are not looked at."""
        return self.path(digest).is_file()

    def put(self, data: bytes) -> str:
        """Keep these bytes and say their SHA-256. When it returns they are on the disk.

        Bytes that are already there are left alone; a file that does not hold what its name says is written anew. Two that
        put the same bytes at once get in each other's way: put them under the writer's lock.
        """
        digest = sha256(data)
        path = self.path(digest)
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        for part in path.parent.glob(f"{digest}.*{PART}"):  # what a build that was killed left of it
            part.unlink(missing_ok=True)
        write_atomically(path, data)
        sync_folder(path.parent)
        return digest

    def get(self, digest: str) -> bytes:
        """The original's bytes. Raises Tampered where they are gone or are not what was kept."""
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise Tampered(
                f"The original {digest} is missing from {self.folder}: put it back from a copy of the record."
            ) from None
        if sha256(data) != digest:
            raise Tampered(f"The original {path} has changed since it was captured: put it back from a copy of the record.")
        return data

    def digest(self, digest: str) -> str | None:
        """The SHA-256 that the file's bytes have now, read in pieces; None where there is no file."""
        try:
            with self.path(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return None

    def remove(self, digest: str) -> bool:
        """Delete an original and what a crash left of it. False where the system will not let go of the file yet.

        The name and the bytes are gone from the file system; what a disk keeps of deleted files is beyond any program's
        reach, which is why a record belongs on an encrypted disk.
        """
        path = self.path(digest)
        try:
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                for part in path.parent.glob(f"{digest}.*{PART}"):
                    part.unlink(missing_ok=True)
                sync_folder(path.parent)
        except PermissionError:
            return False
        return True

    def walk(self) -> Iterator[tuple[str | None, Path]]:
        """Every file in order of its name, with its SHA-256 by name, or None first for a file that is no original's."""
        if not self.folder.is_dir():
            return
        for folder in sorted(self.folder.iterdir()):
            if not folder.is_dir():
                yield None, folder
                continue
            for path in sorted(folder.iterdir()):
                right = is_sha256(path.name) and path.name[:2] == folder.name and path.is_file()
                yield (path.name if right else None), path
