"""Names of people as tokens: which is the given name, which the family's, and what is no name at all.

A name is folded to lower-case Latin letters (`anyascii`), so that scripts and accents do not matter, and split into tokens. Where
order and number of tokens differ ("Pérez, Juan", "Juan Pérez López"), comparing looks in the other positions too; here the most
likely role is given: the first token is the given name and the last the family name, unless a comma, a Korean family name in
front or columns of their own say otherwise. Particles go with the token after them (de la Cruz), Arabic articles are left out
(al-Masri and Masri are one), and "Jr", "Sr", "III" tell father and son apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

TOKENS = 6
"""The most tokens of a name that are compared: given, family and four others."""
ONE_CELL, NO_GIVEN = -1, -2
"""Which words are given names is not said; none is."""
_UNNAMED = re.compile(
    r"(?:(?:an?|the)\s+)?(?:un(?:named|known|identified|kown)|not (?:known|named|stated|identified)|no name|anonymous|"
    r"name (?:withheld|unknown|not)|withheld|undisclosed|unreleased|john doe|jane doe|n/?a|none|nn|tk tk|x+|"
    r"desconocid[oa]|no identificad[oa]|sin (?:nombre|identificar)|se desconoce|no se sabe)\b.*"
    r"|n\. ?n\.?|[?\-\s]+",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:n\. ?n\.?|nn) +(?=[^\W\d_])", re.IGNORECASE)
"""Stands for the given name of an infant, or of somebody of whom the family alone is known."""
_NUMBER = r"(?:[2-9]|[1-9][0-9]+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|some|dozens?)"
_GROUP = re.compile(
    rf"(?:at least |about |the )?{_NUMBER}(?: \w+){{0,3}} (?:men|women|people|persons|children|boys|girls|civilians|bodies|brothers|"
    r"sisters|soldiers|fighters|villagers|members|others|victims|martyrs)\b.*|(?:a |the )?(?:family|group|couple) of .*",
    re.IGNORECASE,
)
KIN = {
    "son": "child", "daughter": "child", "child": "child", "infant": "child", "baby": "child", "wife": "spouse",
    "husband": "spouse", "widow": "spouse", "spouse": "spouse", "partner": "spouse", "brother": "sibling", "sister": "sibling",
    "twin": "sibling", "father": "parent", "mother": "parent", "parent": "parent", "grandson": "grandchild",
    "granddaughter": "grandchild", "grandfather": "grandparent", "grandmother": "grandparent", "nephew": "nephew",
    "niece": "nephew", "uncle": "uncle", "aunt": "uncle", "cousin": "cousin",
}  # fmt: skip
_OF_KIN = re.compile(rf"\b({'|'.join(KIN)})\s+of\s+(?:the\s+late\s+)?(\w[\w'’.-]*(?:\s+[A-Z][\w'’.-]*){{0,3}})", re.IGNORECASE)
_SUFFIXES = {"jr": 2, "junior": 2, "hijo": 2, "ii": 2, "sr": 1, "senior": 1, "iii": 3, "iv": 4}
_TITLES = {
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "don",
    "dona",
    "sheikh",
    "shaykh",
    "hajj",
    "haj",
    "hajji",
    "sgt",
    "capt",
    "rev",
    "sir",
}
_PARTICLES = {
    "de", "del", "della", "di", "da", "dos", "das", "do", "la", "las", "los", "le", "lo", "van", "von", "der", "den", "ter",
    "ten", "mac", "st", "san", "santa", "saint", "abu", "abou", "umm", "abd", "abdul", "abdel", "bar", "ben",
}  # fmt: skip
_ARTICLES = {"al", "el", "ul", "as", "ad", "ash", "ar", "bin", "ibn", "bint", "y", "e"}
_KOREAN_FAMILIES = {
    "kim", "gim", "lee", "ri", "rhee", "yi", "pak", "park", "bak", "choe", "choi", "jong", "jung", "jeong", "chong", "chung",
    "kang", "gang", "cho", "jo", "yun", "yoon", "chang", "jang", "rim", "lim", "im", "han", "o", "oh", "so", "seo", "suh", "sin",
    "shin", "kwon", "gwon", "hwang", "an", "ahn", "song", "ryu", "yu", "yoo", "hong", "chon", "jon", "jeon", "ko", "go", "mun",
    "moon", "yang", "son", "pae", "bae", "paek", "baek", "ho", "heo", "hur", "nam", "sim", "shim", "no", "roh", "ha", "kwak",
    "gwak", "cha", "chu", "joo", "ju", "u", "woo", "ku", "koo", "gu", "min", "chin", "jin", "na", "ra", "ji", "chi",
    "om", "eom", "won", "chae", "pang", "bang", "kong", "gong", "hyon", "hyun", "ham", "pyon", "byeon", "yom", "yeom", "to", "do",
    "sok", "seok", "seon", "sol", "seol", "ma", "kil", "gil", "wi", "pyo", "myong", "ki", "ban", "pan", "tae",
}  # fmt: skip
_KOREAN_SYLLABLE = r"(?:kk|tt|pp|ss|jj|ch|g|k|n|d|t|r|l|m|b|p|s|sh|j|h)?(?:yeo|yae|wae|eui|eo|eu|ae|oe|ya|ye|yo|yu|wa|we|wi|wo|ui|oo|ee|a|e|i|o|u)(?:ng|k|g|n|t|l|m|p|b|s|c?h)?"
_KOREAN = re.compile(rf"(?:{_KOREAN_SYLLABLE}){{1,2}}")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared: `given`, `family` and `others` folded; empty strings where there is none."""

    given: str = ""
    family: str = ""
    others: tuple[str, ...] = ()
    suffix: int = 0  # 1 the elder, 2 the younger, 3 the third …; 0 none is written
    kind: str = "person"  # or "unnamed", "group"
    kin: tuple[tuple[str, str], ...] = field(default=())  # what the words say whose kin this is: (child, "han chol")
    begins: int = field(default=-1, compare=False)  # how many words are given names; else ONE_CELL, NO_GIVEN

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(t for t in (self.given, self.family, *self.others) if t)


