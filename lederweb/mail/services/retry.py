"""Trying a single mail again because a person says so."""

from django.utils import timezone

from lederweb.mail import tasks
from lederweb.mail.models import OutboxMail


def try_again(*, mail_id: int) -> bool:
    """Send it now, whether it waits, was refused or given up; False when there is nothing to send.

    A mail whose body is no longer kept cannot be sent, nor one whose recipient was erased.
    """
    again = OutboxMail.objects.can_be_tried_again().filter(pk=mail_id)
    changed = again.update(status=OutboxMail.Status.WAITING, reason="", next_try_at=timezone.now())
    if changed:
        tasks.send.delay_on_commit(mail_id)
    return bool(changed)
