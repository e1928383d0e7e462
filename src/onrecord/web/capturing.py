"""The page that takes reports in: files that are dropped, a text that is pasted, links; and how far a capture is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from onrecord.capture import Given, is_address
from onrecord.claims import Label, Level
from onrecord.errors import Misuse, OnRecordError
from onrecord.languages import gettext, ngettext, shown
from onrecord.record import samples
from onrecord.review.remarks import check_may_judge
from onrecord.web.jobs import Job, Jobs
from onrecord.web.uploads import MOST_UPLOADED, upload_of
from onrecord.web.visitor import Refused, form_of, visitor

if TYPE_CHECKING:
    from onrecord.web.pages import Pages

Json = dict[str, Any]
TOR = "socks5h://127.0.0.1:9050"
MOST_LINKS = 200


class Capturing:
    """The pages and forms by which reports come into the record."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record
        self.jobs = Jobs(pages.record)

    def routes(self) -> list[Route]:
        return [
            Route("/capture", self.form, methods=["GET"]),
            Route("/capture", self.take, methods=["POST"]),
            Route("/capture/samples", self.samples, methods=["POST"]),
            Route("/capture/{id}", self.job, methods=["GET"]),
            Route("/capture/{id}", self.go, methods=["POST"]),
        ]

    def form(self, request: Request) -> Response:
        return self._form()

    def _form(self, wrong: str = "", status: int = 200, said: Json | None = None) -> Response:
        return self.pages.page(
            "capture.html", status, wrong=wrong, said=said or {}, most=MOST_UPLOADED, levels=[str(v) for v in Level],
            empty=not self.record.view().state.captures,
        )  # fmt: skip

    async def take(self, request: Request) -> Response:
        """Take what was given, and begin; or say in a sentence why not, with the fields as they were."""
        fields: list[tuple[str, str]] = []
        folder: Path | None = None
        try:
            me = self._me()
            folder = await run_in_threadpool(self.jobs.folder)
            fields, files = await upload_of(request, folder)
            given, inputs = taken(fields, me, folder, files)
            job = self.jobs.add(me, given, inputs, folder)
        except OnRecordError as error:
            if folder is not None:
                await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)
            status = 403 if isinstance(error, Refused) else 400
            return await run_in_threadpool(self._form, str(error), status, dict(fields))
        return RedirectResponse(f"/capture/{job.id}", 303)

    async def samples(self, request: Request) -> Response:
        """Load the sample reports."""
        try:
            await form_of(request)
            job = self.jobs.add(self._me(), Given(by=self._me(), collection="Sample reports"), [samples.folder()])
        except OnRecordError as error:
            return self.pages.said(str(error), 403 if isinstance(error, Refused) else 400)
        return RedirectResponse(f"/capture/{job.id}", 303)

    def job(self, request: Request) -> Response:
        """How far a capture is, as a page or in JSON; where it has addresses, the question by which route."""
        from onrecord.web.pages import HEADERS

        job = self._job(request)
        if "application/json" in request.headers.get("accept", ""):
            said = {
                "state": job.state,
                "far": _far(job),
                "fates": [{"what": w, "sentence": shown(s)} for w, s in job.fates],
                "wrong": shown(job.wrong),
            }
            return JSONResponse(said, headers=HEADERS)
        return self.pages.page("capturing.html", job=job, far=_far(job), tor=TOR)

    async def go(self, request: Request) -> Response:
        """Fetch by the route that was chosen, or not at all."""
        job = self._job(request)
        try:
            fields = dict(await form_of(request))
            self._me()
            proxy = fields.get("proxy", "").strip()
            match fields.get("route"):
                case "direct":
                    self.jobs.go(job, None)
                case "proxy" if proxy:
                    self.jobs.go(job, proxy)
                case "proxy":
                    raise Misuse(
                        gettext("Give the proxy's address, such as %(address)s: without one nothing is fetched.", address=TOR)
                    )
                case "none":
                    self.jobs.leave(job)
                case _:
                    raise Misuse(gettext("Choose a route first: directly, or through a proxy."))
        except OnRecordError as error:
            return self.pages.said(str(error), 403 if isinstance(error, Refused) else 400)
        return RedirectResponse(f"/capture/{job.id}", 303)

    def _job(self, request: Request) -> Job:
        try:
            return self.jobs[request.path_params["id"]]
        except KeyError:
            raise HTTPException(
                404, gettext("There is no such capture, or the workbench was started again since: see Reports.")
            ) from None

    def _me(self) -> str:
        me = visitor().me
        if me is None:
            raise Misuse(gettext("Reports are taken in by somebody: say who you are, by a pseudonym, at the top of the page."))
        check_may_judge(self.record.view().state, me)
        return me


def taken(fields: list[tuple[str, str]], me: str, folder: Path, files: list[Path]) -> tuple[Given, list[Path | str]]:
    """What a form says of its reports, and its inputs: files, a pasted text as a file, links. Misuse where it gives nothing."""
    from onrecord.dates import parse_published

    said = {k: v.strip() for k, v in fields}
    inputs: list[Path | str] = [*files]
    if said.get("text"):
        place = folder / str(len(files)) / "pasted.txt"
        place.parent.mkdir()
        place.write_text(said["text"].replace("\r\n", "\n") + "\n", encoding="utf-8", newline="\n")
        inputs.append(place)
    links = said.get("links", "").split()
    if wrong := next((link for link in links if not is_address(link)), None):
        raise Misuse(gettext("%(words)r is no link: write each as https://host/path, one a line.", words=wrong[:100]))
    if len(links) > MOST_LINKS:
        raise Misuse(
            gettext(
                "%(number)s links are more than the %(most)s that are taken at once: give them in parts.",
                number=len(links),
                most=MOST_LINKS,
            )
        )
    if not inputs and not links:
        raise Misuse(gettext("Nothing was given: drop a file, paste a text, or write a link."))
    date = said.get("published") or None
    if date is not None and parse_published(date) is None:
        raise Misuse(
            gettext("The publication date %(date)r is not a date: write it as 2024-02-13, 2024-02 or 2024.", date=date[:40])
        )
    level = said.get("label") or None
    if level is not None and level not in list(Level):
        raise Misuse(gettext("%(words)r is no label: it is one of %(known)s.", words=level[:40], known=", ".join(Level)))
    given = Given(
        published=parse_published(date) if date else None, publisher=said.get("publisher") or None, collection=said.get("collection") or None,
        source=said.get("source") or None, label=Label(Level(level)) if level else None, by=me, route="page",
    )  # fmt: skip
    return given, [*inputs, *dict.fromkeys(links)]


def _far(job: Job) -> str:
    """How many inputs a capture has seen to."""
    n = len(job.fates)
    if job.state == "works":
        return ngettext("%(num)s input so far.", "%(num)s inputs so far.", n, num=n)
    return ngettext("%(num)s input.", "%(num)s inputs.", n, num=n)
