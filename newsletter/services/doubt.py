"""After a restore: what was on its way when the backup was made."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletter.models import Delivery, Sending


def doubt_after_restore() -> None:
    """Send nothing that the site from which the backup was made may have sent already.

    An issue that was being sent keeps what is settled; the rest is uncertain. One that was
    approved and not begun is a draft again: a person decides (promises N1 and O4).
    """
    with transaction.atomic():
        Sending.objects.filter(
            state__in=[Sending.State.APPROVED, Sending.State.PAUSED], started_at=None
        ).delete()
        Delivery.objects.filter(state__in=[Delivery.State.QUEUED, Delivery.State.CLAIMED]).update(
            state=Delivery.State.UNCERTAIN,
            settled_at=timezone.now(),
            reason=_("Restored from a backup made while the issue was being sent."),
        )
