"""What is said: where a content begins and ends on either side of its cue, and how quotations run on over sentences.

Functions take and give token numbers; a content is a list of pairs (first, last) of them, in the order of the text.
"""

from __future__ import annotations

from onrecord.extract.attribution_cues import Said, opens_quotation
from onrecord.extract.attribution_phrases import Phrase, is_adverb
from onrecord.extract.attribution_tokens import Words
from onrecord.extract.attribution_verbs import FORMS
from onrecord.extract.attribution_words import BREAKS, CONNECTIVES, DASHES, DAYS, MONTHS, OCCASIONS, QUOTE_MARKS, SENTENCE_ENDS

__all__ = ["closes_quotation", "content_after", "content_before", "running_on"]


def closes_quotation(words: Words, k: int) -> bool:
    """Whether a quotation ends with the mark at token `k`."""
    return (
        words.quotation[k] >= 0
        and words.quotations[words.quotation[k]].last == k
        and not words.quotations[words.quotation[k]].open
    )


def _trim_right(words: Words, first: int, last: int) -> int:
    """The last token of a content without the punctuation after it; a quotation keeps its own mark."""
    while last > first and (words.low[last] in SENTENCE_ENDS or words.low[last] in (",", ";", ":", "-", "--", "—", "–")):
        last -= 1
    return last


def _another_speaks(words: Words, k: int, last: int) -> bool:
    """Whether the clause that a comma and "but" or "and" open at token `k` has a cue of its own near its beginning."""
    if k > last or words.low[k] not in ("but", "and", "while", "though", "although"):
        return False
    for j in range(k + 1, min(k + 9, last + 1)):
        form = FORMS.get(words.low[j])
        if (
            form
            and ("past" in form.kinds or "s" in form.kinds)
            and not form.only_with_particle
            and set(form.frames) & set("cq")
        ):
            return True
        if words.low[j] in BREAKS:
            return False
    return False


_LONGEST = 400  # tokens of a content outside quotation marks, so that a text without full stops is read in good time
_LEAVES_OFF = frozenset("which who whom whose but while although though whereas where".split())
_TIME_CLAUSE = frozenset("during after when while before since because until amid following".split())


def _leaves_off(words: Words, k: int, last: int, kind: str) -> bool:
    """Whether the comma at `k` ends a content of this kind: what follows is the report's own again, or another's."""
    nxt = words.low[k + 1] if k < last else ""
    form = FORMS.get(nxt)
    if form and form.kinds == "ing" and form.frames:
        return True
    if nxt in _LEAVES_OFF or nxt == "according":
        return True
    if kind == "object":
        return nxt not in ("and", "or") and not _lists(words, k, last)
    return _another_speaks(words, k + 1, last)


def _lists(words: Words, k: int, last: int) -> bool:
    """Whether the comma at `k` stands in "a, b and c"."""
    for j in range(k + 1, min(k + 9, last)):
        low = words.low[j]
        if low == "," and words.low[j + 1] in ("and", "or"):
            return True
        if low in ("and", "or"):
            return True
        if low in BREAKS or FORMS.get(low):
            return False
    return False


def _turns_to_time(words: Words, k: int, last: int) -> bool:
    """Whether the words at `k`, after an object, say when, where or how it was said: "on Friday", "in a letter", "by pointing out"."""
    low, nxt = words.low[k], words.low[k + 1] if k < last else ""
    if low in _TIME_CLAUSE:
        return True
    if low == "by" and nxt.endswith("ing"):
        return True
    if low in DAYS and words.is_capital(k):
        return True
    if low == "on" and (nxt in DAYS or nxt in MONTHS or nxt in ("twitter", "facebook")):
        return True
    return low in ("in", "at", "on", "via") and any(w in OCCASIONS for w in words.low[k + 2 : min(k + 6, last + 1)])


