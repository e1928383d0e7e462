"""Judgements on a claim, and taking things back: what a reviewer decides becomes an entry of its own, the claim stays.

Each function looks at a state, refuses what makes no sense (Misuse), and appends what is decided. Nothing else is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from onrecord.claims import Decision, Judgement, Rendition
from onrecord.errors import Misuse
from onrecord.record.state import REMARKS, Json, State
from onrecord.record.view import judged
from onrecord.review.values import checked_modality, checked_value
from onrecord.vocabulary import Vocabulary

Append = Callable[[str, Json], int]
"""Appends an entry of a kind with its payload, in the name of whoever reviews; its number."""
ON_CLAIMS = (Decision.ACCEPT, Decision.REJECT, Decision.AMEND)


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision: its entry (an earlier one, where the same was decided before), and what others decided meanwhile."""

    number: int
    others: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an amendment changes of a claim; None leaves a part as it is."""

    value: Any = None
    mentions: list[Json] | None = None
    modality: str | None = None

    def __bool__(self) -> bool:
        return not (self.value is None and self.mentions is None and self.modality is None)


def decide(
    state: State,
    append: Append,
    claim: int,
    decision: str,
    by: str,
    why: str | None = None,
    amendment: Amendment | None = None,
    seen: int | None = None,
    vocabulary: Vocabulary | None = None,
    rendition: Rendition | None = None,
    settles: bool = False,
) -> Decided:
    """A judgement on a claim: accept, reject or amend. `seen` is the last entry that the reviewer had seen (all, where it is None);
    `settles` says that it decides between what others decided.

    The same judgement by the same person, with none after it, is not written again: a save may be repeated. Misuse where there is
    no such claim, or an amendment does not fit; `rendition` is the report's text, for an amendment of the words.
    """
    decided, payload = _decision(decision), there(state, claim)
    said = amendment or Amendment()
    if decided is not Decision.AMEND and said:
        raise Misuse(f"{decision} takes no value; use amend to give a new one.")
    new: Json = {"on": claim, "decision": str(decided), "why": (why or "").strip() or None, "value": None}
    if decided is Decision.AMEND:
        if not said:
            raise Misuse("An amendment needs the new value: give it with --value.")
        new |= _amended(state, claim, payload, said, vocabulary, rendition)
    if settles:
        new["settles"] = True
    Judgement(claim, decided, by, new["why"], new["value"])  # its own rules
    last = state.judgement(claim) or state.sealed_by(claim, by)
    others = tuple(
        judged(state, j) for j in state.judgements.get(claim, ())
        if seen is not None and j.number > seen and j.actor != by and j.payload and not state.undone(j.number)
    )  # fmt: skip
    if last is not None and last.actor == by and last.payload == new:
        return Decided(last.number, others)
    return Decided(append("judgement", new), others)


def _decision(words: str) -> Decision:
    try:
        decided = Decision(words)
    except ValueError:
        decided = Decision.FORGET
    if decided not in ON_CLAIMS:
        raise Misuse(f"A claim is judged accept, reject or amend, not {words!r}.")
    return decided


def there(state: State, claim: int) -> Json:
    """A claim's payload; Misuse where there is none."""
    if claim not in state.claims:
        raise Misuse(f"There is no claim {claim} in the record; `onrecord why` and `onrecord show` print the claims' numbers.")
    payload = state.claims[claim].payload
    if payload is None:
        raise Misuse(f"Claim {claim} was forgotten: it can no longer be judged.")
    return payload


def _amended(
    state: State, claim: int, payload: Json, said: Amendment, vocabulary: Vocabulary | None, rendition: Rendition | None
) -> Json:
    """The parts of an amendment; what an earlier amendment said and this one does not mention stays said."""
    value = state.value(claim)
    if said.value is not None:
        value = checked_value(payload["property"], said.value, value, vocabulary)
    new: Json = {"value": value}
    mentions = standing_at(said.mentions, rendition) if said.mentions is not None else state.mentions(claim)
    if mentions != payload["mentions"]:
        new["mentions"] = mentions
    modality = checked_modality(said.modality) or state.modality(claim)
    if modality != payload["modality"]:
        new["modality"] = modality
    return new


