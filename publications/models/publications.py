"""Publications: a work, its editions, and the formats each edition comes in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from lederweb.core.blocks import BODY_HELP, BodyBlock
from lederweb.core.visibility import private_collections
from publications.isbn import IsbnField
from publications.press.panels import FilesPanel

from .content import ContentPage
from .files import PdfReading
from .index_pages import ContentIndexPage


class PublicationIndexPage(ContentIndexPage):
    kind_label = _("Publications")
    subpage_types = ["publications.PublicationPage"]
    template = ContentIndexPage.TEMPLATE
    listed_model = "PublicationPage"
    card_variant = "cover"

    class Meta:
        verbose_name = _("overview of publications")


class PublicationPage(ContentPage):
    """The work; its `picture` is the cover."""

    kind_label = _("Publication")
    is_creatable = True
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types = ["publications.ChapterPage"]
    template = "publications/publication_page.html"
    asks_readers = True

    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    series = models.CharField(_("series"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    contributors = models.TextField(
        _("editors and authors"), blank=True, help_text=_("One on each line.")
    )
    participants = models.TextField(
        _("who took part"), blank=True, help_text=_("One person or organisation on each line.")
    )
    literature = models.TextField(_("literature"), blank=True, help_text=_("One on each line."))
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("subtitle"),
        FieldPanel("lead"),
        FieldPanel("picture", heading=_("Cover")),
        InlinePanel(
            "editions",
            label=_("edition"),
            heading=_("Editions and files"),
            help_text=_("Add an edition, and in it a format for each file: PDF, EPUB or print."),
        ),
        FilesPanel(heading=_("Files")),
        FieldPanel("body", help_text=BODY_HELP),
        *ContentPage.about_panels,
        MultiFieldPanel(
            [
                FieldPanel("series"),
                FieldPanel("publisher"),
                FieldPanel("contributors"),
                FieldPanel("participants"),
                FieldPanel("literature"),
            ],
            heading=_("Colophon"),
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def searchable_text(self) -> str:
        words = [self.subtitle, self.series, self.contributors, self.participants, self.literature]
        readings = self.pdf_readings() if self.pk else []
        return "\n".join([super().searchable_text(), *words, *(pdf.text for pdf in readings)])

    def pdf_readings(self) -> list[PdfReading]:
        """What was found in the PDFs of its formats that the public may have; one query."""
        formats = Format.objects.filter(edition__publication=self).exclude(document=None)
        readings = PdfReading.objects.filter(document__in=formats.values("document")).exclude(
            document__collection__in=private_collections()
        )
        return list(readings.select_related("document").order_by("document__title"))

    def surroundings(self, *, as_edited: bool = False) -> dict[str, Any]:
        around = super().surroundings(as_edited=as_edited)
        around["editions"] = list(
            self.editions.all().prefetch_related(
                models.Prefetch("formats", Format.objects.select_related("document"))
            )
        )
        around["chapters"], around["made_files"] = self._web_edition()
        around["order_url"] = self._order_url()
        return around

    def _order_url(self) -> str:
        """Where a printed copy is ordered; empty when none is left."""
        from .stock import Stock

        if not self.pk or not Stock.objects.orderable(self).exists():
            return ""
        return reverse("order", args=[self.slug])

    def _web_edition(self) -> tuple[list[Any], list[Any]]:
        """The chapters and the files made of them; no query where there is no page below."""
        from .chapters import ChapterPage

        if not self.numchild:
            return [], []
        chapters = list(ChapterPage.objects.of(self))
        made = self.made_files.handed_out().order_by("-what")
        return chapters, list(made) if chapters else []


class Edition(Orderable, ClusterableModel):
    """One edition in one print run, with what its colophon says. Newest first."""

    publication = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="editions")
    # Old reprints do not always say which edition they are; then nobody shall guess.
    number = models.PositiveSmallIntegerField(_("edition no."), null=True, blank=True, default=1)
    print_run = models.PositiveSmallIntegerField(
        _("print run no."), null=True, blank=True, default=1
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    design = models.CharField(_("design"), max_length=200, blank=True)
    cover_photo = models.CharField(_("cover photo"), max_length=200, blank=True)
    typesetting = models.CharField(_("typesetting"), max_length=200, blank=True)
    print_house = models.CharField(_("print"), max_length=200, blank=True)
    production = models.CharField(_("production"), max_length=200, blank=True)
    product_number = models.CharField(_("product no."), max_length=60, blank=True)
    contents = models.TextField(
        _("contents"),
        blank=True,
        help_text=_("A chapter on each line, with its page number at the end: Introduction 5"),
    )
    # What a status report stated once: copies, not what is left today. Once the edition has a
    # stock, its ledger counts, and begins with these.
    printed = models.PositiveIntegerField(_("copies printed"), null=True, blank=True)
    sent_out = models.PositiveIntegerField(_("copies sent out"), null=True, blank=True)
    sent_out_about = models.BooleanField(_("sent out: about"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("print_run"), FieldPanel("year")]),
        InlinePanel("formats", label=_("format"), heading=_("Formats")),
        FieldPanel("contents"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("design"), FieldPanel("cover_photo")]),
                FieldRowPanel([FieldPanel("typesetting"), FieldPanel("print_house")]),
                FieldRowPanel([FieldPanel("production"), FieldPanel("product_number")]),
            ],
            heading=_("Colophon of the edition"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("printed"), FieldPanel("sent_out"), FieldPanel("sent_out_about")]
                )
            ],
            heading=_("Copies, where there is no stock to count them"),
            classname="collapsed",
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("edition")

    def __str__(self) -> str:
        parts = []
        if self.number:
            parts.append(_("%(edition)s. edition") % {"edition": self.number})
        if self.print_run:
            parts.append(_("%(run)s. print run") % {"run": self.print_run})
        if self.year:
            parts.append(str(self.year))
        return ", ".join(parts) or str(_("Edition unknown"))


class Format(Orderable):
    """A form in which an edition can be had."""

    class Kind(models.TextChoices):
        PRINT = "print", _("Print")
        PDF = "pdf", _("PDF")
        EPUB = "epub", _("EPUB")
        WEB = "web", _("Web")

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="formats")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PDF)
    document = models.ForeignKey(
        "core.CustomDocument",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    isbn = IsbnField(
        _("ISBN"),
        blank=True,
        help_text=_("10 or 13 digits. Each format has a number of its own."),
    )
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)

    panels = [
        FieldPanel("kind"),
        FieldPanel("document"),
        FieldRowPanel([FieldPanel("isbn"), FieldPanel("pages")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("format")
