"""Print stocks with the figures of the status reports, and three made-up orders."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from lederweb.content.services.demonstration import Demonstration
from publications.models import Edition, Order, Stock
from publications.services.handle_order import STEPS, handle_order
from publications.services.move_stock import open_stock

WARN_BELOW = 700  # the first of the two then warns
_DAYS_AGO = 12

# Who ordered, how many, and how far the order is. All of it is made up (RFC 2606).
_ORDERS: tuple[tuple[dict[str, Any], tuple[str, ...]], ...] = (
    (
        {
            "quantity": 12,
            "name": "Mette Eksempel",
            "workplace": "Ældrecentret Solsikken (Demonstration)",
            "address": "Eksempelvej 1",
            "postcode": "8000",
            "town": "Aarhus C",
            "email": "mette.bestilling@example.org",
            "note": "Til vores ledermøde den første mandag i måneden.",
        },
        (),
    ),
    (
        {
            "quantity": 25,
            "name": "Jens Eksempel",
            "workplace": "HR, Region Eksempel (Demonstration)",
            "address": "Prøvegade 22, 2.",
            "postcode": "5000",
            "town": "Odense C",
            "email": "jens.bestilling@example.org",
        },
        ("pack",),
    ),
    (
        {
            "quantity": 3,
            "name": "Åse Eksempel",
            "workplace": "Børnehuset Regnbuen (Demonstration)",
            "address": "Testtoften 7",
            "postcode": "9800",
            "town": "Hjørring",
            "email": "aase.bestilling@example.org",
        },
        (),  # nothing is sent, so that the stock shows the figures of the reports
    ),
)


def add_orders(*, demonstration: Demonstration) -> None:
    """A stock for every edition that states what was printed, and orders if there are none.

    No mail is sent: nobody reads it. One transaction, so that a killed load leaves no half of it.
    """
    editions = Edition.objects.filter(printed__isnull=False, stock=None)
    with transaction.atomic():
        stocks = [
            open_stock(edition=edition, by=demonstration.editor, warn_below=WARN_BELOW)
            for edition in editions.select_related("publication").order_by("publication__title")
        ]
        orders = _add_orders(demonstration.editor)
    demonstration.report("Print stocks", len(stocks), Stock.objects.count() - len(stocks))
    demonstration.report("Orders", orders, Order.objects.count() - orders)


def _add_orders(editor: Any) -> int:
    stocks = list(Stock.objects.filter(left__gt=100).order_by("pk"))
    if not stocks or Order.objects.exists():
        return 0
    now = timezone.now()
    for number, (fields, steps) in enumerate(_ORDERS):
        order = Order.objects.create(
            stock=stocks[number % len(stocks)],
            source=Order.Source.DEMONSTRATION,
            created_at=now - dt.timedelta(days=1 + number * _DAYS_AGO / len(_ORDERS)),
            **fields,
        )
        for step in steps:
            handle_order(order_id=order.pk, step=STEPS[step], by=editor)
    return len(_ORDERS)
