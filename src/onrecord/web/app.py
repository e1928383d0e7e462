"""The workbench as an application: its routes, and the hosts that it answers to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.errors import OnRecordError
from onrecord.web import scripts
from onrecord.web.acting import Acting
from onrecord.web.capturing import Capturing
from onrecord.web.commanding import Commanding
from onrecord.web.desk import Desk
from onrecord.web.estimates import Estimates
from onrecord.web.links import Links
from onrecord.web.mapping import Mapping
from onrecord.web.pages import HEADERS, Pages
from onrecord.web.readying import Asking
from onrecord.web.records import Records
from onrecord.web.relinking import Relinking
from onrecord.web.searching import Searching
from onrecord.web.visitor import Visiting

if TYPE_CHECKING:
    from onrecord.record import Record

AT_ONCE = 2
"""Threads that make pages."""
STATIC = Path(__file__).with_name("static")


def app(record: Record) -> Starlette:
    """The workbench over one record."""
    pages = Pages(record)
    routes = [
        Route("/", pages.incidents),
        Route("/incident/{id}", pages.incident),
        Route("/reports", pages.reports),
        Route("/report/{id:path}", pages.report),
        Route("/claim/{id}", pages.claim, methods=["GET"]),
        Route("/style.css", _style),
        Route("/words.js", _words),
        *(Route(f"/{p.name}", _script) for p in sorted(STATIC.glob("*.js")) if p.name != "words.js"),
        *Acting(pages).routes(),
        *Capturing(pages).routes(),
        *Desk(pages).routes(),
        *Records(pages).routes(),
        *Links(pages).routes(),
        *Relinking(pages).routes(),
        *Searching(pages).routes(),
        *Mapping(pages).routes(),
        *Commanding(pages).routes(),
        *Estimates(pages).routes(),
    ]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]", "testserver"])
    handlers: dict[Any, Any] = {HTTPException: pages.refused, OnRecordError: pages.failed}
    asking = Asking()
    made = Starlette(
        routes=routes, middleware=[hosts, Middleware(Visiting, asked=asking.now)], exception_handlers=handlers, lifespan=_few_at_once
    )  # fmt: skip
    made.state.asking = asking
    return made


@asynccontextmanager
async def _few_at_once(_: Starlette) -> AsyncIterator[None]:
    """Pages are made a few at once, in the order in which they were asked for: making one is work for the processor, which more threads
    would only share, so that some requests would wait for all that came after them."""
    to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
    yield


# What never changes is held, and is answered by no thread that makes pages: each page asks for several of them.


async def _style(_: Request) -> Response:
    return Response(_held("style.css"), media_type="text/css", headers=HEADERS)


async def _words(_: Request) -> Response:
    return Response(scripts.table(), media_type="text/javascript", headers=HEADERS)


async def _script(request: Request) -> Response:
    return Response(_held(request.url.path.lstrip("/")), media_type="text/javascript", headers=HEADERS)


@cache
def _held(name: str) -> bytes:
    return (STATIC / name).read_bytes()
