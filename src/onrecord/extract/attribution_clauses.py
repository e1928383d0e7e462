"""One attribution from its cue: "according to", a noun such as "his promise to", or a verb with its subject and what follows it.

Functions take and give token numbers of one sentence, from `first` to `last`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.attribution_contents import closes_quotation, content_after, content_before
from onrecord.extract.attribution_cues import Cue, Said, opens_quotation, said_after
from onrecord.extract.attribution_phrases import Phrase, is_adverb, is_verb, phrase_after, phrase_before, skip_time
from onrecord.extract.attribution_tokens import Words
from onrecord.extract.attribution_verbs import OBJECT_NOUNS
from onrecord.extract.attribution_words import (
    AUXILIARIES,
    BREAKS,
    CONNECTIVES,
    DASHES,
    DAYS,
    DETERMINERS,
    PLAIN_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    QUOTE_MARKS,
    SUBORDINATORS,
)

__all__ = ["Draft", "by_according", "by_noun", "by_verb"]


@dataclass(slots=True)
class Draft:
    """An attribution as token numbers."""

    source: Phrase | None
    cue: Phrase
    content: list[Phrase]


def by_according(words: Words, k: int, first: int, last: int) -> Draft | None:
    if k == last or (words.low[k + 1] != "to" and (k == first or words.said[k - 1] != ",")):
        return None
    end = k + 1 if words.low[k + 1] == "to" else k  # hurried reports leave "to" out
    leads = k - first < 3 or _is_lead(words, first, k)
    source = phrase_after(words, end + 1, last, leads)
    if source is None:
        return None
    if not leads or (k - first >= 3 and words.said[min(source[1] + 1, last)] != ","):
        content = content_before(words, k, first) or [(max(first, k - _LONGEST), k - 1)]
    else:
        begin = source[1] + 1
        while begin <= last and words.said[begin] == ",":
            begin += 1
        content = content_after(words, Said(begin, "clause"), last, False) if begin <= last else []
    return Draft(source, (k, end), content) if content else None


def _is_lead(words: Words, first: int, k: int) -> bool:
    """Whether only "In addition," or the like stands before "according to" at `k`, so that what is told comes behind its source."""
    if k - first > 6 or words.said[k - 1] != ",":
        return False
    return not any(is_verb(words, j, first) or words.quotation[j] >= 0 for j in range(first, k))


def by_noun(words: Words, k: int, first: int, last: int) -> Draft | None:
    """ "his promise to leave", "the claim that they fled"."""
    owner = _owner(words, k, first)
    with_object = words.low[k + 1] in OBJECT_NOUNS.get(words.low[k], "").split()
    if with_object:
        if owner is None or k + 2 > last:
            return None
        content = content_after(words, Said(k + 2, "object"), last, True)
        return Draft(owner, (k, k + 1), content) if content else None
    if owner is None and (words.low[k + 1] == "to" or k == first or words.low[k - 1] not in ("the", "a", "an", "no", "any")):
        return None
    content = content_after(words, Said(k + 1, "that"), last, True)
    return Draft(owner, (k, k), content) if content else None


def _owner(words: Words, k: int, first: int) -> Phrase | None:
    """Whose the word at `k` is: "his" in "his first promise", "the court's" in "the court's claim"; None where nobody's."""
    j = k - 1
    while (
        j > first
        and k - j < 3
        and words.low[j] not in ("'s", "’s")
        and words.low[j] not in POSSESSIVES
        and words.low[j].isalpha()
    ):
        j -= 1
    if j >= first and words.low[j] in POSSESSIVES:
        return j, j
    return (_name_of(words, j - 1, first), j) if j > first and words.low[j] in ("'s", "’s") else None


def _name_of(words: Words, last: int, first: int) -> int:
    """Where the owner begins whose last word stands at `last`: "the court" in "the court's claim", a run of capitals in a name."""
    k = last
    named = words.is_capital(last) and not words.capitals
    while k > first and named and words.is_capital(k) and (words.is_capital(k - 1) or words.low[k - 1] in ("of", "the")):
        k -= 1
    while k > first and not named and last - k < 4 and words.low[k] not in DETERMINERS and words.low[k - 1].isalpha():
        k -= 1
    return k


