"""Which tellings can never be of one incident, whatever a model says of them: so that what grew, led to another or holds others stays apart."""

from __future__ import annotations

from onrecord.link.incidents import Telling
from onrecord.link.incidents_evidence import PRECISE, exact, full, gap, kilometres, named, named_there, same_name, where, who
from onrecord.link.incidents_related import AFTERWARDS, TAKEN, contains, revenge, within
from onrecord.link.reports_sketch import shared
from onrecord.link.reports_words import bucket

FAR_DAYS = 365
"""Days between two exact dates, in reports published as far apart as a month, from which tellings are never of one incident."""
FAR_SEASON = 7
"""Between two days of the year, where a year is not known."""
NEAR_KM = 100.0
"""Between two towns or counties of which neither report names the other's: as far as people of one place are taken for another's."""
SELF_INFLICTED = "suicide"
PASSAGES = 0.3
"""The share of passages in common from which two reports copy each other."""
APART_DAYS = 2
"""Days between two exact dates from which what followed from an incident is another one."""


def apart(a: Telling, b: Telling) -> bool:
    """Whether two tellings can never be of one incident: one report's two, a suicide and another act, far dates, far places, two names of a
    single dead; a total and what is in its period and place; what grew or followed from another, days later."""
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
    if _total(a, b) or _total(b, a):
        return True
    return _elsewhere(a, b) or _other_dead(a, b) or _followed(a, b)


def _total(whole: Telling, part: Telling) -> bool:
    """Whether one is a total of dead, and the other of its period and place with fewer dead, or with none and another act."""
    return contains(whole, part) is not None or (within(whole, part) and whole.act != part.act and part.dead is None)


def _followed(a: Telling, b: Telling) -> bool:
    """Whether one was days before the other, and led to it: somebody taken and then harmed, or a revenge that says so."""
    if a.days is None or b.days is None or not exact(a.days) or not exact(b.days) or gap(a.days, b.days) < APART_DAYS:
        return False
    then, first = (a, b) if b.days[0] < a.days[0] else (b, a)
    return (first.act in TAKEN and then.act in AFTERWARDS) or revenge(then, first) is not None


def _elsewhere(a: Telling, b: Telling) -> bool:
    """Whether two tellings name different places of which neither is in or near the other, and neither report has a word of the other's.

    Whole passages in common, or one full name, outweigh it: a reader may have taken the wrong place.
    """
    if not a.place or not b.place or not named_there(a, b)["place_not_named"]:
        return False
    if shared(a.sketch, b.sketch) >= PASSAGES or named(a.victims, b.victims).get("full"):
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
    said = {**where(a, b), **who(a, b)}
    shares = ("same_city", "close", "place_named", "anybody", "name_in_words")
    if any(said.get(k) for k in shares) or (said.get("same_admin1") and not said.get("far")):
        return True
    days = a.days is not None and b.days is not None and exact(a.days) and exact(b.days) and gap(a.days, b.days) <= 1
    return days or shared(a.sketch, b.sketch) >= PASSAGES


def _other_dead(a: Telling, b: Telling) -> bool:
    """Whether each tells of a single dead by a full name of which the other has no word, but where it names who did it, days apart."""
    if len(a.victims) != 1 or len(b.victims) != 1 or not a.dead or not b.dead or (a.dead[1], b.dead[1]) != (1, 1):
        return False
    mine, theirs = a.victims[0], b.victims[0]
    if not (full(mine) and full(theirs)) or same_name(mine, theirs) or set(mine) & set(theirs):
        return False
    later = a.days is not None and b.days is not None and exact(a.days) and exact(b.days) and gap(a.days, b.days) >= APART_DAYS
    did = [{bucket(w) for n in t.perpetrators for w in n} if later else set() for t in (a, b)]
    return not any(bucket(w) in b.telling and bucket(w) not in did[1] for w in mine) and not any(
        bucket(w) in a.telling and bucket(w) not in did[0] for w in theirs
    )
