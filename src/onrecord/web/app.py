"""The pages: the list of incidents, an incident, the reports, a report with its words marked. Server-rendered, no script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from onrecord.claims import Count
from onrecord.errors import OnRecordError
from onrecord.tally import RULES, over
from onrecord.web.filters import FIELDS, chosen
from onrecord.web.marking import pieces

if TYPE_CHECKING:
    from onrecord.record import Record

HERE = Path(__file__).parent
A_PAGE = 50
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def app(record: Record) -> Starlette:
    """The workbench over one record."""
    pages = _Pages(record)
    routes = [
        Route("/", pages.incidents),
        Route("/incident/{id}", pages.incident),
        Route("/reports", pages.reports),
        Route("/report/{id:path}", pages.report),
        Route("/style.css", lambda _: FileResponse(HERE / "static" / "style.css", media_type="text/css", headers=HEADERS)),
    ]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]", "testserver"])
    handlers: dict[Any, Any] = {HTTPException: pages.refused, OnRecordError: pages.failed}
    return Starlette(routes=routes, middleware=[hosts], exception_handlers=handlers)


class _Pages:
    def __init__(self, record: Record) -> None:
        self.record = record
        self.templates = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(default=True))
        self.templates.filters["count"] = lambda c: str(Count.from_json(c)) if c else "–"
        self.templates.globals["rules"] = RULES

    def _page(self, name: str, status: int = 200, **values: Any) -> Response:
        text = self.templates.get_template(name).render(record=self.record.ledger.name, **values)
        return HTMLResponse(text, status, HEADERS)

    def incidents(self, request: Request) -> Response:
        asked = {k: request.query_params.get(k, "") for k in FIELDS}
        every = self.record.list()
        found = chosen(every, asked)
        page = max(1, int(request.query_params.get("page", "1")) if request.query_params.get("page", "1").isdigit() else 1)
        last = max(1, -(-len(found) // A_PAGE))
        page = min(page, last)
        options = {
            "act": sorted({i["act"] for i in every}), "outcome": sorted({v["outcome"] for i in every for v in i["victims"]}),
            "state": ["open", "accepted", "rejected", "mixed"],
        }  # fmt: skip
        return self._page(
            "incidents.html", incidents=found[(page - 1) * A_PAGE : page * A_PAGE], asked=asked, options=options, of=len(every),
            found=len(found), page=page, last=last, query=urlencode({k: v for k, v in asked.items() if v}),
            stated=_sums(found, "toll"), alleged=_sums(found, "alleged"),
        )  # fmt: skip

    def incident(self, request: Request) -> Response:
        id = request.path_params["id"]
        said = next((i for i in self.record.list() if i["id"] == id), None)
        if said is None:
            raise HTTPException(
                404, f"There is no incident {id} in the record: it was never made, or it was rejected or forgotten."
            )
        return self._page("incident.html", i=said, why=self.record.why(id))

    def reports(self, request: Request) -> Response:
        return self._page("reports.html", reports=self.record.reports())

    def report(self, request: Request) -> Response:
        try:
            said = self.record.report(request.path_params["id"])
        except OnRecordError as error:
            raise HTTPException(404, str(error)) from error
        standing = [c for c in said["claims"] if c["state"] not in ("superseded", "forgotten")]
        people = {c["value"]["person"]: c["subject"] for c in standing if c["property"] == "victim"}
        groups: dict[str, list[Any]] = {}
        for c in standing:
            subject = c["subject"]
            home = people.get(int(subject[1:]), subject) if subject[:1] == "p" else subject
            groups.setdefault(home, []).append(c)
        return self._page("report.html", r=said["report"], pieces=pieces(said["text"], standing), groups=groups)

    async def refused(self, request: Request, error: HTTPException) -> Response:
        return self._page("refused.html", error.status_code, sentence=error.detail)

    async def failed(self, request: Request, error: OnRecordError) -> Response:
        return self._page("refused.html", 500, sentence=str(error))


def _sums(incidents: list[Any], name: str) -> dict[str, Any]:
    tolls = {i["id"]: {outcome: Count.from_json(c) for outcome, c in i[name].items()} for i in incidents}
    part_of = {i["id"]: r["to"] for i in incidents for r in i["relations"] if r["type"] == "part_of"}
    return {k: c.to_json() for k, c in over(tolls, part_of).items()}
