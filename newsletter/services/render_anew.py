"""The mail of an approved issue, as it is when its time comes."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from newsletter.issue_mail import issue_mail
from newsletter.models import IssueLink, Sending
from newsletter.services.check import NotReady, problems_of
from newsletter.services.count_links import with_counted_links

# What was approved so lately is not checked and rendered a second time.
_JUST_NOW = dt.timedelta(minutes=1)


def render_anew(sending: Sending) -> bool:
    """Check the issue again, and write its mail anew from what its items say by now; whether it did.

    Called in the transaction that begins the sending, which renders the variants: an item that
    was withdrawn or corrected since the approval is so in all editions. Raises NotReady.
    """
    if sending.send_at is None and timezone.now() - sending.approved_at < _JUST_NOW:
        return False
    issue = sending.revision.as_object() if sending.revision else sending.issue
    mail = issue_mail(issue)
    problems = problems_of(issue, mail)
    if problems:
        raise NotReady(problems)
    mail = with_counted_links(mail, issue_id=sending.issue_id)
    sending.subject, sending.text, sending.html = mail.subject, mail.text, mail.html
    sending.save(update_fields=["subject", "text", "html"])
    return True


def forget_unused_links(sending: Sending) -> None:
    """Delete the counted links that no edition has: of what was taken out since the approval."""
    mails = [sending.html, *sending.variants.values_list("html", flat=True)]
    unused = [
        link.pk
        for link in IssueLink.objects.filter(issue_id=sending.issue_id)
        if not any(link.token in mail for mail in mails)
    ]
    IssueLink.objects.filter(pk__in=unused).delete()
