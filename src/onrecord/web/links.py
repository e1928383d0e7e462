"""The page Links: what may be one and waits for a person, the evidence of one pair, and what a decision would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.errors import Misuse
from onrecord.languages import gettext
from onrecord.record import links
from onrecord.record.tellings import Tellings
from onrecord.review import linking, pairs
from onrecord.web.paging import paged
from onrecord.web.reader import person_words
from onrecord.web.visitor import visitor

if TYPE_CHECKING:
    from onrecord.web.pages import Pages

Json = dict[str, Any]
MOST = 100
"""Relations that the page shows at once."""


class Links:
    """Pages that only show; `acting` takes what they send."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record

    def routes(self) -> list[Route]:
        return [Route("/links", self.links, methods=["GET"]), Route("/link/{left}/{right}", self.link, methods=["GET"])]

    def links(self, request: Request) -> Response:
        """Every pair that waits for a person, the most doubtful and most consequential first; what was decided; the runs."""
        view = self.record.view()
        found = links.waiting(view)
        ids = {k: request.query_params.get(k, "").strip() for k in ("left", "right")}
        wrong = ""
        if all(ids.values()):
            try:
                return self._pair(**ids)
            except Misuse as error:
                wrong = str(error)
        return self.pages.page(
            "links.html", of=len(found), wrong=wrong, asked=ids, linked=Tellings(self.record).seen() is not None, reports=len(view.state.captures), decided=links.decided(view), runs=links.runs(view),
            review=pairs.reviewed(view.state), mine=pairs.waiting(view.state, visitor().me),
            belonging=[r for r in links.belonging(view) if not r["said"]][:MOST], alone=lambda id: view.alone(int(id[1:])) or {},
            **paged(found, request, "rows", {}),
        )  # fmt: skip

    def link(self, request: Request) -> Response:
        """One pair: both tellings, what speaks for and against, and what each decision would change."""
        try:
            return self._pair(request.path_params["left"], request.path_params["right"])
        except Misuse as error:
            raise HTTPException(404, str(error)) from error

    def _pair(self, left: str, right: str) -> Response:
        view = self.record.view()
        (kind, a), (other, b) = linking.thing(view.state, left), linking.thing(view.state, right)
        if kind != other or a == b:
            raise Misuse(gettext("%(one)s and %(other)s are not two of a kind.", one=left, other=right))
        if kind == "incident" and pairs.is_blind(view.state, (min(a, b), max(a, b))):
            return self._blind(view, (left, right), (a, b))
        bars, barred = links.evidence(self.record, view, min(a, b), max(a, b)) if kind == "incident" else ([], False)
        verdict = view.state.verdicts().get((min(a, b), max(a, b)))
        changes, sums, refused = {}, {}, {}
        asked = {"same": (left, right), "different": (left, right)}
        if kind == "incident":
            asked |= {"contains": (left, right), "part": (right, left)}
        for decision, ends in asked.items():
            try:
                said = "contains" if decision == "part" else decision
                changes[decision], sums[decision] = linking.previewed(view, *ends, said, visitor().me or "nobody")
            except Misuse as error:
                refused[decision] = str(error)
        return self.pages.page(
            "link.html", kind=kind, ids=(left, right), sides=[self._side(view, kind, n) for n in (a, b)], bars=bars, barred=barred,
            verdict=verdict.payload["type"] if verdict and verdict.payload else None, changes=changes, sums=sums, refused=refused, because=links.because(view, a, b),
            belonging=[r for r in links.belonging(view) if {r["left"], r["right"]} == {left, right}],
            together=view.state.root(a) == view.state.root(b),
        )  # fmt: skip

    def _blind(self, view: Any, ids: tuple[str, str], ends: tuple[int, int]) -> Response:
        """A pair that two people judge, neither seeing what the other or a run says: both tellings, and nothing else."""
        mine = (min(ends), max(ends)) in pairs.waiting(view.state, visitor().me)
        return self.pages.page(
            "link.html", kind="incident", ids=ids, sides=[self._side(view, "incident", n) for n in ends], bars=[], barred=False, verdict=None,
            changes={}, sums={}, refused={}, together=None, belonging=[], blind=True, judged=not mine,
        )  # fmt: skip

    def _side(self, view: Any, kind: str, number: int) -> Json:
        """What stands on one side: an incident as its report alone tells it, a person's words, a report's title, a source's words."""
        state = view.state
        if kind == "incident":
            said = view.alone(number)
            capture = next((c for n in state.own(number) if (c := state.capture_of_claim(n))), 0)
            report = state.captures[capture].payload if capture else None
            return {"incident": said, "at": f"i{state.root(number)}", "report": report, "words": ""}
        if kind == "person":
            return {
                "incident": None,
                "at": f"p{state.root(number)}",
                "report": None,
                "words": person_words(view, state.root(number)),
            }
        if kind == "report":
            payload = state.captures[number].payload
            return {"incident": None, "at": f"r{number}", "report": payload, "words": payload["title"] or payload["file"]}
        mentions = state.sources[number].payload["mentions"]
        return {
            "incident": None,
            "at": f"s{number}",
            "report": None,
            "words": " ".join(m["text"] for m in mentions[:1]) or gettext("no words of its own"),
        }
