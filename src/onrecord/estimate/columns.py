"""Which columns of a table are lists, how each says who is on it, and what is told of the choice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import BadInput, Misuse
from onrecord.estimate.table import CLOSED, OFF, ON, UNKNOWN

BLANKS = frozenset({
    "", "na", "nan", "n/a", "#n/a", "n.a.", "<na>", "null", "none", ".", "?", "unknown", "unk", "not known", "not stated", "don't know",
    "desconocido", "se desconoce", "sin dato", "sin datos", "s/d", "inconnu", "unbekannt", "desconhecido", "неизвестно", "невідомо", "bilinmiyor",
    "غير معروف", "不明", "未知", "불명", "미상", "모름", "알 수 없음",
})  # fmt: skip
_ALSO_BLANK = frozenset({"u", "dk", "missing"})
"""What says in a list that nobody knows, and elsewhere may be a value: who is missing has disappeared."""
_CODED = frozenset({"-1", "-9", "-99", "-999", "9", "99", "999", "-1.0", "-9.0", "-99.0", "-999.0", "9.0", "99.0", "999.0"})
"""Numbers by which tables say that nobody knows."""
CLOSED_WORDS = frozenset({"-", "–", "x", "closed", "not eligible", "ineligible"})
_CODES = {"1": ON, "0": OFF, "1.0": ON, "0.0": OFF, "true": ON, "false": OFF}
_WORDS = {
    **dict.fromkeys("yes y t si sí sim oui ja da evet iya 예 네 是 نعم да так".split(), ON),
    **dict.fromkeys("no n f não nao non nein ne hayır hayir tidak 아니오 아니요 否 لا нет ні".split(), OFF),
}
_MARKS = frozenset("x ✓ ✔ ☑ * • ●".split())
_LIKE_A_COVARIATE = frozenset(
    "sex gender female male woman man women men boy girl age child children minor adult elderly pregnant civilian combatant urban rural "
    "dead killed alive injured wounded named identified eligible included excluded duplicate duplicated age_group sexo genero género mujer "
    "hombre niño niña menor sexe genre femme homme enfant geschlecht frau mann 성별 여성 남성".split()
)
_OF_A_PERSON = frozenset("sex gender female male age sexo género sexe geschlecht".split())
"""Words that make a covariate of a column also where its name has more of them, as `sex_male` has."""


@dataclass(frozen=True, slots=True)
class Coding:
    """How a column says who is on its list: codes by word, and what a blank is."""

    codes: Mapping[str, int]
    blank: int
    said: str


DIGITS = Coding(_CODES, UNKNOWN, "0 and 1")
ONES = Coding(_CODES, OFF, "1 and blanks")
WORDS = Coding(_WORDS, UNKNOWN, "yes and no")
YES = Coding(_WORDS, OFF, "yes and blanks")
MARKS = Coding(dict.fromkeys(_MARKS, ON), OFF, "marks and blanks")


@dataclass(frozen=True, slots=True)
class Lists:
    """The columns that are lists with their codings, and sentences on the choice; the first says which they are."""

    codings: Mapping[str, Coding]
    notices: tuple[str, ...]


def coding(cells: Sequence[str]) -> Coding | None:
    """How a column speaks, where all of it speaks in one way and somebody is on the list; None where it is no list."""
    words = [c.casefold() for c in cells]
    known = [w for w in words if w not in BLANKS and w not in _ALSO_BLANK and w not in CLOSED_WORDS]
    blank = any(w in BLANKS for w in words)
    if not known:
        marked = [w for w in words if w not in BLANKS]
        return MARKS if blank and marked and all(w in _MARKS for w in marked) else None
    if all(w in _CODES for w in known):
        return ONES if blank and all(_CODES[w] == ON for w in known) else DIGITS
    if all(w in _WORDS for w in known) and any(_WORDS[w] == ON for w in known):
        return YES if blank and all(_WORDS[w] == ON for w in known) else WORDS
    return MARKS if blank and all(w in _MARKS for w in words if w not in BLANKS) else None


def code(cell: str, name: str, row: int, how: Coding) -> int:
    """1, 0, not known or closed, of a cell. BadInput names row and column."""
    said = cell.casefold()
    if said in how.codes:
        return how.codes[said]
    if said in _ALSO_BLANK:
        return UNKNOWN
    if said in BLANKS:
        return how.blank
    if said in CLOSED_WORDS:
        return CLOSED
    raise BadInput(
        f"Row {row}, column {name}: {cell!r} is neither 1 (on the list) nor 0 (not on it) nor blank (not known); if {name} is no "
        "list, name those that are with --lists A,B,C."
    )


def asked_for(columns: Mapping[str, Sequence[str]], asked: Sequence[str], counted: bool) -> Lists:
    """The lists that somebody named. Misuse where one is named twice."""
    twice = [n for n in asked if list(asked).count(n) > 1]
    if twice:
        raise Misuse(f"The list {twice[0]} is named twice.")
    coded = {} if counted else _coded({n: columns[n] for n in asked})
    codings = {n: coded.get(n) or coding(columns[n]) or DIGITS for n in asked}
    return Lists(codings, (*_blanks_told(codings), *_coded_told(codings)))


def _coded(columns: Mapping[str, Sequence[str]]) -> dict[str, Coding]:
    """The columns of persons that say 0, 1 and, two of them at least, one and the same number that stands for not known."""
    found: dict[str, list[str]] = {}
    for name, cells in columns.items():
        said = {c.casefold() for c in cells} - BLANKS - CLOSED_WORDS
        if (
            {_CODES[w] for w in said if w in _CODES} == {ON, OFF}
            and len(others := said - _CODES.keys()) == 1
            and others <= _CODED
        ):
            found.setdefault(others.pop(), []).append(name)
    each = {n: code for code, names in found.items() if len(names) > 1 for n in names}
    return {n: Coding({**_CODES, code: UNKNOWN}, UNKNOWN, DIGITS.said) for n, code in each.items()}


def _coded_told(codings: Mapping[str, Coding]) -> list[str]:
    said = []
    for code in sorted({c for how in codings.values() for c in how.codes.keys() & _CODED}):
        names = ", ".join(n for n, how in codings.items() if code in how.codes)
        said.append(f"In the columns {names} a {code} stands beside 0 and 1: it was read as not known.")
    return said


def found(columns: Mapping[str, Sequence[str]], by: Sequence[str], lines: Sequence[int], counted: bool) -> Lists:
    """The columns that are lists, of all but the count. BadInput where fewer than two are, or one was surely meant and is none."""
    coded = {} if counted else _coded({n: columns[n] for n in columns if n not in by})
    spoken = {n: how for n in columns if n not in by and (how := coded.get(n) or coding(columns[n])) is not None}
    for name in columns:
        if name not in by and name not in spoken:
            _refuse_meant(columns[name], name, lines, counted)
    digits = [n for n, how in spoken.items() if how.said in (DIGITS.said, ONES.said)]
    plain = [n for n in digits if not _like_a_covariate(n) and not _holds_all(columns[n], counted)]
    words = [n for n in spoken if n not in digits and not _like_a_covariate(n)]
    if len(plain) >= 2:
        chosen, aside = plain, [n for n in spoken if n not in plain]
    elif len(digits) < 2 and len(words) >= 2:
        chosen, aside = words, [n for n in spoken if n not in words]
    else:
        chosen, aside = (digits, [n for n in spoken if n not in digits]) if len(digits) >= 2 else (list(spoken), [])
    if len(chosen) < 2:
        what = f"one column of zeros and ones ({chosen[0]})" if chosen else "no column of zeros and ones"
        near = _nearest({n: columns[n] for n in columns if n not in by and n not in spoken}, lines)
        raise BadInput(
            f"The table has {what}: an estimate needs two lists, each a column of 1 (on it) and 0 (not on it){near}."
        )
    codings = {n: spoken[n] for n in chosen}
    rest = [n for n in columns if n not in codings]
    told = [_which(codings, rest)] if not counted or rest or any(how is not DIGITS for how in codings.values()) else []
    told += [*_blanks_told(codings), *_coded_told(codings), *_alone(columns, codings, counted)]
    told += [_set_aside(n, spoken[n], _like_a_covariate(n), n in digits) for n in aside]
    return Lists(codings, tuple(told))


def _which(codings: Mapping[str, Coding], rest: Sequence[str]) -> str:
    kinds = list(dict.fromkeys(how.said for how in codings.values()))
    others = f". No lists, and used only where asked for: {', '.join(n or 'one without a name' for n in rest)}" if rest else ""
    return f"Lists: {', '.join(codings)}, the columns of {' or of '.join(kinds)}{others}."


def _blanks_told(codings: Mapping[str, Coding]) -> list[str]:
    """Where a column says only who is on it, its blanks are no doubt: who is not named there is not on it."""
    names = [n for n, how in codings.items() if how.blank == OFF]
    if not names:
        return []
    what = f"The columns {', '.join(names)} say" if len(names) > 1 else f"The column {names[0]} says"
    return [
        f"{what} who is on the list and never who is not: a blank in {'them' if len(names) > 1 else 'it'} was read as not on it."
    ]


def _set_aside(name: str, how: Coding, like: bool, digits: bool) -> str:
    if like:
        why = "is called like a covariate"
    elif digits:
        why = "holds everybody in the table"
    else:
        why = "is not written as the lists are"
    return f"The column {name} holds only {how.said}, but {why} and was not taken for a list: if it is one, say --lists."


def _alone(columns: Mapping[str, Sequence[str]], codings: Mapping[str, Coding], counted: bool) -> list[str]:
    """A notice on each list that looks like none."""
    on = {n: [how.codes.get(c.casefold()) == ON for c in columns[n]] for n, how in codings.items()}
    told = []
    for name in codings:
        others = [on[m] for m in codings if m != name]
        alone = any(here and not any(o[r] for o in others) for r, here in enumerate(on[name]))
        like = _like_a_covariate(name)
        if like or (not counted and len(codings) > 2 and any(on[name]) and not alone):
            why = "is called like a covariate" if like else "never stands alone"
            told.append(
                f"The column {name} {why} and was taken as a list, since it holds only {codings[name].said}: if it is none, say --lists."
            )
    return told


def _nearest(columns: Mapping[str, Sequence[str]], lines: Sequence[int]) -> str:
    """Of the columns that are no lists, the one that half speaks like one, and the row that keeps it from being one."""
    codes = {**_WORDS, **_CODES}
    found: dict[str, float] = {}
    for name, cells in columns.items():
        known = [w for c in cells if (w := c.casefold()) not in BLANKS and w not in CLOSED_WORDS]
        if {codes[w] for w in known if w in codes} == {ON, OFF}:
            found[name] = sum(w in codes for w in known) / len(known)
    if max(found.values(), default=0.0) < 0.5:
        return ""
    name = max(found, key=lambda n: found[n])
    row, cell = next((r, c) for r, c in enumerate(columns[name]) if c.casefold() not in {*BLANKS, *CLOSED_WORDS, *codes})
    return f"; {name} comes nearest, but row {lines[row]} says {cell!r} there (a cell is blank where nobody knows)"


def _refuse_meant(cells: Sequence[str], name: str, lines: Sequence[int], counted: bool) -> None:
    """BadInput where a column with something else than 0 and 1 was surely meant as a list."""
    known = [c.casefold() for c in cells if c.casefold() not in BLANKS and c.casefold() not in CLOSED_WORDS]
    if known and _meant_as_list(known, counted):
        row, cell = next((r, c) for r, c in enumerate(cells) if c.casefold() not in {*BLANKS, *CLOSED_WORDS, *_CODES})
        code(cell, name, lines[row], DIGITS)


def _meant_as_list(known: list[str], counted: bool) -> bool:
    """Whether a column has both 0 and 1, and of persons nine in ten are; of histories half, or any where the rest are numbers."""
    right = sum(c in _CODES for c in known)
    if {_CODES[c] for c in known if c in _CODES} != {ON, OFF}:
        return False
    if not counted:
        return right >= 0.9 * len(known)
    return 2 * right >= len(known) or all(_is_number(c) for c in known)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell in _CODES
    return True


def _holds_all(cells: Sequence[str], counted: bool) -> bool:
    """Whether a column of persons says 1 of everybody: a mark that they belong to the table, rather than a list that missed nobody."""
    return not counted and len(cells) > 1 and all(_CODES.get(c.casefold()) == ON for c in cells)


def _like_a_covariate(name: str) -> bool:
    said = re.sub(r"^(is|was|es|est|ist)[\W_]+", "", name.casefold().strip())
    return said in _LIKE_A_COVARIATE or not _OF_A_PERSON.isdisjoint(re.split(r"[\W_\d]+", said))
