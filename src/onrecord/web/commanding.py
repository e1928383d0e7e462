"""Perpetrators, units and command: a graph, and the table that says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import wording
from onrecord.drawing import command, graph
from onrecord.drawing.command import Cluster
from onrecord.drawing.gate import shown
from onrecord.drawing.svg import alone
from onrecord.languages import gettext, ngettext
from onrecord.record.view import View
from onrecord.web.filters import plain
from onrecord.web.paging import paged

if TYPE_CHECKING:
    from onrecord.web.pages import Pages

Json = dict[str, Any]
SHOWN = 8
"""Graphs on a page."""
_LARGEST = 40
"""People and incidents that one graph shows; of a greater one, the table alone."""


class Commanding:
    """Pages that only show."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record

    def routes(self) -> list[Route]:
        return [
            Route("/command", self.page, methods=["GET"]),
            Route("/command/{id}.svg", self.file, methods=["GET"]),
        ]

    def page(self, request: Request) -> Response:
        """Those that hang together, the greatest first; or those around one person or incident (`?of=p12`)."""
        view = self.record.view()
        asked = {k: request.query_params.get(k, "").strip()[:100] for k in ("of", "words", "involvement")}
        one = command.cluster_of(view, asked["of"]) if asked["of"] else None
        every = ([one] if one else []) if asked["of"] else command.telling(view)
        rows = [p for c in every for p in c.parts] if asked["of"] else command.parts(view)
        if asked["words"]:
            rows = [p for p in rows if plain(asked["words"]) in plain(p.words)]
            near = {p.person for p in rows}
            every = [c for c in every if near & set(c.people)]
        if asked["involvement"]:
            rows = [p for p in rows if p.involvement == asked["involvement"]]
        pictures = [pictured(view, c) for c in every[:SHOWN]]
        shown = {p.incident for p in rows}
        return self.pages.page(
            "command.html", asked=asked, pictures=pictures, more=max(0, len(every) - SHOWN), of=len(rows), incidents=len(shown),
            people=len({p.person for p in rows}), heading=lambda n: wording.heading(view.incident(n) or {}),
            families=self._families(view, one) if one else [], codes=self.record.vocabulary(), **paged(rows, request, "rows", asked),
        )  # fmt: skip

    def _families(self, view: View, cluster: Cluster) -> list[Json]:
        """Of each incident, how many of its victims are known to be dead, and whether a reviewer decided to show them."""
        found = []
        for n in cluster.incidents:
            if dead := command.family(view, n):
                found.append({"number": n, "dead": len(dead), "shown": command.shows_families(view, n)})
        return found

    def file(self, request: Request) -> Response:
        """One graph by itself."""
        from onrecord.web.pages import HEADERS

        view, id = self.record.view(), request.path_params["id"]
        cluster = command.cluster_of(view, id)
        if cluster is None or len(cluster.people) + len(cluster.incidents) > _LARGEST:
            raise HTTPException(404, gettext("There is no graph of that: no perpetrator is told of there, or too many are."))
        label = _label(cluster)
        drawn, width, height = graph.drawn(cluster, _headings(view, cluster), label)
        lines = [label, gettext("Documented: what claims say, and whom they name. A line is no proof.")]
        headers = {**HEADERS, "Content-Disposition": f'inline; filename="command-{cluster.incidents[0]}.svg"'}
        return Response(alone(drawn, width, height, lines), media_type="image/svg+xml", headers=headers)


def pictured(view: View, cluster: Cluster) -> Json:
    """One graph for a page: {"label", "picture" (None where it would be too great), "of"}."""
    label, picture = _label(cluster), None
    if len(cluster.people) + len(cluster.incidents) <= _LARGEST:
        picture, _, _ = graph.drawn(cluster, _headings(view, cluster), label, _address)
    return {"label": label, "picture": picture, "of": f"i{cluster.incidents[0]}"}


def _address(id: str) -> str:
    return ("/incident/" if id[0] == "i" else "/person/") + id


def _label(cluster: Cluster) -> str:
    people, incidents = len(cluster.people), len(cluster.incidents)
    return gettext(
        "%(people)s and %(incidents)s, as documented",
        people=ngettext("%(number)s perpetrator", "%(number)s perpetrators", people, number=people),
        incidents=ngettext("%(number)s incident", "%(number)s incidents", incidents, number=incidents),
    )


def _headings(view: View, cluster: Cluster) -> dict[int, str]:
    return {n: wording.heading(shown(view, n)) for n in cluster.incidents}


def chain_of(cluster: Cluster, person: int) -> Json:
    """Who is said to have given somebody orders, and to whom they gave them: {"above", "below"}, each {"id", "words", "incident"}."""
    words = {p.person: p.words for p in cluster.parts}
    above = [(a, i) for a, b, i in cluster.orders if b == person]
    below = [(b, i) for a, b, i in cluster.orders if a == person]
    return {
        name: [{"id": f"p{p}", "words": words[p], "incident": f"i{i}"} for p, i in several]
        for name, several in (("above", above), ("below", below))
    }  # fmt: skip
