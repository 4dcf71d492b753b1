"""What is counted, one row a hit, and how far the counting has come."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.series import Series


class PageView(models.Model):
    """One hit of a person: `kind` is view, download, audio, feed or search.

    Holds no address and no user agent: only a hash of both under the month's key. The table is
    partitioned by month of `day`; the migration writes it in SQL, and
    `services/partitions.py` makes and drops its parts.
    """

    # The key of the real table is (id, day), as PostgreSQL wants of a partitioned one.
    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("moment"))
    day = models.DateField(_("Danish day"))
    series = models.CharField(max_length=20, choices=Series, default=Series.OWN)
    kind = models.CharField(max_length=12)
    visitor = models.BinaryField(max_length=16)
    path = models.CharField(max_length=500)
    object_id = models.BigIntegerField(null=True)
    referrer = models.CharField(max_length=12)
    campaign = models.CharField(max_length=80)
    device = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    # The host that led here, where that is another site.
    referrer_site = models.CharField(max_length=80, db_default="")
    # What the page was when it was shown, such as {topic:7,tier:1,kind:articlepage}.
    labels = ArrayField(models.CharField(max_length=60), db_default=[])
    # What was searched for, where the words may be kept.
    word = models.CharField(max_length=255, db_default="")
    # Of a search how many results it had; of sound how many millionths of a play
    # were sent.
    amount = models.BigIntegerField(null=True)
    # Where in the sound they began, in the same: what is heard again counts once.
    began = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("page view")
        verbose_name_plural = _("page views")
        indexes = [
            # For the roll-up of one day: its rows by visitor and time.
            models.Index(fields=["day", "visitor", "at"], name="analytics_pageview_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.path} {self.at:%Y-%m-%d %H:%M}"


class VisitorKey(models.Model):
    """The random key (32 bytes) of one month's visitor hashes.

    Backups leave this table's rows out, and the row is deleted as the month closes, in the first
    night 48 hours or more after its end: from then on nobody can tell whose hash is whose (V4).
    """

    month = models.DateField(_("first day of the month"), primary_key=True)
    key = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("visitor key")
        verbose_name_plural = _("visitor keys")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class StreamPosition(models.Model):
    """How far a stream of hits has been written to the database.

    Moves in the same transaction as the rows, so that every hit is written exactly once.
    """

    stream = models.CharField(max_length=80, primary_key=True)
    last_id = models.CharField(max_length=40, default="0-0")
    # Which stream `last_id` was read from, as `ingest/stream.py` tells them apart; empty where
    # nothing was read since streams are told apart.
    identity = models.CharField(max_length=32, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("position in the stream")
        verbose_name_plural = _("positions in the stream")

    def __str__(self) -> str:
        return f"{self.stream}: {self.last_id}"

    def after(self, identity: str) -> str:
        """The entry after which to read: from the beginning in another stream than the last time.

        Ids are times by the clock of Redis: in a stream begun anew by a clock that is behind they
        are smaller than those read before.
        """
        return self.last_id if self.identity in ("", identity) else "0-0"


class ChangedDay(models.Model):
    """A day whose totals are older than its hits. The roll-up deletes what it has counted.

    `version` grows with every change, so that a change made while the day is being counted is
    not forgotten.
    """

    day = models.DateField(primary_key=True)
    version = models.BigIntegerField(default=1)

    class Meta:
        verbose_name = _("day to count")
        verbose_name_plural = _("days to count")

    def __str__(self) -> str:
        return str(self.day)


class DroppedHits(models.Model):
    """How many hits were left out on a day, and why."""

    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=20)
    hits = models.BigIntegerField(_("hits"), default=0)

    class Meta:
        verbose_name = _("hits left out")
        verbose_name_plural = _("hits left out")
        constraints = [
            models.UniqueConstraint(fields=["day", "reason"], name="analytics_dropped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}: {self.hits}"
