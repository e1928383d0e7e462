"""The pages of a reviewer's day: the queue, adding a claim, merging and splitting, an original, what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord import wording
from onrecord.capture.pdf import page_at
from onrecord.errors import BadInput, Misuse, OnRecordError
from onrecord.languages import gettext, language
from onrecord.record import reports
from onrecord.record.view import View
from onrecord.review import queue, remarks
from onrecord.review.adding import ON_INCIDENTS, ON_PEOPLE
from onrecord.review.regrouping import thing_of
from onrecord.web import originals
from onrecord.web.marking import shown
from onrecord.web.paging import paged
from onrecord.web.reader import candidates, person_words
from onrecord.web.visitor import visitor

if TYPE_CHECKING:
    from onrecord.web.pages import Pages

Json = dict[str, Any]
ROWS = 5_000
"""Rows of the queue that are kept as they were written."""


class Desk:
    """The pages beside the reader's own. They only show; `acting` takes what they send."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record
        self._rows: dict[tuple[Any, ...], Markup] = {}
        self._forgets = 0

    def routes(self) -> list[Route]:
        made = {
            "/queue": self.queue, "/queue/next": self.next, "/add/{number}": self.add, "/thing/{id}": self.thing,
            "/original/{number}": self.original, "/original/{number}/{page}.png": self.picture,
        }  # fmt: skip
        return [Route(path, page, methods=["GET"]) for path, page in made.items()]

    def _queue(self, request: Request) -> tuple[Json, queue.Turn]:
        """What was asked of the queue, and what of it there is."""
        asked = {k: request.query_params.get(k, "").strip() for k in (*queue.FILTERS, "by")}
        return asked, queue.Turn(self.record.view(), visitor().me, asked, mine=not asked["reviewer"])

    def queue(self, request: Request) -> Response:
        """What needs a person, worst doubt first, by report or by incident."""
        asked, found = self._queue(request)
        view, by_incident = found.view, asked["by"] == "incident"
        numbers = found.incidents() if by_incident else found.reports()
        shown = paged(numbers, request, "rows", asked)
        shown["rows"] = [w for n in shown["rows"] if (w := queue.waiting(view, n) if by_incident else found.of_report(n))]
        options = {"language": queue.choices(view, "language"), "reviewer": queue.choices(view, "assigned")}
        empty = [] if any(asked[k] for k in queue.FILTERS) else queue.without_incidents(view)
        return self.pages.page(
            "queue.html", asked=asked, options=options, claims=found.open(), of=len(numbers), empty=empty[:20],
            more_empty=max(0, len(empty) - 20), row=lambda w: self._row(view, w, by_incident),
            people=sorted(view.state.done_by), whole=queue.progress(view), **shown,
        )  # fmt: skip

    def _row(self, view: View, w: Json, by_incident: bool) -> Markup:
        """A row of the queue, written once as long as it says the same to the same person."""
        me, heading = (
            visitor().me,
            view.keep(f"heading {language()}", w["number"], lambda n: wording.heading(view.incident(n) or {})),
        )
        reviewer = remarks.part_of(view.state, me)["role"] == "reviewer"
        said = (tuple(v) if isinstance(v, list) else v for v in w.values())
        name = (language(), me, reviewer, by_incident, len(view.state.forgets), heading, *said)
        if name not in self._rows:
            if len(self._rows) >= ROWS or len(view.state.forgets) != self._forgets:  # what is forgotten is kept nowhere
                self._rows, self._forgets = {}, len(view.state.forgets)
            row = self.pages.templates.get_template("queue_row.html")
            self._rows[name] = Markup(row.render(w=w, heading=heading, me=me, reviewer=reviewer, by_incident=by_incident))
        return self._rows[name]

    def next(self, request: Request) -> Response:
        """To the report that somebody's queue has first."""
        _, found = self._queue(request)
        several = (queue.waiting(found.view, n) for n in found.incidents())
        first = next((w["report"] for w in several if w is not None and w["report"]), None)
        return RedirectResponse(self.pages.report_path(first) if first else "/queue", 303)

    def add(self, request: Request) -> Response:
        """The form for a claim of one's own; `start` and `end` are the words that were chosen."""
        view, number = self.record.view(), self._number(request)
        reader = self.record.review("page")
        words = reader.text(view.state, number)
        asked = {k: request.query_params.get(k, "") for k in ("start", "end", "property", "about")}
        chosen = None
        if asked["start"].isdecimal() and asked["end"].isdecimal() and len(asked["end"]) < 12:
            try:
                chosen = words.mention(int(asked["start"]), int(asked["end"])).text
            except ValueError as error:
                raise HTTPException(400, gettext("These are no words of the report: %(why)s.", why=error)) from error
        standing = [n for n in view.state.claims_in.get(number, ()) if view.state.stands(n)]
        subjects = dict.fromkeys(view.state.subject(n) for n in standing)
        incidents = [i for n in subjects if n in view.state.incidents and (i := view.incident(n)) is not None]
        people = [(f"p{n}", person_words(view, n)) for n in subjects if n in view.state.persons]
        return self.pages.page(
            "add.html", r=reports.row(view, number), asked=asked, chosen=chosen, incidents=incidents, people=people,
            codes=self.record.vocabulary(), on_incidents=ON_INCIDENTS, on_people=ON_PEOPLE,
        )  # fmt: skip

    def thing(self, request: Request) -> Response:
        """The forms that merge an incident or a person with others, and that split it."""
        view, id = self.record.view(), request.path_params["id"]
        try:
            number = thing_of(view.state, id)
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        claims = [view.claim(n) for n in view.state.on(number) if view.state.stands(n)]
        incident = view.incident(number) if id.startswith("i") else None
        words = wording.heading(incident) if incident else person_words(view, number)
        return self.pages.page(
            "thing.html", id=id, words=words, claims=[c for c in claims if c["property"] != "act"],
            candidates=candidates(view, id), merged=_regrouped(view.state, number), homes=view.state.homes_of(number),
        )  # fmt: skip

    def original(self, request: Request) -> Response:
        """An original: the pages of a PDF as pictures, all else as inert words. `?words=10-25` shows where words of the report stand in it."""
        view, number = self.record.view(), self._number(request)
        row = reports.row(view, number)
        if row["forgotten"]:
            raise HTTPException(404, gettext("This report was forgotten, and its original is deleted."))
        count, words, more, wrong, page, at = 0, "", False, "", None, None
        span = _span(request.query_params.get("words", ""))
        try:
            held = self.record.ledger.originals.get(row["sha256"])
            if row["media_type"] == "application/pdf":
                count, page = originals.pages_of(held), page_at(held, span[0]) if span else None
            else:
                words, more = originals.words(held)
                at = originals.found(words, self.record.review("page").text(view.state, number).text, span) if span else None
        except OnRecordError as error:
            wrong = str(error)
        return self.pages.page(
            "original.html", r=row, count=count, words=shown(words), more=more, wrong=wrong, at=at, page=page,
            graphic=bool(remarks.latest_of(self.record.view().state, number, "graphic")),
        )  # fmt: skip

    def picture(self, request: Request) -> Response:
        """A page of a PDF as a picture."""
        from onrecord.web.pages import HEADERS

        row, page = reports.row(self.record.view(), self._number(request)), request.path_params["page"]
        if row["forgotten"] or row["media_type"] != "application/pdf" or not page.isdecimal():
            raise HTTPException(404, gettext("There is no such page."))
        try:
            drawn = originals.picture(self.record.ledger.originals.get(row["sha256"]), int(page))
        except BadInput as error:
            raise HTTPException(404, str(error)) from error
        return Response(drawn, media_type="image/png", headers=HEADERS)

    def _number(self, request: Request) -> int:
        said = request.path_params["number"]
        number = int(said) if said.isdecimal() and len(said) < 16 else 0
        kept = self.record.view().state.captures.get(number)
        if kept is None or kept.payload is None:
            raise HTTPException(
                404, gettext("There is no report with the number %(number)s in the record, or it was forgotten.", number=said)
            )
        return number


def _span(said: str) -> tuple[int, int] | None:
    """ "10-25" as a stretch of characters; None where it is none."""
    start, _, end = said.partition("-")
    sound = start.isdecimal() and end.isdecimal() and len(said) < 24 and int(start) < int(end)
    return (int(start), int(end)) if sound else None


def _regrouped(state: Any, number: int) -> list[Json]:
    """The merges and splits of something that stand, so that they can be taken back: {"number", "by", "time", "what", "things"}."""
    from onrecord.record.state import stamp

    found = []
    for n, kept in state.regrouped.items():
        payload = kept.payload
        if payload and number in (state.root(payload["into"]), payload.get("of")) and not state.undone(n):
            things = payload.get("things") or [payload["into"]]
            found.append({"number": n, "by": kept.actor, "time": stamp(kept), "what": state.kind_of(n), "things": things,
                          "why": payload["why"]})  # fmt: skip
    return found
