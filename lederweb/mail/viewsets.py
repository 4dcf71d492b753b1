"""Mail in the admin: the suppressed addresses, and the single mails with what became of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from lederweb.core.viewsets import ReadOnlyViewSet
from lederweb.mail.forms import LiftForm, SuppressionForm
from lederweb.mail.models import OutboxMail, Suppression
from lederweb.mail.services.retry import try_again
from lederweb.mail.services.suppress import suppression_of

LOG_LIFTED = "mail.lift_suppression"


class SuppressionIndexView(generic.IndexView):
    """Nobody can read the addresses; whoever knows one can ask for it."""

    is_searchable = True
    page_title = _("Suppressed addresses")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        try:
            found = suppression_of(self.search_query)
        except ValidationError:
            return queryset.none()
        return queryset.filter(pk=found.pk if found else None)


class SuppressionCreateView(generic.CreateView):
    def get_success_buttons(self) -> list[Any]:
        return []  # a hash cannot be edited


class SuppressionDeleteView(generic.DeleteView):
    """Lifts a suppression, and asks why; never of somebody who was erased, who was promised it."""

    template_name = "mail/admin/lift_suppression.html"
    page_title = _("Lift the suppression")
    success_message = _("The suppression is lifted.")
    form_class = LiftForm
    _note = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        erased = Suppression.objects.filter(pk=self.kwargs["pk"], reason=Suppression.Reason.ERASED)
        if erased.exists():
            messages.error(
                request, gettext("The address was erased at its owner’s request. That is kept.")
            )
            return redirect("suppressed_addresses:index")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: LiftForm) -> HttpResponse:
        self._note = form.cleaned_data["note"]
        return super().form_valid(form)

    def delete_action(self) -> None:
        # Under its own name, because Wagtail's for deleting tells no reason.
        log(
            instance=self.object,
            action=LOG_LIFTED,
            user=self.request.user,
            data={"note": self._note},
            deleted=True,
        )
        self.object.delete()


class SuppressionViewSet(ModelViewSet):
    model = Suppression
    name = "suppressed_addresses"
    menu_label = _("Suppressed addresses")
    icon = "no-view"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = SuppressionIndexView
    add_view_class = SuppressionCreateView
    delete_view_class = SuppressionDeleteView
    list_filter = ["reason"]
    list_display = [
        Column("reason", label=_("Reason"), accessor="get_reason_display"),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return SuppressionForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = dict.fromkeys(("edit_url_name", "history_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]


# --- Single mails ------------------------------------------------------------------------------
_SEE_RECIPIENTS = "mail.see_recipients"
_TRY_AGAIN = "mail.change_outboxmail"


class RecipientColumn(Column):
    """Empty for whoever may see how mail goes, but not whom it goes to."""

    def get_cell_context_data(self, instance: OutboxMail, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        if not parent_context["request"].user.has_perm(_SEE_RECIPIENTS):
            context["value"] = "–"
        return context


class OutboxIndexView(generic.IndexView):
    page_title = _("Single mails")

    @property
    def is_searchable(self) -> bool:
        """By address, so only for whoever may see addresses."""
        return self.request.user.has_perm(_SEE_RECIPIENTS)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return queryset.filter(recipient__icontains=self.search_query)

    def get_base_queryset(self) -> QuerySet:
        return OutboxMail.objects.defer("text", "html", "headers")


class OutboxInspectView(generic.InspectView):
    """What became of a mail. Its words are not shown: they may hold a link that opens something."""

    template_name = "mail/admin/single_mail.html"
    page_title = _("Single mail")

    def get_fields(self) -> list[str]:
        fields = ["purpose", "subject", "status", "reason", "tries"]
        fields += ["created_at", "next_try_at", "sent_at"]
        if self.request.user.has_perm(_SEE_RECIPIENTS):
            fields.insert(0, "recipient")
        return fields

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        again = OutboxMail.objects.can_be_tried_again().filter(pk=self.object.pk)
        if self.request.user.has_perm(_TRY_AGAIN) and again.exists():
            context["again_url"] = reverse("single_mails:again", args=[self.object.pk])
        return context


@require_POST
def try_mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm(_TRY_AGAIN):
        raise PermissionDenied
    if try_again(mail_id=pk):
        messages.success(request, gettext("The mail is tried again now."))
    else:
        messages.warning(request, gettext("There is nothing left of this mail to send."))
    return redirect("single_mails:inspect", pk)


class OutboxViewSet(ReadOnlyViewSet):
    model = OutboxMail
    name = "single_mails"
    menu_label = _("Single mails")
    icon = "mail"
    ordering = "-created_at"
    index_view_class = OutboxIndexView
    inspect_view_class = OutboxInspectView
    list_filter = ["status", "purpose"]
    list_display = [
        TitleColumn(
            "purpose",
            label=_("Purpose"),
            get_url=lambda mail: reverse("single_mails:inspect", args=[mail.pk]),
        ),
        RecipientColumn("recipient", label=pgettext_lazy("of a mail", "To"), accessor="recipient"),
        Column("status", label=_("State"), accessor="get_status_display", sort_key="status"),
        Column("tries", label=_("Tries"), accessor="tries"),
        Column("reason", label=_("Reason"), accessor="reason", width="30%"),
        DateColumn("created_at", label=_("Created"), sort_key="created_at"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"delete_url_name": None, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/again/", try_mail_again, name="again"),
        ]
