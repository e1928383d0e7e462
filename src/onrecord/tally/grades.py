"""Grades answer one question each, by rules in a file with a version, from independent origins, their access, admissions and denials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from onrecord.claims import Grade
from onrecord.errors import BadInput
from onrecord.languages import Phrase, phrase
from onrecord.tally.grading import FACTS, facts

__all__ = ["AIRWARS", "FILE", "QUESTIONS", "Rules", "airwars", "grade", "graded", "load", "shipped"]

Json = dict[str, Any]
FILE = "grades.yaml"
QUESTIONS = ("happened", "how_many", "who_did", "who_are")
AIRWARS = ("confirmed", "fair", "weak", "contested", "discounted")
_SHIPPED = Path(__file__).with_name(FILE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the grade and its reason, where all its conditions hold."""

    when: Mapping[str, Any]
    grade: str
    why: str

    def holds(self, said: Json) -> bool:
        return all(_fits(said[name], wanted) for name, wanted in self.when.items())


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of each question, in order, and their version."""

    version: str
    questions: Mapping[str, Sequence[Rule]]

    def answer(self, question: str, said: Json) -> Grade:
        """The first rule that holds; the last one of a question always does."""
        rule = next(r for r in self.questions[question] if r.holds(said))
        return Grade(rule.grade, _reason(rule.why, said))


def _reason(why: str, said: Json) -> Phrase:
    """A reason with its facts: pages put it into their reader's language, where the rules are the package's own."""
    parts = list(Formatter().parse(why))
    if any(spec or conversion for _, _, spec, conversion in parts):
        return phrase(why.format_map(said))
    names = [name for _, name, _, _ in parts if name]
    if not names:
        return phrase(why.format_map(said))
    template = "".join(words.replace("%", "%%") + (f"%({name})s" if name else "") for words, name, _, _ in parts)
    return phrase(template, **{n: phrase(said[n]) if n == "modality" else said[n] for n in names})


def grade(incident: Json, outlets: int = 1) -> dict[str, Grade]:
    """The grades of one incident in the contract's shape by the package's rules, told alike by `outlets` independent origins."""
    return graded(incident, [incident["according_to"], *([] for _ in range(outlets - 1))], shipped())


def graded(incident: Json, origins: Sequence[Sequence[Json]], rules: Rules) -> dict[str, Grade]:
    """The grades of one incident by `rules`; `origins` has the sources of each independent origin."""
    said = facts(incident, origins)
    return {q: rules.answer(q, said) for q in QUESTIONS}


def airwars(incident: Json, rules: Rules | None = None) -> Grade:
    """A graded incident of the record in Airwars' words."""
    count = len({t["origin"] for t in incident.get("tellings", ())}) or 1
    said = facts(incident, [incident["according_to"], *([] for _ in range(count - 1))])
    return (rules or shipped()).answer("airwars", {**said, **{q: incident["grade"][q]["value"] for q in QUESTIONS}})


def _fits(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return bool(wanted.get("min", value) <= value <= wanted.get("max", value))
    if isinstance(wanted, list):
        return value in wanted
    return bool(value == wanted and isinstance(value, bool) == isinstance(wanted, bool))


@lru_cache(maxsize=1)
def shipped() -> Rules:
    """The rules of the package."""
    return load(_SHIPPED)


def of_record(folder: Path) -> Rules:
    """The rules of a record: those of its folder's file, where it has one."""
    own = folder / FILE
    return load(own) if own.is_file() else shipped()


def load(path: Path) -> Rules:
    """Rules from a YAML file. BadInput with a sentence where it has a question, a condition or a reason that makes no sense."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path.name}: the rules of grades cannot be read: {' '.join(str(error).split())}.") from error
    if not isinstance(said, dict) or not isinstance(said.get("version"), str):
        raise BadInput(f'{path.name}: rules of grades have a version in quotation marks, such as version: "3".')
    wanted = (*QUESTIONS, "airwars")
    if wrong := sorted({str(k) for k in said} ^ {"version", *wanted}):
        raise BadInput(
            f"{path.name}: rules of grades are for {', '.join(wanted)} and nothing else; {wrong[0]} is missing or too much."
        )
    return Rules(said["version"], {q: tuple(_rules(path.name, q, said[q])) for q in wanted})


def _rules(file: str, question: str, said: Any) -> list[Rule]:
    known = {*FACTS, *(QUESTIONS if question == "airwars" else ())}
    found = []
    for number, r in enumerate(said if isinstance(said, list) else [None], 1):
        where = f"{file}: {question}, rule {number}"
        if (
            not isinstance(r, dict)
            or not isinstance(r.get("grade"), str)
            or not isinstance(r.get("why"), str)
            or set(r) - {"when", "grade", "why"}
        ):
            raise BadInput(f"{where}: a rule has a grade, a why and, unless it is the last, a when.")
        when = r.get("when", {})
        if not isinstance(when, dict) or (unknown := sorted(set(when) - known)):
            raise BadInput(
                f"{where}: a condition is about one of {', '.join(sorted(known))}, not {unknown[0] if isinstance(when, dict) else when!r}."
            )
        for name, wanted in when.items():
            if isinstance(wanted, dict) and (set(wanted) - {"min", "max"} or not all(type(b) is int for b in wanted.values())):
                raise BadInput(f"{where}: bounds of {name} are {{min: 2}}, {{max: 1}} or both, in whole numbers.")
        rule = Rule(when, r["grade"], r["why"])
        _check_reason(where, rule, known)
        found.append(rule)
    if found[-1].when:
        raise BadInput(f"{file}: {question}: the last rule has no conditions, so that every incident gets a grade.")
    return found


def _check_reason(where: str, rule: Rule, known: set[str]) -> None:
    try:
        rule.why.format_map(dict.fromkeys([*known, "resting"], ""))
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise BadInput(
            f"{where}: its why can name a fact such as {{origins}} or {{resting}}, and nothing else in braces ({error})."
        ) from error