def _end_of(words: Words, said: Said, last: int, short: bool, cue_kinds: str) -> int:
    """The last token of a content; `short` where it stands in a clause that a comma ends."""
    begin = k = said.begin
    last = min(last, begin + _LONGEST)
    while k <= last:
        if opens_quotation(words, k):
            closing = words.quotations[words.quotation[k]].last
            if closing > last:
                return closing
            if short and words.low[closing - 1] == ",":
                return closing
            if words.low[closing - 1] == "," and _leaves_off(words, closing, last, said.kind):
                return closing
            k = closing + 1
            continue
        low = words.low[k]
        nxt = words.low[k + 1] if k < last else ""
        if k > begin:
            if low == "," and (short or _leaves_off(words, k, last, said.kind)):
                return k - 1
            if low in ("and", "but", "then"):
                j = k + 2 if is_adverb(nxt) or nxt in ("then", "also", "later") else k + 1
                form = FORMS.get(words.low[j]) if j <= last else None
                shared = set(form.kinds.split()) & set(cue_kinds.split()) - {"base", "done"} if form else None
                if form and shared and k > begin + 1 and form.frames:
                    return k - 1
            if (low == "according" and nxt == "to") or low == ";" or (low in DASHES and said.kind in ("object", "to")):
                return k - 1
            if said.kind == "object" and _turns_to_time(words, k, last):
                return k - 1
        k += 1
    return last


def content_after(words: Words, said: Said, last: int, short: bool, cue_kinds: str = "") -> list[Phrase]:
    """The content that begins right of its cue."""
    begin = said.begin
    if said.kind == "quote" and opens_quotation(words, begin):
        closing = words.quotations[words.quotation[begin]].last
        before = words.low[closing - 1] if closing > begin else ""
        if closing >= last or before in SENTENCE_ENDS or before == ",":
            return [(begin, closing)]
    end = _trim_right(words, begin, _end_of(words, said, last, short, cue_kinds))
    return [(begin, end)] if end >= begin else []


def content_before(words: Words, stop: int, first: int) -> list[Phrase]:
    """The content that ends right before token `stop` with a comma or a quotation mark; none where it does not."""
    last = stop - 1
    if last < first:
        if first == 0 or not closes_quotation(words, first - 1) or words.paragraph[first - 1] != words.paragraph[first]:
            return []
        return [(words.quotations[words.quotation[first - 1]].first, first - 1)]  # its full stop ended the sentence before
    if not (words.said[last] == "," or closes_quotation(words, last) or words.low[last] in QUOTE_MARKS):
        return []
    if words.quotation[first] >= 0:
        first = min(first, words.quotations[words.quotation[first]].first)
    end = _trim_right(words, first, last)
    begin = _without_lead(words, first, end)
    return [(begin, end)] if end >= begin else []


def _without_lead(words: Words, first: int, end: int) -> int:
    """Where a content proper begins, after "But" or "Still,"."""
    k = _without_dateline(words, first, end)
    if k < end and words.low[k] in ("but", "and", "yet"):
        k += 1
    while k + 1 < end and words.said[k + 1] == "," and (words.low[k] in CONNECTIVES or is_adverb(words.low[k])):
        k += 2
    return k


def _without_dateline(words: Words, first: int, end: int) -> int:
    """The first token after "LIMA, 3 MAY (EFE) -- [TEXT]" and the like; `first` where a sentence has none."""
    for k in range(first, min(first + 14, end)):
        if words.said[k] in DASHES:
            after = k + 1
            while after < end and words.said[after] == "[" and "]" in words.said[after : after + 8]:
                after = words.said.index("]", after) + 1
            return after if after <= end else first
        if not (words.is_capital(k) or words.said[k][0].isdigit() or words.said[k] in (",", ".", "(", ")", "/")):
            break
    return first


def running_on(words: Words, k: int, same_paragraph: bool) -> list[Phrase]:
    """The quotations that follow at token `k`, each a sentence or more by itself: they go on with what was quoted before."""
    found: list[Phrase] = []
    while k < len(words) and opens_quotation(words, k):
        quotation = words.quotations[words.quotation[k]]
        closing = quotation.last
        if same_paragraph and words.paragraph[k] != words.paragraph[k - 1]:
            break
        alone = closing + 1 >= len(words) or words.first[words.sentence[closing + 1]] == closing + 1
        if not alone or (not quotation.open and words.low[closing - 1] not in SENTENCE_ENDS):
            break
        if (
            closing + 1 < len(words)
            and words.paragraph[closing + 1] == words.paragraph[closing]
            and _names_speaker(words, closing + 1)
        ):
            break
        found.append((k, closing))
        k = closing + 1
    return found


def _names_speaker(words: Words, k: int) -> bool:
    """Whether the sentence that begins at token `k`, right after a quotation, is "he said." or the like, and says whose it is."""
    last = words.last[words.sentence[k]]
    return last - k < 12 and any((form := FORMS.get(words.low[j])) and "c" in form.frames for j in range(k, last + 1))