def standing_at(mentions: Iterable[Json], rendition: Rendition | None) -> list[Json]:
    """Mentions from their places {"start", "end", "in"?}; Misuse where the text does not reach there, or there are none."""
    if rendition is None:
        raise Misuse("The text of this report is not in the record, so no words of it can be chosen.")
    found = []
    for m in mentions:
        try:
            found.append(rendition.mention(int(m["start"]), int(m["end"]), m.get("in", "text")).to_json())
        except (KeyError, TypeError, ValueError) as error:
            raise Misuse(f"These are no words of the report: {error}.") from error
    if not found:
        raise Misuse("A claim rests on words of the report: choose some.")
    return found


def settle(state: State, append: Append, claim: int, judgement: int, why: str | None = None) -> int:
    """Settle what people differ in by one of their judgements: it is said again, in one's own name. Misuse where there is no such one."""
    there(state, claim)
    found = next((j for j in state.judgements.get(claim, ()) if j.number == judgement and j.payload), None)
    if found is None or found.payload is None or state.undone(judgement):
        raise Misuse(f"Entry {judgement} is no judgement of claim {claim} that stands: load the page again.")
    return append("judgement", {**found.payload, "why": (why or "").strip() or None, "settles": True})


# -- taking back --------------------------------------------------------------------------------------------------

TAKEN_BACK = ("judgement", "merge", "split", "link", "claim", "search", *REMARKS)


def undo(state: State, append: Append, entry: int, by: str, why: str | None = None) -> int:
    """Take an entry back by a new one: a judgement, a merge, a split, a remark, a claim that a person added, or an undo of these.

    Misuse where there is no such entry, or it was taken back before.
    """
    kind = state.kind_of(entry)
    if kind == "undo":
        target = state.about[entry]
        if state.kind_of(target) == "undo":
            raise Misuse(f"Entry {entry} brought something back: take that back itself, entry {state.about[target]}.")
        if not state.undone(target):
            raise Misuse(f"What entry {entry} took back stands again already.")
    elif kind not in TAKEN_BACK or (kind == "claim" and not added_by_hand(state, entry)):
        raise Misuse(
            f"Entry {entry} is nothing that can be taken back: give a judgement, a merge, a split, a remark or an own claim."
        )
    if kind == "link" and (state.links[entry].payload or {}).get("run") is not None:
        raise Misuse(f"Entry {entry} is a run's: say that the two are different, and no run will hold them to be one again.")
    if state.undone(entry):
        raise Misuse(f"Entry {entry} was taken back before.")
    if state.is_sealed(entry) and state.sealed_by(state.about[entry], by) is None:
        raise Misuse(f"Entry {entry} is sealed until a second reader has judged the claim too: only its author takes it back.")
    if kind in (*REMARKS, "search") and _author(state, entry) != by:
        raise Misuse(f"Only whoever wrote entry {entry} takes it back: answer it with a comment.")
    return append("undo", {"on": entry, "why": (why or "").strip() or None})


def _author(state: State, remark: int) -> str:
    if remark in state.searches:
        return state.searches[remark].actor
    return next(e.actor for e in state.remarks[state.about[remark]] if e.number == remark)


def added_by_hand(state: State, claim: int) -> bool:
    """Whether a person made a claim, and not a reader."""
    return claim in state.claims and claim in state.done_by.get(state.claims[claim].actor, ())


def last_of(state: State, by: str, capture: int | None = None) -> int | None:
    """The latest entry by somebody that stands and can be taken back; of one report only, where it is given. None without any."""
    for n in reversed(state.done_by.get(by, ())):
        if state.kind_of(n) not in TAKEN_BACK or state.undone(n) or _part_of_split(state, n):
            continue
        if capture is None or capture in captures_of(state, n):
            return n
    return None


def _part_of_split(state: State, number: int) -> bool:
    """Whether a claim was made by a split: taking that back is what takes the claim back."""
    payload = state.claims[number].payload if number in state.claims else None
    return bool(payload and payload.get("split"))


def captures_of(state: State, number: int) -> set[int]:
    """The reports that an entry by a person is about."""
    if number in state.captures:
        return {number}
    if number in state.claims:
        capture = state.capture_of_claim(number)
        return {capture} if capture is not None else set()
    if number in state.regrouped:
        payload = state.regrouped[number].payload or {}
        things = [payload["into"], payload.get("of", 0), *payload.get("things", ())]
        return {c for t in things for n in state.by_subject.get(t, ()) if (c := state.capture_of_claim(n)) is not None}
    if number in state.links:
        link = state.links[number].payload or {}
        return {c for end in ("left", "right") if end in link for c in captures_of(state, link[end])}
    if number in state.about:
        return captures_of(state, state.about[number])
    return {c for n in state.on(number) if (c := state.capture_of_claim(n)) is not None}
