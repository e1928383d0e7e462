"""What a reviewer sends: each form is one decision of `review.Review`, answered by the page that it came from, or in JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from onrecord.errors import Misuse, OnRecordError, RecordBusy
from onrecord.languages import gettext
from onrecord.record.actors import pseudonym
from onrecord.review import Amendment, Review
from onrecord.search import Asked
from onrecord.web.forms import added_of, amendment_of
from onrecord.web.visitor import Refused, form_of, local, named, spoken, visitor

if TYPE_CHECKING:
    from onrecord.web.pages import Pages

Json = dict[str, Any]
Fields = list[tuple[str, str]]
Action = Callable[["Form"], Json]


class Form:
    """The fields of a form, with the number or id in its address."""

    def __init__(self, fields: Fields, of: str) -> None:
        self.of = of
        self.fields = fields

    def get(self, name: str) -> str:
        """A field's words; "" where there is none."""
        return next((v for k, v in self.fields if k == name), "").strip()

    def all(self, name: str) -> list[str]:
        return [v.strip() for k, v in self.fields if k == name and v.strip()]

    def number(self, name: str | None = None) -> int:
        """A field that is an entry's number, or the address's; Misuse where it is none."""
        said = self.of if name is None else self.get(name)
        if not said.isdecimal() or len(said) > 15:
            raise Misuse(gettext("%(words)r is no number of an entry.", words=said))
        return int(said)

    @property
    def why(self) -> str | None:
        return self.get("why") or None


