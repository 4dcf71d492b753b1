"""Mails as bytes: what a mailbox reads is what was written, and no header is injected (N12)."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lederweb.mail.headers import BadHeader
from lederweb.mail.mime import Letter

SENDER = "Lederweb – Væksthus <info@lederweb.dk>"
TO = "karen@example.org"

printable = st.text(
    st.characters(blacklist_categories=("C", "Zl", "Zp"), blacklist_characters="\x85"),
    max_size=300,
)


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.SMTP)


def lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_names_and_subjects_with_danish_letters_arrive():
    letter = Letter(SENDER, "Sådan når du længere på afstand – øv dig", "Kære Åse\n", "<p>Æble</p>")
    message = read(letter.for_recipient(TO, "<1@lederweb.dk>"))
    assert message["Subject"] == "Sådan når du længere på afstand – øv dig"
    assert message["From"].addresses[0].display_name == "Lederweb – Væksthus"
    assert message["From"].addresses[0].addr_spec == "info@lederweb.dk"
    assert lines_of(message.get_body(("plain",)).get_content()) == "Kære Åse\n"
    assert message.get_body(("html",)).get_content().strip() == "<p>Æble</p>"
    assert message["Date"].datetime is not None
    assert not message.defects


@settings(deadline=None)
@given(subject=printable, text=st.text(max_size=2000), html=st.text(min_size=1, max_size=2000))
def test_every_mail_is_read_as_it_was_written(subject, text, html):
    content = Letter(SENDER, subject, text, html).for_recipient(TO, "<1@lederweb.dk>")
    assert content.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    message = read(content)
    # Folding may change which blank stands where a subject is broken, never its words.
    assert str(message["Subject"] or "").split() == subject.split()
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert lines_of(parts[0].get_payload(decode=True).decode()) == lines_of(text)
    assert lines_of(parts[1].get_payload(decode=True).decode()) == lines_of(html)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\0", "\x0b", "\x85", "\u2028"])
@pytest.mark.parametrize("where", ["subject", "sender"])
def test_a_header_is_never_injected_into_the_letter(where, end):
    evil = f"x{end}Bcc: everybody@example.org"
    fields = {"sender": SENDER, "subject": "Hej", "text": "Hej"} | {where: evil}
    with pytest.raises(BadHeader):
        Letter(**fields)
    with pytest.raises(BadHeader):
        Letter(SENDER, "Hej", "Hej", headers={"List-Id": evil})


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\0"])
@pytest.mark.parametrize("where", ["to", "message_id", "headers"])
def test_a_header_is_never_injected_for_one_recipient(where, end):
    evil = f"x{end}Bcc: everybody@example.org"
    letter = Letter(SENDER, "Hej", "Hej")
    fills = {"to": TO, "message_id": "<1@lederweb.dk>"}
    fills |= {where: {"List-Unsubscribe": evil} if where == "headers" else evil}
    with pytest.raises(BadHeader):
        letter.for_recipient(**fills)


def test_a_headers_name_is_no_way_in_either():
    with pytest.raises(BadHeader):
        Letter(SENDER, "Hej", "Hej", headers={"X: y\r\nBcc": "everybody@example.org"})


def test_what_differs_between_readers_is_filled_in_and_escaped_in_html():
    letter = Letter(
        SENDER,
        "Hej",
        "Afmeld: https://link.invalid/x",
        '<a href="https://link.invalid/x">Afmeld</a>',
    )
    link = "http://testserver/nyhedsbrev/afmeld/" + "a" * 120 + '/?a="b"&c=d'
    message = read(letter.for_recipient(TO, "<1@x.dk>", words={"https://link.invalid/x": link}))
    assert link in message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert 'c=d"' in html
    assert "&quot;b&quot;&amp;c=d" in html


def test_a_mail_without_html_is_plain_text():
    message = read(Letter(SENDER, "Hej", "Kun tekst").for_recipient(TO, "<1@x.dk>"))
    assert message.get_content_type() == "text/plain"
