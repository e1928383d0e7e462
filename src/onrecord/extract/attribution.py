"""Who says what: sources, the words that introduce them, and what they say. Rules, several to a sentence, one within another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.claims import Access, Modality, SourceKind
from onrecord.extract.attribution_contents import closes_quotation, content_after, content_before, running_on
from onrecord.extract.attribution_cues import Cue, Said, cue_at, opens_quotation, said_after
from onrecord.extract.attribution_phrases import Phrase, clause_subject, phrase_after, phrase_before, skip_time
from onrecord.extract.attribution_tokens import Words, read_words
from onrecord.extract.attribution_verbs import FORMS, NOUNS, OBJECT_NOUNS
from onrecord.extract.attribution_words import (
    AUXILIARIES,
    BREAKS,
    CONNECTIVES,
    DAYS,
    DETERMINERS,
    PLAIN_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    QUOTE_MARKS,
)
from onrecord.extract.sentences import Span, sentences

__all__ = ["Attribution", "access", "attributions", "modality_cue", "source_kind", "vouches"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Spans of a source, of the cue and of the content; any may be empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


_ANONYMOUS = re.compile(
    r"\b(?:sources?|witness(?:es)?|eyewitness(?:es)?|residents?|neighbou?rs?|informants?|survivors?|locals|villagers|people|defectors?|relatives?|insiders?|"
    r"someone|somebody|observers?)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:police|ministry|agency|government|office|officials?|authorities|spokes(?:man|woman|person)|department|army|military|party|committee|"
    r"court|group|front|organi[sz]ation|council|commission(?:er)?|union|embassy|company|university|newspaper|radio|news|sheriff|coroner|"
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


@dataclass(slots=True)
class _Draft:
    """An attribution as token numbers."""

    source: Phrase | None
    cue: Phrase
    content: list[Phrase]


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


def attributions(text: str, spans: Sequence[Span] | None = None) -> list[Attribution]:
    """Every attribution of a text, in the order of their cues."""
    held = sentences(text) if spans is None else list(spans)
    words = read_words(text, held)
    found: list[_Draft] = []
    for first, last in zip(words.first, words.last, strict=True):
        made = _in_sentence(words, first, last)
        if made:
            _go_on(words, made[-1], last)
        found += made
    return [_spans(words, d) for d in found]


def _spans(words: Words, d: _Draft) -> Attribution:
    source = (words.span(*d.source),) if d.source else ()
    return Attribution(source, (words.span(*d.cue),), tuple(words.span(*c) for c in sorted(d.content)))


def _in_sentence(words: Words, first: int, last: int) -> list[_Draft]:
    """The attributions of the sentence from token `first` to `last`."""
    found: list[_Draft] = []
    quoted = words.quotation
    for k in range(first, last + 1):
        if quoted[k] >= 0 and _within_speech(words, k, first, last):
            continue
        low = words.low[k]
        made = None
        if low == "according" and k < last and (words.low[k + 1] == "to" or words.low[k - 1] == ","):
            made = _according(words, k, first, last)
        elif low in NOUNS and k < last and words.low[k + 1] in ("that", "to"):
            made = _noun(words, k, first, last)
        elif low in OBJECT_NOUNS and k < last and words.low[k + 1] in OBJECT_NOUNS[low].split():
            made = _noun(words, k, first, last)
        if made is None and (cue := cue_at(words, k, first, last)):
            made = _verb(words, cue, first, last, found)
        if made is not None and _tells(words, k, made, found):
            if found and found[-1].cue[0] == made.cue[0]:
                found.pop()  # "continued to insist" is one cue, not two
            found.append(made)
    return found


def _go_on(words: Words, d: _Draft, last: int) -> None:
    """Adds the quotations that follow the sentence which ends at `last`, where its last attribution quotes or promises to."""
    if not d.content or d.source is None:
        return
    end = max(d.content)[1]
    quoted = any(opens_quotation(words, c[0]) or words.quotation[c[0]] >= 0 or closes_quotation(words, c[1]) for c in d.content)
    begun = max(end, d.cue[1], d.source[1])
    if begun < last - 25 and not quoted:
        return
    d.content += running_on(words, max(last, end) + 1, not quoted)


def _tells(words: Words, k: int, made: _Draft, found: Sequence[_Draft]) -> bool:
    """Whether an attribution with its cue at `k` is one that the report makes; a thought or judgement within somebody's words is theirs."""
    if made.source and words.low[made.source[0]] == "that" and made.source[0] == made.source[1]:
        return False
    if not any(c[0] <= k <= c[1] for d in found for c in d.content) or min(made.content)[1] < k:
        return True
    form = FORMS.get(words.low[k])
    if form is None or form.base not in _TOLD_AGAIN or made.source is None:
        return False
    return words.low[made.source[0]] not in PLAIN_PRONOUNS


