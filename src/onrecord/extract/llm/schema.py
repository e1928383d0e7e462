"""What a model may answer: a schema of words and codes, without offsets or ids, which are never the model's to give."""

from __future__ import annotations

from typing import Any, Final

from onrecord.extract.llm.asking import Json
from onrecord.vocabulary import Vocabulary

__all__ = ["NOT_SAID", "answer_schema"]

NOT_SAID: Final = "not_said"
"""What stands for a sex that the words do not give."""

_MOST: Final = 12
"""Things of a kind, in a schema that has to end by itself: a small model may else go on for ever."""

_LONGEST: Final = 240


def answer_schema(codes: Vocabulary, bounded: bool) -> Json:
    """The JSON Schema of an answer, each property required, as strict servers want it. `bounded` limits lists and strings."""

    def words() -> Json:
        return {"type": "string", "maxLength": _LONGEST} if bounded else {"type": "string"}

    def many(item: Json) -> Json:
        return {"type": "array", "items": item, "maxItems": _MOST} if bounded else {"type": "array", "items": item}

    def one_of(table: str) -> Json:
        return {"type": "string", "enum": list(getattr(codes, table))}

    number: Json = {"type": ["integer", "null"]}
    count = {"min": number, "best": number, "max": number}
    people = {"words": many(words()), "names": many(words())}
    victim = _object(
        **people, group={"type": "boolean"}, **count, outcome=one_of("outcomes"), cause=one_of("causes"),
        modality=one_of("modalities"), status=one_of("statuses"), status_words=words(), age=number,
        sex={"type": "string", "enum": ["male", "female", NOT_SAID]}, part_of=number,
    )  # fmt: skip
    perpetrator = _object(
        **people, kind={"type": "string", "enum": ["person", "group", "organisation"]}, involvement=one_of("involvement"),
        status=one_of("perpetrator_statuses"),
    )  # fmt: skip
    incident = _object(
        telling=words(), act=one_of("acts"), modality=one_of("modalities"), date=words(), place=words(),
        means=many(_object(words=words(), type=one_of("means"))), victims=many(victim), perpetrators=many(perpetrator),
        others=many(_object(**people, role=one_of("roles"))), targets=many(words()),
        sources=many(_object(words=words(), kind=one_of("source_kinds"), access=one_of("access"))),
        relations=many(_object(type=one_of("relation_types"), to={"type": "integer"})),
    )  # fmt: skip
    total = _object(words=words(), outcome=one_of("outcomes"), **count)
    attribution = _object(source=words(), cue=words(), content=words())
    return _object(incidents=many(incident), totals=many(total), attributions=many(attribution))


def _object(**properties: Any) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
