"""The core types refuse what cannot be, and read and write the contract."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import claims
from onrecord.capture import capture_paths
from onrecord.claims import (
    Capture,
    Claim,
    Collection,
    Count,
    Decision,
    Incident,
    IncidentClass,
    Judgement,
    Label,
    Level,
    Link,
    LinkType,
    Means,
    Mention,
    Missing,
    Modality,
    Outcome,
    PersonKind,
    Place,
    Relation,
    RelationType,
    Rendition,
    Report,
    Scope,
    Sensitive,
    Source,
    SourceKind,
    Total,
    Use,
    Victim,
)  # fmt: skip
from onrecord.errors import BadInput
from onrecord.extract import extract
from onrecord.record.build import captured_text

SAMPLES = Path(__file__).parents[2] / "examples" / "reports"
WORDS = (Mention("two men", 3, 10),)
CAPTURE = Capture("r", "report.txt", "0" * 64, 10, "text/plain")


def test_every_word_of_the_designs_table_is_a_type() -> None:
    table = """Report Rendition Mention Source Collection Claim Modality Incident IncidentClass Victim Involvement Count Missing Link
    Scope Judgement Label"""
    assert all(hasattr(claims, word) for word in table.split())
    assert set(claims.__all__) <= set(dir(claims))


def test_they_are_frozen() -> None:
    for made in (Count(1), WORDS[0], Label(), Scope(), CAPTURE, victim()):
        with pytest.raises(FrozenInstanceError):
            setattr(made, fields(made)[0].name, 3)


def victim(**other: Any) -> Victim:
    return Victim(
        **{
            "id": "v1",
            "kind": PersonKind.GROUP,
            "mentions": WORDS,
            "outcome": Outcome.DEATH,
            "count": Count.exactly(2),
            **other,
        }
    )


NOW = datetime(2021, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: Mention("ab", 3, 4), "cannot hold 2"),
        (lambda: Mention("", 3, 3), "cannot run"),
        (lambda: Mention("a", 0, 1, "margin"), "text or the title"),
        (lambda: Count(-1), "negative"),
        (lambda: Count(3, 2), "outside 3"),
        (lambda: Count(3, None, 2), "under its min"),
        (lambda: Count.from_json({"min": 1, "most": 3}), "no most"),
        (lambda: Place("X", country="Peru"), "three capital letters"),
        (lambda: Place("X", lat=91.0, lon=0.0), "latitude"),
        (lambda: Place("X", lat=1.0), "both coordinates"),
        (lambda: Place(" "), "name"),
        (lambda: Capture("r", "a/b.txt", "0" * 64, 1, "text/plain"), "base name"),
        (lambda: Capture("r", "b.txt", "0" * 63, 1, "text/plain"), "64"),
        (lambda: Report(CAPTURE, 0, NOW), "from 1"),
        (lambda: Report(CAPTURE, 1, NOW.replace(tzinfo=None)), "time zone"),
        (lambda: Collection("list", "", "interviews"), "collector"),
        (lambda: victim(count=Count(0)), "one or more"),
        (lambda: victim(age=200), "age"),
        (lambda: victim(part_of="v1"), "part of itself"),
        (lambda: victim(kind=PersonKind.ORGANISATION), "person or a group"),
        (lambda: victim(outcome=Outcome.INJURY, cause=claims.Cause.DIRECT), "cause is that of a death"),
        (lambda: Incident("i1", IncidentClass.CONTEXT, "trial", victims=(victim(),)), "context has no"),
        (lambda: Incident("i1", IncidentClass.CONTEXT, "trial", means=(Means("firearm", WORDS),)), "context has no"),
        (lambda: Incident("i1", IncidentClass.HARM, "killing", victims=(victim(), victim())), "one id"),
        (lambda: Incident("i1", IncidentClass.HARM, "killing", victims=(victim(part_of="v9"),)), "no group"),
        (lambda: Incident("i1", IncidentClass.HARM, "killing", relations=(Relation(RelationType.LED_TO, "i1"),)), "itself"),
        (lambda: Incident("", IncidentClass.HARM, "killing"), "id"),
        (lambda: Claim("", "act", 1, WORDS, (), Modality.STATED, "rules/1"), "subject"),
        (lambda: Claim("i1", "age", 3, WORDS, (), Modality.STATED, "rules/1", missing=Missing.WITHHELD), "not both"),
        (lambda: Claim("i1", "age", 3, WORDS, (), Modality.STATED, "rules/1", confidence=1.1), "between 0 and 1"),
        (lambda: Claim("i1", "age", 3, WORDS, (), Modality.STATED, "rules/1", time=datetime(2021, 1, 1)), "time zone"),
        (lambda: Link("p1", "p1", LinkType.SAME, 0.5, "rule"), "two things"),
        (lambda: Link("p1", "p2", LinkType.SAME, 1.5, "rule"), "probability"),
        (lambda: Link("p1", "p2", LinkType.SAME, 0.5, " "), "somebody"),
        (lambda: Judgement(1, Decision.ACCEPT, " "), "pseudonym"),
        (lambda: Judgement(0, Decision.ACCEPT, "heron"), "from 1"),
        (lambda: Judgement(1, Decision.AMEND, "heron"), "new value"),
        (lambda: Judgement(1, Decision.REJECT, "heron", value=3), "new value"),
        (lambda: Scope(version=0), "starts at 1"),
        (lambda: Label(level="public"), "level"),  # type: ignore[arg-type]
        (lambda: Label(uses=frozenset({"sell"})), "use"),  # type: ignore[arg-type]
        (lambda: Label.strictest([]), "nothing"),
    ],
)
def test_what_cannot_be_is_refused(made: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        made()


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60), st.data())
def test_a_mention_holds_its_words_over_any_unicode(text: str, data: st.DataObject) -> None:
    said = Rendition(text, "decoded/1", title=text[::-1])
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for within in ("text", "title"):
        made = said.mention(start, end, within)
        assert said.holds(made) and said.checked(made) is made and Mention.from_json(made.to_json()) == made
    with pytest.raises(ValueError):
        said.mention(start, len(text) + 1)
    moved = Mention("\u2603" + made.text, start, end + 1)
    if not said.holds(moved):
        with pytest.raises(ValueError, match="does not stand"):
            said.checked(moved)


LABELS = st.builds(
    Label,
    st.sampled_from(Level),
    st.frozensets(st.sampled_from(["north", "south", "press"])),
    st.frozensets(st.sampled_from(Use)),
)


@given(LABELS, LABELS, LABELS)
def test_what_rests_on_several_takes_the_strictest(a: Label, b: Label, c: Label) -> None:
    both = a | b
    assert both.level.strictness >= max(a.level.strictness, b.level.strictness)
    assert both.uses == a.uses & b.uses and (both == b | a)
    assert a | a == a and Label.strictest([a, b, c]).uses == a.uses & b.uses & c.uses
    assert Label.strictest([a, b, c]).level.strictness >= both.level.strictness
    assert Label.from_json(a.to_json()) == a
    if a.groups and b.groups and not a.groups & b.groups:
        assert both.level is Level.SECRET  # nobody is in both


def test_what_can_endanger_is_labelled_before_anybody_looks() -> None:
    assert Label.of(Sensitive.SOURCE).level is Level.CONFIDENTIAL is Label.of(Sensitive.LIVING_PERSON, Sensitive.SOURCE).level
    for told in (Sensitive.ROUTE, Sensitive.CROSSING, Sensitive.HIDING_PLACE, Sensitive.HELPER, Sensitive.RELATIVE_OF_LIVING):
        assert Label.of(told, Sensitive.SOURCE).level is Level.SECRET
    assert Report(CAPTURE, 1, NOW).label.level is Level.CONFIDENTIAL and not Label().allows(Use.PUBLISH)


@pytest.mark.parametrize("modality", [m for m in Modality if m is not Modality.STATED])
def test_whoever_is_not_known_to_be_dead_counts_as_alive(modality: Modality) -> None:
    assert not victim().alive and victim(modality=modality).alive and victim(outcome=Outcome.DISAPPEARANCE).alive


def test_the_contract_is_read_and_written_alike() -> None:
    seen = 0
    for item in capture_paths([SAMPLES], None):
        if isinstance(item, BadInput):
            continue
        said = extract(captured_text(item), "rules")
        for incident in said["incidents"]:
            assert without_confidence(Incident.from_json(incident).to_json()) == without_confidence(incident)
            seen += 1
        for total in said["totals"]:
            assert without_confidence(Total.from_json(total).to_json()) == without_confidence(total)
    assert seen >= 15


def without_confidence(said: Any) -> Any:
    """Confidence of a date, place, source or total has no field of its own in the types yet."""
    if isinstance(said, dict):
        return {k: without_confidence(v) for k, v in said.items() if k != "confidence"}
    return [without_confidence(v) for v in said] if isinstance(said, list) else said


def test_a_source_is_described_and_not_named_apart() -> None:
    said = Source(SourceKind.ANONYMOUS, WORDS, depends_on=(4,)).to_json()
    assert set(said) == {"kind", "access", "via", "mentions"}  # what it depends on is the record's, not the report's
    assert replace(Scope(), name="all").name == "all"
