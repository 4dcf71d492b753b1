"""Wagtail's forms for files, with what a portal for everybody needs."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.utils.file import hash_filelike

from lederweb.core.templatetags.lederweb import danish_date

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
    """A document is what its name says, and is not there already.

    A form that is shown (`is_shown` comes back with it) refuses a second copy until "all the same"
    is ticked. Where many files are uploaded at once, the form of each says so afterwards.
    """

    is_shown = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    all_the_same = forms.BooleanField(
        required=False, label=_("Upload it all the same"), widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from lederweb.core.twins import tell_of_twin, twin_of  # its views need this form

        self.asked_by = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["is_shown"], self.fields["all_the_same"]
            twin = twin_of(self.instance, self.instance.file_hash, self.asked_by)
            if twin is not None:
                tell_of_twin(self, twin)
            self._tell_of_check()

    def _tell_of_check(self) -> None:
        checked = danish_date(self.instance.accessibility_checked_on)
        lacks = self.instance.lacks_named
        if checked and lacks:
            self.fields["accessibility"].help_text = _(
                "Looked at %(date)s. It lacks %(lacks)s. Make the PDF anew with them, or say below "
                "where the same can be read."
            ) % {"date": checked, "lacks": ", ".join(lacks)}
        elif checked:
            self.fields["accessibility"].help_text = _("Looked at %(date)s.") % {"date": checked}

    def clean(self) -> dict[str, Any]:
        from lederweb.core.twins import link_to, twin_of

        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if cleaned.get("is_shown") and isinstance(file, UploadedFile):
            file.seek(0)
            twin = twin_of(self.instance, hash_filelike(file), self.asked_by)
            file.seek(0)
            if twin is not None and not cleaned.get("all_the_same"):
                self.fields["all_the_same"].widget = forms.CheckboxInput()
                self.add_error(
                    "file",
                    format_html(
                        gettext(
                            "The same file is here already: {}. Use that one. If you want it twice, "
                            "choose the file again and tick the box below."
                        ),
                        link_to(twin),
                    ),
                )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """What somebody says of accessibility is checked that day; of a new file nothing is known."""
        if "accessibility" in self.changed_data:
            self.instance.accessibility_checked_on = timezone.localdate()
            self.instance.accessibility_lacks = []
        elif "file" in self.changed_data:
            self.instance.accessibility = self.instance.Accessibility.UNCHECKED
            self.instance.accessibility_checked_on = None
            self.instance.accessibility_lacks = []
        return super().save(commit=commit)

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
