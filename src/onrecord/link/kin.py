"""Whose kin somebody is said to be, as evidence for those whom nobody names: "the son of the deputy director", "her husband"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.link.names import KIN, folded

_SEX = {
    **dict.fromkeys("son husband brother father grandson grandfather nephew uncle".split(), "male"),
    **dict.fromkeys("daughter wife widow sister mother granddaughter grandmother niece aunt".split(), "female"),
}
_ONES = "|".join(sorted(KIN, key=len, reverse=True))
_PLURAL = {"children": "child", "wives": "wife", "babies": "baby"}
_WORD = rf"(?P<kin>{_ONES}|{'|'.join(_PLURAL)})s?"
_STOP = r"(?:who|whom|whose|which|that|and|was|were|is|are|had|has|in|at|on|from|near|by|aged|died|also)\b"
_OF = re.compile(rf"\b{_WORD} of (?P<of>(?:(?!{_STOP})[\w'’.-]+ ?){{1,6}})", re.IGNORECASE)
_POSSESSED = re.compile(
    rf"(?P<of>(?:(?!{_STOP})[\w.-]+ ){{0,5}}(?!{_STOP})[\w.-]+)(?:['’]s|s['’]) (?:[\w-]+ ){{0,2}}?{_WORD}\b", re.IGNORECASE
)
_PRONOUN = re.compile(rf"\b(?:his|her|their) (?:[\w-]+ ){{0,2}}?{_WORD}\b", re.IGNORECASE)
_EMPTY = {
    "a",
    "an",
    "the",
    "his",
    "her",
    "their",
    "its",
    "late",
    "former",
    "old",
    "young",
    "year",
    "two",
    "three",
    "four",
    "of",
}


@dataclass(frozen=True, slots=True)
class Kin:
    """A relation ("child", "spouse" …), the sex that its word has (None where it has none), and the words for whose kin it is: none
    where only a pronoun says it."""

    relation: str
    sex: str | None
    of: frozenset[str]


def kin_of(several: Iterable[str]) -> frozenset[Kin]:
    """The relations that somebody's words tell of."""
    found = set()
    for words in several:
        plain = folded(words)
        for pattern in (_OF, _POSSESSED, _PRONOUN):
            for m in pattern.finditer(plain):
                word = _PLURAL.get(m["kin"], m["kin"])
                of = m["of"] if pattern is not _PRONOUN else ""
                whose = frozenset(w for w in re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", of)) if w not in _EMPTY)
                found.add(Kin(KIN[word], _SEX.get(word), whose))
    return frozenset(found)


def kinship(one: Iterable[Kin], other: Iterable[Kin]) -> str | None:
    """How the relations of two people agree: "same" (also whose kin they are), "alike" (one of them does not say whose), "other" (the
    same relation to somebody else); None where nothing can be compared."""
    pairs = [(a, b) for a in one for b in other if a.relation == b.relation and (not a.sex or not b.sex or a.sex == b.sex)]
    if any(a.of & b.of for a, b in pairs):
        return "same"
    if any(not a.of or not b.of for a, b in pairs):
        return "alike"
    return "other" if pairs else None
