"""What is found in a report before incidents are made of it: events, who takes part in each, and the words around them."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.claims import Modality
from onrecord.dates import DatedSpan
from onrecord.extract.attribution import Attribution
from onrecord.extract.lexicon import Trigger
from onrecord.extract.phrase import Phrase
from onrecord.extract.sentences import Span
from onrecord.places import PlaceMention

__all__ = ["Actor", "Event", "Reading"]


@dataclass(slots=True)
class Actor:
    """A perpetrator, or somebody who intervened, helped, is the subject or the agent."""

    phrase: Phrase
    role: str
    status: str = "stated"


@dataclass(slots=True)
class Event:
    """One telling of harm or context."""

    trigger: Trigger
    sentence: int
    victims: list[Phrase] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    modality: Modality = Modality.STATED
    after: bool = False  # told as what came before another event of its sentence: "after seeing …"
    background: bool = False
    naming: bool = False


@dataclass(slots=True)
class Reading:
    """All that was found in a report before incidents are made of it.

    `text` is the report's, with its title and an empty line before it where the text does not open with its title;
    `offset` is how many characters that puts before the text, `lead` the last sentence of the title and the opening.
    """

    text: str
    offset: int
    lead: int
    spans: list[Span]
    phrases: list[list[Phrase]]
    dates: list[DatedSpan]
    places: list[PlaceMention]
    said: list[Attribution]
    means: list[tuple[str, Span]]
    events: list[Event]
    targets: list[list[Span]]

    def sentence_of(self, at: int) -> int:
        return next((n for n, s in enumerate(self.spans) if s.start <= at < s.end), len(self.spans) - 1)
