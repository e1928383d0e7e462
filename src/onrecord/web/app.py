"""The workbench as an application: its routes, and the headers that keep script and the network out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from onrecord.errors import OnRecordError
from onrecord.web.pages import HEADERS, Pages

if TYPE_CHECKING:
    from onrecord.record import Record

STYLE = Path(__file__).with_name("static") / "style.css"


def app(record: Record) -> Starlette:
    """The workbench over one record."""
    pages = Pages(record)
    routes = [
        Route("/", pages.incidents),
        Route("/incident/{id}", pages.incident),
        Route("/reports", pages.reports),
        Route("/report/{id:path}", pages.report),
        Route("/style.css", _style),
    ]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]", "testserver"])
    handlers: dict[Any, Any] = {HTTPException: pages.refused, OnRecordError: pages.failed}
    return Starlette(routes=routes, middleware=[hosts], exception_handlers=handlers)


def _style(_: Request) -> Response:
    return FileResponse(STYLE, media_type="text/css", headers=HEADERS)
