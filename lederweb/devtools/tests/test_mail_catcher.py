"""What is sent over SMTP in development arrives on the page /dev/post/, and nowhere else."""

import re
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from lederweb.devtools.catcher import Catcher
from lederweb.devtools.mailstore import MailStore


@pytest.fixture
def store(tmp_path, settings) -> MailStore:
    settings.DEV_MAIL_DIR = tmp_path / "mail"
    return MailStore(settings.DEV_MAIL_DIR)


@pytest.fixture
def catcher(store: MailStore) -> Iterator[Catcher]:
    with Catcher(store) as running:
        yield running


def send(catcher: Catcher, *, to: list[str], subject: str = "Velkommen", **parts: str) -> None:
    mail = EmailMultiAlternatives(
        subject,
        parts.get("text", "Hej Åse"),
        "Lederweb <info@lederweb.dk>",
        to,
        connection=get_connection(
            "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=catcher.port
        ),
    )
    if "html" in parts:
        mail.attach_alternative(parts["html"], "text/html")
    mail.send()


def test_a_mail_from_django_arrives_with_its_danish_letters(catcher, store):
    send(catcher, to=["aase@example.org"], subject="Nyt fra Væksthuset", html="<p>Hej Åse</p>")

    [mail] = store.mails()

    assert mail.subject == "Nyt fra Væksthuset"
    assert mail.recipients == ["aase@example.org"]
    assert mail.author == "Lederweb <info@lederweb.dk>"
    assert mail.text.strip() == "Hej Åse"
    assert mail.html.strip() == "<p>Hej Åse</p>"


def test_the_envelope_is_kept_apart_from_what_the_mail_says(catcher, store):
    message = EmailMessage()
    message["From"], message["To"] = "info@lederweb.dk", "alle@example.org"
    message.set_content("Hej")
    with smtplib.SMTP("127.0.0.1", catcher.port) as smtp:
        smtp.send_message(message, from_addr="bounce+7@lederweb.dk", to_addrs=["ib@example.net"])

    [mail] = store.mails()

    assert mail.sender == "bounce+7@lederweb.dk"
    assert mail.recipients == ["ib@example.net"]


def test_addresses_with_danish_letters_are_taken(catcher, store):
    with smtplib.SMTP("127.0.0.1", catcher.port) as smtp:
        smtp.ehlo()
        smtp.mail("bjørn@example.org", ["SMTPUTF8"])
        smtp.rcpt("søren@blåbær.example")
        smtp.data("Subject: Hej\r\n\r\nHej")

    [mail] = store.mails()

    assert mail.sender == "bjørn@example.org"
    assert mail.recipients == ["søren@blåbær.example"]


def test_mails_can_be_found_by_recipient_newest_first(catcher, store):
    send(catcher, to=["aase@example.org"], subject="Den første")
    send(catcher, to=["ib@example.org"], subject="Til en anden")
    send(catcher, to=["aase@example.org"], subject="Den anden")

    assert [mail.subject for mail in store.mails("AASE@example.org")] == ["Den anden", "Den første"]


def test_an_unknown_character_set_is_shown_as_well_as_can_be(store):
    mail_id = store.add(b"Content-Type: text/plain; charset=nope\r\n\r\nHej \xff", "a@b", ["c@d"])

    mail = store.get(mail_id)

    assert mail is not None
    assert mail.text.startswith("Hej")


@pytest.mark.parametrize("mail_id", ["../secret", "20260101T000000000000-zzzzzzzz", ""])
def test_only_ids_of_mails_open_files(store, mail_id):
    assert store.get(mail_id) is None


