"""Pages in a person's language: which one, what of a page is in it, and that nothing of one reader's language reaches another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.languages import catalogue
from onrecord.locale import making
from onrecord.record import Record, create
from onrecord.web import app
from tests.locale.test_catalogues import catalogue as po

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
HANGUL = re.compile("[\uac00-\ud7a3]")
ORIGIN = {"origin": "http://testserver"}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("spoken")
    with create(folder / "record", name="7") as made:
        list(made.build([REPORTS / n for n in ("border-night.txt", "alleged-torture.txt", "denial.txt", "bus-station.jsonl")]))
        yield made


@pytest.fixture(scope="module")
def quiet(record: Record) -> TestClient:
    """Who says nothing of languages."""
    return TestClient(app(record), headers={"accept-language": ""})


def someone(record: Record, code: str) -> TestClient:
    """A reviewer whose browser asks for a language."""
    made = TestClient(app(record), headers={"accept-language": f"{code};q=0.9"})
    made.post("/me", data={"token": token(made), "name": "heron", "back": "/"}, headers=ORIGIN)
    return made


def token(client: TestClient) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/ledger").text)
    assert found
    return found[1]


def language_of(text: str) -> str:
    found = re.search(r'<html lang="([^"]+)" dir="ltr">', text)
    assert found
    return found[1]


def pages(record: Record) -> list[str]:
    """Every page of the workbench, as a reviewer meets it."""
    incidents, reports = record.list(), record.reports()
    one, other = incidents[0]["id"], incidents[1]["id"]
    claim = record.report(reports[0]["id"])["claims"][0]["number"]
    people = [v["id"] for i in incidents for v in i["victims"]]
    return [
        "/", "/?text=zzz", "/?since=rubbish", "/queue", "/queue?by=incident", "/links", f"/link/{one}/{other}", "/reports", "/people",
        "/people?who=everybody", f"/person/{people[0]}", "/sources", "/map", "/map?measure=killed&since=2020&by=country", "/charts",
        "/charts?by=sex&how=alleged", "/charts?by=outcome", "/charts?by=act&bar=killing", "/charts?words=zzz", "/command", "/estimate",
        "/ledger", "/ledger?what=everything", "/ledger?as_of=2030-01-01", "/capture", "/search", "/search?words=men", "/search?words=zzz",
        "/desk", "/differ", "/why?of=death", "/why?of=injury&how=alleged", f"/claim/{claim}", "/claim/999999", "/nothing",
        f"/claims/preview?decision=accept&claim={claim}", f"/claims/preview?decision=reject&claim={claim}", f"/thing/{one}",
        f"/thing/{people[0]}",
        *(f"/incident/{i['id']}{end}" for i in incidents[:6] for end in ("", "?why=all", "?why=grade", "?why=death", "?print=1")),
        *(f"{start}{r['number']}" for r in reports for start in ("/original/", "/add/", "/report/r")),
    ]  # fmt: skip


class Words(HTMLParser):
    """The words of a page that are the workbench's own: not a report's, a name's or a command's."""

    _THEIRS = ("q", "mark", "article", "pre", "code", "kbd", "bdi", "blockquote", "style", "script")
    _VOID = ("meta", "link", "input", "br", "img")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        theirs = tag in self._THEIRS or "dir" in said or any(t for _, t in self._open)
        if not theirs:
            self.found += [said[k] or "" for k in ("aria-label", "title", "alt", "placeholder", "data-label") if said.get(k)]
        if tag not in self._VOID:
            self._open.append((tag, theirs and tag != "html"))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(theirs for _, theirs in self._open):
            self.found.append(" ".join(data.split()))


def words_of(text: str) -> list[str]:
    reading = Words()
    reading.feed(text)
    return reading.found


@pytest.mark.parametrize("code", ["ko", "es"])
def test_every_page_is_in_the_readers_language(record: Record, code: str) -> None:
    client = someone(record, code)
    english = {m.id for m in po(code) if isinstance(m.id, str) and m.id and m.string != m.id and "%(" not in m.id}
    for path in pages(record):
        answer = client.get(path)
        assert answer.status_code in (200, 404) and language_of(answer.text) == code, path
        left = [w for w in words_of(answer.text) if w.strip("←→ ·:;,.") in english or w in english]
        assert left == [], (path, left)
        assert "%(" not in answer.text and "{{" not in answer.text, path


def test_who_says_nothing_reads_english(quiet: TestClient) -> None:
    assert language_of(quiet.get("/").text) == "en"
    assert language_of(quiet.get("/", headers={"accept-language": "fr, xx-YY;q=0.5"}).text) == "en"
    assert quiet.get("/words.js").text.count("/* table */ {}") == 1


def test_one_readers_language_never_reaches_another(record: Record) -> None:
    """What a view keeps is kept without a language, or by it: whoever asks first."""
    korean, english = someone(record, "ko"), someone(record, "en")
    for path in pages(record):
        first, text = korean.get(path).text, english.get(path).text
        assert language_of(first) == "ko" and language_of(text) == "en", path
        assert not HANGUL.search(text.replace("한국어", "")), path


def test_a_person_chooses_and_the_browser_remembers(record: Record, quiet: TestClient) -> None:
    client = TestClient(app(record), headers={"accept-language": "es"})
    assert language_of(client.get("/").text) == "es"
    form = {"token": token(client), "language": "ko"}
    answer = client.post(
        "/language", data=form, headers={**ORIGIN, "referer": "http://testserver/people?who=everybody"}, follow_redirects=False
    )
    assert answer.status_code == 303 and answer.headers["location"] == "/people?who=everybody"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("onrecord_language=ko;") and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert (
        language_of(client.get("/").text) == "ko" and 'lang="ko" dir="auto" aria-current="true">한국어' in client.get("/").text
    )


def test_what_is_no_choice_is_refused(record: Record) -> None:
    client = TestClient(app(record), headers={"accept-language": "es"})
    form = {"token": token(client), "language": "../../etc"}
    answer = client.post("/language", data=form, headers=ORIGIN, follow_redirects=False)
    assert answer.status_code == 400 and "set-cookie" not in answer.headers and "Aquí no hay ningún idioma" in answer.text
    assert client.post("/language", data={"language": "ko"}, headers=ORIGIN).status_code == 403
    elsewhere = {"origin": "http://elsewhere.example"}
    assert client.post("/language", data=form | {"language": "ko"}, headers=elsewhere).status_code == 403
    away = {**ORIGIN, "referer": "http://elsewhere.example//evil.example/x"}
    answer = client.post("/language", data=form | {"language": "ko"}, headers=away, follow_redirects=False)
    assert answer.headers["location"] == "/queue"
    client.cookies.set("onrecord_language", "xx")
    assert language_of(client.get("/").text) in ("es", "ko")


def test_refusals_and_answers_to_scripts_are_in_the_readers_language(record: Record) -> None:
    client = someone(record, "ko")
    answer = client.post("/undo/last", data={"token": token(client)}, headers={**ORIGIN, "accept": "application/json"})
    assert answer.status_code == 400 and HANGUL.search(answer.json()["sentence"])
    assert "기록에 진술 999999이(가) 없거나 삭제되었습니다." in client.get("/claim/999999").text


def test_the_scripts_table(record: Record) -> None:
    client = someone(record, "es")
    answer = client.get("/words.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    found = re.search(r"const onrecordWords = (\{.*\});\n", answer.text)
    assert found
    table = json.loads(found[1])
    assert table["Saved."] == "Guardado."
    counted = table["%(n)s claim is picked."]
    assert [counted["forms"][int(counted["of"][n])] for n in (0, 1, 2, 101)] == [
        f"%(n)s {w}." for w in ("afirmaciones marcadas", "afirmación marcada", "afirmaciones marcadas", "afirmaciones marcadas")
    ]


def test_the_index_of_words_is_in_english_whoever_searches_first(tmp_path: Path) -> None:
    with create(tmp_path / "record", name="7") as made:
        list(made.build([REPORTS / "border-night.txt"]))
        asked = "/search?within=claims&words=%22by+their+own+hand%22"
        with TestClient(app(made), headers={"accept-language": "ko"}) as client:
            assert "<strong>1</strong>" in client.get(asked).text
        with TestClient(app(made), headers={"accept-language": "en"}) as client:
            assert "<strong>1</strong> report" in client.get(asked).text


def test_pictures_are_in_the_readers_language(record: Record) -> None:
    client = someone(record, "ko")
    for path in ("/map.svg", "/timeline.svg", "/charts.svg"):
        assert "기록된" in client.get(path).text
    assert "기록된" not in someone(record, "es").get("/map.svg").text


def test_catalogues_are_compiled() -> None:
    for place in making.catalogues():
        assert place.with_suffix(".mo").exists() and catalogue(place.parts[-3]).gettext("Reports") != "Reports"
