"""What speaks for and against two tellings being of one incident: features that depend on these two alone, and are the same both ways."""

from __future__ import annotations

import math
from collections.abc import Iterable

from onrecord.link.incidents import Json, Name, Telling
from onrecord.link.reports_sketch import shared
from onrecord.link.reports_words import bucket, likeness, rarity, words

Features = dict[str, float]
PRECISE = ("city", "admin2")
FAR_DAYS = 365
"""Days between two exact dates, in reports published as far apart as a month, from which tellings are never of one incident."""
FAR_SEASON = 7
"""Between two days of the year, where a year is not known."""
NEAR_KM = 100.0
"""Between two towns or counties of which neither report names the other's: as far as people of one place are taken for another's."""
SELF_INFLICTED = "suicide"
PASSAGES = 0.3
"""The share of passages in common from which two reports copy each other."""


def features(a: Telling, b: Telling) -> Features:
    """The features of a pair, by name; those that are nought are left out."""
    found = {**_words(a, b), **_when(a, b), **_where(a, b), **_how_many(a, b), **_who(a, b)}
    found["act"] = float(a.act == b.act)
    found["both_main"], found["one_main"] = float(a.main and b.main), float(a.main != b.main)
    _together(found)
    return {k: v for k, v in found.items() if v}


def _together(found: Features) -> None:
    """Pairs of features that say more together."""
    near = found.get("same_day", 0) + found.get("next_day", 0)
    for name in ("words", "telling"):
        found[f"{name}_near"] = found[name] * near
        found[f"{name}_city"] = found[name] * found.get("same_city", 0)
    found["near_city"] = near * found.get("same_city", 0)
    found["no_place_words"] = found["telling"] * found.get("place_unknown", 0)
    found["day_unknown_words"] = found["telling"] * found.get("day_unknown", 0)


def _words(a: Telling, b: Telling) -> Features:
    telling, common = (
        likeness(a.telling, b.telling),
        sorted((rarity(k) for k in a.telling.keys() & b.telling.keys()), reverse=True),
    )
    said = likeness(a.words, b.words)
    return {
        "words": said, "words_low": max(0.0, 0.1 - said) * 10,
        "telling": telling, "telling_low": max(0.0, 0.1 - telling) * 10,
        "title": likeness(a.title, b.title), "reprint": shared(a.sketch, b.sketch),
        "rarest": sum(common[:3]) / 20, "rare_words": min(12.0, sum(max(0.0, r - 4) for r in common)) / 12,
    }  # fmt: skip


def gap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Days between two spans of days; 0 where they overlap."""
    return max(0, a[0] - b[1], b[0] - a[1])


def exact(days: tuple[int, int] | None) -> bool:
    return days is not None and days[1] - days[0] <= 1


def _when(a: Telling, b: Telling) -> Features:
    found: Features = {}
    if a.days is None or b.days is None:
        found["day_unknown"] = 1.0
    else:
        apart = gap(a.days, b.days)
        if not (exact(a.days) and exact(b.days)):
            found["day_vague"] = 1.0
            found["vague_apart"] = float(apart > 0)
        else:
            name = "same_day" if apart == 0 else "next_day" if apart == 1 else "days_apart" if apart <= 3 else "week_apart"
            found[name if apart <= 7 else "weeks_apart"] = 1.0
            found["log_days"] = math.log1p(apart)
    if a.published is not None and b.published is not None:
        between = abs(a.published - b.published)
        found["log_published"] = math.log1p(between)
        found["published_near"] = float(between <= 2)
        found["published_far"] = float(between > 30)
    for one, other in ((a, b), (b, a)):
        if one.days and other.published and one.days[0] > other.published + 1:
            found["after_published"] = 1.0
    return found


def kilometres(a: Json, b: Json) -> float | None:
    """The distance between two places' points; None where either has none."""
    if a.get("lat") is None or b.get("lat") is None:
        return None
    p, q = math.radians(a["lat"]), math.radians(b["lat"])
    half = math.sin((p - q) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(a["lon"] - b["lon"]) / 2) ** 2
    return 12_742 * math.asin(math.sqrt(min(1.0, half)))


