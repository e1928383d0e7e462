"""The languages in a browser: choosing one, what scripts say, and a page that is read from the right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from onrecord import languages
from onrecord.locale.making import TEMPLATE
from onrecord.record import Record, create
from tests.web.axe import violations
from tests.web.chromium import served, skipped

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
pytestmark = skipped


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with create(tmp_path_factory.mktemp("spoken") / "record", name="Samples 기록") as made:
        list(made.build([REPORTS / n for n in ("border-night.txt", "alleged-torture.txt", "bus-station.jsonl")]))
        yield made


@pytest.fixture(scope="module")
def address(record: Record) -> str:
    return served(record)


def opened(browser: Any, address: str, **options: Any) -> Any:
    page = browser.new_context(base_url=address, **options).new_page()
    page.set_default_timeout(15_000)
    return page


def begin(page: Any) -> None:
    page.goto("/queue")
    page.locator(".begin input[name=name]").fill("heron")
    with page.expect_navigation():
        page.locator(".begin button").click()


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_a_person_chooses_a_language_and_it_stays(browser: Any, address: str, scripted: bool) -> None:
    page = opened(browser, address, locale="es-AR", java_script_enabled=scripted)
    page.goto("/people?who=everybody")
    assert page.locator("html").get_attribute("lang") == "es" and page.locator("h1").inner_text() == "Personas y organizaciones"
    page.locator(".tongue summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="한국어").click()
    assert page.url.endswith("/people?who=everybody") and page.locator("html").get_attribute("lang") == "ko"
    page.get_by_role("link", name="대기열").click()
    page.wait_for_url("**/queue")
    assert page.locator("h1").inner_text() == "사람의 판단이 필요한 것"
    page.locator(".tongue summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="English").click()
    assert page.locator("h1").inner_text() == "What needs a person"


def test_the_language_is_chosen_by_keyboard_on_the_readers_page_too(browser: Any, address: str, record: Record) -> None:
    page = opened(browser, address, locale="en")
    begin(page)
    page.goto(f"/report/{record.reports()[0]['id']}")
    page.locator(".tongue summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Español").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("lang") == "es" and page.locator("#claims h2").inner_text() == "Afirmaciones"


def test_what_scripts_say_is_in_the_language_too(browser: Any, address: str, record: Record) -> None:
    page = opened(browser, address, locale="ko-KR")
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    begin(page)
    page.goto(f"/report/{record.reports()[0]['id']}")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="단축키").wait_for()
    assert "아무도 판단하지 않은 다음 진술" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("a")
    page.get_by_text("저장됨: 결정 1건.").wait_for()
    page.locator("#claims .claim.accepted .badge", has_text="수락됨").first.wait_for()
    assert wrong == []


@pytest.mark.parametrize("code", ["ko", "es"])
@pytest.mark.parametrize("width", [1440, 360])
def test_nothing_runs_off_a_page_in_either_language(browser: Any, address: str, record: Record, code: str, width: int) -> None:
    page = opened(browser, address, locale=code, viewport={"width": width, "height": 900})
    begin(page)
    for path in paths(record):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        cut = "[...document.querySelectorAll('button')].filter(b => b.scrollWidth > b.clientWidth + 1).map(b => b.textContent)"
        assert page.evaluate(cut) == [], path


@pytest.mark.parametrize("code", ["ko", "es"])
def test_no_violation_of_axe_in_either_language(browser: Any, address: str, record: Record, code: str) -> None:
    page = opened(browser, address, locale=code)
    begin(page)
    for path in ("/", "/queue", f"/report/{record.reports()[0]['id']}", "/map", "/desk"):
        page.goto(path)
        page.locator(".tongue summary").click()
        assert violations(page) == [], path


def paths(record: Record) -> list[str]:
    incident, report = record.list()[0]["id"], record.reports()[0]
    return [
        "/", "/queue", "/links", "/reports", f"/report/{report['id']}", f"/original/{report['number']}", f"/add/{report['number']}",
        f"/incident/{incident}", f"/incident/{incident}?why=all", f"/thing/{incident}", "/people", "/sources", "/map", "/charts",
        "/command", "/estimate", "/ledger?what=everything", "/search?words=men", "/desk", "/capture",
    ]  # fmt: skip


# -- a page that is read from the right --------------------------------------------------------------------------------


def turned(words: str) -> str:
    """A message in letters that run from the right, with its places and elements as they are."""
    parts = re.split(r"(%\(\w+\)[sr]|%%|<[^>]*>)", words)
    return "".join(
        p if n % 2 else re.sub("[A-Za-z]", lambda c: chr(0x627 + ord(c[0].lower()) - 97), p) for n, p in enumerate(parts)
    )


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language that is shipped to nobody: every message as long as in English, and read from the right."""
    with TEMPLATE.open("rb") as file:
        catalog = read_po(file, locale="ar")
    for m in catalog:
        if m.id:
            m.string = turned(m.id) if isinstance(m.id, str) else tuple(turned(m.id[-1]) for _ in range(catalog.num_plurals))
    catalog["ltr"].string = "rtl"
    place = tmp_path / "ar" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "onrecord.mo").open("wb") as file:
        write_mo(file, catalog)
    monkeypatch.setattr(languages, "LOCALE", tmp_path)
    languages.languages.cache_clear()
    languages.catalogue.cache_clear()
    yield
    languages.languages.cache_clear()
    languages.catalogue.cache_clear()


