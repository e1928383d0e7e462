"""How harm is put: stated, alleged, denied, attempted, threatened, predicted or hypothetical, by the words beside it."""

from __future__ import annotations

import re

from onrecord.claims import Modality
from onrecord.extract.lexicon import Trigger
from onrecord.extract.sentences import Span

__all__ = ["modality_of"]

_FUTURE = re.compile(
    r"\b(?:will|would|shall|going\s+to|expected\s+to|likely\s+to|faces?|could|may|might)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(r"\b(?:if|were\s+to|would\s+have|should)\s+(?:[\w’']+\s+){0,6}$", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|no\s+one|nobody|none|neither|without|n[’']t)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_ATTEMPTED = re.compile(
    r"\b(?:attempt(?:ed|ing|s)?\s+to|tried\s+to|trying\s+to|attempted|plot(?:ted)?\s+to|escaped\s+being|survived\s+being)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|rejected)\b(?!\s+(?:\w+\s+){0,2}(?:commands?|orders?|requests?|entry|access|bail|service)\b)[^.;]{0,80}$",
    re.IGNORECASE,
)
_SAYS_ON = re.compile(r"(?:\band|\bbut|,)\s+(?:said|says|saying|add(?:ed|s|ing)|insist(?:ed|s|ing))\b", re.IGNORECASE)
"""Where a speaker goes on to something else: "denied the reports and said that two men had died" tells of two dead."""
_ALLEGED = re.compile(
    r"\b(?:alleg\w*|accus\w*|reportedly|suspicion|suspected|purported\w*|rumou?r\w*|claims?|claimed)\b", re.IGNORECASE
)


def modality_of(text: str, span: Span, t: Trigger) -> Modality:
    ended = [m.end() for m in _SAYS_ON.finditer(text, span.start, t.start)]
    before = text[ended[-1] if ended else span.start : t.start]
    words = text[t.start : t.end]
    inside = before[-70:] + words[:14]
    if t.act == "theft":
        return Modality.ALLEGED
    if re.match(r"(?:be\b|kill\b|being\b)", words, re.IGNORECASE) or re.match(r"dies?\b", words):
        if _FUTURE.search(before):
            return Modality.PREDICTED
        if _HYPOTHETICAL.search(before):
            return Modality.HYPOTHETICAL
    if re.match(r"kill\b", words, re.IGNORECASE) and re.search(r"\bto\s+$", before):
        return Modality.THREATENED if re.search(r"threat|vow|warn", before, re.IGNORECASE) else Modality.ATTEMPTED
    if _ATTEMPTED.search(before):
        return Modality.ATTEMPTED
    if _NEGATED.search(before) or _DENIED.search(before):
        return Modality.DENIED
    if _ALLEGED.search(inside) or re.match(
        r"[^,.;]{0,40}\b(?:alleg\w+|accus\w+)\b(?!\s+(?:victims?|offen[cs]es?|crimes?|rapists?|murderers?))",
        text[t.end : span.end],
    ):
        return Modality.ALLEGED
    return Modality.STATED
