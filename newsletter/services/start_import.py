"""The yes to an import that was looked at."""

from django.db import transaction
from django.utils import timezone

from newsletter import tasks
from newsletter.models import SubscriberImport


def start(*, import_id: int) -> bool:
    """A person has said yes; False when somebody had before."""
    with transaction.atomic():
        changed = SubscriberImport.objects.filter(
            pk=import_id, state=SubscriberImport.State.CHECKED
        ).update(state=SubscriberImport.State.RUNNING, started_at=timezone.now())
        if changed:
            tasks.import_subscribers.delay_on_commit(import_id)
    return bool(changed)