@lru_cache(maxsize=1 << 18)
def folded(words: str) -> str:
    """Lower-case Latin letters without accents; other signs stay."""
    plain = unicodedata.normalize("NFKC", words)
    if not plain.isascii():
        from anyascii import anyascii

        if re.search(r"[\uac00-\ud7a3]", plain):  # each Hangul block is a syllable; anyascii capitalises it
            plain = plain.replace("-", "")
        plain = anyascii(plain)
    return plain.lower()


def kinship(words: str) -> tuple[tuple[str, str], ...]:
    """Whose kin somebody is said to be: "son of Han Chol" gives (child, "han chol")."""
    return tuple((KIN[m[1].lower()], " ".join(_tokens(folded(m[2])))) for m in _OF_KIN.finditer(words))


def family_first(cells: Iterable[str]) -> bool:
    """Whether a column writes the family name before a comma; single commas elsewhere are slips."""
    there = [c for c in cells if c.strip()]
    commas = sum(", " in c and c.rpartition(", ")[2].strip().lower().rstrip(".") not in _SUFFIXES for c in there)
    return commas > 0.3 * max(1, len(there))


def kind_of(words: str) -> str:
    """Whether a cell names a "person", a "group" ("three men"), or says that somebody is "unnamed"."""
    said = words.strip()
    if not said or _UNNAMED.fullmatch(said):
        return "unnamed"
    return "group" if _GROUP.fullmatch(said) else "person"