# Verbs of telling that are an attribution within another: "police said the witness told them that …".
_TOLD_AGAIN = frozenset("say tell claim report write allege testify confirm deny".split())


def _within_speech(words: Words, k: int, first: int, last: int) -> bool:
    """Whether token `k` stands inside a quotation: its own cues are the speaker's, not the report's."""
    return True


def _according(words: Words, k: int, first: int, last: int) -> _Draft | None:
    end = k + 1 if words.low[k + 1] == "to" else k  # hurried reports leave "to" out
    source = phrase_after(words, end + 1, last)
    if source is None:
        return None
    if k - first >= 3:
        stop = k if words.said[k - 1] == "," or closes_quotation(words, k - 1) else k
        content = content_before(words, stop, first) or [(first, k - 1)]
    else:
        begin = source[1] + 1
        while begin <= last and words.said[begin] == ",":
            begin += 1
        content = content_after(words, Said(begin, "clause"), last, False) if begin <= last else []
    return _Draft(source, (k, end), content) if content else None


def _noun(words: Words, k: int, first: int, last: int) -> _Draft | None:
    """ "his promise to leave", "the claim that they fled"."""
    owner: Phrase | None = None
    start = k
    j = k - 1
    while (
        j > first
        and words.low[j] not in ("'s", "’s")
        and words.low[j] not in POSSESSIVES
        and k - j < 3
        and words.low[j].isalpha()
    ):
        j -= 1
    if j >= first and words.low[j] in POSSESSIVES:
        owner = (j, j)
    elif j > first and words.low[j] in ("'s", "’s"):
        owner = (_owner(words, j - 1, first), j)
    with_object = words.low[k + 1] in OBJECT_NOUNS.get(words.low[k], "").split()
    if owner is None and (with_object or words.low[k + 1] == "to"):
        return None
    if with_object:
        content = content_after(words, Said(k + 2, "object"), last, True) if k + 2 <= last else []
        return _Draft(owner, (start, k + 1), content) if content else None
    if owner is None and words.low[k - 1] not in ("the", "a", "an", "no", "any"):
        return None
    content = content_after(words, Said(k + 1, "that"), last, True)
    return _Draft(owner, (start, k), content) if content else None


def _owner(words: Words, last: int, first: int) -> int:
    """Where the owner begins whose last word stands at `last`: "the court" in "the court's claim", a run of capitals in a name."""
    k = last
    while (
        k > first
        and words.is_capital(k)
        and (words.is_capital(k - 1) or words.low[k - 1] in ("of", "the"))
        and not words.capitals
    ):
        k -= 1
    while (
        k > first
        and last - k < 4
        and words.low[k] not in DETERMINERS
        and words.low[k - 1].isalpha()
        and not words.is_capital(last)
    ):
        k -= 1
    return k


def _inherited(words: Words, found: list[_Draft], first: int, verb: int) -> Phrase | None:
    """Whose words go on in ", adding that": the last speaker's of the sentence, else its subject's."""
    for d in reversed(found):
        if d.source and d.cue[0] < verb:
            return d.source
    return clause_subject(words, first, verb - 1)


