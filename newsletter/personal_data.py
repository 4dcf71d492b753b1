"""The newsletter's share of what is held about a person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from lederweb.core.templatetags.lederweb import danish_date
from lederweb.mail.personal_data import HOOK, Held, Holder
from newsletter.models import AddressChange, Subscriber
from newsletter.services.erase import erase, erase_address
from newsletter.services.preferences import data_about, imports_with


def find(address: str) -> Held | None:
    """As a subscriber, in a list that waits to be imported, or as an address to move to."""
    lines: list[str] = []
    data: dict[str, Any] = {"email": address}
    subscriber = Subscriber.objects.filter(email_key=address).first()
    if subscriber is not None:
        words = {
            "state": subscriber.state_in_words,
            "date": danish_date(subscriber.created_at),
        }
        lines.append(_("%(state)s, signed up %(date)s") % words)
        data = data_about(subscriber)
    else:
        data["imports"] = imports_with(address)
    for row in data["imports"]:
        words = {"file": row["file"], "date": danish_date(row["read"])}
        lines.append(_("In the list “%(file)s”, read on %(date)s") % words)
    asked = AddressChange.objects.filter(email__iexact=address).first()
    if asked is not None:
        data["asked_for_as_new_address"] = asked.asked_at
        lines.append(
            _("Asked for as somebody’s new address on %(date)s")
            % {"date": danish_date(asked.asked_at)}
        )
    return Held(lines, data) if lines else None


def erase_subscriber(address: str) -> None:
    """The address is suppressed, too, so that no import brings it back."""
    subscriber = Subscriber.objects.filter(email_key=address).first()
    if subscriber is not None:
        erase(subscriber=subscriber)
    else:
        erase_address(address=address)


@hooks.register(HOOK)
def subscriber() -> Holder:
    return Holder("newsletter", gettext_lazy("Newsletter"), find, erase_subscriber)
