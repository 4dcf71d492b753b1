"""What the newsletter puts on the first page of the admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lederweb.core.admin_home import MOST_ROWS, HomePanel, Row, edit_url, moment
from lederweb.lib.periods import day_of
from newsletter.composing_views import may_write
from newsletter.models import IssuePage, QuietWeek, Sending
from newsletter.viewsets import url_of_sending


class NewsletterPanel(HomePanel):
    """Sendings that stand still, the issues that are not out yet, and whether this week has
    nothing to write about."""

    name = "newsletter"
    heading = gettext_lazy("Newsletter")
    icon = "mail"
    empty = gettext_lazy("No issue is being written.")
    order = 205

    def is_shown(self, request: HttpRequest) -> bool:
        return may_write(request) or bool(self._stuck(request))

    def rows(self, request: HttpRequest) -> list[Row]:
        rows = self._stuck(request)
        return rows + self._to_write() if may_write(request) else rows

    @staticmethod
    def _stuck(request: HttpRequest) -> list[Row]:
        """Sendings that stand still: the mail that tells of it may itself not get out."""
        if not request.user.has_perm("newsletter.view_sending"):
            return []
        stuck = Sending.objects.filter(state=Sending.State.PAUSED) | Sending.objects.filter(
            state=Sending.State.SENDING
        ).exclude(trouble="")
        return [
            Row(
                _("“%(subject)s” is not on its way") % {"subject": sending.subject},
                url_of_sending(sending),
                sending.trouble or sending.get_state_display(),
            )
            for sending in stuck.defer("text", "html").order_by("pk")
        ]

    def _to_write(self) -> list[Row]:
        year, week, _day = day_of(timezone.now()).isocalendar()
        rows = [
            Row(
                _("Nothing new was published, so no issue was drafted in week %(week)s.")
                % {"week": week},
                reverse("newsletter_special_issue"),
                _("Start a special issue on a theme"),
            )
            for _quiet in QuietWeek.objects.filter(week=f"{year}-W{week:02d}")
        ]
        issues = (
            IssuePage.objects.filter(sending__isnull=True)
            | IssuePage.objects.filter(sending__state=Sending.State.APPROVED)
        ).select_related("sending")
        issues = (
            issues.with_workflow()
            .defer_streamfields()
            .order_by("-latest_revision_created_at", "-pk")
        )
        return rows + [
            Row(issue.draft_title, edit_url(issue.pk), self._detail(issue))
            for issue in issues[: MOST_ROWS + 1]
        ]

    def more_url(self) -> str:
        return reverse("newsletter_issues:index")

    @staticmethod
    def _detail(issue: IssuePage) -> str:
        sending = issue.sending_or_none
        if sending is not None and sending.send_at:
            return issue.state_name
        return f"{issue.state_name} · {moment(issue.latest_revision_created_at)}"
