"""Beginning an issue: the week's own, or a special one on a theme; and tests of any."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter.models import IssuePage, NewsletterIndexPage
from newsletter.services.draft import draft_weekly_issue, pick_content, week_of
from newsletter.services.send_test import TooMany, send_test, test_addresses
from newsletter.services.special import NoContent, draft_special_issue, theme_of, themes


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        help_text=gettext_lazy("With how many published pages there are on it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("Choose a theme")), *themes()]  # type: ignore[attr-defined]


def own_address(request: HttpRequest) -> str:
    assert request.user.is_authenticated  # the admin lets nobody else in
    return request.user.email


def may_write(request: HttpRequest) -> bool:
    """Whether the person may write issues."""
    index = NewsletterIndexPage.objects.first()
    return bool(index and index.permissions_for_user(request.user).can_add_subpage())


class SpecialIssueView(WagtailAdminTemplateMixin, FormView):
    """Asks for a theme and drafts a special issue on it."""

    template_name = "newsletter/admin/special_issue.html"
    page_title = gettext_lazy("New special issue")
    header_icon = "mail"
    form_class = ThemeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_write(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ThemeForm) -> HttpResponse:
        theme = theme_of(form.cleaned_data["theme"])
        try:
            if theme is None:
                raise NoContent
            issue = draft_special_issue(theme=theme, by=self.request.user)
        except NoContent:
            form.add_error("theme", _("There is nothing to read on this theme any more."))
            return self.form_invalid(form)
        count = issue.items.count()
        messages.success(
            self.request,
            ngettext(
                "The issue is drafted with %(count)d item. Beside it stands why it was chosen.",
                "The issue is drafted with %(count)d items. Beside each stands why it was chosen.",
                count,
            )
            % {"count": count},
        )
        return redirect("wagtailadmin_pages:edit", issue.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("newsletter_issues:index"), "label": _("Issues")},
            {"url": "", "label": self.page_title},
        ]


class WeeklyIssueView(WagtailAdminTemplateMixin, TemplateView):
    """Shows what this week's issue would hold, and drafts it: for those who do not wait for beat."""

    template_name = "newsletter/admin/weekly_issue.html"
    page_title = gettext_lazy("This week’s issue")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_write(request):
            raise PermissionDenied
        drafted = IssuePage.objects.filter(week=week_of(timezone.now())).first()
        if drafted is not None:
            messages.info(request, _("This week has its issue: here it is."))
            return redirect("wagtailadmin_pages:edit", drafted.pk)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        issue = draft_weekly_issue(by=request.user)
        if issue is None:
            return redirect("newsletter_weekly_issue")
        messages.success(request, _("The issue is drafted. Beside each item stands why."))
        return redirect("wagtailadmin_pages:edit", issue.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"picks": pick_content(timezone.now())}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("newsletter_issues:index"), "label": _("Issues")},
            {"url": "", "label": self.page_title},
        ]


@require_POST
def send_test_of_issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Send the latest draft to whoever asks, or to the list in the settings (to=list)."""
    issue = get_object_or_404(IssuePage, pk=issue_id)
    if not issue.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    to = test_addresses() if request.POST.get("to") == "list" else [own_address(request)]
    tell_of_test(request, issue.get_latest_revision_as_object(), to)
    return redirect("newsletter_send_issue", issue.pk)


def tell_of_test(request: HttpRequest, draft: IssuePage, to: list[str]) -> None:
    """Send a test and say what became of it."""
    try:
        count = send_test(issue=draft, to=to)
    except TooMany:
        messages.error(request, _("Many tests were sent this hour. Try again in a while."))
        return
    if count == 0:
        messages.error(request, _("No test was sent: the address is missing, or it is suppressed."))
    elif to == [own_address(request)]:
        messages.success(request, _("A test is on its way to %(email)s.") % {"email": to[0]})
    else:
        messages.success(
            request,
            ngettext(
                "A test is on its way to %(count)d address.",
                "A test is on its way to %(count)d addresses.",
                count,
            )
            % {"count": count},
        )
