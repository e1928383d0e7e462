"""Noun phrases beside a cue, by a compact grammar without tags: who speaks, to its left or to its right.

All functions take and give token numbers; a phrase is a pair (first, last) of them.
"""

from __future__ import annotations

from onrecord.extract.attribution_tokens import Words
from onrecord.extract.attribution_verbs import FORMS
from onrecord.extract.attribution_words import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    CONNECTIVES,
    DASHES,
    DAYS,
    DETERMINERS,
    JOINING,
    MONTHS,
    OCCASIONS,
    PLAIN_PRONOUNS,
    PREPOSITIONS,
    QUOTE_MARKS,
    SUBORDINATORS,
    TIME_HEADS,
    TIME_OPENERS,
    VERBS,
)

__all__ = ["Phrase", "is_adverb", "is_verb", "phrase_after", "phrase_before", "skip_time"]

Phrase = tuple[int, int]
_LONGEST = 45


def is_adverb(word: str) -> bool:
    return (
        len(word) > 4 and word.endswith("ly") and word not in ("family", "july", "ally", "rally", "assembly", "italy", "reply")
    )


def is_verb(words: Words, k: int, first: int) -> bool:
    """Whether token `k`, met to the left of a cue, is a finite verb at which the phrase must stop."""
    low = words.low[k]
    if low in AUXILIARIES or low in VERBS:
        return True
    if words.is_capital(k) and not words.capitals:
        return False
    form = FORMS.get(low)
    if (
        form
        and k > first
        and (("past" in form.kinds and not low.endswith("ed")) or low in ("says", "tells", "thinks", "believes", "argues"))
    ):
        return True
    if low.endswith("ed") and len(low) > 4 and k > first:
        before = words.low[k - 1]
        return (
            before not in DETERMINERS
            and before not in PREPOSITIONS
            and before not in ("'s", "’s", "and")
            and not is_adverb(before)
        )
    return False


def _opening_bracket(words: Words, k: int, first: int) -> int:
    """The bracket that the one at `k` closes; -1 where there is none near."""
    for j in range(k - 1, max(first, k - 12) - 1, -1):
        if words.said[j] == "(":
            return j
    return -1


def _joins(words: Words, k: int, first: int) -> bool:
    """Whether "and" at `k` joins two parts of one phrase rather than two clauses."""
    if k - 1 < first or k + 1 >= len(words):
        return False
    left, right = k - 1, k + 1
    if words.low[left] in BREAKS or words.low[right] in PLAIN_PRONOUNS:
        return False
    if words.capitals or not words.is_capital(left) or not words.is_capital(right):
        return _after_comma(words, k, first) or (
            k - first <= 4
            and words.low[first] not in PREPOSITIONS
            and not any(is_verb(words, j, first) for j in range(first, k))
        )
    return True


def _after_comma(words: Words, k: int, first: int) -> bool:
    """Whether "and" at `k` joins two who speak behind the comma of what they say: "…, neighbours and a teacher said"."""
    comma = next((j for j in range(k - 1, max(first, k - 7), -1) if words.low[j] in BREAKS), -1)
    if comma < 0 or words.said[comma] != "," or words.low[comma + 1] in PREPOSITIONS or words.low[comma + 1] in SUBORDINATORS:
        return False
    begun = range(comma + 1, k)
    return not any(is_verb(words, j, first) or words.low[j].endswith("ing") or words.low[j] in PLAIN_PRONOUNS for j in begun)


def _scan_left(words: Words, last: int, first: int) -> int:
    """The leftmost token that may belong to the phrase ending at `last`."""
    k = last
    while k >= first and last - k < _LONGEST:
        low = words.low[k]
        if low == ")":
            opening = _opening_bracket(words, k, first)
            if opening < 0:
                break
            k = opening - 1
            continue
        if low in ("and", "or", "&"):
            if low != "&" and not _joins(words, k, first):
                break
        elif (
            low in BREAKS
            or low in ("(", "according")
            or low in SUBORDINATORS
            or low in PLAIN_PRONOUNS
            or is_verb(words, k, first)
        ):
            break
        k -= 1
    return k + 1


def _counts(word: str) -> bool:
    return word[0].isdigit() or word in DETERMINERS or "-" in word


def _trim_left(words: Words, first: int, last: int) -> int:
    """Drop what comes before the phrase proper: connectives, adverbs, times, and an opening "In Ohio"."""
    k = first
    while k <= last:
        low = words.low[k]
        if low in TIME_OPENERS and k + 1 <= last and words.low[k + 1] in TIME_HEADS | DAYS | MONTHS:
            k += 2
        elif k < last and (low in CONNECTIVES or low in DAYS or is_adverb(low) or low in ("'s", "’s", "not")):
            k += 1
        elif low in ("about", "around", "over", "nearly", "under") and k < last and _counts(words.low[k + 1]):
            break
        elif low in PREPOSITIONS:
            k = _after_preposition(words, k, last)
        else:
            break
    return k


