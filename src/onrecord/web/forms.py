"""What a form's fields say of a claim: an amendment, or a claim that is added. Values are checked beneath, in `review`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.errors import Misuse
from onrecord.languages import gettext
from onrecord.review import Added, Amendment
from onrecord.web.marking import shown

if TYPE_CHECKING:
    from onrecord.web.acting import Form

Json = dict[str, Any]
PARTS = {
    "perpetrator": ("involvement", "status"), "other": ("role",), "relation": ("type",), "victim": ("kind",),
    "count": ("min", "best", "max"), "act": ("act",), "total": ("outcome",),
}  # fmt: skip
"""The parts of a value that a form asks for one by one; any other value is one field."""


def amendment_of(form: Form, name: str, before: Any, mentions: list[Json]) -> Amendment:
    """What an amendment's form changes; Amendment() where it changes nothing."""
    value = value_of(form, name)
    if name == "place" and isinstance(before, dict) and value == shown(str(before["name"])):
        value = None  # the field shows a name alone: left as it is, the place stays as precise as it was
    if isinstance(before, str | list) and value == _as_shown(before):
        value = None  # what steers text around was made visible in its field
    if isinstance(before, dict) and isinstance(value, dict) and {k: before.get(k) for k in value} == value:
        value = None
    modality = form.get("modality") or None
    spans = words_of(form)
    same = [{k: m[k] for k in ("start", "end", "in") if k in m} for m in mentions] == spans
    return Amendment(None if value == before else value, None if same or not spans else spans, modality)


def _as_shown(before: str | list[str]) -> str | list[str]:
    return shown(before) if isinstance(before, str) else [shown(n) for n in before]


def value_of(form: Form, name: str) -> Any:
    """A value from its fields; None where none is filled in."""
    if name == "count":
        said = {k: _whole(form.get(k), k) for k in PARTS["count"]}
        return said if said["min"] is not None else None
    if name in PARTS:
        parts = {k: form.get(k) for k in PARTS[name] if form.get(k)}
        return parts or None
    words = form.get("value")
    if name == "names":
        return [n.strip() for n in words.splitlines() if n.strip()] or None
    return words or None


def words_of(form: Form) -> list[Json]:
    """The places of words: fields `span`, each "start-end" or "title:start-end"; or `start` and `end`."""
    given = form.all("span") or ([f"{form.get('start')}-{form.get('end')}"] if form.get("start") else [])
    found = []
    for said in given:
        within, _, places = said.rpartition(":")
        start, dash, end = places.partition("-")
        if not dash or not start.strip().isdecimal() or not end.strip().isdecimal() or len(said) > 40:
            raise Misuse(gettext("%(words)r is no place of words: give two numbers of characters, such as 12-20.", words=said))
        place: Json = {"start": int(start), "end": int(end)}
        found.append({**place, "in": "title"} if within.strip() == "title" else place)
    return found


def added_of(form: Form) -> Added:
    """The claim that a form adds."""
    name = form.get("property")
    value = value_of(form, name)
    if value is None:
        raise Misuse(gettext("A claim of the property %(name)s needs a value: fill it in.", name=name or "–"))
    count = {k: _whole(form.get(f"new_{k}"), k) for k in PARTS["count"]}
    return Added(
        name,
        value,
        tuple(words_of(form)),
        form.get("about") or None,
        form.get("modality") or "stated",
        form.get("outcome") or None,
        count if count["min"] is not None else None,
    )


def _whole(words: str, name: str) -> int | None:
    if not words:
        return None
    if not words.isdecimal() or len(words) > 9:
        raise Misuse(
            gettext("%(words)r is no whole number for %(name)s: write it in digits, or leave it empty.", words=words, name=name)
        )
    return int(words)
