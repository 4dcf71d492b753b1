"""Status reports: the page, what was frozen when it came out, and the work on it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PagePermissionTester
from wagtail.search import index
from wagtail.url_routing import RouteResult

from analytics.reports.blocks import ReportBody
from lederweb.core.models import BasePage
from lederweb.core.models.pages import LEAD_BOOST

if TYPE_CHECKING:
    from analytics.reports.document import Report
    from analytics.reports.scope import Scope

PUBLISH = "analytics.publish_statusreportpage"
# What can be fetched below the page's address.
PDF, WORD, RECEIPT = "pdf", "word", "kvittering"


class IndexPermissionTester(PagePermissionTester):
    """A report comes out from the page that checks it, so it is not published when it is made."""

    def can_publish_subpage(self) -> bool:
        return False


class StatusReportIndexPage(BasePage):
    kind_label = _("Status reports")
    max_count = 1
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["analytics.StatusReportPage"]
    template = "analytics/status_report_index_page.html"
    has_workflow = False

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("overview of status reports")

    def searchable_text(self) -> str:
        return self.lead

    def get_workflow(self) -> None:
        return

    def permissions_for_user(self, user: Any) -> IndexPermissionTester:
        return IndexPermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        reports = StatusReportPage.objects.child_of(self).live().public()
        context["reports"] = reports.defer_streamfields().order_by("-period_to")
        return context


class ReportPermissionTester(PagePermissionTester):
    """The secretariat writes reports without a right to any other page.

    They come out from the page that checks them only, and what came out is kept.
    """

    def _is_for(self) -> bool:
        return bool(self.user.is_active and self.user.has_perm(PUBLISH))

    def can_edit(self) -> bool:
        return self._is_for() or super().can_edit()

    def can_publish(self) -> bool:
        return False

    def can_view_revisions(self) -> bool:
        """Wagtail's history is for who may change pages; a draft is undone from the checks."""
        return super().can_view_revisions() and super().can_edit()

    def can_unpublish(self) -> bool:
        return self._is_for() and self.page.live and not self.page_locked()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        is_kept = FrozenReport.objects.filter(page=self.page.pk).exists()
        return not is_kept and (self._is_for() or super().can_delete(ignore_bulk))


def day_after_the_last_report() -> dt.date:
    """Where the next report begins; without one before it, with the year."""
    last = StatusReportPage.objects.aggregate(last=models.Max("period_to"))["last"]
    return last + dt.timedelta(days=1) if last else timezone.localdate().replace(month=1, day=1)


