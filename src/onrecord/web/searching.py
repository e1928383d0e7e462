"""The pages that find and sum up: search, charts, and why a sum is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import wording
from onrecord.charts import BY, behind, chart_of, drawing
from onrecord.charts.drawing import caption
from onrecord.drawing.gate import charted
from onrecord.errors import Misuse
from onrecord.languages import language
from onrecord.record.tolls import Among, every_sum
from onrecord.record.tolls_kept import why_of
from onrecord.record.tolls_why import HOWS
from onrecord.record.view import View
from onrecord.record.wholes import counts
from onrecord.search import FILTERS, Asked, search
from onrecord.search import among as found_by
from onrecord.search.asked import REVIEWED, SORTS, WITHIN
from onrecord.web.filters import FIELDS, among, faults, name_of
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
        view, among = (self.record.view(), Among({}, bool)) if wrong else self._among(asked)
        try:
            said = self._chart(view, asked, among, drawn)
            why = None if bar is None else self._bar_why(view, asked, among, drawn, bar)
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        here = urlencode({**asked.to_json(), **drawn})
        values = self._why_values(request, why, {**asked.to_json(), **drawn, "bar": bar or ""})
        return self.pages.page(
            "charts.html", asked=asked, wrong=wrong, said=said, caption=caption(said, self._of(asked)), drawn=drawn, by=BY, hows=HOWS,
            svg=drawing(said, f"/charts?{here}&bar="), address=here, outcomes=sorted(self._outcomes()), bar=bar, found=self._many(view, asked, among),
            search=asked.query(), **values,
        )  # fmt: skip

    def picture(self, request: Request) -> Response:
        """The same as a picture to take away."""
        from onrecord.web.pages import HEADERS

        asked, drawn = Asked.of(request.query_params), self._drawn(request)
        if faults := asked.faults():
            raise HTTPException(400, faults[0])
        try:
            view, among = self._among(asked)
            said = self._chart(view, asked, among, drawn)
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        name = f"documented-{said['of']}-by-{said['by']}.svg"
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(drawing(said, None, self._of(asked)), media_type="image/svg+xml", headers=headers)

    def _drawn(self, request: Request) -> dict[str, str]:
        of, by, how = (request.query_params.get(k, "").strip() for k in ("of", "by", "how"))
        return {"of": of or "death", "by": by or "month", "how": how or "stated"}

    def _chart(self, view: View, asked: Asked, among: Among, drawn: dict[str, str]) -> Json:
        """A chart, made once for each state of the record."""
        key = (language(), asked, *drawn.values())  # a bar's label is in words
        return view.recall("charts", key, lambda: chart_of(view, asked, among, drawn["by"], drawn["of"], drawn["how"]))

    def _bar_why(self, view: View, asked: Asked, among: Among, drawn: dict[str, str], bar: str) -> Json:
        of = bar if drawn["by"] == "outcome" else drawn["of"]
        name, piece = behind(view, asked, among, drawn["by"], bar, drawn["of"], drawn["how"])
        return why_of(view, name, among.table, piece, of, drawn["how"])

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
        sums = every_sum(self.record.view())
        return {"death", *(o for told in (sums["stated"], sums["alleged"], *sums["doubtful"].values()) for o in told)}

    def _among(self, asked: Asked) -> tuple[View, Among]:
        """The incidents that a search finds and that may stand in a picture."""
        view, (table, fits) = found_by(self.record, asked)
        return view, Among(table, lambda n: fits(n) and charted(view, n))

    def _many(self, view: View, asked: Asked, among: Among) -> int:
        """How many incidents a search finds."""
        return counts(view.wholes, ("found", asked), among.table, lambda n: {"incidents": 1} if among.fits(n) else {})[
            "incidents"
        ]

    # -- why ---------------------------------------------------------------------------------------------------

    def why(self, request: Request) -> Response:
        """Why the sum of a list is what it is: `of` an outcome, `how` it is told, over what the list's own filters leave."""
        of, how = request.query_params.get("of", "death"), request.query_params.get("how", "stated")
        asked = {k: request.query_params.get(k, "").strip() for k in FIELDS}
        view = self.record.view()
        table, fits = Among({}, bool) if faults(asked) else among(view, asked)

        def piece(number: int) -> Json | None:
            return view.incident(number) if fits(number) else None

        try:
            why = why_of(view, name_of(asked), table, piece, of, how)
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        values = self._why_values(request, why, {**asked, "of": of, "how": how})
        return self.pages.page("why.html", asked=asked, **values)

    def _why_values(self, request: Request, why: Json | None, asked: dict[str, str]) -> Json:
        """A sum's chain for the page: one page of what it counts, and what it leaves out by the reason."""
        if why is None:
            return {"why": None, "counted": [], "reasons": []}
        return {"why": why, "reasons": why["reasons"], **paged(why["counted"], request, "counted", asked)}


def facet_words(name: str, value: str) -> str:
    """A filter's value as people meet it."""
    if name == "country":
        return wording.country(value)
    if name == "admin1":
        return wording.division(value)
    tables = {"outcome": "outcome", "source": "source_kind", "grade": "grade", "reviewed": "reviewed"}
    return wording.plain(value) if name in ("collection", "language") else wording.term(value, tables.get(name, ""))
