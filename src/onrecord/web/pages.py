"""The pages: the list of incidents, an incident and why, the reports, a report with its words marked. Server-rendered, no script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from onrecord import wording
from onrecord.errors import Misuse, OnRecordError
from onrecord.record.tolls import sums
from onrecord.record.why import TOLLS, accounts
from onrecord.tally import RULES
from onrecord.web.filters import FIELDS, chosen, faults
from onrecord.web.marking import ROLES, pieces
from onrecord.web.panel import panel

if TYPE_CHECKING:
    from onrecord.record import Record

Json = dict[str, Any]
HERE = Path(__file__).parent
A_PAGE = 50
STATES = ("open", "accepted", "rejected", "mixed")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Pages:
    """One record's pages. Nothing here changes the record."""

    def __init__(self, record: Record) -> None:
        self.record = record
        loader = FileSystemLoader(HERE / "templates")
        self.templates = Environment(
            loader=loader, autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True
        )
        self.templates.globals.update(say=wording, rules=RULES, tolls=TOLLS)

    def _page(self, name: str, status: int = 200, **values: Any) -> Response:
        text = self.templates.get_template(name).render(
            record=self.record.ledger.name, folder=self.record.folder.name, **values
        )
        return HTMLResponse(text, status, HEADERS)

    def incidents(self, request: Request) -> Response:
        """The list, with what was asked of it, its sums and the rules by which they are counted."""
        asked = {k: request.query_params.get(k, "").strip() for k in FIELDS}
        every, wrong = self.record.list(), faults(asked)
        found = [] if wrong else chosen(every, asked)
        options = {
            "act": sorted({i["act"] for i in every}), "outcome": sorted({v["outcome"] for i in every for v in i["victims"]}),
            "state": STATES,
        }  # fmt: skip
        return self._page(
            "incidents.html", asked=asked, options=options, wrong=wrong, of=len(every), found=len(found), **sums(found),
            threshold=self.record.threshold(), **_paged(found, request, "incidents", asked),
        )  # fmt: skip

    def incident(self, request: Request) -> Response:
        """An incident, and where `?why=FIELD` asks for it, the chain behind that field ("all": behind every field)."""
        id, asked = request.path_params["id"], request.query_params.get("why")
        try:
            said = self.record.show(id) if id[:1] == "i" else None
            chain = self.record.why(id, None if asked == "all" else asked) if said and asked else None
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        if said is None:
            raise HTTPException(404, f"There is no incident {id!r} in the record.")
        others = {i["id"]: i for i in self.record.list()}
        return self._page("incident.html", i=said, chain=chain, accounts=accounts(chain) if chain else [], others=others)

    def reports(self, request: Request) -> Response:
        """Every report that was captured."""
        found = self.record.reports()
        return self._page("reports.html", of=len(found), **_paged(found, request, "reports", {}))

    def report(self, request: Request) -> Response:
        """A report's words, marked, beside its claims."""
        try:
            said = self.record.report(request.path_params["id"])
        except OnRecordError as error:
            raise HTTPException(404, str(error)) from error
        standing = [c for c in said["claims"] if c["state"] not in ("superseded", "forgotten")]
        headings = {i["id"]: wording.heading(i) for i in self.record.list() if i["id"] in said["incidents"]}
        marked = pieces(said["text"], standing)
        roles = [r for r in ROLES if any(r in p["roles"] for p in marked)]
        return self._page("report.html", r=said["report"], pieces=marked, roles=roles, groups=panel(standing, headings))

    async def refused(self, request: Request, error: HTTPException) -> Response:
        return self._page("refused.html", error.status_code, sentence=error.detail)

    async def failed(self, request: Request, error: OnRecordError) -> Response:
        return self._page("refused.html", 500, sentence=str(error))


def _paged(found: list[Any], request: Request, name: str, asked: dict[str, str]) -> Json:
    """One page of what was found, and how to ask for the others."""
    said = request.query_params.get("page", "1")
    last = max(1, -(-len(found) // A_PAGE))
    page = min(max(1, int(said) if said.isdecimal() and len(said) < 9 else 1), last)
    query = urlencode({k: v for k, v in asked.items() if v})
    return {name: found[(page - 1) * A_PAGE : page * A_PAGE], "page": page, "last": last, "query": query}
