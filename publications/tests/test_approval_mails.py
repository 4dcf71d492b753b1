"""What editor and moderators are told by mail on the way of a page, in Danish."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Workflow

from lederweb.mail.models import OutboxMail
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def through_the_outbox(settings) -> None:
    settings.EMAIL_BACKEND = "lederweb.mail.backend.OutboxBackend"


def submitted(world: World, title: str = "Ledelse & tillid"):
    assert world.morten_the_moderator
    page = world.article(title)
    page.unpublish()
    page.save_revision(user=world.ellen_the_editor)
    return page, Workflow.objects.get().start(page, world.ellen_the_editor)


def mail_to(user) -> OutboxMail:
    return OutboxMail.objects.filter(recipient=user.email).latest("pk")


def test_moderators_hear_who_sent_what(world: World) -> None:
    page, _state = submitted(world)
    mail = mail_to(world.morten_the_moderator)
    assert mail.subject == "Til godkendelse: Ledelse & tillid"
    assert mail.text == (
        "Hej Morten\n\n"
        "Ellen Eksempel har sendt »Ledelse & tillid« til godkendelse.\n\n"
        "Læs den, og godkend den eller send den tilbage:\n"
        f"http://testserver/admin/pages/{page.pk}/edit/\n\n"
        "Vælg her, hvad du vil høre om:\n"
        "http://testserver/admin/account/#tab-notifications"
    ).replace("http://testserver", mail.text.split("/admin/")[0].split()[-1])
    assert mail.html == ""
    assert not OutboxMail.objects.filter(recipient=world.ellen_the_editor.email).exists()


def test_the_writer_hears_that_it_is_approved_and_where_it_is(world: World) -> None:
    page, state = submitted(world)
    state.current_task_state.approve(user=world.morten_the_moderator)
    mail = mail_to(world.ellen_the_editor)
    assert mail.subject == "Godkendt: Ledelse & tillid"
    assert "»Ledelse & tillid« er godkendt.\n\nAlle kan læse den her:\n" in mail.text
    assert page.url in mail.text


def test_what_is_scheduled_is_approved_with_its_time(world: World) -> None:
    page, _state = submitted(world)
    page.go_live_at = dt.datetime(2027, 3, 1, 8, 0, tzinfo=dt.UTC)
    page.save_revision(user=world.ellen_the_editor)
    state = page.current_workflow_state.current_task_state
    state.approve(user=world.morten_the_moderator)
    mail = mail_to(world.ellen_the_editor)
    assert "Den udgives den 1. marts 2027 kl. 9.00." in mail.text


def test_the_writer_hears_who_sent_it_back_and_why(world: World) -> None:
    _page, state = submitted(world)
    state.current_task_state.reject(user=world.morten_the_moderator, comment="Skriv <mere> om det.")
    mail = mail_to(world.ellen_the_editor)
    assert mail.subject == "Sendt tilbage: Ledelse & tillid"
    assert (
        "Morten Eksempel har sendt »Ledelse & tillid« tilbage.\n\nSkriv <mere> om det." in mail.text
    )
