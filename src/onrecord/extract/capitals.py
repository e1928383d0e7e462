"""Names of persons in text that is written in capitals throughout, as wires once were: by the title or office before them."""

from __future__ import annotations

import re

from onrecord.extract.attribution_words import AUXILIARIES, CONNECTIVES, DETERMINERS, MONTHS, PREPOSITIONS, SUBORDINATORS, VERBS
from onrecord.extract.sentences import Span

__all__ = ["in_capitals", "names_in_capitals"]

_TITLE = re.compile(
    r"\b(?:PRESIDENT|GENERAL|GEN|COLONEL|COL|MAJOR|CAPTAIN|CAPT|LIEUTENANT|LT|SERGEANT|SGT|MINISTER|SENATOR|JUDGE|MAGISTRATE|MAYOR|GOVERNOR"
    r"|FATHERS?|PRIESTS?|BISHOP|ARCHBISHOP|MONSIGNOR|REVEREND|DR|MR|MRS|MISS|DONA?|ENGINEER|LAWYER|ATTORNEY|DEPUTY|LEADER|JOURNALISTS?|AMBASSADOR"
    r"|COMMANDER|DIRECTOR|PROFESSOR|STUDENTS?|CANDIDATE|CITIZENS?|PEASANTS?|SISTER|COMRADE|NAMED|AS|RECTOR|POLITICIAN|BUSINESSMAN"
    r"|INDUSTRIALIST|RANCHER|SECRETARY|REPRESENTATIVE|COUNCILM[AE]N|SOLDIERS?|CORPORAL|AGENTS?|OFFICERS?|BROTHERS?|WIFE|SON|DAUGHTER|COOK|DRIVER)\.?,?\s+"
)
_NAME_WORD = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ'’-]+(?=[\s,.;:)\]]|$)")
_PARTICLES = frozenset("DE LA DEL LOS LAS VON VAN Y".split())
_ENDINGS = (
    "TION",
    "TIONS",
    "ING",
    "MENT",
    "MENTS",
    "LY",
    "NESS",
    "ITY",
    "ANCE",
    "ENCE",
    "ISM",
    "IST",
    "ISTS",
    "ERS",
    "IZED",
    "SHIP",
    "OUS",
    "FUL",
    "IVE",
)
_CLOSED = {w.upper() for s in (AUXILIARIES, CONNECTIVES, DETERMINERS, MONTHS, PREPOSITIONS, SUBORDINATORS, VERBS) for w in s}
_PLAIN = frozenset(
    """OF THE AND OR BUT WITH FROM WHO WHOM WHICH WHOSE HIS HER ITS THEIR ARMED FORCES ARMY POLICE NATIONAL PUBLIC STATE GOVERNMENT REPUBLIC PARTY
    FRONT LIBERATION MINISTRY COURT SUPREME JUSTICE DEFENSE INTERIOR FOREIGN STAFF CHIEF BRIGADE BATTALION GUARD CITY COUNTRY CHURCH CATHOLIC JESUIT
    UNIVERSITY CENTRAL AMERICAN SALVADORAN COLOMBIAN PERUVIAN GUATEMALAN HONDURAN CHILEAN NICARAGUAN UNITED STATES US U.S MEMBERS MEMBER PEOPLE
    MEN WOMEN CHILDREN SOLDIERS OFFICERS GUERRILLAS TERRORISTS KILLED WOUNDED INJURED KIDNAPPED MURDERED SHOT DIED DEATH YEAR OLD TODAY YESTERDAY
    PART RESULT WELL MANY FAR SOON LONG HE SHE THEY IT WE YOU I THAT THIS THESE THOSE NOT NO ALSO GENERAL COLONEL ELECT PRO FORMER RADIO NEWS PRESS
    ASSEMBLY CONGRESS SECURITY HUMAN RIGHTS COFFEE DRUG UNION LABOR POLITICAL MILITARY CIVIL SOCIAL CHRISTIAN DEMOCRATIC LIBERAL CONSERVATIVE
    COMMUNIST ATTORNEY PRESIDENT MINISTER SECRETARY DIRECTOR MAYOR SENATOR DEPUTY JUDGE LEADER CANDIDATE STUDENT STUDENTS PEASANT PEASANTS TOLD SAID
    ADDED WAS WERE HAS HAVE HAD WILL WOULD CAN MAY ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN GROUP ORGANIZATION AREA ZONE DEPARTMENT
    PROVINCE TOWN VILLAGE HOUSE HOME OFFICE STREET DAY NIGHT MORNING WEEK MONTH NORTH SOUTH EAST WEST NEW FIRST SECOND LAST ONLY SEVERAL OTHERS
    """.split()
)


def in_capitals(text: str) -> bool:
    """Whether capitals tell nothing, because the text has hardly anything else."""
    return text.isupper() or sum(map(str.islower, text)) * 20 < sum(map(str.isupper, text))


def names_in_capitals(text: str, start: int, end: int) -> list[Span]:
    """Names of two to five words after a title or an office, in order; words that are plain English end a name."""
    found: list[Span] = []
    for m in _TITLE.finditer(text, start, end):
        words: list[Span] = []
        at = m.end()
        while len(words) < 5:
            w = _NAME_WORD.match(text, at, end)
            if w is None or _is_plain(w[0]):
                break
            words.append(Span(*w.span()))
            gap = re.compile(r"\s+").match(text, w.end(), end)
            if gap is None:
                break
            at = gap.end()
        while words and text[words[-1].start : words[-1].end] in _PARTICLES:
            words.pop()
        if len(words) >= 2 and not (found and words[0].start < found[-1].end):
            found.append(Span(words[0].start, words[-1].end))
    return found


def _is_plain(word: str) -> bool:
    if word in _PARTICLES:
        return False
    return word in _PLAIN or word in _CLOSED or (len(word) > 5 and word.endswith(_ENDINGS))
