"""Incidents, victims or claims as CSV or JSON Lines, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord.errors import Misuse, OnRecordError

Json = dict[str, Any]
FORMATS = ("csv", "jsonl")
_PLACE = {
    "place": "the place's name, as the gazetteer or the words have it", "country": "ISO 3166-1 alpha-3",
    "admin1": "ISO 3166-2 of the province or state",
}  # fmt: skip


def _three(name: str, of: str) -> dict[str, str]:
    return {
        f"{name}_min": f"the least number {of}", f"{name}_best": f"the best number {of}; empty where it is open",
        f"{name}_max": f"the greatest number {of}; empty where it is open",
    }  # fmt: skip


COLUMNS: dict[str, dict[str, str]] = {
    "incidents": {
        "id": "the incident's id in the record", "class": "harm or context", "act": "a code of the vocabulary",
        "modality": "stated, alleged, denied …", "date": "EDTF; empty where no day is told", **_PLACE,
        "admin2": "the county's or district's name", "city": "the town's name", "lat": "degrees north, WGS 84",
        "lon": "degrees east, WGS 84", "precision": "how near the place is known",
        **_three("death", "of dead, stated, whatever the cause"), **_three("killed", "killed directly by others, stated"),
        **_three("injury", "of injured, stated"), **_three("alleged_death", "of dead, alleged"),
        **_three("doubtful_death", "of dead, stated, counted apart as doubtful"),
        "perpetrators": "their words, with semicolons", "means": "codes, with semicolons", "happened": "grade: did it happen?",
        "how_many": "grade: how many?", "who_did": "grade: who did it?", "who_are": "grade: who are the victims?",
        "airwars": "the grades in Airwars' words: confirmed, fair, weak, contested or discounted",
        "origins": "how many independent origins tell of it",
        "reports": "ids of the reports that tell of it, with semicolons", "state": "of review: open, accepted, rejected, mixed",
        "in_scope": "whether the record's scope takes it in", "confidence": "0 to 1, as read; empty where the reader says none",
        "calibrated_confidence": "0 to 1, calibrated on the record's judgements; empty until there are enough",
        "doubtful": "whether it is under the record's threshold and judged by nobody",
    },
    "victims": {
        "id": "the victim's id in the record", "incident": "the incident's id", "kind": "person or group",
        "names": "proper names, with semicolons", "words": "the words that describe them", "outcome": "a code of the vocabulary",
        "cause": "of a death", "modality": "stated, alleged, denied …", **_three("count", "of people"),
        "status": "civilian, combatant …; unknown where the words do not say", "age": "in years", "sex": "as the words give it",
        "part_of": "the group's id, of a member who is singled out: counted in the group", "date": "of the incident, EDTF", **_PLACE,
        "reports": "ids of the reports, with semicolons", "doubtful": "whether they are counted apart, being under the record's threshold",
    },
    "claims": {
        "number": "the claim's entry in the ledger", "subject": "whom or what it is about: i17, p31, r5",
        "property": "what is claimed", "value": "the value as it stands, amended where it was; JSON where it has parts",
        "words": "the first words that carry it", "start": "their first code point in the report's text", "end": "the one after their last",
        "according_to": "the sources' words, with semicolons", "modality": "stated, alleged, denied …", "confidence": "0 to 1, as read",
        "calibrated_confidence": "0 to 1, calibrated on the record's judgements; empty until there are enough",
        "doubtful": "whether it is under the record's threshold and judged by nobody",
        "extractor": "the program and version that extracted it", "time": "when, UTC",
        "state": "open, accepted, amended, rejected or superseded", "report": "the report's id",
    },
}  # fmt: skip
"""What an export holds: its columns in their order, with what each means."""


def export(rows: Iterable[Json], what: str, form: str, out: Path | None, unredacted: bool) -> str | None:
    """Write `rows` to `out`, or return the text where `out` is None. Misuse without the word `unredacted`."""
    if not unredacted:
        raise Misuse(
            "Labels have no gate yet, so an export holds everything, also what could endanger people: "
            "add --unredacted if it stays with those who may see all of it."
        )
    if what not in COLUMNS or form not in FORMATS:
        raise Misuse(f"An export is of {', '.join(COLUMNS)} and in {' or '.join(FORMATS)}.")
    text = _csv(rows, what) if form == "csv" else "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    if out is None:
        return text
    write_whole(out, text)
    return None


def write_whole(out: Path, text: str) -> None:
    """Write a text file so that it is there whole or as it was before; OnRecordError where it cannot be."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=".onrecord-")
    except OSError as e:
        raise OnRecordError(f"{out.name} cannot be written in {out.parent}: {e.strerror}; choose another folder.") from e
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        made.replace(out)
    except OSError as e:
        made.unlink(missing_ok=True)
        raise OnRecordError(f"{out.name} cannot be written: {e.strerror}; choose another place.") from e


