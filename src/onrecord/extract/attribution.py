"""Who says what: sources, the words that introduce them, and what they say. Rules, several to a sentence, one within another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.attribution_clauses import Draft, by_according, by_noun, by_verb
from onrecord.extract.attribution_contents import closes_quotation, running_on
from onrecord.extract.attribution_cues import cue_at, opens_quotation
from onrecord.extract.attribution_sources import access, modality_cue, source_kind, vouches
from onrecord.extract.attribution_tokens import Words, read_words
from onrecord.extract.attribution_verbs import FORMS, NOUNS, OBJECT_NOUNS
from onrecord.extract.attribution_words import PLAIN_PRONOUNS
from onrecord.extract.sentences import Span, sentences

__all__ = ["Attribution", "access", "attributions", "modality_cue", "source_kind", "tells_again", "vouches"]

# Verbs of telling that are an attribution within another: "police said the witness told them that …".
_TOLD_AGAIN = frozenset("say tell claim report write allege testify confirm deny".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """Spans of a source, of the cue and of the content; any may be empty. How likely all of it is right, where a model says so."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float | None = None


def attributions(text: str, spans: Sequence[Span] | None = None) -> list[Attribution]:
    """Every attribution of a text, in the order of their cues."""
    held = sentences(text) if spans is None else list(spans)
    words = read_words(text, held)
    found: list[Draft] = []
    for first, last in zip(words.first, words.last, strict=True):
        made = _in_sentence(words, first, last)
        if made:
            _go_on(words, made[-1], last)
        found += made
    return [_spans(words, d) for d in found]


def _spans(words: Words, d: Draft) -> Attribution:
    source = (words.span(*d.source),) if d.source else ()
    return Attribution(source, (words.span(*d.cue),), tuple(words.span(*c) for c in sorted(d.content)))


def _in_sentence(words: Words, first: int, last: int) -> list[Draft]:
    """The attributions of the sentence from token `first` to `last`. What stands in quotation marks is the speaker's, not the report's."""
    found: list[Draft] = []
    for k in range(first, last + 1):
        if words.quotation[k] >= 0:
            continue
        made = _at(words, k, first, last, found)
        if made is not None and _tells(words, k, made, found):
            if found and found[-1].cue[0] == made.cue[0]:
                found.pop()  # "continued to insist" is one cue, not two
            _end_before(words, found[-4:], made)
            found.append(made)
    return found


def _end_before(words: Words, found: Sequence[Draft], made: Draft) -> None:
    """Ends what was said before at the comma of "…, a nurse said", which tells of all of it."""
    if made.source is None or max(made.content)[1] > made.cue[0]:
        return
    outer = min(made.source[0], made.cue[0])
    for d in found:
        d.content = [(a, outer - 2) if a < outer - 1 <= b and words.said[outer - 1] == "," else (a, b) for a, b in d.content]


def _at(words: Words, k: int, first: int, last: int, found: Sequence[Draft]) -> Draft | None:
    """The attribution whose cue has its head at token `k`; `found` are those before it in the sentence."""
    low, nxt = words.low[k], words.low[k + 1] if k < last else ""
    if low == "according":
        return by_according(words, k, first, last)
    if (low in NOUNS and nxt in ("that", "to")) or nxt in OBJECT_NOUNS.get(low, "").split():
        made = by_noun(words, k, first, last)
        if made is not None:
            return made
    cue = cue_at(words, k, first, last)
    return by_verb(words, cue, first, last, found) if cue else None


def _go_on(words: Words, d: Draft, last: int) -> None:
    """Adds the quotations that follow the sentence which ends at `last`, where its last attribution quotes or leads on to them."""
    if not d.content or d.source is None:
        return
    end = max(d.content)[1]
    quoted = any(words.quotation[c[0]] >= 0 or opens_quotation(words, c[0]) or closes_quotation(words, c[1]) for c in d.content)
    d.content += running_on(words, max(last, end) + 1, not quoted)


def _tells(words: Words, k: int, made: Draft, found: Sequence[Draft]) -> bool:
    """Whether an attribution with its cue at `k` is the report's own; a thought or judgement within somebody's words is theirs."""
    if not made.content:
        return False
    if made.source and words.low[made.source[0]] == "that" and made.source[0] == made.source[1]:
        return False
    if not any(c[0] <= k <= c[1] for d in found[-4:] for c in d.content) or min(made.content)[1] < k:
        return True
    form = FORMS.get(words.low[k])
    if form is None or form.base not in _TOLD_AGAIN or made.source is None:
        return False
    return words.low[made.source[0]] not in PLAIN_PRONOUNS


def tells_again(text: str, a: Attribution) -> bool:
    """Whether an attribution can stand within another's content: somebody other than a pronoun tells, by a plain verb of telling."""
    forms = [FORMS.get(word) for span in a.cue for word in text[span.start : span.end].lower().split()]
    if not a.content or not any(form is not None and form.base in _TOLD_AGAIN for form in forms):
        return False
    return any(text[s.start : s.end].lower() not in PLAIN_PRONOUNS for s in a.source)
