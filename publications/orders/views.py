"""Ordering printed copies, and what we keep about whoever did."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lederweb.core.decorators import cached_page
from lederweb.lib.downloads import attachment
from lederweb.mail.links import BadLink, read_token
from lederweb.mail.public_forms import public_form
from lederweb.mail.signed_pages import signed_link
from publications.models import Order, PublicationPage, Stock
from publications.orders.forms import OrderForm
from publications.orders.links import OWN_DATA
from publications.services.erase_orders import data_about, erase_orders
from publications.services.move_stock import NotEnoughCopies
from publications.services.place_order import place_order

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


def _publication(slug: str) -> PublicationPage:
    pages = PublicationPage.objects.live().public().defer_streamfields()
    return get_object_or_404(pages, slug=slug)


@_METHODS
@public_form("order", limit="20 per hour")
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """/publikationer/<slug>/bestil/: the form, when copies are left; a sentence when none are."""
    publication = _publication(slug)
    context = {"publication": publication, "days": settings.ORDER_WORKING_DAYS}
    stock = Stock.objects.orderable(publication).select_related("edition").first()
    if stock is None:
        return render(request, "publications/order_none_left.html", context, status=410)
    form = OrderForm(request.POST or None, stock=stock)
    if request.method == "POST" and form.is_valid():
        try:
            place_order(
                stock_id=stock.pk,
                quantity=form.cleaned_data["quantity"],
                person=form.person(),
                public_id=form.public_id,
            )
        except NotEnoughCopies as error:
            form.add_error("quantity", _not_enough(error.left))
        else:
            return redirect("order_thanks", slug=slug)
    context |= {"form": form, "edition": stock.edition, "kept_days": settings.ORDERS_KEPT_DAYS}
    status = 400 if form.is_bound else 200
    return render(request, "publications/order.html", context, status=status)


def _not_enough(left: int) -> str:
    if not left:
        return _("Somebody else has just ordered the last copies.")
    return _("Somebody was faster: %(left)d copies are left.") % {"left": left}


@require_safe
@cached_page
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """/publikationer/<slug>/bestil/tak/: what happens next. Knows nobody."""
    context = {"publication": _publication(slug), "days": settings.ORDER_WORKING_DAYS}
    return render(request, "publications/order_thanks.html", context)


def _order_of(token: str) -> Order | None:
    try:
        public_id = read_token(OWN_DATA, token)
    except BadLink:
        return None
    return Order.objects.filter(public_id=public_id).first()


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "publications/order_dead.html", status=410)


@require_safe
@signed_link
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """/bestilling/<token>/: all that orders store about the address that got the link."""
    found = _order_of(token)
    if found is None:
        return _dead(request)
    context = {
        "orders": Order.objects.of_address(found.email_key).select_related("stock"),
        "email": found.email,
        "kept_days": settings.ORDERS_KEPT_DAYS,
        "download_url": reverse("order_download", args=[token]),
        "erase_url": reverse("order_erase", args=[token]),
    }
    return render(request, "publications/order_own_data.html", context)


@require_safe
@signed_link
def download(request: HttpRequest, token: str) -> HttpResponse:
    """…/mine-data/: the same as a file."""
    found = _order_of(token)
    if found is None:
        return _dead(request)
    return JsonResponse(
        data_about(found.email_key),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers=attachment("lederweb-mine-bestillinger", "json"),
    )


@_METHODS
@signed_link
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """…/slet/: a page with a button; only its POST erases."""
    found = _order_of(token)
    if found is None:
        return _dead(request)
    if request.method != "POST":
        context = {
            "back_url": reverse("order_own_data", args=[token]),
            "waiting": Order.objects.of_address(found.email_key).waiting().exists(),
        }
        return render(request, "publications/order_erase.html", context)
    erase_orders(email_key=found.email_key)
    return render(request, "publications/order_erased.html")
