"""How both faces put codes, counts, dates and sources to people. The codes themselves stay in `--json` and in exports."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from onrecord.claims import Count

Json = dict[str, Any]

WORDS = {
    "cause": {
        "direct": "by another's act", "indirect": "indirect death", "self_inflicted": "by their own hand",
        "not_said": "how is not said",
    },
    "involvement": {"carried_out": "carried it out", "ordered": "ordered it", "aided": "aided it"},
    "perpetrator_status": {"claimed": "they claim it", "denied": "they deny it", "stated": "stated"},
    "source_kind": {"anonymous": "unnamed", "named": "named person"},
    "access": {"not_said": "access not said", "official": "official", "hearsay": "hearsay"},
    "role": {
        "intervened": "tried to stop it", "helped": "helped the victims", "witnessed": "saw it", "subject": "whom it is about",
        "agent": "who acts",
    },
    "outcome": {"none": "no harm", "unknown": "what became of them is not said"},
    "grade": {"differs": "reports differ", "not_happened": "not reported to have happened", "open": "open", "not_said": "not said"},
    "link": {
        "same": "are one", "different": "are not one", "related": "are related, and not one", "unsure": "may or may not be one",
        "contains": "one is in the other",
    },
    "measure": {
        "death": "dead", "killed": "killed by others", "injury": "injured", "abduction": "abducted", "detention": "detained",
        "disappearance": "disappeared", "threat": "threatened", "incidents": "incidents",
    },
    "state": {"open": "not reviewed", "mixed": "reviewed in part or with differing decisions"},
    "precision": {"admin1": "province or state", "admin2": "county or district", "unresolved": "not in the gazetteer"},
    "field": {
        "happened": "did it happen", "how_many": "how many", "who_did": "who did it", "who_are": "who are they",
        "part_of": "part of", "according_to": "according to", "others": "other people",
    },
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(words: Any) -> str:
    """Words from a report on one line. What steers a terminal or turns text around becomes U+FFFD: a report may be hostile."""
    return " ".join(_UNSHOWN.sub("\ufffd", str(words).replace("\r", " ")).split())


def quoted(words: Any) -> str:
    """The words in quotation marks, on one line."""
    return f"“{plain(words)}”"


def term(code: str | None, table: str = "") -> str:
    """A code in words; a code that only a user's vocabulary knows is put as it is written."""
    if code is None:
        return "not known"
    return WORDS.get(table, {}).get(code) or plain(code).replace("_", " ")