class Acting:
    """The forms of one record's workbench."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record
        self._writers: CapacityLimiter | None = None

    def routes(self) -> list[Route]:
        """Each form's address. GET of one that has no page is refused by Starlette."""
        actions: dict[str, Action] = {
            "/claim/{of}/judge": self.judge, "/claim/{of}/amend": self.amend, "/claim/{of}/settle": self.settle, "/draw": self.draw, "/add/{of}": self.add,
            "/thing/{of}/merge": self.merge, "/thing/{of}/split": self.split, "/undo/{of}": self.undo,
            "/about/{of}/comment": self.comment, "/about/{of}/assign": self.assign, "/about/{of}/status": self.status,
            "/links/judge": self.link, "/links/draw": self.draw_pairs, "/about/{of}/skip": self.skip, "/about/{of}/care": self.care, "/about/{of}/families": self.families, "/about/{of}/best": self.best, "/claims/judge": self.several, "/part": self.part,
            "/search/save": self.save_search, "/search/{of}/look": self.look, "/assign": self.assign_several,
        }  # fmt: skip
        made = [Route(path, self._answering(action), methods=["POST"]) for path, action in actions.items()]
        return [*made, Route("/me", self.me, methods=["POST"]), Route("/language", self.language, methods=["POST"])]

    def _answering(self, action: Action) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            scripted = "application/json" in request.headers.get("accept", "")
            try:
                form = Form(await form_of(request), request.path_params.get("of", ""))
                self._check_me(form)
                said = await to_thread.run_sync(action, form, limiter=self._in_turn())
            except OnRecordError as error:
                status = 403 if isinstance(error, Refused) else 400 if isinstance(error, Misuse) else 503
                if isinstance(error, RecordBusy) or not scripted:
                    return self.pages.said(str(error), status) if not scripted else _json({"sentence": str(error)}, 503)
                return _json({"sentence": str(error)}, status)
            self.pages.following.wrote()
            if said.get("others"):
                return _json(said, 409) if scripted else self.pages.claim_page(int(form.of), 409, said["others"])
            return _json(said) if scripted else RedirectResponse(local(form.get("back")), 303)

        return answer

    def _in_turn(self) -> CapacityLimiter:
        """Decisions are written one after the other, in the order in which they came; none holds a thread while it waits."""
        if self._writers is None:
            self._writers = CapacityLimiter(1)
        return self._writers

    def _check_me(self, form: Form) -> None:
        """A decision that waited in the browser is saved in the name of whoever took it, or not at all."""
        me = visitor().me
        if me is None:
            raise Misuse(gettext("Decisions are made by somebody: say who you are, by a pseudonym, at the top of the page."))
        if form.get("me") not in ("", me):
            raise Misuse(
                gettext(
                    "This was decided by %(other)s, and you are %(me)s now: take that name again to save it.",
                    other=form.get("me"),
                    me=me,
                )
            )

    @property
    def review(self) -> Review:
        return self.record.review(visitor().me or "")

    async def me(self, request: Request) -> Response:
        """Say who one is; an empty name leaves."""
        try:
            form = Form(await form_of(request), "")
            name = pseudonym(form.get("name")) if form.get("name") else None
        except OnRecordError as error:
            return self.pages.said(str(error), 403 if isinstance(error, Refused) else 400)
        answer = RedirectResponse(local(form.get("back")), 303)
        answer.headers.append("set-cookie", named(name))
        return answer

    async def language(self, request: Request) -> Response:
        """Choose the language of the pages; nobody has to say who they are for that."""
        try:
            form = Form(await form_of(request), "")
            cookie = spoken(form.get("language"))
        except OnRecordError as error:
            return self.pages.said(str(error), 403 if isinstance(error, Refused) else 400)
        came_from = urlsplit(request.headers.get("referer", ""))
        back = local(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
        answer = RedirectResponse(back, 303)
        answer.headers.append("set-cookie", cookie)
        return answer

    # -- decisions ---------------------------------------------------------------------------------------------

    def judge(self, form: Form) -> Json:
        seen = form.number("seen") if form.get("seen") else None
        done = self.review.judge(
            form.number(), form.get("decision"), form.why, None, seen, settles=form.get("settles") == "yes"
        )
        return {"entry": done.number, "others": list(done.others)}

    def amend(self, form: Form) -> Json:
        state = self.record.view().state
        claim = form.number()
        payload = state.claims[claim].payload if claim in state.claims else None
        amendment = (
            amendment_of(form, payload["property"], state.value(claim), state.mentions(claim)) if payload else Amendment()
        )
        seen = form.number("seen") if form.get("seen") else None
        done = self.review.judge(claim, "amend", form.why, amendment, seen, settles=form.get("settles") == "yes")
        return {"entry": done.number, "others": list(done.others)}

    def settle(self, form: Form) -> Json:
        return {"entry": self.review.settle(form.number(), form.number("judgement"), form.why)}

    def draw(self, form: Form) -> Json:
        try:
            probability = float(form.get("probability"))
        except ValueError:
            raise Misuse(gettext("%(words)r is no probability: write it as 0.1.", words=form.get("probability")[:40])) from None
        entry, claims = self.review.draw(probability, form.number("seed"), form.why)
        return {"entry": entry, "claims": claims}

    def draw_pairs(self, form: Form) -> Json:
        entry, drawn = self.review.draw_pairs(form.number("number"), form.number("seed"), form.why)
        return {"entry": entry, "pairs": drawn}

    def several(self, form: Form) -> Json:
        claims = [int(n) for n in form.all("claim") if n.isdecimal() and len(n) < 16]
        done = self.review.several(claims, form.get("decision"), form.why)
        return {"entries": [d.number for d in done]}

    def add(self, form: Form) -> Json:
        return {"claim": self.review.add(form.number(), added_of(form))}

    def merge(self, form: Form) -> Json:
        return {"entry": self.review.merge(form.of, [w for said in form.all("other") for w in said.split()], form.why)}

    def split(self, form: Form) -> Json:
        entry, new = self.review.split(form.of, [int(n) for n in form.all("claim") if n.isdecimal()], form.why)
        return {"entry": entry, "new": new}

    def link(self, form: Form) -> Json:
        left, right, decision = form.get("left"), form.get("right"), form.get("decision")
        if decision == "part":  # the left one is a part of the right one
            left, right, decision = right, left, "contains"
        return {"entry": self.review.link(left, right, decision, form.why)}

    def undo(self, form: Form) -> Json:
        """An entry by its number, or "last": one's own last one, of the report that the form names."""
        if form.of != "last":
            return {"undone": self.review.undo(form.number(), form.why)}
        report = form.number("report") if form.get("report") else None
        undone = self.review.undo(report=report)
        if undone is None:
            raise Misuse(gettext("There is nothing of yours here that could be taken back."))
        return {"undone": undone}

    # -- remarks -----------------------------------------------------------------------------------------------

    def comment(self, form: Form) -> Json:
        return {"entry": self.review.comment(form.number(), form.get("text"))}

    def assign(self, form: Form) -> Json:
        return {"entry": self.review.assign(form.number(), form.get("to") or None)}

    def status(self, form: Form) -> Json:
        return {"entry": self.review.status(form.number(), form.get("status"))}

    def skip(self, form: Form) -> Json:
        return {"entry": self.review.skip(form.number())}

    def care(self, form: Form) -> Json:
        return {"entry": self.review.care(form.number(), form.get("graphic") == "yes")}

    def save_search(self, form: Form) -> Json:
        asked = Asked.of(dict(parse_qsl(form.get("asked")))).checked()
        return {"entry": self.review.save_search(form.get("name"), asked.to_json())}

    def look(self, form: Form) -> Json:
        return {"entry": self.review.look(form.number(), form.number("seen") if form.get("seen") else None)}

    def assign_several(self, form: Form) -> Json:
        """Give several reports or incidents to somebody at once."""
        several = [int(n) for n in form.all("on") if n.isdecimal() and len(n) < 16]
        if not several:
            raise Misuse(gettext("Choose what to give to somebody: mark one row or more."))
        return {"entries": self.review.assign_several(several, form.get("to") or None)}

    def families(self, form: Form) -> Json:
        return {"entry": self.review.families(form.number(), form.get("families") == "yes")}

    def best(self, form: Form) -> Json:
        """The best of "death stated"; an empty number leaves it to the rules."""
        outcome, _, modality = form.get("of").partition(" ")
        chosen = form.number("best") if form.get("best") else None
        return {"entry": self.review.best(f"i{form.number()}", outcome, chosen, modality, form.why)}

    def part(self, form: Form) -> Json:
        folded = {"yes": True, "no": False}.get(form.get("folded"))
        return {"entry": self.review.part(form.get("who") or (visitor().me or ""), form.get("role") or None, folded)}


def _json(said: Json, status: int = 200) -> Response:
    from onrecord.web.pages import HEADERS

    return JSONResponse(json.loads(json.dumps(said)), status, HEADERS)
