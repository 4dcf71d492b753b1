"""The print stock in the admin: how much is left of what, the ledger, and new lines in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from lederweb.core.admin_home import HomePanel, Row
from lederweb.core.fields import WholeNumberField
from lederweb.core.templatetags.lederweb import danish_date, danish_number
from publications.models import Edition, Stock, StockMovement
from publications.orders.order_list import OrderViewSet
from publications.orders.querysets import RATE_DAYS
from publications.services.move_stock import NotEnoughCopies, move_stock, open_stock

VIEW, CHANGE = "publications.view_stock", "publications.change_stock"
_KIND = StockMovement.Kind


# --- The list ----------------------------------------------------------------------------------
def warning(stock: Stock, today: dt.date) -> str:
    """Why somebody should look at the stock; empty when there is no reason."""
    if not stock.is_low(today):
        return ""
    return _("Running low") if stock.left else _("None left")


class NumberColumn(Column):
    def get_value(self, instance: Stock) -> str:
        return danish_number(super().get_value(instance))


class StockIndexView(generic.IndexView):
    template_name = "publications/admin/stocks.html"

    def get_base_queryset(self) -> Any:
        return Stock.objects.with_figures(timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"rate_days": RATE_DAYS}


class NewStockForm(forms.ModelForm):
    edition = forms.ModelChoiceField(
        Edition.objects.filter(stock=None, publication__live=True)
        .select_related("publication")
        .order_by("publication__title", "sort_order"),
        label=gettext_lazy("Edition"),
        help_text=gettext_lazy(
            "The ledger begins with what the publication’s page states was printed and sent."
        ),
    )

    class Meta:
        model = Stock
        fields = ["edition", "warn_below", "takes_orders"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edition: Any = self.fields["edition"]
        edition.label_from_instance = lambda each: Stock.name_of(each, each.publication.title)


class StockForm(forms.ModelForm):
    class Meta:
        model = Stock
        fields = ["warn_below", "takes_orders"]


class StockCreateView(generic.CreateView):
    def save_instance(self) -> Stock:
        return open_stock(by=self.request.user, **self.form.cleaned_data)


# --- The ledger --------------------------------------------------------------------------------
class MovementForm(forms.Form):
    """A new line. Copies are written without a sign; only a correction may have a minus."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        choices=[
            (kind.value, kind.label)
            for kind in (_KIND.OTHERWISE, _KIND.REPRINT, _KIND.PRINTED, _KIND.CORRECTION)
        ],
    )
    quantity = WholeNumberField(
        label=gettext_lazy("Copies"),
        min_value=-1_000_000,
        max_value=1_000_000,
        help_text=gettext_lazy("With a minus only in a correction that takes copies away."),
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        # The browser's own calendar: Wagtail's starts with a script that this page may not run.
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "A correction needs a reason. Write no names: the ledger is kept for good."
        ),
    )

    def clean_day(self) -> dt.date:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_correction = data.get("kind") == _KIND.CORRECTION
        quantity = data.get("quantity")
        if is_correction and not data.get("note"):
            self.add_error("note", _("Write why it is corrected."))
        if quantity == 0:
            self.add_error("quantity", _("Write how many copies."))
        elif quantity and quantity < 0 and not is_correction:
            self.add_error("quantity", _("Write the copies without a minus."))
        return data

    def change(self) -> int:
        """What the line does to the stock; once the form is valid."""
        data = self.cleaned_data
        return -data["quantity"] if data["kind"] == _KIND.OTHERWISE else data["quantity"]


@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """What came and what went, newest first; its form adds a line."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    today = timezone.localdate()
    stock = get_object_or_404(Stock.objects.with_figures(today), pk=pk)
    form = MovementForm(request.POST or None, initial={"day": today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            move_stock(
                stock_id=pk,
                kind=_KIND(data["kind"]),
                quantity=form.change(),
                day=data["day"],
                note=data["note"],
                by=request.user,
            )
        except NotEnoughCopies as error:
            form.add_error("quantity", _("There are only %(left)d copies.") % {"left": error.left})
        else:
            messages.success(request, _("The line stands in the ledger."))
            return redirect("print_stock:ledger", pk)
    context = {
        "stock": stock,
        "form": form,
        "movements": stock.movements.select_related("by")[:500],
        "runs_out_on": stock.runs_out_on(today),
        "warning": warning(stock, today),
        "rate_days": RATE_DAYS,
        "breadcrumbs_items": [
            {"url": reverse("print_stock:index"), "label": _("Print stock")},
            {"url": "", "label": stock.title},
        ],
    }
    return render(request, "publications/admin/ledger.html", context)


class RunsOutColumn(Column):
    def get_value(self, instance: Stock) -> str:
        day = instance.runs_out_on(timezone.localdate())
        return danish_date(day) if day else "–"


class WarningColumn(Column):
    def get_value(self, instance: Stock) -> str:
        return warning(instance, timezone.localdate())


class StockViewSet(ModelViewSet):
    model = Stock
    name = "print_stock"
    menu_label = gettext_lazy("Print stock")
    icon = "folder-open-inverse"
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = StockIndexView
    add_view_class = StockCreateView
    ordering = "title"
    list_display = [
        TitleColumn(
            "title",
            label=gettext_lazy("Publication"),
            get_url=lambda stock: reverse("print_stock:ledger", args=[stock.pk]),
        ),
        NumberColumn("printed", label=gettext_lazy("Printed")),
        NumberColumn("sent", label=gettext_lazy("Sent")),
        NumberColumn("left", label=gettext_lazy("Left")),
        NumberColumn("promised", label=gettext_lazy("Ordered, not sent yet")),
        RunsOutColumn("runs_out", label=gettext_lazy("Runs out")),
        WarningColumn("warning", label=gettext_lazy("Warning")),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return StockForm if for_update else NewStockForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = dict.fromkeys(("history_url_name", "usage_url_name", "delete_url_name"))
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/", ledger, name="ledger"),
        ]


class OrdersGroup(ViewSetGroup):
    menu_label = gettext_lazy("Printed matter")
    menu_name = "printed-publications"
    menu_icon = "doc-full"
    menu_order = 257
    items = (OrderViewSet, StockViewSet)


# --- The first page ----------------------------------------------------------------------------
class StockRunsLow(HomePanel):
    """Editions of which little is left, or which run out soon."""

    name = "stock-runs-low"
    heading = gettext_lazy("Print stock that runs low")
    icon = "warning"
    empty = gettext_lazy("There are copies enough of every publication.")
    order = 250

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)

    def found(self, request: HttpRequest) -> list[Stock]:
        today = timezone.localdate()
        stocks = Stock.objects.with_figures(today).filter(warn_below__gt=0).order_by("left")
        return [stock for stock in stocks if stock.is_low(today)]

    def row(self, found: Stock) -> Row:
        detail = _("%(left)s left") % {"left": danish_number(found.left)}
        day = found.runs_out_on(timezone.localdate())
        if day:
            detail += " · " + _("runs out about %(date)s") % {"date": danish_date(day)}
        return Row(found.title, reverse("print_stock:ledger", args=[found.pk]), detail)

    def more_url(self) -> str:
        return reverse("print_stock:index")
