"""Django's and Wagtail's own mails go through the outbox."""

import pytest
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail

from lederweb.mail.models import OutboxMail
from lederweb.mail.services import deliver
from lederweb.mail.services.hold import hold_sending

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    from lederweb.settings import base

    settings.EMAIL_BACKEND = base.EMAIL_BACKEND


def test_a_notice_is_queued_for_each_recipient_and_sent(mail_server):
    assert send_mail("Til godkendelse", "Læs siden.", None, ["ellen@example.org", "m@example.org"])
    deliver.sweep()
    assert mail_server.counts() == {"ellen@example.org": 1, "m@example.org": 1}


def test_html_goes_along(mail_server):
    message = EmailMultiAlternatives("Hej", "Tekst", None, ["ellen@example.org"])
    message.attach_alternative("<p>Hej</p>", "text/html")
    message.send()
    deliver.sweep()
    assert mail_server.taken[0].part("html").strip() == "<p>Hej</p>"


def test_a_password_link_is_not_kept_once_it_is_sent(world, mail_server, rf):
    form = PasswordResetForm({"email": world.ellen_the_editor.email})
    assert form.is_valid()
    form.save(
        request=rf.get("/"), email_template_name="wagtailadmin/account/password_reset/email.txt"
    )
    deliver.sweep()
    assert len(mail_server.taken) == 1
    assert OutboxMail.objects.get().text == ""


def test_notices_are_held_back_after_a_restore_too(mail_server):
    hold_sending(reason="Restored.")
    send_mail("Hej", "Hej", None, ["ellen@example.org"])
    deliver.sweep()
    assert not mail_server.taken


def test_a_bad_subject_is_refused_or_left_out(mail_server):
    with pytest.raises(ValueError, match="one line"):
        send_mail("Hej\r\nBcc: x@example.org", "Hej", None, ["ellen@example.org"])
    quiet = get_connection(fail_silently=True)
    assert not send_mail("Hej\nx", "Hej", None, ["ellen@example.org"], connection=quiet)
    assert not OutboxMail.objects.exists()
