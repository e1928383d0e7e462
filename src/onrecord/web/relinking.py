"""Linking all reports of a record from the page: it goes on beside the requests, and a page says how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from onrecord.errors import Misuse, OnRecordError
from onrecord.languages import Phrase, gettext, phrase, phrases, shown
from onrecord.review.remarks import check_may_judge
from onrecord.web.visitor import Refused, form_of, visitor

if TYPE_CHECKING:
    from onrecord.record.linking import Linked
    from onrecord.web.pages import Pages

Json = dict[str, Any]
DOING = {
    "Comparing": phrase("Reports are read and compared."), "Joining": phrase("What is likely to be one is put together."),
    "Writing": phrase("Links are written."),
}  # fmt: skip
"""What a run does, in words, by what it says of itself."""


@dataclass(slots=True)
class Run:
    """How far a run is: `done` parts `of` so many of what it does now. `state` is "works", "done" or "failed"."""

    state: str = "works"
    doing: str = "Comparing"
    done: int = 0
    of: int = 0
    said: Phrase | str = ""

    def watched(self, parts: Iterable[int], doing: str) -> Iterator[int]:
        """The parts, one after the other, with how many are done."""
        several = list(parts)
        self.doing, self.done, self.of = doing, 0, len(several)
        for part in several:
            yield part
            self.done += 1

    def to_json(self) -> Json:
        return {
            "state": self.state, "far": shown(self.far()), "done": self.done, "of": self.of, "fates": [],
            "wrong": shown(self.said) if self.state == "failed" else "",
        }  # fmt: skip

    def far(self) -> Phrase | str:
        return DOING[self.doing] if self.state == "works" else self.said if self.state == "done" else ""


class Relinking:
    """The form that begins a run, and the page that says how far the last one is. One runs at a time."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record
        self.run: Run | None = None
        self._lock = Lock()

    def routes(self) -> list[Route]:
        return [Route("/links/run", self.page, methods=["GET"]), Route("/links/run", self.begin, methods=["POST"])]

    def page(self, request: Request) -> Response:
        from onrecord.web.pages import HEADERS

        if self.run is None:
            return RedirectResponse("/links", 303)
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse(self.run.to_json(), headers=HEADERS)
        return self.pages.page("linking.html", run=self.run, far=self.run.far())

    async def begin(self, request: Request) -> Response:
        """Begin a run, or show the one that goes on."""
        try:
            await form_of(request)
            me = visitor().me
            if me is None:
                raise Misuse(
                    gettext("Reports are linked by somebody: say who you are, by a pseudonym, at the top of the page.")
                )
            check_may_judge(self.record.view().state, me)
        except OnRecordError as error:
            return self.pages.said(str(error), 403 if isinstance(error, Refused) else 400)
        with self._lock:
            if self.run is None or self.run.state != "works":
                self.run = Run()
                Thread(target=self._work, args=(self.run,), daemon=True, name="linking").start()
        return RedirectResponse("/links/run", 303)

    def _work(self, run: Run) -> None:
        try:
            run.said = outcome(self.record.relink(run.watched))
            if self.record.readying is not None:
                self.record.readying(self.record.view())
            self.pages.following.wrote()
            run.state = "done"
        except OnRecordError as error:
            run.said, run.state = str(error), "failed"
        except Exception as error:  # the page must not wait for ever; nothing of a run that broke off is in the record
            run.said = phrase("Linking broke off (%(error)s), and the record is as it was before.", error=type(error).__name__)
            run.state = "failed"
            raise


def outcome(done: Linked) -> Phrase:
    """What became of a run, in a sentence."""
    compared = phrases(
        "1 telling of harm was compared", "%(number)s tellings of harm were compared", done.compared, number=done.compared
    )
    if done.run is None:
        return phrase("%(compared)s: nothing is found to be otherwise, and nothing was written.", compared=compared)
    return phrase(
        "%(compared)s: %(linked)s links written, %(back)s taken back, %(proposed)s pairs left for a person to decide.",
        compared=compared, linked=done.linked, back=done.taken_back, proposed=done.proposed,
    )  # fmt: skip