def _clause_subject(words: Words, first: int, last: int) -> Phrase | None:
    """The phrase that opens the sentence between `first` and `last`, after an opening "In Ohio,"; None where none is plain."""
    k = first
    while k <= last and (words.low[k] in CONNECTIVES or words.low[k] in QUOTE_MARKS):
        k += 1
    if k <= last and (
        words.low[k] in PREPOSITIONS or words.low[k] in DAYS or words.low[k].endswith("ing") or is_adverb(words.low[k])
    ):
        comma = next((j for j in range(k, min(last, k + 25)) if words.said[j] == ","), -1)
        if comma < 0:
            return None
        k = comma + 1
    elif k <= last and words.low[k] in SUBORDINATORS:
        comma = next((j for j in range(k, min(last, k + 25)) if words.said[j] == ","), -1)
        k = comma + 1 if comma >= 0 else k
    if k > last:
        return None
    if words.low[k] in PLAIN_PRONOUNS:
        return k, k
    end = k
    while end <= min(last, k + _LONGEST_SUBJECT) and words.low[end] not in BREAKS and words.low[end] not in SUBORDINATORS:
        if end > k and (is_verb(words, end, k) or words.low[end].endswith("ed")):
            break
        end += 1
    return (k, end - 1) if end > k else None


def _inherited(words: Words, found: Sequence[Draft], first: int, verb: int) -> Phrase | None:
    """Whose words go on in ", adding that": the last speaker's of the sentence, else its subject's."""
    for d in reversed(found[-4:]):
        if d.source and d.cue[0] < verb:
            return d.source
    return _clause_subject(words, first, verb - 1)


def by_verb(words: Words, cue: Cue, first: int, last: int, found: Sequence[Draft]) -> Draft | None:
    """The attribution of a verb in any of its forms; `found` are those before it in the sentence."""
    said = said_after(words, cue, last)
    previous = words.low[cue.first - 1] if cue.first > first else ""
    if cue.form.base == "ask" and previous in ("", "when", "if") and said and said.kind in ("question", "to", "object"):
        return Draft(None, (cue.first, cue.last), content_after(words, said, last, True))
    if "s" in cue.form.frames or cue.passive:
        return _of_subject(words, cue, said, first, last)
    if cue.participle and said:
        opening = _opening_subject(words, cue, first, last)
        if opening:
            return Draft(opening, (cue.first, cue.last), content_after(words, said, last, True))
        shared = previous in _SHARING or previous in QUOTE_MARKS
        own = None if shared else phrase_before(words, cue.first, first) or _after_with(words, cue.first, first)
        return _right(words, _inherited(words, found, first, cue.first) if shared else own, cue, said, last)
    if cue.participle or (cue.form.kinds == "base" and previous == ""):
        return None
    if cue.infinitive or previous in ("and", "but", "or", "then"):
        if said is None or (cue.infinitive and said.kind not in ("that", "quote")):
            return None
        return _right(words, _inherited(words, found, first, cue.first), cue, said, last)
    return _finite(words, cue, said, first, last)


def _finite(words: Words, cue: Cue, said: Said | None, first: int, last: int) -> Draft | None:
    """The attribution of a verb with a subject of its own, before it or, after a quotation, behind it."""
    start = cue.first
    closed = start > first and closes_quotation(words, start - 1)
    inverted = None if closed else _behind(words, cue, first, last)
    if inverted is not None:
        left = content_before(words, start, first)
        if left:
            return Draft(inverted, (start, cue.last), left)
    source = _titled(words, start, first) if closed and said and said.kind in ("that", "clause", "to") else None
    if source is None and not closed:
        source = phrase_before(words, start, first)
    if source is None and start > first and (closed or words.said[start - 1] == ","):
        speaker = phrase_after(words, cue.last + 1, last)
        left = content_before(words, start, first)
        if speaker and left and set(cue.form.frames) & set("cqt"):
            return Draft(speaker, (start, cue.last), left + _second(words, speaker[1] + 1, last, True))
    if source is None and closed:
        source = phrase_before(words, start, first)
    if source is None or (words.low[source[0]] in ("i", "we", "you") and cue.form.base in _OWN_THOUGHTS):
        return None
    content = _around(words, cue, said, source, first, last)
    return Draft(source, (start, cue.last), content) if content else None


