"""HTML: the article and the page's own metadata, pages made to break a parser, and no network."""

from __future__ import annotations

import socket
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.capture import BadInput, Captured, capture_path
from onrecord.capture.flat import flat_text, flat_title, size
from onrecord.capture.html import FLAT_TOOL, read_html

BODY = """<nav><a href="/">Home</a> <a href="/s">Sport</a></nav><article><h1>Two killed at Marrow Bridge</h1>
<p>Two men were killed at Marrow Bridge on Tuesday night when guards opened fire on a lorry, a driver who saw it said.</p>
<p>“They shot without a word,” said the driver, who gave no name. A third man was wounded in the leg and taken away.</p>
<p>The company that runs the bridge said that it knew of no shooting and that the bridge had been closed since May 3.</p>
</article><footer>© 2019 Delta Post</footer>"""
HEAD = """<title>Two killed | Delta Post</title><meta property="og:title" content="Two killed at Marrow Bridge">
<meta property="og:site_name" content="Delta Post"><link rel="canonical" href="https://delta-post.example/a/2">"""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        pytest.fail("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def page(tmp_path: Path, head: str = HEAD, body: str = BODY, encoding: str = "utf-8", published: str | None = None) -> Captured:
    path = tmp_path / "page.html"
    path.write_bytes(f'<!DOCTYPE html><html lang="en-GB"><head>{head}</head><body>{body}</body></html>'.encode(encoding))
    (found,) = capture_path(path, published)
    assert isinstance(found, Captured), found
    assert found.original == path.read_bytes()
    return found


def test_the_article_and_what_the_page_says_of_itself(tmp_path: Path) -> None:
    found = page(
        tmp_path, HEAD + '<meta property="article:published_time" content="2024-02-13T08:30:00+00:00">', published="2020"
    )
    kept = found.capture
    assert kept.title == found.rendition.title == "Two killed at Marrow Bridge"
    assert (kept.published, kept.publisher, kept.language) == ("2024-02-13", "Delta Post", "en")
    assert kept.url == "https://delta-post.example/a/2"
    assert kept.media_type == "text/html"
    assert found.rendition.tool.startswith("trafilatura/")
    text = found.rendition.text
    assert "Home" not in text and "Sport" not in text
    assert "a driver who saw it said.\n“They shot without a word,”" in text
    assert kept.notices == ()


def test_date_publisher_and_graph_in_linked_data(tmp_path: Path) -> None:
    script = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", '
        '"datePublished": "2023-06-09", "publisher": {"name": "River Daily"}}]}</script>'
        '<script type="application/ld+json">{broken</script>'
    )
    found = page(tmp_path, "<title>Two killed</title>" + script)
    assert (found.capture.published, found.capture.publisher) == ("2023-06-09", "River Daily")


def test_a_day_in_the_articles_words_is_not_its_day_of_publication(tmp_path: Path) -> None:
    body = BODY.replace("Tuesday night", "the night of March 4, 2018")
    assert page(tmp_path, body=body).capture.published is None
    assert page(tmp_path, body=body, published="2024-02-13").capture.published == "2024-02-13"


def test_a_wrong_date_in_the_metadata(tmp_path: Path) -> None:
    found = page(tmp_path, HEAD + '<meta property="article:published_time" content="2024-13-45T00:00:00Z">')
    assert found.capture.published is None
    assert "“2024-13-45T00:00:00Z” in the file is not a date" in found.capture.notices[0]


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("cp949", '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">'),
        ("cp949", ""),
        ("utf-8", '<meta charset="euc-kr">'),
        ("utf-16", '<meta charset="utf-16">'),
    ],
)
def test_encodings_declared_rightly_wrongly_or_not(tmp_path: Path, encoding: str, meta: str) -> None:
    body = (
        "<article><h1>장터에서 세 명 숨져</h1>"
        + "<p>국경 지역의 한 소식통은 남자 세 명이 숨졌다고 전했다.</p>" * 5
        + "</article>"
    )
    found = page(tmp_path, meta + "<title>장터에서 세 명 숨져</title>", body, encoding)
    assert "남자 세 명이 숨졌다고 전했다." in found.rendition.text
    assert found.capture.title == "장터에서 세 명 숨져"


