"""Files to reports: bytes in, text and what is known of it out. The original bytes are always kept.

for found in capture_paths([Path("reports")], published="2024-02"):
    if isinstance(found, BadInput):
        print(found)           # one sentence: file, reason, remedy; the rest of the folder goes on
    else:
        found.capture, found.rendition, found.original
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.capture.captured import Captured, finish
from onrecord.capture.files import base_name, check_regular, read_bytes, shown, unreadable, walk
from onrecord.capture.jsonlines import KnownIds, read_lines
from onrecord.capture.kinds import KINDS, LINES, ending
from onrecord.errors import BadInput, Misuse

__all__ = ["BadInput", "Captured", "capture_path", "capture_paths"]


def capture_paths(paths: Iterable[Path], published: str | None = None) -> Iterator[Captured | BadInput]:
    """The reports of files and folders, in the order given, a folder's in the order of its names.

    `published` is the user's publication date for reports that say none themselves. Errors of one file or line are yielded,
    not raised. Raises Misuse at once where `published` is not a date. The same bytes twice are yielded twice.
    """
    return _capture(list(paths), _users_date(published))


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


def _capture(paths: list[Path], published: str | None) -> Iterator[Captured | BadInput]:
    known = KnownIds()
    for path in paths:
        for found in walk(Path(path)):
            if isinstance(found, BadInput):
                yield found
            else:
                yield from _file(found, known, published)


def _file(path: Path, known: KnownIds, published: str | None) -> Iterator[Captured | BadInput]:
    where, file = shown(path), base_name(path)
    try:
        if ending(path) == LINES:
            check_regular(path)
            yield from read_lines(path, where, file, known, published)
        else:
            kind = KINDS[ending(path)]
            data = read_bytes(path, kind)
            yield finish(kind.read(data, where), data, file, published)
    except BadInput as error:
        yield error
    except OSError as error:
        yield unreadable(path, error)