def _where(a: Telling, b: Telling) -> Features:
    if not a.place or not b.place:
        return {"place_unknown": 1.0, **_named_there(a, b)}
    found = _named_there(a, b)
    for level in ("country", "admin1"):
        if a.place[level] and b.place[level]:
            found[f"same_{level}" if a.place[level] == b.place[level] else f"other_{level}"] = 1.0
    same = a.place["name"].casefold() == b.place["name"].casefold() and not found.get("other_country")
    if a.place["city"] and b.place["city"]:
        same = same or (a.place["city"] == b.place["city"] and a.place["admin1"] == b.place["admin1"])
    found["same_city"] = float(same and a.place["precision"] != "country")
    apart = kilometres(a.place, b.place)
    both = a.place["precision"] in PRECISE and b.place["precision"] in PRECISE
    if apart is not None and both and not same:
        found["log_km"] = math.log1p(apart)
        found["far"] = float(apart > 60)
        found["close"] = float(apart <= 20)
    found["place_vague"] = float(not both)
    return found


def _named_there(a: Telling, b: Telling) -> Features:
    """Whether the words of one name the place of the other."""
    hits = [
        all(bucket(w) in other.words for w in words(one.place["name"])) for one, other in ((a, b), (b, a)) if one.place
    ]  # fmt: skip
    return {"place_named": sum(hits) / 2, "place_not_named": float(bool(hits) and not any(hits))}