def name_of(words: str, family_first: bool = False) -> Name:
    """A name from one cell: in order, or with the family name before a comma."""
    words = words.strip()
    nobody = _NOBODY.match(words)
    if nobody and all(w[:1].isupper() for w in words[nobody.end() :].split()):
        family = _tokens(folded(words[nobody.end() :]))
        return Name("", family[-1], tuple(family[:-1][: TOKENS - 2]), begins=NO_GIVEN)
    if (kind := kind_of(words)) != "person":
        return Name(kind=kind)
    kin = kinship(words) if " of " in words else ()
    if kin and _OF_KIN.search(words).start() <= 4:  # type: ignore[union-attr]  # "son of …", "the son of …": no name of one's own
        return Name(kind="unnamed", kin=kin)
    if kin:
        words = words[: _OF_KIN.search(words).start()].rstrip(" ,;(")  # type: ignore[union-attr]
    before, comma, after = words.partition(", ")
    if family_first and comma and after.strip().lower().rstrip(".") not in _SUFFIXES:
        return _of_parts(_tokens(folded(after)), _tokens(folded(before)), kin)
    tokens = _tokens(folded(words))
    suffix, tokens = _without_suffix(tokens)
    if not tokens:
        return Name(kind="unnamed", kin=kin)
    korean = _korean(words, tokens)
    if korean:
        return Name(korean[1], korean[0], (), suffix, kin=kin)
    if len(tokens) == 1:
        return Name(tokens[0], "", (), suffix, kin=kin)
    return Name(tokens[0], tokens[-1], tuple(tokens[1:-1][: TOKENS - 2]), suffix, kin=kin)


def name_of_parts(given: str, family: str) -> Name:
    """A name whose parts stand in columns of their own."""
    parts = [("" if _UNNAMED.fullmatch(p.strip()) else p) for p in (given, family)]
    if not any(p.strip() for p in parts):
        return Name(kind="unnamed")
    return _of_parts(_tokens(folded(parts[0])), _tokens(folded(parts[1])), ())


def _of_parts(given: list[str], family: list[str], kin: tuple[tuple[str, str], ...]) -> Name:
    suffix, given = _without_suffix(given)
    other, family = _without_suffix(family)
    begins = len(given)
    if given and len(given) == 2 and not family:
        given, family, begins = given[:1], given[1:], ONE_CELL
    others = (*given[1:], *family[1:])
    made = Name(
        given[0] if given else "", family[0] if family else "", others[: TOKENS - 2], suffix or other, kin=kin, begins=begins
    )
    return made if made.tokens else Name(kind="unnamed", kin=kin)


def _without_suffix(tokens: list[str]) -> tuple[int, list[str]]:
    found = [_SUFFIXES[t] for t in tokens[1:] if t in _SUFFIXES]
    return (found[0], [tokens[0], *(t for t in tokens[1:] if t not in _SUFFIXES)]) if found else (0, tokens)


def _tokens(words: str) -> list[str]:
    """Folded words as tokens; particles joined to what follows, articles and titles left out."""
    words = re.sub(r"(?<=\w)['’`](?=\w)", "", words)
    raw = [t.strip("'’`\",;()[]") for t in re.split(r"[\s\-_]+|(?<=\b\w)\.|\.(?=\s|$)|(?<=\bst)\.", words)]
    raw = [t for t in raw if t]
    kept: list[str] = []
    before = ""
    for n, t in enumerate(raw):
        last = n == len(raw) - 1
        if not last and (t in _TITLES or (t in _ARTICLES and len(raw) > 1)):
            continue
        if not last and t in _PARTICLES and (n > 0 or len(raw) > 2):
            before += t
            continue
        kept.append(before + t)
        before = ""
    return [*kept, *([before] if before else [])] or raw


def _korean(words: str, tokens: list[str]) -> tuple[str, str] | None:
    """Family and given name, where a name is Korean: Hangul, or a Korean family name before one or two Korean syllables."""
    hangul = re.fullmatch(r"\s*([\uac00-\ud7a3]{2,4})\s*", words)
    if hangul:
        whole = hangul[1]
        return folded(whole[0]), folded(whole[1:])
    if not 2 <= len(tokens) <= 3 or tokens[0] not in _KOREAN_FAMILIES:
        return None
    given = "".join(tokens[1:])
    return (tokens[0], given) if _KOREAN.fullmatch(given) and len(given) <= 11 and (len(tokens) == 3 or "-" in words) else None
