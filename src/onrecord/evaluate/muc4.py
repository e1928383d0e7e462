"""Incidents measured as MUC-4 has them: role fillers, deaths, incident types, and whole incidents.

An entity is judged by its first mention, strictly: its words, without case, punctuation and articles, must be one of the gold
entity's own (CEAF-REE of Du, Rush and Cardie 2021). A victim fills a role by name only, as in the gold.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from onrecord.evaluate.agreement import Agreement
from onrecord.evaluate.assignment import greatest, pairs
from onrecord.evaluate.lines import Part

ROLES = {
    "PerpInd": "perp_individual", "PerpOrg": "perp_organization", "Target": "phys_target", "Victim": "hum_name",
    "Weapon": "instrument_id",
}  # fmt: skip
"""Each role and the slot of a gold template that holds it."""
TYPE_OF = {
    **dict.fromkeys(("killing", "attack", "assault", "injury", "death", "execution", "massacre"), "attack"),
    "bombing": "bombing", "kidnapping": "kidnapping", "abduction": "kidnapping", "arson": "arson", "robbery": "robbery",
    "forced_work_stoppage": "forced work stoppage", "forced work stoppage": "forced work stoppage",
}  # fmt: skip
"""The incident type that MUC-4 has for an act; other acts it does not code, and they are left aside."""
MEASURES = (*ROLES, "roles", "deaths", "types", "incidents")
MAIN = "roles"
HOLDS = "a line of gold in the format of MUC-4 holds docid, text, roles and templates"
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)

Fillers = Mapping[str, tuple[str, ...]]
"""What one side says fills each role."""
Entities = Mapping[str, tuple[frozenset[str], ...]]
"""The gold's entities by role, each with all the words that name it."""


@dataclass(frozen=True, slots=True)
class Death:
    """Somebody who died, by all their names, and how many they are; None where it is only said that they are several."""

    names: frozenset[str]
    number: int | None


