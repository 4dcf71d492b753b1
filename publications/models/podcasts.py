"""Podcast series and episodes."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtailmedia.edit_handlers import MediaChooserPanel

from lederweb.core.blocks import BODY_HELP, BodyBlock
from lederweb.core.models import BasePage
from publications.podcasts import apple_categories
from publications.podcasts.forms import EpisodeForm, SeriesForm
from publications.podcasts.panels import ReadinessPanel, TranscriptPanel
from publications.podcasts.playing_time import PlayingTimeField
from publications.podcasts.readiness import Missing, missing_in_episode, missing_in_series
from publications.podcasts.transcripts import Passage, is_timed, passages_of, plain_text
from publications.querysets import EpisodeQuerySet

from .content import ContentPage

# https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


class PodcastIndexPage(BasePage):
    kind_label = _("Podcasts")
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["publications.PodcastSeriesPage"]
    template = "publications/podcast_index_page.html"

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("overview of podcasts")

    def searchable_text(self) -> str:
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["series"] = (
            PodcastSeriesPage.objects.child_of(self).live().public().select_related("picture")
        )
        context["episodes"] = PodcastEpisodePage.objects.listed()[:12]
        return context


class PodcastSeriesPage(BasePage):
    class ShowType(models.TextChoices):
        """Apple's itunes:type."""

        EPISODIC = "episodic", _("Each episode stands alone; the newest first")
        SERIAL = "serial", _("One story; the first episode first")

    kind_label = _("Podcast series")
    shown_with = ("picture",)
    parent_page_types = ["publications.PodcastIndexPage"]
    subpage_types = ["publications.PodcastEpisodePage"]
    template = "publications/podcast_series_page.html"
    base_form_class = SeriesForm

    lead = models.TextField(_("lead"), max_length=400)
    description = models.TextField(
        _("description in podcast apps"),
        blank=True,
        help_text=_("What a listener may expect. The lead is used if empty."),
    )
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=pgettext_lazy("of a podcast", "cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Square, at least 1400 by 1400 pixels."),
    )
    author = models.CharField(_("author"), max_length=120, default="Væksthus for Ledelse")
    owner_name = models.CharField(
        _("owner"), max_length=120, blank=True, help_text=_("The author is used if empty.")
    )
    owner_email = models.EmailField(
        _("owner's e-mail address"),
        blank=True,
        help_text=_("Stands in the feed. Podcast apps write to it when the series is signed up."),
    )
    category = models.CharField(
        _("category"),
        max_length=60,
        choices=apple_categories.choices,
        default="Business/Management",
    )
    show_type = models.CharField(
        _("order"), max_length=10, choices=ShowType, default=ShowType.EPISODIC
    )
    explicit = models.BooleanField(
        _("not for children"), default=False, help_text=_("Strong language or the like.")
    )
    # Made from the feed's first address and never changed, also when the address does: apps know
    # the series by it.
    guid = models.UUIDField(_("feed identity"), null=True, editable=False, unique=True)

    content_panels = [
        ReadinessPanel(),
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        MultiFieldPanel(
            [
                FieldPanel("description"),
                FieldRowPanel([FieldPanel("author"), FieldPanel("category")]),
                FieldRowPanel([FieldPanel("owner_name"), FieldPanel("owner_email")]),
                FieldRowPanel([FieldPanel("show_type"), FieldPanel("explicit")]),
            ],
            heading=_("In podcast apps"),
        ),
    ]
    exclude_fields_in_copy = ["guid"]

    class Meta:
        verbose_name = _("podcast series")
        verbose_name_plural = _("podcast series")

    @property
    def feed_url(self) -> str:
        return f"{self.full_url}feed.xml"

    def set_url_path(self, parent: Page | None) -> str:
        """Gives the series its identity, once, as soon as the address of its feed is known.

        UUIDv5 of the address without scheme and closing slashes (podcast:guid).
        """
        path = super().set_url_path(parent)
        if self.guid is None:
            address = urlsplit(self.feed_url)
            name = f"{address.netloc}{address.path}".rstrip("/")
            self.guid = uuid.uuid5(PODCAST_NAMESPACE, name)
            if type(self).objects.filter(guid=self.guid).exclude(pk=self.pk).exists():
                # An earlier series had this address and has moved with its identity.
                self.guid = uuid.uuid5(PODCAST_NAMESPACE, f"{name}#{uuid.uuid4()}")
        return path

    def missing_for_publishing(self) -> list[Missing]:
        return list(missing_in_series(self))

    def searchable_text(self) -> str:
        return f"{self.lead}\n{self.description}"

    def episodes(self) -> models.QuerySet:
        return (
            PodcastEpisodePage.objects.listed()
            .child_of(self)
            .select_related("audio", "picture")
            .order_by("-season", "-number")
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["episodes"] = self.episodes()
        return context


class PodcastEpisodePage(ContentPage):
    class EpisodeType(models.TextChoices):
        """Apple's itunes:episodeType."""

        FULL = "full", _("Episode")
        TRAILER = "trailer", _("Trailer")
        BONUS = "bonus", _("Extra")

    kind_label = _("Podcast")
    is_creatable = True
    shown_with = (*ContentPage.shown_with, "audio", "article")
    parent_page_types = ["publications.PodcastSeriesPage"]
    subpage_types: list[str] = []
    template = "publications/podcast_episode_page.html"
    base_form_class = EpisodeForm

    number = models.PositiveSmallIntegerField(
        _("episode no."), null=True, validators=[MinValueValidator(1)]
    )
    season = models.PositiveSmallIntegerField(
        _("season"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave it empty if the series has no seasons."),
    )
    episode_type = models.CharField(
        _("kind of episode"), max_length=10, choices=EpisodeType, default=EpisodeType.FULL
    )
    audio = models.ForeignKey(
        "core.CustomMedia",
        verbose_name=_("audio file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="episodes",
        help_text=_(
            "MP3 or M4A. Length and chapters are read from it. It must be there to publish."
        ),
    )
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_(
            "Write what is said, or take it from a file. Where the file has times, readers can "
            "click on a sentence and hear it."
        ),
    )
    transcript_waived = models.BooleanField(_("Publish without a transcript"), default=False)
    transcript_waived_because = models.CharField(
        _("why there is no transcript"),
        max_length=200,
        blank=True,
        help_text=_("Seen by editors only, in the report of episodes without a transcript."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("show notes"), blank=True)
    article = models.ForeignKey(
        "publications.ArticlePage",
        verbose_name=_("article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="episodes",
        help_text=_("The article and the episode show each other."),
    )
    guid = models.UUIDField(_("identity"), default=uuid.uuid4, editable=False, unique=True)

    objects = PageManager.from_queryset(EpisodeQuerySet)()

    content_panels = [
        ReadinessPanel(),
        *ContentPage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("season"), FieldPanel("episode_type")]),
        FieldPanel("lead"),
        MediaChooserPanel("audio", media_type="audio"),
        MultiFieldPanel(
            [
                TranscriptPanel("transcript"),
                FieldPanel("transcript_waived"),
                FieldPanel("transcript_waived_because"),
            ],
            heading=_("What is said"),
        ),
        InlinePanel("people", label=_("person"), heading=_("Who speaks")),
        InlinePanel(
            "chapters",
            label=_("chapter"),
            heading=_("Chapters"),
            help_text=_("Taken from the sound file when it has any and none are written here."),
        ),
        FieldPanel("body", help_text=BODY_HELP),
        FieldPanel("picture"),
        FieldPanel("article", heading=_("Article about the episode")),
        *ContentPage.about_panels,
    ]
    exclude_fields_in_copy = ["guid"]

    class Meta:
        verbose_name = _("podcast episode")
        verbose_name_plural = _("podcast episodes")

    def clean(self) -> None:
        self.transcript = self.transcript.replace("\r\n", "\n").strip()
        super().clean()

    def missing_for_publishing(self) -> list[Missing]:
        return list(missing_in_episode(self))

    def take_chapters_from_file(self) -> None:
        """Write down the chapters that the sound file brings; nothing when it brings none."""
        taken = [
            EpisodeChapter(
                start=int(entry["start"]),
                title=entry["title"] or str(number),
                url=entry["url"],
                sort_order=number,
            )
            for number, entry in enumerate(self.audio.chapters if self.audio else (), start=1)
        ]
        self.chapters.set(taken)

    @property
    def has_timed_transcript(self) -> bool:
        return is_timed(self.transcript)

    @cached_property
    def passages(self) -> list[Passage]:
        return passages_of(self.transcript)

    def minutes(self) -> int:
        """The playing time, where there is sound."""
        if self.audio and self.audio.duration:
            return max(1, round(self.audio.duration / 60))
        return super().minutes()

    def searchable_text(self) -> str:
        chapters = [chapter.title for chapter in self.chapters.all()]
        return "\n".join([super().searchable_text(), *chapters, plain_text(self.passages)])

    def json_chapters(self) -> dict[str, Any]:
        """The chapters as podcast apps read them (JSON Chapters 1.2.0)."""
        return {
            "version": "1.2.0",
            "title": self.title,
            "fileName": self.audio.filename if self.audio else "",
            "chapters": [chapter.as_json() for chapter in self.chapters.all()],
        }

    def surroundings(self, *, as_edited: bool = False) -> dict[str, Any]:
        links = self.people.select_related("person__picture")
        siblings = PodcastEpisodePage.objects.listed().sibling_of(self, inclusive=False)
        return super().surroundings(as_edited=as_edited) | {
            "chapters": list(self.chapters.all()),
            "people": [link.person for link in links],
            "others": list(siblings.order_by("-season", "-number")[:4]),
        }


class EpisodeChapter(Orderable):
    episode = ParentalKey(PodcastEpisodePage, on_delete=models.CASCADE, related_name="chapters")
    start = PlayingTimeField(_("begins at"), null=True, help_text=_("12.30, or 1.02.30"))
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("link"), blank=True, help_text=_("What the chapter is about, if any."))

    panels = [
        FieldRowPanel([FieldPanel("start"), FieldPanel("title")]),
        FieldPanel("url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("chapter")

    def as_json(self) -> dict[str, Any]:
        chapter: dict[str, Any] = {"startTime": self.start or 0, "title": self.title}
        return chapter | ({"url": self.url} if self.url else {})


class EpisodePerson(Orderable):
    class Role(models.TextChoices):
        """The roles of the group "cast" of the Podcast Taxonomy that an interview has."""

        HOST = "host", _("Host")
        GUEST = "guest", _("Guest")

    episode = ParentalKey(PodcastEpisodePage, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        "projects.Person",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="episodes",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.GUEST)

    panels = [FieldRowPanel([FieldPanel("person"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = _("person in the episode")
