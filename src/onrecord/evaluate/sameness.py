"""When two values of a property are the same: what a reviewer would not amend one into the other for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Same = Mapping[int, int]
"""The other side's incident or person for each of this side's."""


def same_value(name: str, mine: Any, theirs: Any, same: Same) -> bool:
    """Whether two values of the property are the same; `same` pairs the incidents and people that they name."""
    return _WAYS.get(name, _equal)(mine, theirs, same)


def _equal(mine: Any, theirs: Any, same: Same) -> bool:
    return bool(mine == theirs)


def _parts(*names: str) -> Callable[[Any, Any, Same], bool]:
    """The same in these parts of an object."""
    return lambda mine, theirs, same: all(mine.get(n) == theirs.get(n) for n in names)


def _place(mine: Any, theirs: Any, same: Same) -> bool:
    """Places of the gazetteer by their divisions; others by their name."""
    if mine.get("country") and theirs.get("country"):
        return all(mine.get(n) == theirs.get(n) for n in ("country", "admin1", "admin2", "city"))
    return _folded(mine["name"]) == _folded(theirs["name"])


def _names(mine: Any, theirs: Any, same: Same) -> bool:
    """The fullest name, which stands first."""
    return bool(mine and theirs and _folded(mine[0]) == _folded(theirs[0]))


def _relation(mine: Any, theirs: Any, same: Same) -> bool:
    return bool(mine["type"] == theirs["type"] and same.get(mine["to"]) == theirs["to"])


def _person(mine: Any, theirs: Any, same: Same) -> bool:
    return bool(same.get(mine) == theirs)


def _there(mine: Any, theirs: Any, same: Same) -> bool:
    """A thing that is its words."""
    return True


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


_WAYS: dict[str, Callable[[Any, Any, Same], bool]] = {
    "act": _parts("act"), "place": _place, "names": _names, "victim": _parts("kind"), "perpetrator": _parts("kind", "involvement", "status"),
    "other": _parts("role"), "target": _there, "relation": _relation, "part_of": _person, "total": _parts("outcome", "count"),
}  # fmt: skip
