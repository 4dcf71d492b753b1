"""What came of an issue: what bounced, and what was clicked. Nothing here says who clicked."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from newsletter.querysets import IssueLinkQuerySet

LONGEST_STATUS = 12  # "5.123.123"
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def new_link_token() -> str:
    """39 bits: short enough for a line of plain text, and not to be guessed by counting."""
    return get_random_string(8, _SIGNS)


class BounceReport(models.Model):
    """A message or call that told of a mail that was not delivered; handled once.

    Neither the address nor the words of the mail server are kept here.
    """

    class Kind(models.TextChoices):
        HARD = "hard", _("Not delivered, for good")
        SOFT = "soft", _("Delayed or given up")
        AUTO_REPLY = "auto_reply", _("Automatic reply")
        # Our return path without our signature: changes nothing (promise N8).
        FORGED = "forged", _("No return path of ours")
        UNKNOWN = "unknown", _("Not understood")

    # SHA-256 of the message as it came.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # RFC 3463, such as 5.1.1; empty where none was given.
    status = models.CharField(_("status"), max_length=LONGEST_STATUS, blank=True)
    # Which issue, and not whose delivery: a number is all that is wanted of it.
    issue = models.ForeignKey(
        "newsletter.IssuePage", null=True, on_delete=models.CASCADE, related_name="bounces"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.status}".strip()


class IssueLink(models.Model):
    """A link of an issue's mail, the same for all its readers (promise N9).

    The redirect leads where the row says, so nobody makes it lead elsewhere.
    """

    issue = models.ForeignKey(
        "newsletter.IssuePage", on_delete=models.CASCADE, related_name="counted_links"
    )
    url = models.TextField(_("address"))
    label = models.CharField(_("words"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    token = models.CharField(max_length=12, unique=True, default=new_link_token, editable=False)

    objects = IssueLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of an issue")
        verbose_name_plural = _("links of issues")
        ordering = ["issue", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "url"], name="one_link_of_an_address"),
        ]

    def __str__(self) -> str:
        return self.label or self.url


class LinkDay(models.Model):
    """How often a link was clicked on a Danish day. Numbers only; nobody's."""

    link = models.ForeignKey(IssueLink, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    # What newsletter.clicks.Kind says of a click. May fall when a burst is found out, so that
    # two who write at once leave the right sum in whichever order.
    people = models.IntegerField(_("people"), default=0)
    unsure = models.IntegerField(_("perhaps people"), default=0)
    machines = models.IntegerField(_("machines"), default=0)

    class Meta:
        verbose_name = _("clicks of a day")
        verbose_name_plural = _("clicks of days")
        constraints = [
            models.UniqueConstraint(fields=["link", "day"], name="one_row_a_link_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}, {self.day:%Y-%m-%d}"
