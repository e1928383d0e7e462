"""How both faces put codes, counts, dates and sources to people, in the language at hand: English save on a page whose reader asks for
another. The codes themselves stay in `--json` and in exports, and a report's own words are never translated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from onrecord.claims import Count
from onrecord.languages import gettext, pgettext, shown, whole
from onrecord.terms import OF_THEIR_OWN, WORDS

Json = dict[str, Any]

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
        return gettext("not known")
    words = WORDS.get(table, {}).get(code) or plain(code).replace("_", " ")
    return pgettext(table, words) if table in OF_THEIR_OWN else gettext(words)


def terms(codes: Iterable[str], table: str = "") -> str:
    """Several codes in words."""
    return ", ".join(term(code, table) for code in codes)


def documented(outcome: str, how: str = "stated") -> str:
    """What a sum is of: "documented death", "documented injury, alleged"."""
    said = gettext("documented %(what)s", what=term(outcome))
    return said if how == "stated" else f"{said}, {term(how)}"


def question(name: str) -> str:
    """What a grade answers."""
    asked = {
        "happened": gettext("Did it happen?"), "how_many": gettext("How many?"), "who_did": gettext("Who did it?"),
        "who_are": gettext("Who are they?"),
    }  # fmt: skip
    return asked.get(name) or f"{sentence(term(name, 'field'))}?"


def relation(link: Json, one: str, other: str) -> str:
    """How a link says that two incidents belong together: "i3 led to i8", "i3 is a part of i8"."""
    if link["type"] == "contains":
        return gettext("%(one)s is a part of %(other)s", one=other, other=one)
    if link.get("relation"):
        return gettext("%(one)s %(relation)s %(other)s", one=one, relation=term(link["relation"]), other=other)
    return gettext("%(one)s and %(other)s are related", one=one, other=other)


def sentence(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def scope(said: Json) -> str:
    """Whether an incident belongs in the record, and by which scope."""
    reason = gettext("belongs in the record") if said["why"] == "in" else shown(said["why"])
    return gettext(
        "%(scope)s, version %(version)s: %(reason)s", scope=plain(said["name"]), version=said["version"], reason=reason
    )


def number(count: Json | None) -> str:
    """A count in few characters: 3, 20+, 3–5, 4 (3–…); a dash for none."""
    return "–" if count is None else str(Count.from_json(count))


def many(count: Json) -> str:
    """A count in words: "3", "20 or more", "3 to 5", "4, from 3 up", "4, from 3 to 6"."""
    least, best, most = count["min"], count["best"], count["max"]
    if least == best == most:
        return str(least)
    if best is None:
        if most is None:
            return gettext("%(least)s or more", least=least)
        return gettext("%(least)s to %(most)s", least=least, most=most)
    if most is None:
        return gettext("%(best)s, from %(least)s up", best=best, least=least)
    return gettext("%(best)s, from %(least)s to %(most)s", best=best, least=least, most=most)


def choice(said: Json) -> str:
    """A reviewer's best of a toll, and from what it was chosen; that it is asked again where an origin says otherwise by now."""
    of = "; ".join(many({"min": a, "best": b, "max": c}) for a, b, c in said["of"])
    because = f": {plain(said['why'])}" if said["why"] else ""
    what = term(said["outcome"], "outcome") + (f" ({term('alleged')})" if said["modality"] == "alleged" else "")
    words = gettext(
        "%(who)s chose %(best)s as the best of %(what)s, from %(accounts)s",
        who=plain(said["by"]),
        best=said["best"],
        what=what,
        accounts=of,
    )
    if said["asked_again"]:
        again = gettext("Its accounts give other counts by now: it has to be chosen again")
        return f"{words}{because}. {again}"
    return words + because


def estimated(said: Json | None) -> str:
    """An estimated share with its interval: "92 % (95 % interval 81 to 98)"."""
    if said is None:
        return gettext("nobody knows how many")
    return gettext(
        "%(estimate)s (95 %% interval %(lower)s to %(upper)s)",
        estimate=share(said["estimate"]), lower=share(said["lower"]), upper=share(said["upper"]),
    )  # fmt: skip


def tolls(counts: Json) -> str:
    """ "death 3, injury 20+"; a dash for none."""
    return ", ".join(f"{term(k)} {whole(number(v))}" for k, v in counts.items()) or "–"


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
    return _date(edtf, False) if edtf else gettext("no date is told")


def short_date(edtf: str | None) -> str:
    """A date for a table: "17 Apr, year?", "8 Jun 2023"; a dash for none."""
    return _date(edtf, True) if edtf else "–"


def _date(edtf: str, short: bool) -> str:
    said = plain(edtf)
    if said[:1] in "[{" and said[-1:] in "]}":
        joined = gettext(" or ") if said[0] == "[" else gettext(" and ")
        return joined.join(_stretch(p.strip(), "..", short) for p in said[1:-1].split(","))
    return _stretch(said, "/", short)


