"""Queueing a single mail."""

import pytest
from django.core.exceptions import ValidationError

from lederweb.mail.headers import BadHeader
from lederweb.mail.models import OutboxMail
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.queue import queue_mail, queue_rendered
from lederweb.mail.services.suppress import suppress

pytestmark = pytest.mark.django_db


def queue(**changes):
    return queue_mail(
        **{
            "to": "karen@example.org",
            "template": "preferences",
            "context": {"preferences_link": "http://testserver/x/", "days": 60},
            "purpose": "test",
        }
        | changes
    )


def test_a_mail_is_rendered_in_danish_as_text_and_html_and_waits():
    mail = queue()
    assert mail.status == OutboxMail.Status.WAITING
    assert mail.subject
    assert "http://testserver/x/" in mail.text
    assert "<" not in mail.text
    assert '<html lang="da"' in mail.html
    assert 'href="http://testserver/x/"' in mail.html
    assert mail.headers["Auto-Submitted"] == "auto-generated"


def test_every_mail_has_an_id_of_its_own_in_our_domain():
    first, second = queue(), queue()
    assert first.message_id != second.message_id
    assert first.message_id.endswith("@lederweb.dk>")


def test_the_domain_of_an_address_may_have_danish_letters():
    assert queue(to="info@rødgrød.dk").recipient == "info@xn--rdgrd-vuad.dk"


def test_a_suppressed_address_gets_a_row_that_says_so_and_no_body():
    suppress(address="Karen@example.org", reason="asked")
    mail = queue()
    assert mail.status == OutboxMail.Status.SUPPRESSED
    assert mail.text == ""
    assert mail.html == ""


@pytest.mark.parametrize("end", ["\r", "\n", "\0"])
def test_line_ends_and_nul_are_refused_everywhere(end):
    with pytest.raises(ValidationError):
        queue(to=f"karen@example.org{end}Bcc: jens@example.org")
    with pytest.raises(BadHeader):
        queue(headers={"X-Purpose": f"x{end}Bcc: jens@example.org"})
    with pytest.raises(BadHeader):
        queue(headers={f"X{end}Bcc": "jens@example.org"})
    with pytest.raises(BadHeader):
        queue_rendered(
            to="karen@example.org",
            mail=RenderedMail(f"Hej{end}Bcc: jens@example.org", "", ""),
            purpose="test",
        )
    assert not OutboxMail.objects.exists()


def test_a_nul_in_the_body_is_refused():
    with pytest.raises(BadHeader):
        queue_rendered(to="karen@example.org", mail=RenderedMail("Hej", "a\0b", ""), purpose="test")


def test_it_is_announced_once_the_transaction_is_done(
    django_capture_on_commit_callbacks, mail_server
):
    from lederweb.lib.redis import client

    with django_capture_on_commit_callbacks(execute=True):
        queue()
        assert client().llen("mail") == 0
    assert client().llen("mail") == 1
    client().delete("mail")
