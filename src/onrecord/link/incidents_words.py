"""The evidence for and against a link in words: by what it is about, the weightiest first, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.link.incidents import Telling
from onrecord.link.incidents_evidence import apart, features, gap
from onrecord.link.incidents_model import Model, logistic

ABOUT = {
    "words": "What they say", "when": "When", "where": "Where", "how many": "How many", "who": "Who", "kind": "What kind of harm",
}  # fmt: skip
_THEMES = {
    "words": ("words", "telling", "title", "reprint", "rare"), "when": ("day", "same_day", "next_day", "week", "weeks", "vague", "log_days", "log_published",
    "published", "after"), "where": ("place", "same_city", "same_admin1", "same_country", "other_admin1", "other_country", "log_km", "far", "close", "near_city", "no_place"),
    "how many": ("dead", "injured", "no_victims"), "who": ("victim", "perpetrator", "anybody", "name", "named", "same_age", "other_age"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the waterfall: what it is about, what it adds to the logarithm of the odds, the probability after it, and why."""

    about: str
    adds: float
    after: float
    why: str


def _theme(feature: str) -> str:
    exact = next((t for t, several in _THEMES.items() if feature in several), None)
    return exact or next((t for t, several in _THEMES.items() if any(feature.startswith(p) for p in several)), "kind")


def waterfall(model: Model, a: Telling, b: Telling) -> list[Bar]:
    """The evidence of a pair, from what any two compared tellings begin with to its probability."""
    sums: dict[str, float] = {}
    for name, adds in model.weighed(features(a, b)):
        sums[_theme(name)] = sums.get(_theme(name), 0.0) + adds
    odds = model.constant + model.offset
    bars = [Bar("To begin with", round(odds, 2), logistic(odds), "any two tellings that are compared at all")]
    for theme in sorted(sums, key=lambda t: (-abs(sums[t]), t)):
        odds += sums[theme]
        bars.append(Bar(ABOUT[theme], round(sums[theme], 2), logistic(odds), _why(theme, a, b)))
    return bars


def _why(theme: str, a: Telling, b: Telling) -> str:
    found = features(a, b)
    said = {
        "words": _words, "when": _when, "where": _where, "how many": _how_many, "who": _who,
    }.get(theme)  # fmt: skip
    if said is not None:
        return said(a, b, found)
    return (
        "both are " + a.act.replace("_", " ")
        if a.act == b.act
        else f"{a.act.replace('_', ' ')} here, {b.act.replace('_', ' ')} there"
    )


def _words(a: Telling, b: Telling, found: dict[str, float]) -> str:
    said = [f"{round(100 * found.get('words', 0))} % of their words by weight are alike"]
    if found.get("reprint", 0) >= 0.3:
        said.append(f"{round(100 * found['reprint'])} % of the shorter text stands in the other")
    if found.get("title", 0) >= 0.3:
        said.append("their titles are alike")
    return "; ".join(said)


def _when(a: Telling, b: Telling, found: dict[str, float]) -> str:
    said = []
    if a.days is None or b.days is None:
        said.append("one of them gives no whole date")
    else:
        days = gap(a.days, b.days)
        said.append("the same day" if days == 0 else f"{days} day{'s' if days > 1 else ''} apart")
    if a.published is not None and b.published is not None:
        days = abs(a.published - b.published)
        said.append("published on one day" if days == 0 else f"published {days} day{'s' if days > 1 else ''} apart")
    if found.get("after_published"):
        said.append("one tells of a day after the other was published")
    return "; ".join(said)


def _where(a: Telling, b: Telling, found: dict[str, float]) -> str:
    if not a.place or not b.place:
        return "one of them gives no place" + ("; the other's place is named there" if found.get("place_named") else "")
    if found.get("same_city"):
        return f"both in {a.place['name']}"
    said = f"{a.place['name']} and {b.place['name']}"
    return said + ("; one names the other's place" if found.get("place_named") else "; neither names the other's place")


def _how_many(a: Telling, b: Telling, found: dict[str, float]) -> str:
    said = []
    for name, one, other in (("dead", a.dead, b.dead), ("injured", a.injured, b.injured)):
        if one or other:
            said.append(f"{_number(one)} and {_number(other)} {name}")
    return "; ".join(said) or "neither counts anybody"


def _number(count: tuple[int, int | None, int | None] | None) -> str:
    if count is None:
        return "no word of"
    return str(count[1]) if count[1] is not None else f"{count[0]} or more"


def _who(a: Telling, b: Telling, found: dict[str, float]) -> str:
    said = []
    if found.get("victim_full") or found.get("perpetrator_full"):
        said.append("a full name is the same")
    elif found.get("anybody"):
        said.append("a surname is the same")
    if found.get("name_in_words"):
        said.append("a name of one stands in the other's text")
    if found.get("named_not_there"):
        said.append("no name of one stands in the other")
    if found.get("same_age"):
        said.append("a victim's age is the same")
    if found.get("other_age"):
        said.append("their victims' ages differ")
    return "; ".join(said) or "they name different people"


def barred(a: Telling, b: Telling) -> bool:
    """Whether two tellings can never be of one incident by what they say, so that only a person may hold them to be one."""
    return apart(a, b)
