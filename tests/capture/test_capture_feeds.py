"""Feeds: RSS and Atom, each item a report with its link; nothing is fetched, and no entity grows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.capture import BadInput, Captured, capture_path
from onrecord.capture.feeds import read_feed

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>River Daily</title><language>en-GB</language><link>https://river.example/</link>
<item><title>Two killed &amp;amp; one hurt</title><link>https://river.example/1</link><pubDate>Tue, 04 May 2021 23:30:00 -0400</pubDate>
<description>short</description><content:encoded><![CDATA[<p>Two men were killed.</p><script>alert(1)</script><p>One was hurt.</p>]]></content:encoded></item>
<item><title>No words</title><guid>https://river.example/2</guid><pubDate>some day</pubDate></item>
<item><link>https://river.example/3</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko"><title>강 소식</title>
<entry><title>세 사람</title><link rel="self" href="https://x.example/self"/><link href="https://x.example/a"/><updated>2021-05-06T01:00:00Z</updated>
<published>2021-05-05T01:00:00Z</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>세 사람이 <b>죽었다</b>.</p></div></content></entry></feed>"""


def items(text: str) -> list[Captured | BadInput]:
    return list(read_feed(text.encode(), "f.xml", "f.xml"))


def test_rss_items_are_reports_with_their_links() -> None:
    one, two, three = items(RSS)
    assert isinstance(one, Captured) and isinstance(two, Captured)
    c = one.capture
    assert (c.title, c.url, c.published, c.publisher, c.language) == (
        "Two killed & one hurt", "https://river.example/1", "2021-05-04", "River Daily", "en",
    )  # fmt: skip
    assert one.rendition.text == "Two men were killed.\nOne was hurt." and one.original.startswith(b"<item")
    assert two.capture.url == "https://river.example/2" and two.rendition.text == "" and two.capture.published is None
    assert isinstance(three, BadInput) and "item 3, has neither" in str(three)


def test_atom_entries_and_the_same_item_in_a_later_copy() -> None:
    (one,) = items(ATOM)
    assert isinstance(one, Captured)
    assert (one.capture.url, one.capture.published, one.capture.language) == ("https://x.example/a", "2021-05-05", "ko")
    assert one.rendition.text == "세 사람이 죽었다." and one.capture.publisher == "강 소식"
    later = ATOM.replace("<entry>", "<entry><title>New</title></entry><entry>", 1)
    again = items(later)[1]
    assert isinstance(again, Captured) and again.capture.sha256 == one.capture.sha256


@pytest.mark.parametrize(
    "text",
    [
        "", "words", "<html><body>x</body></html>", "<rss></rss>", "<gpx/>", "<rss><channel><title>x</title></channel></rss>",
        '<!DOCTYPE f [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><feed><title>&b;</title></feed>',
        '<!DOCTYPE f SYSTEM "http://127.0.0.1:1/x.dtd"><feed/>',
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused_in_a_sentence(text: str) -> None:
    try:
        (refused,) = items(text)
    except BadInput as error:
        refused = error
    assert isinstance(refused, BadInput) and str(refused).startswith("f.xml is")


def test_entities_do_not_grow_and_no_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(12))
    evil = f'<!DOCTYPE f [{bomb}<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]><feed><entry><title>Two &s; &e11;</title></entry></feed>'
    (tmp_path / "f.xml").write_text(evil, encoding="utf-8")
    for found in capture_path(tmp_path / "f.xml"):
        assert "secret" not in str(found) and len(str(found)) < 5000


@settings(max_examples=60)
@given(st.text(alphabet="<>/!-ab \"'=&;p[]CDATA\n", max_size=80))
def test_any_item_ends_in_a_report_or_a_sentence(junk: str) -> None:
    try:
        assert items(f"<rss><channel><item><title>t</title><description>{junk}</description></item></channel></rss>")
    except BadInput as error:
        assert str(error)
