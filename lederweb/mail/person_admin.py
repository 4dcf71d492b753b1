"""The one page where the secretariat answers "what do you hold about me?" and "erase me"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from lederweb.lib.downloads import attachment
from lederweb.mail.addresses import canonical
from lederweb.mail.personal_data import erase_everywhere, held_about
from lederweb.users.models import User

PERMISSION = "mail.handle_personal_data"
LOG_ACTION = "mail.erase_person"


class AddressForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        return canonical(self.cleaned_data["address"])


class EraseForm(AddressForm):
    address = forms.CharField(max_length=254, widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=gettext_lazy("Yes, erase it. It cannot be undone."),
        error_messages={"required": gettext_lazy("Tick the box if everything is to be erased.")},
    )


class PersonalDataView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Every step is a POST, so that no address stands in an address or in a log."""

    permission_required = PERMISSION
    template_name = "mail/admin/personal_data.html"
    page_title = gettext_lazy("What we hold about a person")
    header_icon = "user"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = request.POST.get("step", "find")
        form: AddressForm = (EraseForm if step == "erase" else AddressForm)(request.POST)
        if "address" not in request.POST or (not form.is_valid() and "address" in form.errors):
            return self._shown(find_form=AddressForm(request.POST))
        address = form.cleaned_data["address"]
        if step == "download":
            return self._download(address)
        if step == "erase" and form.is_valid():
            return self._erase(address)
        erase_form = form if step == "erase" else EraseForm(initial={"address": address})
        return self._shown(
            find_form=AddressForm(initial={"address": address}),
            erase_form=erase_form,
            findings=held_about(address),
        )

    def _shown(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))

    def _download(self, address: str) -> HttpResponse:
        return JsonResponse(
            held_about(address).as_data(),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers=attachment("lederweb-persondata", "json"),
        )

    def _erase(self, address: str) -> HttpResponse:
        erased = erase_everywhere(address)
        if not erased:
            messages.info(self.request, _("There was nothing to erase."))
            return redirect("personal_data")
        # The log says who erased what and when, but not whom.
        log(
            instance=User.objects.get(pk=str(self.request.user.pk)),
            action=LOG_ACTION,
            user=self.request.user,
            data={"erased": [holder.key for holder in erased]},
        )
        messages.success(
            self.request,
            _("Erased: %(what)s.") % {"what": ", ".join(str(holder.label) for holder in erased)},
        )
        return redirect("personal_data")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"find_form": AddressForm()} | kwargs)


class PersonalDataMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)
