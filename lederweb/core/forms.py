"""Wagtail's forms for files, with what a portal for everybody needs."""

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

# How files of these names begin; PDF within its first kilobyte (ISO 32000-1, annex H).
_ZIP = b"PK"
_BEGINS = {
    ".pdf": b"%PDF-",
    ".docx": _ZIP,
    ".xlsx": _ZIP,
    ".pptx": _ZIP,
    ".epub": _ZIP,
    ".zip": _ZIP,
}
_LOOKED_AT = 1024


class DocumentForm(BaseDocumentForm):
    """A document is what its name says."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            ending = PurePosixPath(file.name or "").suffix.lower()
            file.seek(0)
            start = file.read(_LOOKED_AT)
            file.seek(0)
            mark = _BEGINS.get(ending, b"")
            found = mark in start if ending == ".pdf" else start.startswith(mark)
            if not found:
                raise ValidationError(
                    _(
                        "The file is called %(ending)s but has something else in it. Save it in "
                        "the right format and upload it once more."
                    ),
                    code="other_content",
                    params={"ending": ending},
                )
        return file

    def _post_clean(self) -> None:
        # Of a file that was refused the model knows nothing but that it has no name.
        if "file" not in self.errors:
            super()._post_clean()


class ImageForm(BaseImageForm):
    """A picture is not taken without the text that stands for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        description = self.fields.get("description")
        if description:
            description.required = True
            description.label = _("Alternative text")
            description.help_text = _(
                "Read aloud to people who cannot see the picture. Say what it shows, "
                "in one sentence, without “picture of”."
            )