@pytest.mark.django_db
class TestPage:
    def test_lists_what_arrived(self, client: Client, catcher):
        send(catcher, to=["aase@example.org"], subject="Nyt <b>fra</b> Væksthuset")

        page = client.get("/dev/post/")

        assert page.status_code == 200
        assert "Nyt &lt;b&gt;fra&lt;/b&gt; Væksthuset" in page.content.decode()
        assert "aase@example.org" in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]

    def test_says_so_when_nothing_has_arrived(self, client: Client, store):
        page = client.get("/dev/post/")

        assert page.status_code == 200
        assert "<table" not in page.content.decode()

    def test_shows_only_one_recipients_mail(self, client: Client, catcher):
        send(catcher, to=["aase@example.org"], subject="Til Åse")
        send(catcher, to=["ib@example.org"], subject="Til Ib")

        page = client.get("/dev/post/", {"til": "ib@example.org"}).content.decode()

        assert "Til Ib" in page
        assert "Til Åse" not in page

    def test_many_mails_are_leafed_through(self, client: Client, store):
        for number in range(51):
            store.add(b"Subject: Brev %d\r\n\r\nHej" % number, "a@b.example", ["c@d.example"])

        assert "Brev 50" in client.get("/dev/post/").content.decode()
        last = client.get("/dev/post/", {"side": 2}).content.decode()
        assert "Brev 0<" in last
        assert "Brev 1<" not in last

    def test_html_is_shown_in_a_frame_where_nothing_runs(self, client: Client, catcher, store):
        send(
            catcher,
            to=["aase@example.org"],
            html="<html><head><title>x</title></head><body><script>1</script></body></html>",
        )
        mail_id = store.ids()[0]

        page = client.get(f"/dev/post/{mail_id}/")
        frame = client.get(f"/dev/post/{mail_id}/html/")

        iframe = re.search(r"<iframe[^>]*>", page.content.decode())
        assert iframe
        assert "allow-scripts" not in iframe.group()
        assert f"/dev/post/{mail_id}/html/" in iframe.group()
        policy = frame.headers["Content-Security-Policy"]
        assert "sandbox allow-popups" in policy
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert '<head><base target="_blank">' in frame.content.decode()

    def test_links_in_the_text_can_be_followed(self, client: Client, catcher, store):
        send(catcher, to=["aase@example.org"], text="Bekræft: http://127.0.0.1:8000/nyhedsbrev/x/")

        page = client.get(f"/dev/post/{store.ids()[0]}/", {"vis": "tekst"}).content.decode()

        assert 'href="http://127.0.0.1:8000/nyhedsbrev/x/"' in page

    def test_the_source_shows_every_header(self, client: Client, store):
        mail_id = store.add(b"X-Kampagne: 7\r\n\r\nHej", "a@b.example", ["c@d.example"])

        page = client.get(f"/dev/post/{mail_id}/", {"vis": "kilde"}).content.decode()

        assert "X-Kampagne: 7" in page

    def test_pictures_sent_along_are_shown_in_place(self, client: Client, store):
        message = EmailMessage()
        message["Subject"] = "Billede"
        message.set_content("Hej")
        message.add_alternative('<img src="cid:logo">', subtype="html")
        message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<logo>")
        mail_id = store.add(message.as_bytes(), "a@b.example", ["c@d.example"])

        html = client.get(f"/dev/post/{mail_id}/html/").content.decode()
        address = re.search(r'src="([^"]+)"', html)
        assert address
        picture = client.get(address.group(1))

        assert picture.content == b"\x89PNG"
        assert picture.headers["Content-Type"] == "image/png"

    def test_can_be_emptied(self, client: Client, catcher, store):
        send(catcher, to=["aase@example.org"])

        answer = client.post("/dev/post/toem/", follow=True)

        assert answer.status_code == 200
        assert store.ids() == []

    def test_is_not_emptied_by_a_link(self, client: Client, catcher, store):
        send(catcher, to=["aase@example.org"])

        assert client.get("/dev/post/toem/").status_code == 405
        assert len(store.ids()) == 1

    def test_a_mail_that_is_gone_is_not_found(self, client: Client, store):
        assert client.get("/dev/post/20260101T000000000000-00000000/").status_code == 404
