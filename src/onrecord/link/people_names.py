"""Whether two names may be one person's: the same tokens, short forms, sounds and romanisations as where rows of lists are compared.

Beside these, rules that hold within one incident, where two of a family are near each other as never in a list: who has another given name
is somebody else (Mario and Maria), and so is who has another second surname or father's name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.link.names import Name, folded, name_of
from onrecord.link.names_sounds import short_forms, sound

FULL = ("same", "romanised", "short_form", "spelling", "initials", "fewer_names")
"""Agreements of a given and a family name, the surest first; "surname" and "given_name" are of one of them alone, "other" is two people."""
_VOWELS = (("eo", "o"), ("eu", "u"), ("ae", "e"), ("ea", "e"), ("oe", "e"), ("ei", "e"), ("ai", "e"), ("ay", "e"), ("ey", "e"), ("ee", "i"),
           ("ie", "i"), ("oo", "u"), ("ou", "u"), ("ow", "o"), ("y", "i"))  # fmt: skip
_NEAR = {"ae", "ei", "ou"}
_KOREAN = (("you", "yo"), ("eo", "o"), ("eu", "u"), ("ae", "e"), ("oe", "e"), ("oi", "e"), ("woo", "u"), ("wu", "u"), ("oo", "u"), ("ee", "i"), ("sh", "s"), ("ch", "j"),
           ("rk", "k"), ("lh", "l"))  # fmt: skip
_STOPS = str.maketrans({"g": "k", "d": "t", "b": "p", "r": "l", "v": "u"})
_FAMILIES = frozenset(
    "kim li i pak jo je jong kang yun jang lim im han o so sin kwon huang hwang an song lyu yu hong jon ko mun iang yang son pe pek ho nam sim no ha "
    "kwak ja ju u ku min jin na ji om won je pang kong hyon ham pyon yom sok sol ma kil wi pyo myong ki pan te".split()
)


def agreement(one: str, other: str) -> str | None:
    """How two names agree: one of `FULL`, "surname", "given_name" or "other"; None where one of them is no name."""
    a, b = _name(one), _name(other)
    if a.kind != "person" or b.kind != "person" or not a.tokens or not b.tokens:
        return None
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return "other"
    if min(len(a.tokens), len(b.tokens)) == 1:
        return _of_one_token(a, b)
    return _korean(one, other) or _in_order(a, b) or _turned(a, b) or _held(a, b) or "other"


def slipped(one: str, other: str) -> bool:
    """Whether two names have one family name, and given names of which one may be the other misspelt: a consonant more, less or
    another, not the last letter. Marina may be Martina's sister: it takes more than names to say that they are one."""
    a, b = _name(one), _name(other)
    if a.kind != "person" or b.kind != "person" or _korean(one, other) or not _one_letter(a.given, b.given):
        return False
    ends = a.given[-1] == b.given[-1] or len(a.given) != len(b.given)
    return ends and _vowels(a.given) == _vowels(b.given) and _alike(a.family, b.family) in ("same", "romanised")


@lru_cache(maxsize=1 << 16)
def _name(words: str) -> Name:
    return name_of(words)


def full(name: str) -> bool:
    """Whether a name has a given and a family name, neither an initial alone."""
    n = _name(name)
    return n.kind == "person" and len(n.given) > 1 and len(n.family) > 1


def of_two(name: str) -> bool:
    """Whether a name has a given and a family name, either of which may be an initial: two such names can be of two people."""
    n = _name(name)
    return n.kind == "person" and len(n.tokens) > 1


def _of_one_token(a: Name, b: Name) -> str:
    short, whole = (a, b) if len(a.tokens) == 1 else (b, a)
    word = short.tokens[0]
    if len(whole.tokens) == 1:
        return "surname" if _alike(word, whole.tokens[0]) in ("same", "romanised") else "other"
    families = (whole.family, *whole.others)
    if any(_alike(word, f) in ("same", "romanised") for f in families):
        return "surname"
    return "given_name" if _alike(word, whole.given) in ("same", "romanised", "short_form") else "other"


def _in_order(a: Name, b: Name) -> str | None:
    """How two names of two tokens or more agree, given name beside given name; None where they do not."""
    given = _alike(a.given, b.given)
    family = _alike(a.family, b.family)
    if given is None:
        return "spelling" if family == "same" and _swapped(a.given, b.given) else None
    if family in ("same", "romanised"):
        if a.others and b.others and not any(_alike(x, y) for x in a.others for y in b.others):
            return None
        return given if given != "same" else family
    if family == "initial":
        return "initials" if given in ("same", "initials") else None
    if given in ("same", "romanised") and _one_letter(a.family, b.family):
        return "spelling"
    return "fewer_names" if given in ("same", "romanised") and _one_surname(a, b) else None


