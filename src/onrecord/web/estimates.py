"""The page of the estimates that were made on the record, with their pictures and every warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.languages import gettext
from onrecord.record.estimating import disagreeing, redrawn
from onrecord.web.pages import HEADERS
from onrecord.web.paging import paged
from onrecord.web.reader import person_words

if TYPE_CHECKING:
    from onrecord.web.pages import Pages

Json = dict[str, Any]
PICTURES = ("posterior", "strata", "lists", "sensitivity")


class Estimates:
    """Pages that only show: nothing is estimated here."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record

    def routes(self) -> list[Route]:
        return [
            Route("/estimate", self.all, methods=["GET"]),
            Route("/estimate/{number:int}", self.one, methods=["GET"]),
            Route("/estimate/{number:int}/{what}.svg", self.picture, methods=["GET"]),
        ]

    def all(self, request: Request) -> Response:
        """Every estimate of the record, the newest first."""
        found = self.record.estimates()
        disagreement = disagreeing(found) if found else {}
        for e in found:
            e["pictures"] = [w for w in PICTURES if _there(e, w)]
            e["words"], e["disagreement"] = words(e["result"]), disagreement.get(e["number"])
        return self.pages.page("estimates.html", found=found)

    def one(self, request: Request) -> Response:
        """Who is counted in an estimate, a person a row with their lists, each a way to the words of the reports. 404 where there is none."""
        number = request.path_params["number"]
        kept = next((e for e in self.record.estimates() if e["number"] == number), None)
        if kept is None:
            raise HTTPException(404, gettext("There is no estimate %(number)s in the record.", number=number))
        view, lists = self.record.view(), kept["table"]["lists"]
        shown = paged(kept.get("people", ()), request, "rows", {})
        now = [(view.state.root(n), on) for n, on in shown["rows"]]
        shown["rows"] = [{"id": f"p{n}", "words": person_words(view, n), "on": on} for n, on in now]
        return self.pages.page(
            "estimate.html", e=kept, words=words(kept["result"]), lists=lists, of=len(kept.get("people", ())), **shown
        )

    def picture(self, request: Request) -> Response:
        """One picture of one estimate. 404 where there is none."""
        from onrecord.estimate import pictures

        number, what = request.path_params["number"], request.path_params["what"]
        kept = next((e for e in self.record.estimates() if e["number"] == number), None)
        if kept is None or what not in PICTURES or not _there(kept, what):
            raise HTTPException(
                404, gettext("There is no picture %(what)r of an estimate %(number)s in the record.", what=what, number=number)
            )
        estimate, table = redrawn(kept)
        if what == "lists":
            drawn = pictures.upset(table)
        elif what == "sensitivity":
            drawn = pictures.moved(kept["sensitivity"])
        else:
            drawn = pictures.by_stratum(estimate) if what == "strata" else pictures.posterior(estimate)
        return Response(drawn, media_type="image/svg+xml", headers=HEADERS)


def _there(kept: Json, what: str) -> bool:
    return bool({"strata": kept["result"].get("strata"), "sensitivity": kept.get("sensitivity")}.get(what, True))


def words(result: Json) -> str:
    """ "About 1,040 (95 % interval 930 to 1,210)"."""
    if result["estimate"] is None:
        return gettext("no estimate, at least %(observed)s", observed=f"{result['observed']:,}")
    upper = f"{result['upper']:,.0f}" if result["upper"] is not None else gettext("no upper bound")
    return gettext(
        "about %(estimate)s (%(level)s interval %(lower)s to %(upper)s)",
        estimate=f"{result['estimate']:,.0f}", level=f"{result['level']:.0%}", lower=f"{result['lower']:,.0f}", upper=upper,
    )  # fmt: skip
