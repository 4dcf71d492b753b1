"""What the newsletter hears from the floors below."""

from typing import Any

from django.dispatch import receiver

from lederweb.core.signals import restored
from newsletter.models import Delivery
from newsletter.services.doubt import doubt_after_restore


@receiver(restored, dispatch_uid="newsletter-doubt")
def doubt(**kwargs: Any) -> str:
    """What will not go out by itself, as a sentence for whoever lets mail go."""
    doubt_after_restore()
    uncertain = Delivery.objects.filter(state=Delivery.State.UNCERTAIN).count()
    return f"Newsletter deliveries that are uncertain and not sent again: {uncertain}."
