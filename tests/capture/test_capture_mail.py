"""E-mail: a message, its attachments, a mailbox; who sent it stays apart; whatever a message holds, it ends in a report or a sentence."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.capture import BadInput, Captured, capture_path
from onrecord.capture import mail as module
from onrecord.capture.mail import read_mail, read_mbox
from onrecord.record import Record, create

WORDS = "Three men were shot dead in Dayton, Ohio, on May 3, 2021, a neighbour said.\n"


def message(text: str | None = WORDS, html: str | None = None) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Wren Example <wren@example.org>"
    made["To"] = "desk@example.net"
    made["Subject"] = "Three men — 세 사람"
    made["Date"] = "Tue, 04 May 2021 23:30:00 -0400"
    if text is not None:
        made.set_content(text)
    if html is not None:
        made.add_alternative(html, subtype="html") if text is not None else made.set_content(html, subtype="html")
    return made


def found(data: bytes) -> list[Captured | BadInput]:
    return list(read_mail(data, "m.eml", "m.eml"))


def only(data: bytes) -> Captured:
    (one,) = found(data)
    assert isinstance(one, Captured)
    return one


def test_a_message_is_a_report_and_its_sender_stands_apart() -> None:
    data = message().as_bytes()
    one = only(data)
    c = one.capture
    assert (c.title, c.published, c.publisher, c.media_type) == ("Three men — 세 사람", "2021-05-04", None, "message/rfc822")
    assert one.rendition.text == WORDS.strip() and one.original == data
    assert one.identity is not None and "wren@example.org" in one.identity and "desk@example.net" in one.identity
    assert "example.org" not in str(c.to_json()) and "Wren" not in str(c.to_json()) and "Wren" not in one.rendition.text


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (message(html="<p>page</p>"), WORDS),
        (message(text="", html="<p>Two died &amp; one lived.</p><script>x</script>"), "Two died & one lived."),
        (message(text=None, html="<p>Two died.</p>"), "Two died."),
    ],
)
def test_the_plain_words_else_the_page(made: EmailMessage, text: str) -> None:
    assert only(made.as_bytes()).rendition.text.strip() == text.strip()


def test_other_encodings_and_transfer_encodings() -> None:
    for charset, encoding in (("euc-kr", "base64"), ("utf-8", "quoted-printable"), ("utf-8", "8bit")):
        made = message(None)
        made.set_content("경비병이 세 사람을 쏘았다.\n", charset=charset, cte=encoding)
        assert only(made.as_bytes()).rendition.text == "경비병이 세 사람을 쏘았다."


def test_attachments_are_reports_of_their_own() -> None:
    made, inner = message(), message("One woman was wounded in Dayton.\n")
    made.add_attachment("A list of the dead.\n", filename="../../이름 list.txt")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="photo.png")
    made.add_attachment(b"%PDF-nothing", maintype="application", subtype="pdf", filename="broken.pdf")
    made.add_attachment(inner)
    mail, listed, forwarded = found(made.as_bytes())
    assert isinstance(mail, Captured) and isinstance(listed, Captured) and isinstance(forwarded, Captured)
    assert listed.capture.file == "이름 list.txt" and listed.original == b"A list of the dead.\n"
    assert listed.inside == forwarded.inside == mail.capture.sha256 and mail.inside is None
    assert forwarded.rendition.text.strip() == "One woman was wounded in Dayton."
    notices = " ".join(mail.capture.notices)
    assert "photo.png" in notices and "broken.pdf" in notices and "stays in the e-mail's original" in notices


def test_an_address_in_the_words_is_told() -> None:
    assert "hold an address" in " ".join(only(message("Write to wren@example.org.\n").as_bytes()).capture.notices)


def test_a_mailbox_is_read_message_by_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = message().as_bytes(), message("Two died.\n>From here on nobody knows.\n").as_bytes()
    (tmp_path / "box.mbox").write_bytes(
        b"From a Tue May  4\n" + one + b"\nFrom b Tue May  4\n" + two + b"\nFrom c\nno mail at all\n"
    )
    kept = list(capture_path(tmp_path / "box.mbox"))
    assert [k.original for k in kept if isinstance(k, Captured)] == [one, two]
    assert "message 3, is no e-mail" in str(kept[2])
    monkeypatch.setattr(module, "MAX_MAIL", len(one) + 10)
    big = b"From x\n" + b"Subject: y\n\n" + b"z" * 5000 + b"\n\nFrom y\n" + one
    first, second = read_mbox(io.BytesIO(big), "b.mbox", "b.mbox")
    assert isinstance(first, BadInput) and "take it out" in str(first) and isinstance(second, Captured)
    for junk in (b"", b"\n\n", b"Dear all,\n\nFrom here\n", b"\x00" * 100):
        (refused,) = read_mbox(io.BytesIO(junk), "b.mbox", "b.mbox")
        assert isinstance(refused, BadInput) and "no mailbox" in str(refused)


@pytest.mark.parametrize("data", [b"just words, no heads", b"\x00\x01\x02" * 50, b"X-Nothing: 1\n\nwords"])
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="no e-mail"):
        found(data)


def test_malformed_messages_end_in_a_report_or_a_sentence() -> None:
    nested = b"Subject: x\n" + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(400))
    wrong = [
        nested,
        b"Subject: =?utf-8?b?////?=\nDate: Tue, 99 Foo 99999 77:99\nFrom: \xff\xfe<>,,;\nContent-Type: text/plain; charset=klingon\n\nwords",
        b"Subject: y\nContent-Type: multipart/mixed\n\nno boundary",
        b"Subject: y\nContent-Type: multipart/alternative; boundary=b\n\n--b\n--b--",
        b"Subject: y\nContent-Transfer-Encoding: base64\n\n!!!not base64!!!",
        b"Subject: " + b"a" * 100_000 + b"\n\nwords",
        b"Subject: y\nContent-Disposition: attachment; filename*=utf-8''%ff%00..%2f\n\nwords",
    ]
    for data in wrong:
        try:
            assert found(data)
        except BadInput as error:
            assert len(str(error)) < 300


@settings(max_examples=60)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Type: message/rfc822\n"]),
)
def test_any_bytes_end_in_a_report_or_a_sentence(data: bytes, head: bytes) -> None:
    try:
        for item in found(b"Subject: s\n" + head + b"\n" + data):
            assert isinstance(item, BadInput) or item.capture.title == "s" or item.inside
    except BadInput as error:
        assert str(error)


def test_the_record_keeps_the_sender_apart_and_forgets_a_mail_with_its_attachments(tmp_path: Path) -> None:
    made = message()
    made.add_attachment("Two women were wounded in Dayton, Ohio, on May 3, 2021.\n", filename="list.txt")
    (tmp_path / "m.eml").write_bytes(made.as_bytes())
    with create(tmp_path / "record") as record:
        assert [d.what for d in record.build(tmp_path / "m.eml")] == ["added", "added"]
        assert [d.what for d in record.build(tmp_path / "m.eml")] == ["known", "known"]
        mail, listed = record.reports()
        assert listed["part_of"] == mail["number"] and mail["part_of"] is None
        everything = str([record.reports(), record.list(), [record.report(r["id"]) for r in record.reports()]])
        assert "example.org" not in everything
        (identity,) = record.ledger.entries({"identity"})
        assert identity.payload and "wren@example.org" in identity.payload["identity"]
        assert identity.payload["label"]["level"] == "confidential"
        check_forgotten(record, listed["id"], identity.number)


def check_forgotten(record: Record, attachment: str, identity: int) -> None:
    gone = record.forget(attachment, "asked to")
    assert identity in gone and all(r["forgotten"] for r in record.reports())
    assert record.verify() == [] and next(iter(record.ledger.entries({"identity"}))).payload is None
