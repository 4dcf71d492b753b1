"""What mail hears from the floors beside it."""

from typing import Any

from django.dispatch import receiver

from lederweb.core.signals import restored
from lederweb.mail.services.hold import hold_sending


@receiver(restored, dispatch_uid="mail-hold")
def hold_after_restore(**kwargs: Any) -> None:
    """A copy made from a backup writes to nobody until a person says so (promise O4)."""
    hold_sending(reason="Restored from a backup.")