def _after_preposition(words: Words, first: int, last: int) -> int:
    """Where the phrase proper begins in "In Ohio the poll", given that token `first` is a preposition."""
    for m in range(last, first + 1, -1):
        before = words.low[m - 1]
        starts = words.low[m] in DETERMINERS or words.low[m] in PLAIN_PRONOUNS
        if starts and before not in PREPOSITIONS and before not in DETERMINERS and before not in ("and", "or"):
            return m
    for m in range(last, first + 1, -1):
        if words.is_capital(m) and (words.low[m - 1] in DAYS or words.low[m - 1].isdigit()) and words.low[m] not in MONTHS:
            return m
    return last + 1


def _relative(words: Words, stop: int, first: int) -> int:
    """Where a clause with "who" holds the verb at `stop`: the token of "who", else -1."""
    for k in range(stop, max(first, stop - 15), -1):
        if words.low[k] == "who":
            return k
        if words.low[k] in BREAKS:
            return -1
    return -1


def _core_before(words: Words, last: int, first: int) -> Phrase | None:
    """The phrase without appositives that ends at `last`."""
    if last < first:
        return None
    low = words.low[last]
    if low in PLAIN_PRONOUNS or low in ("this", "that", "these", "those"):
        return last, last
    if low in QUOTE_MARKS and words.quotation[last] >= 0:
        title = words.quotations[words.quotation[last]]
        if title.last != last or last - title.first > 8 or title.first <= first or words.said[last - 1] in ",.?!":
            return None
        left = _core_before(words, title.first - 1, first)
        return (left[0] if left else title.first), last
    leftmost = _scan_left(words, last, first)
    if leftmost > last:
        return None
    begun = _trim_left(words, leftmost, last)
    if leftmost > first and is_verb(words, leftmost - 1, first):
        who = _relative(words, leftmost - 1, first)
        if who > first:
            outer = _core_before(words, who - 1, first)
            if outer:
                return outer[0], last
    if begun > last or words.low[begun] in BREAKS:
        return None
    return begun, last


def _is_aside(words: Words, first: int, last: int) -> bool:
    """Whether the words between two commas say when, where or however, and do not describe the speaker."""
    low = words.low[first]
    return low in CONNECTIVES or low in PREPOSITIONS or low in DAYS or is_adverb(low) or low in TIME_OPENERS


def _around_dashes(words: Words, last: int, first: int) -> Phrase | None:
    """The phrase before an aside between dashes of which the second stands at `last`, with the aside where it describes the speaker."""
    for j in range(last - 1, max(first, last - 30), -1):
        if words.said[j] in DASHES:
            head = _core_before(words, j - 1, first)
            if head is None:
                return None
            aside = _is_aside(words, j + 1, last - 1) and words.low[j + 1] != "including"
            return head if aside or words.low[j + 1] in ("who", "which") else (head[0], last - 1)
    return None


def _trails(words: Words, k: int) -> bool:
    """Whether the word at `k`, right before a cue, is no part of who speaks: "later", "repeatedly"."""
    low = words.low[k]
    return (low in ADVERBS or low in DAYS or is_adverb(low)) and (
        words.said[k].islower() or (words.capitals and low not in DAYS)
    )


def _is_bare_name(words: Words, phrase: Phrase) -> bool:
    """Whether a phrase is a name alone, which a clause with "who" only tells more of."""
    return phrase[1] - phrase[0] < 2 and all(words.is_capital(k) for k in range(phrase[0], phrase[1] + 1))


def phrase_before(words: Words, verb: int, first: int) -> Phrase | None:
    """The phrase whose last word stands right before token `verb`, with titles and appositives; None where there is none."""
    last = verb - 1
    while last > first and _trails(words, last):
        last -= 1
    if last < first:
        return None
    if words.low[last] == "ago":
        return None
    if words.said[last] in DASHES:
        return _around_dashes(words, last, first)
    if words.said[last] != ",":
        return _core_before(words, last, first)
    comma = last - 1
    nearest = max(first, last - _LONGEST)
    while comma > nearest and words.said[comma] != ",":
        if words.low[comma] in QUOTE_MARKS or words.low[comma] in (";", ":"):
            return None
        comma -= 1
    if comma <= nearest:
        return None
    head = _core_before(words, comma - 1, first)
    if head is None:
        return None
    if _is_aside(words, comma + 1, last - 1) or words.low[comma + 1].endswith("ing") or words.low[comma + 1] == "which":
        return head
    if words.low[comma + 1] == "who" and _is_bare_name(words, head):
        return head
    earlier = head[0] - 1
    if earlier > first and words.said[earlier] == "," and words.low[head[0]] in DETERMINERS and not words.capitals:
        further = _core_before(words, earlier - 1, first)
        if further and all(words.is_capital(k) for k in range(further[0], further[1] + 1)):
            return further[0], last - 1
    return head[0], last - 1


