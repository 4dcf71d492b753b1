"""What is kept about learners: shown, erased and deleted in time (promise N10)."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from lederweb.mail.models import OutboxMail, Suppression
from publications.models import CourseDay, Enrolment, LessonProgress
from publications.services.enrol import send_access_link
from publications.services.follow_course import keep_reflections
from publications.tasks import delete_expired_enrolments

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy_karen(world, karen, course):
    """Takes two courses, has written something, and gets the newsletter."""
    lesson = course.lessons().first()
    keep_reflections(
        enrolment=karen, lesson=lesson, written={str(lesson.reflections[0].id): "I går."}
    )
    world.enrolment(world.course("Et andet"))
    world.subscriber("Karen")
    send_access_link(address=karen.email)
    return karen


def test_a_learner_fetches_all_that_is_kept(client, busy_karen, way_in):
    answer = client.get(f"{way_in}mine-data/")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["email"] == "karen@example.org"
    assert [course["course"] for course in data["courses"]] == ["Den svære samtale", "Et andet"]
    first = data["courses"][0]
    assert first["consent"]["version"] == "1"
    assert first["lessons"][0]["written"] == [
        {"question": "Hvornår lyttede du sidst?", "answer": "I går."}
    ]
    assert [mail["purpose"] for mail in data["mails"]] == ["course-access"]


def test_nothing_that_is_stored_is_left_out_of_it(busy_karen):
    """A new column must be told as well, or be named here with the reason."""
    told = {
        "course", "email", "source", "wording", "version", "created_at", "confirmed_at",
        "last_active_at", "completed_at", "reminders_sent", "last_reminded_at",
        "reminders_stopped_at", "certificate_key",
    }  # fmt: skip
    keys_only = {"id", "public_id", "access_id", "email_key"}
    assert {field.name for field in Enrolment._meta.local_fields} == told | keys_only


def test_looking_erases_nothing_and_the_button_erases_every_course(
    client, world, busy_karen, course, way_in
):
    other = world.enrolment(course, "Poul")
    for method in (client.get, client.head):
        assert method(f"{way_in}slet/").status_code == 200
    assert Enrolment.objects.count() == 3
    assert client.post(f"{way_in}slet/").status_code == 200
    assert Enrolment.objects.get() == other
    assert not LessonProgress.objects.exists()
    assert not OutboxMail.objects.filter(recipient="karen@example.org").exists()
    assert client.get(way_in).status_code == 410


def test_figures_stay_and_the_newsletter_goes_on(client, busy_karen, way_in):
    from newsletter.models import Subscriber

    client.post(f"{way_in}slet/")
    assert sum(CourseDay.objects.values_list("enrolled", flat=True)) == 2
    assert Subscriber.objects.get().state == "active"
    assert not Suppression.objects.exists()


def test_who_was_erased_may_sign_up_again(client, busy_karen, way_in, enrol):
    client.post(f"{way_in}slet/")
    enrol()
    assert Enrolment.objects.pending().count() == 1


def test_enrolments_are_deleted_two_years_after_the_learner_was_last_there(world, karen, course):
    left = world.enrolment(course, "Poul")
    now = timezone.now()
    for enrolment, days in ((karen, 729), (left, 731)):
        Enrolment.objects.filter(pk=enrolment.pk).update(
            last_active_at=now - dt.timedelta(days=days)
        )
    delete_expired_enrolments()
    delete_expired_enrolments()
    assert Enrolment.objects.get() == karen
    assert CourseDay.objects.get().enrolled == 2
