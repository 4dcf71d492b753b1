"""The signed link in the mails of an order, and the purposes of those mails."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from lederweb.mail.links import make_token
from publications.models import Order

RECEIVED, SENT = "order-received", "order-sent"
PURPOSES = (RECEIVED, SENT)
OWN_DATA = "order-own-data"  # the salt of the link


def own_data_link(order: Order) -> str:
    """Works for as long as the order is kept, because so long there is something to ask about."""
    path = reverse("order_own_data", args=[make_token(OWN_DATA, order.public_id)])
    return f"{settings.BASE_URL}{path}"