def sentence(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def scope(said: Json) -> str:
    """Whether an incident belongs in the record, and by which scope."""
    reason = {"in": "belongs in the record"}.get(said["why"], said["why"])
    return f"{plain(said['name'])}, version {said['version']}: {reason}"


def number(count: Json | None) -> str:
    """A count in few characters: 3, 20+, 3–5, 4 (3–…); a dash for none."""
    return "–" if count is None else str(Count.from_json(count))


def many(count: Json) -> str:
    """A count in words: "3", "20 or more", "3 to 5", "4, from 3 up", "4, from 3 to 6"."""
    least, best, most = count["min"], count["best"], count["max"]
    if least == best == most:
        return str(least)
    if best is None:
        return f"{least} or more" if most is None else f"{least} to {most}"
    return f"{best}, from {least} up" if most is None else f"{best}, from {least} to {most}"


def tolls(counts: Json) -> str:
    """ "death 3, injury 20+"; a dash for none."""
    return ", ".join(f"{term(k)} {number(v)}" for k, v in counts.items()) or "–"


def apart(doubtful: Json) -> list[tuple[str, Json]]:
    """What is counted apart because it is doubtful, under its name; stated first. Nothing where there is nothing."""
    names = {"stated": "doubtful", "alleged": "alleged and doubtful"}
    return [(names[k], doubtful[k]) for k in names if doubtful.get(k)]


def alike(claims: list[Json]) -> list[list[Json]]:
    """Claims that follow each other and are as sure, together, since their confidence is said once."""
    said = [list(some) for _, some in groupby(claims, key=lambda c: (c.get("confidence"), c.get("calibrated_confidence")))]
    return said


def date(edtf: str | None) -> str:
    """An EDTF date in words, never narrower than it is: "17 April, year not known", "2011 or 2012", "3 to 5 May 2021"."""
    if not edtf:
        return "no date is told"
    said = plain(edtf)
    if said[:1] in "[{" and said[-1:] in "]}":
        joined = " or " if said[0] == "[" else " and "
        parts = [p.strip() for p in said[1:-1].split(",")]
        return joined.join(_one_date(p) if ".." not in p else p.replace("..", " to ") for p in parts)
    if "/" in said:
        first, last = said.split("/", 1)
        ends = {"": "an unknown day", "..": "an open end"}
        return f"{ends.get(first) or _one_date(first)} to {ends.get(last) or _one_date(last)}"
    return _one_date(said)


def short_date(edtf: str | None) -> str:
    """A date for a table: "17 Apr, year?", "8 Jun 2023"; a dash for none."""
    if not edtf:
        return "–"
    said = date(edtf).replace("year not known", "year?")
    return re.sub("|".join(m for m in _MONTHS if len(m) > 3), lambda m: m[0][:3], said)


def _one_date(edtf: str) -> str:
    found = re.fullmatch(r"(?P<year>\d{4}|XXXX|\d{3}X)(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?(?P<doubt>[?~%]?)", edtf)
    if found is None:
        return edtf
    year = found["year"]
    doubt = {"": "", "?": ", uncertain", "~": ", about", "%": ", about and uncertain"}[found["doubt"]]
    if year.endswith("X") and year != "XXXX":
        year = f"the {year[:3]}0s"
    when = [str(int(found["day"]))] if found["day"] else []
    when += [_MONTHS[int(found["month"]) - 1]] if found["month"] else []
    if year == "XXXX":
        return (f"{' '.join(when)}, year not known" if when else "year not known") + doubt
    return " ".join([*when, year]) + doubt


def moment(time: str | None) -> str:
    """A time of the ledger to the second, in UTC."""
    if not time:
        return "not known"
    return f"{time[:10]} {time[11:19]} UTC"


def country(code: str) -> str:
    """A country's name; a code that is none stays as it is."""
    from onrecord.places.gazetteer import country_name

    return country_name(code)


def division(code: str) -> str:
    """The name of a province or state; a code that is none stays as it is."""
    from onrecord.places.gazetteer import division_name

    return division_name(code)


def place(said: Json | None) -> str:
    """A place with its division and country, without saying one name twice."""
    if said is None:
        return "no place is told"
    parts = [said["name"], said.get("city"), said.get("admin2"), country(said["country"]) if said.get("country") else None]
    kept: list[str] = []
    for part in parts:
        if part and not any(plain(part).casefold() in k.casefold() for k in kept):
            kept.append(plain(part))
    return ", ".join(kept)


def source(said: Json) -> str:
    """A source as its report describes it: “a source in …” (unnamed, access not said)."""
    words = quoted(said["mentions"][0]["text"]) if said["mentions"] else "a source without words of its own"
    via = f", via {plain(said['via'])}" if said.get("via") else ""
    return f"{words} ({term(said['kind'], 'source_kind')}, {term(said['access'], 'access')}{via})"


def sources(said: list[Json]) -> str:
    """All sources of a thing; a report that names none vouches itself."""
    return "; ".join(source(s) for s in said) or "the report itself, which names no source"


def words(thing: Json) -> str:
    """The first words of a thing, quoted."""
    return quoted(thing["mentions"][0]["text"]) if thing["mentions"] else "(no words)"


def heading(incident: Json) -> str:
    """ "killing in North Hamgyong on 17 April, year not known", with its modality where it is not stated."""
    what = term(incident["act"])
    if incident["modality"] != "stated":
        what += f", {term(incident['modality'])},"
    where = f" in {plain(incident['place']['name'])}" if incident["place"] else ""
    when = f" on {date(incident['date']['edtf'])}" if incident["date"] else ""
    return f"{what}{where}{when}".rstrip(",")


def victim(v: Json) -> str:
    """One victim: name, words, how many, what became of them, and with what doubt."""
    name = f"{plain(v['names'][0])}, " if v["names"] else ""
    said = f"{name}{words(v)}: {many(v['count'])}, {term(v['outcome'], 'outcome')}"
    if v["outcome"] == "death":
        said += f", {term(v['cause'], 'cause')}"
    extra = [term(v["modality"])] if v["modality"] != "stated" else []
    extra += [f"{v['age']} years"] if v["age"] is not None else []
    extra += [v["sex"]] if v["sex"] else []
    extra += [term(v["status"])] if v["status"] != "unknown" else []
    extra += [f"part of {v['part_of']}"] if v["part_of"] else []
    extra += ["doubtful"] if v.get("doubtful") else []
    return ", ".join([said, *extra])


def perpetrator(p: Json) -> str:
    """One perpetrator: words, involvement, and whether it is stated, suspected or denied."""
    said = f"{words(p)}: {term(p['involvement'], 'involvement')}, {term(p['status'], 'perpetrator_status')}"
    return f"{said}, doubtful" if p.get("doubtful") else said


def confidence(said: Json, whole: bool = True) -> str:
    """How sure a claim is, or nothing where it does not say: "0.87 (not calibrated for this record)".

    Once it is calibrated on the record's judgements: "0.62 (0.87 as read, calibrated on this record's judgements)". Without `whole`
    the number alone, with an asterisk while it is not calibrated.
    """
    read, calibrated = said.get("confidence"), said.get("calibrated_confidence")
    if read is None:
        return ""
    if calibrated is None:
        return f"{share(read)} (not calibrated for this record)" if whole else f"{share(read)}*"
    return (
        f"{share(calibrated)} ({share(read)} as read, calibrated on this record's judgements)" if whole else share(calibrated)
    )


def share(said: float) -> str:
    """A share with two digits, which are 0.00 and 1.00 only where it is exactly that."""
    if 0 < said < 0.005:
        return "under 0.01"
    return "over 0.99" if 0.995 <= said < 1 else f"{said:.2f}"


def value(name: str, said: Any) -> str:
    """A claim's value in words; `name` is its property."""
    if said is None:
        return "–"
    if name in ("count", "total"):
        return f"{term(said['outcome'])} {many(said['count'])}" if name == "total" else many(said)
    if name == "date":
        return f"{date(said)} ({plain(said)})"
    if name == "place":
        return f"{place(said)} ({term(said['precision'], 'precision')})"
    if name == "act":
        return term(said["act"]) + ("" if said["class"] == "harm" else ", context")
    if name == "victim":
        return {"person": "one person", "group": "a group"}.get(said["kind"], term(said["kind"]))
    if name == "perpetrator":
        return f"{term(said['involvement'], 'involvement')}, {term(said['status'], 'perpetrator_status')}"
    if name == "other":
        return term(said["role"], "role")
    if name == "relation":
        return f"{term(said['type'])} i{said['to']}"
    if name == "part_of":
        return f"p{said}"
    if name == "names":
        return "; ".join(plain(n) for n in said)
    return term(said, name) if isinstance(said, str) else plain(said)


def claim(c: Json) -> str:
    """A claim in one line: "33 victim: a group", with what was judged of it."""
    if c["state"] == "forgotten":
        return f"{c['number']} forgotten"
    said = f"{c['number']} {term(c['property'], 'field')}: {value(c['property'], c['value'])}"
    doubt = [term(c["modality"])] if c["modality"] != "stated" else []
    doubt += [c["state"]] if c["state"] != "open" else []
    doubt += ["doubtful"] if c.get("doubtful") else []
    return f"{said} ({', '.join(doubt)})" if doubt else said


def judgement(j: Json, name: str) -> str:
    """ "heron amends it to 4 on 2026-06-01 12:00:00 UTC: the second page says four"."""
    to = f" to {value(name, j['value'])}" if j["value"] is not None else ""
    because = f": {plain(j['why'])}" if j["why"] else ""
    return f"{plain(j['by'])} {j['decision']}s it{to}, {moment(j['time'])}{because}"
