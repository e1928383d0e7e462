"""Whether what a reader gave is an object of the contract: its shape, its ids, and every mention at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from onrecord.claims import Count, Incident, Mention, Outcome, Rendition, Source
from onrecord.claims.incidents import source_from_json
from onrecord.extract.reader import Json
from onrecord.extract.report import ReportText

__all__ = ["fault", "head"]

_EDTF = re.compile(r"[0-9XYSE./?~%\[\]{},+-]{4,}")
"""The signs of EDTF. Whether it is a date is asked where readers are tested, since parsing takes longer than reading does."""


def head(report: ReportText) -> Json:
    """The `report` part of a contract's object."""
    return {
        "id": report.id, "file": report.file, "title": report.title, "published": report.published,
        "language": report.language, "sha256": report.sha256, "chars": len(report.text),
    }  # fmt: skip


def fault(said: Any, report: ReportText) -> str | None:
    """What is wrong with an object of the contract, as a clause that can stand in a sentence; None where nothing is."""
    if not isinstance(said, dict) or set(said) != {"report", "incidents", "totals", "attributions"}:
        return "it is no object with exactly report, incidents, totals and attributions"
    if said["report"] != head(report):
        return "its `report` is not what the reader was given"
    held = Rendition(report.text, "", report.title)
    for part, check in (("incidents", _incident), ("totals", _total), ("attributions", _attribution)):
        if not isinstance(said[part], list):
            return f"`{part}` is no list"
        for number, item in enumerate(said[part]):
            try:
                check(item)
                for mention in _mentions(item):
                    held.checked(mention)
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                why = f"{error} is missing" if isinstance(error, KeyError) else " ".join(str(error).split())[:200]
                return f"{part}[{number}]: {why}"
    return _references(said)


def _incident(said: Json) -> None:
    """ValueError where it is no incident. The types read what they know: what is not there once it is written again is no part."""
    plain = _without_confidence(said)
    read = Incident.from_json(plain)
    if read.to_json() != plain:
        raise ValueError(f"{_first_difference(read.to_json(), plain)} is not as the contract has it")
    if not re.fullmatch(r"i[0-9]+", read.id):
        raise ValueError(f"an incident's id is i and a number, not {read.id!r}")
    if read.place is not None and read.place_mention is None:
        raise ValueError("a place has a mention")
    if read.date is not None and not _EDTF.fullmatch(read.date.edtf):
        raise ValueError(f"a date is in EDTF, and {read.date.edtf!r} is not")
    for part in ("means", "victims", "perpetrators", "others", "targets"):
        if not all(thing["mentions"] for thing in plain[part]):
            raise ValueError("means, victims, perpetrators, others and targets have a mention each")
    for v in read.victims:
        if not re.fullmatch(r"v[0-9]+", v.id):
            raise ValueError(f"a victim's id is v and a number, not {v.id!r}")
        if v.outcome is Outcome.NONE:
            raise ValueError("a victim who came to no harm is left out")
        _count(v.count)
    if not all(n for part in ("victims", "perpetrators", "others") for thing in plain[part] for n in thing["names"]):
        raise ValueError("a name is empty")


def _count(count: Count) -> None:
    if any(type(n) is not int or n < 1 for n in (count.min, count.best, count.max) if n is not None):
        raise ValueError("a count is a whole number, 1 or more")


def _total(said: Json) -> None:
    if set(said) != {"outcome", "count", "mention", "according_to", "agrees_with"}:
        raise ValueError("a total has outcome, count, mention, according_to and agrees_with")
    Outcome(said["outcome"])
    _count(Count.from_json(said["count"]))
    for source in said["according_to"]:
        _source(source)


def _source(said: Json) -> Source:
    if set(said) - {"confidence"} != {"kind", "access", "via", "mentions"}:
        raise ValueError("a source has kind, access, via and mentions")
    return source_from_json(said)


def _attribution(said: Json) -> None:
    parts = _without_confidence(said)
    if set(parts) != {"source", "cue", "content"} or not all(isinstance(v, list) for v in parts.values()):
        raise ValueError("an attribution has source, cue and content, a list of mentions each")


def _references(said: Json) -> str | None:
    """Ids that are used twice, or that lead nowhere."""
    ids = [i["id"] for i in said["incidents"]]
    people = [v["id"] for i in said["incidents"] for v in i["victims"]]
    if len(set(ids)) < len(ids) or len(set(people)) < len(people):
        return "two incidents or two victims have one id"
    for n, i in enumerate(said["incidents"]):
        if any(r["to"] not in ids for r in i["relations"]):
            return f"incidents[{n}]: a relation leads to no incident of the report"
    if any(to not in ids for t in said["totals"] for to in t["agrees_with"]):
        return "a total agrees with no incident of the report"
    return None


def _mentions(said: Any) -> Iterator[Mention]:
    """Every mention in a part of the contract."""
    if isinstance(said, dict):
        if "start" in said:
            if set(said) - {"in"} != {"text", "start", "end"} or said.get("in", "title") != "title":
                raise ValueError('a mention has text, start and end, and "in": "title" where it stands there')
            if type(said["start"]) is not int or type(said["end"]) is not int or not isinstance(said["text"], str):
                raise ValueError("a mention's text is a string, its start and end whole numbers")
            yield Mention.from_json(said)
        else:
            for part in said.values():
                yield from _mentions(part)
    elif isinstance(said, list):
        for part in said:
            yield from _mentions(part)


def _without_confidence(said: Any) -> Any:
    if isinstance(said, dict):
        sure = said.get("confidence", 0)
        if isinstance(sure, bool) or not isinstance(sure, int | float) or not 0 <= sure <= 1:
            raise ValueError(f"a confidence is a number between 0 and 1, not {sure!r}")
        return {k: _without_confidence(v) for k, v in said.items() if k != "confidence"}
    return [_without_confidence(v) for v in said] if isinstance(said, list) else said


def _first_difference(read: Any, given: Any, where: str = "") -> str:
    """Where what was read differs from what was given, as a path such as victims[0].count."""
    if isinstance(read, dict) and isinstance(given, dict):
        for key in (*given, *read):
            if key not in read or key not in given:
                return f"{where}{key}"
            if read[key] != given[key]:
                return _first_difference(read[key], given[key], f"{where}{key}.")
    if isinstance(read, list) and isinstance(given, list):
        for n, (a, b) in enumerate(zip(read, given, strict=False)):
            if a != b:
                return _first_difference(a, b, f"{where.rstrip('.')}[{n}].")
    return f"{where.rstrip('.')} {json.dumps(given, ensure_ascii=False, default=str)[:60]}"
