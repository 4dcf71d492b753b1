"""Signing up for a course (promises N5, N7, N10, N12 and S8)."""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone, translation

from lederweb.mail.models import OutboxMail
from lederweb.mail.services.suppress import suppress
from publications.courses import consent
from publications.models import CourseDay, Enrolment
from publications.tests.conftest import OURS

pytestmark = pytest.mark.django_db


def test_a_learner_is_asked_by_mail_and_is_not_enrolled_yet(enrol, inbox, mail_server):
    answer = enrol("Karen@example.org")
    assert (answer.status_code, answer.url) == (302, "/e-kurser/tjek-din-indbakke/")
    assert not answer.cookies
    enrolment = Enrolment.objects.get()
    assert not enrolment.is_active
    assert enrolment.wording == str(consent.WORDINGS[consent.CURRENT])
    assert not CourseDay.objects.exists()
    [link] = inbox("Karen@example.org")
    assert link.startswith("/e-kurser/bekraeft/")
    assert "List-Unsubscribe" not in mail_server.taken[0].message


def test_only_the_button_confirms_and_leads_into_the_course(client, enrol, inbox):
    enrol()
    [link] = inbox()
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert not Enrolment.objects.get().is_active
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(link)
    assert answer.status_code == 302
    assert not answer.cookies
    assert "/deltager/" in answer.url
    assert client.get(answer.url).status_code == 200
    assert Enrolment.objects.get().is_active
    assert CourseDay.objects.values_list("enrolled", flat=True).get() == 1


def test_confirming_twice_counts_once(client, enrol, inbox):
    enrol()
    [link] = inbox()
    client.post(link)
    before = Enrolment.objects.values().get()
    assert client.post(link).status_code == 302
    assert Enrolment.objects.values().get() == before
    assert CourseDay.objects.values_list("enrolled", flat=True).get() == 1


def test_pages_behind_a_link_are_kept_and_found_nowhere(client, enrol, inbox):
    enrol()
    headers = client.get(inbox()[0]).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex"


def test_known_unknown_and_suppressed_addresses_get_the_same_answer(world, client, course, enrol):
    world.enrolment(course, "Karen")
    world.enrolment(course, "Pia", confirmed_at=None)
    suppress(address="sara@example.org", reason="bounced")
    answers = set()
    for name in ("karen", "pia", "sara", "ukendt", "ukendt"):
        answer = enrol(f"{name}@example.org")
        answers.add((answer.status_code, answer.url, answer.content))
    assert len(answers) == 1
    assert not OutboxMail.objects.filter(recipient="sara@example.org", status="waiting").exists()


def test_who_has_the_course_already_is_sent_the_way_in(karen, enrol, inbox):
    enrol()
    [link] = inbox()
    assert "/deltager/" in link
    assert Enrolment.objects.count() == 1


def test_an_address_gets_one_mail_a_day_from_wherever_in_whatever_spelling(enrol):
    spellings = ["karen.holm@gmail.com", "KarenHolm@gmail.com", "k.arenholm+x@googlemail.com"]
    for number, spelling in enumerate(spellings):
        for again in range(5):
            enrol(spelling, REMOTE_ADDR=f"10.0.{number}.{again}")
    assert OutboxMail.objects.filter(purpose="course-confirm").count() == 1


def test_an_address_gets_three_mails_a_month(enrol):
    for _day in range(8):
        enrol()
        for mail in OutboxMail.objects.all():
            mail.created_at -= dt.timedelta(days=1, minutes=1)
            mail.save()
    assert OutboxMail.objects.count() == 3


def test_a_second_course_on_one_day_is_begun_from_the_page_of_the_first(
    world, client, enrol, inbox
):
    second = world.course("Vejen til god ledelse")
    world.lesson("Begynd her", course=second)
    enrol()
    enrol(to=second)
    assert OutboxMail.objects.count() == 1
    page = client.get(client.post(inbox()[0]).url)
    assert "Vejen til god ledelse" in page.content.decode()
    pending = Enrolment.objects.pending().get()
    answer = client.post(f"{page.request['PATH_INFO']}bekraeft/", {"kursus": pending.public_id})
    assert client.get(answer.url).context["course"] == second
    assert Enrolment.objects.active().count() == 2


def test_nobody_begins_a_course_for_another_address(world, client, way_in, course):
    other = world.enrolment(course, "Poul", confirmed_at=None)
    for code in (other.public_id, "x", ""):
        client.post(f"{way_in}bekraeft/", {"kursus": code})
    assert not Enrolment.objects.get(pk=other.pk).is_active