def skip_time(words: Words, k: int, last: int) -> int:
    """The first token at or after `k` that is no "Tuesday", "last week", "on May 3" or the like."""
    while k <= last:
        low = words.low[k]
        nxt = words.low[k + 1] if k < last else ""
        if low in DAYS or (low in MONTHS and nxt.isdigit()):
            k += 1 if low in DAYS else 2
        elif low in TIME_OPENERS and (nxt in TIME_HEADS or nxt in DAYS or nxt in MONTHS):
            k += 2
        elif (low == "on" and (nxt in DAYS or nxt in MONTHS)) or (low in TIME_HEADS and k > 0 and words.low[k - 1] in DAYS):
            k += 1
        else:
            break
    return k


def _ends_right(words: Words, k: int, last: int) -> bool:
    """Whether the phrase to the right of a cue has ended before token `k`."""
    low = words.low[k]
    if low in AUXILIARIES or low in VERBS or low in DAYS or low == "yesterday":
        return True
    if low in SUBORDINATORS and low != "who":
        return True
    nxt = words.low[k + 1] if k < last else ""
    if low in TIME_OPENERS and (nxt in TIME_HEADS or nxt in DAYS):
        return True
    if low in PREPOSITIONS:
        if low not in JOINING or nxt in DAYS or nxt in MONTHS or nxt.isdigit():
            return True
        near = words.low[k + 1 : k + 5]
        return low in ("in", "at", "on", "during", "to") and any(w in OCCASIONS for w in near) and low != "of"
    return False


def _run_right(words: Words, first: int, last: int) -> int:
    """The last token of the plain phrase that begins at `first`."""
    k = first
    while k <= last and k - first < _LONGEST:
        low = words.low[k]
        if low == "(":
            closing = next((j for j in range(k, min(k + 12, last + 1)) if words.said[j] == ")"), -1)
            if closing < 0:
                break
            k = closing + 1
            continue
        if low in ("“", '"', "''", "``") and words.quotation[k] >= 0 and words.quotation[first] != words.quotation[k]:
            title = words.quotations[words.quotation[k]]
            if title.first == k and title.last - k <= 8 and k > first and words.low[k - 1] not in BREAKS:
                k = title.last + 1
                continue
        if low in BREAKS or (k > first and _ends_right(words, k, last)):
            break
        if low in PLAIN_PRONOUNS and low != "who" and k > first:
            break
        k += 1
    return k - 1


def phrase_after(words: Words, first: int, last: int, opens: bool = False) -> Phrase | None:
    """The phrase that begins at token `first` and stays before or at `last`, with titles and appositives.

    Where it `opens` a sentence ("According to the mayor, a boy …") the words after a comma describe it only if another comma ends them.
    """
    if first > last or words.low[first] in BREAKS:
        return None
    low = words.low[first]
    if low in PLAIN_PRONOUNS or (
        low in ("him", "them", "her", "us", "me") and (first == last or words.low[first + 1] in BREAKS)
    ):
        return first, first
    end = _run_right(words, first, last)
    if end < first:
        return None
    while end + 2 <= last and words.said[end + 1] == ",":
        k = end + 2
        low = words.low[k]
        describes = low in DETERMINERS or low == "who" or low.isdigit() or low in ("jr.", "sr.") or _is_lower_noun(words, k)
        if not describes or low in CONNECTIVES or low.endswith("ing"):
            break
        stop = _run_right(words, k, last)
        if low == "who" and end == first:
            break
        if low == "who":
            stop = next((j for j in range(k, last + 1) if words.low[j] in BREAKS), last + 1) - 1
        elif stop < last and words.low[stop + 1] not in BREAKS and words.low[stop + 1] not in SUBORDINATORS:
            if words.low[stop + 1] in AUXILIARIES or words.low[stop + 1] in VERBS:
                break  # the words after the comma are a clause of their own
        if stop < k or (opens and not _is_set_off(words, stop, last)):
            break
        end = stop
        if low.isdigit():
            end = _of_where(words, end, last)
    return first, end


def _is_set_off(words: Words, k: int, last: int) -> bool:
    """Whether a comma follows token `k` that ends an appositive, and does not open a clause on a subject of its own."""
    return k + 2 <= last and words.said[k + 1] == "," and words.low[k + 2] not in ("who", "which", "whose", "and")


def _of_where(words: Words, end: int, last: int) -> int:
    """Where "31, of Ely, Minn." ends, given that the age stands at `end`."""
    if (
        end + 3 > last
        or words.said[end + 1] != ","
        or words.low[end + 2] not in ("of", "from")
        or not words.is_capital(end + 3)
    ):
        return end
    k = end + 3
    while k < last and (
        words.is_capital(k + 1) or (words.said[k + 1] == "," and k + 2 <= last and words.is_capital(k + 2) and k - end < 6)
    ):
        k += 1
    return k


def _is_lower_noun(words: Words, k: int) -> bool:
    """Whether token `k` may open an appositive such as "chairman of the council"."""
    low = words.low[k]
    closed = PREPOSITIONS | AUXILIARIES | SUBORDINATORS | CONNECTIVES | PLAIN_PRONOUNS
    return low.isalpha() and low not in closed and not is_adverb(low) and (words.said[k].islower() or words.capitals)
