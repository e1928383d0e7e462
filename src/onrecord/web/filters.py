"""Which incidents a reader of the list asks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from onrecord.languages import gettext
from onrecord.record.tolls import Among, every_sum, sums_of
from onrecord.record.view import View
from onrecord.record.wholes import Numbers, ordered

Json = dict[str, Any]
FIELDS = ("text", "since", "until", "place", "outcome", "act", "state")


def plain(words: str) -> str:
    """Words as they are compared: no case, no accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))


def chosen(view: View, asked: Mapping[str, str]) -> Sequence[int]:
    """The numbers of the incidents that fit all that was asked, in the record's order. What has no date fits no date filter."""
    table, fits = among(view, asked)
    return Numbers(ordered(view.wholes, ("lists", _wanted(asked)), table, lambda n: 0 if fits(n) else None))


def among(view: View, asked: Mapping[str, str]) -> Among:
    """The incidents that stand and fit all that was asked."""
    wanted = dict(zip(FIELDS, _wanted(asked), strict=True))
    plainly = {**wanted, "text": plain(wanted["text"]), "place": plain(wanted["place"])}
    return Among(view.state.incidents, lambda n: (i := view.incident(n)) is not None and _fits(view, i, plainly))


def name_of(asked: Mapping[str, str]) -> Hashable:
    """The name of a list, under which it is kept."""
    return ("list", *_wanted(asked))


def toll_of(view: View, asked: Mapping[str, str]) -> Json:
    """The sums over the incidents that fit."""
    return sums_of(view, name_of(asked), among(view, asked)) if any(_wanted(asked)) else every_sum(view)


def _wanted(asked: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(asked.get(k, "").strip() for k in FIELDS)


def faults(asked: Mapping[str, str]) -> list[str]:
    """What was asked that cannot be answered, in a sentence each."""
    from onrecord.dates import bounds

    said = []
    for name, label in (("since", gettext("From")), ("until", gettext("To"))):
        try:
            if asked.get(name):
                bounds(asked[name])
        except ValueError:
            said.append(
                gettext(
                    "%(label)s: “%(words)s” is no date. Write a year, a month or a day, such as 2021, 2021-05 or 2021-05-28.",
                    label=label,
                    words=asked[name],
                )
            )
    return said


def _fits(view: View, i: Json, asked: Mapping[str, str]) -> bool:
    number = int(i["id"][1:])
    if asked["text"] and asked["text"] not in view.keep("plain words", number, lambda _: plain(words_of(i))):
        return False
    if asked["place"] and asked["place"] not in view.keep("plain place", number, lambda _: plain(_place_of(i))):
        return False
    if asked["outcome"] and asked["outcome"] not in {v["outcome"] for v in i["victims"]}:
        return False
    if (asked["act"] and i["act"] != asked["act"]) or (asked["state"] and i["state"] != asked["state"]):
        return False
    return _within(i, asked["since"], asked["until"])


def _within(i: Json, since: str, until: str) -> bool:
    from onrecord.dates import bounds

    if not since and not until:
        return True
    try:
        first, last = bounds(i["date"]["edtf"]) if i["date"] else (None, None)
        start, end = bounds(since)[0] if since else None, bounds(until)[1] if until else None
    except ValueError:
        return False
    if first is None or last is None:
        return False
    return (start is None or last >= start) and (end is None or first <= end)


def _place_of(i: Json) -> str:
    return " ".join(str(v) for v in (i["place"] or {}).values() if isinstance(v, str))


def words_of(i: Json) -> str:
    """All words of an incident that a search looks through."""
    things = [*i["victims"], *i["perpetrators"], *i["others"], *i["targets"], *i["means"], *i["according_to"]]
    said = [m["text"] for t in things for m in t["mentions"]] + [n for t in things for n in t.get("names", [])]
    place = (i["place"] or {}).get("name") or ""
    return " ".join([i["id"], i["act"], place, *said, *(r["file"] for r in i["reports"])])
