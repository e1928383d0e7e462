"""Searching, charts and care in Chromium, and axe-core over their pages, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.record import Record, create
from tests.web.chromium import served, skipped
from tests.web.test_reviewing_in_browser import someone

pytestmark = skipped
REPORTS = Path(__file__).parents[2] / "examples" / "reports"
PATIENCE = 30_000
"""Milliseconds: pictures, axe-core and a machine with much else to do take their time."""
PAGES = ("/search?words=poison", "/charts?by=act&bar=killing", "/charts", "/why?of=death", "/desk", "/queue")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with create(tmp_path_factory.mktemp("seeking") / "record", name="Samples") as made:
        made.build(REPORTS)
        made.search()
        yield made


@pytest.fixture(scope="module")
def address(record: Record) -> str:
    return served(record)


def pdf(folder: Path) -> Path:
    """A one-page PDF with words, by hand."""
    stream = b"BT /F1 24 Tf 72 700 Td (Three men were killed in Dayton, Ohio, on May 3, 2021.) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 800 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]  # fmt: skip
    made, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj %s endobj\n" % (n, body)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    (folder / "page.pdf").write_bytes(made + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(made))
    return folder / "page.pdf"


def test_type_filter_and_open_a_hit(browser: Any, address: str) -> None:
    page = someone(browser, address, "heron", PATIENCE)
    page.get_by_role("searchbox", name="Search all reports").fill("poison")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=poison")
    found = page.get_by_role("region", name="What was found")
    assert found.locator("mark", has_text=re.compile("poison", re.I)).first.is_visible()
    page.locator("select[name=act]").select_option("suicide")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**act=suicide**")
    assert found.locator("li h2").count() == 1
    page.get_by_role("region", name="Narrow it down").get_by_role("link", name="any", exact=True).click()
    page.wait_for_url(lambda url: "act=" not in url)
    found.get_by_role("link", name=re.compile("Attempts to flee")).click()
    page.wait_for_url("**/report/**")
    assert page.get_by_role("article", name="The report's words").is_visible() and page.wrong == []


def test_a_bar_leads_to_why(browser: Any, address: str) -> None:
    page = someone(browser, address, "heron", PATIENCE)
    page.goto("/charts?by=act")
    bar = page.get_by_role("link", name=re.compile(r"^killing: .* Why\?$"))
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**bar=killing#why")
    panel = page.get_by_role("region", name=re.compile(r"^Why\? killing, documented death"))
    assert "Added bound by bound" in panel.inner_text()
    with page.expect_download() as picture:
        page.get_by_role("link", name="PNG").click()
    assert picture.value.suggested_filename == "documented-death-by-act.png"
    assert Path(picture.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    panel.get_by_role("rowheader").first.get_by_role("link").click()
    page.wait_for_url("**/incident/*why=death#why")
    assert page.get_by_role("heading", name=re.compile("^Why")).is_visible() and page.wrong == []


def test_a_graphic_report_is_folded_and_its_pictures_are_veiled(browser: Any, tmp_path: Path) -> None:
    with create(tmp_path / "record") as record:
        record.build(pdf(tmp_path))
        page = someone(browser, served(record), "heron", PATIENCE)
        (report,) = record.reports()
        page.goto(f"/report/{report['id']}")
        words = page.get_by_role("article", name="The report's words")
        assert words.is_visible()
        page.get_by_role("button", name="It is graphic").click()
        words.wait_for(state="hidden")
        page.get_by_text("Unfold its words").click()
        assert words.is_visible()
        page.goto(f"/original/{report['number']}")
        veiled = "() => getComputedStyle(document.querySelector('img.sheet')).filter"
        assert "blur" in page.evaluate(veiled) and "grayscale" in page.evaluate(veiled)
        page.get_by_label("Show page 1").check()
        assert page.evaluate(veiled) == "none"
        page.get_by_label("Show page 1").uncheck()
        page.get_by_label("Show every page").check()
        assert page.evaluate(veiled) == "none"
        page.goto("/desk")
        page.get_by_role("button", name="Show graphic reports open").click()
        page.get_by_role("button", name="Fold graphic reports").wait_for()
        page.goto(f"/original/{report['number']}")
        assert page.evaluate(veiled) == "none" and page.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = someone(browser, address, "heron", PATIENCE, color_scheme=scheme, bypass_csp=True)
    for path in PAGES:
        page.goto(path)
        found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        assert not found, (path, [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found])


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_nothing_scrolls_sideways(browser: Any, address: str, width: int) -> None:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
