"""The evidence for and against a link in words: by what it is about, the weightiest first, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.languages import Phrase, joined_phrase, phrase, phrases
from onrecord.link.incidents import Telling
from onrecord.link.incidents_apart import apart
from onrecord.link.incidents_evidence import features, gap
from onrecord.link.incidents_model import Model, logistic

ABOUT = {
    "words": phrase("What they say"), "when": phrase("When"), "where": phrase("Where"), "how many": phrase("How many"),
    "who": phrase("Who"), "kind": phrase("What kind of harm"),
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
    for name, adds in model.steps(a, b):
        sums[_theme(name)] = sums.get(_theme(name), 0.0) + adds
    odds = model.constant + model.offset
    bars = [Bar(phrase("To begin with"), round(odds, 2), logistic(odds), phrase("any two tellings that are compared at all"))]
    for theme in sorted(sums, key=lambda t: (-abs(sums[t]), t)):
        odds += sums[theme]
        bars.append(Bar(ABOUT[theme], round(sums[theme], 2), logistic(odds), _why(theme, a, b, features(a, b, model.rarity))))
    return bars


def _why(theme: str, a: Telling, b: Telling, found: dict[str, float]) -> Phrase:
    said = {
        "words": _words, "when": _when, "where": _where, "how many": _how_many, "who": _who,
    }.get(theme)  # fmt: skip
    if said is not None:
        return said(a, b, found)
    one, other = (phrase(t.act.replace("_", " ")) for t in (a, b))
    return (
        phrase("both are %(act)s", act=one) if one == other else phrase("%(one)s here, %(other)s there", one=one, other=other)
    )


def _words(a: Telling, b: Telling, found: dict[str, float]) -> Phrase:
    said = [phrase("%(share)s %% of their words by weight are alike", share=round(100 * found.get("words", 0)))]
    if found.get("reprint", 0) >= 0.3:
        said.append(phrase("%(share)s %% of the shorter text stands in the other", share=round(100 * found["reprint"])))
    if found.get("title", 0) >= 0.3:
        said.append(phrase("their titles are alike"))
    return joined_phrase(said, "; ")


def _when(a: Telling, b: Telling, found: dict[str, float]) -> Phrase:
    said = []
    if a.days is None or b.days is None:
        said.append(phrase("one of them gives no whole date"))
    else:
        days = gap(a.days, b.days)
        said.append(phrases("%(days)s day apart", "%(days)s days apart", days, days=days) if days else phrase("the same day"))
    if a.published is not None and b.published is not None:
        days = abs(a.published - b.published)
        apart_by = phrases("published %(days)s day apart", "published %(days)s days apart", days, days=days)
        said.append(apart_by if days else phrase("published on one day"))
    if found.get("after_published"):
        said.append(phrase("one tells of a day after the other was published"))
    return joined_phrase(said, "; ")


def _where(a: Telling, b: Telling, found: dict[str, float]) -> Phrase:
    if not a.place or not b.place:
        if found.get("place_named"):
            return phrase("one of them gives no place; the other's place is named there")
        return phrase("one of them gives no place")
    if found.get("same_city"):
        return phrase("both in %(place)s", place=a.place["name"])
    names = {"one": a.place["name"], "other": b.place["name"]}
    if found.get("place_named"):
        return phrase("%(one)s and %(other)s; one names the other's place", **names)
    return phrase("%(one)s and %(other)s; neither names the other's place", **names)


def _how_many(a: Telling, b: Telling, found: dict[str, float]) -> Phrase:
    said = []
    if a.dead or b.dead:
        said.append(phrase("%(one)s and %(other)s dead", one=_number(a.dead), other=_number(b.dead)))
    if a.injured or b.injured:
        said.append(phrase("%(one)s and %(other)s injured", one=_number(a.injured), other=_number(b.injured)))
    return joined_phrase(said, "; ") if said else phrase("neither counts anybody")


def _number(count: tuple[int, int | None, int | None] | None) -> Phrase:
    if count is None:
        return phrase("no word of")
    return phrase(str(count[1])) if count[1] is not None else phrase("%(least)s or more", least=count[0])


def _who(a: Telling, b: Telling, found: dict[str, float]) -> Phrase:
    said = []
    if found.get("victim_full") or found.get("perpetrator_full"):
        said.append(phrase("a full name is the same"))
    elif found.get("anybody"):
        said.append(phrase("a surname is the same"))
    if found.get("name_in_words"):
        said.append(phrase("a name of one stands in the other's text"))
    if found.get("named_not_there"):
        said.append(phrase("no name of one stands in the other"))
    if found.get("same_age"):
        said.append(phrase("a victim's age is the same"))
    if found.get("other_age"):
        said.append(phrase("their victims' ages differ"))
    return joined_phrase(said, "; ") if said else phrase("they name different people")


def barred(a: Telling, b: Telling) -> bool:
    """Whether two tellings can never be of one incident by what they say, so that only a person may hold them to be one."""
    return apart(a, b)