class StatusReportPage(BasePage):
    """A report over a period: counted anew while it is a draft, kept as it was when it came out."""

    kind_label = _("Status report")
    parent_page_types = ["analytics.StatusReportIndexPage"]
    subpage_types: list[str] = []
    template = "analytics/status_report_page.html"
    has_workflow = False
    # Set for one publication: why its sections are counted again.
    recount_because = ""

    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences: what is the year remembered for?"),
    )
    period_from = models.DateField(_("from the day"), default=day_after_the_last_report)
    period_to = models.DateField(_("to the day"), default=timezone.localdate)
    site_from = models.DateField(_("visits: from the day"), null=True, blank=True)
    site_to = models.DateField(_("visits: to the day"), null=True, blank=True)
    subscribers_on = models.DateField(_("subscribers: on the day"), null=True, blank=True)
    followers_on = models.DateField(_("followers: on the day"), null=True, blank=True)
    courses_on = models.DateField(_("e-courses: on the day"), null=True, blank=True)
    projects_on = models.DateField(_("projects under way: on the day"), null=True, blank=True)
    body = StreamField(ReportBody(), verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")])],
            heading=_("What it reports on"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("site_from"), FieldPanel("site_to")]),
                FieldRowPanel([FieldPanel("subscribers_on"), FieldPanel("followers_on")]),
                FieldRowPanel([FieldPanel("courses_on"), FieldPanel("projects_on")]),
            ],
            heading=_("Days of the figures"),
            help_text=_(
                "Left empty: visits of the whole months in the period, all else on its last day."
            ),
            classname="collapsed",
        ),
        FieldPanel(
            "body",
            help_text=_(
                "“Make a draft” fills it. Sections that are counted are counted anew until the "
                "report comes out; write before, after and between them."
            ),
        ),
    ]
    settings_panels: list[Any] = []
    search_fields = [*BasePage.search_fields, index.SearchField("lead", boost=LEAD_BOOST)]

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        permissions = [("publish_statusreportpage", "Can draft, check and publish a status report")]

    def searchable_text(self) -> str:
        return "\n".join(
            [
                self.lead,
                *map(strip_tags, self.body.stream_block.get_searchable_content(self.body)),
            ]
        )

    def get_workflow(self) -> None:
        return

    def permissions_for_user(self, user: Any) -> ReportPermissionTester:
        return ReportPermissionTester(user, self)

    def clean(self) -> None:
        super().clean()
        pairs = (("period_from", "period_to"), ("site_from", "site_to"))
        for first, last in pairs:
            begins, ends = getattr(self, first), getattr(self, last)
            if begins and ends and begins > ends:
                raise ValidationError({last: _("The last day lies before the first.")})
            if bool(begins) != bool(ends):
                raise ValidationError({last: _("A period has a beginning and an end after it.")})

    @property
    def scope(self) -> Scope:
        from analytics.reports.scope import Scope

        return Scope.of(self)

    @cached_property
    def newest_frozen(self) -> FrozenReport | None:
        return self.frozen.defer("parts").order_by("-pk").first() if self.pk else None

    def live_report(self) -> Report:
        """As everything stands at this moment."""
        from analytics.reports.draft import build

        return build(self).report

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Freeze all that is counted and come out, whichever way it was asked for.

        Raises `analytics.services.publish_report.NotReady` while the checks find anything that
        nobody has answered for.
        """
        from analytics.services.publish_report import freeze_report, refuse_what_is_open

        marks = refuse_what_is_open(revision.as_object())
        with transaction.atomic():
            done = super().publish(revision, *args, **kwargs)
            freeze_report(
                page=self, marks=marks, by=kwargs.get("user"), because=self.recount_because
            )
        return done

    # --- What readers get ------------------------------------------------------------------------
    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        is_preview = getattr(request, "is_preview", False)
        frozen = None if is_preview else self.newest_frozen
        context["report"] = frozen.as_report() if frozen else self.live_report()
        context["files"] = self._files() if frozen else []
        return context

    def _files(self) -> list[dict[str, str]]:
        labels = {
            PDF: _("Get the PDF"),
            WORD: _("Get the Word file"),
            RECEIPT: _("Get the receipt"),
        }
        return [
            {"label": str(label), "url": f"{self.url}{form}/"} for form, label in labels.items()
        ]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult | Any:
        """Below a page that is out stand its files."""
        if not path_components:
            return super().route(request, path_components)
        if not self.live or len(path_components) > 1:
            raise Http404
        form = path_components[0]
        if form not in (PDF, WORD, RECEIPT):
            raise Http404
        return RouteResult(self, kwargs={"form": form})

    def serve(
        self, request: HttpRequest, *args: Any, form: str = "", **kwargs: Any
    ) -> HttpResponse:
        if not form:
            return super().serve(request, *args, **kwargs)
        from analytics.views.report_files import file_response

        return file_response(self, form)


class FrozenReport(models.Model):
    """A report as it came out. A later one of the same page adds a row; none is ever changed."""

    page = models.ForeignKey(StatusReportPage, on_delete=models.CASCADE, related_name="frozen")
    report = models.JSONField(_("report"))
    # The counted sections alone, so that mending a comma does not count them again.
    parts = models.JSONField(_("counted sections"))
    # What the checks found, and why it stands all the same: sentence, reason, day.
    marks = models.JSONField(_("findings that stand"), default=list)
    # Of the figures, as page, PDF and Word file carry it.
    checksum = models.CharField(_("checksum"), max_length=64)
    # Why it was counted again, where it was.
    reason = models.CharField(_("why it was counted again"), max_length=250, blank=True)
    frozen_at = models.DateTimeField(_("frozen"), default=timezone.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("published status report")
        verbose_name_plural = _("published status reports")
        ordering = ["page", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.frozen_at:%Y-%m-%d %H:%M}"

    def as_report(self) -> Report:
        from analytics.reports.document import Report

        return Report.of_json(self.report)


class ReportFile(models.Model):
    """The PDF or the Word file of a published report, made once."""

    frozen = models.ForeignKey(FrozenReport, on_delete=models.CASCADE, related_name="files")
    form = models.CharField(max_length=8, choices=[(PDF, "PDF"), (WORD, "Word")])
    content = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a status report")
        verbose_name_plural = _("files of status reports")
        constraints = [
            models.UniqueConstraint(fields=["frozen", "form"], name="analytics_report_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.frozen_id}: {self.form}"


class ReportMark(models.Model):
    """Somebody answers for a finding: it stands as it is, and says why."""

    page = models.ForeignKey(StatusReportPage, on_delete=models.CASCADE, related_name="marks")
    # Of code and sentence: when the finding is another one, nobody has answered for it.
    key = models.CharField(max_length=64)
    sentence = models.TextField(_("what was found"))
    reason = models.CharField(_("why it stands"), max_length=250)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("finding that stands")
        verbose_name_plural = _("findings that stand")
        constraints = [
            models.UniqueConstraint(fields=["page", "key"], name="analytics_mark_once"),
        ]

    def __str__(self) -> str:
        return self.sentence


class ReportWork(models.Model):
    """What a worker is doing for a report, and how far it is; the newest for each report."""

    class Kind(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISH = "publish", _("Publication")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    page = models.OneToOneField(
        StatusReportPage, on_delete=models.CASCADE, primary_key=True, related_name="work"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    step = models.CharField(max_length=160, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    # What to tell whoever asked, where it stopped.
    trouble = models.TextField(blank=True)
    # Why it is to be counted again, for a publication that does.
    reason = models.CharField(max_length=250, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    touched_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("work on a status report")
        verbose_name_plural = _("work on status reports")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.kind} {self.state}"

    @property
    def is_moving(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
