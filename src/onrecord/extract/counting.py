"""How many died and how many were hurt in a report of a shooting: of the numbers that its words can bear, the likeliest.

Boosted trees weigh them (`counts.json`, fitted by `training/fit_news_counts.py`); the victims are then arranged so that the words that
bear the number stand for it. No number is given without words, and reports of other harm are left as the rules read them.
"""

from __future__ import annotations

from onrecord.claims import Count, Modality
from onrecord.extract.counts import OUTCOMES, Choice, choices, number_of, rows
from onrecord.extract.draft import Draft
from onrecord.extract.familiar import abroad
from onrecord.extract.naming import Odds, Told, gravest, harm_of
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Reading
from onrecord.extract.trees import log_odds
from onrecord.extract.victims import HARM, Victim

__all__ = ["with_counts"]


def with_counts(r: Reading, found: list[Draft], told: Told | None) -> list[Draft]:
    """The incidents, the gravest of them with the likeliest number of dead and of injured, where the opening tells of a shooting."""
    harm = harm_of(found)
    main = gravest(harm)
    if told is None or main is None or not main.victims or abroad(r):
        return found
    odds = [chances for _, chances in told]
    death, injury = _likeliest(main, *(_weighed(r, harm, main, outcome, odds) for outcome in OUTCOMES))
    if _died(main, death, injury):
        for v in [v for v in main.victims if v.outcome == "injury"]:
            v.outcome, v.cause = "death", "direct"
        main.act = "killing" if main.act == "assault" else main.act
    taken: list[Draft] = []
    for outcome, choice in zip(OUTCOMES, (death, injury), strict=True):
        if choice.number != number_of(main.victims, outcome):
            taken += _arrange(r, [d for d in harm if d is not main], main, outcome, choice)
    gone = [d for d in taken if not d.victims and not d.targets]
    return [d for d in found if not any(d is g for g in gone)]


def _weighed(r: Reading, harm: list[Draft], main: Draft, outcome: str, told: list[Odds]) -> list[tuple[int, Choice]]:
    """The numbers that the words can bear, each with its log odds in thousandths."""
    borne = choices(r, harm, main, outcome)
    made = rows(r, harm, main, outcome, borne, told)
    return [(log_odds(outcome, row), choice) for row, choice in zip(made, borne, strict=True)]


def _likeliest(main: Draft, dead: list[tuple[int, Choice]], hurt: list[tuple[int, Choice]]) -> tuple[Choice, Choice]:
    """The likeliest numbers of dead and of injured that go together: somebody was harmed, and nobody is counted as both."""
    together = [
        (d + i, death, injury)
        for d, death in dead
        for i, injury in hurt
        if "same" in death.bears & injury.bears
        or (death.number + injury.number and (death.bears != {"hurt"} or _died(main, death, injury)))
    ]
    _, death, injury = max(together, key=lambda pair: pair[0])
    return death, injury


def _died(main: Draft, death: Choice, injury: Choice) -> bool:
    """Whether two numbers say that all who were told of as shot died."""
    more = death.number - number_of(main.victims, "death")
    return "hurt" in death.bears and not injury.number and more == number_of(main.victims, "injury") > 0


def _arrange(r: Reading, others: list[Draft], main: Draft, outcome: str, choice: Choice) -> list[Draft]:
    """Arranges the victims of an outcome so that they are as many as chosen; gives the incidents from which somebody was taken."""
    held = [v for v in main.victims if v.outcome == outcome]
    persons = sorted((v for v in held if not v.group), key=lambda v: (not v.names, v.part_of is not None, -len(v.phrases)))
    if len(persons) >= choice.number:
        _keep(main, outcome, persons[: choice.number])
        return []
    counting = [(p, Count.exactly(choice.number)) for p, _ in sorted(choice.counting, key=lambda t: _nearness(r, t, outcome))]
    for p, _ in sorted(choice.shot, key=lambda t: _nearness(r, t, outcome)):
        counting.append((p, Count(choice.number, choice.number, p.count.max if p.count is not None else None)))
    if counting:
        _gather(main, outcome, persons, *counting[0])
        return []
    taken = [d for d in others if number_of(d.victims, outcome)]
    for d in taken:
        mine = [v for v in d.victims if v.outcome == outcome]
        d.victims = [v for v in d.victims if v.outcome != outcome]
        main.victims += mine
        main.events += [e for e in d.events if not any(e is x for x in main.events)]
    return taken


def _nearness(r: Reading, told: tuple[Phrase, str], outcome: str) -> tuple[int, bool, int]:
    """The order in which phrases bear a number: by the word for harm beside them, the opening first."""
    phrase, beside = told
    kinds = (outcome, HARM, "", *OUTCOMES)
    return kinds.index(beside) if beside in kinds else len(kinds), r.sentence_of(phrase.start) > r.lead, phrase.start


def _keep(main: Draft, outcome: str, kept: list[Victim]) -> None:
    """Keeps, of an outcome, these persons alone, each counted by themselves."""
    for v in kept:
        v.part_of = None
    main.victims = [v for v in main.victims if v.outcome != outcome or any(v is k for k in kept)]


def _gather(main: Draft, outcome: str, persons: list[Victim], phrase: Phrase, count: Count) -> None:
    """Puts the persons of an outcome into one group, or one victim, that a phrase counts."""
    cause = next((v.cause for v in main.victims if v.outcome == outcome), "direct" if outcome == "death" else "not_said")
    modality = next((v.modality for v in main.victims if v.outcome == outcome), Modality.STATED)
    groups = [v for v in main.victims if v.outcome == outcome and v.group]
    alike = [p for v in groups for p in v.phrases if p is not phrase and p.count == phrase.count and count == phrase.count]
    whole = Victim(outcome, cause, modality, count, [phrase, *alike], age=phrase.age, sex=phrase.sex, status=phrase.status)
    for v in persons:
        v.part_of = whole
    main.victims = [v for v in main.victims if not any(v is g for g in groups)] + [whole]