def _behind(words: Words, cue: Cue, first: int, last: int) -> Phrase | None:
    """The speaker of "two men died, said Ana Velmora, a nurse": behind the cue, where what is said stands whole before its comma."""
    start = cue.first
    if (
        not 3 <= start - first <= _LONGEST_SENTENCE
        or words.said[start - 1] != ","
        or cue.form.base not in _INVERTED
        or cue.last >= last
    ):
        return None
    if words.low[cue.last + 1] in ("that", "to") or words.low[cue.last + 1] in PLAIN_PRONOUNS:
        return None
    comma = next((j for j in range(start - 2, first - 1, -1) if words.said[j] == ","), first - 1)
    if words.low[comma + 1] in ("who", "which", "whose") or not any(
        is_verb(words, j, first) for j in range(max(first, comma), start - 1)
    ):
        return None
    speaker = phrase_after(words, cue.last + 1, last)
    if speaker is None or (speaker[1] < last and words.low[speaker[1] + 1] not in BREAKS):
        return None
    return speaker


_LONGEST_SENTENCE = 120  # tokens; longer ones are lists and the like
_INVERTED = frozenset("say add report write explain recall announce".split())


def _around(words: Words, cue: Cue, said: Said | None, source: Phrase, first: int, last: int) -> list[Phrase]:
    """What a speaker before the cue says: on the cue's right, on the speaker's left, or both."""
    if source[0] > first and words.low[source[0] - 1] == "as":
        return _as_told(words, cue, source[0] - 1, first, last)
    relative = source[0] - 1 if source[0] > first and words.low[source[0] - 1] in _RELATIVE else -1
    leads = words.low[source[1]] in ("who", "which", "that")
    left = [] if leads else content_before(words, source[0], first)
    quoted = bool(left) and closes_quotation(words, source[0] - 1)
    if quoted and said is not None and "h" in cue.form.frames and said.begin == cue.last + 1:
        return left  # told “The Morning Hour”
    if said is not None and not (quoted and said.kind in ("clause", "object")):
        aside = leads and source[0] > first and words.said[source[0] - 1] == ","
        right = content_after(words, said, last, aside or _subordinate(words, first, source[0]), cue.form.kinds)
        if relative >= 0 and words.low[relative] in ("which", "whom"):
            return [(relative, relative), *right]
        both = (quoted and said.kind == "quote") or (
            bool(left) and not quoted and said.kind in ("quote", "clause") and _goes_on(words, left[0], said)
        )
        return left + right if both else right
    if said is None and relative >= 0 and cue.last < last and words.low[cue.last + 1] in AUXILIARIES and "c" in cue.form.frames:
        short = relative > first and words.said[relative - 1] == ","
        return [(relative, relative), *content_after(words, Said(cue.last + 1, "clause"), last, short, cue.form.kinds)]
    if left and set(cue.form.frames) & set("cqht") and (quoted or _is_over(words, cue, last)):
        return left + _second(words, skip_time(words, cue.last + 1, last), last, quoted)
    return []


def _is_over(words: Words, cue: Cue, last: int) -> bool:
    """Whether no object follows the cue, so that what was said stands before it: "…, police said in a statement"."""
    k = skip_time(words, cue.last + 1, last)
    if k > last or "h" in cue.form.frames:
        return True
    low = words.low[k]
    return low in BREAKS or low in PREPOSITIONS or low in CONNECTIVES or low in (")", "]") or is_adverb(low)


def _as_told(words: Words, cue: Cue, k: int, first: int, last: int) -> list[Phrase]:
    """What is told in "As the court found, …" and "…, as the court found", where "as" stands at token `k`."""
    if k > first and words.said[k - 1] == ",":
        return content_before(words, k, first)
    comma = next((j for j in range(cue.last + 1, min(cue.last + 12, last)) if words.said[j] == ","), -1)
    return content_after(words, Said(comma + 1, "clause"), last, False) if comma > 0 and k - first < 2 else []


