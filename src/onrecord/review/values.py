"""An amended or added value, brought into the shape that its property has, or refused in a sentence."""

from __future__ import annotations

from typing import Any

from onrecord.claims import Count, Modality, Place, Sex
from onrecord.errors import Misuse
from onrecord.vocabulary import Vocabulary, load

BLANK: dict[str, Any] = {
    "act": {"act": None, "class": None}, "count": {"min": 1, "best": None, "max": None}, "place": {}, "target": "",
    "relation": {"type": "led_to", "to": 0}, "part_of": 0, "sex": "",
    "victim": {"person": 0, "kind": "person"}, "other": {"person": 0, "role": "witnessed", "names": []},
    "perpetrator": {"person": 0, "kind": "person", "names": [], "involvement": "carried_out", "status": "stated"},
}  # fmt: skip
"""What a value is before anybody said it, for a claim that a person adds."""


def checked_value(name: str, value: Any, before: Any, vocabulary: Vocabulary | None = None) -> Any:
    """An amended value in the shape that its property has; a part of an object amends that part. Misuse where it cannot be."""
    if name == "perpetrator":  # who amends it has judged it: it no longer rests on what a passage implies
        before = {k: v for k, v in before.items() if k != "basis"} if isinstance(before, dict) else before
    try:
        if name in _CODED:
            return _coded(_CODED[name], value, before, vocabulary or load())
        if name == "act":
            return _act(value, before, vocabulary or load())
        return _SHAPES.get(name, _alike)(value, before)
    except TypeError as e:
        raise Misuse(f"{value!r} is no value for {name}: it is put as what was read is, {before!r}.") from e
    except (ValueError, KeyError) as e:
        raise Misuse(f"{value!r} is no value for {name}: {e}.") from e


def checked_modality(words: str | None) -> str | None:
    """A modality's code; Misuse where it is none."""
    if words is None:
        return None
    try:
        return str(Modality(words))
    except ValueError:
        raise Misuse(f"{words!r} is no modality: it is one of {', '.join(Modality)}.") from None


def _count(value: Any, before: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a count is a whole number or min, best, max")
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        value = int(value)
    if isinstance(value, int):
        value = Count.exactly(value).to_json()
    if not isinstance(value, dict):
        raise ValueError("a count is a whole number or min, best, max")
    count = Count.from_json({**before, **value})
    if count.min < 1:
        raise ValueError("a count is of one or more people")
    return count.to_json()


def _total(value: Any, before: Any) -> Any:
    new = _alike(value, before)
    return {**new, "count": Count.from_json(new["count"]).to_json()}


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
    if not isinstance(value, str) or value not in terms:
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


def _victim(value: Any, before: Any) -> Any:
    new = _alike({"kind": value} if isinstance(value, str) else value, before)
    if new["kind"] not in ("person", "group"):
        raise ValueError("a victim is a person or a group")
    return new


def _age(value: Any, before: Any) -> Any:
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 130:
        raise ValueError("an age is a whole number of years from 0 to 130")
    return value


def _sex(value: Any, before: Any) -> Any:
    if value not in list(Sex):
        raise ValueError("it is male or female, as the words give it")
    return str(value)


def _group(value: Any, before: Any) -> Any:
    said = value.removeprefix("p") if isinstance(value, str) else value
    if isinstance(said, str) and said.isdecimal() and len(said) < 16:
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, int):
        raise ValueError("it is the group's id, such as p13")
    return said


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
    if isinstance(value, str) and not value.strip():
        raise ValueError("it is empty")
    if not isinstance(value, type(before)):
        raise ValueError(f"it takes {type(before).__name__}")
    return value


_SHAPES = {
    "count": _count, "total": _total, "place": _place, "date": _date, "age": _age, "names": _names, "victim": _victim, "sex": _sex,
    "part_of": _group,
}  # fmt: skip
_CODED: dict[str, str | dict[str, str]] = {
    "outcome": "outcomes", "cause": "causes", "status": "statuses", "means": "means", "other": {"role": "roles"},
    "perpetrator": {"involvement": "involvement", "status": "perpetrator_statuses"}, "relation": {"type": "relation_types"},
}  # fmt: skip