@pytest.mark.parametrize(
    "address",
    ["", "karen", "karen@example.org\r\nBcc: x@example.org", "karen@example.org\0", "å@b.dk"],
)
def test_what_is_no_address_is_refused_with_a_sentence_at_the_field(enrol, address):
    answer = enrol(address)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Enrolment.objects.exists()


def test_without_a_fresh_page_the_form_is_shown_again(client, course, monkeypatch):
    from publications.courses.forms import EnrolForm

    proof = EnrolForm(course=course).make_proof()
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 25 * 3600)
    data = {"email": "karen@example.org", "proof": proof}
    assert client.post(f"/e-kurser/{course.slug}/tilmeld/", data, **OURS).status_code == 400
    assert not Enrolment.objects.exists()


def test_another_site_cannot_sign_anybody_up(enrol):
    assert enrol(HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert not Enrolment.objects.exists()


def test_one_client_can_sign_up_twenty_an_hour(enrol):
    answers = [enrol(f"reader{number}@example.org").status_code for number in range(22)]
    assert answers == [302] * 20 + [429] * 2


def test_a_course_that_is_not_out_takes_nobody(client, course, enrol):
    course.unpublish()
    assert enrol().status_code == 404


@pytest.mark.parametrize("fault", ["old", "cut", "gone"])
def test_a_dead_link_says_so(client, enrol, inbox, monkeypatch, fault):
    enrol()
    [link] = inbox()
    if fault == "old":
        now = signing.time.time()
        monkeypatch.setattr(signing.time, "time", lambda: now + 6 * 86_400 + 5)
    elif fault == "cut":
        link = link[:-5] + "/"
    else:
        Enrolment.objects.all().delete()
    for method in (client.get, client.post):
        assert method(link).status_code == 410
    assert not Enrolment.objects.active().exists()


def test_every_version_of_the_wording_keeps_its_words():
    """Enrolments point to a version: to change the words, add one (publications/courses)."""
    with translation.override(None):
        words = {version: str(text) for version, text in consent.WORDINGS.items()}
    assert words == {
        "1": (
            "You say yes to Væksthus for Ledelse keeping your e-mail address, your progress and "
            "what you write in this course, and sending you a link to it and at most two "
            "reminders. We delete all of it two years after you were last here, or when you ask "
            "us to."
        )
    }
    assert consent.CURRENT in consent.WORDINGS


def test_what_is_never_confirmed_is_deleted_within_a_week(world, karen, enrol):
    from publications.tasks import delete_expired_enrolments

    enrol("new@example.org")
    pending = Enrolment.objects.pending()
    pending.update(created_at=timezone.now() - dt.timedelta(days=5, hours=23))
    delete_expired_enrolments()
    assert Enrolment.objects.count() == 2
    # The task runs every night: what is left tonight is gone before it is seven days old.
    Enrolment.objects.update(created_at=timezone.now() - dt.timedelta(days=6, minutes=1))
    delete_expired_enrolments()
    assert Enrolment.objects.get() == karen
    assert not OutboxMail.objects.filter(recipient="new@example.org").exists()


# --- The way back --------------------------------------------------------------------------------
@pytest.fixture
def ask(client):
    from publications.courses.forms import AccessForm

    def post(address: str = "karen@example.org"):
        data = {"email": address, "proof": AccessForm().make_proof()}
        return client.post("/e-kurser/fortsaet/", data, **OURS)

    return post


def test_a_learner_has_the_way_in_sent_to_every_course(world, client, karen, ask, inbox):
    second = world.course("Vejen til god ledelse")
    world.enrolment(second)
    world.enrolment(world.course("Ikke bekræftet"), confirmed_at=None)
    assert ask("KAREN@example.org").url == "/e-kurser/fortsaet/sendt/"
    links = inbox()
    assert len(links) == 2
    assert [client.get(link).context["course"] for link in links] == [karen.course, second]


def test_asking_for_the_way_in_tells_nobody_who_takes_a_course(world, client, karen, ask):
    answers = {(ask(f"{name}@example.org").url, 302) for name in ("karen", "ukendt")}
    assert len(answers) == 1
    assert OutboxMail.objects.filter(recipient="ukendt@example.org").count() == 0


def test_an_address_gets_two_links_a_day(karen, ask):
    for _time in range(5):
        ask()
    assert OutboxMail.objects.filter(purpose="course-access").count() == 2
