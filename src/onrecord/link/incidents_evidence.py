"""What speaks for and against two tellings being of one incident: features that depend on these two alone, and are the same both ways."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from onrecord.link.incidents import Json, Name, Telling
from onrecord.link.reports_sketch import shared
from onrecord.link.reports_words import SHIPPED, Rarity, bucket, likeness, words

Features = dict[str, float]
PRECISE = ("city", "admin2")


def features(a: Telling, b: Telling, rarity: Rarity = SHIPPED) -> Features:
    """The features of a pair, by name; those that are nought are left out."""
    found = {**_words(a, b, rarity), **_when(a, b), **where(a, b), **_how_many(a, b), **who(a, b)}
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


def _words(a: Telling, b: Telling, rarity: Rarity) -> Features:
    telling, common = (
        likeness(a.telling, b.telling),
        sorted((rarity.of(k) for k in a.telling.keys() & b.telling.keys() if a.telling[k] and b.telling[k]), reverse=True),
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


def where(a: Telling, b: Telling) -> Features:
    if not a.place or not b.place:
        return {"place_unknown": 1.0, **named_there(a, b)}
    found = named_there(a, b)
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


def named_there(a: Telling, b: Telling) -> Features:
    """Whether the words of one name the place of the other."""
    hits = [_buckets(one.place["name"]) <= other.words.keys() for one, other in ((a, b), (b, a)) if one.place]
    return {"place_named": sum(hits) / 2, "place_not_named": float(bool(hits) and not any(hits))}


@lru_cache(maxsize=50_000)
def _buckets(name: str) -> frozenset[int]:
    return frozenset(map(bucket, words(name)))


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


def who(a: Telling, b: Telling) -> Features:
    found = {f"victim_{k}": v for k, v in named(a.victims, b.victims).items()}
    found |= {f"perpetrator_{k}": v for k, v in named(a.perpetrators, b.perpetrators).items()}
    mine, theirs = {*a.victims, *a.perpetrators}, {*b.victims, *b.perpetrators}
    crossed = named(mine, theirs)
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


def named(mine: Iterable[Name], theirs: Iterable[Name]) -> Features:
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
