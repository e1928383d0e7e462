"""From probabilities to incidents in the contract's shape. Pure: needs no network and no file.

A document's heads say how many incidents of each type it tells of; its spans above a role's threshold are merged into
entities; each entity goes to the incidents that it is likeliest to belong to.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.clusters import agglomerate
from onrecord.extract.trained.counts import count_beside
from onrecord.extract.trained.labels import DESCRIPTION, Labels
from onrecord.extract.trained.pairs import span_form
from onrecord.extract.trained.scores import Scores, Span
from onrecord.extract.trained.words import Word

ACTS = {"kidnapping": "abduction", "forced work stoppage": "forced_work_stoppage"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What is tuned on held-out documents. Thresholds are probabilities."""

    roles: tuple[float, ...] = (0.4, 0.4, 0.4, 0.4, 0.4, 0.4)  # in the order of the model's roles
    gate: float = 0.2  # below this chance of any incident nothing is read
    gate_pull: float = 0.3  # how far a document's doubt lowers its spans: the power of its chance of an incident
    by_spans: float = 0.3  # how much the likeliest span counts in a document's chances, beside the document head
    merge: float = 0.5  # two strings are one entity from here on
    described: float = 0.5  # a named and a described victim are one person from here on
    first: float = 0.5  # a type has an incident from here on
    more: float = 0.5  # a type has one more incident from here on
    share: float = 0.5  # an entity belongs to a type that has this share of its best type's chance
    outcome: float = 0.5  # an outcome holds from here on


@dataclass(frozen=True, slots=True)
class Entity:
    """Mentions that name one filler of a role, the likeliest first, and the probabilities of its labels."""

    role: str
    rows: tuple[int, ...]
    labels: NDArray[np.float32]


def decode(scores: Scores, text: str, words: list[Word], settings: Settings) -> dict[str, Any]:
    """One contract object: the report's id and its incidents."""
    found = [
        _incident(number, kind, members, scores, text, words, settings)
        for number, (kind, members) in enumerate(told(scores, words, settings))
    ]
    return {"report": {"id": scores.docid}, "incidents": found}


def told(scores: Scores, words: list[Word], settings: Settings) -> list[tuple[str, list[Entity]]]:
    """The type and the entities of each incident that a document is likely to tell of."""
    if incident_chance(scores, settings) < settings.gate:
        return []
    return incidents(scores, entities(scores, words, settings), settings)


def entities(scores: Scores, words: list[Word], settings: Settings) -> list[Entity]:
    """All entities of a document; a described victim that is a named one is folded into it."""
    pull = incident_chance(scores, settings) ** settings.gate_pull
    found: list[Entity] = []
    for r, role in enumerate(scores.of.roles):
        rows = _accepted(scores.spans, scores.labels[:, r] * pull if len(scores.spans) else np.zeros(0), settings.roles[r])
        for group in _merged(rows, scores, words, settings.merge):
            ordered = tuple(sorted(group, key=lambda i: -float(scores.labels[i, r])))
            found.append(Entity(role, ordered, scores.labels[list(ordered)].max(axis=0)))
    return _folded(found, scores, settings)


def _accepted(spans: list[Span], chances: NDArray[np.floating[Any]], threshold: float) -> list[int]:
    """Rows at or above the threshold, the likelier of any two that overlap."""
    kept: list[int] = []
    for i in np.argsort(-chances, kind="stable"):
        if chances[i] < threshold:
            break
        a, b = spans[i]
        if all(b < spans[k][0] or a > spans[k][1] for k in kept):
            kept.append(int(i))
    return sorted(kept)


def _merged(rows: list[int], scores: Scores, words: list[Word], threshold: float) -> list[list[int]]:
    """Rows in groups of one entity: the same words always, others by the pair head."""
    n = len(rows)
    likeness = np.zeros((n, n))
    forms = [span_form(words, scores.spans[i]) for i in rows]
    for a in range(n):
        for b in range(n):
            likeness[a, b] = 1.0 if forms[a] == forms[b] else _both_ways(scores.same_entity, rows[a], rows[b])
    return [[rows[i] for i in group] for group in agglomerate(likeness, threshold)]


