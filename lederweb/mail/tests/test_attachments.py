"""Pictures in a mail and files attached to it arrive whole, and go when the mail's words go."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from lederweb.mail import tasks
from lederweb.mail.attachments import AttachedFile
from lederweb.mail.headers import BadHeader
from lederweb.mail.models import OutboxFile, OutboxMail
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.forget import forget_address, forget_expired
from lederweb.mail.services.queue import queue_rendered

pytestmark = pytest.mark.django_db

PICTURE = AttachedFile("besøg.png", "image/png", bytes(range(256)) * 4, "chart")
PDF = AttachedFile("Tal for oktober.pdf", "application/pdf", b"%PDF-1.7\n" + b"x" * 1000)


def queued(*files: AttachedFile, html: str = '<p>Hej <img src="cid:chart" alt=""></p>') -> Any:
    mail = RenderedMail("Månedens tal", "Hej Åse\n", html)
    return queue_rendered(to="karen@example.org", mail=mail, purpose="test", files=files)


def test_pictures_stand_beside_the_text_and_files_around_both(mail_server: Any) -> None:
    tasks.send(queued(PICTURE, PDF).pk)
    [taken] = mail_server.taken
    message = taken.message
    assert message.get_content_type() == "multipart/mixed"
    related, pdf = message.iter_parts()
    assert related.get_content_type() == "multipart/related"
    text, picture = related.iter_parts()
    assert text.get_content_type() == "multipart/alternative"
    assert (picture["Content-ID"], picture.get_content()) == ("<chart>", PICTURE.content)
    assert picture.get_content_disposition() == "inline"
    assert (pdf.get_filename(), pdf.get_content()) == (PDF.name, PDF.content)
    assert pdf.get_content_disposition() == "attachment"
    assert taken.part("plain") == "Hej Åse\n"
    assert message["Subject"] == "Månedens tal"
    assert not message.defects


def test_a_mail_of_words_alone_may_carry_a_file(mail_server: Any) -> None:
    tasks.send(queued(PDF, html="").pk)
    text, pdf = mail_server.taken[0].message.iter_parts()
    assert (text.get_content().split(), pdf.get_content()) == (["Hej", "Åse"], PDF.content)


def test_a_name_never_becomes_a_header(mail_server: Any) -> None:
    with pytest.raises(BadHeader):
        queued(AttachedFile("a\r\nBcc: x@example.org", "application/pdf", b"x"))


def test_files_go_when_the_words_go(mail_server: Any) -> None:
    old, erased = queued(PDF), queued(PDF)
    tasks.send(old.pk)
    OutboxMail.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=31))
    forget_expired()
    assert list(OutboxFile.objects.values_list("mail", flat=True)) == [erased.pk]
    forget_address(address="karen@example.org")
    assert not OutboxFile.objects.exists()
