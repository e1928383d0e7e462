"""Whether an incident belongs in the record: by its scope's period, territory, acts, statuses and causes."""

from __future__ import annotations

from typing import Any

from onrecord.claims import Scope

Json = dict[str, Any]


def in_scope(incident: Json, scope: Scope) -> tuple[bool, str]:
    """In or out, with the reason. What the words leave open (no date, no place) stays in, and the reason says so."""
    if scope.acts and incident["act"] not in scope.acts:
        return False, f"the act {incident['act']} is not one of the scope's"
    place = incident["place"] or {}
    where = [place.get("country"), place.get("admin1")]
    if scope.territory and any(where) and not set(where) & set(scope.territory):
        return False, f"{place.get('name')} is outside the scope's territory"
    if scope.period and incident["date"] and _outside(incident["date"]["edtf"], scope.period):
        return False, f"{incident['date']['edtf']} is outside the scope's period {scope.period}"
    statuses = {v["status"] for v in incident["victims"]} - {"unknown"}
    if scope.statuses and statuses and not statuses & set(scope.statuses):
        return False, "no victim has one of the scope's statuses"
    causes = {v["cause"] for v in incident["victims"] if v["outcome"] == "death"} - {"not_said"}
    if scope.causes and causes and not causes & set(scope.causes):
        return False, "no death has one of the scope's causes"
    open_ended = [what for what, asked, known in _open(incident, scope, where) if asked and not known]
    return True, f"in, though its {' and '.join(open_ended)} is not known" if open_ended else "in"


def _open(incident: Json, scope: Scope, where: list[Any]) -> list[tuple[str, bool, bool]]:
    return [("date", bool(scope.period), bool(incident["date"])), ("place", bool(scope.territory), any(where))]


def _outside(edtf: str, period: str) -> bool:
    """Whether a date lies wholly outside a period; an open year lies outside of none."""
    from onrecord.dates import bounds

    first, last = bounds(edtf)
    start, end = bounds(period)
    return bool(
        (last is not None and start is not None and last < start) or (first is not None and end is not None and first > end)
    )