def _stretch(edtf: str, between: str, short: bool) -> str:
    """One date, or from one to another."""
    if between not in edtf:
        return _one_date(edtf, short)
    first, last = edtf.split(between, 1)
    if between == "..":
        return gettext("%(first)s to %(last)s", first=first, last=last)
    ends = {"": gettext("an unknown day"), "..": gettext("an open end")}
    return gettext(
        "%(first)s to %(last)s", first=ends.get(first) or _one_date(first, short), last=ends.get(last) or _one_date(last, short)
    )


def _one_date(edtf: str, short: bool) -> str:
    found = re.fullmatch(r"(?P<year>\d{4}|XXXX|\d{3}X)(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?(?P<doubt>[?~%]?)", edtf)
    if found is None:
        return edtf
    year, day = found["year"], str(int(found["day"])) if found["day"] else ""
    month = _months(short)[int(found["month"]) - 1] if found["month"] else ""
    if year.endswith("X") and year != "XXXX":
        year = gettext("the %(decade)ss", decade=f"{year[:3]}0")
    said = _whole_date(year, month, day) if year != "XXXX" else _without_year(month, day, short)
    if not found["doubt"]:
        return said
    doubts = {
        "?": gettext("%(date)s, uncertain", date=said), "~": gettext("%(date)s, about", date=said),
        "%": gettext("%(date)s, about and uncertain", date=said),
    }  # fmt: skip
    return doubts[found["doubt"]]


def _whole_date(year: str, month: str, day: str) -> str:
    if day:
        return gettext("%(day)s %(month)s %(year)s", day=day, month=month, year=year)
    return gettext("%(month)s %(year)s", month=month, year=year) if month else year


def _without_year(month: str, day: str, short: bool) -> str:
    missing = gettext("year?") if short else gettext("year not known")
    if not month:
        return missing
    when = gettext("%(day)s %(month)s", day=day, month=month) if day else month
    return gettext("%(date)s, %(missing)s", date=when, missing=missing)


def _months(short: bool) -> tuple[str, ...]:
    if short:
        return (
            pgettext("month", "Jan"), pgettext("month", "Feb"), pgettext("month", "Mar"), pgettext("month", "Apr"),
            pgettext("month", "May"), pgettext("month", "Jun"), pgettext("month", "Jul"), pgettext("month", "Aug"),
            pgettext("month", "Sep"), pgettext("month", "Oct"), pgettext("month", "Nov"), pgettext("month", "Dec"),
        )  # fmt: skip
    return (
        gettext("January"), gettext("February"), gettext("March"), gettext("April"), gettext("May"), gettext("June"), gettext("July"),
        gettext("August"), gettext("September"), gettext("October"), gettext("November"), gettext("December"),
    )  # fmt: skip


def moment(time: str | None) -> str:
    """A time of the ledger to the second, in UTC."""
    if not time:
        return gettext("not known")
    return whole(f"{time[:10]} {time[11:19]} UTC")


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
        return gettext("no place is told")
    parts = [said["name"], said.get("city"), said.get("admin2"), country(said["country"]) if said.get("country") else None]
    kept: list[str] = []
    for part in parts:
        if part and not any(plain(part).casefold() in k.casefold() for k in kept):
            kept.append(plain(part))
    return ", ".join(kept)


def source(said: Json) -> str:
    """A source as its report describes it: “a source in …” (unnamed, access not said)."""
    words = quoted(said["mentions"][0]["text"]) if said["mentions"] else gettext("a source without words of its own")
    return f"{words} {manner(said)}"


def manner(said: Json) -> str:
    """What kind a source is and how it knows: "(unnamed, access not said, via …)"."""
    via = [gettext("via %(whom)s", whom=plain(said["via"]))] if said.get("via") else []
    return f"({', '.join([term(said['kind'], 'source_kind'), term(said['access'], 'access'), *via])})"


def sources(said: Sequence[Json]) -> str:
    """All sources of a thing; a report that names none vouches itself."""
    return "; ".join(source(s) for s in said) or gettext("the report itself, which names no source")


def words(thing: Json) -> str:
    """The first words of a thing, quoted."""
    return quoted(thing["mentions"][0]["text"]) if thing["mentions"] else gettext("(no words)")


_A_DAY = re.compile(r"[\dX]{4}-[\dX]{2}-\d{2}[?~%]?")


def heading(incident: Json) -> str:
    """ "killing in North Hamgyong on 17 April, year not known", with its modality where it is not stated."""
    what, place, day = term(incident["act"]), incident["place"], incident["date"]
    if incident["modality"] != "stated":
        how = term(incident["modality"])
        what = (
            gettext("%(act)s, %(modality)s,", act=what, modality=how)
            if place or day
            else gettext("%(act)s, %(modality)s", act=what, modality=how)
        )
    values = {"what": what, "place": plain(place["name"]) if place else "", "date": date(day["edtf"]) if day else ""}
    if not day:
        return gettext("%(what)s in %(place)s", **values) if place else what
    if _A_DAY.fullmatch(day["edtf"]):
        return gettext("%(what)s in %(place)s on %(date)s", **values) if place else gettext("%(what)s on %(date)s", **values)
    what = what.rstrip(",") if not place else what  # a month, a year, or one of several: "killing in Masbate, 2011 or 2012"
    return gettext("%(what)s in %(place)s, %(date)s", **values) if place else gettext("%(what)s, %(date)s", **values)


