"""What is kept about people who order: shown, erased, and deleted in its time (promise N10)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from lederweb.core import page_cache
from lederweb.mail.models import OutboxMail
from lederweb.mail.services.forget import forget_address
from publications.models import Order
from publications.orders.links import PURPOSES


def data_about(email_key: str) -> dict[str, Any]:
    """All that orders store about an e-mail address, for its owner (GDPR art. 15 and 20)."""
    orders = list(Order.objects.of_address(email_key).select_related("stock"))
    mails = OutboxMail.objects.filter(recipient__iexact=email_key, purpose__in=PURPOSES)
    return {
        "email": orders[0].email if orders else "",
        "orders": [_told(order) for order in orders],
        "mails": list(
            mails.order_by("pk").values(
                "purpose", "subject", "status", "reason", "created_at", "sent_at"
            )
        ),
    }


def _told(order: Order) -> dict[str, Any]:
    return {
        "publication": order.stock.title,
        "copies": order.quantity,
        "state": order.get_state_display(),
        "name": order.name,
        "workplace": order.workplace,
        "address": order.address,
        "postcode": order.postcode,
        "town": order.town,
        "email": order.email,
        "note": order.note,
        "source": order.get_source_display(),
        "received": order.created_at,
        "packed": order.packed_at,
        "sent": order.sent_at,
        "cancelled": order.cancelled_at,
    }


def erase_orders(*, email_key: str) -> int:
    """Forget an e-mail address in every order; how many there were.

    What was sent stays in the ledger of the stock, which names nobody. What was not sent yet is
    never sent, and its copies are free again.
    """
    with transaction.atomic():
        # One by one under their locks: who is just being sent is sent first.
        orders = list(Order.objects.select_for_update().of_address(email_key))
        for order in orders:
            order.delete()
        forget_address(address=email_key, purposes=PURPOSES)
        transaction.on_commit(page_cache.forget_all)
    return len(orders)


def delete_over() -> int:
    """Delete orders whose time of keeping is over; how many there were. May run twice."""
    deleted = 0
    for pk in Order.objects.over().values_list("pk", flat=True):
        with transaction.atomic():
            # Asked again under a lock: an order that is taken back this very moment stays.
            order = Order.objects.over().select_for_update().filter(pk=pk).first()
            if order is None:
                continue
            address = order.email_key
            order.delete()
            deleted += 1
            if not Order.objects.of_address(address).exists():
                forget_address(address=address, purposes=PURPOSES)
    return deleted
