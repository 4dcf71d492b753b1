"""What the newsletter hears from the floors below."""

from typing import Any

from django.dispatch import receiver

from lederweb.core.signals import restored
from newsletter.services.doubt import doubt_after_restore


@receiver(restored, dispatch_uid="newsletter-doubt")
def doubt(**kwargs: Any) -> None:
    doubt_after_restore()