def _verb(words: Words, cue: Cue, first: int, last: int, found: list[_Draft]) -> _Draft | None:
    said = said_after(words, cue, last)
    start = cue.first
    previous = words.low[start - 1] if start > first else ""
    if cue.form.base == "ask" and previous in ("", "when", "if") and said and said.kind in ("question", "to", "object"):
        return _Draft(None, (start, cue.last), content_after(words, said, last, True))
    if "s" in cue.form.frames or cue.passive:
        return _of_subject(words, cue, said, first, last)
    if cue.participle:
        if previous not in (",", "and", "or", "by", "while", "in", "") and previous not in QUOTE_MARKS:
            source = phrase_before(words, start, first) or _after_with(words, start, first)
        else:
            source = _inherited(words, found, first, start)
        return _right(words, source, cue, said, last, False) if said else None
    if cue.infinitive:
        if said is None or said.kind not in ("that", "quote"):
            return None
        return _right(words, _inherited(words, found, first, start), cue, said, last, False)
    if cue.form.kinds == "base" and previous == "":
        return None
    if previous in ("and", "but", "or", "then"):
        source = _inherited(words, found, first, start)
        return _right(words, source, cue, said, last, False) if said else None
    closed = start > first and closes_quotation(words, start - 1)
    titled = _titled(words, start, first) if closed and said and said.kind in ("that", "clause", "to") else None
    closed = closed and titled is None
    before = titled or (None if closed else phrase_before(words, start, first))
    if (closed or before is None) and start > first and (closed or previous == ","):
        speaker = phrase_after(words, cue.last + 1, last)
        left = content_before(words, start, first)
        if speaker and left and set(cue.form.frames) & set("cq"):
            return _Draft(speaker, (start, cue.last), left + _second(words, speaker[1] + 1, last))
    if before is None and closed:
        before = phrase_before(words, start, first)
    if before is None or (words.low[before[0]] in ("i", "we", "you") and cue.form.base in _OWN_THOUGHTS):
        return None
    who = words.low[before[1]] in ("who", "which", "that")
    left = content_before(words, before[0], first) if not who else []
    quoted = bool(left) and closes_quotation(words, before[0] - 1)
    if said is not None and not (quoted and said.kind in ("clause", "object")):
        aside = who and before[0] > first and words.said[before[0] - 1] == ","
        short = aside or _subordinate(words, first, before[0])
        right = content_after(words, said, last, short, cue.form.kinds)
        relative = words.low[before[0] - 1] if before[0] > first else ""
        if relative in ("which", "whom"):
            right = [(before[0] - 1, before[0] - 1), *right]
        if left and not quoted and said.kind in ("quote", "clause") and _goes_on(words, left[0], said):
            right = left + right
        if quoted and said.kind == "quote":
            return _Draft(before, (start, cue.last), left + right)
        return _Draft(before, (start, cue.last), right) if right else None
    after = cue.last + 1
    if said is None and before[0] > first and words.low[before[0] - 1] in ("which", "who", "that") and after <= last:
        if words.low[after] in AUXILIARIES and "c" in cue.form.frames:
            rest = content_after(words, Said(after, "clause"), last, words.said[before[0] - 2] == ",", cue.form.kinds)
            return _Draft(before, (start, cue.last), [(before[0] - 1, before[0] - 1), *rest])
    if left and set(cue.form.frames) & set("cqht"):
        return _Draft(before, (start, cue.last), left + _second(words, skip_time(words, cue.last + 1, last), last, quoted))
    return None


def _after_with(words: Words, start: int, first: int) -> Phrase | None:
    """The speaker in "with the mayor saying that …", where the cue begins at `start`."""
    for k in range(start - 1, max(first, start - 10) - 1, -1):
        if words.low[k] == "with":
            return (k + 1, start - 1) if k + 1 < start else None
        if words.low[k] in BREAKS:
            return None
    return None


