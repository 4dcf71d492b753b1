"""Orders in the admin: the list, one order with what can be done to it, its packing slip."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.log_actions import log

from lederweb.core.reports import DanishExport
from lederweb.core.viewsets import ReadOnlyViewSet
from publications.models import Order, Stock
from publications.orders.packing_slip import packing_slip
from publications.services.erase_orders import erase_orders
from publications.services.handle_order import STEPS, NotItsTurn, handle_order
from publications.services.move_stock import NotEnoughCopies

VIEW, CHANGE = "publications.view_order", "publications.change_order"
LOG_ACTION = "publications.order_step"


class OrderFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Order.State)
    stock = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Publication"), queryset=Stock.objects.all()
    )

    class Meta:
        model = Order
        fields = ["state", "stock"]


class OrderIndexView(DanishExport, generic.IndexView):
    list_export = [
        "pk", "stock.title", "quantity", "get_state_display", "name", "workplace", "address",
        "postcode", "town", "email", "note", "created_at", "sent_at",
    ]  # fmt: skip
    export_headings = {
        "pk": pgettext_lazy("of print", "Order"),
        "stock.title": gettext_lazy("Publication"),
        "get_state_display": gettext_lazy("State"),
        "sent_at": gettext_lazy("Sent"),
    }
    file_name = "bestillinger"

    def get_base_queryset(self) -> Any:
        return Order.objects.select_related("stock")


class OrderInspectView(generic.InspectView):
    template_name = "publications/admin/order.html"
    page_title = pgettext_lazy("of print", "Order")

    def get_page_subtitle(self) -> str:
        return str(self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        order = self.object
        if self.request.user.has_perm(CHANGE):
            context["steps"] = [step for step in STEPS.values() if order.state in step.starts]
        context["is_waiting"] = order.state in (Order.State.RECEIVED, Order.State.PACKED)
        context["too_few"] = context["is_waiting"] and order.quantity > order.stock.left
        return context


class OrderDeleteView(generic.DeleteView):
    """Deleting an order is erasing a person."""

    page_title = gettext_lazy("Erase")
    success_message = gettext_lazy("The person is erased from every order.")

    def get_page_subtitle(self) -> str:
        return self.object.email

    @property
    def confirmation_message(self) -> str:
        return _(
            "Erase %(address)s? Every order of the address is removed, also what is not sent yet. "
            "What was sent stays in the stock's ledger, without a name. This cannot be undone."
        ) % {"address": self.object.email}

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
        erase_orders(email_key=self.object.email_key)


@require_POST
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take an order one step on, or back; says so when somebody was faster."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    if step not in STEPS:
        raise Http404
    try:
        order = handle_order(
            order_id=pk,
            step=STEPS[step],
            by=request.user,
            tell_reader="tell_reader" in request.POST,
        )
    except Order.DoesNotExist:
        messages.error(request, _("The reader has been erased meanwhile."))
        return redirect("orders:index")
    except NotItsTurn:
        messages.warning(request, _("Somebody was faster. This is how the order stands now."))
    except NotEnoughCopies as error:
        messages.error(request, _("Only %(left)d copies are left for it.") % {"left": error.left})
    else:
        log(instance=order, action=LOG_ACTION, user=request.user, data={"state": order.state})
        messages.success(
            request, _("The order is now: %(state)s.") % {"state": order.get_state_display()}
        )
    return redirect("orders:inspect", pk)


@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The packing slip, to be printed."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    order = get_object_or_404(Order.objects.select_related("stock"), pk=pk)
    return HttpResponse(
        packing_slip(order),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="foelgeseddel-{pk}.pdf"'},
    )


class OrderViewSet(ReadOnlyViewSet):
    model = Order
    name = "orders"
    menu_label = gettext_lazy("Orders")
    icon = "mail"
    ordering = "-created_at"
    index_view_class = OrderIndexView
    inspect_view_class = OrderInspectView
    delete_view_class = OrderDeleteView
    filterset_class = OrderFilterSet
    search_fields = ["name", "workplace", "email", "town"]
    list_display = [
        TitleColumn(
            "pk",
            label=pgettext_lazy("of print", "Order"),
            get_url=lambda order: reverse("orders:inspect", args=[order.pk]),
        ),
        Column("name", label=gettext_lazy("Name")),
        Column("workplace", label=gettext_lazy("Workplace")),
        Column("stock", label=gettext_lazy("Publication"), accessor="stock.title"),
        Column("quantity", label=gettext_lazy("Copies")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        DateColumn("created_at", label=gettext_lazy("Received"), sort_key="created_at"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/trin/<slug:step>/", take_step, name="step"),
            path("<int:pk>/foelgeseddel/", slip, name="slip"),
            path("<int:pk>/delete/", self.delete_view, name="delete"),
        ]
