"""Whether an incident belongs in the record: by its scope's period, territory, acts, statuses and causes."""

from __future__ import annotations

from typing import Any

from onrecord.claims import Scope
from onrecord.languages import Phrase, joined_phrase, phrase

Json = dict[str, Any]


def in_scope(incident: Json, scope: Scope) -> tuple[bool, str]:
    """In or out, with the reason. What the words leave open (no date, no place) stays in, and the reason says so."""
    if scope.acts and incident["act"] not in scope.acts:
        return False, phrase("the act %(act)s is not one of the scope's", act=phrase(incident["act"]))
    place = incident["place"] or {}
    where = [place.get("country"), place.get("admin1")]
    if scope.territory and any(where) and not set(where) & set(scope.territory):
        return False, phrase("%(place)s is outside the scope's territory", place=place.get("name"))
    if scope.period and incident["date"] and _outside(incident["date"]["edtf"], scope.period):
        return False, phrase(
            "%(date)s is outside the scope's period %(period)s", date=incident["date"]["edtf"], period=scope.period
        )
    statuses = {v["status"] for v in incident["victims"]} - {"unknown"}
    if scope.statuses and statuses and not statuses & set(scope.statuses):
        return False, phrase("no victim has one of the scope's statuses")
    causes = {v["cause"] for v in incident["victims"] if v["outcome"] == "death"} - {"not_said"}
    if scope.causes and causes and not causes & set(scope.causes):
        return False, phrase("no death has one of the scope's causes")
    open_ended = [what for what, asked, known in _open(incident, scope, where) if asked and not known]
    return True, phrase("in, though its %(what)s is not known", what=joined_phrase(open_ended)) if open_ended else "in"


def _open(incident: Json, scope: Scope, where: list[Any]) -> list[tuple[Phrase, bool, bool]]:
    return [(phrase("date"), bool(scope.period), bool(incident["date"])), (phrase("place"), bool(scope.territory), any(where))]


def _outside(edtf: str, period: str) -> bool:
    """Whether a date lies wholly outside a period; an open year lies outside of none."""
    from onrecord.dates import bounds

    first, last = bounds(edtf)
    start, end = bounds(period)
    return bool(
        (last is not None and start is not None and last < start) or (first is not None and end is not None and first > end)
    )