def _both_ways(chances: NDArray[np.float32], i: int, j: int) -> float:
    return float(chances[i, j] + chances[j, i]) / 2


def _folded(found: list[Entity], scores: Scores, settings: Settings) -> list[Entity]:
    """Described victims that are surely a named one are added to it as further mentions."""
    named = [e for e in found if e.role == "Victim"]
    others = [e for e in found if e.role != "Victim"]
    kept: list[Entity] = []
    for entity in others:
        best, at = 0.0, -1
        if entity.role == DESCRIPTION:
            for n, person in enumerate(named):
                alike = max(_both_ways(scores.same_entity, i, j) for i in entity.rows for j in person.rows)
                if alike > best:
                    best, at = alike, n
        if at >= 0 and best >= settings.described:
            person = named[at]
            labels = np.maximum(person.labels, entity.labels)
            named[at] = Entity("Victim", person.rows + tuple(r for r in entity.rows if r not in person.rows), labels)
        else:
            kept.append(entity)
    taken = {r for e in named for r in e.rows}
    return named + [e for e in kept if e.role != DESCRIPTION or not set(e.rows) <= taken]


def incident_chance(scores: Scores, settings: Settings) -> float:
    """How likely a document is to tell of any incident."""
    likeliest = float(scores.labels[:, : len(scores.of.roles)].max(initial=0.0))
    column = scores.of.asked("incident")
    return _mixed(float(scores.document[column]) if column is not None else likeliest, likeliest, settings)


def type_chances(scores: Scores, settings: Settings) -> NDArray[np.float64]:
    """How likely a document is to tell of one, two, three incidents of each of its types: types by steps."""
    steps = np.array([scores.document[scores.of.steps(kind)] for kind in scores.of.types], dtype=np.float64)
    for t, kind in enumerate(scores.of.types):
        likeliest = float(scores.labels[:, scores.of.column(f"type:{kind}")].max(initial=0.0))
        steps[t, 0] = _mixed(steps[t, 0], likeliest, settings)
    return steps


def _mixed(by_document: float, by_span: float, settings: Settings) -> float:
    return (1 - settings.by_spans) * by_document + settings.by_spans * by_span


def type_counts(chances: NDArray[np.float64], types: Sequence[str], settings: Settings) -> dict[str, int]:
    """How many incidents of each type a document tells of: steps are taken in order until one fails."""
    counts = {}
    for kind, steps in zip(types, chances, strict=True):
        count = 0
        for n, chance in enumerate(steps):
            if chance < (settings.first if n == 0 else settings.more):
                break
            count = n + 1
        if count:
            counts[kind] = count
    return counts


def incidents(scores: Scores, people: list[Entity], settings: Settings) -> list[tuple[str, list[Entity]]]:
    """The document's incidents: the type of each and the entities in it. Every entity is in at least one."""
    chances_of = type_chances(scores, settings)
    counts = type_counts(chances_of, scores.of.types, settings)
    if not counts:
        if not people:
            return []
        counts = {scores.of.types[int(np.argmax(chances_of[:, 0]))]: 1}
    kinds = list(counts)
    columns = [scores.of.column(f"type:{k}") for k in kinds]
    belongs: dict[str, list[Entity]] = {k: [] for k in kinds}
    for entity in people:
        chances = entity.labels[columns]
        for kind, chance in zip(kinds, chances, strict=True):
            if chance >= settings.share * float(chances.max()):
                belongs[kind].append(entity)
    return [(kind, part) for kind in kinds for part in split(belongs[kind], counts[kind], scores)]


