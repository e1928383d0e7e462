"""Writing a file so that a crash leaves either the old one or the new one, never half of it."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from pathlib import Path

__all__ = ["PART", "sync_folder", "write_atomically"]

PART = ".part"
"""How the name of a file ends that is still being written, or that a crash left behind."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write to a file beside it, bring that to the disk, and put it in place."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk. Windows does so by itself, and cannot open a folder."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems refuse
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(part: Path, path: Path) -> None:
    """Windows refuses to replace a file while another process has it open, which lasts for milliseconds here."""
    for pause in (0.01, 0.03, 0.1, 0.3, 1.0):
        try:
            part.replace(path)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(pause)
    part.replace(path)
