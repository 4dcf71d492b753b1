"""The newsletter's mails: what stands in them, and what differs between recipients."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lederweb.mail.links import make_token

if TYPE_CHECKING:
    from newsletter.models import Subscriber

# In the mail as it is approved; replaced for each recipient. Addresses, so that whatever reads
# the HTML on the way takes them for what they become.
LEAVE_LINK = "https://link.invalid/leave"
PREFERENCES_LINK = "https://link.invalid/preferences"

# The link in the confirmation mail works this long, and so long an address is kept unconfirmed.
# The nightly deletion makes it seven days at most (promise N7).
CONFIRM_WITHIN = dt.timedelta(days=6)
PREFERENCES_WITHIN = dt.timedelta(days=60)
REJOIN_WITHIN = dt.timedelta(hours=1)

CONFIRM, LEAVE, PREFERENCES, REJOIN = (
    "newsletter-confirm",
    "newsletter-leave",
    "newsletter-preferences",
    "newsletter-rejoin",
)


def path(name: str, purpose: str, identity: uuid.UUID) -> str:
    """The path of a view that takes a signed token, for our own pages."""
    return reverse(name, args=[make_token(purpose, identity)])


def rejoin_path(subscriber: Subscriber) -> str:
    """The way back for who has left, as long as that may have been a mistake; else empty."""
    if subscriber.left_at is None or timezone.now() - subscriber.left_at >= REJOIN_WITHIN:
        return ""
    return path("newsletter_rejoin", REJOIN, subscriber.public_id)


def link(name: str, purpose: str, identity: uuid.UUID) -> str:
    """The full address of such a view, for mails."""
    return absolute(path(name, purpose, identity))


def absolute(path: str) -> str:
    """An address on this site, from a path; what is a full address already stays."""
    return f"{settings.BASE_URL}{path}" if path.startswith("/") else path


def recipient_headers(leave_link: str) -> dict[str, str]:
    """One-click leaving, for the button that mailbox providers show (RFC 2369, RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{leave_link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def list_id() -> str:
    """What mail programs sort by (RFC 2919)."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<nyhedsbrev.{host}>"


def message_id(message_key: uuid.UUID, domain: str) -> str:
    return f"<{message_key.hex}@{domain}>"
