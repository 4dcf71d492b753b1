"""Keeping no more of a mail than is needed."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from lederweb.mail.addresses import canonical
from lederweb.mail.models import OutboxFile, OutboxMail

# So long one can answer "what did you write to me?".
BODIES = dt.timedelta(days=30)
# A refused mail with a link in it: by then the reader has asked anew.
CONFIDENTIAL_BODIES = dt.timedelta(days=4)
# The limits per mailbox look back 31 days; after that the row tells nobody anything.
ROWS = dt.timedelta(days=90)

_IN_HAND = [OutboxMail.Status.WAITING, OutboxMail.Status.SENDING]
_NOTHING_LEFT = {"text": "", "html": "", "headers": {}}


def forget_expired() -> tuple[int, int]:
    """Clear bodies after 30 days and delete rows after 90; returns how many of each.

    Bodies with a link that opens something go after four days, where they were not sent.
    """
    now = timezone.now()
    settled = OutboxMail.objects.exclude(status__in=_IN_HAND)
    deleted, _per_model = settled.filter(created_at__lt=now - ROWS).delete()
    old = settled.filter(
        Q(created_at__lt=now - BODIES)
        | Q(created_at__lt=now - CONFIDENTIAL_BODIES, is_confidential=True)
    )
    OutboxFile.objects.filter(mail__in=old).delete()
    cleared = old.exclude(text="", html="").update(**_NOTHING_LEFT)
    return cleared, deleted


def forget_address(*, address: str, purposes: Collection[str] | None = None) -> int:
    """Remove an address from every mail, sent or not; how many there were.

    purposes: only from mails of these, for somebody who leaves one thing and keeps another.
    What waits is not sent. The hash of the mailbox stays, so that somebody who was erased
    cannot be bombarded the same day. Raises ValidationError when the address is none.
    """
    mails = OutboxMail.objects.filter(recipient__iexact=canonical(address))
    if purposes is not None:
        mails = mails.filter(purpose__in=purposes)
    mails.filter(status__in=_IN_HAND).update(status=OutboxMail.Status.SUPPRESSED)
    OutboxFile.objects.filter(mail__in=mails).delete()
    return mails.update(recipient="", subject="", **_NOTHING_LEFT)
