"""The pages that find and sum up: search, charts, and why a sum is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import wording
from onrecord.charts import BY, chart, drawing, in_bar
from onrecord.charts.drawing import caption
from onrecord.errors import Misuse
from onrecord.languages import language
from onrecord.record.tolls_why import HOWS, sum_why
from onrecord.record.view import View
from onrecord.search import FILTERS, Asked, incidents_of, search
from onrecord.search.asked import REVIEWED, SORTS, WITHIN
from onrecord.web.filters import FIELDS, chosen, faults
from onrecord.web.marking import shown
from onrecord.web.paging import page_of, paged

if TYPE_CHECKING:
    from onrecord.web.pages import Pages

Json = dict[str, Any]
A_FACET = 12
"""Values of a filter that are shown; all of them stand in its list."""


class Searching:
    """Pages that only show. What is counted is counted by the tally's functions."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record
        pages.templates.globals.update(facet_words=facet_words, safe_words=shown)

    def routes(self) -> list[Route]:
        made = {"/search": self.search, "/charts": self.charts, "/charts.svg": self.picture, "/why": self.why}
        return [Route(path, page, methods=["GET"]) for path, page in made.items()]

    def search(self, request: Request) -> Response:
        """What fits, page by page, with the filters that can be set next."""
        asked = Asked.of(request.query_params)
        wrong = asked.faults()
        said = search(self.record, Asked() if wrong else asked, page_of(request))
        if wrong:
            said |= {"found": 0, "hits": [], "pages": 1}
        return self.pages.page(
            "search.html", asked=asked, wrong=wrong, said=said, filters=FILTERS, within=WITHIN, sorts=SORTS, reviewed=REVIEWED,
            query=asked.query(), most=A_FACET, headings=self._headings(said["hits"]),
        )  # fmt: skip

    def _headings(self, hits: list[Json]) -> dict[str, str]:
        view = self.record.view()
        numbers = [int(i[1:]) for h in hits for i in h["incidents"][:4]]
        return {f"i{n}": wording.heading(i) for n in numbers if (i := view.incident(n)) is not None}

    # -- charts ------------------------------------------------------------------------------------------------

    def charts(self, request: Request) -> Response:
        """Documented figures of what a search finds, a bar a group; `bar` asks why one of them is as it is."""
        asked, drawn = Asked.of(request.query_params), self._drawn(request)
        bar = request.query_params.get("bar")
        wrong = asked.faults()
        incidents = [] if wrong else self._incidents(asked)
        try:
            said = self._chart(asked, incidents, drawn)
            why = None if bar is None else self._bar_why(asked, incidents, drawn, bar)
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        here = urlencode({**asked.to_json(), **drawn})
        values = self._why_values(request, why, {**asked.to_json(), **drawn, "bar": bar or ""})
        return self.pages.page(
            "charts.html", asked=asked, wrong=wrong, said=said, caption=caption(said, self._of(asked)), drawn=drawn, by=BY, hows=HOWS,
            svg=drawing(said, f"/charts?{here}&bar="), address=here, outcomes=sorted(self._outcomes()), bar=bar, found=len(incidents),
            search=asked.query(), **values,
        )  # fmt: skip

    def picture(self, request: Request) -> Response:
        """The same as a picture to take away."""
        from onrecord.web.pages import HEADERS

        asked, drawn = Asked.of(request.query_params), self._drawn(request)
        if faults := asked.faults():
            raise HTTPException(400, faults[0])
        try:
            said = self._chart(asked, self._incidents(asked), drawn)
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        name = f"documented-{said['of']}-by-{said['by']}.svg"
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(drawing(said, None, self._of(asked)), media_type="image/svg+xml", headers=headers)

    def _drawn(self, request: Request) -> dict[str, str]:
        of, by, how = (request.query_params.get(k, "").strip() for k in ("of", "by", "how"))
        return {"of": of or "death", "by": by or "month", "how": how or "stated"}

    def _chart(self, asked: Asked, incidents: list[Json], drawn: dict[str, str]) -> Json:
        """A chart, made once for each state of the record."""
        key = (language(), asked, *drawn.values())  # a bar's label is in words
        return self.record.view().recall("charts", key, lambda: chart(incidents, drawn["by"], drawn["of"], drawn["how"]))

    def _bar_why(self, asked: Asked, incidents: list[Json], drawn: dict[str, str], bar: str) -> Json:
        of = bar if drawn["by"] == "outcome" else drawn["of"]

        def make() -> Json:
            return sum_why(in_bar(incidents, drawn["by"], bar, drawn["how"]), of, drawn["how"])

        return self.record.view().recall("whys", (asked, *drawn.values(), bar), make)

    def _of(self, asked: Asked) -> str:
        """A search in words, for a caption."""
        said = asked.to_json()
        return ", ".join(
            facet_words(k, v)
            if k in FILTERS
            else f"“{v}”"
            if k == "words"
            else wording.term(v, "within")
            if k == "within"
            else v
            for k, v in said.items()
            if k != "sort"
        )

    def _outcomes(self) -> set[str]:
        view = self.record.view()
        if "outcomes told" not in view.memo:
            told = {o for i in view.incidents() for t in (i["toll"], i["alleged"], *i["doubtful_toll"].values()) for o in t}
            view.memo["outcomes told"] = told | {"death"}
        found: set[str] = view.memo["outcomes told"]
        return found

    def _incidents(self, asked: Asked) -> list[Json]:
        view, numbers = incidents_of(self.record, asked)
        return _standing(view, numbers)

    # -- why ---------------------------------------------------------------------------------------------------

    def why(self, request: Request) -> Response:
        """Why the sum of a list is what it is: `of` an outcome, `how` it is told, over what the list's own filters leave."""
        of, how = request.query_params.get("of", "death"), request.query_params.get("how", "stated")
        asked = {k: request.query_params.get(k, "").strip() for k in FIELDS}
        view = self.record.view()
        incidents = [] if faults(asked) else chosen(view, asked)
        try:
            why = view.recall("whys of lists", (*asked.values(), of, how), lambda: sum_why(incidents, of, how))
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        values = self._why_values(request, why, {**asked, "of": of, "how": how})
        return self.pages.page("why.html", asked=asked, **values)

    def _why_values(self, request: Request, why: Json | None, asked: dict[str, str]) -> Json:
        """A sum's chain for the page: one page of what it counts, and what it leaves out by the reason."""
        if why is None:
            return {"why": None, "counted": [], "reasons": []}
        reasons: dict[str, list[Json]] = {}
        for line in why["left_out"]:
            reasons.setdefault(line["why"], []).append(line["incident"])
        return {"why": why, "reasons": list(reasons.items()), **paged(why["counted"], request, "counted", asked)}


def _standing(view: View, numbers: list[int]) -> list[Json]:
    return [i for n in numbers if (i := view.incident(n)) is not None]


def facet_words(name: str, value: str) -> str:
    """A filter's value as people meet it."""
    if name == "country":
        return wording.country(value)
    if name == "admin1":
        return wording.division(value)
    tables = {"outcome": "outcome", "source": "source_kind", "grade": "grade", "reviewed": "reviewed"}
    return wording.plain(value) if name in ("collection", "language") else wording.term(value, tables.get(name, ""))
