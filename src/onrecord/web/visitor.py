"""Who is at the workbench: a pseudonym and a language in cookies, and the token that proves that a form came from one of its pages.

There are no accounts: whoever uses this machine can take any pseudonym. What is kept out is every other page in the browser: a
decision is taken only by POST, from the same origin, with the token that the page and the cookie share.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import Misuse, OnRecordError
from onrecord.languages import gettext, languages, preferred, speaking
from onrecord.record.actors import pseudonym

ME, TOKEN, LANGUAGE, SEEN = "onrecord_me", "onrecord_token", "onrecord_language", "onrecord_seen"
MOST_BYTES = 200_000
"""Of a form."""
_KEPT = "; Path=/; HttpOnly; SameSite=Strict"
_A_YEAR = 31_536_000


class Refused(OnRecordError):
    """A form that did not come from a page of this workbench."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a pseudonym, or None who only reads; the token of their browser; the address that they ask for; and the last entry of
    the ledger whose news they have seen."""

    me: str | None
    token: str
    path: str = "/"
    seen: int = 0


NOBODY = Visitor(None, "")
_visitor: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


def visitor() -> Visitor:
    """Who asks for the page at hand."""
    return _visitor.get() or NOBODY


class Visiting:
    """Reads the cookies of each request, and gives a browser its token at its first visit. `asked` is told of each."""

    def __init__(self, app: ASGIApp, asked: Callable[[], None]) -> None:
        self.app = app
        self.asked = asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.asked()
        headers = Headers(scope=scope)
        cookies = _cookies(headers.get("cookie", ""))
        known = cookies.get(TOKEN, "")
        token = known if len(known) == 43 and known.isascii() else secrets.token_urlsafe(32)
        query = scope.get("query_string", b"").decode("ascii", "replace")
        path = quote(scope["path"]) + (f"?{query}" if query else "")
        me = _name(cookies.get(ME, ""))
        held = _visitor.set(Visitor(me, token, path, _seen(cookies.get(SEEN, ""), me)))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and token != known:
                MutableHeaders(scope=message).append("set-cookie", f"{TOKEN}={token}; Max-Age={_A_YEAR}{_KEPT}")
            await send(message)

        try:
            with speaking(preferred(cookies.get(LANGUAGE, ""), headers.get("accept-language", ""))):
                await self.app(scope, receive, sending)
        finally:
            _visitor.reset(held)


def _cookies(said: str) -> dict[str, str]:
    try:
        return {k: m.value for k, m in SimpleCookie(said).items()}
    except CookieError:
        return {}


def _name(said: str) -> str | None:
    try:
        return pseudonym(unquote(said)) if said else None
    except Misuse:
        return None


def _seen(said: str, me: str | None) -> int:
    """The entry up to which somebody has seen what is new for them; 0 where that was somebody else, or nobody knows."""
    number, _, who = said.partition("-")
    return int(number) if number.isdecimal() and len(number) < 16 and me is not None and unquote(who) == me else 0


def seen(me: str, number: int) -> str:
    """The cookie that remembers up to which entry somebody has seen what is new for them."""
    return f"{SEEN}={number}-{quote(me, safe='')}; Max-Age={_A_YEAR}{_KEPT}"


def named(me: str | None) -> str:
    """The cookie that remembers a pseudonym, or forgets it."""
    return f"{ME}={quote(me or '', safe='')}; Max-Age={_A_YEAR if me else 0}{_KEPT}"


def spoken(code: str) -> str:
    """The cookie that remembers a language; Misuse where there is none of that code."""
    if code not in languages():
        raise Misuse(
            gettext(
                "There is no language %(code)r here: choose one of %(known)s.", code=code[:40], known=", ".join(languages())
            )
        )
    return f"{LANGUAGE}={code}; Max-Age={_A_YEAR}{_KEPT}"


async def form_of(request: Request) -> list[tuple[str, str]]:
    """The fields of a form, in their order, once it is sure that it came from a page of this workbench. Refused where it is not."""
    check_origin(request)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise Refused(gettext("A form has at most %(number)s bytes: write less at once.", number=MOST_BYTES))
    try:
        fields = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=5000)
    except ValueError:
        raise Refused(gettext("This form cannot be read: load the page again and send it once more.")) from None
    check_token(fields)
    return fields


def check_token(fields: list[tuple[str, str]]) -> None:
    """Refused where a form has not the token of the browser that sends it."""
    token = next((v for k, v in fields if k == "token"), "")
    if not hmac.compare_digest(token.encode(), visitor().token.encode()):
        raise Refused(
            gettext("This form does not come from a page of this workbench: load the page again and send it once more.")
        )


def check_origin(request: Request) -> None:
    """Refused where a form comes from elsewhere: browsers say so by `Origin`, and newer ones by `Sec-Fetch-Site` as well."""
    _check_origin(request.headers, f"{request.url.scheme}://{request.headers.get('host', '')}")


def _check_origin(headers: Mapping[str, str], own: str) -> None:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if (origin is None and site is None) or origin not in (None, own) or site not in (None, "same-origin"):
        raise Refused(gettext("This form comes from another place than this workbench, so nothing was saved."))


def local(path: str) -> str:
    """An address of this workbench; the queue where it is none."""
    plain = path.isascii() and path.isprintable() and path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if plain else "/queue"
