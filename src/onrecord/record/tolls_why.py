"""Why is a sum what it is? The incidents that it adds up, those that it leaves out, and for what reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from onrecord.claims import Count, Modality
from onrecord.errors import Misuse
from onrecord.languages import phrase
from onrecord.tally import RULES, over, over_apart
from onrecord.tally.counting import home, parts_by_home, total

Json = dict[str, Any]
HOWS: Final = ("stated", "alleged", "doubtful", "alleged and doubtful")
_RULES: Final = ("once", "modality", "doubt", "class", "parts", "sum", "part_of", "linked", "documented")


def sum_why(incidents: Iterable[Json], of: str, how: str = "stated") -> Json:
    """The chain behind a sum over incidents, of one outcome, `how` it is told (one of `HOWS`). Misuse where it is none of them.

    {"of", "how", "value" (None where nothing is counted), "counted", "left_out", "rules"}: `counted` has {"incident", "count",
    "with" (ids of its parts, which are counted in it)}, and the counts add up to the value bound by bound; `left_out` has
    {"incident", "why"}.
    """
    if how not in HOWS:
        raise Misuse(f"A sum is {', '.join(HOWS)}, not {how!r}.")
    several = {i["id"]: i for i in incidents}
    part_of = {i["id"]: r["to"] for i in several.values() for r in i["relations"] if r["type"] == "part_of"}
    tolls = {k: _counts(column(i, how), of) for k, i in several.items()}
    beside = {k: _counts(column(i, _BESIDE.get(how, how)), of) for k, i in several.items()}
    homes = {k: home(k, several, part_of) for k in several}
    inside = parts_by_home(homes)
    counted: list[Json] = []
    left_out: list[Json] = []
    for k, i in several.items():
        if homes[k] != k:
            left_out.append({"incident": i, "why": phrase("it is part of %(id)s, and counted there", id=homes[k])})
            continue
        parts = inside.get(k, [])
        if not parts:
            if of in tolls[k]:
                counted.append({"incident": i, "count": tolls[k][of].to_json(), "with": []})
            else:
                left_out.append({"incident": i, "why": why_not(i, of, how)})
            continue
        mine = {p: tolls[p] for p in (k, *parts)}
        added = over(mine, part_of) if how in ("stated", "alleged") else over_apart(mine, {p: beside[p] for p in mine}, part_of)
        if of in added:
            counted.append({"incident": i, "count": added[of].to_json(), "with": [p for p in parts if tolls[p]]})
        else:
            left_out.append({"incident": i, "why": why_not(i, of, how)})
    added_up = total(Count.from_json(line["count"]) for line in counted)
    value = added_up.to_json() if added_up is not None else None
    return {"of": of, "how": how, "value": value, "counted": counted, "left_out": left_out, "rules": rules_of(of)}


def rules_of(of: str) -> list[str]:
    """The rules by which a sum of an outcome is counted."""
    return [RULES[r] for r in (*_RULES, *((of,) if of in ("death", "killed") else ()))]


_BESIDE: Final = {"doubtful": "stated", "alleged and doubtful": "alleged"}


def column(incident: Json, how: str) -> Json:
    """An incident's toll of one kind."""
    if how in ("stated", "alleged"):
        return dict(incident["toll" if how == "stated" else "alleged"])
    return dict(incident["doubtful_toll"][_BESIDE[how]])


def _counts(toll: Json, of: str) -> dict[str, Count]:
    return {of: Count.from_json(toll[of])} if of in toll else {}


def why_not(incident: Json, of: str, how: str) -> str:
    """Why an incident is in no sum of an outcome that is told in this way."""
    if incident["class"] != "harm":
        return phrase("it is context, which is never counted")
    if not incident["scope"]["in"]:
        return phrase("it is outside the record's scope: %(why)s", why=incident["scope"]["why"])
    modality = Modality(incident["modality"])
    if not modality.tallied:
        return phrase("it is %(modality)s, and such harm is never counted", modality=phrase(str(modality)))
    for other in HOWS:
        if other != how and of in column(incident, other):
            return phrase("it is %(modality)s, which is counted apart", modality=phrase(other))
    if any(v["outcome"] == ("death" if of == "killed" else of) for v in incident["victims"]):
        return phrase("its victims of that outcome are not counted: how it is put, or by whose act, is not as this sum asks")
    return phrase("it tells of no victim with that outcome")
