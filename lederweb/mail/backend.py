"""Django's way of sending mail, led through the outbox.

Wagtail's notices and password links so honour the hold and the suppression list, are tried again
when the server is away, and never keep an editor waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from lederweb.mail.headers import BadHeader
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.queue import queue_rendered

logger = logging.getLogger(__name__)


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        """Queue each message for each of its recipients; how many messages were queued."""
        return sum(self._queue(message) for message in email_messages)

    def _queue(self, message: EmailMessage) -> bool:
        alternatives = getattr(message, "alternatives", [])
        html = next((str(part[0]) for part in alternatives if part[1] == "text/html"), "")
        queued = False
        for address in message.recipients():
            try:
                queue_rendered(
                    to=address,
                    mail=RenderedMail(str(message.subject), str(message.body), html),
                    purpose="site",
                    is_confidential=True,  # password links, among others
                )
                queued = True
            except (ValidationError, BadHeader):
                if not self.fail_silently:
                    raise
                logger.warning("A mail could not be queued: its address or subject is bad.")
        return queued
