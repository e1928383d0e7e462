"""What is found in a report before incidents are made of it: events, who takes part in each, and the words around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
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
    implied: bool = False  # no words say it: the passage leaves nobody else


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
    listing: bool = False  # names some of those told of right before: "among them were …"


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
    _by_head: dict[str, list[Phrase]] | None = None
    _named: list[Phrase] | None = None
    _members: list[tuple[Phrase, Phrase]] | None = None
    _officials: set[str] | None = None
    _by_last: dict[str, list[tuple[Phrase, Span]]] | None = None
    agencies: list[Span] | None = None  # as `onrecord.extract.agencies` finds them, once for all incidents
    told: list[Attribution] | None = None  # who says what, where another than the rules has read it

    @property
    def attributed(self) -> list[Attribution]:
        """Who says what as a report's attributions give it, and who vouches for an incident. What the rules choose by rests on `said`."""
        return self.said if self.told is None else self.told

    @property
    def named(self) -> list[Phrase]:
        """Every phrase with a person's name of two words or more, in order."""
        if self._named is None:
            self._named = [
                p
                for ps in self.phrases
                for p in ps
                if not p.organisation and any(" " in self.text[n.start : n.end] for n in p.names)
            ]
        return self._named

    def officials(self, title: re.Pattern[str]) -> set[str]:
        """The last words of the names that stand after such a title."""
        if self._officials is None:
            before = [
                (n, title.search(self.text, max(0, n.start - 40), n.start)) for ps in self.phrases for p in ps for n in p.names
            ]
            self._officials = {self.text[n.start : n.end].split()[-1] for n, m in before if m is not None}
        return self._officials

    def of_last(self, last: str) -> list[tuple[Phrase, Span]]:
        """Every name of a person that ends in this word, with its phrase, in order."""
        if self._by_last is None:
            self._by_last = {}
            for p in (p for ps in self.phrases for p in ps if not p.organisation):
                for n in p.names:
                    self._by_last.setdefault(self.text[n.start : n.end].split()[-1], []).append((p, n))
        return self._by_last.get(last, [])

    @property
    def last_names(self) -> set[str]:
        """The last words of all names of persons."""
        self.of_last("")
        return set(self._by_last or ())

    @property
    def members(self) -> list[tuple[Phrase, Phrase]]:
        """Every phrase that is singled out of the one before it, after that one."""
        if self._members is None:
            self._members = [(ps[k - 1], p) for ps in self.phrases for k, p in enumerate(ps) if p.member and k]
        return self._members

    def means_in(self, sentence: int) -> list[tuple[str, Span]]:
        """The words for means in a sentence; `means` is in the order of the text."""
        span = self.spans[sentence]
        first = bisect_left(self.means, span.start, key=lambda m: m[1].start)
        last = bisect_left(self.means, span.end, key=lambda m: m[1].start)
        return self.means[first:last]

    def events_of(self, sentence: int) -> list[Event]:
        """The events told in a sentence; `events` is in the order of the sentences."""
        first = bisect_left(self.events, sentence, key=lambda e: e.sentence)
        return self.events[first : bisect_right(self.events, sentence, key=lambda e: e.sentence)]

    def of_head(self, *heads: str) -> list[Phrase]:
        """Every phrase with one of these heads, in order."""
        if self._by_head is None:
            self._by_head = {}
            for phrases in self.phrases:
                for p in phrases:
                    self._by_head.setdefault(p.head, []).append(p)
        found = [p for head in dict.fromkeys(heads) for p in self._by_head.get(head, ())]
        return sorted(found, key=lambda p: p.start)

    def sentence_of(self, at: int) -> int:
        """The number of the sentence that holds a character, or the nearest before it."""
        return max(0, bisect_right(self.spans, at, key=lambda s: s.start) - 1)

    def dates_in(self, span: Span) -> list[DatedSpan]:
        """The dates worded in a span. By bisection, for a list of the dead has as many dates as events."""
        first = bisect_left(self.dates, span.start, key=lambda x: x.start)
        return self.dates[first : bisect_left(self.dates, span.end, key=lambda x: x.start)]

    def places_in(self, span: Span) -> list[PlaceMention]:
        """The places named in a span."""
        first = bisect_left(self.places, span.start, key=lambda x: x.start)
        return self.places[first : bisect_left(self.places, span.end, key=lambda x: x.start)]
