"""Writing a line into the ledger of a stock, which moves its balance with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lederweb.core import page_cache
from publications.models import Edition, Order, Stock, StockMovement


class NotEnoughCopies(Exception):
    """More copies were asked for than there are. `left`: how many there are."""

    def __init__(self, left: int) -> None:
        super().__init__(f"There are {left} copies.")
        self.left = left


def move_stock(
    *,
    stock_id: int,
    kind: StockMovement.Kind,
    quantity: int,
    by: Any = None,
    day: dt.date | None = None,
    note: str = "",
    order: Order | None = None,
    is_opening: bool = False,
    is_about: bool = False,
) -> StockMovement:
    """Add a line to the ledger.

    quantity: what it does to the stock; negative for copies that leave. Two at once wait for
    each other on the stock's row. Raises NotEnoughCopies, and IntegrityError for a quantity or
    a missing note that does not fit the kind.
    """
    with transaction.atomic():
        stock = Stock.objects.select_for_update().get(pk=stock_id)
        left = stock.left + quantity
        if left < 0:
            raise NotEnoughCopies(stock.left)
        movement = StockMovement.objects.create(
            stock=stock,
            kind=kind,
            quantity=quantity,
            left_after=left,
            day=day or timezone.localdate(),
            note=note,
            order=order,
            is_opening=is_opening,
            is_about=is_about,
            by=by,
        )
        stock.left = left
        stock.save(update_fields=["left"])
        # Pages show whether it can be ordered, and projects how many were sent.
        transaction.on_commit(page_cache.forget_all)
    return movement


def open_stock(
    *, edition: Edition, by: Any = None, warn_below: int | None = None, takes_orders: bool = True
) -> Stock:
    """Begin the ledger of an edition with what its page states was printed and sent.

    From then on the ledger counts and the statement on the page only says what a report said.
    More stated as sent than as printed is not taken over: somebody has to look at it.
    """
    with transaction.atomic():
        stock = Stock.objects.create(
            edition=edition,
            title=Stock.name_of(edition, edition.publication.title),
            takes_orders=takes_orders,
            **({} if warn_below is None else {"warn_below": warn_below}),
        )
        printed, sent = edition.printed or 0, edition.sent_out or 0
        if printed and sent <= printed:
            opening = {
                "stock_id": stock.pk,
                "by": by,
                "note": _("As stated on the publication’s page"),
                "is_opening": True,
            }
            kind = StockMovement.Kind
            move_stock(kind=kind.PRINTED, quantity=printed, **opening)
            if sent:
                about = edition.sent_out_about
                move_stock(kind=kind.OTHERWISE, quantity=-sent, is_about=about, **opening)
        stock.refresh_from_db()
        transaction.on_commit(page_cache.forget_all)
    return stock
