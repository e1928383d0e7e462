"""One person's review of a record: each method is one decision, written in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from onrecord.claims import Rendition
from onrecord.errors import Misuse, RecordBusy
from onrecord.record.actors import pseudonym
from onrecord.record.state import REMARKS, Json, State
from onrecord.review import adding, choosing, judging, linking, regrouping, remarks, searches
from onrecord.review.judging import Amendment, Append, Decided

if TYPE_CHECKING:
    from onrecord.record import Record


class Review:
    """What somebody decides, by a pseudonym. Each method raises Misuse with a sentence and writes nothing where it cannot be."""

    def __init__(self, record: Record, by: str) -> None:
        self.record = record
        self.by = pseudonym(by)

    @contextmanager
    def _writing(self, judges: bool = True) -> Iterator[tuple[State, Append]]:
        """The record as it is while nobody else can write, and what appends to it."""
        with self.record.ledger.writing() as tx:
            state = self.record.view().state
            if judges:
                remarks.check_may_judge(state, self.by)
            yield state, lambda kind, payload: tx.append(kind, payload, self.by)

    def judge(
        self,
        claim: int,
        decision: str,
        why: str | None = None,
        amendment: Amendment | None = None,
        seen: int | None = None,
        settles: bool = False,
    ) -> Decided:
        """Accept, reject or amend a claim; `seen` is the last entry of the ledger that the reviewer had seen, `settles` says that
        this decides between what others decided."""
        with self._writing() as (state, append):
            words = self.words(state, claim) if amendment and amendment.mentions is not None else None
            vocabulary = self.record.vocabulary()
            return judging.decide(state, append, claim, decision, self.by, why, amendment, seen, vocabulary, words, settles)

    def accept(self, claim: int, why: str | None = None, seen: int | None = None) -> Decided:
        """The claim is right as it was read."""
        return self.judge(claim, "accept", why, None, seen)

    def reject(self, claim: int, why: str | None = None, seen: int | None = None) -> Decided:
        """The claim is wrong: it leaves the tally."""
        return self.judge(claim, "reject", why, None, seen)

    def amend(
        self,
        claim: int,
        value: Any = None,
        mentions: list[Json] | None = None,
        modality: str | None = None,
        why: str | None = None,
        seen: int | None = None,
    ) -> Decided:
        """The claim with another value, on other words ({"start", "end", "in"?}), or put in another way."""
        return self.judge(claim, "amend", why, Amendment(value, mentions, modality), seen)

    def several(self, claims: Iterable[int], decision: str, why: str | None = None) -> list[Decided]:
        """Accept or reject many claims: all of them, or none where one cannot be."""
        with self._writing() as (state, append):
            return [judging.decide(state, append, n, decision, self.by, why) for n in dict.fromkeys(claims)]

    def settle(self, claim: int, judgement: int, why: str | None = None) -> int:
        """Settle what people differ in by one of their judgements (its entry), said again in one's own name; the new entry."""
        with self._writing() as (state, append):
            return judging.settle(state, append, claim, judgement, why)

    def draw(self, probability: float, seed: int, why: str | None = None) -> tuple[int, list[int]]:
        """Draw a sample of the unjudged claims that two people judge, each without seeing the other; the entry, and the claims."""
        from onrecord.review import double

        with self._writing() as (state, append):
            return double.draw(state, append, probability, seed, why)

    def add(self, report: str | int, added: adding.Added) -> int:
        """A claim of one's own from words of a report, by its id or its entry; the claim's number."""
        from onrecord.record.reports import number_of

        with self._writing() as (state, append):
            capture = number_of(self.record.view(), report) if isinstance(report, str) else report
            if capture not in state.captures or state.captures[capture].payload is None:
                raise Misuse(f"There is no report {report} in the record, or it was forgotten.")
            return adding.add(state, append, capture, self.text(state, capture), added, self.record.vocabulary())

    def merge(self, into: str, others: Iterable[str], why: str | None = None) -> int:
        """Incidents, or people, that are one ("i3", "p4")."""
        with self._writing() as (state, append):
            return regrouping.merge(state, append, into, list(others), why)

    def split(self, thing: str, claims: Iterable[int], why: str | None = None) -> tuple[int, str]:
        """Claims of an incident or a person that are about another; the entry, and the id of the new one."""
        with self._writing() as (state, append):
            return regrouping.split(state, append, thing, claims, why)

    def link(self, left: str, right: str, decision: str, why: str | None = None) -> int:
        """Two incidents, people, reports or sources are the "same", "different", "related", or one is "unsure" (ids such as i12, r2)."""
        with self._writing() as (state, append):
            entry = linking.judge(state, append, left, right, decision, self.by, why)
        self._link_near()
        return entry

    def _link_near(self) -> None:
        """Look again at what a decision bears on. What was decided holds by itself; nobody waits for all reports to be linked, where no run
        ever did so or where the record has grown so much that all are due, nor for a run that goes on."""
        from onrecord.record.tellings import Tellings

        if Tellings(self.record).seen() is None or not self.record.one_run.acquire(blocking=False):
            return
        try:
            with suppress(RecordBusy):  # a run that goes on elsewhere looks at it too, or the next one does
                self.record.link(grow=False)
        finally:
            self.record.one_run.release()

    def draw_pairs(self, number: int, seed: int, why: str | None = None) -> tuple[int, list[tuple[int, int]]]:
        """Draw pairs of incidents that two people judge (`link`), each without seeing the other; the entry, and the pairs."""
        from onrecord.review import pairs

        with self._writing() as (_, append):
            return pairs.draw(self.record, self.record.view(), append, number, seed, why)

    def best(self, incident: str, outcome: str, best: int | None, modality: str = "stated", why: str | None = None) -> int:
        """Choose the best number of an incident's toll ("i12", "death", 4); None leaves it to the rules again. The entry."""
        number = self.record.incident_number(incident)
        with self._writing() as (_, append):
            return choosing.choose(self.record.view(), append, number, outcome, best, modality, why)

    def undo(self, entry: int | None = None, why: str | None = None, report: int | None = None) -> int | None:
        """Take an entry back, or one's own last one (of a report); what was taken back, None where there is nothing."""
        with self._writing(judges=False) as (state, append):
            number = judging.last_of(state, self.by, report) if entry is None else entry
            if number is None:
                return None
            if state.kind_of(number) not in (*REMARKS, "search", None):
                remarks.check_may_judge(state, self.by)
            judging.undo(state, append, number, self.by, why)
            relinks = state.kind_of(number) in ("link", "merge", "split") or state.kind_of(state.about.get(number, 0)) in (
                "link",
                "merge",
            )
        if relinks:
            self._link_near()
        return number

    def comment(self, on: int, text: str) -> int:
        """A comment on a report, an incident, a person or a claim, by its number."""
        with self._writing(judges=False) as (state, append):
            return remarks.comment(state, append, on, text)

    def assign(self, on: int, to: str | None) -> int:
        """Give a report or an incident to somebody; None gives it back to everybody."""
        with self._writing() as (state, append):
            return remarks.assign(state, append, on, to)

    def assign_several(self, on: Iterable[int], to: str | None) -> list[int]:
        """The same of several at once: all of them, or none where one cannot be."""
        with self._writing() as (state, append):
            return [remarks.assign(state, append, n, to) for n in dict.fromkeys(on)]

    def status(self, on: int, status: str) -> int:
        """How far the review of a report or an incident is; a second reader may return it, and no more."""
        with self._writing(judges=status != "returned") as (state, append):
            return remarks.set_status(state, append, on, status)

    def skip(self, on: int) -> int:
        """Leave a report or an incident for later."""
        with self._writing(judges=False) as (state, append):
            return remarks.skip(state, append, on)

    def care(self, on: int, graphic: bool = True) -> int:
        """Say that a report is graphic, or is not."""
        with self._writing(judges=False) as (state, append):
            return remarks.care(state, append, on, graphic)

    def families(self, on: int, shown: bool = True) -> int:
        """Decide that an incident's dead are shown in the graph of command, or are not."""
        with self._writing() as (state, append):
            return remarks.families(state, append, on, shown)

    def part(self, who: str, role: str | None = None, folded: bool | None = None) -> int:
        """Somebody's part in the review, and whether graphic reports are folded for them."""
        with self._writing(judges=False) as (state, append):
            return remarks.set_part(state, append, who, self.by, role, folded)

    def save_search(self, name: str, asked: Json) -> int:
        """Keep a search under a name (`asked` as `Asked.to_json` gives it); the entry, which `undo` takes back."""
        with self._writing(judges=False) as (state, append):
            return searches.save(state, append, name, asked, self.by)

    def look(self, search: int, seen: int | None = None) -> int:
        """Say that one has seen what a search of one's own finds, up to an entry of the ledger (its end)."""
        with self._writing(judges=False) as (state, append):
            return searches.look(state, append, search, self.record.ledger.head().number if seen is None else seen, self.by)

    # -- words -------------------------------------------------------------------------------------------------

    def words(self, state: State, claim: int) -> Rendition | None:
        """The text that a claim's words stand in."""
        payload = state.claims[claim].payload if claim in state.claims else None
        reading = state.readings[payload["reading"]].payload if payload else None
        return self._rendition(reading["rendition"]) if reading else None

    def text(self, state: State, capture: int) -> Rendition:
        """The newest text of a report."""
        reading = state.latest_reading(capture)
        number = reading.payload["rendition"] if reading and reading.payload else capture + 1
        return self._rendition(number) or Rendition("", "none")

    def _rendition(self, number: int) -> Rendition | None:
        entry = next(iter(self.record.ledger.some([number])), None)
        if entry is None or entry.kind != "rendition" or entry.payload is None:
            return None
        return Rendition(**{k: entry.payload[k] for k in ("text", "tool", "title", "language")})
