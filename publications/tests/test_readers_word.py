"""Readers' word: one question under a page, without cookie or name."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from lederweb.mail.public_forms import proof_of
from publications.models import Answer
from publications.readers_word.forms import FORM_NAME
from publications.services.take_answer import MOST_A_DAY, REMARKS_KEPT, forget_remarks, take_answer

pytestmark = pytest.mark.django_db
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def answer(client: Client):
    """Posts the form under a page as a browser does."""

    def post(page, use: str = "yes", remark: str = "", **more):
        data = {"use": use, "remark": remark, "proof": proof_of(FORM_NAME, str(page.pk))}
        headers = {name: more.pop(name) for name in list(more) if name.startswith("HTTP_")}
        return client.post(f"/dit-svar/{page.pk}/", data | more, **(OURS | headers))

    return post


def test_articles_publications_and_tools_ask_and_nothing_else_does(world, client):
    for page in (world.article(), world.publication(), world.tool()):
        shown = client.get(page.url)
        assert f'action="/dit-svar/{page.pk}/"' in shown.content.decode()
        assert not shown.cookies
    for page in (world.course(), world.episode(), world.standard()):
        assert "dit-svar" not in client.get(page.url).content.decode()


def test_an_answer_is_kept_with_its_day_and_leads_to_thanks(world, client, answer):
    article = world.article()
    response = answer(article, "partly", "Savner  et eksempel\tfra et sygehus.")
    assert response.status_code == 302
    thanks = client.get(response.url)
    assert article.url in thanks.content.decode()
    assert not response.cookies
    assert not thanks.cookies
    kept = Answer.objects.get()
    assert (kept.page_id, kept.use, kept.day) == (article.pk, "partly", timezone.localdate())
    assert kept.remark == "Savner et eksempel fra et sygehus."


def test_nothing_is_kept_about_who_answered_or_when_in_the_day():
    names = {field.name for field in Answer._meta.get_fields()}
    assert names == {"id", "page", "use", "remark", "day"}


def test_the_script_gets_a_sentence(world, answer):
    told = answer(world.article(), HTTP_ACCEPT="application/json").json()["told"]
    assert told == "Tak. Dit svar går til redaktionen."


def test_no_answer_is_told_what_is_missing_and_what_was_written_stays(world, answer):
    response = answer(world.article(), use="", remark="Savner et eksempel")
    page = response.content.decode()
    assert response.status_code == 400
    assert "Vælg et af svarene." in page
    assert 'value="Savner et eksempel"' in page
    assert answer(world.article("En anden"), use="", HTTP_ACCEPT="application/json").json()["told"]


@pytest.mark.parametrize(
    "remark", ["Se https://casino.example", "www.casino.example", "skriv til a@b.dk", "[url=x]"]
)
def test_remarks_with_addresses_are_refused_with_a_sentence(world, answer, remark):
    response = answer(world.article(), remark=remark)
    assert response.status_code == 400
    assert "links" in response.content.decode()
    assert not Answer.objects.exists()


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(world, answer):
    assert answer(world.article(), website="https://casino.example").status_code == 302
    assert not Answer.objects.exists()


def test_long_and_broken_texts_do_no_harm(world, answer):
    article = world.article()
    assert answer(article, remark="x" * 10_000).status_code == 400
    assert answer(article, remark="a\x00b").status_code == 400
    assert answer(article, use="maybe").status_code == 400
    assert not Answer.objects.exists()


def test_an_answer_from_elsewhere_without_proof_or_for_another_page_is_refused(world, answer):
    article, other = world.article(), world.article("En anden")
    assert answer(article, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert answer(article, proof="").status_code == 400
    assert answer(article, proof=proof_of(FORM_NAME, str(other.pk))).status_code == 400
    assert answer(article, proof=proof_of("another-form", str(article.pk))).status_code == 400
    assert not Answer.objects.exists()


def test_one_client_may_not_answer_for_a_crowd(world, answer):
    article = world.article()
    codes = {answer(article).status_code for _ in range(62)}
    assert codes == {302, 429}


def test_what_is_not_public_or_does_not_ask_takes_no_answer(world, answer):
    hidden = world.article()
    hidden.unpublish()
    assert answer(hidden).status_code == 404
    assert answer(world.course()).status_code == 404
    private = world.article("Privat")
    private.view_restrictions.create(restriction_type="login")
    assert answer(private).status_code == 404


def test_pressing_twice_counts_a_remark_once(world, answer):
    article = world.article()
    answer(article, remark="God øvelse")
    answer(article, remark="God øvelse")
    assert Answer.objects.count() == 1


def test_a_flood_under_one_page_ends(world):
    article = world.article()
    today = timezone.localdate()
    Answer.objects.bulk_create(Answer(page=article, use="no", day=today) for _ in range(MOST_A_DAY))
    assert not take_answer(page_id=article.pk, use="no")


def test_remarks_are_never_shown_in_public(world, client, answer):
    article = world.article()
    answer(article, remark="Meget personlig bemærkning")
    for path in (article.url, f"/dit-svar/{article.pk}/", f"/dit-svar/{article.pk}/tak/"):
        assert "personlig bemærkning" not in client.get(path).content.decode()


def test_what_was_written_is_deleted_after_a_year_and_the_count_stays(world):
    article = world.article()
    today = dt.date(2026, 3, 1)
    for age, remark in ((REMARKS_KEPT, "Gammel"), (REMARKS_KEPT - dt.timedelta(days=1), "Ny")):
        Answer.objects.create(page=article, use="yes", remark=remark, day=today - age)
    assert forget_remarks(today=today) == 1
    assert sorted(Answer.objects.values_list("remark", flat=True)) == ["", "Ny"]


def test_a_page_with_the_question_builds_no_form(world, client, monkeypatch):
    from publications.readers_word.forms import AnswerForm

    article = world.article()
    monkeypatch.setattr(AnswerForm, "__init__", lambda *args, **kwargs: pytest.fail("a form"))
    assert client.get(article.url).status_code == 200
