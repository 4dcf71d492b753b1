"""Pictures, documents and sound."""

import dataclasses
import re
import secrets
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtailmedia.models import AbstractMedia

from lederweb.core.page_cache import shown_on_pages
from lederweb.core.services.read_sound import NoSound, read_sound
from lederweb.lib import danish

# The proxy hands out pictures and asks nobody, so that their addresses must not be guessed: 80 bits,
# first in the name, because Wagtail cuts long names at the end.
_TOKEN = re.compile(r"^[0-9a-f]{20}-")


def unguessable(name: str) -> str:
    """The file name with a new random part, in the place of the one that it has, if any."""
    return f"{secrets.token_hex(10)}-{_TOKEN.sub('', name)}"


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

    def get_upload_to(self, filename: str) -> str:
        return super().get_upload_to(unguessable(filename))

    @property
    def plain_file_name(self) -> str:
        """The name as it was uploaded."""
        return _TOKEN.sub("", self.filename)


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        """Another random part than the original's, so that no size leads to the original.

        Wagtail begins the name with as much of the original's as there is room for.
        """
        begins = PurePosixPath(self.image.filename).stem
        while not filename.startswith(begins):
            begins = begins[:-1]
        plain = PurePosixPath(self.image.plain_file_name).stem[:20]
        return super().get_upload_to(unguessable(plain + filename[len(begins) :]))


@shown_on_pages
class CustomDocument(AbstractDocument):
    class Language(models.TextChoices):
        DANISH = "da", _("Danish")
        ENGLISH = "en", _("English")

    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.DANISH
    )
    page_count = models.PositiveIntegerField(_("number of pages"), null=True, blank=True)

    class Accessibility(models.TextChoices):
        UNCHECKED = "unchecked", _("Not checked")
        ACCESSIBLE = "accessible", _("Accessible")
        NOT_ACCESSIBLE = "not-accessible", _("Not accessible")

    class Lack(models.TextChoices):
        """What a machine sees that a PDF lacks (ISO 14289-1; WCAG techniques PDF16 and PDF18)."""

        TAGS = "tags", _("tags that tell heading from text")
        TEXT = "text", _("text: its pages are pictures")
        TITLE = "title", _("a title in its properties")
        LANGUAGE = "language", _("its language in its properties")

    accessibility = models.CharField(
        _("accessibility"),
        max_length=15,
        choices=Accessibility,
        default=Accessibility.UNCHECKED,
        help_text=_(
            "A PDF is looked at by itself when it is uploaded. Say otherwise here if you know better."
        ),
    )
    accessibility_note = models.CharField(
        _("another way to the same"),
        max_length=200,
        blank=True,
        help_text=_("Shown where the file is not accessible: Read it as a web edition instead."),
    )
    # The day of the check, by the machine or by whoever chose; what the machine found missing.
    accessibility_checked_on = models.DateField(_("checked"), null=True, blank=True, editable=False)
    accessibility_lacks = models.JSONField(default=list, blank=True, editable=False)

    admin_form_fields = (
        *WagtailDocument.admin_form_fields,
        "language",
        "accessibility",
        "accessibility_note",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    @property
    def lacks_named(self) -> list[str]:
        return [str(lack.label) for lack in self.Lack if lack in self.accessibility_lacks]

    @property
    def is_not_tested(self) -> bool:
        """Whether a reader is to be told so: of a PDF nobody knows before."""
        is_pdf: bool = self.file_extension.lower() == "pdf"
        return is_pdf and self.accessibility == self.Accessibility.UNCHECKED


@shown_on_pages
class CustomMedia(AbstractMedia):
    """Sound or film. What is known of a sound is read from the file, and only from there.

    `duration` is in seconds, `bit_rate` in bits a second, `file_size` in bytes.
    """

    bit_rate = models.PositiveIntegerField(_("bit rate"), default=0, editable=False)
    file_size = models.PositiveBigIntegerField(_("file size"), default=0, editable=False)
    # The chapters that the file brings: [{"start": seconds, "title": …, "url": …}].
    chapters = models.JSONField(_("chapters in the file"), default=list, editable=False)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta:
        verbose_name = _("media file")
        verbose_name_plural = _("media files")
        ordering = ["-created_at"]

    # For M4A, Apple's list of enclosures has this name and no other; browsers know both.
    TYPES = {"mp3": "audio/mpeg", "m4a": "audio/x-m4a", "mp4": "video/mp4", "webm": "video/webm"}
    FILM_BEGINS = {"mp4": (4, b"ftyp"), "webm": (0, b"\x1aE\xdf\xa3")}

    def clean(self) -> None:
        """A new file is looked into: its size first, then what it is.

        Raises ValidationError for `file`, with a sentence for whoever sent it.
        """
        super().clean()
        if not self.file or self.file._committed:
            return
        limit = settings.MEDIA_MAX_UPLOAD_SIZE
        if self.file.size > limit:
            raise ValidationError(
                {
                    "file": _(
                        "The file is %(size)s. Files may be up to %(limit)s: "
                        "export it again with a lower bit rate."
                    )
                    % {"size": danish.file_size(self.file.size), "limit": danish.file_size(limit)}
                }
            )
        if self.type == "audio":
            self._clean_sound()
        else:
            self._clean_film()

    def _clean_sound(self) -> None:
        try:
            self.read_facts()
        except NoSound as refusal:
            raise ValidationError({"file": refusal.sentence}) from refusal

    def read_facts(self) -> None:
        """Take length, bit rate and chapters from the sound file. Raises NoSound."""
        facts = read_sound(self.file.file)
        if facts.kind != self.file_extension.lower():
            raise NoSound(
                _("The file is %(kind)s inside. Give it a name that ends in .%(end)s.")
                % {"kind": facts.kind.upper(), "end": facts.kind}
            )
        self.duration, self.bit_rate = round(facts.seconds, 3), facts.bit_rate
        self.chapters = [dataclasses.asdict(chapter) for chapter in facts.chapters]

    def _clean_film(self) -> None:
        place, mark = self.FILM_BEGINS.get(self.file_extension.lower(), (0, b""))
        self.file.seek(0)
        if self.file.read(16)[place : place + len(mark)] != mark:
            raise ValidationError({"file": _("This is no film, whatever its name says.")})
        self.file.seek(0)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not (self.file._committed and self.file_size):
            self.file_size = self.file.size
        super().save(*args, **kwargs)

    @property
    def content_type(self) -> str:
        return self.TYPES.get(self.file_extension.lower(), "application/octet-stream")

    @property
    def audio_url(self) -> str:
        """Where readers and podcast apps get it: counted, in ranges, only while public."""
        return reverse("audio", args=[self.pk, PurePosixPath(self.file.name).name])
