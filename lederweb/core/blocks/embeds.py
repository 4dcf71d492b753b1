"""Videos and sound that stay with those who keep them until a reader asks for them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lederweb.lib.players import NAMES, Embed, recognise


class PlayerAddressBlock(blocks.URLBlock):
    """An address that one of the players knows, as a reader would copy it from the browser."""

    def clean(self, value: str) -> str:
        value = super().clean(value)
        if value and recognise(value) is None:
            raise ValidationError(
                _(
                    "This address is not known as a video or as sound. Open the video or the "
                    "episode itself at %(names)s and copy the address from the top of the "
                    "browser. Anything else can be a link in the text."
                )
                % {"names": NAMES}
            )
        return value


class EmbedValue(blocks.StructValue):
    @property
    def embed(self) -> Embed | None:
        """How to play it; None for an address that was taken in before its player was dropped."""
        return recognise(self.get("address") or "")


class EmbedBlock(blocks.StructBlock):
    address = PlayerAddressBlock(
        label=_("Address"),
        help_text=_(
            "From YouTube, Vimeo, SoundCloud, Spotify or Apple Podcasts. Nothing is fetched from "
            "there before a reader presses the button."
        ),
    )
    title = blocks.CharBlock(
        label=_("Title"), max_length=120, help_text=_("What is seen or heard, as a heading.")
    )
    text = blocks.CharBlock(
        label=_("What it is about"),
        required=False,
        max_length=250,
        help_text=_("Who speaks, how long it is, and whether it has subtitles."),
    )

    class Meta:
        icon = "media"
        label = _("Video or sound from elsewhere")
        template = "components/embed.html"
        value_class = EmbedValue
