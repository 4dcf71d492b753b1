"""An order on its way: packed, sent, cancelled, and each of these undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lederweb.core import page_cache
from lederweb.mail.services.queue import queue_mail
from publications.models import Order, Stock, StockMovement
from publications.orders.links import SENT, own_data_link
from publications.services.move_stock import NotEnoughCopies, move_stock

_State = Order.State


class NotItsTurn(Exception):
    """The order is in a state that the step does not start from: somebody was faster."""


@dataclass(frozen=True)
class Step:
    """What may be done to an order: from which states, to which, and what it is called."""

    name: str
    label: str | Promise
    starts: tuple[str, ...]
    ends: str
    is_undoing: bool = False


STEPS = {
    step.name: step
    for step in (
        Step("pack", _("Mark as packed"), (_State.RECEIVED,), _State.PACKED),
        Step("send", _("Mark as sent"), (_State.PACKED,), _State.SENT),
        Step("cancel", _("Cancel the order"), (_State.RECEIVED, _State.PACKED), _State.CANCELLED),
        Step("unpack", _("Undo: not packed yet"), (_State.PACKED,), _State.RECEIVED, True),
        Step("unsend", _("Undo: not sent yet"), (_State.SENT,), _State.PACKED, True),
        Step("uncancel", _("Undo: not cancelled"), (_State.CANCELLED,), _State.RECEIVED, True),
    )
}
_MOMENTS = {
    _State.PACKED: "packed_at",
    _State.SENT: "sent_at",
    _State.CANCELLED: "cancelled_at",
}


def handle_order(*, order_id: int, step: Step, by: Any = None, tell_reader: bool = False) -> Order:
    """Take an order one step on, or back.

    Copies leave the stock when it is sent and come back when that is undone; no other step moves
    any. tell_reader: write to the reader that it is on its way; only for sending. Raises
    NotItsTurn, NotEnoughCopies and Order.DoesNotExist (the reader was erased meanwhile).
    """
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=order_id)
        if order.state not in step.starts:
            raise NotItsTurn
        if step.name == "uncancel":
            _promise_again(order)
        if step.name == "cancel":
            transaction.on_commit(page_cache.forget_all)
        if step.is_undoing:
            setattr(order, _MOMENTS[_State(order.state)], None)
        else:
            setattr(order, _MOMENTS[_State(step.ends)], timezone.now())
        order.state = step.ends
        order.save()
        if step.name == "send":
            _move(order, StockMovement.Kind.ORDER, -order.quantity, by)
            if tell_reader:
                _tell(order)
        elif step.name == "unsend":
            _move(order, StockMovement.Kind.UNDONE, order.quantity, by)
    return order


def _promise_again(order: Order) -> None:
    stock = Stock.objects.select_for_update().get(pk=order.stock_id)
    available = Stock.objects.with_promised().get(pk=stock.pk).available
    if order.quantity > available:
        raise NotEnoughCopies(available)
    transaction.on_commit(page_cache.forget_all)


def _move(order: Order, kind: StockMovement.Kind, quantity: int, by: Any) -> None:
    move_stock(stock_id=order.stock_id, kind=kind, quantity=quantity, by=by, order=order)


def _tell(order: Order) -> None:
    queue_mail(
        to=order.email,
        template="order_sent",
        context={
            "title": order.stock.title,
            "quantity": order.quantity,
            "own_data_link": own_data_link(order),
        },
        purpose=SENT,
        is_confidential=True,
    )
