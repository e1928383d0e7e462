"""How sure the record's claims are: as their readers said, and from enough judgements on, recalibrated on the record's own.

Computed with the view and never written: a claim keeps the confidence that its reader gave. Only judgements that the state holds are
used, so that a record as it was known on a day shows the confidences of that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onrecord.calibration import Fitted, Trial, apply, expected_error, fitted, reliability
from onrecord.calibration.fitting import log_loss
from onrecord.languages import Phrase, joined_phrase, phrase, phrases
from onrecord.record.actors import is_program
from onrecord.record.state import Json, State, stamp

ENOUGH = 300
"""Judged claims of one reader's version from which its confidences are recalibrated on them."""
STEP = 50
"""Judgements after which they are recalibrated anew: so the figures stay for a while, and a judgement costs no fitting. Of many, a
tenth as many as they rest on: fifty more would hardly move a map that rests on thousands."""
ENOUGH_OF_A_FIELD = 100
"""Judged claims of one field from which it may have a map of its own, where that foretells unseen reports better."""
_THERE = frozenset({"act", "victim", "perpetrator", "other", "target"})
"""Fields whose confidence says that there is such a thing: who amends one corrects a part of it and says that it is there."""


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure a claim is: `read` as its reader said, `calibrated` on the record's judgements, None until there are enough."""

    read: float
    calibrated: float | None

    @property
    def shown(self) -> float:
        return self.read if self.calibrated is None else self.calibrated

    def to_json(self) -> Json:
        return {"confidence": self.read, "calibrated_confidence": self.calibrated}


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged claim that carries a confidence, as a trial of it."""

    number: int
    property: str
    trial: Trial
    judgement: int


@dataclass(frozen=True, slots=True)
class Recalibration:
    """One reader's maps, and the judged claims that they rest on, in the order of the judgements. `held_out` is what each judged claim gets from maps that never saw its report."""

    judged: tuple[Judged, ...]
    whole: Fitted
    fields: dict[str, Fitted]
    held_out: tuple[float, ...]
    errors: tuple[float | None, float | None]
    """The expected error of the confidences as read, and on reports that the maps have not seen."""

    def apply(self, name: str, raw: float) -> float:
        by = self.fields.get(name, self.whole).by
        return round(apply(by, raw), 4)  # the last digits of exp and log differ between machines


def came_out(state: State, claim: int) -> bool | None:
    """Whether a claim turned out right, as far as its confidence is concerned; None where nobody judged it.

    Accepted is right, rejected wrong. Amended is wrong where the value is the claim (a count, a date, an outcome …); where the
    claim says that a person or thing is there, an amendment of a part says so too, save of an act that becomes another class.
    """
    verdict, payload = state.verdict(claim), state.claims[claim].payload
    if verdict is None or payload is None:
        return None
    if verdict["decision"] != "amend":
        return bool(verdict["decision"] == "accept")
    read, said = payload["value"], state.value(claim)
    if said == read:
        return True
    if payload["property"] == "act":
        return bool(said["class"] == read["class"])
    return payload["property"] in _THERE