def _how_many(a: Telling, b: Telling) -> Features:
    found: Features = {}
    for name, one, other in (("dead", a.dead, b.dead), ("injured", a.injured, b.injured)):
        if one is None or other is None:
            found[f"{name}_silent"] = float((one is None) != (other is None))
            continue
        mine, theirs = one[1] or one[0], other[1] or other[0]
        if mine == theirs:
            found[f"{name}_same"] = 1.0
            found[f"{name}_same_many"] = float(mine > 1) + min(3, mine // 5)
        else:
            found[f"{name}_other"] = abs(math.log(mine / theirs)) if mine and theirs else 1.0
    if (a.dead and not b.dead and not b.injured) or (b.dead and not a.dead and not a.injured):
        found["no_victims_in_one"] = 1.0
    return found


def _who(a: Telling, b: Telling) -> Features:
    found = {f"victim_{k}": v for k, v in _named(a.victims, b.victims).items()}
    found |= {f"perpetrator_{k}": v for k, v in _named(a.perpetrators, b.perpetrators).items()}
    mine, theirs = {*a.victims, *a.perpetrators}, {*b.victims, *b.perpetrators}
    crossed = _named(mine, theirs)
    found["anybody"] = max(crossed.get("full", 0), crossed.get("surname", 0) / 2)
    found["name_in_words"] = max(
        (1.0 for one, other in ((a, b), (b, a)) for n in (*one.victims, *one.perpetrators)
         if len(n) > 1 and all(bucket(w) in other.telling for w in n)), default=0.0,
    )  # fmt: skip
    found["named_not_there"] = float(
        bool(a.victims and b.victims) and not found["anybody"] and not found["name_in_words"]
    )  # fmt: skip
    if a.ages and b.ages:
        found["same_age" if a.ages & b.ages else "other_age"] = 1.0
    return found


def full(name: Name) -> bool:
    """Whether a name has a first and a last part, and no part is an initial alone."""
    return len(name) > 1 and all(len(w) > 1 for w in (name[0], name[-1]))


def _named(mine: Iterable[Name], theirs: Iterable[Name]) -> Features:
    """Full names that agree, surnames that agree, and full names none of which agrees."""
    one, other = set(mine), set(theirs)
    if not one or not other:
        return {}
    both = [(m, n) for m in one for n in other]
    agree = sum(same_name(m, n) and full(m) and full(n) for m, n in both)
    if agree:
        return {"full": 1.0, "full_many": min(3.0, agree - 1.0)}
    if any(m[-1] == n[-1] for m, n in both):
        return {"surname": 1.0}
    return {"none": 1.0 if any(full(m) for m in one) and any(full(n) for n in other) else 0.5}


def same_name(m: Name, n: Name) -> bool:
    """Whether two names may be one person's: the last words agree, and the first, or its initial, where both give one."""
    if m[-1] != n[-1]:
        return sorted(m) == sorted(n)
    return len(m) == 1 or len(n) == 1 or m[0] == n[0] or (1 in (len(m[0]), len(n[0])) and m[0][0] == n[0][0])


def apart(a: Telling, b: Telling) -> bool:
    """Whether two tellings can never be of one incident: one report's two, a suicide and another act, far dates, far places, or two names of a single dead."""
    if a.capture == b.capture or (a.act == SELF_INFLICTED) != (b.act == SELF_INFLICTED):
        return True
    if a.days and b.days and exact(a.days) and exact(b.days) and gap(a.days, b.days) > FAR_DAYS:
        if a.published is None or b.published is None or abs(a.published - b.published) > 30:
            return True
    if (a.days is None or b.days is None) and a.yearless and b.yearless and _seasons_apart(a.yearless, b.yearless) > FAR_SEASON:
        return True
    if a.place and b.place and a.place["country"] and b.place["country"] and a.place["country"] != b.place["country"]:
        return True
    if not _in_common(a, b):
        return True
    if _elsewhere(a, b):
        return True
    return _other_dead(a, b)


def _elsewhere(a: Telling, b: Telling) -> bool:
    """Whether two tellings name different places of which neither is in or near the other, and neither report has a word of the other's.

    Whole passages in common, or one full name, outweigh it: a reader may have taken the wrong place.
    """
    if not a.place or not b.place or not _named_there(a, b)["place_not_named"]:
        return False
    if shared(a.sketch, b.sketch) >= PASSAGES or _named(a.victims, b.victims).get("full"):
        return False
    apart = kilometres(a.place, b.place)
    if apart is not None and a.place["precision"] in PRECISE and b.place["precision"] in PRECISE:
        return apart > NEAR_KM
    for level in ("admin1", "country"):
        if level in (a.place["precision"], b.place["precision"]) and a.place[level] and a.place[level] == b.place[level]:
            return False
    return bool(a.place["name"].casefold() != b.place["name"].casefold())


def _seasons_apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days between two days of the year, the shorter way round, a month reckoned as thirty."""
    apart = abs((one[0] - other[0]) * 30 + one[1] - other[1])
    return min(apart, 360 - apart)


def _in_common(a: Telling, b: Telling) -> bool:
    """Whether two tellings share more than words: a place, a name, near days, or whole passages."""
    said = {**_where(a, b), **_who(a, b)}
    shares = ("same_city", "close", "place_named", "anybody", "name_in_words")
    if any(said.get(k) for k in shares) or (said.get("same_admin1") and not said.get("far")):
        return True
    days = a.days is not None and b.days is not None and exact(a.days) and exact(b.days) and gap(a.days, b.days) <= 1
    return days or shared(a.sketch, b.sketch) >= PASSAGES


def _other_dead(a: Telling, b: Telling) -> bool:
    """Whether each tells of a single dead by a full name of which the other has no word."""
    if len(a.victims) != 1 or len(b.victims) != 1 or not a.dead or not b.dead or (a.dead[1], b.dead[1]) != (1, 1):
        return False
    mine, theirs = a.victims[0], b.victims[0]
    if not (full(mine) and full(theirs)) or same_name(mine, theirs) or set(mine) & set(theirs):
        return False
    return not any(bucket(w) in b.telling for w in mine) and not any(bucket(w) in a.telling for w in theirs)
