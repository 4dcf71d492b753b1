"""The shares of courses and orders in what is held about a person."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from lederweb.core.templatetags.lederweb import danish_date
from lederweb.mail.personal_data import HOOK, Held, Holder
from publications.models import Answer, Enrolment, Order
from publications.services import erase_learner, erase_orders


def find_enrolments(address: str) -> Held | None:
    enrolments = list(Enrolment.objects.of_address(address))
    if not enrolments:
        return None
    lines = [
        _("%(course)s, signed up %(date)s")
        % {"course": each.course.title, "date": danish_date(each.created_at)}
        for each in enrolments
    ]
    return Held(lines, erase_learner.data_about(address))


def find_orders(address: str) -> Held | None:
    orders = list(Order.objects.of_address(address).select_related("stock"))
    if not orders:
        return None
    lines = [
        _("%(copies)s × %(publication)s, %(date)s: %(state)s")
        % {
            "copies": each.quantity,
            "publication": each.stock.title,
            "date": danish_date(each.created_at),
            "state": each.get_state_display(),
        }
        for each in orders
    ]
    return Held(lines, erase_orders.data_about(address))


@hooks.register(HOOK)
def courses() -> Holder:
    return Holder(
        "courses",
        gettext_lazy("E-courses"),
        find_enrolments,
        lambda address: erase_learner.erase_learner(email_key=address),
    )


@hooks.register(HOOK)
def orders() -> Holder:
    return Holder(
        "orders",
        gettext_lazy("Orders of printed publications"),
        find_orders,
        lambda address: erase_orders.erase_orders(email_key=address),
    )


def find_remarks(address: str) -> Held | None:
    """Lines in which the address was written: they are about nobody unless somebody says who."""
    remarks = list(Answer.objects.filter(remark__icontains=address).select_related("page"))
    if not remarks:
        return None
    data = [{"page": each.page.title, "day": each.day, "remark": each.remark} for each in remarks]
    return Held([f"{each.page.title}: {each.remark}" for each in remarks], data)


@hooks.register(HOOK)
def remarks() -> Holder:
    return Holder(
        "remarks",
        gettext_lazy("Readers' remarks"),
        find_remarks,
        lambda address: Answer.objects.filter(remark__icontains=address).update(remark=""),
    )
