"""What a model's heads answer, by name. A model brings its own lists; the decoding asks them by the names that stand here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

__all__ = ["DESCRIPTION", "ROLES", "Labels"]

DESCRIPTION: Final = "VictimDescription"
ROLES: Final = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon", DESCRIPTION)
"""The roles that spans fill: people who acted, organisations, things attacked, victims by name, weapons, victims described."""

_STEP: Final = ">="


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a model's spans and of its documents, each in the order of its columns; its roles come first.

    A document's label "TYPE>=N" answers whether there are N incidents of a type, "incident" whether there is any.
    """

    roles: tuple[str, ...]
    span: tuple[str, ...]
    document: tuple[str, ...]
    types: tuple[str, ...] = field(init=False)
    _columns: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds = [label.rsplit(_STEP, 1)[0] for label in self.document if _STEP in label]
        object.__setattr__(self, "types", tuple(dict.fromkeys(kinds)))
        object.__setattr__(self, "_columns", {label: i for i, label in enumerate(self.span)})

    def column(self, label: str) -> int:
        """The column of a span label; KeyError where the model has none of that name."""
        return self._columns[label]

    def has(self, label: str) -> bool:
        """Whether the model answers this of spans."""
        return label in self._columns

    def asked(self, label: str) -> int | None:
        """The column of a document label, None where the model has none of that name."""
        return self.document.index(label) if label in self.document else None

    def steps(self, kind: str) -> list[int]:
        """The columns that answer how many incidents of a type there are: at least one, two and so on."""
        return [i for i, label in enumerate(self.document) if label.startswith(kind + _STEP)]