def _opening_subject(words: Words, cue: Cue, first: int, last: int) -> Phrase | None:
    """The speaker in "After saying so, the mayor left", who is named behind the words that open the sentence."""
    if cue.first - first > 2:
        return None
    comma = next(
        (j for j in range(cue.last + 1, min(cue.last + 40, last)) if words.said[j] == "," and words.quotation[j] < 0), -1
    )
    return _clause_subject(words, comma + 1, last) if comma > 0 else None


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
# Words before "saying" that leave its speaker to the rest of the sentence.
_SHARING = frozenset([",", "", *DASHES, *"and or by while in after before despite without upon on".split()])
_RELATIVE = frozenset("which whom who that what".split())
_NEAR = 30
_LONGEST = 400  # tokens
_LONGEST_SUBJECT = 45
_OPENS_CLAUSE = frozenset("if when while since although though as after before because until whereas whenever".split())


def _subordinate(words: Words, first: int, subject: int) -> bool:
    """Whether the speaker at `subject` is the subject of a clause such as "When he said so," that opens its sentence."""
    k = first + 1 if words.low[first] in ("but", "and", "even", "just") else first
    return words.low[k] in _OPENS_CLAUSE and subject - k < _NEAR and "," not in words.said[k:subject]


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


def _second(words: Words, k: int, last: int, quoted: bool) -> list[Phrase]:
    """What goes on after "…, he said," in the same sentence: a further quotation, or the rest of a clause that was broken off."""
    if not quoted and k < last - 1 and words.said[k] == "," and not words.low[k + 1].endswith("ing"):
        if words.low[k + 1] not in ("who", "which", "but", "while", "according"):
            return content_after(words, Said(k + 1, "clause"), last, False)
    if k < last and words.said[k] in (",", ":", ";", "."):
        k += 1
        if k < len(words) and opens_quotation(words, k):
            return content_after(words, Said(k, "quote"), last, False)
    return []


def _right(words: Words, source: Phrase | None, cue: Cue, said: Said, last: int) -> Draft | None:
    content = content_after(words, said, last, False, cue.form.kinds)
    return Draft(source, (cue.first, cue.last), content) if content and source else None


# Verbs that say of their subject what others think, in the passive: "is expected to", "was accused of", "is known as".
_OF_SUBJECT = frozenset(
    """expect believe think report allege say predict project suspect estimate know consider view see regard describe call name deem accuse
    criticize blame praise label dub quote rumor assume forecast favor credit hail portray identify""".split()
)


def _of_subject(words: Words, cue: Cue, said: Said | None, first: int, last: int) -> Draft | None:
    """What is said of a subject: "seems to be …", "is expected to …", "was asked whether …", "was accused by the court of …"."""
    parts = (cue.first, cue.last)
    if cue.passive and cue.form.base in ("ask", "tell"):
        return Draft(None, parts, content_after(words, said, last, False)) if said and said.kind != "clause" else None
    begin = cue.last + 1
    if begin > last or (cue.passive and cue.form.base not in _OF_SUBJECT):
        return None
    subject = phrase_before(words, cue.first, first)
    agent = phrase_after(words, begin + 1, last) if words.low[begin] == "by" else None
    if agent and agent[1] >= last - 1:  # "by the court of theft": the last preposition belongs to the verb
        cut = next((j for j in range(agent[1], agent[0], -1) if words.low[j] in ("of", "as", "to", "for")), agent[1] + 1)
        agent = (agent[0], cut - 1)
    begin = agent[1] + 1 if agent else begin
    if subject is None or begin > last:
        return None
    if words.low[begin] == "that" and words.low[subject[0]] == "it":
        return Draft(agent, parts, content_after(words, Said(begin, "that"), last, False))
    low = words.low[begin]
    if cue.form.base in ("call", "see", "name") and low == "to":
        return None
    if low in BREAKS or (low in PREPOSITIONS and low not in ("to", "as", "for", "of")):
        return None
    return Draft(
        agent, parts, [subject, *content_after(words, Said(begin, "to"), last, _subordinate(words, first, subject[0]))]
    )
