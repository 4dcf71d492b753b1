"""A sending's mails, compiled: what is alike for all, and what each reader's is filled with."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from lederweb.mail.compiled import CompiledLetter
from lederweb.mail.dkim import configured_signer
from lederweb.mail.headers import BadHeader
from lederweb.mail.links import token_maker
from lederweb.mail.mime import Letter
from newsletter import emails
from newsletter.ledger import Candidate
from newsletter.models import Sending, Variant
from newsletter.services.return_path import return_path

_PLACE = "0" * 32
# What may stand between the angle brackets of an envelope: canonical addresses do (promise N12).
_ENVELOPE = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")


class Letters:
    """Raises BadHeader when the sender, the subject or the text cannot be a mail's."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        self._compiled: dict[tuple[int | None, bool], CompiledLetter] = {}
        self._sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        self._bounces_return = bool(settings.NEWSLETTER_BOUNCE_ADDRESS)
        self._domain = self._sender.rpartition("@")[2]
        self._leave = _links("newsletter_leave", emails.LEAVE)
        self._preferences = _links("newsletter_preferences", emails.PREFERENCES)
        self.of(None, eight_bit=False)

    def of(self, variant_id: int | None, *, eight_bit: bool) -> CompiledLetter:
        found = self._compiled.get((variant_id, eight_bit))
        if found is None:
            content = Variant.objects.get(pk=variant_id) if variant_id else self._sending
            letter = Letter(
                sender=settings.DEFAULT_FROM_EMAIL,
                subject=self._sending.subject,
                text=content.text,
                html=content.html,
                headers={"List-Id": emails.list_id(), "Auto-Submitted": "auto-generated"},
            )
            found = CompiledLetter(
                letter,
                (emails.LEAVE_LINK, emails.PREFERENCES_LINK),
                eight_bit=eight_bit,
                signer=configured_signer(),
            )
            self._compiled[variant_id, eight_bit] = found
        return found

    def envelope(self, candidate: Candidate) -> tuple[str, str]:
        """Sender and recipient. Raises BadHeader when the address is none."""
        if not _ENVELOPE.fullmatch(candidate.email):
            raise BadHeader("This is not an e-mail address.")
        if self._bounces_return:
            return return_path(candidate.message_key), candidate.email
        return self._sender, candidate.email

    def fill(self, candidate: Candidate, *, eight_bit: bool) -> bytes:
        """The message for one reader; see `CompiledLetter.fill`."""
        leave = self._leave(candidate.public_id)
        return self.of(candidate.variant_id, eight_bit=eight_bit).fill(
            candidate.email,
            emails.message_id(candidate.message_key, self._domain),
            emails.recipient_headers(leave),
            {
                emails.LEAVE_LINK: leave,
                emails.PREFERENCES_LINK: self._preferences(candidate.public_id),
            },
        )


def _links(name: str, purpose: str) -> Callable[[uuid.UUID], str]:
    """`emails.link` for many: the address is resolved once."""
    start, end = emails.absolute(reverse(name, args=[_PLACE])).split(_PLACE)
    token = token_maker(purpose)
    return lambda identity: f"{start}{token(identity)}{end}"
