"""Wagtail's forms for files, with what a portal for everybody needs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


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
