"""All reads of subscribers, issues and deliveries."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from wagtail.models import Page, PageQuerySet, WorkflowState

from lederweb.lib.periods import day_of
from lederweb.mail.services.suppress import suppressed_sql

if TYPE_CHECKING:
    from newsletter.models import IssuePage


class IsSuppressed(models.Func):
    """Whether no mail goes to the address with this identity (`Subscriber.email_key`).

    Hashes are all that is kept of such addresses, so each row's is made by PostgreSQL: a tenth of
    a second for 30,000.
    """

    arity = 1
    output_field = models.BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_context: Any) -> Any:
        column, parameters = compiler.compile(self.get_source_expressions()[0])
        assert not parameters  # a plain column
        condition, hash_keys = suppressed_sql(column)
        return condition, list(hash_keys)


class SubscriberQuerySet(models.QuerySet):
    def active(self) -> SubscriberQuerySet:
        """Who gets the newsletter now."""
        return self.filter(state="active")

    def receiving(self, issue: IssuePage) -> SubscriberQuerySet:
        """Who wants an issue if it is sent now.

        Asked again for each message just before it goes out; a claim looks for suppressed
        addresses by itself.
        """
        from newsletter.models import IssuePage, Subscriber

        today = day_of(timezone.now())
        found = self.active().filter(
            models.Q(paused_until__isnull=True) | models.Q(paused_until__lte=today)
        )
        if issue.kind == IssuePage.Kind.SPECIAL:
            return found
        return found.exclude(frequency=Subscriber.Frequency.SPECIAL)

    def audience(self, issue: IssuePage) -> SubscriberQuerySet:
        """To whom an issue goes if it is sent now: who wants it and may be written to."""
        return self.receiving(issue).exclude(IsSuppressed("email_key"))

    def active_at(self, moment: dt.datetime) -> SubscriberQuerySet:
        """Who got the newsletter at a moment, as far as the consents that are kept can tell."""
        from newsletter.models import Consent

        return self.filter(
            models.Exists(
                Consent.objects.filter(
                    models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gt=moment),
                    subscriber=models.OuterRef("pk"),
                    confirmed_at__lte=moment,
                )
            )
        )

    def never_confirmed(self, longer_than: dt.timedelta) -> SubscriberQuerySet:
        """Whose latest sign-up is so long ago and was never confirmed.

        The latest, because its mail says how long its link works, whatever came before it.
        """
        from newsletter.models import Consent

        since = timezone.now() - longer_than
        lately = Consent.objects.filter(subscriber=models.OuterRef("pk"), given_at__gte=since)
        return self.filter(~models.Exists(lately), state="pending", created_at__lt=since)

    def suppressed(self) -> SubscriberQuerySet:
        """To whose address no mail goes."""
        return self.filter(IsSuppressed("email_key"))

    def left_before(self, moment: dt.datetime) -> SubscriberQuerySet:
        return self.filter(state="left", left_at__lt=moment)

    def set_aside_before(self, moment: dt.datetime) -> SubscriberQuerySet:
        """Whose import lacked a proof of consent, and got none since."""
        return self.filter(state="set_aside", created_at__lt=moment)


class IssueQuerySet(PageQuerySet):
    def archived(self) -> IssueQuerySet:
        """What the archive shows: issues that went out and are public, newest first."""
        return (
            self.live()
            .public()
            .filter(sending__isnull=False)
            .order_by("-first_published_at", "-pk")
        )

    def with_workflow(self) -> IssueQuerySet:
        """With what `IssuePage.approval` asks for: the latest workflow's status, and the revision
        that it came to; both None for an issue that was never submitted.
        """
        latest = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id=Cast(models.OuterRef("pk"), models.CharField()),
        ).order_by("-created_at", "-pk")
        return self.annotate(
            workflow_status=models.Subquery(latest.values("status")[:1]),
            workflow_revision=models.Subquery(latest.values("current_task_state__revision")[:1]),
        )


class SendingQuerySet(models.QuerySet):
    def come_out(self) -> SendingQuerySet:
        """Those whose issue may be public: begun, or approved for a time that has come."""
        return self.filter(
            models.Q(started_at__isnull=False)
            | models.Q(send_at__isnull=True)
            | models.Q(send_at__lte=timezone.now())
        )


# What a mail server said, other than that the address is no good (RFC 3463 §3.2; 5.1.7 and 5.1.8
# are about the sender). Not among them is what is refused here, without asking a server.
NOT_THE_ADDRESS = models.Q(reason__regex=r"^[45]\d\d[ -]") & ~models.Q(
    reason__regex=r"^5\d\d[ -]5\.1\.[0-69]"
)


class DeliveryQuerySet(models.QuerySet):
    def to_send_again(self) -> DeliveryQuerySet:
        """Refused for another reason than the address: a policy, a full mailbox, four days of
        "later". A person may have them sent again."""
        return self.filter(NOT_THE_ADDRESS, state="refused")

    def by_state(self) -> dict[str, int]:
        """How many deliveries are in each state; states without any are 0."""
        from newsletter.models import Delivery

        counts = dict(self.order_by().values_list("state").annotate(models.Count("pk")))
        return {state: counts.get(state, 0) for state in Delivery.State.values}


class IssueLinkQuerySet(models.QuerySet):
    def with_clicks(self) -> IssueLinkQuerySet:
        """With the sums over all days: `people`, `unsure` and `machines`."""
        sums = {
            name: Coalesce(models.Sum(f"days__{name}"), 0)
            for name in ("people", "unsure", "machines")
        }
        return self.annotate(**sums)
