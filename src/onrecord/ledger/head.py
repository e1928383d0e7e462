"""`head.json`: number and hash of the chain's end, written after each commit.

It is the witness against cutting entries off the end: a chain that does not contain it has been altered. A chain that is
longer is fine, for a crash may fall between a commit and the writing of this file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from onrecord.errors import Tampered
from onrecord.ledger.canonical import is_sha256
from onrecord.ledger.chain import Head
from onrecord.ledger.files import write_atomically

__all__ = ["FILE", "read_head", "write_head"]

FILE: Final = "head.json"


def write_head(folder: Path, head: Head) -> None:
    """Write the head, whole or not at all."""
    text = json.dumps({"number": head.number, "hash": head.hash})
    write_atomically(folder / FILE, (text + "\n").encode("utf-8"))


def read_head(folder: Path) -> Head | None:
    """The head, or None where the file is missing. Raises Tampered where it is no head."""
    path = folder / FILE
    try:
        said = json.loads(path.read_bytes())
        number, digest = said["number"], said["hash"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        number, digest = -1, ""
    if type(number) is not int or number < 0 or not is_sha256(digest):
        raise Tampered(f"{path} does not hold a number and a hash: put it back from a copy of the record.")
    return Head(number, digest)
