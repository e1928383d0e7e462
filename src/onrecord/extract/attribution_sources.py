"""What the words of a source and of a cue make of them: what kind of source, how it knows, whether it tells, alleges or denies."""

from __future__ import annotations

import re

from onrecord.claims import Access, Modality, SourceKind
from onrecord.extract.attribution_verbs import FORMS

__all__ = ["access", "modality_cue", "source_kind", "vouches"]

_ANONYMOUS = re.compile(
    r"\b(?:sources?|witness(?:es)?|eyewitness(?:es)?|residents?|neighbou?rs?|informants?|survivors?|locals|villagers|people|defectors?|relatives?|insiders?|"
    r"someone|somebody|observers?|workers?|nurses?|doctors?|medics?|paramedics?|teachers?|activists?|prisoners?|detainees?|inmates?|farmers?|colleagues|"
    r"neighbours?|families|parents|mothers?|fathers?|brothers?|sisters?|wife|husband|sons?|daughters?|cousins?|friends?|lawyers?)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:police|ministry|agency|government|office|officials?|authorities|spokes(?:man|woman|person)|department|army|military|party|committee|"
    r"court|group|front|organi[sz]ation|council|commission(?:er)?|union|embassy|company|university|newspaper|radio|news|clinic|network|observatory|society|foundation|league|cooperative|forum|coalition|initiative|federation|service|monitors?|sheriff|coroner|"
    r"prosecutors?|investigators?|detectives?|officers?|troops|rebels|guerrillas|hospital|association|centre|center|church|mayor|institute)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\b(?:report|statement|communique|document|records?|letter|memo|affidavit|complaint|filing|video|footage|study|survey|log)\b",
    re.IGNORECASE,
)
_EYE = re.compile(r"\b(?:eye-?witness(?:es)?|witness(?:es)?|survivors?|bystanders?)\b", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"\b(?:police|ministry|officials?|authorities|spokes(?:man|woman|person)|minister|sheriff|coroner|prosecutors?|mayor|governor|president|"
    r"commissioner|chief|army|military|government|detectives?|investigators?)\b",
    re.IGNORECASE,
)
_ALLEGED = re.compile(
    r"\b(?:alleg\w*|accus\w*|suspect(?:ed|s|ing)?|suspicion|reportedly|purported\w*|rumou?r\w*|supposedly|apparently|claims?|claimed)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\s+(?:of|at|in|from|for|with|who|near|to)\b|,")


def source_kind(words: str) -> SourceKind:
    """What kind of source those words describe."""
    if re.search(r"\bsources?\b", words, re.IGNORECASE):
        return SourceKind.ANONYMOUS
    head = _HEAD.split(words, maxsplit=1)[0]  # "a nurse at the district hospital" is a nurse
    names = re.findall(r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'.-]+)+", head if head[:1].islower() else words)
    beside = re.search(r",\s+(?:[A-Z][\w’'.-]+\s+){1,3}[A-Z][\w’'-]+", words)
    if (
        (names or beside)
        and not words.isupper()
        and not all(_ORGANISATION.search(n) or _DOCUMENT.search(n) for n in names or [""])
    ):
        if beside or not (_ORGANISATION.search(head) and head[:1].islower()):
            return SourceKind.NAMED
    if head[:1].islower() and (last := re.split(r"\s+and\s+", head)[0].split()[-1:]) and _ANONYMOUS.fullmatch(last[0]):
        return SourceKind.ANONYMOUS  # "two hospital workers" are no hospital
    if _ORGANISATION.search(head):
        return SourceKind.ORGANISATION
    if _DOCUMENT.search(head):
        return SourceKind.DOCUMENT
    if _ANONYMOUS.search(head) or not re.match(r"(?:the\s+)?[A-Z]", head):
        return SourceKind.ANONYMOUS
    return SourceKind.NAMED if len(words.split()) <= 3 and not words.lower().startswith("the ") else SourceKind.ORGANISATION


def access(words: str) -> Access:
    """How the words say that the source knows; "not said" unless they do."""
    if _EYE.search(words):
        return Access.EYEWITNESS
    return Access.OFFICIAL if _OFFICIAL.search(words) else Access.NOT_SAID


def modality_cue(words: str) -> Modality:
    """What a cue makes of what follows it: "said" states, "alleged" alleges, "denied" denies."""
    if re.search(r"\bden(?:y|ied|ies|ying)\b", words, re.IGNORECASE):
        return Modality.DENIED
    return Modality.ALLEGED if _ALLEGED.search(words) else Modality.STATED


# Verbs and nouns by which a source vouches for what follows, and does not only order, wish, praise or expect it.
_TELLING = frozenset(
    """say tell report announce add state explain claim allege confirm deny insist argue warn note believe think suggest reveal disclose write
    testify acknowledge admit assert maintain recall declare predict complain indicate conclude estimate accuse affirm recount show find
    tweet observe remark reiterate stress emphasize emphasise contend repeat attest speculate suspect inform advise notify describe quote
    cite reply respond post reckon continue fear expect""".split()
)


def vouches(cue: str) -> bool:
    """Whether a source with this cue tells of something, and does not only order, want or judge it: "said" does, "ordered" does not."""
    words = cue.lower().split()
    told = any((form := FORMS.get(w)) and form.base in _TELLING for w in words)
    return told or words[:1] == ["according"] or any(w in _REPORTS for w in words)


_REPORTS = frozenset(
    "allegation allegations claim claims report reports statement statements accusation accusations rumor rumors rumour rumours".split()
)
