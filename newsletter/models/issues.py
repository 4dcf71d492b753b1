"""The newsletter's pages: the overview with the archive, and the issues."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageManager, PagePermissionTester, WorkflowState

from lederweb.core.models import BasePage
from lederweb.mail.headers import validate_header_text
from newsletter.blocks import ISSUE_TEXT_FEATURES, IssueBlocks
from newsletter.querysets import IssueQuerySet
from newsletter.widgets import LONGEST_SHOWN_PREVIEW, LONGEST_SUBJECT, CountedInput
from publications.models import ContentPage
from publications.pagination import page_of

from .deliveries import Sending

# Path segments below /nyhedsbrev/ that belong to views (newsletter/urls.py).
RESERVED_SLUGS = {
    "feed.xml",
    "tilmeld",
    "tjek-din-indbakke",
    "bekraeft",
    "afmeld",
    "tilmeld-igen",
    "indstillinger",
    "farvel",
    "ny-adresse",
    "l",
    "afvist-post",
}


class IndexPermissionTester(PagePermissionTester):
    """An issue cannot be written and published in one go, and what was sent is kept."""

    def can_publish_subpage(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and not Sending.objects.exists()


class NewsletterIndexPage(BasePage):
    kind_label = _("Newsletters")
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["newsletter.IssuePage"]
    template = "newsletter/newsletter_index_page.html"
    PER_PAGE = 24

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("overview of newsletters")

    def searchable_text(self) -> str:
        return self.lead

    # The overview itself is never submitted; its issues are, each from its own page.
    has_workflow = False

    def get_workflow(self) -> None:
        return

    def permissions_for_user(self, user: Any) -> IndexPermissionTester:
        return IndexPermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        archive = IssuePage.objects.archived().child_of(self).select_related("sending")
        context["results"] = page_of(archive, request, self.PER_PAGE)
        return context


class IssuePermissionTester(PagePermissionTester):
    """An issue comes out by being sent, and what was sent is kept."""

    def can_publish(self) -> bool:
        sending = self.page.specific.sending_or_none  # a list has it with its issues
        return (
            super().can_publish()
            and sending is not None
            and Sending.objects.come_out().filter(pk=sending.pk).exists()
        )

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and self.page.specific.sending_or_none is None


class IssuePage(BasePage):
    """One issue. Its page is its place in the archive, public from when it is sent."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("Weekly")
        SPECIAL = "special", _("Special issue")

    kind_label = _("Issue")
    checks_heading = _("Check before sending")
    comes_out_by_sending = True  # being approved does not make it public
    parent_page_types = ["newsletter.NewsletterIndexPage"]
    subpage_types: list[str] = []
    template = "newsletter/issue_page.html"
    exclude_fields_in_copy = ["week"]
    preview_modes = [
        ("html", _("The mail")),
        ("dark", _("The mail on a dark screen")),
        ("no-pictures", _("The mail without pictures")),
        ("text", _("The mail as plain text")),
        # By the names in TIER_MODES of newsletter/issue_mail.py.
        ("tier-1", _("As executives get it")),
        ("tier-2", _("As middle managers get it")),
        ("tier-3", _("As heads of institutions get it")),
        ("web", _("The page in the archive")),
    ]
    preview_sizes = [
        {"name": "mobile", "icon": "mobile-alt", "device_width": 360, "label": _("Phone")},
        {"name": "desktop", "icon": "desktop", "device_width": 760, "label": _("Desktop")},
    ]
    default_preview_size = "desktop"

    subject = models.CharField(
        pgettext_lazy("of a mail", "subject"),
        max_length=150,
        blank=True,
        validators=[validate_header_text],
        help_text=_("What the inbox shows. Say what is in it; at most 60 characters show."),
    )
    preview_text = models.CharField(
        _("preview text"),
        max_length=150,
        blank=True,
        validators=[validate_header_text],
        help_text=_("Stands after the subject in the inbox. One sentence."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        default=Kind.WEEKLY,
        help_text=_("Some subscribers have asked for special issues only."),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=ISSUE_TEXT_FEATURES)
    before = StreamField(
        IssueBlocks(), verbose_name=_("before the items"), blank=True, collapsed=True
    )
    after = StreamField(
        IssueBlocks(), verbose_name=_("after the items"), blank=True, collapsed=True
    )
    # The ISO week (2026-W12) that it was drafted for by itself; one draft for each.
    week = models.CharField(max_length=8, null=True, blank=True, unique=True, editable=False)

    objects = PageManager.from_queryset(IssueQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("subject", widget=CountedInput(LONGEST_SUBJECT)),
                FieldPanel("preview_text", widget=CountedInput(LONGEST_SHOWN_PREVIEW)),
            ],
            heading=_("In the inbox"),
        ),
        FieldPanel("kind"),
        FieldPanel("introduction"),
        FieldPanel("before"),
        InlinePanel("items", label=_("item"), heading=_("Items")),
        FieldPanel("after"),
    ]
    # Going live at a time is not for issues: they come out by being sent.
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")
        permissions = [("send_issuepage", "Can approve and send an issue")]

    @property
    def sending_or_none(self) -> Sending | None:
        """The decision to send it; None for a draft."""
        return getattr(self, "sending", None)

    @property
    def state(self) -> str:
        """draft, or the state of its sending."""
        sending = self.sending_or_none
        return sending.state if sending else "draft"

    @property
    def state_name(self) -> str:
        sending = self.sending_or_none
        if sending:
            return sending.state_in_words
        words = {
            WorkflowState.STATUS_IN_PROGRESS: gettext("Waits for approval"),
            WorkflowState.STATUS_NEEDS_CHANGES: gettext("Sent back for changes"),
            WorkflowState.STATUS_APPROVED: gettext("Approved, not sent yet"),
        }
        return words.get(self.approval(), gettext("Draft"))

    def approval(self) -> str:
        """How far the draft is in its workflow: a status of `WorkflowState`; empty for not at all.

        Whatever is changed after an approval is to be approved, too.
        """
        latest = vars(self)  # a list asks for those of all its issues at once
        if "workflow_status" not in latest:
            asked = IssuePage.objects.filter(pk=self.pk).with_workflow()
            latest = asked.values("workflow_status", "workflow_revision").get()
        status = latest["workflow_status"] or ""
        is_of_before = latest["workflow_revision"] != self.latest_revision_id
        return "" if status == WorkflowState.STATUS_APPROVED and is_of_before else status

    def pages(self) -> list[ContentPage]:
        """The items' pages, only what anybody may read: for everybody first, then as edited."""
        items = [item for item in self.items.all() if item.page_id]
        public = ContentPage.objects.listed().in_bulk([item.page_id for item in items])
        items.sort(key=lambda item: not item.is_for_all)
        found = [public[item.page_id] for item in items if item.page_id in public]
        return list(dict.fromkeys(found))

    def numbers_for_all(self) -> set[int]:
        """The pages that stand at the top for every reader."""
        return {item.page_id for item in self.items.all() if item.is_for_all}

    def searchable_text(self) -> str:
        titles = [item.page.title for item in self.items.select_related("page") if item.page]
        free = [
            text
            for stream in (self.before, self.after)
            for text in stream.stream_block.get_searchable_content(stream)
        ]
        return " ".join([self.subject, self.preview_text, *titles, *free])

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is used by the site itself.")})

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing before it is approved for sending and its time has come.

        So the last step of a workflow, which would publish any other page, says only that the
        issue is good; a moderator sends it from the page that checks it.
        """
        if Sending.objects.come_out().filter(issue_id=self.pk).exists():
            return super().publish(*args, **kwargs)
        return None

    def permissions_for_user(self, user: Any) -> IssuePermissionTester:
        return IssuePermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["content"] = self.pages()
        return context

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name == "web":
            return super().serve_preview(request, mode_name)
        from newsletter.issue_mail import preview_response

        return preview_response(self, mode_name)


class IssueItem(Orderable):
    issue = ParentalKey(IssuePage, on_delete=models.CASCADE, related_name="items")
    # Empty only in a draft that is saved while the page is still to be chosen: the check before
    # sending, and publishing, ask for it.
    page = models.ForeignKey(
        ContentPage, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+", null=True
    )
    is_for_all = models.BooleanField(
        _("for everybody, at the top"),
        default=False,
        help_text=_(
            "Each reader sees first what is for leaders like them. This one stands above that."
        ),
    )
    reason = models.CharField(
        _("why it is here"),
        max_length=200,
        blank=True,
        help_text=_("For the editor only; readers do not see it."),
    )

    panels = [FieldPanel("page"), FieldPanel("reason"), FieldPanel("is_for_all")]

    class Meta(Orderable.Meta):
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return self.page.title if self.page else ""
