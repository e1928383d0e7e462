"""Files and addresses to reports: bytes in, text and what is known of it out. The original bytes are always kept.

for found in capture_paths([Path("reports")], published="2024-02"):
    if isinstance(found, BadInput):
        print(found)           # one sentence: file, reason, remedy; the rest of the folder goes on
    else:
        found.capture, found.rendition, found.original
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.capture.captured import NOTHING, Captured, Given, finish
from onrecord.capture.files import base_name, check_regular, read_bytes, shown, unreadable, walk
from onrecord.capture.jsonlines import KnownIds, read_lines
from onrecord.capture.kinds import KINDS, LINES, SEVERAL, ending
from onrecord.errors import BadInput, Misuse

if TYPE_CHECKING:
    from onrecord.capture.web import Web

__all__ = ["BadInput", "Captured", "Given", "capture_path", "capture_paths", "is_address"]


def is_address(given: Path | str) -> bool:
    """Whether something given is a web address and not a file."""
    return isinstance(given, str) and given.lower().startswith(("http://", "https://"))


def capture_paths(
    paths: Iterable[Path | str], published: str | None = None, given: Given = NOTHING, web: Web | None = None
) -> Iterator[Captured | BadInput]:
    """The reports of files, folders and web addresses, in the order given, a folder's in the order of its names.

    `published` is the user's publication date for reports that say none themselves; `given` what else a user says of them. An
    address is fetched through `web`, and refused without. Errors of one file or line are yielded, not raised. Raises Misuse at once
    where `published` is not a date. The same bytes twice are yielded twice.
    """
    said = _users_date(published)
    return _capture(list(paths), replace(given, published=said) if said else given, web)


def capture_path(path: Path, published: str | None = None) -> Iterator[Captured | BadInput]:
    """The reports of one file or folder; as `capture_paths`."""
    return capture_paths([path], published)


def _users_date(published: str | None) -> str | None:
    if published is None:
        return None
    from onrecord.dates import parse_published

    date = parse_published(published)
    if date is None:
        raise Misuse(f"The publication date “{published}” is not a date: write it as 2024-02-13, 2024-02 or 2024.")
    return date


def _capture(paths: list[Path | str], given: Given, web: Web | None) -> Iterator[Captured | BadInput]:
    known = KnownIds()
    for path in paths:
        if is_address(path):
            yield from _address(str(path), given, web)
            continue
        for found in walk(Path(path)):
            if isinstance(found, BadInput):
                yield found
            else:
                yield from _file(found, known, given)


def _address(address: str, given: Given, web: Web | None) -> Iterator[Captured | BadInput]:
    if web is None:
        yield BadInput(f"{address[:200]} is a web address: nothing is fetched unless a route to it is given.")
        return
    yield from web.capture(address, given)


def _file(path: Path, known: KnownIds, given: Given) -> Iterator[Captured | BadInput]:
    where, file = shown(path), base_name(path)
    try:
        if ending(path) == LINES:
            check_regular(path)
            yield from read_lines(path, where, file, known, given)
        elif ending(path) in SEVERAL:
            from onrecord.capture.containers import CONTAINERS

            check_regular(path)
            with path.open("rb") as stream:
                yield from CONTAINERS[ending(path)](stream, where, file, given)
        else:
            kind = KINDS[ending(path)]
            data = read_bytes(path, kind)
            yield finish(kind.read(data, where), data, file, given)
    except BadInput as error:
        yield error
    except OSError as error:
        yield unreadable(path, error)
