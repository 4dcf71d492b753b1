"""The newsletter's share of what is held about a person."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from lederweb.core.templatetags.lederweb import danish_date
from lederweb.mail.personal_data import HOOK, Held, Holder
from newsletter.models import Subscriber
from newsletter.services.erase import erase
from newsletter.services.preferences import data_about


def find(address: str) -> Held | None:
    subscriber = Subscriber.objects.filter(email_key=address).first()
    if subscriber is None:
        return None
    line = _("%(state)s, signed up %(date)s") % {
        "state": subscriber.get_state_display(),
        "date": danish_date(subscriber.created_at),
    }
    return Held([line], data_about(subscriber))


def erase_subscriber(address: str) -> None:
    """The address is suppressed, too, so that no import brings it back."""
    subscriber = Subscriber.objects.filter(email_key=address).first()
    if subscriber is not None:
        erase(subscriber=subscriber)


@hooks.register(HOOK)
def subscriber() -> Holder:
    return Holder("newsletter", gettext_lazy("Newsletter"), find, erase_subscriber)
