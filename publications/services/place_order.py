"""A reader orders printed copies."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from lederweb.core import page_cache
from lederweb.mail.services.limit import within_limit
from lederweb.mail.services.queue import queue_mail
from publications.models import Order, Stock
from publications.orders.links import RECEIVED, own_data_link
from publications.services.move_stock import NotEnoughCopies

# A form sent with somebody else's address fills nobody's mailbox.
MAILS_PER_DAY, MAILS_PER_MONTH = 3, 10


def place_order(
    *, stock_id: int, quantity: int, person: Mapping[str, str], public_id: uuid.UUID
) -> Order:
    """Take an order and tell the reader by mail; the copies are promised from now on.

    person: the order's fields about whom it goes to. public_id: of the form that was sent; the
    same form again gives the order it made. The mail repeats nothing that was typed, because it
    may go to somebody who typed nothing. Raises NotEnoughCopies, and ValidationError when the
    e-mail address is none.
    """
    with transaction.atomic():
        stock = Stock.objects.select_for_update().get(pk=stock_id)
        known = Order.objects.filter(public_id=public_id).first()
        if known is not None:
            return known
        available = Stock.objects.with_promised().get(pk=stock_id).available
        if not stock.takes_orders or quantity > available:
            raise NotEnoughCopies(available if stock.takes_orders else 0)
        order = Order.objects.create(stock=stock, quantity=quantity, public_id=public_id, **person)
        if within_limit(
            to=order.email,
            purpose=RECEIVED,
            per_day=MAILS_PER_DAY,
            per_month=MAILS_PER_MONTH,
        ):
            queue_mail(
                to=order.email,
                template="order_received",
                context={
                    "title": stock.title,
                    "quantity": quantity,
                    "days": settings.ORDER_WORKING_DAYS,
                    "own_data_link": own_data_link(order),
                },
                purpose=RECEIVED,
                is_confidential=True,
            )
        if quantity == available:  # the page offers it no longer
            transaction.on_commit(page_cache.forget_all)
    return order
