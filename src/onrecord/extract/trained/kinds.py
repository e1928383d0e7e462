"""What kind of report is read: whom to believe, the rules or the model, hangs on what the model has seen."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from onrecord.extract.trained.evidence import Evidence

__all__ = ["Kind", "in_capitals", "kind_of"]

_CAPITALS: Final = 0.9


class Kind(StrEnum):
    """WIRE is in capitals throughout, as MUC-4's reports are: the rules, which know names by their capitals, are nearly blind there.

    NEWS is local news on shootings, which the head for news knows. OTHER is neither: the model has seen none such, so what it holds for
    unlikely says nothing, and whatever the rules tell stays.
    """

    WIRE = "wire"
    NEWS = "news"
    OTHER = "other"


def in_capitals(text: str) -> bool:
    """Whether nearly all letters that have two cases are capitals."""
    upper = sum(map(str.isupper, text))
    return upper > 0 and upper >= _CAPITALS * (upper + sum(map(str.islower, text)))


def kind_of(text: str, evidence: Evidence, counted: float, situated: float) -> Kind:
    """A report's kind; local news is known by how sure its head is of a number (`counted`) or of the place (`situated`)."""
    if in_capitals(text):
        return Kind.WIRE
    return Kind.NEWS if evidence.counted >= counted or evidence.situated >= situated else Kind.OTHER
