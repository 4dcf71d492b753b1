"""A course and its lessons, as everybody may read them."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from publications.models import CoursePage, LessonPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(slug="lyt-foerst")


def field(lesson, number: int) -> str:
    return f"q-{lesson.quiz[number].id}"


def test_a_course_shows_its_lessons_in_order_and_how_to_sign_up(client: Client, course):
    html = client.get(course.url).content.decode()
    assert html.index("Lyt først") < html.index("Aftal det næste skridt")
    assert 'action="/e-kurser/den-svaere-samtale/tilmeld/"' in html
    assert 'href="/e-kurser/fortsaet/"' in html


def test_a_course_without_lessons_takes_nobody(client: Client, world):
    html = client.get(world.course("Uden lektioner").url).content.decode()
    assert "/tilmeld/" not in html.replace("/nyhedsbrev/tilmeld/", "")


def test_a_draft_of_a_lesson_is_not_listed(client: Client, course, lesson):
    lesson.unpublish()
    assert "Lyt først" not in client.get(course.url).content.decode()


def test_everybody_reads_a_lesson_and_is_led_on(client: Client, lesson):
    page = client.get(lesson.url)
    html = page.content.decode()
    assert not page.cookies
    assert "Begynd med at spørge." in html
    assert "Hvornår lyttede du sidst?" in html
    assert 'rel="next" href="/e-kurser/den-svaere-samtale/aftal-det-naeste-skridt/"' in html
    assert "<textarea" not in html


def test_whoever_reads_along_gets_a_word_to_every_answer_chosen(client: Client, lesson):
    page = client.get(lesson.url, {field(lesson, 0): "0", field(lesson, 1): ["0", "1"]})
    html = page.content.decode()
    assert "Så ved du ikke, hvad den anden vil." in html
    assert "Så ved du, hvor I er." not in html
    assert "Tid giver ro." in html
    assert "Begge ved hvorfor." in html
    assert page.context["quiz"].right == 1
    assert not page.context["quiz"].is_passed


def test_all_good_answers_pass_and_one_too_many_does_not(client: Client, lesson):
    first, second = field(lesson, 0), field(lesson, 1)

    def passed(**answers):
        named = {{"a": first, "b": second}[key]: value for key, value in answers.items()}
        return client.get(lesson.url, named).context["quiz"].is_passed

    assert passed(a="1", b=["0", "1"])
    assert not passed(a="1", b=["0"])
    assert not passed(a="1", b=["0", "1", "2"])
    assert not passed(a="1")
    assert not passed()


@pytest.mark.parametrize("sent", ["", "7", "-1", "x", "1.0", "٣"])
def test_an_answer_that_is_none_is_left_out(client: Client, lesson, sent):
    page = client.get(lesson.url, {field(lesson, 0): sent})
    assert page.status_code == 200
    assert not page.context["quiz"].is_answered


def test_answers_are_kept_by_no_cache_and_found_by_no_search_engine(
    client: Client, lesson, settings
):
    settings.PAGE_CACHE_SECONDS = 600
    answered = client.get(lesson.url, {field(lesson, 0): "0"})
    assert not answered.page_cache
    assert "no-store" in answered.headers["Cache-Control"]
    assert answered.headers["X-Robots-Tag"] == "noindex"
    assert client.get(lesson.url).page_cache


@pytest.mark.parametrize("page", ["course", "lesson"])
def test_a_course_and_a_lesson_keep_to_twelve_queries(
    client: Client, course, lesson, page, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    url = course.url if page == "course" else lesson.url
    client.get(url)
    with django_assert_max_num_queries(12):
        client.get(url)


def test_pages_keep_away_from_the_addresses_of_the_sites_own(course, lesson):
    for model, slug in ((CoursePage, "bevis"), (LessonPage, "deltager")):
        page = model.objects.first()
        page.slug = slug
        with pytest.raises(ValidationError, match="slug"):
            page.full_clean()


def test_every_reserved_address_is_one_of_ours():
    from publications.courses.urls import urlpatterns
    from publications.models.courses import RESERVED_COURSES, RESERVED_LESSONS

    parts = [str(pattern.pattern).split("/") for pattern in urlpatterns]
    assert {part[1] for part in parts if "<" not in part[1]} == RESERVED_COURSES
    assert {part[2] for part in parts if "<" in part[1]} == RESERVED_LESSONS


def test_a_question_needs_a_good_answer_and_one_that_is_not(lesson):
    from wagtail.blocks import StructBlockValidationError

    block = lesson.quiz[0].block
    for good in (True, False):
        value = block.to_python(
            {
                "question": "Hvad?",
                "answers": [
                    {"type": "item", "value": {"text": text, "is_right": good, "feedback": "Nå."}}
                    for text in "ab"
                ],
            }
        )
        with pytest.raises(StructBlockValidationError):
            block.clean(value)


def test_a_shared_lesson_shows_the_picture_of_its_course(world, client):
    lesson = world.lesson(course=world.course(picture=world.picture))
    assert lesson.sharing_picture == world.picture
    html = client.get(lesson.url).content.decode()
    picture = html.split('property="og:image" content="')[1].split('"')[0]
    assert "drivhus" in picture
