"""The slip that goes into the parcel."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from lederweb.core.templatetags.lederweb import danish_date
from publications.models import Order

_TEMPLATE = Path(__file__).resolve().parent / "packing_slip.typ"


def packing_slip(order: Order) -> bytes:
    """One A4 page as PDF, with the address for an envelope with a window; takes about 0.1 s."""
    address = [order.name, order.workplace, order.address, f"{order.postcode} {order.town}"]
    words = {
        "number": str(order.pk),
        "received": danish_date(order.created_at),
        "address": [line for line in address if line],
        "title": order.stock.title,
        "quantity": str(order.quantity),
        "note": order.note,
        "site": settings.BASE_URL,
    }
    import typst  # loaded when used: most processes never need its 7 MB

    return typst.compile(
        _TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words)},
    )
