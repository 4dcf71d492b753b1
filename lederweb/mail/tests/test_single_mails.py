"""Single mails in the admin: what became of them, and trying again."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from lederweb.mail import tasks
from lederweb.mail.models import OutboxMail
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.queue import queue_rendered

pytestmark = pytest.mark.django_db

MAILS = "/admin/single_mails/"


def queued(to="karen@example.org", **options):
    mail = RenderedMail("Hej", "Hemmelig tekst", "")
    return queue_rendered(to=to, mail=mail, purpose="test-mail", **options)


@pytest.fixture
def anna(world, client):
    assert world.home
    client.force_login(world.anna_the_administrator)
    return client


@pytest.fixture
def refused(mail_server):
    mail = queued(is_confidential=True)
    mail_server.answer = lambda recipient: "550 5.7.1 relaying denied"
    tasks.send(mail.pk)
    mail_server.answer = lambda recipient: None
    return mail


def test_an_administrator_sees_what_became_of_a_mail(anna, refused):
    for page in (MAILS, f"{MAILS}{refused.pk}/"):
        shown = anna.get(page).content.decode()
        for word in ("karen@example.org", "test-mail", "550 5.7.1", "Afvist"):
            assert word in shown
        assert "Hemmelig tekst" not in shown


def test_mails_to_one_address_are_found(anna):
    queued()
    queued(to="jens@example.org")
    shown = anna.get(MAILS, {"q": "jens"}).content.decode()
    assert "jens@example.org" in shown
    assert "karen@example.org" not in shown


def test_a_refused_mail_is_tried_again_when_the_server_was_mended(anna, refused, mail_server):
    again = f"{MAILS}{refused.pk}/again/"
    assert again in anna.get(f"{MAILS}{refused.pk}/").content.decode()
    assert anna.get(again).status_code == 405
    anna.post(again)
    tasks.send(refused.pk)
    assert mail_server.counts() == {"karen@example.org": 1}
    refused.refresh_from_db()
    assert (refused.status, refused.text) == ("sent", "")
    assert again not in anna.get(f"{MAILS}{refused.pk}/").content.decode()
    anna.post(again)
    tasks.sweep_outbox()
    assert len(mail_server.taken) == 1


def test_what_waits_for_hours_can_go_now(anna, mail_server):
    mail = queued()
    OutboxMail.objects.update(next_try_at=timezone.now() + dt.timedelta(hours=2), tries=7)
    anna.post(f"{MAILS}{mail.pk}/again/")
    tasks.sweep_outbox()
    assert len(mail_server.taken) == 1


def test_the_link_in_a_refused_mail_is_kept_four_days(anna, refused):
    for days, text in ((3, "Hemmelig tekst"), (2, "")):
        mail = OutboxMail.objects.get()
        mail.created_at -= dt.timedelta(days=days)
        mail.save()
        tasks.delete_expired()
        assert OutboxMail.objects.get().text == text
    assert "/again/" not in anna.get(f"{MAILS}{refused.pk}/").content.decode()


def test_without_the_right_to_see_recipients_there_are_none_to_see(world, client, refused):
    assert world.home
    ellen = world.ellen_the_editor
    view = Permission.objects.get(codename="view_outboxmail")
    Group.objects.create(name="Drift").permissions.add(view)
    ellen.groups.add(Group.objects.get(name="Drift"))
    client.force_login(ellen)
    for page in (MAILS, f"{MAILS}?q=karen", f"{MAILS}{refused.pk}/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "karen@example.org" not in answer.content.decode()
        assert "550 5.7.1" in answer.content.decode()
    client.post(f"{MAILS}{refused.pk}/again/")
    assert OutboxMail.objects.get().status == "refused"


@pytest.mark.parametrize("person", ["morten_the_moderator", "sanne_of_the_secretariat"])
def test_others_see_no_mails(world, client, refused, person):
    assert world.home
    client.force_login(getattr(world, person))
    assert client.get(MAILS).status_code == 302
    assert client.get(f"{MAILS}{refused.pk}/").status_code == 302
