"""A form with files, as it comes from a page of the workbench: bounded, and put into a folder under the files' own base names."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from onrecord.capture.files import base_name
from onrecord.errors import Misuse
from onrecord.languages import gettext
from onrecord.web.visitor import MOST_BYTES, check_origin, check_token

MOST_UPLOADED = 200_000_000
"""Bytes of all files of one form."""
MOST_FILES = 500
MOST_TEXT = 5_000_000
"""Bytes of a text that is pasted."""
_NAMES_NO_SYSTEM_TAKES = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


async def upload_of(request: Request, folder: Path) -> tuple[list[tuple[str, str]], list[Path]]:
    """The fields of a form and its files, written into `folder`. Refused where it comes from elsewhere, Misuse where it is too much."""
    check_origin(request)
    counted = _Counted(request)
    try:
        parser = MultiPartParser(
            request.headers, counted.parts(), max_files=MOST_FILES, max_fields=100, max_part_size=MOST_TEXT + MOST_BYTES
        )
        parser.spool_max_size = (
            MOST_UPLOADED + 1
        )  # in memory, since the system's folder for temporary files is not the record's
        form = await parser.parse()
    except MultiPartException as error:
        await counted.drain()
        raise Misuse(gettext("This form cannot be taken: %(why)s.", why=_words(error, counted.size))) from None
    fields = [(k, v) for k, v in form.multi_items() if isinstance(v, str)]
    try:
        check_token(fields)
        given = [v for _, v in form.multi_items() if isinstance(v, UploadFile) and (v.filename or v.size)]
        return fields, [
            await run_in_threadpool(_write, held.file, held.filename or "", folder, n) for n, held in enumerate(given)
        ]
    finally:
        await form.close()


class _Counted:
    """The parts of a request, until they are more than a form may have."""

    def __init__(self, request: Request) -> None:
        self.size = 0
        self._stream = request.stream()

    async def parts(self) -> AsyncGenerator[bytes, None]:
        async for part in self._stream:
            self.size += len(part)
            if self.size > MOST_UPLOADED + MOST_TEXT + MOST_BYTES:
                raise MultiPartException("too much")
            yield part

    async def drain(self) -> None:
        """Take in the rest and keep nothing: a browser reads no answer before it has sent everything."""
        async for part in self._stream:
            self.size += len(part)


def _words(error: MultiPartException, size: int) -> str:
    if size > MOST_UPLOADED:
        return gettext(
            "its files have %(size)s MB, and %(most)s MB are taken at once; give them in parts, or with “onrecord build FOLDER”",
            size=-(-size // 1_000_000), most=MOST_UPLOADED // 1_000_000,
        )  # fmt: skip
    if "too many files" in error.message.lower():
        return gettext(
            "it has more than %(most)s files; give them in parts, or a folder with “onrecord build FOLDER”", most=MOST_FILES
        )
    return gettext(
        "a part of it is too long or broken (%(error)s); a pasted text has at most %(most)s MB",
        error=error.message[:80], most=MOST_TEXT // 1_000_000,
    )  # fmt: skip


def _write(held: BinaryIO, name: str, folder: Path, number: int) -> Path:
    place = folder / str(number)
    place.mkdir()
    own = base_name(Path(name.replace("\\", "/").rsplit("/", 1)[-1])).translate(_NAMES_NO_SYSTEM_TAKES).strip(" .") or "file"
    stem, dot, end = own.rpartition(".")
    short = f"{(stem or end).encode()[:150].decode(errors='ignore')}{dot if stem else ''}{end[:20] if stem else ''}"
    with (place / short).open("wb") as out:
        while part := held.read(1 << 20):
            out.write(part)
    return place / short