@pytest.mark.usefixtures("arabic")
@pytest.mark.parametrize("width", [1440, 360])
def test_nothing_runs_off_a_page_that_is_read_from_the_right(browser: Any, address: str, record: Record, width: int) -> None:
    page = opened(browser, address, locale="ar", viewport={"width": width, "height": 900})
    begin(page)
    for path in paths(record):
        page.goto(path)
        assert page.locator("html").get_attribute("dir") == "rtl"
        reach = page.evaluate(
            "[...document.querySelectorAll('main *')].filter(e => !e.closest('.sr, .skip, .canvas, svg, pre, #judging > *')).map(e => e.getBoundingClientRect())"
            ".filter(r => r.width).reduce((a, r) => [Math.min(a[0], r.left), Math.max(a[1], r.right)], [0, 0])"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width and reach[0] > -1 and reach[1] < width + 1, path


@pytest.mark.usefixtures("arabic")
def test_the_readers_columns_change_sides_and_the_report_keeps_its_own(browser: Any, address: str, record: Record) -> None:
    report = record.reports()[0]["id"]
    sides = {}
    for code in ("en", "ar"):
        page = opened(browser, address, locale=code, viewport={"width": 1440, "height": 900})
        begin(page)
        page.goto(f"/report/{report}")
        words, claims = page.locator("#words").bounding_box(), page.locator("#claims").bounding_box()
        sides[code] = words["x"] < claims["x"]
        assert page.locator("#words").evaluate("e => getComputedStyle(e).direction") == "ltr"  # the report is in English
        assert page.locator("#claims").evaluate("e => getComputedStyle(e).direction") == {"en": "ltr", "ar": "rtl"}[code]
        arrow = page.locator(".back a").first.inner_text()
        assert arrow.startswith({"en": "←", "ar": "→"}[code])
    assert sides == {"en": True, "ar": False}


@pytest.mark.usefixtures("arabic")
def test_figures_and_pictures_keep_their_direction(browser: Any, address: str, record: Record) -> None:
    page = opened(browser, address, locale="ar", viewport={"width": 1440, "height": 900})
    page.goto("/ledger?what=everything")
    assert "\u2066" in page.locator("td").first.inner_text()
    page.goto("/map")
    assert page.locator("#map svg").evaluate("e => getComputedStyle(e).direction") == "ltr"
