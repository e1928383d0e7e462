"""Make a judgement on a claim, after checking that it means something."""

from __future__ import annotations

from typing import Any

from onrecord.claims import Count, Decision, Judgement, Place
from onrecord.errors import Misuse
from onrecord.ledger import Ledger
from onrecord.vocabulary import Vocabulary, load

ON_CLAIMS = (Decision.ACCEPT, Decision.REJECT, Decision.AMEND)


def judge(
    ledger: Ledger,
    claim: int,
    decision: str,
    by: str,
    why: str | None = None,
    value: Any = None,
    vocabulary: Vocabulary | None = None,
) -> Judgement:
    """Append a judgement on a claim. Misuse where there is no such claim, it is forgotten, or the value does not fit.

    `vocabulary` is the record's; onrecord's own where none is given.
    """
    try:
        decided = Decision(decision)
    except ValueError:
        decided = Decision.FORGET
    if decided not in ON_CLAIMS:
        raise Misuse(f"A claim is judged accept, reject or amend, not {decision!r}.")
    if not by.strip():
        raise Misuse("A judgement is made by somebody: give a pseudonym with --as.")
    entry = next((e for e in ledger.entries({"claim"}, after=claim - 1) if e.number == claim), None)
    if entry is None:
        raise Misuse(f"There is no claim {claim} in the record; `onrecord why` and `onrecord show` print the claims' numbers.")
    if entry.payload is None:
        raise Misuse(f"Claim {claim} was forgotten: it can no longer be judged.")
    if decided is Decision.AMEND:
        if value is None:
            raise Misuse("An amendment needs the new value: give it with --value.")
        value = checked_value(entry.payload["property"], value, entry.payload["value"], vocabulary)
    elif value is not None:
        raise Misuse(f"{decision} takes no value; use amend to give a new one.")
    said = Judgement(claim, decided, by.strip(), why, value)
    payload = {"on": claim, "decision": str(decided), "why": why, "value": value}
    with ledger.writing() as tx:
        number = tx.append("judgement", payload, said.by)
    return Judgement(claim, decided, said.by, why, value, number)


def checked_value(name: str, value: Any, before: Any, vocabulary: Vocabulary | None = None) -> Any:
    """An amended value in the shape that its property has; a part of an object amends that part. Misuse where it cannot be."""
    try:
        if name in _CODED:
            return _coded(_CODED[name], value, before, vocabulary or load())
        if name == "act":
            return _act(value, before, vocabulary or load())
        return _SHAPES.get(name, _alike)(value, before)
    except (ValueError, TypeError, KeyError) as e:
        raise Misuse(f"{value!r} is no value for {name}: {e}.") from e


def _count(value: Any, before: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a count is a whole number or min, best, max")
    if isinstance(value, int):
        return Count.exactly(value).to_json()
    return Count.from_json({**before, **value} if isinstance(value, dict) else value).to_json()


def _place(value: Any, before: Any) -> Any:
    if isinstance(value, str):
        from onrecord.places import resolve

        found = resolve(value)
        return (found or Place(value)).to_json()
    return Place(**{**before, **value}).to_json()


def _date(value: Any, before: Any) -> Any:
    from onrecord.dates import bounds

    if not isinstance(value, str):
        raise ValueError("a date is written in EDTF, such as 2021-05-28")
    bounds(value)
    return value


def _code(table: str, value: Any, vocabulary: Vocabulary) -> Any:
    terms = getattr(vocabulary, table)
    if value not in terms:
        raise ValueError(f"the vocabulary has {', '.join(sorted(terms))}")
    return value


def _coded(tables: str | dict[str, str], value: Any, before: Any, vocabulary: Vocabulary) -> Any:
    """A code of one table, or an object of which some parts are codes."""
    if isinstance(tables, str):
        return _code(tables, value, vocabulary)
    new = _alike(value, before)
    for part, table in tables.items():
        _code(table, new[part], vocabulary)
    return new


def _act(value: Any, before: Any, vocabulary: Vocabulary) -> Any:
    """An act brings its class; a class by itself cannot be other than its act's."""
    said = {"act": value} if isinstance(value, str) else value
    new = {**before, **said}
    kind = vocabulary.acts[_code("acts", new["act"], vocabulary)].kind
    if said.get("class", kind) != kind:
        raise ValueError(f"the class of {new['act']} is {kind}")
    return {**new, "class": kind}


def _age(value: Any, before: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 130:
        raise ValueError("an age is a whole number of years from 0 to 130")
    return value


def _names(value: Any, before: Any) -> Any:
    said = [value] if isinstance(value, str) else value
    if not isinstance(said, list) or not said or not all(isinstance(n, str) and n.strip() for n in said):
        raise ValueError("names are a list of words, the fullest first")
    return said


def _alike(value: Any, before: Any) -> Any:
    if isinstance(before, dict) and isinstance(value, dict):
        unknown = sorted(set(value) - set(before))
        if unknown:
            raise ValueError(f"it has no {', '.join(unknown)}")
        return {**before, **value}
    if not isinstance(value, type(before)):
        raise ValueError(f"it takes {type(before).__name__}")
    return value


_SHAPES = {"count": _count, "place": _place, "date": _date, "age": _age, "names": _names}
_CODED: dict[str, str | dict[str, str]] = {
    "outcome": "outcomes", "cause": "causes", "status": "statuses", "means": "means", "other": {"role": "roles"},
    "perpetrator": {"involvement": "involvement", "status": "perpetrator_statuses"}, "relation": {"type": "relation_types"},
}  # fmt: skip
