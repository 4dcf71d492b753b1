"""All reads of stocks and of orders."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

if TYPE_CHECKING:
    from publications.models import PublicationPage

# The rate at which copies leave is that of so many days back from today, today included.
RATE_DAYS = 90


class StockQuerySet(models.QuerySet):
    def with_promised(self) -> Self:
        """`promised`: copies in orders that are not sent yet, and not cancelled."""
        from publications.models import Order

        waiting = Order.objects.waiting().filter(stock=OuterRef("pk")).order_by()
        many = waiting.values("stock").annotate(many=Sum("quantity")).values("many")
        return self.annotate(promised=Coalesce(Subquery(many), 0))

    def with_figures(self, today: dt.date) -> Self:
        """What the ledger adds up to, beside what is left: one query.

        `printed`, `sent` and `corrected` over all time; `sent_lately` in the last `RATE_DAYS`
        days, without what a report stated before there was a ledger.
        """
        from publications.models import StockMovement

        kind = StockMovement.Kind
        since = today - dt.timedelta(days=RATE_DAYS - 1)
        sent = Q(kind__in=kind.sent())
        return self.with_promised().annotate(
            printed=_total(Q(kind__in=kind.printed())),
            sent=-_total(sent),
            corrected=_total(Q(kind=kind.CORRECTION)),
            sent_lately=-_total(sent & Q(is_opening=False, day__gte=since, day__lte=today)),
        )

    def orderable(self, publication: PublicationPage) -> Self:
        """Stocks with copies that nobody has ordered, the newest edition first."""
        return (
            self.with_promised()
            .filter(edition__publication=publication, takes_orders=True, left__gt=F("promised"))
            .order_by("edition__sort_order", "pk")
        )


def _total(which: Q) -> Any:
    from publications.models import StockMovement

    movements = StockMovement.objects.filter(which, stock=OuterRef("pk")).order_by()
    return Coalesce(
        Subquery(movements.values("stock").annotate(many=Sum("quantity")).values("many")), 0
    )


class OrderQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Received or packed: their copies are promised and still in the stock."""
        from publications.models import Order

        state = Order.State
        return self.filter(state__in=[state.RECEIVED, state.PACKED])

    def of_address(self, email_key: str) -> Self:
        return self.filter(email_key=email_key).order_by("created_at", "pk")

    def over(self) -> Self:
        """Sent or cancelled so long ago that the person is to be forgotten (promise N10)."""
        from publications.models import Order

        state = Order.State
        limit = timezone.now() - dt.timedelta(days=settings.ORDERS_KEPT_DAYS)
        return self.filter(
            Q(state=state.SENT, sent_at__lt=limit)
            | Q(state=state.CANCELLED, cancelled_at__lt=limit)
        )
