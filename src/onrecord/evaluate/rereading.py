"""Another reader on the judged reports: what it says in the places that people judged.

The reports are read again in memory. Its incidents and people are paired with the record's by the words that they share, one to
one; then, for each judged claim, what the reader says of the same thing is held against what people hold true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.claims import Rendition
from onrecord.evaluate.agreement import Agreement
from onrecord.evaluate.assignment import pairs
from onrecord.evaluate.judged import Judged, Verdict
from onrecord.evaluate.sameness import same_value
from onrecord.record.state import SINGLE, Json, State
from onrecord.record.writing import Writer


@dataclass(frozen=True, slots=True)
class Told:
    """A claim without a record: of what, which property, which value, in which words. Numbers are the reading's own."""

    subject: int
    property: str
    value: Any
    mentions: list[Json]


@dataclass(slots=True)
class Reading:
    """What a reader says of one report."""

    report: int
    incidents: list[int]
    claims: list[Told]


Scores = dict[str, Agreement]
"""By field: how many are right, how many were said where people judged, and how many people hold true."""


def reading_of(report: int, rendition: Rendition, said: Json) -> Reading:
    """The claims that the record would be given of a contract object: nothing is written."""
    entries: list[tuple[str, Json]] = []

    def keep(kind: str, payload: Json) -> int:
        entries.append((kind, payload))
        return -len(entries)  # never the number of an entry of the record

    Writer(keep, 0, report, rendition, {}).write(said)
    incidents = [-n for n, (kind, _) in enumerate(entries, start=1) if kind == "incident"]
    claims = [Told(p["subject"], p["property"], p["value"], p["mentions"]) for kind, p in entries if kind == "claim"]
    return Reading(report, incidents, claims)


def held_readings(state: State) -> dict[int, Reading]:
    """The claims that a record's readers made on each report, as they were read."""
    found: dict[int, list[Told]] = defaultdict(list)
    for kept in state.claims.values():
        if p := kept.payload:
            found[state.capture_of[p["reading"]]].append(Told(p["subject"], p["property"], p["value"], p["mentions"]))
    return {report: Reading(report, _subjects(claims, state), claims) for report, claims in found.items()}


def _subjects(claims: Iterable[Told], state: State) -> list[int]:
    return list(dict.fromkeys(c.subject for c in claims if c.subject in state.incidents))


# -- pairing things -------------------------------------------------------------------------------------------


def same_things(held: Reading, told: Reading) -> dict[int, int]:
    """The reading's incidents, people and report for those of the record, each paired one to one by the words they share."""
    found = {held.report: told.report}
    for words_of in (_incidents, _people):
        ours, theirs = words_of(held), words_of(told)
        table = [[_shared(a, b) for b in theirs.values()] for a in ours.values()]
        left, right = list(ours), list(theirs)
        found.update({left[r]: right[c] for r, c in pairs(table)})
    return found


Words = Mapping[int, set[tuple[str, int]]]


def _characters(mentions: Iterable[Json]) -> set[tuple[str, int]]:
    return {(m.get("in", "text"), at) for m in mentions for at in range(m["start"], m["end"])}


def _shared(a: set[tuple[str, int]], b: set[tuple[str, int]]) -> int:
    return len(a & b)


def _incidents(reading: Reading) -> Words:
    """The words of each incident: of its act, and of everything and everybody in it."""
    found: dict[int, set[tuple[str, int]]] = {n: set() for n in reading.incidents}
    for c in reading.claims:
        if c.subject in found:
            found[c.subject] |= _characters(c.mentions)
    return found


def _people(reading: Reading) -> Words:
    """The words of each victim: those that brought them in."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for c in reading.claims:
        if c.property == "victim":
            found[c.value["person"]] |= _characters(c.mentions)
    return found


# -- scoring --------------------------------------------------------------------------------------------------


def recorded(claims: Iterable[Judged]) -> Scores:
    """How the readers did who made the claims: each was said once, where it was judged."""
    found: dict[str, Agreement] = defaultdict(Agreement)
    for c in claims:
        found[c.property] += Agreement(int(c.verdict is Verdict.RIGHT), 1, int(c.verdict is not Verdict.REJECTED))
    return dict(found)


def scored(claims: Sequence[Judged], held: Reading, told: Reading) -> Scores:
    """How the reading does on the judged claims of one report.

    What it says where people hold something true is right or wrong. Where a claim was rejected, saying the same again is wrong,
    and saying something else is not judged. What it says elsewhere is not judged either.
    """
    same = same_things(held, told)
    found: dict[str, Agreement] = defaultdict(Agreement)
    for name in dict.fromkeys(c.property for c in claims):
        of_it = [c for c in claims if c.property == name]
        answers = _on_subjects(of_it, told, same) if name in SINGLE else _by_words(of_it, told, same)
        for c, answer in zip(of_it, answers, strict=True):
            found[name] += _agreement(c, answer, same)
    return dict(found)


def _agreement(c: Judged, answer: Told | None, same: Mapping[int, int]) -> Agreement:
    placed = answer is not None and same.get(c.subject) == answer.subject
    if c.verdict is Verdict.REJECTED:
        # Who rejects a person or a thing says that it has no such part; who rejects another value, that it is not that one.
        again = (
            placed and answer is not None and (c.property not in SINGLE or same_value(c.property, c.value, answer.value, same))
        )
        return Agreement(0, int(again), 0)
    if answer is None:
        return Agreement(0, 0, 1)
    return Agreement(int(placed and same_value(c.property, c.truth, answer.value, same)), 1, 1)


def _on_subjects(claims: Sequence[Judged], told: Reading, same: Mapping[int, int]) -> list[Told | None]:
    """For each claim on what a thing has one of, what the reading says of that thing."""
    said = {(c.subject, c.property): c for c in told.claims}
    return [said.get((same[c.subject], c.property)) if c.subject in same else None for c in claims]


def _by_words(claims: Sequence[Judged], told: Reading, same: Mapping[int, int]) -> list[Told | None]:
    """For each claim on what a thing may have several of, the reading's of the same words; each answers one claim.

    Among those that share words, the one in the same incident and with the same value comes first.
    """
    said = [c for c in told.claims if c.property == claims[0].property]

    def worth(mine: Judged, theirs: Told) -> int:
        shared = _shared(_characters(mine.mentions), _characters(theirs.mentions))
        if not shared:
            return 0
        fits = same.get(mine.subject) == theirs.subject
        value = mine.value if mine.truth is None else mine.truth
        return shared + _FIRST * (2 * fits + same_value(mine.property, value, theirs.value, same))

    answers: list[Told | None] = [None] * len(claims)
    for row, column in pairs([[worth(mine, theirs) for theirs in said] for mine in claims]):
        answers[row] = said[column]
    return answers


_FIRST = 1_000_000
"""More than the characters that two mentions share."""
