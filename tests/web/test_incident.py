"""The page of an incident in full, its print, and what institutions and people were told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from onrecord.record import Record, create
from onrecord.review import history
from onrecord.web import app
from onrecord.web.appearances import _is_named, aliases, described, institutions
from onrecord.web.sides import contradictions
from tests.web.axe import violations
from tests.web.chromium import served, skipped

ONE = "Border guards shot dead four traders near Hoeryong, North Korea, on May 28, 2021, the Harbour Institute said."
TWO = "Five traders were shot dead by border guards near Hoeryong, North Korea, on May 28, 2021, a source in the town said."
THREE = "Border guards killed two men near Musan, North Korea, on June 2, 2021, a source in the town said."
FOUR = "Soldiers killed a man in Hyesan, North Korea, on June 5, 2021, the Harbour Institute said."
HOSTILE = "Four <b>men</b> were killed in Dayton, Ohio, on May 3, 2021, a <script>alert(1)</script> source \u202esaid."


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("incident")
    for name, text in zip("abcde", (ONE, TWO, THREE, FOUR, HOSTILE), strict=True):
        (folder / f"{name}.txt").write_text(f"<script>Report {name}</script>\n\n{text}\n", encoding="utf-8")
    with create(folder / "record", name="<i>Samples</i>") as made:
        made.build(sorted(folder.glob("*.txt")), "2021-07-01", link=False)
        review = made.review("heron")
        review.merge(told(made, "a.txt"), [told(made, "b.txt")], "one night")
        people = [v["id"] for v in made.show(told(made, "a.txt"))["victims"]]
        review.merge(people[0], people[1:])
        place = next(n for n in made.view().state.standing(number(made), "place"))
        review.accept(place, "as the map has it")
        perpetrator = next(n for n in made.view().state.standing(number(made), "perpetrator"))
        review.reject(perpetrator, "a slip of the pen")
        yield made


def told(record: Record, file: str) -> str:
    return next(str(i["id"]) for i in record.list() if any(r["file"] == file for r in i["reports"]))


def number(record: Record) -> int:
    return int(told(record, "a.txt")[1:])


@pytest.fixture(scope="module")
def client(record: Record) -> Iterator[TestClient]:
    with TestClient(app(record)) as made:
        yield made


def section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    assert found is not None, name
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1]))


@pytest.mark.parametrize("print_", ["", "?print=1"])
def test_all_that_is_held_of_it(client: TestClient, record: Record, print_: str) -> None:
    page = client.get(f"/incident/{told(record, 'a.txt')}{print_}").text
    differ = section(page, "differ")
    assert "Count of p" in differ and "4 claim" in differ and "5 claim" in differ and "Harbour Institute" in differ
    by_source = section(page, "by-source")
    for field in ("What happened", "When", "Where", "To whom", "What became of them", "By whom"):
        assert field in by_source
    assert re.search(r"Against: denied, or rejected by a reviewer .*Border guards.* rejected", by_source)
    adds_up = section(page, "arithmetic")
    assert "death 4, killed 4" in adds_up and "death 5, killed 5" in adds_up and "stated: death 4–5" in adds_up
    assert "Over several origins: min is the lowest" in adds_up
    history = section(page, "history")
    assert "heron merges" in history and "as the map has it" in history and "rejects claim" in history
    assert "a.txt" in section(page, "related") and "b.txt" in section(page, "related")
    assert "uncorroborated" in page and 'aria-label="Map. Hoeryŏng' in page


def test_relations_are_told_from_both_ends(tmp_path: Path) -> None:
    with create(tmp_path / "record") as made, TestClient(app(made)) as client:
        made.build(Path(__file__).parents[2] / "examples" / "reports" / "border-night.txt")
        first = next(i for i in made.list() if i["relations"])
        other = first["relations"][0]["to"]
        assert f'href="/incident/{other}"' in client.get(f"/incident/{first['id']}").text
        back = section(client.get(f"/incident/{other}").text, "related")
        assert f"{first['id']} " in back and "led to this" in back


@pytest.mark.parametrize("path", ["", "?print=1", "?why=all"])
def test_hostile_words_stay_words(client: TestClient, record: Record, path: str) -> None:
    text = client.get(f"/incident/{told(record, 'e.txt')}{path}").text
    assert (
        set(re.findall(r"<script[^>]*>", text))
        <= {'<script src="/words.js" defer>', '<script src="/saving.js" type="module">', '<script src="/row.js" type="module">'}
        and "<i>Samples" not in text
    )
    assert "\u202e" not in section(text, "by-source") and "<b>men" not in text


def test_an_institution_has_a_history_and_an_unnamed_source_has_none(client: TestClient, record: Record) -> None:
    held = institutions(record.view())
    assert [g["words"] for g in held] == ["the Harbour Institute"]
    assert (held[0]["reports"], held[0]["incidents"], held[0]["borne_out"], held[0]["wrong"]) == (2, 2, 1, 1)
    unnamed = [s for s in described(record.view()) if s["words"] == "a source in the town"]
    assert len(unnamed) == 2 and len({s["report"] for s in unnamed}) == 2  # the same words in two reports are two sources
    page = client.get("/sources").text
    named = section(page, "named")
    assert "Harbour Institute" in named and "source in the town" not in named
    assert page.count("a source in the town</th>") == 2


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("the Harbour Institute", True), ("Police in Nkoro", True), ("Tidewire", True), ("police", False), ("Police", False),
        ("a local official", False), ("an officer of Storkham", False), ("her organisation", False), ("THE ARMY OF NKORO", False),
        ("the army", False), ("", False),
    ],
)  # fmt: skip
def test_only_a_name_makes_an_institution(words: str, named: bool) -> None:
    assert _is_named(words) is named


def test_the_names_of_somebody_with_the_reports_that_use_them(tmp_path: Path) -> None:
    for name, who in (("a", "Ri Sangho"), ("b", "Choe Sangho")):
        text = f"{who}, a trader, was shot dead in Hyesan, North Korea, on May 28, 2021, a resident said."
        (tmp_path / f"{name}.txt").write_text(f"A trader\n\n{text}\n", encoding="utf-8")
    with create(tmp_path / "record") as made, TestClient(app(made)) as client:
        made.build(sorted(tmp_path.glob("*.txt")), link=False)
        ids = [i["id"] for i in made.list()]
        people = [v["id"] for i in made.list() for v in i["victims"]]
        assert len(people) == 2
        review = made.review("heron")
        review.merge(ids[0], ids[1:])
        entry = review.merge(people[0], people[1:])
        found = aliases(made.view(), int(people[0][1:]))
        assert {a["name"]: [r["file"] for r in a["reports"]] for a in found} == {
            "Ri Sangho": ["a.txt"],
            "Choe Sangho": ["b.txt"],
        }
        page = client.get(f"/person/{people[0]}").text
        assert "Choe Sangho" in section(page, "aliases") and "how to undo it" in page and "victim" in section(page, "appears")
        review.undo(entry)
        assert [a["name"] for a in aliases(made.view(), int(people[0][1:]))] == ["Ri Sangho"]


@skipped
def test_a_sheet_to_print_holds_its_words(browser: Any, record: Record, tmp_path: Path) -> None:
    import pypdfium2

    page = browser.new_page(base_url=served(record), color_scheme="dark")
    page.goto(f"/incident/{told(record, 'a.txt')}")
    page.get_by_role("link", name="Print").click()
    page.wait_for_url("**print=1")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.pdf(path=tmp_path / "sheet.pdf", format="A4")
    with pypdfium2.PdfDocument(tmp_path / "sheet.pdf") as document:
        words = " ".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    plain = re.sub(r"\s+", " ", words)
    for said in (
        "four traders",
        "Five traders",
        "How the toll adds up",
        "Where accounts differ",
        "Harbour Institute",
        "heron merges",
        "Documented",
    ):
        assert said in plain, said
    assert "Back to the page" not in plain
    page.close()


@skipped
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_off_the_page_and_axe_finds_nothing(browser: Any, record: Record, scheme: str) -> None:
    address, incident = served(record), told(record, "a.txt")
    person = record.show(incident)["victims"][0]["id"]
    for width in (1440, 768, 360):
        context = browser.new_context(base_url=address, viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        for path in (f"/incident/{incident}", f"/incident/{incident}?print=1", f"/person/{person}", "/people", "/sources"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            if width == 1440:
                assert violations(page) == [], path
        context.close()


@skipped
def test_it_reads_from_right_to_left(browser: Any, record: Record) -> None:
    page = browser.new_page(base_url=served(record), viewport={"width": 768, "height": 900})
    for path in (f"/incident/{told(record, 'a.txt')}", "/map", "/command", "/sources"):
        page.goto(path)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 768, path
        heading = page.locator("h1").bounding_box()
        assert heading["x"] + heading["width"] > 700, path
    page.close()


def test_a_sheet_of_an_earlier_day_names_the_ledger_s_end_of_then(client: TestClient, record: Record) -> None:
    entries = list(record.ledger.entries())
    end, then = entries[-1], entries[-4]
    path = f"/incident/{told(record, 'a.txt')}?print=1"
    now, before = client.get(path).text, client.get(f"{path}&as_of={then.time.isoformat().replace('+00:00', 'Z')}").text
    assert f"entry {end.number} " in now and end.hash[:16] in now
    assert f"entry {then.number} " in before and then.hash[:16] in before and end.hash[:16] not in before


def test_tellings_that_were_joined_differ_only_where_they_differ(tmp_path: Path) -> None:
    samples = Path(__file__).parents[2] / "examples" / "reports"
    with create(tmp_path / "record") as record:
        record.build(sorted(samples.glob("market-*")))
        view, (incident,) = record.view(), record.list()
        different = contradictions(view, int(incident["id"][1:]))
        assert {c["property"] for c in different} == {"count"}, "the group that each report tells of is one"
        koubel = next(v["id"] for v in incident["victims"] if v["names"] == ["Aminata Koubel"])
        joined = view.state.merged_in[int(koubel[1:])]
        said = " ".join(line["words"] for line in history.of_id(view, int(koubel[1:])))
        assert len(joined) == 2 and all(f"p{n}" in said for n in joined), said
