"""The one way to send a single mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lederweb.mail import tasks
from lederweb.mail.addresses import canonical
from lederweb.mail.attachments import AttachedFile
from lederweb.mail.headers import BadHeader, header_name, header_text
from lederweb.mail.models import OutboxFile, OutboxMail
from lederweb.mail.rendering import RenderedMail, render_mail
from lederweb.mail.services.limit import mailbox_hash
from lederweb.mail.services.suppress import is_suppressed

# RFC 3834: programs that answer by themselves leave such mails alone.
_AUTOMATIC = {"Auto-Submitted": "auto-generated"}


def queue_mail(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    purpose: str,
    headers: Mapping[str, str] | None = None,
    is_confidential: bool = False,
    files: Sequence[AttachedFile] = (),
) -> OutboxMail:
    """Put a mail from templates/emails/<template>/ into the outbox; it leaves after commit.

    files: what goes with it; put it into a transaction of your own, so that none is left behind.
    is_confidential: the body carries a link that opens something, and goes once it is sent.
    A suppressed address gets a row that says so, and no mail. Raises ValidationError when the
    address is none and BadHeader when a header or the subject would not stay one line.
    """
    return queue_rendered(
        to=to,
        mail=render_mail(template, context),
        purpose=purpose,
        headers=headers,
        is_confidential=is_confidential,
        files=files,
    )


def queue_rendered(
    *,
    to: str,
    mail: RenderedMail,
    purpose: str,
    headers: Mapping[str, str] | None = None,
    is_confidential: bool = False,
    files: Sequence[AttachedFile] = (),
) -> OutboxMail:
    """The same for a mail that somebody else wrote (Wagtail's own notices)."""
    address = canonical(to)
    headers = {**_AUTOMATIC, **(headers or {})}
    for name, value in headers.items():
        header_name(name)
        header_text(value)
    if "\0" in mail.text + mail.html:
        raise BadHeader("A mail has no NUL.")
    suppressed = is_suppressed(address)
    queued = OutboxMail.objects.create(
        recipient=address,
        mailbox_hash=mailbox_hash(address),
        purpose=purpose,
        subject=header_text(mail.subject)[:250],
        text="" if suppressed else mail.text,
        html="" if suppressed else mail.html,
        headers=headers,
        is_confidential=is_confidential,
        status=OutboxMail.Status.SUPPRESSED if suppressed else OutboxMail.Status.WAITING,
    )
    if not suppressed:
        OutboxFile.objects.bulk_create(
            [
                OutboxFile(
                    mail=queued,
                    name=header_text(file.name),
                    content_type=header_text(file.content_type),
                    content_id=header_text(file.content_id),
                    content=file.content,
                )
                for file in files
            ]
        )
        tasks.send.delay_on_commit(queued.pk)
    return queued
