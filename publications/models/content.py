"""What every kind of content shares: one table, so that mixed lists are one query."""

from __future__ import annotations

import base64
import datetime as dt
import math
from typing import Any, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from lederweb.core.blocks import words_in
from lederweb.core.fields import PartialDateField, parse_partial_date
from lederweb.core.models import BasePage
from lederweb.core.models.pages import LEAD_BOOST
from lederweb.core.page_cache import remembered
from lederweb.core.visibility import is_public
from projects.models import OwnersField
from publications.forms import ContentPageForm
from publications.panels import ReadersWordPanel, TopicChoices
from publications.querysets import ContentQuerySet

# Adults read Danish non-fiction at about 200 words a minute when they read closely.
WORDS_PER_MINUTE = 200
# Corrections of the same day are no update.
UPDATED_AFTER = dt.timedelta(days=1)


class KindLabel:
    """What a reader calls the kind of a page of which only the shared row was read."""

    def __get__(self, page: ContentPage | None, owner: type) -> str | Promise:
        return _("Content") if page is None else page.kind.kind_label


class ContentTag(TaggedItemBase):
    content_object = ParentalKey(
        "publications.ContentPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ContentPage(BasePage):
    """The part of an article, publication, episode, course or tool that lists show.

    A concrete table between Wagtail's page and each kind: lists, the catalogue and search read
    it alone and need no query per kind.
    """

    kind_label = KindLabel()
    is_creatable = False
    shown_with: tuple[str, ...] = ("picture", "project", "share_card")
    base_form_class = ContentPageForm
    asks_readers = False  # whether its page ends with "Could you use it?"
    MOST_PICKS = 6

    lead = models.TextField(
        _("lead"),
        max_length=400,
        help_text=_("One or two sentences: what is it, and what can I use it for tomorrow?"),
    )
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    owners = OwnersField(
        verbose_name=_("Væksthus or board"),
        help_text=_("Whom it is for and who made it. Leave empty if it is not known."),
    )
    topics = ParentalManyToManyField(
        "publications.TopicPage", verbose_name=_("topics"), blank=True, related_name="content"
    )
    tags = ClusterTaggableManager(through=ContentTag, blank=True, verbose_name=_("tags"))
    project = models.ForeignKey(
        "projects.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="content",
    )
    published_on = PartialDateField(
        _("published"),
        blank=True,
        help_text=_(
            "25.8.2017, August 2017 or only 2017. Left empty, it becomes the day on which the page "
            "is first published."
        ),
    )
    # Where it stands in lists: the published date, else when it was first published here.
    sort_date = models.DateField(editable=False, default=dt.date.today, db_index=True)
    reading_minutes = models.PositiveSmallIntegerField(_("minutes"), editable=False, default=0)
    review_on = models.DateField(
        _("review on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody looks at whether it still holds."),
    )
    review_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who reviews it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reviews",
    )
    legacy_id = models.PositiveIntegerField(
        _("number on the old site"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("Old links with this number lead to the page."),
    )

    objects = PageManager.from_queryset(ContentQuerySet)()

    about_panels = [
        MultiFieldPanel(
            [
                FieldPanel("owners"),
                FieldPanel("topics", widget=TopicChoices),
                FieldPanel("tags", help_text=_("Words that no topic has. Enter ends each.")),
                FieldPanel("project"),
            ],
            heading=_("Whom and what it is about"),
        ),
        InlinePanel(
            "picks",
            label=_("page"),
            heading=_("Read on"),
            max_num=MOST_PICKS,
            help_text=_(
                "Shown first below the text, in this order. The rest is found by topics, tags "
                "and words."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("published_on"),
                FieldRowPanel([FieldPanel("review_on"), FieldPanel("review_owner")]),
            ],
            heading=_("Dates"),
        ),
        ReadersWordPanel(heading=_("Readers' answers")),
    ]
    promote_panels = [
        *BasePage.promote_panels,
        MultiFieldPanel(
            [FieldPanel("legacy_id")], heading=_("From the old site"), classname="collapsed"
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=LEAD_BOOST),
        index.FilterField("sort_date"),
        index.FilterField("owners"),
    ]

    class Meta:
        verbose_name = _("content")
        indexes = [
            # Lists by Væksthus: owners @> ARRAY['1'].
            GinIndex(fields=["owners"], name="content_owners"),
            # What is to be reviewed by a day.
            models.Index(fields=["review_on"], name="content_review_on"),
        ]

    @property
    def kind(self) -> type[ContentPage]:
        """The page type, also when only this shared row was read; no query (cached types)."""
        if type(self) is not ContentPage:
            return type(self)
        model = ContentType.objects.get_for_id(self.content_type_id).model_class()
        return cast("type[ContentPage]", model)

    @property
    def sharing_card(self) -> Any:
        """The drawn card, unless the editor has chosen a picture; None until it is drawn."""
        return None if self.share_image_id else getattr(self, "share_card", None)

    def shared_picture_address(self) -> str:
        if self.share_image_id:
            return super().shared_picture_address()
        from publications.services.draw_share_card import card_of

        return f"data:image/jpeg;base64,{base64.b64encode(card_of(self)).decode()}"

    @property
    def updated_on(self) -> dt.date | None:
        """The day of the last change, when that is a day or more after it was published.

        What came from the old site counts as new here on the day it was put in.
        """
        if not self.last_published_at or not self.first_published_at:
            return None
        if self.last_published_at - self.first_published_at < UPDATED_AFTER:
            return None
        changed_on = timezone.localtime(self.last_published_at).date()
        return changed_on if changed_on - self.sort_date >= UPDATED_AFTER else None

    def related(self, *, as_edited: bool = False) -> list[ContentPage]:
        """What to read next; one query. Called by the templates that show it.

        as_edited: with the picks as they stand in the editor, for a preview.
        """
        picked = [pick.picked_id for pick in self.picks.all()] if as_edited else None
        return ContentPage.objects.related_to(self, picked)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False):
            return context | self.surroundings(as_edited=True)
        return context | remembered(f"around:{self.pk}", self.surroundings)

    def surroundings(self, *, as_edited: bool = False) -> dict[str, Any]:
        """What stands around the page's own text, under the names that its template uses.

        Read once until anything is published. as_edited: as it stands in the editor, for a
        preview. Kinds add their own.
        """
        return {
            "topics": [topic for topic in self.topics.all() if is_public(topic)],
            "tags": list(self.tags.all()),
            "related": self.related(as_edited=as_edited),
        }

    def words(self) -> int:
        """How many words a reader reads; kinds with a body add it."""
        body = getattr(self, "body", None)
        return len(self.lead.split()) + (words_in(body) if body else 0)

    def minutes(self) -> int:
        return max(1, math.ceil(self.words() / WORDS_PER_MINUTE))

    def searchable_text(self) -> str:
        body = getattr(self, "body", None)
        parts = [self.lead, self.search_description]
        if body:
            parts.extend(body.stream_block.get_searchable_content(body))
        parts.extend(tag.name for tag in self.tags.all())
        return "\n".join(part for part in parts if part)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A draft from before the first publication knows nothing of the day it was given."""
        page = super().with_content_json(content)
        if not page.published_on and content.get("first_published_at") is None:
            page.published_on = self.published_on
        return page

    def clean(self) -> None:
        super().clean()
        if self._is_first_publication and not self.published_on and not self.legacy_id:
            self.published_on = timezone.localdate(self.first_published_at).isoformat()
        self.reading_minutes = self.minutes()
        self.sort_date = self._date_in_lists()

    @property
    def _is_first_publication(self) -> bool:
        """Whether it is just coming out: only then Wagtail has set both moments at once.

        What was known before it came here has an earlier first moment.
        """
        first = self.first_published_at
        return bool(self.live and first and first == self.last_published_at)

    def _date_in_lists(self) -> dt.date:
        if self.published_on:
            try:
                year, month, day = parse_partial_date(self.published_on)
            except ValueError:  # the field's own validator says so
                return self.sort_date
            return dt.date(year, month or 1, day or 1)
        first = self.first_published_at or timezone.now()
        return timezone.localtime(first).date()
