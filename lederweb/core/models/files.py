"""Pictures, documents and sound."""

from pathlib import PurePosixPath

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtailmedia.models import AbstractMedia

from lederweb.core.page_cache import shown_on_pages


@shown_on_pages
class CustomImage(AbstractImage):
    """A picture. Its `description` is the alternative text that screen readers speak."""

    credit = models.CharField(
        _("credit"), max_length=120, blank=True, help_text=_("Who made the picture.")
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


@shown_on_pages
class CustomDocument(AbstractDocument):
    class Language(models.TextChoices):
        DANISH = "da", _("Danish")
        ENGLISH = "en", _("English")

    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.DANISH
    )
    page_count = models.PositiveIntegerField(_("number of pages"), null=True, blank=True)

    admin_form_fields = (*WagtailDocument.admin_form_fields, "language")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]


@shown_on_pages
class CustomMedia(AbstractMedia):
    """Sound (or film); `duration` is in seconds and read from the file."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta:
        verbose_name = _("media file")
        verbose_name_plural = _("media files")
        ordering = ["-created_at"]

    TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "mp4": "video/mp4", "webm": "video/webm"}

    @property
    def content_type(self) -> str:
        return self.TYPES.get(self.file_extension.lower(), "application/octet-stream")

    @property
    def audio_url(self) -> str:
        """Where readers and podcast apps get it: counted, in ranges, only while public."""
        return reverse("audio", args=[self.pk, PurePosixPath(self.file.name).name])