def test_windows_1252_declared_as_latin_1(tmp_path: Path) -> None:
    assert "“They shot" in page(tmp_path, '<meta charset="iso-8859-1">' + HEAD, encoding="cp1252").rendition.text


def test_where_no_article_is_found_all_words_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_args, **_named: None)
    found = page(tmp_path)
    assert found.rendition.tool == FLAT_TOOL
    assert "Two men were killed at Marrow Bridge on Tuesday night" in found.rendition.text
    assert found.capture.title == "Two killed | Delta Post"


def test_a_parser_that_trips_over_a_page_does_not_lose_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def trip(*_args: object, **_named: object) -> None:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", trip)
    found = page(tmp_path)
    assert "Two men were killed" in found.rendition.text
    assert "RecursionError" in found.capture.notices[0]


def test_a_page_without_text_is_kept_and_says_so(tmp_path: Path) -> None:
    found = page(tmp_path, "<title>App</title>", '<div id="root"></div><script>start()</script>')
    assert found.rendition.text == ""
    assert "no text" in found.capture.notices[0]


@pytest.mark.parametrize("tag", ["div", "span", "x-y"])
@pytest.mark.parametrize("closed", [True, False])
def test_a_page_of_100_000_nested_tags(tag: str, closed: bool) -> None:
    n = 100_000
    data = f"<html><title>Deep</title><body>{f'<{tag}>' * n}<p>Two were killed.</p>{f'</{tag}>' * n * closed}</body>".encode()
    tracemalloc.start()
    start = time.process_time()
    found = read_html(data, "deep.html")
    took = time.process_time() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.text == "Two were killed."
    assert found.title == "Deep"
    assert "nested too deeply" in found.notices[0]
    assert took < 5  # even while memory is traced
    assert peak < 100_000_000


@pytest.mark.parametrize(
    "piece", ["<", "<!", "<!--", "<a href='", "<script>", "</", "<p", "&", "&#x", "<p>", "<li>a", "<td>", "</div>", "<![CDATA["]
)
def test_pages_made_to_be_slow_are_not(piece: str) -> None:
    data = f"<html><body>Two were killed. {piece * (300_000 // len(piece))}".encode()
    start = time.process_time()
    read_html(data, "slow.html")
    assert time.process_time() - start < 5


def test_unclosed_paragraphs_and_items_are_not_depth() -> None:
    assert size("<body><div>" + "<p>words<ul>" + "<li>one" * 500 + "</ul>" + "<br>" * 500 + "</div>", 250, 2_000) == (2, 1_004)
    assert size("<!-- " + "<div>" * 500 + "--><script>" + "<div>" * 500 + "</script><div>", 250, 2_000) == (1, 2)


def test_flat_text_keeps_blocks_apart_and_leaves_scripts_out() -> None:
    said = flat_text(
        "<head><title>T</title></head><body><p>One &amp; <b>tw</b>o</p><script>x<p>y</script>3 < 4<br>end<nav>menu</nav>"
    )
    assert said == "One & two\n3 < 4\nend"
    assert flat_title("<head><title>A &gt;\n B</title>") == "A > B"
    assert flat_title("<p>none</p>") is None


@given(st.text(alphabet="<>/!-ab \"'=&#;p\n", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_tag_soup_is_read(soup: str) -> None:
    assert "<script" not in flat_text(soup)
    assert size(soup, 10, 1_000)[0] <= 11


def test_binary_junk_named_html(tmp_path: Path) -> None:
    (tmp_path / "junk.html").write_bytes(bytes(range(256)) * 40)
    (found,) = capture_path(tmp_path / "junk.html")
    assert isinstance(found, BadInput)
    assert "junk.html is not a page" in str(found)
