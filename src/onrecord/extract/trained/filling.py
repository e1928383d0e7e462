"""What the model's entities are in the contract, with what the rules know of the same words: numbers, ages, dates, places, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from onrecord.claims import Modality
from onrecord.extract.draft import Draft
from onrecord.extract.lexicon import MEANS
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Reading
from onrecord.extract.rules import Words, dated, placed, vouching
from onrecord.extract.trained.decoding import ACTS, Entity, Settings, count_of, outcome
from onrecord.extract.trained.evidence import Evidence, Place, overlap
from onrecord.extract.trained.pairs import span_form
from onrecord.extract.when import date_of
from onrecord.extract.where import place_of

__all__ = ["Filling"]

Json = dict[str, Any]

_MOST_MENTIONS: Final = 6
_ARTICLE: Final = re.compile(r"\b(?:the|an?)\s\Z", re.IGNORECASE)
_GRAVE: Final = ("death", "injury")
_EXPLOSIVE: Final = ("explosiv", "dynamit", "bomb", "charge", "device", "tnt")
_FIREARM: Final = ("gun", "rifle", "pistol", "weapon", "bullet", "carbine", "revolver", "caliber", "shot", "uzi")


class Filling:
    """Makes the parts of incidents, each id once."""

    def __init__(self, r: Reading, held: Words, evidence: Evidence, ruled: list[Json], settings: Settings) -> None:
        self._r, self._held, self._evidence, self._settings = r, held, evidence, settings
        self._words = list(evidence.words)
        self._incidents = max((int(i["id"][1:]) for i in ruled), default=0)
        self._victims = max((int(v["id"][1:]) for i in ruled for v in i["victims"]), default=0)

    def places(self, thing: Json) -> list[Place]:
        """Where the mentions of a part of an incident stand in the text as it was read."""
        return [self._held.where(m) for m in thing["mentions"]]

    def _mention(self, place: Place) -> Json:
        return self._held.mention(*place).to_json()

    def mentions(self, entity: Entity) -> list[Json]:
        """An entity's mentions, the likeliest first, each wording once."""
        found, seen = [], set()
        for row in entity.rows:
            form = span_form(self._words, self._evidence.scores.spans[row])
            if form not in seen:
                seen.add(form)
                found.append(self._mention(self._with_article(*self._evidence.place(row))))
        return found[:_MOST_MENTIONS]

    def _with_article(self, start: int, end: int) -> Place:
        """A place with the article right before it: the model's spans never begin with one."""
        article = _ARTICLE.search(self._r.text, max(0, start - 4), start)
        return (article.start() if article else start), end

    def phrases(self, entity: Entity) -> list[Phrase]:
        """The rules' phrases that share letters with an entity, in its order."""
        found: list[Phrase] = []
        for place in self._evidence.places(entity):
            here = self._r.phrases[self._r.sentence_of(place[0])]
            found += [p for p in here if overlap([(p.start, p.end)], [place])]
        return found

    def incident(self, kind: str, members: Sequence[Entity]) -> Json:
        """An incident that the rules do not have, without what fills it: when, where and who vouches by the sentences of its words."""
        told = sorted({self._r.sentence_of(place[0]) for e in members for place in self._evidence.places(e)})
        draft = Draft(ACTS.get(kind, kind), "harm", Modality.STATED, "model")
        draft.events = [e for e in self._r.events if e.sentence in told and e.trigger.kind == "harm"]
        self._incidents += 1
        return {
            "id": f"i{self._incidents}", "class": "harm", "act": draft.act, "modality": "stated",
            "date": dated(self._held, date_of(self._r, draft, told)), "place": placed(self._held, place_of(self._r, draft, told)),
            "means": [], "victims": [], "perpetrators": [], "others": [], "targets": [], "relations": [],
            "according_to": vouching(self._r, self._held, draft, told),
        }  # fmt: skip

    def thing(self, part: str, entity: Entity, same: list[Json]) -> Json | None:
        """A doer, a target or a means, with what the rules say of the same words; None for a weapon of no kind that the codes know."""
        mentions = _joined(self.mentions(entity), same)
        sure = {"confidence": round(self._evidence.of(entity), 4)}
        if part == "targets":
            return {"mentions": mentions}
        if part == "means":
            kind = same[0]["type"] if same else _means_of(mentions)
            return {"type": kind, "mentions": mentions} if kind else None
        ruled = same[0] if same else None
        phrases = self.phrases(entity)
        several = any(p.plural or (p.best or 1) > 1 for p in phrases[:1])
        kind = "organisation" if entity.role == "PerpOrg" else "group" if several else "person"
        return {
            "kind": kind, "names": ruled["names"] if ruled else self._names(phrases), "mentions": mentions,
            "involvement": ruled["involvement"] if ruled else "carried_out",
            "status": ruled["status"] if ruled else self._status(entity), **sure,
        }  # fmt: skip

    def _name(self, entity: Entity) -> str:
        return self._r.text[slice(*self._evidence.places(entity)[0])]

    def _names(self, phrases: list[Phrase]) -> list[str]:
        return list(dict.fromkeys(self._r.text[s.start : s.end] for p in phrases[:1] for s in p.names))

    def _status(self, entity: Entity) -> str:
        of = self._evidence.scores.of
        said = {
            "suspected": ("perp_confidence:SUSPECTED OR ACCUSED", "perp_confidence:POSSIBLE"),
            "accused": ("perp_confidence:SUSPECTED OR ACCUSED BY AUTHORITIES",),
            "claimed": ("perp_confidence:CLAIMED OR ADMITTED",),
            "stated": ("perp_confidence:REPORTED AS FACT",),
        }
        chances = {
            s: max((float(entity.labels[of.column(x)]) for x in names if of.has(x)), default=0.0) for s, names in said.items()
        }
        return max(chances, key=lambda s: (chances[s], s == "stated"))

    def victim(self, entity: Entity, incident: Json) -> Json:
        """A victim whom the rules do not have."""
        phrases = self.phrases(entity)
        count = count_of(entity, self._evidence.scores, self._r.text, self._words)
        mentions, end = self.mentions(entity), self._outcome(entity, incident)
        self._victims += 1
        return {
            "id": f"v{self._victims}", "kind": "person" if count["best"] == 1 else "group",
            "names": [self._name(entity)] if entity.role == "Victim" else [], "mentions": mentions, "outcome": end,
            "cause": "direct" if end == "death" else "not_said", "modality": incident["modality"], "count": count,
            "status": next((p.status for p in phrases if p.status != "unknown"), "unknown"),
            "age": next((p.age for p in phrases if p.age is not None), None) if count["best"] == 1 else None,
            "sex": next((p.sex for p in phrases if p.sex is not None), None), "part_of": None,
        }  # fmt: skip

    def _outcome(self, entity: Entity, incident: Json) -> str:
        said = outcome(entity.labels, self._evidence.scores.of, self._settings)
        return "abduction" if said == "unknown" and incident["act"] == "abduction" else said

    def describe(self, victim: Json) -> None:
        """Gives one person the age and the sex that stand beside their mentions, where the victim has none."""
        if victim["count"]["best"] != 1:
            return
        for place in self.places(victim):
            for p in self._r.phrases[self._r.sentence_of(place[0])]:
                if not p.plural and overlap([(p.start, p.end)], [place]):
                    victim["age"] = victim["age"] if victim["age"] is not None else p.age
                    victim["sex"] = victim["sex"] or p.sex

    def tell_again(self, victim: Json, entity: Entity, first: bool) -> None:
        """Gives a victim of the rules the model's mentions, its name, and an outcome where none was known.

        The model's mentions come first, or only those follow that stand in none of the rules'.
        """
        mentions = self.mentions(entity)
        if entity.role == "Victim" and not victim["names"] and victim["count"]["best"] == 1:
            victim["names"] = [self._name(entity)]
        if first and (not victim["names"] or entity.role == "Victim"):
            victim["mentions"] = _joined(mentions, [victim])
        elif not first:
            mine = self.places(victim)
            others = [m for m in mentions if not _inside(self._held.where(m), mine)]
            victim["mentions"] = [*victim["mentions"], *others]
        end = outcome(entity.labels, self._evidence.scores.of, self._settings)
        if end in _GRAVE and victim["outcome"] == "unknown":
            victim["outcome"] = end

    def settle(self, incident: Json, kind: str) -> None:
        """The act by the type that the model tells of, and of an attack by the gravest outcome in it."""
        act = ACTS.get(kind, kind)
        if act == "attack":
            dead = any(v["outcome"] == "death" for v in incident["victims"])
            act = (
                incident["act"]
                if incident["act"] in ("torture", "sexual_violence") and not dead
                else "killing"
                if dead
                else "assault"
            )
        elif act == "abduction" and incident["act"] in ("detention", "disappearance"):
            act = incident["act"]
        incident["act"] = act


def _inside(place: Place, others: Sequence[Place]) -> bool:
    """Whether words are part of any of the others."""
    return any(a <= place[0] and place[1] <= b for a, b in others)


def _joined(mentions: list[Json], same: list[Json]) -> list[Json]:
    """Mentions, then those of the same things that are not among them."""
    found = list(mentions)
    for m in [m for x in same for m in x["mentions"]]:
        if m not in found:
            found.append(m)
    return found


def _means_of(mentions: list[Json]) -> str | None:
    """The code of a weapon by its words."""
    words = [m["text"].lower() for m in mentions]
    for code, pattern in MEANS:
        if any(pattern.search(w) for w in words):
            return code
    for code, parts in (("bomb", _EXPLOSIVE), ("firearm", _FIREARM)):
        if any(part in w for w in words for part in parts):
            return code
    return None
