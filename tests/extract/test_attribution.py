"""Who says what, by which words: one made-up sentence for each kind of rule."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.claims import Access, Modality, SourceKind
from onrecord.extract.attribution import Attribution, access, attributions, modality_cue, source_kind, vouches
from onrecord.extract.attribution_verbs import FORMS
from onrecord.extract.sentences import sentences

Told = tuple[str, str, list[str]]


def bare(text: str) -> str:
    return text.strip(" \n.,:;“”\"'")


def read(text: str) -> list[Told]:
    """The attributions of a text in words: source, cue, pieces of content, marks at their edges aside."""
    return [
        (" ".join(words(text, a, "source")), " ".join(words(text, a, "cue")), words(text, a, "content"))
        for a in attributions(text)
    ]


def words(text: str, a: Attribution, part: str) -> list[str]:
    return [bare(text[s.start : s.end]) for s in getattr(a, part)]


ONE: dict[str, tuple[str, Told]] = {
    "that": ("The mayor said that two boys drowned.", ("The mayor", "said", ["that two boys drowned"])),
    "no that": ("Police say the man died in a cell.", ("Police", "say", ["the man died in a cell"])),
    "contraction": ("Nadia Ferrol says she’ll testify.", ("Nadia Ferrol", "says", ["she’ll testify"])),
    "that and a quotation": ("He said that “nobody was hurt.”", ("He", "said", ["that “nobody was hurt"])),
    "quotation": ("Ferrol said: “They shot him.”", ("Ferrol", "said", ["They shot him"])),
    "quotation before": ("“They shot him,” Ferrol said.", ("Ferrol", "said", ["They shot him"])),
    "turned round": ("“They shot him,” said Nadia Ferrol, a nurse.", ("Nadia Ferrol, a nurse", "said", ["They shot him"])),
    "full stop within": ("“They shot him.” Ferrol told reporters.", ("Ferrol", "told", ["They shot him"])),
    "before, unquoted": ("Two boys drowned, the mayor said on Tuesday.", ("the mayor", "said", ["Two boys drowned"])),
    "split by the cue": ("“They shot him,” she said, “and left.”", ("she", "said", ["They shot him", "and left"])),
    "broken off": ("The army, the mayor said, had left the town.", ("the mayor", "said", ["The army", "had left the town"])),
    "auxiliaries": ("The army has repeatedly said it left.", ("The army", "has repeatedly said", ["it left"])),
    "contracted auxiliary": ("He's said it will stop.", ("He", "s said", ["it will stop"])),
    "occasion": ("The union said in a statement that he fled.", ("The union", "said in a statement", ["that he fled"])),
    "far that": ("The union said at a rally in Velm that he fled.", ("The union", "said", ["that he fled"])),
    "hearer": ("Ferrol told the Velm Courier on Monday that he fled.", ("Ferrol", "told", ["that he fled"])),
    "hearer and infinitive": ("The chief urged his men to hold fire.", ("The chief", "urged", ["his men to hold fire"])),
    "question": ("The judge asked whether he was alive.", ("The judge", "asked", ["whether he was alive"])),
    "asked by nobody": ("Asked if he fled, Mr. Oban left the room.", ("", "Asked", ["if he fled"])),
    "infinitive": ("The rebels promised to free the nuns.", ("The rebels", "promised", ["to free the nuns"])),
    "object": ("The ministry denied the charge on Friday.", ("The ministry", "denied", ["the charge"])),
    "particle": ("The bishop called for an inquiry.", ("The bishop", "called for", ["an inquiry"])),
    "leading verb": ("The chief continued to insist that he fled.", ("The chief", "continued to insist", ["that he fled"])),
    "went on": ("She went on to say that he fled.", ("She", "went on to say", ["that he fled"])),
    "according to, after": ("He died at dawn, according to a nurse.", ("a nurse", "according to", ["He died at dawn"])),
    "according to, before": (
        "According to the prosecutor, a deputy looked through a window.",
        ("the prosecutor", "According to", ["a deputy looked through a window"]),
    ),
    "according to, after a lead": (
        "In addition, according to a nurse, two boys drowned.",
        ("a nurse", "according to", ["two boys drowned"]),
    ),
    "hurried according": ("He died at dawn, according a nurse.", ("a nurse", "according", ["He died at dawn"])),
    "hearer in quotation marks": (
        "“They shot him,” Ferrol told “The Long Hour.”",
        ("Ferrol", "told", ["They shot him"]),
    ),
    "if": ("If the mayor says he fled, nobody will look.", ("the mayor", "says", ["he fled"])),
    "statement released": (
        "The army issued a statement on Friday saying he fled.",
        ("The army", "issued a statement on Friday saying", ["he fled"]),
    ),
    "age in the name": ("40-year-old Ana Brill said he fled.", ("40-year-old Ana Brill", "said", ["he fled"])),
    "as told": ("As the court found, the men were unarmed.", ("the court", "found", ["the men were unarmed"])),
    "noun and that": ("There was no truth in the allegation that they fled.", ("", "allegation", ["that they fled"])),
    "whose noun": ("Nothing came of his promise to return.", ("his", "promise", ["to return"])),
    "evidence": ("Hospital records show three burials.", ("Hospital records", "show", ["three burials"])),
    "who": ("A man who said he was a guard ran off.", ("who", "said", ["he was a guard ran off"])),
    "relative clause ends": ("Oban, who said he was a guard, ran off.", ("who", "said", ["he was a guard"])),
    "clause around the cue": ("He named a camp which nurses said was shelled.", ("nurses", "said", ["which", "was shelled"])),
    "subordinate": ("While the mayor said he fled, nobody came.", ("the mayor", "said", ["he fled"])),
    "after saying": ("After saying that he fled, the mayor sat down.", ("the mayor", "saying", ["that he fled"])),
    "expected": ("The nuns are expected to testify.", ("", "are expected", ["The nuns", "to testify"])),
    "accused by": (
        "The guard was accused by the court of theft.",
        ("the court", "was accused", ["The guard", "of theft"]),
    ),
    "seems": ("The guard seems to have fled.", ("", "seems", ["The guard", "to have fled"])),
    "thought": ("Villagers are convinced that he fled.", ("Villagers", "are convinced", ["that he fled"])),
    "title and appositive": (
        "Capt. Ugo Reth, who leads the post, said he fled.",
        ("Capt. Ugo Reth, who leads the post", "said", ["he fled"]),
    ),
    "aside between dashes": (
        "The nuns — including a nurse — said he fled.",
        ("The nuns — including a nurse", "said", ["he fled"]),
    ),
    "relative which": ("The report, which was leaked, said he fled.", ("The report", "said", ["he fled"])),
    "title in quotation marks": (
        "Ana Brill, host of “The Long Hour,” said that he fled.",
        ("Ana Brill, host of “The Long Hour", "said", ["that he fled"]),
    ),
    "number": ("In Velm, about half of the nurses said he fled.", ("about half of the nurses", "said", ["he fled"])),
    "age and town": (
        "“He fled,” said Ana Brill, 31, of Velm, Orland.",
        ("Ana Brill, 31, of Velm, Orland", "said", ["He fled"]),
    ),
    "adverb before": ("The mayor later added that he fled.", ("The mayor", "later added", ["that he fled"])),
    "dateline": ("VELM, 3 MAY (ONP) -- Two boys drowned, the mayor said.", ("the mayor", "said", ["Two boys drowned"])),
    "but": ("But he fled, the mayor said.", ("the mayor", "said", ["he fled"])),
    "capitals": ("THE MAYOR SAID THAT TWO BOYS DROWNED.", ("THE MAYOR", "SAID", ["THAT TWO BOYS DROWNED"])),
    "mixed marks": ("“They shot him,\" Ferrol said.", ("Ferrol", "said", ["They shot him"])),
    "made clear": ("The mayor made it clear that he fled.", ("The mayor", "made it clear", ["that he fled"])),
}  # fmt: skip


@pytest.mark.parametrize("kind", ONE)
def test_one_attribution(kind: str) -> None:
    text, told = ONE[kind]
    assert read(text) == [told]


SEVERAL: dict[str, tuple[str, list[Told]]] = {
    "adding": (
        "The mayor said he fled, adding that nobody saw it.",
        [("The mayor", "said", ["he fled"]), ("The mayor", "adding", ["that nobody saw it"])],
    ),
    "and": (
        "The mayor denied the charge and accused the press of lying.",
        [("The mayor", "denied", ["the charge"]), ("The mayor", "accused", ["the press of lying"])],
    ),
    "but another": (
        "The army said he fled, but the nuns said he was shot.",
        [("The army", "said", ["he fled"]), ("the nuns", "said", ["he was shot"])],
    ),
    "told of as a whole": (
        "The chief denied a raid on the camp, a nurse said.",
        [("The chief", "denied", ["a raid on the camp"]), ("a nurse", "said", ["The chief denied a raid on the camp"])],
    ),
    "one within another": (
        "The mayor said that a guard told the nuns to leave.",
        [("The mayor", "said", ["that a guard told the nuns to leave"]), ("a guard", "told", ["the nuns to leave"])],
    ),
    "with somebody saying": (
        "The march went on, with Ana Brill saying that he fled, and Ugo Reth that he was shot.",
        [("Ana Brill", "saying", ["that he fled, and Ugo Reth that he was shot"])],
    ),
}


@pytest.mark.parametrize("kind", SEVERAL)
def test_several_in_a_sentence(kind: str) -> None:
    text, told = SEVERAL[kind]
    assert read(text) == told


RUNNING: dict[str, tuple[str, list[str]]] = {
    "cue in the first sentence": (
        "“They shot him,” the nurse said. “We saw it. We hid.”\n\n“Nobody came.”\n\nThe road was shut.",
        ["They shot him", "We saw it. We hid", "Nobody came"],
    ),
    "cue in the last sentence": ("“They shot him. We saw it,” the nurse said.", ["They shot him. We saw it"]),
    "introduced with a colon": ("The nurse said:\n\n“Nobody came.”", ["Nobody came"]),
    "no running on to another speaker": (
        "“They shot him,” the nurse said. “Liar!” a guard shouted.", ["They shot him"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", RUNNING)
def test_a_quotation_runs_on(kind: str) -> None:
    text, content = RUNNING[kind]
    said = [c for source, _, c in read(text) if source.lower() == "the nurse"]
    assert said == [content]


NOTHING = {
    "noun": "The state of the town and the report of the day.",
    "the writer's own thought": "I think the road was shut.",
    "words within quotation marks are the speaker's": "“Guards say they fled.”",
    "passive without a teller": "The officers were called to the house.",
    "showed up": "The boats showed up in the bay.",
    "called off": "The mayor called off the march.",
    "suspect": "A suspect in the case fled.",
    "no content": "The mayor said.",
    "an adjective": "The said man left by the pledged date.",
}


@pytest.mark.parametrize("kind", NOTHING)
def test_no_attribution(kind: str) -> None:
    assert read(NOTHING[kind]) == []


def test_thoughts_within_words_are_left_to_their_speaker() -> None:
    assert [cue for _, cue, _ in read("The mayor said she hopes he fled.")] == ["said"]


@pytest.mark.parametrize(
    ("cue", "does"),
    [("said", True), ("According to", True), ("has denied", True), ("fears", True), ("ordered", False), ("called for", False), ("is expected", True), ("criticized", False), ("allegation", True)],
)  # fmt: skip
def test_what_vouches(cue: str, does: bool) -> None:
    assert vouches(cue) is does


def test_what_words_make_of_a_source() -> None:
    assert source_kind("a nurse at the clinic") == SourceKind.ANONYMOUS
    assert source_kind("Capt. Ugo Reth, who leads the post") == SourceKind.NAMED
    assert source_kind("the army") == SourceKind.ORGANISATION
    assert access("two eyewitnesses") == Access.EYEWITNESS and access("the sheriff") == Access.OFFICIAL
    assert modality_cue("has denied") == Modality.DENIED and modality_cue("claimed") == Modality.ALLEGED
    assert modality_cue("said") == Modality.STATED


@pytest.mark.parametrize(
    ("word", "base"),
    [("denied", "deny"), ("denies", "deny"), ("told", "tell"), ("urging", "urge"), ("slammed", "slam"), ("agreeing", "agree"), ("wrote", "write"), ("referring", "refer"), ("warns", "warn"), ("vowing", "vow")],
)  # fmt: skip
def test_every_form_of_a_verb(word: str, base: str) -> None:
    assert FORMS[word].base == base


def test_no_form_is_misspelt() -> None:
    assert not {"refered", "denyed", "slamed", "sayed", "telled", "writed", "agreing"} & set(FORMS)


def spans(found: Iterable[Attribution]) -> list[tuple[int, int]]:
    return [(s.start, s.end) for a in found for part in (a.source, a.cue, a.content) for s in part]


PIECES = st.lists(
    st.sampled_from(
        [*"the mayor said that told according to “ ” \" '' he who , . : ; — ( ) [ ] his promise criticism of was accused by "
         "continued to seem A SAID \n\n 1 ’s say, expected ".split(" "), "\n\n", "é", "🙂", "\u2028", "İ", "ß", "ﬁ"]
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(PIECES.map(" ".join) | st.text(max_size=80))
def test_any_text_gives_spans_within_it(text: str) -> None:
    found = attributions(text)
    assert all(0 <= start < end <= len(text) for start, end in spans(found))
    assert all(len(a.cue) == 1 and a.content for a in found)
    assert found == attributions(text, sentences(text))


@pytest.mark.parametrize(
    "unit",
    ["said ", "he said that ", "x, said ", "continued to ", "“a” said he. “b.” ", '"a.” ', "his claim that ", ", saying he said ", "A — ", 'b "a '],
)  # fmt: skip
def test_the_time_grows_with_the_length(unit: str) -> None:
    took = []
    gc.disable()  # whatever other tests left behind is none of the time that is asked for
    try:
        for size in (20_000, 80_000):
            text = unit * (size // len(unit))
            begun = time.process_time()
            attributions(text)
            took.append(time.process_time() - begun)
    finally:
        gc.enable()
    assert took[1] < 10 * took[0] + 0.2
