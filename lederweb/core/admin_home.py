"""The first page of the admin: lists of what somebody should look at next.

Each floor adds its own panels by Wagtail's hook `construct_homepage_panels`. A panel is one list
of a few rows, costs a query or two, and shows only what the person may change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.admin.views import home
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from lederweb.core.models import CustomDocument
from lederweb.core.templatetags.lederweb import danish_date, danish_time

# So many rows stand in a panel; whoever wants more follows the link below them.
MOST_ROWS = 6

Text = str | Promise


@dataclass(frozen=True)
class Row:
    """A line of a panel: what it is, where it is dealt with, and what there is to say of it."""

    title: Text
    url: str
    detail: Text = ""


class HomePanel(Component):
    """A list on the first page of the admin. Kinds say what is in it, and who sees it."""

    template_name = "core/admin/home_panel.html"
    name = ""
    heading: Text = ""
    icon = "list-ul"
    empty: Text = ""  # a sentence where there is nothing to do
    order = 100

    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_pages(request)

    def found(self, request: HttpRequest) -> Any:
        """What the list is of, the first thing to do first; no more of it is read than shown."""
        raise NotImplementedError

    def row(self, found: Any) -> Row:
        raise NotImplementedError

    def rows(self, request: HttpRequest) -> list[Row]:
        """At most `MOST_ROWS` and one; the last says only that there are more."""
        return [self.row(found) for found in self.found(request)[: MOST_ROWS + 1]]

    def more_url(self) -> str:
        """Where all of them stand; empty where there is no such place."""
        return ""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        rows = self.rows(parent_context["request"])
        return {
            "panel": self,
            "rows": rows[:MOST_ROWS],
            "has_more": len(rows) > MOST_ROWS,
            "more_url": self.more_url(),
        }


def add_panels(request: HttpRequest, panels: list[Component], *kinds: type[HomePanel]) -> None:
    """Put panels of these kinds on the page, those that the person is to see."""
    panels.extend(panel for panel in (kind() for kind in kinds) if panel.is_shown(request))


def may_edit_pages(request: HttpRequest) -> bool:
    return PagePermissionPolicy().user_has_any_permission(request.user, {"change", "publish"})


def pages_for(request: HttpRequest) -> QuerySet:
    """The pages that the person may change."""
    return PagePermissionPolicy().instances_user_has_any_permission_for(
        request.user, {"change", "publish"}
    )


def edit_url(pk: int | str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


def moment(value: Any) -> str:
    """1. marts 2027 kl. 9.00."""
    return f"{danish_date(value)} {danish_time(value)}" if value else ""


class PagesPanel(HomePanel):
    """A list of pages, each with a word on why it stands there."""

    def row(self, found: Any) -> Row:
        return Row(found.draft_title, edit_url(found.pk), self.detail(found))

    def detail(self, page: Any) -> Text:
        raise NotImplementedError


class MyDrafts(PagesPanel):
    """What the person wrote last and nobody has published, nor scheduled."""

    name = "my-drafts"
    heading = gettext_lazy("My drafts")
    icon = "edit"
    empty = gettext_lazy("You have no drafts.")
    order = 210

    def found(self, request: HttpRequest) -> QuerySet:
        states = WorkflowState.objects.active().filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        return (
            pages_for(request)
            .filter(has_unpublished_changes=True, latest_revision__approved_go_live_at=None)
            .filter(Q(latest_revision__user=request.user) | Q(live=False, owner=request.user))
            .annotate(workflow=Subquery(states.values("status")[:1]))
            .order_by(F("latest_revision_created_at").desc(nulls_last=True), "pk")
            .only("draft_title", "live", "latest_revision_created_at")
        )

    def detail(self, page: Any) -> str:
        if page.workflow == WorkflowState.STATUS_NEEDS_CHANGES:
            state = _("Sent back to you")
        elif page.workflow == WorkflowState.STATUS_IN_PROGRESS:
            state = _("Waits for approval")
        else:
            state = _("Changes to a published page") if page.live else _("Not published")
        return f"{state} · {moment(page.latest_revision_created_at)}"


class WaitingForMe(HomePanel):
    """What the person is asked to approve."""

    name = "waiting-for-me"
    heading = gettext_lazy("Waiting for you")
    icon = "check"
    empty = gettext_lazy("Nothing waits for your approval.")
    order = 200

    def is_shown(self, request: HttpRequest) -> bool:
        return PagePermissionPolicy().user_has_permission(request.user, "publish")

    def found(self, request: HttpRequest) -> QuerySet:
        states = TaskState.objects.reviewable_by(request.user)
        return states.select_related("revision__user").order_by("-started_at")

    def row(self, found: TaskState) -> Row:
        revision = found.revision
        writer = revision.user.get_full_name() if revision.user else ""
        when = moment(found.started_at)
        detail = f"{writer} · {when}" if writer else when
        return Row(revision.object_str, edit_url(revision.object_id), detail)


class PublishedSoon(HomePanel):
    """What comes out and what goes at a time that somebody has set, the next one first."""

    name = "published-soon"
    heading = gettext_lazy("To be published soon")
    icon = "calendar-alt"
    empty = gettext_lazy("Nothing is scheduled.")
    order = 220

    def found(self, request: HttpRequest) -> list[tuple[dt.datetime, Row]]:
        coming = (
            Revision.page_revisions.filter(
                approved_go_live_at__isnull=False,
                object_id__in=pages_for(request)
                .annotate(key=Cast("pk", CharField()))
                .values("key"),
            )
            .order_by("approved_go_live_at")
            .only("object_id", "object_str", "approved_go_live_at")[: MOST_ROWS + 1]
        )
        going = (
            pages_for(request)
            .filter(live=True, expire_at__isnull=False)
            .order_by("expire_at")
            .only("draft_title", "expire_at")[: MOST_ROWS + 1]
        )
        found = [
            (
                revision.approved_go_live_at,
                Row(
                    revision.object_str,
                    edit_url(revision.object_id),
                    moment(revision.approved_go_live_at),
                ),
            )
            for revision in coming
        ] + [
            (
                page.expire_at,
                Row(
                    page.draft_title,
                    edit_url(page.pk),
                    _("Taken down %(when)s") % {"when": moment(page.expire_at)},
                ),
            )
            for page in going
        ]
        return sorted(found, key=lambda each: each[0])

    def row(self, found: tuple[dt.datetime, Row]) -> Row:
        return found[1]


class InaccessibleDocuments(HomePanel):
    """Documents that not everybody can read, and that name no other way to the same."""

    name = "inaccessible-documents"
    heading = gettext_lazy("Documents that are not accessible")
    icon = "doc-full"
    empty = gettext_lazy("No document is known to be hard to read.")
    order = 270

    def is_shown(self, request: HttpRequest) -> bool:
        return self._policy().user_has_permission(request.user, "change")

    def found(self, request: HttpRequest) -> QuerySet:
        return (
            self._policy()
            .instances_user_has_permission_for(request.user, "change")
            .filter(
                accessibility=CustomDocument.Accessibility.NOT_ACCESSIBLE, accessibility_note=""
            )
            .order_by("-created_at", "pk")
        )

    def row(self, found: Any) -> Row:
        lacks = found.lacks_named
        detail = _("Lacks %(lacks)s") % {"lacks": ", ".join(lacks)} if lacks else ""
        return Row(found.title, reverse("wagtaildocs:edit", args=[found.pk]), detail)

    def more_url(self) -> str:
        status = CustomDocument.Accessibility.NOT_ACCESSIBLE
        return f"{reverse('document_list')}?accessibility={status}"

    @staticmethod
    def _policy() -> Any:
        return policy_registry.get_by_type(CustomDocument)


# What our panels say, Wagtail says once more in tables that a phone cannot show.
_IN_OUR_WORDS = (
    home.WorkflowObjectsToModeratePanel,
    home.UserObjectsInWorkflowModerationPanel,
    home.RecentEditsPanel,
)


def our_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, _IN_OUR_WORDS)]
    add_panels(request, panels, WaitingForMe, MyDrafts, PublishedSoon, InaccessibleDocuments)
