"""What Væksthuset held or took part in, and where it was written about."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from lederweb.core.fields import PartialDateField, ends_before, last_day, parse_partial_date
from lederweb.core.page_cache import shown_on_pages
from projects.querysets import EventQuerySet, MentionQuerySet

from .tiers import OwnersField


def _project_field(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        "projects.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )


@shown_on_pages
class Event(models.Model):
    """A day, a course or a stand; old ones may have no more than a year."""

    class Kind(models.TextChoices):
        EVENT = "event", _("Event")
        CONFERENCE = "conference", _("Conference")
        MEETING = "meeting", _("Meeting")
        COURSE = "course", _("Course")
        STAND = "stand", _("Stand")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EVENT)
    title = models.CharField(_("title"), max_length=200)
    starts_on = PartialDateField(_("date"))
    ends_on = PartialDateField(_("last day"), blank=True, help_text=_("Where it lasts longer."))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    text = models.TextField(_("description"), max_length=600, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    participants_about = models.BooleanField(_("participants: about"), default=False)
    owners = OwnersField(verbose_name=_("Væksthus or board"))
    project = _project_field("events")
    link = models.URLField(_("link"), blank=True, help_text=_("Programme or sign-up."))
    # When nobody can attend any more: the last day that the dates can mean.
    over_on = models.DateField(editable=False, db_index=True)

    objects = EventQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("kind")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("place"),
            ],
            heading=_("When and where"),
        ),
        MultiFieldPanel(
            [FieldPanel("theme"), FieldPanel("text"), FieldPanel("link")],
            heading=_("About the event"),
        ),
        MultiFieldPanel(
            [FieldPanel("owners"), FieldPanel("project")], heading=_("Who it belongs to")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("participants"), FieldPanel("participants_about")])],
            heading=_("After the event"),
        ),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_on", "title"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.over_on = last_day(self.ends_on or self.starts_on)
        super().save(*args, **kwargs)

    @property
    def year(self) -> str:
        return self.starts_on[:4]

    @property
    def day(self) -> dt.date | None:
        """The first day, where the day is known: only then a calendar can hold it."""
        year, month, day = parse_partial_date(self.starts_on)
        return dt.date(year, month, day) if month and day else None

    @property
    def is_coming(self) -> bool:
        return self.over_on >= timezone.localdate()

    @property
    def calendar_url(self) -> str | None:
        return reverse("event_calendar", args=[self.pk]) if self.day else None

    def clean(self) -> None:
        super().clean()
        if ends_before(self.starts_on, self.ends_on):
            raise ValidationError({"ends_on": _("The last day lies before the first.")})
        same_day = not self.ends_on or self.ends_on == self.starts_on
        if same_day and self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins.")})
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": _("Write when it begins, too.")})


@shown_on_pages
class MediaMention(models.Model):
    """Where others wrote about Væksthuset, or it wrote itself: an advert, a debate piece."""

    class Kind(models.TextChoices):
        MENTION = "mention", _("Mention")
        ARTICLE = "article", _("Article")
        INTERVIEW = "interview", _("Interview")
        DEBATE = "debate", _("Debate piece")
        ADVERT = "advert", _("Advert")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ARTICLE)
    outlet = models.CharField(
        _("outlet"), max_length=120, help_text=_("The newspaper, magazine, programme or site.")
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("Leave it empty if it is not known.")
    )
    published_on = PartialDateField(_("date"))
    by = models.CharField(
        _("who"), max_length=160, blank=True, help_text=_("Who wrote it, or who is interviewed.")
    )
    note = models.CharField(_("what it is about"), max_length=300, blank=True)
    link = models.URLField(_("link"), blank=True)
    owners = OwnersField(verbose_name=_("Væksthus or board"))
    project = _project_field("media_mentions")

    objects = MentionQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("outlet"), FieldPanel("kind")]),
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("published_on"), FieldPanel("by")]),
                FieldPanel("note"),
                FieldPanel("link"),
            ],
            heading=_("What was written or said"),
        ),
        MultiFieldPanel(
            [FieldPanel("owners"), FieldPanel("project")], heading=_("Who it belongs to")
        ),
    ]

    class Meta:
        verbose_name = _("media mention")
        verbose_name_plural = _("media mentions")
        ordering = ["-published_on", "outlet", "title"]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.title}" if self.title else self.outlet

    @property
    def year(self) -> str:
        return self.published_on[:4]