def victim(v: Json) -> str:
    """One victim: name, words, how many, what became of them, and with what doubt."""
    name = f"{plain(v['names'][0])}, " if v["names"] else ""
    said = f"{name}{words(v)}: {many(v['count'])}, {term(v['outcome'], 'outcome')}"
    if v["outcome"] == "death":
        said += f", {term(v['cause'], 'cause')}"
    extra = [term(v["modality"])] if v["modality"] != "stated" else []
    extra += [gettext("%(age)s years", age=v["age"])] if v["age"] is not None else []
    extra += [term(v["sex"], "sex")] if v["sex"] else []
    extra += [term(v["status"])] if v["status"] != "unknown" else []
    extra += [gettext("part of %(id)s", id=v["part_of"])] if v["part_of"] else []
    extra += [gettext("doubtful")] if v.get("doubtful") else []
    return ", ".join([said, *extra])


def perpetrator(p: Json) -> str:
    """One perpetrator: words, involvement, and whether it is stated, suspected or denied."""
    said = f"{words(p)}: {_doing(p)}"
    return f"{said}, {gettext('doubtful')}" if p.get("doubtful") else said


def _doing(p: Json) -> str:
    """A perpetrator's involvement, how it is put, and whether only the passage implies it."""
    said = f"{term(p['involvement'], 'involvement')}, {term(p['status'], 'perpetrator_status')}"
    extra = [gettext("implied by the passage")] if p.get("basis") == "implied" else []
    return ", ".join([said, *extra])


def confidence(said: Json, whole: bool = True) -> str:
    """How sure a claim is, or nothing where it does not say: "0.87 (not calibrated for this record)".

    Once it is calibrated on the record's judgements: "0.62 (0.87 as read, calibrated on this record's judgements)". Without `whole`
    the number alone, with an asterisk while it is not calibrated.
    """
    read, calibrated = said.get("confidence"), said.get("calibrated_confidence")
    if read is None:
        return ""
    if calibrated is None:
        return gettext("%(share)s (not calibrated for this record)", share=share(read)) if whole else f"{share(read)}*"
    if not whole:
        return share(calibrated)
    return gettext(
        "%(share)s (%(read)s as read, calibrated on this record's judgements)", share=share(calibrated), read=share(read)
    )


def share(said: float) -> str:
    """A share with two digits, which are 0.00 and 1.00 only where it is exactly that."""
    if 0 < said < 0.005:
        return gettext("under 0.01")
    return gettext("over 0.99") if 0.995 <= said < 1 else f"{said:.2f}"


def value(name: str, said: Any) -> str:
    """A claim's value in words; `name` is its property."""
    if said is None:
        return "–"
    if name in ("count", "total"):
        return f"{term(said['outcome'])} {many(said['count'])}" if name == "total" else many(said)
    if name == "date":
        return f"{date(said)} ({whole(plain(said))})"
    if name == "place":
        return f"{place(said)} ({term(said['precision'], 'precision')})"
    if name == "act":
        return term(said["act"]) + ("" if said["class"] == "harm" else f", {gettext('context')}")
    if name == "victim":
        return {"person": gettext("one person"), "group": gettext("a group")}.get(said["kind"]) or term(said["kind"])
    if name == "perpetrator":
        return _doing(said)
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
        return gettext("%(number)s forgotten", number=c["number"])
    said = f"{c['number']} {term(c['property'], 'field')}: {value(c['property'], c['value'])}"
    doubt = [term(c["modality"])] if c["modality"] != "stated" else []
    doubt += [term(c["state"], "claim_state")] if c["state"] != "open" else []
    doubt += [gettext("doubtful")] if c.get("doubtful") else []
    return f"{said} ({', '.join(doubt)})" if doubt else said


def judgement(j: Json, name: str) -> str:
    """ "heron amends it to 4, 2026-06-01 12:00:00 UTC: the second page says four"."""
    who, when = plain(j["by"]), moment(j["time"])
    if j["value"] is not None:
        said = gettext("%(who)s amends it to %(value)s, %(time)s", who=who, value=value(name, j["value"]), time=when)
    else:
        said = {
            "accept": gettext("%(who)s accepts it, %(time)s", who=who, time=when),
            "reject": gettext("%(who)s rejects it, %(time)s", who=who, time=when),
            "amend": gettext("%(who)s amends it, %(time)s", who=who, time=when),
        }[j["decision"]]  # fmt: skip
    return f"{said}: {plain(j['why'])}" if j["why"] else said
