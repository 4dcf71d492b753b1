"""What composing adds to the admin; newsletter/wagtail_hooks.py brings it in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.admin.ui.components import Component

from lederweb.core.admin_home import add_panels
from newsletter.admin_home import NewsletterPanel
from newsletter.composing_views import (
    SpecialIssueView,
    WeeklyIssueView,
    own_address,
    send_test_of_issue,
    tell_of_test,
)
from newsletter.models import IssuePage
from newsletter.viewsets import may_send, url_of_sending

TEST_ACTION = "newsletter-test"


@hooks.register("register_admin_urls")
def composing_urls() -> list[URLPattern]:
    return [
        path("nyhedsbrev/saernummer/", SpecialIssueView.as_view(), name="newsletter_special_issue"),
        path("nyhedsbrev/ugens/", WeeklyIssueView.as_view(), name="newsletter_weekly_issue"),
        path("nyhedsbrev/<int:issue_id>/test/", send_test_of_issue, name="newsletter_test_issue"),
    ]


class IssueMenuItem(ActionMenuItem):
    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return context["view"] == "edit" and isinstance(page, IssuePage) and self.fits(page)

    def fits(self, issue: IssuePage) -> bool:
        return issue.state == "draft"


class CheckMenuItem(IssueMenuItem):
    """Leads from the editor to the page that checks, tests and sends; save first."""

    name = "newsletter-send"
    label = _("Check and send…")
    icon_name = "mail"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("newsletter_send_issue", args=[parent_context["page"].pk])


class SendingMenuItem(IssueMenuItem):
    """Of an issue that was approved for sending: leads to how far it is."""

    name = "newsletter-sending"
    label = _("See the sending")
    icon_name = "mail"

    def fits(self, issue: IssuePage) -> bool:
        return issue.state != "draft"

    def is_shown(self, context: dict[str, Any]) -> bool:
        may_look = context["request"].user.has_perm("newsletter.view_sending")
        return may_look and super().is_shown(context)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return url_of_sending(parent_context["page"].sending)


class TestMenuItem(IssueMenuItem):
    """Saves the draft and sends it to whoever presses it."""

    name = TEST_ACTION
    label = _("Save and send me a test")
    icon_name = "mail"


@hooks.register("register_page_action_menu_item")
def check_menu_item() -> CheckMenuItem:
    return CheckMenuItem(order=10)


@hooks.register("register_page_action_menu_item")
def sending_menu_item() -> SendingMenuItem:
    return SendingMenuItem(order=10)


@hooks.register("register_page_action_menu_item")
def test_menu_item() -> TestMenuItem:
    return TestMenuItem(order=20)


@hooks.register("before_edit_page")
def tell_that_the_mail_is_made(request: HttpRequest, page: Any) -> None:
    """Whoever opens an issue that was approved hears that the mail stays as it is."""
    if not isinstance(page, IssuePage) or request.method != "GET":
        return
    sending = page.sending_or_none
    if sending is None:
        return
    buttons = []
    if request.user.has_perm("newsletter.view_sending"):
        buttons = [messages.button(url_of_sending(sending), _("See the sending"))]
    if sending.started_at:
        said = _(
            "The issue has gone out. What you change here changes its page in the archive only."
        )
        messages.info(request, said, buttons=buttons)
    else:
        said = _(
            "The issue is approved as it was. What you change here is not sent: to change it, "
            "cancel the sending first."
        )
        messages.warning(request, said, buttons=buttons)


@hooks.register("after_edit_page")
def test_when_asked(request: HttpRequest, page: Any) -> None:
    if isinstance(page, IssuePage) and TEST_ACTION in request.POST:
        tell_of_test(request, page.get_latest_revision_as_object(), [own_address(request)])


@hooks.register("construct_page_action_menu")
def approving_publishes_nothing(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Of any other page, the last approval also publishes it, and Wagtail's words say so."""
    if not isinstance(context.get("page"), IssuePage):
        return
    for item in menu_items:
        if isinstance(item, WorkflowMenuItem) and item.name == "approve":
            item.label = _("Approve with a comment") if item.launch_modal else _("Approve")


@hooks.register("after_edit_page")
def on_to_sending(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Whoever has approved an issue is led to where it is checked and sent."""
    is_approval = (
        "action-workflow-action" in request.POST
        and request.POST.get("workflow-action-name") == "approve"
    )
    if not (is_approval and isinstance(page, IssuePage) and may_send(request)):
        return None
    if page.current_workflow_state is not None or page.state != "draft":
        return None
    messages.info(request, _("The issue is approved. It goes out when you send it here."))
    return redirect("newsletter_send_issue", page.pk)


@hooks.register("construct_homepage_panels")
def newsletter_panel(request: HttpRequest, panels: list[Component]) -> None:
    add_panels(request, panels, NewsletterPanel)
