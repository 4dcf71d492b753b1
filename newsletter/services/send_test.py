"""An issue as a test to those who look at it first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from lederweb.mail.models import OutboxMail
from lederweb.mail.services.queue import queue_rendered
from newsletter.issue_mail import issue_mail, without_readers_links
from newsletter.models import IssuePage, NewsletterSettings

PURPOSE = "newsletter-test"
# So many test mails may go out in an hour, whoever asks for them.
MOST_AN_HOUR = 60


class TooMany(Exception):
    """Another test has to wait."""


def test_addresses() -> list[str]:
    """Those on the list in the newsletter's settings."""
    return NewsletterSettings.load().addresses()


def send_test(*, issue: IssuePage, to: Sequence[str]) -> int:
    """Queue the mail of an issue as it stands, with [Test] before its subject; how many go out.

    The same mail as readers get, on the same way; its links for leaving and settings lead to the
    page where one asks for a link. Addresses that are suppressed or none are left out. Raises
    TooMany.
    """
    since = timezone.now() - dt.timedelta(hours=1)
    lately = OutboxMail.objects.filter(purpose=PURPOSE, created_at__gte=since).count()
    if lately + len(to) > MOST_AN_HOUR:
        raise TooMany
    mail = issue_mail(issue)
    subject = mail.subject or _("No subject")
    test = replace(
        mail,
        subject=f"[Test] {subject}",
        text=without_readers_links(mail.text),
        html=without_readers_links(mail.html),
    )
    queued = 0
    for address in to:
        try:
            sent = queue_rendered(to=address, mail=test, purpose=PURPOSE)
        except ValidationError:
            continue
        queued += sent.status != OutboxMail.Status.SUPPRESSED
    return queued
