"""What composing an issue needs beside the issue itself."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from lederweb.mail.addresses import canonical

MOST_TEST_ADDRESSES = 10


def validate_test_addresses(value: str) -> None:
    """A few addresses, one on each line."""
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    if len(lines) > MOST_TEST_ADDRESSES:
        raise ValidationError(
            _("At most %(count)d addresses can get a test.") % {"count": MOST_TEST_ADDRESSES}
        )
    for line in lines:
        try:
            canonical(line)
        except ValidationError as error:
            raise ValidationError(
                _("“%(line)s” is not an e-mail address.") % {"line": line}
            ) from error


@register_setting(icon="mail", order=250)
class NewsletterSettings(BaseGenericSetting):
    """What the editors set for the newsletter."""

    test_addresses = models.TextField(
        _("who gets a test"),
        blank=True,
        validators=[validate_test_addresses],
        help_text=_(
            "One e-mail address on each line, ten at most: those who look at an issue before it "
            "is sent."
        ),
    )

    panels = [FieldPanel("test_addresses")]

    class Meta:
        verbose_name = _("newsletter settings")

    def addresses(self) -> list[str]:
        """Those who get a test, each once."""
        lines = (line.strip() for line in self.test_addresses.splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class QuietWeek(models.Model):
    """A week without a draft, because nothing new was published; its editors were told once."""

    # The ISO week, as on an issue: 2026-W12.
    week = models.CharField(_("week"), max_length=8, unique=True)
    noticed_at = models.DateTimeField(_("noticed"), default=timezone.now)

    class Meta:
        verbose_name = _("week without news")
        verbose_name_plural = _("weeks without news")
        ordering = ["-noticed_at"]

    def __str__(self) -> str:
        return self.week