def _turned(a: Name, b: Name) -> str | None:
    """How two names agree where either has its family name first: the surest of both ways, so that it is the same whichever comes first."""
    ways = (_in_order(Name(x.family, x.given, x.others), y) for x, y in ((a, b), (b, a)))
    return min((w for w in ways if w is not None), key=FULL.index, default=None)


def _held(a: Name, b: Name) -> str | None:
    """Whether one has all of the other's three names or more, in whatever order."""
    less, more = sorted(({*n.tokens} for n in (a, b)), key=len)
    return "fewer_names" if len(less) > 2 and less <= more else None


def _one_surname(a: Name, b: Name) -> bool:
    """Whether one of them has the other's only surname as the first of two (Juan Pérez beside Juan Pérez López)."""
    less, more = sorted((a, b), key=lambda n: len(n.tokens))
    return len(less.tokens) == 2 and any(_alike(less.family, o) in ("same", "romanised") for o in more.others)


def _alike(a: str, b: str) -> str | None:
    """How two tokens agree: "same", "initials", "short_form", "romanised"; None where they do not."""
    if not a or not b:
        return None
    if a == b:
        return "same"
    if 1 in (len(a), len(b)):
        return "initials" if a[0] == b[0] else None
    if short_forms(a) & short_forms(b):
        return "short_form"
    return "romanised" if sound(a) and sound(a) == sound(b) and _vowels_near(a, b) else None


def _vowels_near(a: str, b: str) -> bool:
    """Whether two tokens have the same vowels as transliterations have them: e beside a or i, o beside u. Maria is not Mario."""
    one, other = (_vowels(t) for t in (a, b))
    if not one or not other:  # of a script that writes none
        return True
    return len(one) == len(other) and all(x == y or x + y in _NEAR or y + x in _NEAR for x, y in zip(one, other, strict=True))


def _vowels(token: str) -> str:
    for two, single in _VOWELS:
        token = token.replace(two, single)
    return re.sub(r"[^aeiou]", "", re.sub(r"(.)\1+", r"\1", token))


def _one_letter(a: str, b: str) -> bool:
    """Whether two long tokens are a letter apart, or have two neighbours the other way round."""
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    x, y = _from_where_they_differ(a, b)
    return x[1:] == y[1:] or x == y[1:] or x[1:] == y or _swapped(a, b)


def _swapped(a: str, b: str) -> bool:
    """Whether two long tokens differ in two neighbours that stand the other way round."""
    x, y = _from_where_they_differ(a, b)
    return len(a) >= 5 and bool(x) and x[:2] == y[:2][::-1] and x[2:] == y[2:]


def _from_where_they_differ(a: str, b: str) -> tuple[str, str]:
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start:], b[start:]


# -- Korean names -----------------------------------------------------------------------------------------------


def _korean(one: str, other: str) -> str | None:
    """Two Korean names in whatever romanisation and order: "romanised" or "other"; None where one of them is none."""
    a, b = _read_as_korean(one), _read_as_korean(other)
    if not a or not b:
        return None
    if a & b:
        return "same" if folded(one).split() == folded(other).split() else "romanised"
    return "other"


@lru_cache(maxsize=1 << 14)
def _read_as_korean(words: str) -> frozenset[tuple[str, str]]:
    """The family and given names as which a name of two or three syllables can be read, in one form for McCune–Reischauer, Revised
    Romanization and the usual spellings; none where no family name of Korea stands at either end."""
    name = _name(words)
    raw = [t for t in re.split(r"[\s\-,]+", re.sub(r"(?<=\w)['’`ʼ](?=\w)", "", folded(words))) if t]
    if re.search(r"[\uac00-\ud7a3]", words) and len(name.tokens) == 2:
        raw = [name.family, name.given]
    if not 2 <= len(raw) <= 3 or any(not t.isalpha() for t in raw):
        return frozenset()
    keys = [_syllables(t) for t in raw]
    found = set()
    if keys[0] in _FAMILIES:
        found.add((keys[0], _syllables("".join(raw[1:]))))
    if keys[-1] in _FAMILIES:
        found.add((keys[-1], _syllables("".join(raw[:-1]))))
    return frozenset(found)


def _syllables(token: str) -> str:
    for two, single in _KOREAN:
        token = token.replace(two, single)
    token = token.translate(_STOPS)
    token = re.sub(r"h(?=$|[^aeiouwy])", "", token)
    token = re.sub(r"(.)\1+", r"\1", token)
    return re.sub(r"^[ln]?(?=[iy])", "", token) if token != "l" else token
