"""The pages: the list of incidents, an incident and why, the reports, a report with its words marked. Server-rendered; they read
without script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from onrecord.errors import Misuse, OnRecordError
from onrecord.languages import direction, gettext, language, languages
from onrecord.record.links import belonging_at
from onrecord.record.threshold import threshold
from onrecord.record.times import as_of as moment
from onrecord.record.tolls import sums
from onrecord.record.view import View
from onrecord.record.wholes import counts
from onrecord.record.why import accounts, traced
from onrecord.review.news import how_much_new
from onrecord.review.remarks import part_of, talk_of
from onrecord.web.filters import FIELDS, chosen, faults, toll_of
from onrecord.web.marking import readable
from onrecord.web.paging import paged
from onrecord.web.reader import reading, with_remarks
from onrecord.web.readying import Following
from onrecord.web.telling import telling
from onrecord.web.templating import environment
from onrecord.web.visitor import Visitor, visitor

if TYPE_CHECKING:
    from onrecord.record import Record

Json = dict[str, Any]
A_FEW = 20
"""News that the head of every page counts."""
STATES = ("open", "accepted", "rejected", "mixed")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a form would not say where it comes from (Origin: null)
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def spoken() -> Json:
    """What every page needs of the language at hand; `backward` and `onward` are arrows that point along the line."""
    rtl = direction() == "rtl"
    return {
        "language": language(), "languages": languages(), "direction": direction(), "backward": "→" if rtl else "←", "onward": "←" if rtl else "→",
    }  # fmt: skip


class Pages:
    """One record's pages. Nothing here changes the record: `acting` does."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.templates = environment()
        self.following = Following(record)

    def page(self, name: str, status: int = 200, **values: Any) -> Response:
        """A template with its values, and with what every page shows: the record, and who is at the workbench."""
        who = visitor()
        values = {
            "me": who.me,
            "token": who.token,
            "path": who.path,
            "part": part_of(self.record.view().state, who.me),
            "new": self._new(who),
            **values,
        }
        text = self.templates.get_template(name).render(
            **spoken(), record=self.record.ledger.name, folder=_typed(self.record.folder.name), head=self.record.ledger.head().number,
            record_id=self.record.ledger.record, **values,
        )  # fmt: skip
        return HTMLResponse(readable(text), status, HEADERS)

    def _new(self, who: Visitor) -> int:
        """How much is new for whoever asks since they last looked at their desk, counted up to a few."""
        if who.me is None:
            return 0
        return how_much_new(self.record.view(), who.me, A_FEW, who.seen)

    _page = page

    def report_path(self, id: str) -> str:
        """The address of a report's page."""
        return f"/report/{quote(id)}"

    def said(self, sentence: str, status: int) -> Response:
        """A page with one sentence."""
        return self.page("refused.html", status, sentence=sentence)

    def incidents(self, request: Request) -> Response:
        """The list, with what was asked of it, its sums and the rules by which they are counted."""
        asked = {k: request.query_params.get(k, "").strip() for k in FIELDS}
        view, wrong = self.record.view(), faults(asked)
        found: Sequence[int] = [] if wrong else chosen(view, asked)
        page = paged(found, request, "incidents", asked)
        page["incidents"] = [view.incident(n) for n in page["incidents"]]
        said = counts(view.wholes, "options", view.state.incidents, lambda n: _options(view.incident(n)))
        options = {k: sorted(code for name, code in said if name == k) for k in ("act", "outcome")}
        return self._page(
            "incidents.html", row=lambda i: self._row(view, i), asked=asked, options={**options, "state": STATES}, wrong=wrong, of=len(chosen(view, {})), found=len(found),
            **(sums([]) if wrong else toll_of(view, asked)), threshold=threshold(view), **page,
        )  # fmt: skip

    def _row(self, view: View, i: Json) -> Markup:
        """An incident's row of the list, written once for each language until something touches the incident."""
        row = self.templates.get_template("incidents_row.html")
        return view.keep(f"row {language()}", int(i["id"][1:]), lambda _: Markup(row.render(i=i)))

    def incident(self, request: Request) -> Response:
        """An incident, and where `?why=FIELD` asks for it, the chain behind that field ("all": behind every field).

        With `?print=1`, all of it as a sober sheet of paper. With `?as_of=DATE`, as it was known then, which nobody decides on.
        """
        id, asked = request.path_params["id"], request.query_params.get("why")
        as_of = request.query_params.get("as_of", "").strip()[:40]
        then = as_of or None
        try:
            said = self.record.show(id, then) if id[:1] == "i" else None
            chain = self.record.why(id, None if asked == "all" else asked, then) if said and asked else None
            view = self.record.view(then)
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        if said is None:
            raise HTTPException(404, gettext("There is no incident %(id)r in the record.", id=id))
        values = {"i": said, "others": {r["to"]: view.incident(int(r["to"][1:])) for r in said["relations"]}}
        values |= telling(view, int(said["id"][1:]), said)
        values["talk"] = talk_of(view.state, int(said["id"][1:]))
        values["belonging"] = [r for r in belonging_at(view, int(said["id"][1:])) if not r["said"]][:20]
        values["as_of"] = as_of
        values["fate"] = self.record.fate(id, then) if said["id"] != id else None
        values["inside"] = sorted(view.state.merged_in.get(int(said["id"][1:]), ()))
        if request.query_params.get("print"):
            ledger, at = self.record.ledger, moment(then)
            end = ledger.last_until(at) if at else next(iter(ledger.some([ledger.head().number])), None)
            return self._page("print.html", end=end, **values)
        return self._page("incident.html", chain=chain, accounts=accounts(chain) if chain else [], **values)

    def reports(self, request: Request) -> Response:
        """Every report that was captured."""
        found = self.record.reports()
        return self._page("reports.html", of=len(found), **paged(found, request, "reports", {}))

    def report(self, request: Request) -> Response:
        """A report's words, marked, beside its claims."""
        try:
            return self.page("report.html", **reading(self.record, request.path_params["id"], visitor().me))
        except Misuse as error:
            raise HTTPException(404, str(error)) from error

    def claim(self, request: Request) -> Response:
        """One claim with all that was judged and said of it, and the form that amends it."""
        n = request.path_params["id"]
        return self.claim_page(int(n) if n.isdecimal() and len(n) < 16 else 0)

    def claim_page(self, number: int, status: int = 200, others: list[Json] | None = None) -> Response:
        """The same; `others` are judgements that came at the same moment as one's own."""
        view = self.record.view()
        if number not in view.state.claims or view.state.claims[number].payload is None:
            raise HTTPException(404, gettext("There is no claim %(number)s in the record, or it was forgotten.", number=number))
        c = with_remarks(view, traced(view, number, self.record.rendition), visitor().me)
        return self.page("claim.html", status, c=c, others=others or [], codes=self.record.vocabulary())

    async def refused(self, request: Request, error: HTTPException) -> Response:
        return self._page("refused.html", error.status_code, sentence=error.detail)

    async def failed(self, request: Request, error: OnRecordError) -> Response:
        return self._page("refused.html", 500, sentence=str(error))


def _options(incident: Json | None) -> dict[tuple[str, str], int]:
    """What the list's filters offer because of one incident."""
    if incident is None:
        return {}
    return {("act", incident["act"]): 1} | {("outcome", v["outcome"]): 1 for v in incident["victims"]}


def _typed(name: str) -> str:
    """A folder's name as it is typed in a command."""
    return f'"{name}"' if " " in name else name
