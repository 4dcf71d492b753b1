"""Reminders: after a silence, two at most, stopped with one click (promises N5 and N6)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from lederweb.mail.models import OutboxMail
from lederweb.mail.services.suppress import suppress
from publications.models import Enrolment
from publications.services import follow_course, remind_learners
from publications.tasks import remind_learners as task

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def days_pass(days: int) -> None:
    """As if everything had happened so many days earlier."""
    for enrolment in Enrolment.objects.all():
        for field in ("last_active_at", "last_reminded_at"):
            if moment := getattr(enrolment, field):
                setattr(enrolment, field, moment - dt.timedelta(days=days))
        enrolment.save()


def reminders() -> int:
    return OutboxMail.objects.filter(purpose="course-reminder").count()


@pytest.mark.django_db
class TestReminders:
    def test_after_a_fortnight_of_silence_one_comes_and_a_second_after_four_weeks(self, karen):
        counted = []
        for _day in range(100):
            task()
            counted.append(reminders())
            days_pass(1)
        assert counted.index(1) == 14
        assert counted.index(2) in (42, 43)
        assert counted[-1] == 2

    def test_who_comes_back_is_left_in_peace_for_a_fortnight(self, karen, course):
        days_pass(13)
        follow_course.open_lesson(enrolment=karen, lesson=course.lessons().first())
        days_pass(13)
        task()
        assert reminders() == 0

    def test_nobody_is_reminded_who_is_done_not_confirmed_or_suppressed(self, world, course):
        world.enrolment(course, "Dorte", completed_at=timezone.now())
        world.enrolment(course, "Poul", confirmed_at=None)
        world.enrolment(course, "Sara")
        suppress(address="sara@example.org", reason="bounced")
        days_pass(20)
        task()
        assert not OutboxMail.objects.filter(status="waiting").exists()

    def test_a_course_that_was_taken_off_reminds_nobody(self, karen, course):
        course.unpublish()
        days_pass(20)
        task()
        assert reminders() == 0

    def test_the_mail_leads_to_the_next_lesson_and_to_peace(
        self, client, karen, inbox, mail_server
    ):
        days_pass(15)
        task()
        way_in, stop = inbox()
        assert "Lyt først" in mail_server.taken[0].part("plain")
        assert client.get(way_in).status_code == 200
        message = mail_server.taken[0].message
        assert message["List-Unsubscribe"] == f"<http://testserver{stop}>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_looking_stops_nothing_and_one_click_does_for_every_course(
        self, client, world, karen, inbox
    ):
        world.enrolment(world.course("Et andet"))
        days_pass(15)
        task()
        stop = inbox()[-1]
        for method in (client.get, client.head):
            assert method(stop).status_code == 200
        assert not Enrolment.objects.exclude(reminders_stopped_at=None).exists()
        for _time in range(3):
            provider = Client(enforce_csrf_checks=True)
            answer = provider.post(stop, ONE_CLICK)
            assert answer.status_code == 200
            assert not answer.cookies
        assert not Enrolment.objects.filter(reminders_stopped_at=None).exists()
        days_pass(60)
        task()
        assert reminders() == 2

    def test_a_learner_stops_them_and_has_them_again(self, client, karen, way_in):
        client.post(f"{way_in}paamindelser/")
        assert Enrolment.objects.get().reminders_stopped_at is not None
        client.post(f"{way_in}paamindelser/", {"paamind": "ja"})
        assert Enrolment.objects.get().reminders_stopped_at is None

    def test_stopping_works_when_everything_is_deleted_and_says_so_when_cut_off(
        self, client, karen, inbox
    ):
        days_pass(15)
        task()
        stop = inbox()[-1]
        Enrolment.objects.all().delete()
        assert client.post(stop, ONE_CLICK).status_code == 200
        assert client.get(stop[:-5] + "/").status_code == 410

    def test_killed_before_the_mail_is_queued_nothing_has_happened(self, karen, monkeypatch):
        days_pass(15)

        def killed(**kwargs):
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(remind_learners, "queue_mail", killed)
            with pytest.raises(SystemExit):
                task()
        assert Enrolment.objects.get().reminders_sent == 0
        task()
        assert reminders() == 1