@dataclass(frozen=True, slots=True)
class Gold:
    """A document's truth."""

    roles: Entities
    incidents: tuple[tuple[str, Entities], ...]
    deaths: tuple[Death, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader says of a document. `incidents` are those of a type that MUC-4 codes."""

    roles: Fillers
    incidents: tuple[tuple[str, Fillers], ...]
    deaths: tuple[Death, ...]
    sure: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """How sure the reader is of a role's filler, where it says so: that of the entity, else of its incident."""


NOTHING = Said(dict.fromkeys(ROLES, ()), (), ())


def plain(words: str) -> str:
    """The words as they are compared: lower case, without punctuation, articles and doubled blanks."""
    return " ".join(_ARTICLES.sub(" ", words.lower().translate(_NO_PUNCTUATION)).split())


# -- scoring --------------------------------------------------------------------------------------------------


def score(gold: Gold, said: Said) -> dict[str, Agreement]:
    """The agreement by each measure. "roles" is all five roles together."""
    found = {r: Agreement(_filled(said.roles[r], gold.roles[r]), len(said.roles[r]), len(gold.roles[r])) for r in ROLES}
    found["roles"] = sum(found.values(), Agreement())
    same = greatest(said.deaths, gold.deaths, lambda mine, theirs: int(_same_death(mine, theirs)))
    found["deaths"] = Agreement(same, len(said.deaths), len(gold.deaths))
    mine, theirs = Counter(t for t, _ in said.incidents), Counter(t for t, _ in gold.incidents)
    found["types"] = Agreement((mine & theirs).total(), mine.total(), theirs.total())
    found["incidents"] = Agreement(
        greatest(said.incidents, gold.incidents, lambda a, b: agreeing(a[0], a[1], b[0], b[1])),
        sum(1 + sum(map(len, roles.values())) for _, roles in said.incidents),
        sum(1 + sum(map(len, roles.values())) for _, roles in gold.incidents),
    )
    return found


def _filled(said: tuple[str, ...], gold: tuple[frozenset[str], ...]) -> int:
    return greatest(said, gold, lambda words, entity: int(words in entity))


def sure(gold: Gold, said: Said) -> list[tuple[str, float, bool]]:
    """Each filler of which the reader says how sure it is: its role, the confidence, and whether it is right as roles are scored."""
    found = []
    for r in ROLES:
        table = [[int(words in entity) for entity in gold.roles[r]] for words in said.roles[r]]
        right = {row for row, _ in pairs(table)}
        for row, words in enumerate(said.roles[r]):
            if (r, words) in said.sure:
                found.append((r, said.sure[r, words], row in right))
    return found


def agreeing(type_said: str, said: Fillers, type_gold: str, gold: Entities) -> int:
    """The fills on which two incidents agree, their type among them; none where the types differ."""
    return 1 + sum(_filled(said[r], gold[r]) for r in ROLES) if type_said == type_gold else 0


def _same_death(said: Death, gold: Death) -> bool:
    if not said.names & gold.names:
        return False
    return said.number == gold.number if gold.number is not None else said.number is None or said.number >= 2


# -- the gold -------------------------------------------------------------------------------------------------


def read_gold(line: Part) -> Gold:
    """A line of gold. BadInput where a field of it is missing or of another kind."""
    roles = line.part("roles")
    entities = {r: _entities(roles, r) for r in ROLES}
    incidents, deaths = [], []
    for template in line.parts("templates"):
        slots = {s: _fills(template, s) for s in ("type", *ROLES.values(), "hum_description", "hum_effect", "hum_number")}
        if slots["type"]:
            kind = slots["type"][0].values[0].lower().split(" / ")[0]
            held = {r: tuple(frozenset(map(plain, f.values)) for f in slots[s]) for r, s in ROLES.items()}
            incidents.append((kind, held))
        deaths += _dead(slots)
    return Gold(entities, tuple(incidents), _each_once(deaths))


@dataclass(frozen=True, slots=True)
class _Fill:
    """A fill of a slot: its alternatives, and the words of whatever it is said of."""

    values: tuple[str, ...]
    refs: tuple[str, ...]


def _entities(roles: Part, role: str) -> tuple[frozenset[str], ...]:
    found = roles.get(role, list, "a list of entities")
    for n, words in enumerate(found):
        if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
            roles.refuse(f"{role}[{n}]", "must be a list of strings, an entity's mentions")
    return tuple(frozenset(map(plain, words)) for words in found)


def _fills(template: Part, slot: str) -> list[_Fill]:
    found = []
    for n, fill in enumerate(template.parts(slot)):
        values = fill.strings("values")
        if not values:
            template.refuse(f"{slot}[{n}].values", "must hold a value")
        found.append(_Fill(tuple(values), tuple(fill.strings("refs", optional=True))))
    return found


def _dead(slots: Mapping[str, list[_Fill]]) -> list[Death]:
    """The people of a template on whom the effect is death. A description of somebody named is one more name of theirs."""
    people = [set(f.values) for f in slots["hum_name"]]
    for f in slots["hum_description"]:
        named = next((p for p in people if p & set(f.refs)), None)
        if named is None:
            people.append(set(f.values))
        else:
            named |= set(f.values)
    found = []
    for person in people:
        if any("DEATH" in f.values and person & set(f.refs) for f in slots["hum_effect"]):
            numbers = [_number(f.values[0]) for f in slots["hum_number"] if person & set(f.refs)]
            found.append(Death(frozenset(map(plain, person)), numbers[0] if numbers else None))
    return found


def _number(value: str) -> int | None:
    found = re.fullmatch(r"\W*(\d+)", value)
    return int(found[1]) if found else None


def _each_once(deaths: list[Death]) -> tuple[Death, ...]:
    """Whoever shares a name with somebody before is told of again, in another incident."""
    kept: list[Death] = []
    for d in deaths:
        if not any(d.names & k.names for k in kept):
            kept.append(d)
    return tuple(kept)


# -- what a reader says ---------------------------------------------------------------------------------------


def read_said(line: Part, gold: Part) -> Said:
    """An object of the contract. BadInput where a field of it is missing or of another kind."""
    all_roles: dict[str, list[str]] = {r: [] for r in ROLES}
    incidents, deaths = [], []
    confidences: dict[tuple[str, str], float] = {}
    for incident in line.parts("incidents"):
        fillers, confident = _fillers(incident)
        for key, confidence in confident.items():
            confidences.setdefault(key, confidence)
        for r in ROLES:
            all_roles[r] += fillers[r]
        act = incident.get("act", str, "a code", optional=True)
        if act in TYPE_OF:
            incidents.append((TYPE_OF[act], fillers))
        if incident.get("modality", str, "a code", optional=True) in (None, "stated", "alleged"):
            deaths += _said_dead(incident)
    return Said({r: _once(words) for r, words in all_roles.items()}, tuple(incidents), _each_once(deaths), confidences)


def _fillers(incident: Part) -> tuple[Fillers, dict[tuple[str, str], float]]:
    """What fills each role, and how sure the reader is of it where it says so."""
    found: dict[str, list[str]] = {r: [] for r in ROLES}
    confidences: dict[tuple[str, str], float] = {}
    whole = incident.share("confidence")
    for role, entity, words in _entities_said(incident):
        if words:
            found[role].append(words)
            own = entity.share("confidence")
            confidence = whole if own is None else own
            if confidence is not None:
                confidences.setdefault((role, words), confidence)
    return {r: _once(words) for r, words in found.items()}, confidences


def _entities_said(incident: Part) -> Iterator[tuple[str, Part, str | None]]:
    """Each entity of an incident with its role and the words that it is judged by."""
    for p in incident.parts("perpetrators"):
        kind = p.get("kind", str, "a code", optional=True)
        yield "PerpOrg" if kind == "organisation" else "PerpInd", p, _first(p)
    for role, part in (("Target", "targets"), ("Weapon", "means")):
        for thing in incident.parts(part):
            yield role, thing, _first(thing)
    for v in incident.parts("victims"):
        names = v.strings("names", optional=True)
        yield "Victim", v, plain(names[0]) if names else None


def _first(entity: Part) -> str | None:
    """The first mention's words; where there is no mention, the first name; None where there is neither."""
    mention = next(entity.parts("mentions"), None)
    if mention is not None:
        return plain(mention.text("text"))
    return next((plain(n) for n in entity.strings("names", optional=True)), None)


def _once(words: list[str | None] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in words if w))


def _said_dead(incident: Part) -> list[Death]:
    found = []
    for v in incident.parts("victims"):
        if v.get("outcome", str, "a code", optional=True) != "death":
            continue
        names = frozenset(n for n in chain([_first(v)], map(plain, v.strings("names", optional=True))) if n)
        if names:
            count = v.part("count")
            best = count.get("best", int, "a whole number", optional=True)
            found.append(Death(names, best if best is not None else count.get("min", int, "a whole number", optional=True)))
    return found