def _titled(words: Words, start: int, first: int) -> Phrase | None:
    """The speaker in "Ann Poe, host of “The Hour,” said that …", where the cue begins at `start`."""
    opening = words.quotations[words.quotation[start - 1]].first
    if opening <= first or start - opening > 9:
        return None
    before = next((j for j in range(opening - 1, max(first, opening - 12), -1) if words.said[j] == ","), -1)
    head = phrase_before(words, before, first) if before > first else None
    return (head[0], start - 1) if head else None


# "I think" outside quotation marks is the writer's own.
_OWN_THOUGHTS = frozenset(
    "think believe know hope want guess wish feel see understand expect need remember imagine plan find".split()
)
_OPENS_CLAUSE = frozenset("when while since although though as after before because until whereas whenever".split())


def _subordinate(words: Words, first: int, subject: int) -> bool:
    """Whether the speaker at `subject` is the subject of a clause such as "When he said so," that opens its sentence."""
    k = first + 1 if words.low[first] in ("but", "and", "even", "just") else first
    return words.low[k] in _OPENS_CLAUSE and "," not in words.said[k:subject]


def _goes_on(words: Words, left: Phrase, said: Said) -> bool:
    """Whether words before "he said" are the beginning of what he said rather than when, where or why."""
    low = words.low[left[0]]
    if low == "if":
        return True
    if said.kind != "quote" or left[1] - left[0] < 1 or low in QUOTE_MARKS:
        return False
    aside = (
        low in PREPOSITIONS or low in _OPENS_CLAUSE or low in CONNECTIVES or low in DAYS or low.endswith(("ing", "ed", "ly"))
    )
    return not aside and words.said[said.begin - 1] == ","


def _second(words: Words, k: int, last: int, quoted: bool = True) -> list[Phrase]:
    """What goes on after "…, he said," in the same sentence: a further quotation, or the rest of a clause that was broken off."""
    if not quoted and k < last - 1 and words.said[k] == "," and not words.low[k + 1].endswith("ing"):
        if words.low[k + 1] not in ("who", "which", "but", "while", "according"):
            return content_after(words, Said(k + 1, "clause"), last, False)
    if k < last and words.said[k] in (",", ":", ";", "."):
        k += 1
        if (
            k < len(words)
            and words.low[k] in QUOTE_MARKS
            and words.quotation[k] >= 0
            and words.quotations[words.quotation[k]].first == k
        ):
            return content_after(words, Said(k, "quote"), last, False)
    return []


def _right(words: Words, source: Phrase | None, cue: Cue, said: Said, last: int, short: bool) -> _Draft | None:
    content = content_after(words, said, last, short, cue.form.kinds)
    return _Draft(source, (cue.first, cue.last), content) if content and source else None


# Verbs that say of their subject what others think, in the passive: "is expected to", "was accused of", "is known as".
_OF_SUBJECT = frozenset(
    """expect believe think report allege say predict project suspect estimate know consider view see regard describe call name deem accuse
    criticize blame praise label dub quote rumor assume forecast favor credit hail portray identify""".split()
)


def _of_subject(words: Words, cue: Cue, said: Said | None, first: int, last: int) -> _Draft | None:
    """ "seems to be …", "is expected to …", "was asked whether …": what is said of a subject, by nobody who is named."""
    base = cue.form.base
    if cue.passive and cue.form.base in ("ask", "tell"):
        return (
            _Draft(None, (cue.first, cue.last), content_after(words, said, last, False))
            if said and said.kind != "clause"
            else None
        )
    if cue.passive and base not in _OF_SUBJECT:
        return None
    begin = cue.last + 1
    if begin > last:
        return None
    subject = phrase_before(words, cue.first, first)
    if words.low[begin] == "that" and subject is not None and words.low[subject[0]] == "it":
        return _Draft(None, (cue.first, cue.last), content_after(words, Said(begin, "that"), last, False))
    if (
        subject is None
        or words.low[begin] in BREAKS
        or (words.low[begin] in PREPOSITIONS and words.low[begin] not in ("to", "as", "for", "of"))
    ):
        return None
    return _Draft(None, (cue.first, cue.last), [subject, *content_after(words, Said(begin, "to"), last, False)])
