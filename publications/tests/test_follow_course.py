"""A learner's way through a course: progress, reflections, quiz, and where to go on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from publications.courses.links import learner_path
from publications.models import CourseDay, Enrolment, LessonPage, LessonProgress
from publications.services import follow_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(course):
    return LessonPage.objects.get(slug="lyt-foerst")


@pytest.fixture
def second(course):
    return LessonPage.objects.get(slug="aftal-det-naeste-skridt")


@pytest.fixture
def lesson(way_in) -> str:
    return f"{way_in}lektion/lyt-foerst/"


def answers(page, *, right: bool) -> dict[str, list[str]]:
    one, several = (f"q-{question.id}" for question in page.quiz)
    return {"handling": ["svar"], one: ["1" if right else "0"], several: ["0", "1"]}


def test_opening_a_lesson_notes_where_the_learner_is(client, karen, lesson, first):
    Enrolment.objects.update(last_active_at=timezone.now() - dt.timedelta(days=9))
    client.head(lesson)
    assert not LessonProgress.objects.exists()
    page = client.get(lesson)
    assert page.status_code == 200
    assert not page.cookies
    progress = LessonProgress.objects.get()
    assert (progress.lesson, progress.done_at) == (first, None)
    karen.refresh_from_db()
    assert karen.last_active_at > timezone.now() - dt.timedelta(minutes=1)


def test_the_overview_leads_to_where_the_learner_left(client, way_in, lesson, first):
    assert "Begynd med den første lektion" in client.get(way_in).content.decode()
    client.post(lesson, answers(first, right=True))
    answer = client.post(lesson, {"handling": "faerdig"})
    assert answer.url == f"{way_in}lektion/aftal-det-naeste-skridt/#indhold"
    html = client.get(way_in).content.decode()
    assert "Fortsæt med »Aftal det næste skridt«" in html
    assert "Du har gennemført 1 af 2 lektioner." in html


def test_what_the_learner_wrote_is_there_again_and_can_be_taken_back(client, lesson, first):
    name = f"r-{first.reflections[0].id}"
    page = client.post(lesson, {"handling": "skriv", name: "  I <går>.\r\nMed Jens. "})
    assert "I &lt;går&gt;.\nMed Jens.</textarea>" in page.content.decode()
    assert "I &lt;går&gt;.\nMed Jens.</textarea>" in client.get(lesson).content.decode()
    client.post(lesson, {"handling": "skriv", name: " "})
    assert LessonProgress.objects.get().reflections == {}


def test_a_text_is_kept_up_to_its_longest_and_only_to_questions_that_are_asked(
    client, lesson, first
):
    name = f"r-{first.reflections[0].id}"
    client.post(lesson, {"handling": "skriv", name: "å\0" * 9000, "r-other": "x"})
    [(key, text)] = LessonProgress.objects.get().reflections.items()
    assert key == str(first.reflections[0].id)
    assert text == "å" * follow_course.LONGEST_REFLECTION


def test_a_quiz_says_why_and_lets_the_learner_try_until_it_is_passed(client, lesson, first):
    page = client.post(lesson, answers(first, right=False))
    assert "Så ved du ikke, hvad den anden vil." in page.content.decode()
    assert LessonProgress.objects.get().quiz_passed_at is None
    client.post(lesson, {"handling": "faerdig"})
    assert LessonProgress.objects.get().done_at is None
    client.post(lesson, answers(first, right=True))
    passed = LessonProgress.objects.get().quiz_passed_at
    assert passed is not None
    client.post(lesson, answers(first, right=False))
    assert LessonProgress.objects.get().quiz_passed_at == passed


def test_the_last_lesson_completes_the_course_once(karen, first, second):
    follow_course.pass_quiz(enrolment=karen, lesson=first)
    assert not follow_course.finish_lesson(enrolment=karen, lesson=first)
    assert follow_course.finish_lesson(enrolment=karen, lesson=second)
    assert not follow_course.finish_lesson(enrolment=karen, lesson=second)
    karen.refresh_from_db()
    assert karen.completed_at is not None
    assert len(karen.certificate_key) == 16
    assert CourseDay.objects.values_list("enrolled", "completed").get() == (1, 1)


def test_a_lesson_added_later_takes_nothing_back(world, karen, course, first, second):
    follow_course.pass_quiz(enrolment=karen, lesson=first)
    for lesson in (first, second):
        follow_course.finish_lesson(enrolment=karen, lesson=lesson)
    karen.refresh_from_db()
    completed = karen.completed_at
    late = world.lesson("Endnu en", course=course)
    follow_course.finish_lesson(enrolment=karen, lesson=late)
    karen.refresh_from_db()
    assert karen.completed_at == completed


def test_a_lesson_of_another_course_or_in_draft_is_not_found(client, world, way_in, second):
    world.lesson("Fremmed", course=world.course("Et andet"))
    second.unpublish()
    for slug in ("fremmed", "aftal-det-naeste-skridt", "findes-ikke"):
        assert client.get(f"{way_in}lektion/{slug}/").status_code == 404


def test_a_course_that_was_taken_off_says_so_and_still_gives_the_data(client, karen, way_in):
    karen.course.unpublish()
    page = client.get(way_in)
    assert page.status_code == 200
    assert f"{way_in}slet/" in page.content.decode()
    assert client.get(f"{way_in}lektion/lyt-foerst/").status_code == 404


def test_a_course_with_a_new_name_is_still_found(client, karen, way_in):
    karen.course.slug = "nyt-navn"
    karen.course.save()
    assert client.get(way_in).status_code == 200


# --- The link ----------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["", "lektion/lyt-foerst/", "slet/", "mine-data/", "bevis/"])
def test_pages_behind_the_link_are_kept_and_found_nowhere_and_report_nothing(client, way_in, path):
    page = client.get(way_in + path)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]
    assert not page.cookies
    html = page.content.decode()
    assert "beacon" not in html
    assert "/t/" not in html


def test_a_link_can_be_made_void(client, karen, way_in):
    answer = client.post(f"{way_in}nyt-link/")
    assert client.get(answer.url).status_code == 200
    for method in (client.get, client.post):
        assert method(way_in if method == client.get else f"{way_in}slet/").status_code == 410
    assert Enrolment.objects.filter(pk=karen.pk).exists()


def test_a_dead_link_offers_a_new_one(client, karen, way_in, monkeypatch):
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 180 * 86_400 + 5)
    page = client.get(way_in)
    assert page.status_code == 410
    assert 'action="/e-kurser/fortsaet/"' in page.content.decode()


def test_a_link_that_confirms_opens_nothing_else(client, world, course):
    from publications.courses.links import confirm_path

    pending = world.enrolment(course, "Poul", confirmed_at=None)
    token = confirm_path(pending).split("/")[-2]
    assert client.get(f"/e-kurser/x/deltager/{token}/").status_code == 410
    assert client.get(learner_path(pending)).status_code == 410


def test_the_learners_pages_need_no_cookie(way_in, first):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"{way_in}lektion/lyt-foerst/", {"handling": "skriv"})
    assert answer.status_code == 200
    assert not answer.cookies


def test_no_token_reaches_the_logs(way_in):
    from lederweb.core.logs import without_personal_data

    token = way_in.split("/")[-2]
    line = without_personal_data(f'"GET {way_in}lektion/lyt-foerst/ HTTP/1.1" 200')
    assert token not in line
    assert token[:32] not in line