def split(members: list[Entity], count: int, scores: Scores) -> list[list[Entity]]:
    """Entities of one type shared out among `count` incidents: victims and targets are grouped, the rest follow them."""
    core = [e for e in members if e.role in ("Victim", DESCRIPTION, "Target")]
    rest = [e for e in members if e not in core]
    if count == 1 or len(core) < 2:
        return [members, *([[]] * (count - 1))]
    near = np.array([[_together(a, b, scores) for b in core] for a in core])
    groups = agglomerate(near, 0.0, most=count)
    parts = [[core[i] for i in group] for group in groups]
    for entity in rest:
        chances = [float(np.mean([_together(entity, e, scores) for e in part])) for part in parts]
        for n, chance in enumerate(chances):
            if chance >= 0.5 or n == int(np.argmax(chances)):
                parts[n] = [*parts[n], entity]
    return parts + [[] for _ in range(count - len(parts))]


def _together(a: Entity, b: Entity, scores: Scores) -> float:
    return max(_both_ways(scores.same_incident, i, j) for i in a.rows for j in b.rows)


def _incident(
    number: int, kind: str, members: list[Entity], scores: Scores, text: str, words: list[Word], settings: Settings
) -> dict[str, Any]:
    def mentions(entity: Entity) -> list[dict[str, Any]]:
        found, seen = [], set()
        for row in entity.rows:
            a, b = scores.spans[row]
            form = span_form(words, (a, b))
            if form not in seen:
                seen.add(form)
                start, end = words[a].start, words[b].end
                found.append({"text": text[start:end], "start": start, "end": end})
        return found

    out: dict[str, Any] = {
        "id": f"i{number + 1}",
        "class": "harm",
        "act": ACTS.get(kind, kind),
        "modality": "stated",
        "victims": [],
        "perpetrators": [],
        "targets": [],
        "means": [],
    }
    for entity in members:
        said = mentions(entity)
        if entity.role == "PerpOrg":
            out["perpetrators"].append({"kind": "organisation", "mentions": said})
        elif entity.role == "PerpInd":
            out["perpetrators"].append({"kind": "person", "mentions": said})
        elif entity.role in ("Target", "Weapon"):
            out["targets" if entity.role == "Target" else "means"].append({"mentions": said})
        else:
            out["victims"].append(_victim(entity, said, scores, text, words, settings))
    return out


def count_of(entity: Entity, scores: Scores, text: str, words: list[Word]) -> dict[str, int | None]:
    """How many a victim's words speak of: one; where several are likelier, the number beside a mention, else two or more."""
    one = float(entity.labels[scores.of.column("number:one")])
    several = float(entity.labels[scores.of.column("number:several")])
    if several <= one:
        return {"min": 1, "best": 1, "max": 1}
    spans = [scores.spans[r] for r in entity.rows]
    stated = next((c for c in (count_beside(text, words, s) for s in spans) if c is not None), None)
    return {"min": 2, "best": None, "max": None} if stated is None else stated.to_json()


def _victim(
    entity: Entity, said: list[dict[str, Any]], scores: Scores, text: str, words: list[Word], settings: Settings
) -> dict[str, Any]:
    count = count_of(entity, scores, text, words)
    named = entity.role == "Victim"
    victim: dict[str, Any] = {
        "kind": "person" if count["best"] == 1 else "group",
        "names": [said[0]] if named else [],
        "mentions": said,
        "outcome": outcome(entity.labels, scores.of, settings),
        "count": count,
    }
    return victim


def outcome(labels: NDArray[np.float32], of: Labels, settings: Settings) -> str:
    """The gravest outcome that holds."""
    for name in ("death", "injury"):
        if labels[of.column(f"outcome:{name}")] >= settings.outcome:
            return name
    return "unknown"


def with_role(settings: Settings, role: int, threshold: float) -> Settings:
    """The settings with another threshold for one role."""
    roles = list(settings.roles)
    roles[role] = threshold
    return dataclasses.replace(settings, roles=tuple(roles))
