"""Where a cue stands, with its auxiliaries and particles, and what comes after it. Functions take and give token numbers."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.attribution_phrases import is_adverb, phrase_after, skip_time
from onrecord.extract.attribution_tokens import Words
from onrecord.extract.attribution_verbs import ADJECTIVES, FORMS, LEADING, PARTICLES, Form
from onrecord.extract.attribution_words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    BREAKS,
    CONNECTIVES,
    DASHES,
    DAYS,
    DETERMINERS,
    MODALS,
    PLAIN_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    QUESTION_WORDS,
    SENTENCE_ENDS,
)

__all__ = ["OPENING_MARKS", "Cue", "Said", "cue_at", "opens_quotation", "said_after"]

OPENING_MARKS = frozenset({"“", '"', "``", "''", "«", "„"})
# Forms of verbs that are nouns at least as often.
NOUN_LIKE = frozenset(
    """state states tweet tweets post posts report reports plan plans comment comments email emails order orders challenge challenges
    attack attacks question questions hit hits hint hints signal signals guess show shows support mention mentions command label labels
    brand brands object objects protest protests answer answers name names text texts blog blogs credit view views dream dreams
    suspect suspects rule rules remark remarks forecast promise promises pledge pledges vow vows claim claims demand demands hope hopes desire fear fears
    doubt doubts praise blame cry cries share sense means worry worries""".split()
)
# What shows something.
EVIDENCE = frozenset(
    """poll polls survey surveys result results analysis data record records document documents video videos footage report reports study
    studies figures figure tally statistics filing filings email emails research evidence tape numbers photo photos images census""".split()
)
# Verbs that make one cue in the passive with the preposition after them: "is known as", "was accused of".
_WITH_PREPOSITION = frozenset("know see accuse describe regard view suspect".split())
_OF_THOUGHT = ("of", "about", "over", "at", "with")  # "aware of", "angry at"
_CONTRACTED = frozenset("he she it who that there".split())
_COUNTING = frozenset(
    "some many most several others few all both one two three four five six seven eight nine ten half".split()
)
ADJECTIVAL = frozenset("new old own same latest recent first last next early late".split())
_GROUP = 12  # tokens of a cue before its verb
_FAR = 18  # tokens between a cue and the "that" or the quotation it introduces


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb as a cue: its tokens with auxiliaries and particle, the verb's own, its form, and whether it is passive or an infinitive."""

    first: int
    last: int
    verb: int
    form: Form
    passive: bool = False
    infinitive: bool = False
    participle: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What follows a cue: where it begins, and what it is: `that`, `quote`, `question`, `to`, `clause` or `object`."""

    begin: int
    kind: str


def opens_quotation(words: Words, k: int) -> bool:
    """Whether a quotation begins with the mark at token `k`."""
    return words.quotation[k] >= 0 and words.quotations[words.quotation[k]].first == k


def _start_of_group(words: Words, k: int, first: int) -> tuple[int, bool, bool, bool]:
    """Where the verb group that ends with the verb at `k` begins; whether it holds "to", a form of "be", a modal."""
    start, to, be, modal = k, False, False, False
    j = k - 1
    while j >= first:
        low = words.low[j]
        if low in AUXILIARIES or low == "to" or low == "not":
            to = to or low == "to"
            be = be or low in BE
            modal = modal or low in MODALS or low.endswith(("n't", "n’t"))
            start = j
            if low == "to":
                leading = _leading(words, j - 1, first)
                if leading < 0:
                    break
                start, _, be, modal = _start_of_group(words, leading, first)
                return start, False, be, modal
        elif low in ("'s", "’s") and j > first and words.low[j - 1] in _CONTRACTED:
            be = be or words.low[k].endswith("ing")  # "he's saying" is, "he's said" has
            start = j
            break
        elif low in ADVERBS or is_adverb(low):
            if j == first or words.low[j - 1] in BREAKS:
                break
            start = j
        else:
            break
        j -= 1
    return start, to, be, modal


def _leading(words: Words, k: int, first: int) -> int:
    """The verb that leads the one after "to": "continued" in "continued to insist"; -1 where there is none."""
    if k - 1 >= first and words.low[k] == "on" and words.low[k - 1] in ("went", "goes", "go", "gone"):
        return k - 1
    while k > first and is_adverb(words.low[k]):
        k -= 1
    if k < first or words.low[k] not in LEADING or (k > first and words.low[k - 1] in DETERMINERS):
        return -1
    return k


def _is_noun(words: Words, k: int, form: Form, first: int) -> bool:
    """Whether the word at `k`, a verb by its form, stands where a noun or an adjective would."""
    if k == first:
        return False
    low = words.low[k - 1]
    if low in ("'s", "’s") and k - 2 >= first and words.low[k - 2] in _CONTRACTED:
        return False
    if low in POSSESSIVES or low in ("'s", "’s", "a", "an", "the", "this", "no", "any", "another", "every", "such"):
        return True
    if low in PREPOSITIONS and low != "to":
        return form.kinds != "ing" or low not in ("by", "in", "while", "without", "after", "before", "for", "from", "of")
    return form.kinds in ("s", "base") and low in DETERMINERS and low not in _COUNTING


def cue_at(words: Words, k: int, first: int, last: int) -> Cue | None:
    """The cue whose verb is token `k` of the sentence from `first` to `last`; None where it is none."""
    form = FORMS.get(words.low[k])
    if form is None or _is_noun(words, k, form, first):
        return None
    start, to, be, modal = _start_of_group(words, k, max(first, k - _GROUP))
    if be and words.low[k] in ADJECTIVES:
        form = ADJECTIVES[words.low[k]]
    led = any(words.low[j] in LEADING for j in range(start, k))
    passive = be and "done" in form.kinds and not led
    if form.kinds == "adjective":
        if not be:
            return None
    elif (
        (be and "ing" not in form.kinds and not passive and not led)
        or (form.kinds == "done" and start == k)
        or (form.kinds == "base" and not (to or modal) and any(words.low[j] in ("has", "had") for j in range(start, k)))
    ):
        return None
    if words.low[k] in NOUN_LIKE and not (to or modal) and start == k and not _has_plain_subject(words, k, first, last):
        return None
    end = _end_of_cue(words, k, last, form, passive)
    if end < 0:
        return None
    participle = form.kinds == "ing" and not be
    released = _released(words, k, first) if participle else -1
    if released >= 0:
        start, participle = _start_of_group(words, released, max(first, released - _GROUP))[0], False
    return Cue(start, end, k, form, passive, to, participle)


def _end_of_cue(words: Words, k: int, last: int, form: Form, passive: bool) -> int:
    """The last token of the cue with its verb at `k`, its particle included; -1 where what follows shows that it is none."""
    after = k + 1
    if after <= last and words.low[after] in ("up", "off"):
        return -1  # "showed up" and "called off" tell nothing
    if form.base == "make":
        return next((j for j in range(after, min(k + 4, last)) if words.low[j] == "clear"), -1)
    if after <= last and is_adverb(words.low[after]):
        after += 1
    particles = _OF_THOUGHT if form.kinds == "adjective" else PARTICLES.get(form.base, "").split()
    if after <= last and words.low[after] in particles:
        further = words.low[after] == "out" and after < last and words.low[after + 1] in ("against", "for", "about")
        return after + 1 if further else after
    if form.only_with_particle:
        return -1
    if passive and k < last and words.low[k + 1] in ("as", "of", "for") and form.base in _WITH_PREPOSITION:
        return k + 1
    return _with_occasion(words, k, last)


def _released(words: Words, k: int, first: int) -> int:
    """The verb of "issued a statement on Friday saying", which is one cue; -1 where `k` does not end one."""
    at = next((j for j in range(k - 1, max(first, k - 4), -1) if words.low[j] in ("statement", "communique", "report")), -1)
    return at - 2 if at - 2 >= first and words.low[at - 2] in ("issued", "released", "issues", "releases") else -1


def _with_occasion(words: Words, k: int, last: int) -> int:
    """Where "said in a statement" ends, which is one cue."""
    stop = min(k + 5, last)
    for j in range(k + 3, stop + 1):
        if words.low[j] == "statement" and words.low[k + 1] == "in" and words.low[k + 2] in ("a", "an", "the"):
            return j
    return k


def _has_plain_subject(words: Words, k: int, first: int, last: int) -> bool:
    """Whether a word that may be a noun ("state", "reports") has a pronoun before it, or what is plainly said after it."""
    before, after = words.low[k - 1] if k > first else "", words.low[k + 1] if k < last else ""
    if words.low[k] in ("show", "shows"):
        return any(w in EVIDENCE for w in words.low[max(first, k - 12) : k])
    if k > first and (k == last or (after in (".", "!", "?") and k + 1 == last)) and not words.is_capital(k):
        return FORMS[words.low[k]].base in ("report", "state", "claim", "fear", "hope")  # "…, his lawyer fears."
    clausal = set(FORMS[words.low[k]].frames) & set("cq")
    if clausal and k + 2 < last and (after in DETERMINERS or after in PLAIN_PRONOUNS or words.is_capital(k + 1)):
        if (words.is_capital(k - 1) and not words.capitals) or before.endswith("s"):
            return _is_clause(words, k + 1, last)
    return before in PLAIN_PRONOUNS or (k > first and (after == "that" or (after == "to" and before not in ADJECTIVAL)))


def _starts_phrase(words: Words, k: int) -> bool:
    """Whether a noun phrase may begin at token `k`."""
    low = words.low[k]
    return not (
        low in BREAKS
        or (low in AUXILIARIES and "'" not in low and "’" not in low)
        or (low in PREPOSITIONS and low not in ("about", "around", "over", "under", "despite", "like"))
        or (low in CONNECTIVES and low not in ("when", "if", "though"))
        or low in (")", "'s", "’s", "than", "or", "and", "not")
    )


def _is_clause(words: Words, begin: int, last: int) -> bool:
    """Whether the words from `begin` are a clause of their own, with a verb: "the army had left"."""
    for k in range(begin + 1, min(begin + 14, last + 1)):
        low = words.low[k]
        if low in SENTENCE_ENDS or low in (";", ":") or low in ("that", "who", "which", "when", "as", "after", "because"):
            return False
        if low in AUXILIARIES or (low.endswith(("n't", "n’t", "'d", "’d", "'ll", "’ll", "'re", "’re", "'ve", "’ve"))):
            return True
        form = FORMS.get(low)
        if form and ("past" in form.kinds) and k > begin + 1:
            return True
    low = words.low[begin]
    return low in PLAIN_PRONOUNS or low in (
        "there",
        "he's",
        "she's",
        "it's",
        "he’s",
        "she’s",
        "it’s",
        "there's",
        "there’s",
        "we're",
        "i'm",
    )


def _past_hearer(words: Words, b: int, last: int) -> int:
    """The token after the hearer at `b` ("reporters", "The Daily Star on Monday")."""
    if b > last or words.low[b] in ("that", "to", "about", "how", "whether", "if", "what", "why") or opens_quotation(words, b):
        return b
    low = words.low[b]
    if low in ("him", "her", "them", "me", "us", "you", "it", "himself", "herself", "themselves", "people", "reporters"):
        return skip_time(words, b + 1, last)
    heard = phrase_after(words, b, last)
    if heard is None:
        return b
    b = heard[1] + 1
    for j in range(heard[0], heard[1] + 1):
        if words.low[j] == "to" and j > heard[0]:
            return j
        if words.low[j] in PLAIN_PRONOUNS and j > heard[0]:
            return j
    return skip_time(words, b, last)


def _far_opening(words: Words, b: int, last: int, quote_only: bool) -> Said | None:
    """The "that" or quotation that a cue introduces over a prepositional phrase: "said in a statement that …"."""
    for j in range(b, min(b + _FAR, last + 1)):
        low = words.low[j]
        if low == "that" and not quote_only and words.low[j - 1] not in PREPOSITIONS:
            return Said(j, "that")
        if opens_quotation(words, j) and words.low[j - 1] in (",", ":"):
            return Said(j, "quote")
        if low == ":" and j < last:
            return Said(j + 1, "quote")
        if low in SENTENCE_ENDS or low in (";", *DASHES) or (FORMS.get(low, None) and j > b and low not in ("report", "call")):
            return None
    return None


def said_after(words: Words, cue: Cue, last: int) -> Said | None:
    """What follows the cue in its sentence and is what was said; None where nothing is."""
    if cue.form.base == "make":
        return Said(cue.last + 1, "that") if cue.last < last and words.low[cue.last + 1] in ("that", *QUESTION_WORDS) else None
    heard = b = skip_time(words, cue.last + 1, last)
    if cue.last > cue.verb and words.low[cue.last] not in ("out", "statement"):
        return Said(b, "object") if b <= last and words.low[b] not in BREAKS - OPENING_MARKS else None
    frames = cue.form.frames
    hearer = "h" in frames and not (cue.passive and cue.form.base != "tell")
    if hearer:
        b = _past_hearer(words, b, last)
    if b > last:
        return None
    while b < last and is_adverb(words.low[b]) and words.low[b + 1] in ("that", ",", ":"):
        b += 1
    clausal = bool(set(frames) & set("cqt")) or hearer
    said = _introduced(words, b, last) if clausal else None
    if said is not None:
        return said
    low, nxt = words.low[b], words.low[b + 1] if b < last else ""
    if low == "to" and ("i" in frames or hearer or cue.passive) and nxt not in DETERMINERS | POSSESSIVES | {""}:
        return Said(heard if hearer else b, "to")
    if hearer and low == "not" and nxt == "to":
        return Said(heard, "to")
    if clausal and low == "," and nxt in ("however", "though") and b + 3 <= last:
        return _far_opening(words, b + 2, last, False)
    if clausal and (low in PREPOSITIONS or low in ("when", "while")):
        return _far_opening(words, b, last, low not in ("in", "on", "at", "to", "during", "through"))
    return _unmarked(words, cue, b, last, hearer) if _starts_phrase(words, b) else None


def _introduced(words: Words, b: int, last: int) -> Said | None:
    """What a quotation mark, a colon, "that" or a question word opens at token `b`; None where none does."""
    low, nxt = words.low[b], words.low[b + 1] if b < last else ""
    if opens_quotation(words, b):
        return Said(b, "quote")
    if low == "," and b < last and opens_quotation(words, b + 1):
        return Said(b + 1, "quote")
    if low == ":" and (b < last or (b + 1 < len(words) and opens_quotation(words, b + 1))):
        return Said(b + 1, "quote")
    if low == "that" and nxt not in SENTENCE_ENDS:
        return Said(b, "that")
    return Said(b, "question") if low in QUESTION_WORDS and nxt not in BREAKS else None


def _unmarked(words: Words, cue: Cue, b: int, last: int, hearer: bool) -> Said | None:
    """What was said from token `b`, with no word to open it: a clause of its own, or an object."""
    frames = cue.form.frames
    clause = _is_clause(words, b, last)
    if "c" in frames and "o" in frames and not clause:
        return Said(b, "object")
    if "c" in frames or (hearer and words.low[b] not in DAYS and "t" not in frames):
        return Said(b, "clause") if clause or not set(frames) & set("oh") else None
    shown = cue.form.base == "show" and any(w in EVIDENCE for w in words.low[max(0, cue.first - 20) : cue.first])
    if "o" in frames or shown:
        return Said(b, "object")
    return Said(b, "clause") if "q" in frames and clause and cue.form.kinds != "base" else None