def used_of(judged: int) -> int:
    """On how many of a reader's judged claims maps rest: 0 until there are enough, then step by step."""
    used = 0
    while (more := used + max(STEP, used // 10 // STEP * STEP) if used else max(ENOUGH, STEP)) <= judged:
        used = more
    return used


def _claim_under(state: State, number: int) -> int:
    """The claim that a judgement or an undo is about in the end; whatever else it is about, where it is no claim."""
    while number in state.about:
        number = state.about[number]
    return number


class Confidences:
    """The confidences of one state's claims. Maps are fitted when a confidence is first asked for.

    They rest on the first judged claims, as many as `used` says; those judged after the last step wait for the next.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._judged: dict[str, list[Judged]] | None = None
        self._by_reader: dict[str, Recalibration | None] = {}
        self._said: dict[str, dict[str, Any]] = {}
        self._held_back: Confidences | None = None

    def of(self, claim: int) -> Sure | None:
        """How sure a claim is; None where it carries no confidence, or was forgotten."""
        kept = self._state.claims[claim]
        if kept.payload is None or kept.payload["confidence"] is None:
            return None
        read = kept.payload["confidence"]
        by = self.recalibration(kept.actor)
        return Sure(read, by.apply(kept.payload["property"], read) if by is not None else None)

    def doubtful(self, claim: int) -> bool:
        """Whether a claim is under the record's threshold and nobody has judged it."""
        at = self._state.threshold_at
        if at is None or self._state.verdict(claim) is not None:
            return False
        sure = self.of(claim)
        return sure is not None and sure.shown < at

    def recalibration(self, reader: str) -> Recalibration | None:
        """The maps of a reader's version, or None while fewer than `ENOUGH` of its claims are judged."""
        if self._held_back is not None:
            return self._held_back.recalibration(reader)
        if reader not in self._by_reader:
            found = self.judged().get(reader, [])
            used = used_of(len(found))
            self._by_reader[reader] = _recalibrated(tuple(found[:used])) if used else None
        return self._by_reader[reader]

    def held_back(self, at: Confidences) -> Confidences:
        """These confidences, with the maps of an earlier state, until somebody has the time to fit new ones."""
        self._held_back = at._held_back or at
        return self

    @property
    def behind(self) -> bool:
        """Whether the maps are those of an earlier state."""
        return self._held_back is not None

    def rest_on(self) -> dict[str, tuple[Judged, ...]]:
        """By reader, the judged claims that its recalibration rests on: as long as these are the same, so are all confidences."""
        used = {reader: tuple(found[: used_of(len(found))]) for reader, found in self.judged().items()}
        return {reader: found for reader, found in used.items() if found}

    def judged(self) -> dict[str, list[Judged]]:
        """By reader and version, the judged claims that carry a confidence, in the order of their judgements."""
        if self._judged is None:
            self._judged = self._with({}, self._state.judgements)
        return self._judged

    def _with(self, before: dict[str, list[Judged]], claims: Iterable[int]) -> dict[str, list[Judged]]:
        """What was judged before, and these claims as far as they are judged, in the order of their judgements."""
        found: dict[str, list[Judged]] = defaultdict(list)
        for n in claims:
            kept = self._state.claims.get(n)
            right = came_out(self._state, n) if kept is not None else None
            if kept is None or kept.payload is None or right is None or not is_program(kept.actor):
                continue
            raw = kept.payload["confidence"]
            if raw is not None:
                report = self._state.capture_of[kept.payload["reading"]]
                last = self._state.judgement(n)
                assert last is not None  # somebody's judgement stands, or it would not have come out
                found[kept.actor].append(Judged(n, kept.payload["property"], Trial(raw, right, report), last.number))
        every = dict(before)
        for reader, several in found.items():
            new, there = sorted(several, key=_when), before.get(reader, [])
            late = not there or there[-1].judgement < new[0].judgement  # as ever, but where an undo brings an earlier one back
            every[reader] = [*there, *new] if late else sorted([*there, *new], key=_when)
        return {reader: several for reader, several in sorted(every.items()) if several}

    def after(self, state: State, entries: Iterable[Any]) -> Confidences:
        """The confidences of the state that entries (none of them a forgetting) leave; what they do not touch is not looked at again."""
        new = Confidences(state)
        if self._judged is None:
            return new
        touched = {_claim_under(state, e.number) for e in entries if e.kind in ("judgement", "undo")}
        before = self._judged
        if any(n in self._state.judgements for n in touched):  # what was judged before is judged otherwise, or no more
            before = {reader: [j for j in several if j.number not in touched] for reader, several in self._judged.items()}
        new._judged = new._with(before, sorted(n for n in touched if n in state.judgements))
        rest, rested = new.rest_on(), self.rest_on()
        same = {reader for reader in self._by_reader if rest.get(reader) == rested.get(reader)}
        new._by_reader = {reader: by for reader, by in self._by_reader.items() if reader in same}
        new._said = {reader: said for reader, said in self._said.items() if reader in same}
        return new

    def readers(self) -> list[str]:
        """The readers of whose claims some carry a confidence and are part of the record or were judged."""
        return sorted({self._state.claims[n].actor for n in self.carrying()})

    def carrying(self) -> list[int]:
        """The readers' claims that carry a confidence: those that stand, and those that were rejected."""
        return [n for capture in self._state.captures for n in self.carrying_in(capture)]

    def carrying_in(self, capture: int) -> list[int]:
        """The same of one report."""
        state = self._state
        found = []
        for n in state.claims_in.get(capture, ()):
            kept = state.claims[n]
            if kept.payload and kept.payload["confidence"] is not None and is_program(kept.actor):
                if state.stands(n) or state.verdict(n):
                    found.append(n)
        return found

    def to_json(self, carrying: Iterable[str] | None = None) -> Json:
        """Whether the record's confidences are calibrated, reader by reader, and what that rests on, with a sentence for people.

        `carrying` has what `readers` says, where that is known already.
        """
        readers = [self._reader(r) for r in (self.readers() if carrying is None else sorted(carrying))]
        return {
            "calibrated": bool(readers) and all(r["calibrated"] for r in readers), "needed": ENOUGH, "readers": readers,
            "sentence": joined_phrase([_sentence(r) for r in readers], " ") if readers else _SILENT,
        }  # fmt: skip

    def _reader(self, reader: str) -> Json:
        judged, by = self.judged().get(reader, []), self.recalibration(reader)
        said: Json = {
            "reader": reader, "calibrated": by is not None, "judged": len(judged), "used": 0, "reports": 0, "judges": [],
            "until": None, "method": None, "map": None, "fields": {}, "error_before": None, "error_after": None,
        }  # fmt: skip
        if by is None:
            return said
        kept = self._said if self._held_back is None else self._held_back._said  # of the same maps
        if reader in kept:
            return said | kept[reader]
        on = {j.number for j in by.judged}
        entries = {j.number: j for n in on for j in self._state.judgements[n]}
        said |= {
            "used": len(by.judged), "reports": len({j.trial.group for j in by.judged}),
            "judges": sorted({entries[j.judgement].actor for j in by.judged}), "until": stamp(entries[by.judged[-1].judgement]),
            "method": by.whole.method, "map": by.whole.by.to_json(),
            "fields": {name: {"method": f.method, "map": f.by.to_json()} for name, f in by.fields.items()},
            "error_before": by.errors[0], "error_after": by.errors[1],
        }  # fmt: skip
        kept[reader] = {k: v for k, v in said.items() if k != "judged"}
        return said


def _when(judged: Judged) -> int:
    return judged.judgement


def held_out(by: Recalibration) -> list[Trial]:
    """The judged claims with what maps that never saw their reports give them: an honest “after”."""
    return _held_out(by.judged, by.held_out)


def _held_out(several: tuple[Judged, ...], given: Iterable[float]) -> list[Trial]:
    return [Trial(p, j.trial.right, j.trial.group) for p, j in zip(given, several, strict=True)]


@lru_cache(maxsize=8)
def _recalibrated(several: tuple[Judged, ...]) -> Recalibration:
    """The maps that judged claims give. Kept, since a new view of a record mostly rests on the same ones."""
    whole = fitted([j.trial for j in several])
    after, fields = list(whole.held_out), {}
    for name in sorted({j.property for j in several}):
        places = [n for n, j in enumerate(several) if j.property == name]
        if not ENOUGH_OF_A_FIELD <= len(places) < len(several):
            continue
        own = fitted([several[n].trial for n in places])
        if own.log_loss < log_loss([(whole.held_out[n], several[n].trial.right) for n in places]):
            fields[name] = own
            for n, p in zip(places, own.held_out, strict=True):
                after[n] = p
    given = tuple(round(p, 4) for p in after)
    trials = [j.trial for j in several], _held_out(several, given)
    before, then = (expected_error(reliability(t)) for t in trials)
    return Recalibration(several, whole, fields, given, (before, then))


_SILENT = phrase(
    "Not calibrated for this record: its claims carry no confidence, so there is nothing to hold against judgements."
)


def _sentence(r: dict[str, Any]) -> Phrase:
    if r["calibrated"]:
        return phrase(
            "Calibrated for this record: the confidences of %(reader)s, on %(used)s of its judged claims; their error was %(before)s as "
            "read, and is %(after)s on reports that the map has not seen.",
            reader=r["reader"], used=f"{r['used']:,}", before=f"{r['error_before']:.3f}", after=f"{r['error_after']:.3f}",
        )  # fmt: skip
    return phrases(
        "Not calibrated for this record: %(judged)s claim of %(reader)s that carries a confidence is judged, of the %(needed)s that "
        "it takes.",
        "Not calibrated for this record: %(judged)s claims of %(reader)s that carry a confidence are judged, of the %(needed)s that "
        "it takes.",
        r["judged"], judged=f"{r['judged']:,}", reader=r["reader"], needed=ENOUGH,
    )  # fmt: skip