def _csv(rows: Iterable[Json], what: str) -> str:
    held = io.StringIO()
    writer = csv.DictWriter(held, list(COLUMNS[what]), lineterminator="\r\n")
    writer.writeheader()
    flat = {"incidents": _incident, "victims": lambda r: r, "claims": _claim}[what]
    for row in rows:
        writer.writerow({k: _cell(v) for k, v in flat(row).items()})
    return "\ufeff" + held.getvalue()  # spreadsheets read UTF-8 only where a byte-order mark says so


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return "" if value is None else value


def _bounds(name: str, count: Json | None) -> Json:
    return {f"{name}_{k}": (count or {}).get(k) for k in ("min", "best", "max")}


def _where(incident: Json) -> Json:
    place = incident["place"] or {}
    keys = ("country", "admin1", "admin2", "city", "lat", "lon", "precision")
    return {"place": place.get("name"), **{k: place.get(k) for k in keys}}


def _words(things: list[Json]) -> str:
    return "; ".join(t["mentions"][0]["text"] for t in things if t["mentions"])


def _incident(i: Json) -> Json:
    row = {k: i[k] for k in ("id", "class", "act", "modality", "state", "confidence", "calibrated_confidence", "doubtful")}
    row |= {"date": i["date"]["edtf"] if i["date"] else None, **_where(i), "in_scope": i["scope"]["in"]}
    for name in ("death", "killed", "injury"):
        row |= _bounds(name, i["toll"].get(name))
    row |= _bounds("alleged_death", i["alleged"].get("death"))
    row |= _bounds("doubtful_death", i["doubtful_toll"]["stated"].get("death"))
    row |= {"perpetrators": _words(i["perpetrators"]), "means": "; ".join(m["type"] for m in i["means"])}
    row |= {k: g["value"] for k, g in i["grade"].items()}
    row |= {"airwars": i["airwars"]["value"], "origins": len({t["origin"] for t in i["tellings"]})}
    return row | {"reports": "; ".join(r["id"] for r in i["reports"])}


def victims(incidents: Iterable[Json]) -> Iterator[Json]:
    """One row a victim, with its incident's date and place. Alike in CSV and JSON Lines."""
    for i in incidents:
        where = _where(i)
        for v in i["victims"]:
            row = {k: v[k] for k in ("id", "kind", "outcome", "cause", "modality", "status", "age", "sex", "part_of")}
            row |= {"incident": i["id"], "names": "; ".join(v["names"]), "words": _words([v]), **_bounds("count", v["count"])}
            row |= {"date": i["date"]["edtf"] if i["date"] else None, **{k: where[k] for k in ("place", "country", "admin1")}}
            yield row | {"reports": "; ".join(r["id"] for r in i["reports"]), "doubtful": v["doubtful"]}


def _claim(c: Json) -> Json:
    words = c["mentions"][0] if c["mentions"] else {}
    row = {k: c[k] for k in ("number", "subject", "property", "modality", "extractor", "time", "state", "report")}
    row |= {k: c[k] for k in ("confidence", "calibrated_confidence", "doubtful")}
    said = c["value"] if isinstance(c["value"], str) else json.dumps(c["value"], ensure_ascii=False, sort_keys=True)
    return row | {
        "value": said, "words": words.get("text"), "start": words.get("start"), "end": words.get("end"),
        "according_to": "; ".join(m["text"] for s in c["according_to"] for m in s["mentions"][:1]),
    }  # fmt: skip
