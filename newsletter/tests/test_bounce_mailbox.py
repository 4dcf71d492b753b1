"""The mailbox of bounces over IMAP: emptied, never without TLS, what nobody understands put aside."""

import datetime as dt
import email
import mailbox
import os
import time

import pytest

from lederweb.lib.env import BadEnvironment, Environment
from lederweb.testing.bounces import bounce
from lederweb.testing.imap_server import ImapServer
from newsletter.bounces.mailboxes import ASIDE, MailboxAway, open_mailbox
from newsletter.models import BounceReport, Delivery
from newsletter.services.return_path import return_path
from newsletter.services.take_bounces import fetch_bounces


@pytest.fixture
def server(tmp_path, monkeypatch):
    with ImapServer(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


def url(server, password="secret"):
    return f"imaps://bounce%40lederweb.dk:{password}@127.0.0.1:{server.port}/INBOX"


@pytest.mark.django_db
def test_bounces_are_fetched_and_what_is_understood_is_deleted(world, server, settings):
    settings.NEWSLETTER_BOUNCE_ADDRESS = "bounce@lederweb.dk"
    settings.NEWSLETTER_BOUNCES_URL = url(server)
    delivery = Delivery.objects.create(
        issue=world.issue(), subscriber=world.subscriber("Karen"), state="sent"
    )
    server.add(bounce(return_path(delivery.message_key)))
    server.add("Subject: Tilbud\n\nKøb æbler\n".encode())
    server.add(b"Subject: old\n\n", ASIDE, dt.date(2020, 2, 3))
    assert fetch_bounces() == 2
    assert Delivery.objects.get().state == "bounced"
    assert server.folders["INBOX"] == []
    aside = [email.message_from_bytes(each.content)["Subject"] for each in server.folders[ASIDE]]
    assert aside == ["Tilbud"]
    assert fetch_bounces() == 0
    assert BounceReport.objects.count() == 2


def test_only_so_much_of_a_message_is_fetched(server, monkeypatch):
    monkeypatch.setattr("newsletter.bounces.mailboxes.LARGEST", 100)
    server.add(b"x" * 5000)
    with open_mailbox(url(server)) as box:
        assert [len(content) for _name, content in box.messages(10)] == [100]


def test_a_wrong_password_is_said_without_the_password(server):
    with pytest.raises(MailboxAway) as error, open_mailbox(url(server, "not-the-one")):
        pass
    assert "not-the-one" not in str(error.value)


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_password(server, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(MailboxAway, match="CERTIFICATE"), open_mailbox(url(server)):
        pass


def test_what_was_put_aside_in_a_maildir_is_deleted_after_a_month(tmp_path):
    path = tmp_path / "box"
    maildir = mailbox.Maildir(path, create=True)
    for number in range(2):
        maildir.add(f"Subject: {number}\n\n".encode())
    with open_mailbox(f"maildir://{path}") as box:
        for name, _content in list(box.messages(10)):
            box.put_aside(name)
        first = next((path / f".{ASIDE}" / "cur").iterdir())
        long_ago = time.time() - 31 * 86_400
        os.utime(first, (long_ago, long_ago))
        box.tidy()
    assert len(maildir) == 0
    assert len(maildir.get_folder(ASIDE)) == 1


@pytest.mark.parametrize(
    "value",
    ["imap://u:p@host/INBOX", "imaps://host/INBOX", "imaps://u:p@/x", "maildir://host/x", "/var/x"],
)
def test_a_bad_address_of_a_mailbox_is_refused_with_what_to_write(value):
    with pytest.raises(BadEnvironment, match="imaps://user:password@host/INBOX"):
        Environment({"NEWSLETTER_BOUNCES_URL": value}).mailbox("NEWSLETTER_BOUNCES_URL")
