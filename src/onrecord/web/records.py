"""The pages of the record as a whole: people, sources, the ledger, one's own desk, and what a decision on many would change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import wording
from onrecord.drawing import command
from onrecord.errors import Misuse
from onrecord.languages import gettext
from onrecord.record.tolls import tally
from onrecord.record.tolls_kept import why_of
from onrecord.record.view import View
from onrecord.record.why import traced
from onrecord.review import agreement, double, history, queue, remarks, searches
from onrecord.review.news import news
from onrecord.review.preview import preview
from onrecord.review.regrouping import thing_of
from onrecord.review.remarks import ROLES, part_of
from onrecord.search import Asked, count_new
from onrecord.web.appearances import aliases, appearances, described, history_of, institutions, roles
from onrecord.web.commanding import chain_of, pictured
from onrecord.web.filters import chosen as standing
from onrecord.web.filters import plain
from onrecord.web.paging import page_of, paged
from onrecord.web.reader import person_words, with_remarks
from onrecord.web.visitor import local, seen, visitor

if TYPE_CHECKING:
    from onrecord.web.pages import Pages

Json = dict[str, Any]
MANY = 100
"""Entries of the ledger on a page."""


class Records:
    """Pages that only show."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record

    def routes(self) -> list[Route]:
        made = {
            "/people": self.people, "/person/{id}": self.person, "/sources": self.sources, "/ledger": self.ledger, "/desk": self.desk,
            "/claims/preview": self.preview, "/differ": self.differ,
        }  # fmt: skip
        return [Route(path, page, methods=["GET"]) for path, page in made.items()]

    def people(self, request: Request) -> Response:
        """People and organisations, an appearance a row: those with a name, or everybody."""
        asked = {k: request.query_params.get(k, "").strip() for k in ("words", "who", "role")}
        view = self.record.view()
        found = appearances(view)
        if asked["who"] != "everybody":
            found = [a for a in found if a["named"]]
        if asked["role"]:
            found = [a for a in found if a["role"] == asked["role"]]
        if asked["words"]:
            found = [a for a in found if plain(asked["words"]) in plain(a["words"])]
        return self.pages.page(
            "people.html", asked=asked, of=len(found), heading=lambda id: wording.heading(view.incident(int(id[1:])) or {}),
            **paged(found, request, "rows", asked),
        )  # fmt: skip

    def person(self, request: Request) -> Response:
        """A person or an organisation: every appearance, and every claim."""
        view, id = self.record.view(), request.path_params["id"]
        number = int(id[1:]) if id[:1] == "p" and id[1:].isdecimal() and len(id) < 17 else 0
        if number in view.state.merged:
            number, id = view.state.merged[number], f"p{view.state.merged[number]}"
        try:
            thing_of(view.state, id)
        except Misuse as error:
            raise HTTPException(404, str(error)) from error
        homes = [i for n in view.state.homes_of(number) if (i := view.incident(n)) is not None]
        numbers = {*view.state.on(number), *(n for i in homes for n in view.state.on(int(i["id"][1:])))}
        claims = [
            c
            for n in sorted(numbers)
            if (c := view.claim(n)).get("person") == id and c["state"] not in ("superseded", "taken back")
        ]
        names = [name for n in view.state.standing(number, "names") for name in view.state.value(n)]
        cluster = command.cluster_of(view, id)
        return self.pages.page(
            "person.html", id=id, words=person_words(view, number), claims=claims, homes=homes, names=list(dict.fromkeys(names)),
            comments=remarks.said_of(view.state, number), log=history.of_id(view, number), number=number,
            merged=[f"p{n}" for n in view.state.merged_in.get(number, ())], aliases=aliases(view, number),
            chain=chain_of(cluster, number) if cluster else None, parts=roles(view, number),
            graph=pictured(view, cluster) if cluster and cluster.tells else None,
        )  # fmt: skip

    def sources(self, request: Request) -> Response:
        """Sources as their reports describe them. An unnamed one has no history and is matched to no other."""
        asked = {k: request.query_params.get(k, "").strip() for k in ("words", "kind", "access")}
        view = self.record.view()
        found = [s for s in described(view) if all(not asked[k] or s[k] == asked[k] for k in ("kind", "access"))]
        if asked["words"]:
            found = [s for s in found if plain(asked["words"]) in plain(s["words"])]
        shown = institutions(view) if not any(asked.values()) else []
        of = request.query_params.get("of", "")[:300]
        behind = history_of(view, of) if of else None
        if of and behind is None:
            raise HTTPException(404, gettext("No named institution is called so: of nobody else is a history kept."))
        return self.pages.page(
            "sources.html", asked=asked, behind=behind, traced=[view.claim(n) for n in (*behind["held"], *behind["wrong"])[:100]] if behind else [], of=len(found), institutions=shown[:30], codes=self.record.vocabulary(),
            **paged(found, request, "rows", asked),
        )  # fmt: skip

    def ledger(self, request: Request) -> Response:
        """Who did what when, the newest first; and the record as it was known at a date."""
        asked = {k: request.query_params.get(k, "").strip() for k in ("who", "what", "as_of")}
        view, wrong, then = self.record.view(), "", None
        if asked["as_of"]:
            try:
                then = self._then(request, asked["as_of"])
            except Misuse as error:
                wrong = str(error)
        numbers = self._numbers(view, asked)
        last = max(1, -(-len(numbers) // MANY))
        page = min(page_of(request), last)
        end = len(numbers) - (page - 1) * MANY
        chosen = [numbers[n] for n in range(end - 1, max(-1, end - 1 - MANY), -1)]
        entries = {e.number: e for e in self.record.ledger.some(chosen)}
        rows = [self._row(view, entries[n]) for n in chosen if n in entries]
        query = paged([], request, "none", asked)["query"]
        return self.pages.page(
            "ledger.html", asked=asked, rows=rows, of=len(numbers), page=page, last=last, query=query, then=then, wrong=wrong,
            people=sorted(view.state.done_by), head_hash=self.record.ledger.head().hash,
        )  # fmt: skip

    def _then(self, request: Request, as_of: str) -> Json:
        """The record as it was known: its sums, its incidents, and where `of` and `how` ask for it why a sum was what it was."""
        known = self.record.view(as_of)
        numbers = standing(known, {})
        of, how = request.query_params.get("of", "")[:60], request.query_params.get("how", "stated")
        why = why_of(known, "then", known.state.incidents, known.incident, of, how) if of else None
        return {
            "tally": known.recall("tally", None, lambda: tally(known.incidents())), "of": len(numbers), "why": why,
            "incidents": [i for n in numbers[:50] if (i := known.incident(n)) is not None],
            "counted": why["counted"][:50] if why else [],
        }  # fmt: skip

    def _numbers(self, view: View, asked: Json) -> Any:
        """The entries that were asked for: of one person, of all people, or everything."""
        if asked["who"]:
            return view.state.done_by.get(asked["who"], [])
        if asked["what"] == "everything":
            return range(1, self.record.ledger.head().number + 1)
        if "by people" not in view.memo:
            view.memo["by people"] = sorted(n for several in view.state.done_by.values() for n in several)
        return view.memo["by people"]

    def _row(self, view: View, e: Any) -> Json:
        undone = e.kind in history.ACTS and view.state.undone(e.number)
        claim = e.payload["on"] if e.payload and e.kind == "judgement" else e.number if e.kind == "claim" else None
        back = e.kind in history.ACTS and e.payload is not None and e.kind != "undo" and not undone
        return {
            "number": e.number, "time": e.time.isoformat(), "by": e.actor, "kind": e.kind, "claim": claim, "undone": undone,
            "undoable": back and (e.actor == visitor().me or (e.kind in ("judgement", "merge", "split") and not view.state.is_sealed(e.number))),
            "words": history.words(view, e.number, e.payload, e.kind),
        }  # fmt: skip

    def desk(self, request: Request) -> Response:
        """One's own desk: what is new, what is given to one, the day's load, one's part; and how far reviewers agree."""
        view, me, today = self.record.view(), visitor().me, datetime.now(UTC).date().isoformat()
        people = sorted({*view.state.done_by, *view.state.reviewers, *([me] if me else [])})
        mine = queue.Turn(view, me, {"reviewer": me or ""})
        loads = history.loads(view, tuple(dict.fromkeys([me or "", *people])), today)
        page = self.pages.page(
            "desk.html", news=[{**n, "at": _address(view, n["on"])} for n in news(view, me)] if me else [], mine=[mine.of_report(c) for c in mine.reports()[:50]] if me else [],
            load=loads[me or ""], double=agreement.double(view.state), differ=agreement.differing(view.state),
            draws=double.draws(view.state), waiting=double.waiting(view.state, me),
            people=[{"name": p, **part_of(view.state, p), "today": loads[p]["judged"]} for p in people],
            roles=ROLES, searches=self._searches(view, me), new=0, unseen=visitor().seen,
        )  # fmt: skip
        if me:
            page.headers.append("set-cookie", seen(me, self.record.ledger.head().number))
        return page

    def _searches(self, view: View, me: str | None) -> list[Json]:
        """One's saved searches, with how many reports they find and how many of these are new."""
        found = []
        for s in searches.of(view.state, me):
            asked = Asked.of(s["asked"])
            found.append({
                **s, "query": asked.query(), "found": count_new(self.record, asked, 0), "new": count_new(self.record, asked, s["seen"]),
            })  # fmt: skip
        return found

    def differ(self, request: Request) -> Response:
        """The claims on which people differ, with their words and what each said, and the forms that settle them."""
        view = self.record.view()
        found = paged(agreement.differing(view.state), request, "rows", {})
        found["rows"] = [with_remarks(view, traced(view, n, self.record.rendition), visitor().me) for n in found["rows"]]
        return self.pages.page("differ.html", **found)

    def preview(self, request: Request) -> Response:
        """What accepting or rejecting several claims would change, and the button that does it."""
        asked, decision = request.query_params.getlist("claim"), request.query_params.get("decision", "")
        claims = [int(n) for n in asked if n.isdecimal() and len(n) < 16]
        view = self.record.view()
        try:
            if decision not in ("accept", "reject") or not claims:
                raise Misuse(gettext("Choose claims, and whether to accept or to reject them."))
            changes = preview(view, claims, decision, visitor().me or "nobody")
        except Misuse as error:
            raise HTTPException(400, str(error)) from error
        back = local(request.query_params.get("back", ""))
        return self.pages.page(
            "preview.html", claims=[view.claim(n) for n in claims], decision=decision, changes=changes, back=back
        )


def _address(view: View, number: int) -> str | None:
    """The page of what an entry is on; None where it has none."""
    state = view.state
    on = state.about.get(number, number)
    if on in state.claims:
        return f"/claim/{on}"
    if on in state.captures:
        return f"/report/r{on}"
    letter = "i" if on in state.incidents else "p" if on in state.persons else None
    return f"/{'incident' if letter == 'i' else 'person'}/{letter}{on}" if letter else None
