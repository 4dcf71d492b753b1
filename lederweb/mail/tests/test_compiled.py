"""A compiled letter says to each reader what the plain one says (promise N12)."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lederweb.mail.addresses import canonical
from lederweb.mail.compiled import CompiledLetter, short_lines
from lederweb.mail.headers import BadHeader
from lederweb.mail.mime import Letter

SENDER = "Lederweb – Væksthus <info@lederweb.dk>"
TO = "karen@example.org"
LINK = "https://link.invalid/leave"
VALUE = "https://www.lederweb.dk/afmeld/" + "a" * 120 + "/?a=b&c=d"

texts = st.lists(
    st.sampled_from(["Kære leder", ".", "..x", LINK, "", " ", "æ" * 90, "a b " * 60, "=20", "\t"])
    | st.text(st.characters(blacklist_categories=("C",)), max_size=120),
    max_size=12,
).map("\n".join)


def read(content: bytes) -> EmailMessage:
    plain = content.replace(b"\r\n..", b"\r\n.")
    return email.message_from_bytes(plain, _class=EmailMessage, policy=email.policy.SMTP)


def lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def compiled(letter: Letter, *, eight_bit: bool) -> CompiledLetter:
    return CompiledLetter(letter, [LINK], eight_bit=eight_bit)


@settings(deadline=None)
@given(text=texts, html=texts, eight_bit=st.booleans())
def test_what_arrives_is_what_was_written(text, html, eight_bit):
    letter = Letter(SENDER, "Når du leder", text, html or "x")
    content = compiled(letter, eight_bit=eight_bit).fill(TO, "<1@x.dk>", {}, {LINK: VALUE})
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    longest = 998 if eight_bit else 78
    head, _blank, body = content.partition(b"\r\n\r\n")
    assert all(len(line) <= longest for line in body.split(b"\r\n"))
    assert all(line != b"." for line in content.split(b"\r\n"))
    plain, rich = read(content).iter_parts()
    said = plain.get_payload(decode=True).decode()
    assert lines(said) == lines(text.replace(LINK, VALUE))
    shown = rich.get_payload(decode=True).decode()
    escaped = short_lines(html or "x").replace(LINK, VALUE.replace("&", "&amp;"))
    assert lines(shown) == lines(escaped)


@pytest.mark.parametrize("eight_bit", [True, False])
def test_eight_bit_is_used_where_it_is_offered_and_only_there(eight_bit):
    letter = Letter(SENDER, "Hej", "Kære Åse", "<p>Æble</p>")
    ready = compiled(letter, eight_bit=eight_bit)
    assert ready.is_eight_bit is eight_bit
    assert ready.fill(TO, "<1@x.dk>", {}, {LINK: VALUE}).isascii() is not eight_bit


def test_a_line_that_is_too_long_for_eight_bit_is_encoded():
    ready = compiled(Letter(SENDER, "Hej", "æ" * 600, ""), eight_bit=True)
    assert not ready.is_eight_bit


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\0", "\x85", "\u2028"])
def test_nothing_that_is_filled_in_breaks_out(end):
    ready = compiled(Letter(SENDER, "Hej", f"Farvel {LINK}", "<p>x</p>"), eight_bit=True)
    evil = f"x{end}Bcc: everybody@example.org"
    for to, number, headers, value in (
        (evil, "<1@x.dk>", {}, "y"),
        (TO, evil, {}, "y"),
        (TO, "<1@x.dk>", {"List-Unsubscribe": evil}, "y"),
        (TO, "<1@x.dk>", {}, evil),
    ):
        with pytest.raises(BadHeader):
            ready.fill(to, number, headers, {LINK: value})
    with pytest.raises(BadHeader):
        compiled(Letter(SENDER, "Hej", "x\0y", ""), eight_bit=True)


def test_short_lines_break_only_where_html_does_not_see_it():
    html = "<table>" + '<tr><td style="a: b; c: d">ord &amp; ord</td></tr>' * 40 + "</table>"
    broken = short_lines(html)
    assert max(map(len, broken.split("\n"))) < 400
    assert broken.replace("\n", "") == html
    words = "ord " * 200
    assert short_lines(f"<p>{words}</p>").replace("\n", " ").replace(" >", ">") == f"<p>{words}</p>"


@pytest.mark.parametrize("address", ["lis@rødgrød.dk", "Åse <x>@y.dk", "a@b.dk\r\nBcc: x@y.dk"])
def test_addresses_are_ascii_or_none(address):
    from django.core.exceptions import ValidationError

    try:
        assert canonical(address).isascii()
    except ValidationError:
        assert address != "lis@rødgrød.dk"


@pytest.mark.django_db
def test_postgresql_knows_the_same_suppressed(settings):
    import psycopg
    from django.db import connection

    from lederweb.mail.services.suppress import suppress, suppressed_sql

    suppress(address="karen@example.org", reason="asked")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key altogether, which came later than the suppression"
    suppress(address="jens@example.org", reason="asked")
    condition, keys = suppressed_sql("a.address")
    with connection.cursor() as _open, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            f"SELECT a.address, {condition} FROM unnest(%s::text[]) AS a(address)",
            [*keys, ["karen@example.org", "jens@example.org", "lis@example.org"]],
        )
        assert dict(cursor.fetchall()) == {
            "karen@example.org": True,
            "jens@example.org": True,
            "lis@example.org": False,
        }
