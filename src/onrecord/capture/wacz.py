"""WACZ (WACZ 1.1.1): a ZIP with WARC files, a list of its pages, and a digest of each of its files, which are checked first."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from onrecord.capture.captured import NOTHING, Captured, Given
from onrecord.capture.kinds import MB
from onrecord.capture.warc import read_warc
from onrecord.errors import BadInput

MAX_FILES = 10_000
MAX_LIST = 50 * MB
"""Bytes of a datapackage or a list of pages."""
_PACKAGE, _DIGEST = "datapackage.json", "datapackage-digest.json"
_CHUNK = 1 << 20


def read_wacz(stream: BinaryIO, where: str, file: str, given: Given = NOTHING) -> Iterator[Captured | BadInput]:
    """The reports of the pages of a WACZ. Raises BadInput where it is none, or a file in it was changed."""
    try:
        with zipfile.ZipFile(stream) as held:
            names = held.namelist()
            if len(names) > MAX_FILES or _PACKAGE not in names:
                raise BadInput(f"{where} is no WACZ (it has no {_PACKAGE}): get or save it again.")
            checked = _check(held, where)
            pages = _pages(held, checked)
            warcs = [n for n in checked if n.startswith("archive/") and n.endswith((".warc", ".warc.gz"))]
            if not warcs:
                raise BadInput(f"{where} holds no WARC in its archive/: get or save it again.")
            for name in warcs:
                with held.open(name) as inner:
                    yield from read_warc(cast(BinaryIO, inner), f"{where}, {name}", file, given, pages)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise BadInput(f"{where} is no WACZ that can be read ({type(error).__name__}): get or save it again.") from None


def _check(held: zipfile.ZipFile, where: str) -> list[str]:
    """The files that the datapackage names, each found to have the digest that it gives. BadInput where one has not."""
    package = _whole(held, _PACKAGE, where)
    names = set(held.namelist())
    if _DIGEST in names:
        _fits(_object(_whole(held, _DIGEST, where), where).get("hash"), hashlib.sha256(package).hexdigest(), _PACKAGE, where)
    resources = _object(package, where).get("resources")
    if not isinstance(resources, list):
        raise BadInput(f"{where} does not say in its {_PACKAGE} which files it has: get or save it again.")
    found = []
    for resource in resources:
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(path, str) or path not in names:
            raise BadInput(f"{where} lacks the file “{str(path)[:100]}” that its {_PACKAGE} names: get or save it again.")
        size, digest, most = 0, hashlib.sha256(), held.getinfo(path).file_size
        with held.open(path) as inner:
            while chunk := inner.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    raise BadInput(f"{where} has a file “{path[:100]}” that unpacks to more than it says: it was not read.")
                digest.update(chunk)
        _fits(resource.get("hash"), digest.hexdigest(), path, where)
        found.append(path)
    return found


def _fits(said: Any, found: str, path: str, where: str) -> None:
    kind, _, value = str(said or "").partition(":")
    if kind != "sha256" or value.lower() != found:
        raise BadInput(
            f"{where}: the file “{path[:100]}” in it was changed since it was archived, or has no digest: get it again."
        )


def _whole(held: zipfile.ZipFile, name: str, where: str) -> bytes:
    with held.open(name) as inner:
        data = inner.read(MAX_LIST + 1)
    if len(data) > MAX_LIST:
        raise BadInput(f"{where} has a {name} of more than {MAX_LIST // MB} MB: it was not read.")
    return data


def _object(data: bytes, where: str) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadInput(f"{where} has a {_PACKAGE} that is no JSON object: get or save it again.")
    return said


def _pages(held: zipfile.ZipFile, names: list[str]) -> frozenset[str] | None:
    """The addresses of the pages that somebody archived, beside all that these loaded; None where there is no list."""
    found: set[str] = set()
    for name in names:
        if not (name.startswith("pages/") and name.endswith(".jsonl")):
            continue
        with held.open(name) as inner:
            data = inner.read(MAX_LIST)
        for line in data.splitlines():
            try:
                said = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(said, dict) and isinstance(said.get("url"), str):
                found.add(said["url"])
    return frozenset(found) or None
