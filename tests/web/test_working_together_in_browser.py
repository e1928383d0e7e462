"""Two people at one record in a browser: giving, saying, telling what is new, a second reader, double review, and the record's own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.record import Record, create
from tests.web.chromium import served, skipped

pytestmark = skipped
REPORTS = Path(__file__).parents[2] / "examples" / "reports"
KOREAN = "국경의 밤\n\n2021년 5월 3일 데이턴에서 군인들이 농부 네 명을 사살했다고 마을의 한 소식통이 말했다.\n"
ARABIC = "ليلة عند الطاحونة\n\nقُتل أربعة مزارعين قرب القرية في 3 أيار 2021 بحسب شهود عيان.\n"
COUNCIL = (
    "Council counts the dead\n\nThree women were killed in Dayton, Ohio, on May 4, 2021, the Dayton Town Council said. Two men were "
    "killed in Dayton, Ohio, on June 9, 2021, a neighbour said.\n"
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("together")
    for name, words in (("korean.txt", KOREAN), ("arabic.txt", ARABIC), ("council.txt", COUNCIL)):
        (folder / name).write_text(words, encoding="utf-8")
    samples = [REPORTS / n for n in ("border-night.txt", "contradicting-sources.txt", "names-of-the-dead.pdf")]
    with create(folder / "record", name="Together") as made:
        made.build([*samples, folder / "korean.txt", folder / "arabic.txt", folder / "council.txt"], link=False)
        yield made


@pytest.fixture(scope="module")
def people(browser: Any, record: Record) -> Iterator[dict[str, Any]]:
    """A window each for heron, who reviews, and wren. Any complaint of the browser is an error."""
    address, wrong, held = served(record), [], {}
    for name in ("heron", "wren"):
        context = browser.new_context(base_url=address, viewport={"width": 1300, "height": 900})
        page = held[name] = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.goto("/queue")
        page.get_by_label("take a pseudonym").fill(name)
        follow(page, page.get_by_role("button", name="Begin"))
    yield held
    assert wrong == []


def follow(page: Any, thing: Any) -> None:
    """Click, and wait until the browser is where that leads."""
    with page.expect_navigation():
        thing.click()


def of(record: Record, file: str) -> Any:
    return record.report(next(r["id"] for r in record.reports() if r["file"] == file))


def test_the_queue_is_chosen_from_given_and_left_for_later(people: dict[str, Any], record: Record) -> None:
    heron, wren = people["heron"], people["wren"]
    heron.goto("/queue")
    rows = heron.locator("tbody tr")
    many = rows.count()
    assert re.search(r"Claims left to judge: \d+, in \d+ reports", heron.locator(".left-over").inner_text())
    heron.get_by_label("Place").fill("hamgyong")
    follow(heron, heron.get_by_role("button", name="Show", exact=True))
    assert rows.all_inner_texts() and "border-night.txt" in rows.first.inner_text() and rows.count() == 1
    follow(heron, heron.get_by_role("link", name="Show all"))
    heron.get_by_label("A row is").select_option("incident")
    follow(heron, heron.get_by_role("button", name="Show", exact=True))
    assert rows.count() > many
    heron.goto("/queue")
    heron.get_by_role("checkbox", name=re.compile("^Mark border-night.txt")).check()
    heron.get_by_label("Give the marked ones to").fill("wren")
    follow(heron, heron.get_by_role("button", name="Assign"))
    assert "border-night.txt" not in heron.locator("tbody").inner_text()  # it is wren's now
    wren.goto("/queue")
    assert wren.locator(".news").inner_text().startswith("1")  # wren is told on every page, until they look
    follow(wren, wren.get_by_role("link", name="Your desk, wren"))
    assert "gives “border-night.txt” to wren" in wren.locator("section[aria-labelledby=new]").inner_text()
    assert (
        "border-night.txt" in wren.locator("section[aria-labelledby=given]").inner_text() and wren.locator(".news").count() == 0
    )
    heron.goto("/queue")
    first = rows.first.locator("th a").inner_text()
    follow(heron, heron.get_by_role("row", name=re.compile(first)).get_by_role("button", name="Later"))
    assert rows.first.locator("th a").inner_text() != first
    follow(heron, heron.get_by_role("button", name="Undo my last"))
    assert rows.first.locator("th a").inner_text() == first


def test_a_second_reader_comments_and_returns_and_changes_nothing(people: dict[str, Any], record: Record) -> None:
    heron, wren = people["heron"], people["wren"]
    report = of(record, "contradicting-sources.txt")
    heron.goto("/desk")
    heron.get_by_label("Give a part to").fill("wren")
    follow(heron, heron.get_by_role("button", name="Make them a second reader"))
    wren.goto(f"/report/{report['report']['id']}")
    claims = wren.locator("#claims")
    assert claims.get_by_role("button", name=re.compile("Accept|Reject")).count() == claims.get_by_role("checkbox").count() == 0
    wren.keyboard.press("n")
    head = record.ledger.head().number
    wren.keyboard.press("a")  # judges nothing
    wren.keyboard.press("c")
    dialog = wren.get_by_role("dialog")
    dialog.get_by_label("Comment").wait_for()
    assert dialog.get_by_role("heading", name="Amend it").count() == 0
    wren.keyboard.type("Whose list is it?")
    wren.keyboard.press("Tab")
    wren.keyboard.press("Enter")
    claims.locator(".comment", has_text="Whose list is it?").wait_for()
    assert record.ledger.head().number == head + 1
    wren.get_by_role("button", name="Return it").click()
    wren.locator("#bench .badge", has_text="returned").wait_for()
    heron.goto("/desk")
    follow(heron, heron.get_by_role("button", name="Make a reviewer of wren"))


def test_two_read_blind_agree_or_are_settled(people: dict[str, Any], record: Record) -> None:
    heron, wren = people["heron"], people["wren"]
    heron.goto("/desk")
    heron.get_by_text("Draw claims that two people judge").click()
    heron.get_by_label("Probability").fill("0.15")
    follow(heron, heron.get_by_role("button", name="Draw", exact=True))
    drawn = heron.locator("section[aria-labelledby=two] a[href^='/claim/']").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert len(drawn) > 2
    for claim, (one, other) in zip(
        drawn[:3], [("Accept as read", "Accept as read"), ("Reject", "Reject"), ("Accept as read", "Reject")], strict=True
    ):
        for page, says in ((heron, one), (wren, other)):
            page.goto(claim)
            if page is wren:
                assert "heron: accepted" not in page.locator("main").inner_text()  # what the first said is sealed
            follow(page, page.get_by_role("button", name=says, exact=True))
    heron.goto("/desk")
    told = heron.locator("section[aria-labelledby=two]").inner_text()
    assert "on 2 they agree" in told and re.search(r"Krippendorff's alpha of accept, amend and reject: \d\.\d{3}", told)
    follow(heron, heron.get_by_role("link", name=re.compile("^Settle the 1")))
    follow(heron, heron.get_by_role("button", name="Settle as wren says"))
    assert "Nobody differs" in heron.locator("main").inner_text()
    assert record.view().claim(int(drawn[2].rpartition("/")[2]))["state"] == "rejected"


def test_people_are_merged_and_parted_again(people: dict[str, Any], record: Record) -> None:
    heron = people["heron"]
    heron.goto("/people?words=quelisse")
    ids = heron.locator("tbody th a").all_inner_texts()
    assert len(ids) == 2
    follow(heron, heron.locator("tbody th a").first)
    assert heron.get_by_role("heading", name="Quelisse").is_visible()
    follow(heron, heron.get_by_role("link", name="Split or merge"))
    heron.locator(f"input[name=other][value={ids[1]}]").check()
    heron.locator("form[data-form=merge]").get_by_label("Why").fill("the same person")
    follow(heron, heron.get_by_role("button", name=f"Merge into {ids[0]}"))
    assert (
        f"with {ids[1]}" in heron.locator("main").inner_text()
        and heron.locator("section[aria-labelledby=aliases] li").count() == 2
    )
    heron.get_by_label("Comment").fill("ask the elders")
    follow(heron, heron.get_by_role("button", name="Say it"))
    assert "ask the elders" in heron.locator(".comment").inner_text() and "merges" in heron.locator(".history").inner_text()
    follow(heron, heron.get_by_role("link", name="what was merged, and how to undo it"))
    follow(heron, heron.get_by_role("button", name=re.compile("^Undo merge")))
    heron.goto("/people?words=quelisse")
    assert heron.locator("tbody th a").all_inner_texts() == ids


def test_the_ledger_takes_back_by_a_new_entry_and_tells_what_was_known(people: dict[str, Any], record: Record) -> None:
    heron = people["heron"]
    claim = next(c["number"] for c in of(record, "council.txt")["claims"] if c["state"] == "open" and c["property"] == "act")
    heron.goto(f"/claim/{claim}")
    follow(heron, heron.get_by_role("button", name="Reject"))
    before = record.ledger.head().number
    heron.goto("/ledger")
    row = heron.get_by_role("row", name=re.compile(f"rejects claim {claim}"))
    follow(heron, row.get_by_role("button", name="Undo"))
    assert record.ledger.head().number == before + 1 and record.view().claim(claim)["state"] == "open"
    assert "taken back" in heron.get_by_role("row", name=re.compile(f"rejects claim {claim}")).inner_text()
    heron.get_by_label("The record as of").fill("2999-01-01")
    follow(heron, heron.get_by_role("button", name="Show", exact=True))
    then = heron.locator("section[aria-labelledby=then]")
    follow(heron, then.get_by_role("link", name="Why? documented death", exact=True))
    assert (
        re.search(r"Why\? Documented death: \d+", heron.locator("#why-title").inner_text())
        and heron.locator("#why tbody tr").count() > 2
    )
    follow(heron, heron.locator("#why tbody th a").first)
    assert "As it was known on 2999-01-01" in heron.locator("main").inner_text() and heron.locator("#why .account").count() >= 1
    assert heron.get_by_role("button", name="Say it").count() == 0  # nobody decides on what was
    follow(heron, heron.get_by_role("link", name="See it as it is now"))
    assert heron.get_by_role("button", name="Say it").count() == 1


def test_an_incident_says_who_differs_how_sure_it_is_and_what_was_done(people: dict[str, Any], record: Record) -> None:
    heron = people["heron"]
    report = of(record, "council.txt")
    dates = [c for c in report["claims"] if c["property"] == "date" and c["state"] == "open"]
    record.review("wren").merge(dates[0]["subject"], [dates[1]["subject"]], "told twice")
    heron.goto(f"/incident/{dates[0]['subject']}")
    sides = heron.locator("section[aria-labelledby=differ] .sides").first.locator(".side")
    one, other = (s.bounding_box() for s in (sides.nth(0), sides.nth(1)))
    assert one and other and abs(one["y"] - other["y"]) < 2 and other["x"] > one["x"] + one["width"] - 1  # side by side
    main = heron.locator("main").inner_text()
    assert "Did it happen? " in main and "uncorroborated: it rests on" in main
    assert "merges" in heron.locator(".history").inner_text() and heron.locator("figure .map").count() == 1
    follow(heron, heron.locator("dt a[href*='why=grade']"))
    assert heron.locator("#why .account").count() >= 1
    follow(heron, heron.get_by_role("link", name="Print"))
    assert heron.get_by_role("heading", name="How the toll adds up").is_visible() and heron.locator("header").count() == 0


def test_named_institutions_have_a_history_with_why_and_nobody_else(people: dict[str, Any], record: Record) -> None:
    heron = people["heron"]
    heron.goto("/sources")
    named = heron.locator("section[aria-labelledby=named]")
    assert (
        "the Dayton Town Council" in named.inner_text()
        and "neighbour" not in named.inner_text()
        and "source" not in named.inner_text()
    )
    follow(heron, named.get_by_role("link", name="Why? the Dayton Town Council"))
    why = heron.locator("#why").inner_text()
    assert "It told of 1 incident" in why and "no independent report tells of it" in why
    heron.goto("/sources?words=neighbour")
    assert (
        heron.locator("section[aria-labelledby=each] tbody tr").count() == 1
        and heron.locator("#why, section[aria-labelledby=named]").count() == 0
    )


def test_hangul_and_arabic_are_found_and_a_search_is_kept(people: dict[str, Any], record: Record) -> None:
    heron = people["heron"]
    for words, file, hit in (
        ("농부", "korean.txt", "농부"),
        ("قتل", "arabic.txt", "قُتل"),
        ('"family of five"', "border-night.txt", "family"),
    ):
        heron.goto("/search")
        heron.get_by_label("Words").fill(words)
        follow(heron, heron.get_by_role("button", name="Search", exact=True))
        assert heron.locator(".hits > li").count() == 1 and file in heron.locator(".hits").inner_text()
        assert hit in heron.locator(".hits mark").first.inner_text()
    heron.get_by_label("Keep this search on your desk as").fill("A family")
    follow(heron, heron.get_by_role("button", name="Save it"))
    follow(heron, heron.get_by_role("link", name="A family"))
    assert heron.get_by_label("Words").input_value() == '"family of five"'
    assert heron.locator(".hits p[dir=auto]").first.evaluate("e => getComputedStyle(e).direction") == "ltr"
    heron.goto("/search?words=قتل")
    assert heron.locator(".hits p[dir=auto]").first.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_a_pdf_opens_at_the_page_of_the_claim(people: dict[str, Any], record: Record) -> None:
    heron = people["heron"]
    report = of(record, "names-of-the-dead.pdf")
    heron.goto(f"/report/{report['report']['id']}")
    heron.locator(f"#claim-{report['claims'][-1]['number']}").focus()
    heron.keyboard.press("o")
    sheet = heron.get_by_role("dialog").locator("[data-words]")
    sheet.wait_for()
    assert "The words are on this page." in sheet.inner_text()
    assert "blur" in sheet.locator("img").evaluate("e => getComputedStyle(e).filter")
    heron.keyboard.press("Space")  # the box that shows it is at hand
    heron.wait_for_function("() => getComputedStyle(document.querySelector('dialog [data-words] img')).filter === 'none'")
    heron.keyboard.press("Escape")
    heron.get_by_role("dialog").wait_for(state="hidden")


def test_every_figure_of_the_map_says_why(people: dict[str, Any], record: Record) -> None:
    heron = people["heron"]
    heron.goto("/map")
    total = re.search(r": (\d+)", heron.locator("#lead strong").inner_text())
    follow(heron, heron.locator("#lead").get_by_role("link", name=re.compile("stated")).first)
    assert total and heron.locator("#why-title").inner_text().endswith(f": {total[1]}")
    heron.get_by_text("The map as a table").click()
    row = heron.locator("details", has_text="The map as a table").locator("tbody tr").first
    place, figure = row.locator("th").inner_text(), row.locator("td.number").nth(1).inner_text().split(" ")[0]
    follow(heron, row.get_by_role("link", name=re.compile("^Why")).first)
    assert place in heron.locator("#why-title").inner_text() and f": {figure}" in heron.locator("#why-title").inner_text()
