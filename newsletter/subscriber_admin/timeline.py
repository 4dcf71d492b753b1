"""Everything that happened between a subscriber and us, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from lederweb.core.templatetags.lederweb import danish_date
from lederweb.mail.models import OutboxMail
from newsletter.models import Subscriber, SubscriberChange
from projects.models import Tier

MOST = 200


@dataclass(frozen=True)
class Event:
    at: dt.datetime
    what: str
    detail: str = ""
    by: str = ""

    @property
    def has_time(self) -> bool:
        """Of a consent from a list only the day is known, and it is kept as its midnight."""
        return timezone.localtime(self.at).time() != dt.time.min


def timeline(subscriber: Subscriber, titles: dict[int, str]) -> list[Event]:
    """At most `MOST` events from four queries. titles: of the topics on offer."""
    events = [
        *_consents(subscriber),
        *_changes(subscriber, titles),
        *_issues(subscriber),
        *_mails(subscriber),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:MOST]


def _consents(subscriber: Subscriber) -> Iterator[Event]:
    for consent in subscriber.consents.all():
        source = consent.get_source_display()
        proof = f"{source}. {consent.evidence}" if consent.evidence else source
        told = _("%(proof)s. “%(wording)s”") % {"proof": proof, "wording": consent.wording}
        yield Event(consent.given_at, _("Said yes"), told)
        if consent.confirmed_at and consent.confirmed_at != consent.given_at:
            yield Event(consent.confirmed_at, _("The subscription began"))
        if consent.withdrawn_at:
            yield Event(consent.withdrawn_at, _("Left the newsletter"))


def _changes(subscriber: Subscriber, titles: dict[int, str]) -> Iterator[Event]:
    for change in subscriber.changes.select_related("by")[:MOST]:
        detail = "; ".join(filter(None, [_in_words(change, titles), change.note]))
        by = change.by.get_full_name() or change.by.get_username() if change.by else ""
        yield Event(change.at, change.get_kind_display(), detail, by)


def _in_words(change: SubscriberChange, titles: dict[int, str]) -> str:
    said = []
    for name, value in change.details.items():
        if name == "tiers":
            names = [str(Tier(tier).label) for tier in value if tier in Tier.values]
            said.append(_("leads: %(what)s") % {"what": ", ".join(names) or _("nothing")})
        elif name == "topics":
            names = [titles[number] for number in value if number in titles]
            said.append(_("topics: %(what)s") % {"what": ", ".join(names) or _("nothing")})
        elif name == "frequency":
            said.append(str(dict(Subscriber.Frequency.choices).get(value, value)))
        elif name == "paused_until":
            last = dt.date.fromisoformat(value) - dt.timedelta(days=1)
            said.append(_("up to and including %(day)s") % {"day": danish_date(last)})
    return "; ".join(said)


def _issues(subscriber: Subscriber) -> Iterator[Event]:
    deliveries = subscriber.deliveries.select_related("issue", "issue__sending")
    for delivery in deliveries.order_by("-pk")[:MOST]:
        sending = delivery.issue.sending_or_none
        at = delivery.settled_at or (sending and (sending.started_at or sending.approved_at))
        if at:
            detail = ". ".join(filter(None, [delivery.get_state_display(), delivery.reason]))
            yield Event(at, delivery.issue.title, detail)


def _mails(subscriber: Subscriber) -> Iterator[Event]:
    mails = OutboxMail.objects.filter(recipient__iexact=subscriber.email)
    for mail in mails.defer("text", "html", "headers").order_by("-pk")[:MOST]:
        detail = ". ".join(filter(None, [mail.get_status_display(), mail.reason]))
        yield Event(mail.sent_at or mail.created_at, mail.subject or mail.purpose, detail)
