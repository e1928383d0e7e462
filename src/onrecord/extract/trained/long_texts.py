"""Long reports read in parts, so that memory stays bounded; most reports are one part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Final

from onrecord.extract.contract import head
from onrecord.extract.report import ReportText
from onrecord.extract.trained.model import Model

__all__ = ["PART", "read_in_parts", "stops"]

Json = dict[str, Any]
Watch = Callable[[int, int], None]
"""Told of parts that are read, and of all."""

PART: Final = 20_000
"""Characters of a part, some eight pages. Its spans take some 200 MB while they are scored."""

_ENDS: Final = ("\n\n", "\r\n\r\n", "\n", ". ", " ")


def stops(text: str, most: int = PART) -> Iterator[tuple[int, int]]:
    """A text cut after paragraphs, else lines, sentences or words, into parts of at most so many characters."""
    start = 0
    while len(text) - start > most:
        found = [text.rfind(end, start + most // 2, start + most) + len(end) for end in _ENDS]
        stop = next((at for at, end in zip(found, _ENDS, strict=True) if at >= len(end) + start), start + most)
        yield start, stop
        start = stop
    yield start, len(text)


def read_in_parts(report: ReportText, model: Model, watch: Watch) -> Json:
    """The contract's object of a report. What several parts tell of one incident stays apart: the record's linking joins it.

    The rules read while the model does, and a reader of words that needs no more than them: its graphs hold no interpreter, so that no core
    waits for the other.
    """
    from onrecord.extract.events import read, with_title
    from onrecord.extract.trained.together import Tuned, early, read_together

    tuned, parts = Tuned.of(model.manifest), list(stops(report.text))
    said: Json = {"report": head(report), "incidents": [], "totals": [], "attributions": []}
    with ThreadPoolExecutor(1) as beside:
        for number, (start, stop) in enumerate(parts):
            part = (
                report
                if len(parts) == 1
                else replace(report, text=report.text[start:stop], title=None if start else report.title)
            )
            scored = beside.submit(model.read, with_title(part)[0])
            words = read(part)
            first = early(part, words, model.reads_words_alone)
            _add(said, read_together(part, words, scored.result(), tuned, first), start)
            if len(parts) > 1:
                watch(number + 1, len(parts))
    return said


def _add(said: Json, found: Json, start: int) -> None:
    """Puts a part's findings behind those of the parts before it: ids go on, mentions stand `start` characters later."""
    incidents = max((int(i["id"][1:]) for i in said["incidents"]), default=0)
    people = max((int(v["id"][1:]) for i in said["incidents"] for v in i["victims"]), default=0)
    ids = {i["id"]: f"i{incidents + n}" for n, i in enumerate(found["incidents"], 1)}
    ids |= {v["id"]: f"v{people + n}" for n, v in enumerate((v for i in found["incidents"] for v in i["victims"]), 1)}
    for key in ("incidents", "totals", "attributions"):
        said[key] += [_moved(x, ids, start) for x in found[key]]


def _moved(value: Any, ids: dict[str, str], start: int, of: str = "") -> Any:
    if isinstance(value, dict):
        moved = {k: _moved(v, ids, start, k) for k, v in value.items()}
        if "start" in value and "in" not in value:
            moved |= {"start": value["start"] + start, "end": value["end"] + start}
        return moved
    if isinstance(value, list):
        return [_moved(v, ids, start, of) for v in value]
    return ids.get(value, value) if of in ("id", "to", "part_of", "agrees_with") else value
