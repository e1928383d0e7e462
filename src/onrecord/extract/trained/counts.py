"""How many people a mention speaks of, by the number that stands in it or before it."""

from __future__ import annotations

from onrecord.extract.trained.words import Word

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_NUMBERS = {w: n for n, w in enumerate((_SMALL + " seventeen eighteen nineteen").split())}
_NUMBERS |= {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_BEFORE = 3


def number_at(words: list[Word], i: int) -> int | None:
    """The number that word i ends, "twenty two" read as one; None where it is none, or where it may be a year or an age."""
    form = words[i].form
    if form.isdecimal():
        value = int(form)
        if len(form) > 3 or value == 0:
            return None
        if i and words[i - 1].form.isdecimal() and len(form) == 3:
            value += 1000 * int(words[i - 1].form)
        return value
    value_of = _NUMBERS.get(form)
    if value_of is None or value_of == 0:
        return None
    if value_of < 10 and i and _NUMBERS.get(words[i - 1].form, 0) >= 20:
        return value_of + _NUMBERS[words[i - 1].form]
    return value_of


def count_beside(text: str, words: list[Word], span: tuple[int, int]) -> int | None:
    """The first number inside the span, else the nearest of the three words before it in the same clause."""
    for i in range(span[0], span[1] + 1):
        value = number_at(words, i)
        if value is not None and value > 1:
            return _whole(words, i, span[1])
    for i in range(span[0] - 1, max(-1, span[0] - 1 - _BEFORE), -1):
        if any(c in text[words[i].end : words[i + 1].start] for c in ".;:,()"):
            return None
        value = number_at(words, i)
        if value is not None and value > 1:
            return value
    return None


def _whole(words: list[Word], i: int, last: int) -> int | None:
    """The number that begins at word i, with a unit word after its tens."""
    following = number_at(words, i + 1) if i < last else None
    joined = i < last and _NUMBERS.get(words[i].form, 0) >= 20 and 0 < _NUMBERS.get(words[i + 1].form, 0) < 10
    return following if joined else number_at(words, i)
