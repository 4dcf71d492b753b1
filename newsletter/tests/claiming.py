"""A sender that claims and then dies, for tests."""

from __future__ import annotations

from newsletter.ledger import sender_of
from newsletter.models import Delivery, Subscriber


def claim(issue_id: int, number: int) -> list[Subscriber]:
    """Claim so many of an issue and vanish, leaving them behind; whose they are."""
    with sender_of(issue_id, 1) as sender:
        assert sender is not None
        page, unwanted = sender.next_page(number, [])
        claimed = sender.wave([], [each.delivery_id for each in page], unwanted)
    found = Delivery.objects.filter(pk__in=claimed).select_related("subscriber").order_by("pk")
    return [each.subscriber for each in found if each.subscriber]
