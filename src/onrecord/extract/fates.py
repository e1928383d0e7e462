"""What became of the same people is one incident: taken and beaten, taken and shot, taken and not seen since."""

from __future__ import annotations

from onrecord.extract.draft import Draft
from onrecord.extract.victims import exactly

__all__ = ["one_fate"]

_HELD = {"disappearance": 2, "abduction": 1, "detention": 1}


def _graver(d: Draft) -> int:
    """How grave an incident is beside others of the same people: death, disappearance, being taken or held, being hurt."""
    deadly = d.key == "violence" and any(t.outcome == "death" for t in d.tellings)
    return 3 if deadly else _HELD.get(d.act, 0)


def one_fate(found: list[Draft]) -> list[Draft]:
    """The incidents, those made one that tell of one taking of the same people: taken and beaten, taken and shot, not seen since.

    A taking that kills keeps its act.
    """
    taken = [d for d in found if d.act in _HELD and d.tellings]
    gone: list[Draft] = []
    for d in found if taken else []:
        if d.kind != "harm" or not d.tellings or not (d.act in _HELD or d.key == "violence"):
            continue
        same = [
            h for h in taken if h is not d and not any(h is g for g in gone) and h.modality is d.modality and _same_people(h, d)
        ]
        if not same or any(d is g for g in gone):
            continue
        kept, less = (d, same[0]) if _graver(d) > _graver(same[0]) else (same[0], d)
        if _graver(kept) == 3 and less.act == "abduction":
            kept.act = less.act
        kept.events = sorted([*kept.events, *less.events], key=lambda e: (e.sentence, e.trigger.start))
        kept.actors += [
            a for a in less.actors if not any(a.phrase.head == b.phrase.head and a.role == b.role for b in kept.actors)
        ]
        kept.names |= less.names
        gone.append(less)
    return [d for d in found if not any(d is g for g in gone)]


def _same_people(a: Draft, b: Draft) -> bool:
    """Whether two incidents tell of the same people: one phrase or name for them, or the same number of them in one sentence."""
    if any(s.phrase is t.phrase for s in a.tellings for t in b.tellings) or a.names & b.names:
        return True
    here = {(t.sentence, exactly(t.phrase).best) for t in a.tellings if t.phrase.plural and t.phrase.count}
    heads = {t.phrase.head for t in a.tellings}
    return (
        any((t.sentence, exactly(t.phrase).best) in here for t in b.tellings if t.phrase.plural and t.phrase.count)
        and len(heads) == 1
    )
