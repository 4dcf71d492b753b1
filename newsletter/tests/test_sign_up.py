"""Signing up for the newsletter (promises N7, N10, N12 and S8)."""

import datetime as dt

import pytest
from django.core import signing
from django.utils import timezone

from lederweb.mail.models import OutboxMail
from lederweb.mail.services.suppress import suppress
from newsletter import consent
from newsletter.forms import SignUpForm
from newsletter.models import Consent, Subscriber
from newsletter.tests.conftest import OURS

pytestmark = pytest.mark.django_db


def test_every_page_with_the_form_leads_here_and_sets_no_cookie(world, client):
    page = client.get(world.article().url)
    assert 'action="/nyhedsbrev/tilmeld/"' in page.content.decode()
    assert 'name="proof"' in page.content.decode()
    assert not page.cookies


def test_the_page_of_the_form_is_counted_like_any_other(client):
    page = client.get("/nyhedsbrev/tilmeld/").content.decode()
    assert "js/beacon" in page
    assert "/t/p.gif?p=%2Fnyhedsbrev%2Ftilmeld%2F" in page


def test_a_new_reader_is_asked_by_mail_and_gets_nothing_yet(world, sign_up, inbox, mail_server):
    assert world.home
    answer = sign_up("Karen@example.org")
    assert answer.status_code == 302
    assert answer.url == "/nyhedsbrev/tjek-din-indbakke/"
    assert not answer.cookies
    subscriber = Subscriber.objects.get()
    assert subscriber.state == "pending"
    [link] = inbox("Karen@example.org")
    assert link.startswith("/nyhedsbrev/bekraeft/")
    assert "List-Unsubscribe" not in mail_server.taken[0].message


def test_the_consent_is_kept_word_for_word_as_it_was_shown(sign_up, world, client):
    shown = client.get(world.newsletter.url).content.decode()
    sign_up()
    kept = Consent.objects.get()
    assert kept.wording in shown
    assert kept.version == consent.CURRENT
    assert kept.source == "form"
    assert kept.given_at <= timezone.now()
    assert kept.confirmed_at is None


def test_whoever_read_the_english_page_consents_to_the_english_words(client):
    from django.utils import translation

    with translation.override("en"):
        proof = SignUpForm().make_proof()
        english = str(consent.WORDINGS[consent.CURRENT])
    client.post("/nyhedsbrev/tilmeld/", {"email": "jo@example.org", "proof": proof}, **OURS)
    assert Consent.objects.get().wording == english


def test_known_unknown_and_suppressed_addresses_get_the_same_answer(world, client, sign_up):
    assert world.home
    world.subscriber("Karen")
    world.subscriber("Poul", state="left")
    world.subscriber("Pia", state="pending", confirmed_at=None)
    suppress(address="sara@example.org", reason="bounced")
    answers = set()
    for name in ("karen", "poul", "pia", "sara", "ukendt", "ukendt"):
        answer = sign_up(f"{name}@example.org")
        after = client.get(answer.url)
        answers.add((answer.status_code, answer.url, answer.content, after.status_code))
    assert len(answers) == 1


def test_nobody_is_asked_who_has_it_already_or_is_suppressed(world, sign_up, mail_server):
    world.subscriber("Karen")
    suppress(address="sara@example.org", reason="bounced")
    sign_up("karen@example.org")
    sign_up("sara@example.org")
    assert not OutboxMail.objects.filter(status="waiting").exists()


def test_an_address_gets_one_mail_a_day_from_wherever_in_whatever_spelling(sign_up):
    spellings = ["karen.holm@gmail.com", "KarenHolm@gmail.com", "k.arenholm+x@googlemail.com"]
    for number, spelling in enumerate(spellings):
        for again in range(5):
            sign_up(spelling, REMOTE_ADDR=f"10.0.{number}.{again}")
    assert OutboxMail.objects.filter(purpose="newsletter-confirm").count() == 1
    assert Subscriber.objects.count() == 1
    assert Consent.objects.count() == 1


def test_an_address_gets_three_mails_a_month(sign_up):
    for _day in range(12):
        sign_up()
        for mail in OutboxMail.objects.all():
            mail.created_at -= dt.timedelta(days=1, minutes=1)
            mail.save()
    assert OutboxMail.objects.count() == 3


def test_the_mail_repeats_nothing_that_a_stranger_typed(sign_up, inbox, mail_server):
    sign_up("buy-cheap-pills@example.org")
    inbox("buy-cheap-pills@example.org")
    [taken] = mail_server.taken
    for part in (taken.part("plain"), taken.part("html"), str(taken.message["Subject"])):
        assert "buy-cheap-pills" not in part


@pytest.mark.parametrize(
    "address",
    ["", "karen", "karen@example.org\r\nBcc: x@example.org", "karen@example.org\0", "å@b.dk"],
)
def test_what_is_no_address_is_refused_with_a_sentence_at_the_field(world, sign_up, address):
    assert world.home
    answer = sign_up(address)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Subscriber.objects.exists()


def test_an_address_with_danish_letters_in_the_domain_is_written_to(sign_up, inbox):
    sign_up("info@rødgrød.example")
    assert inbox("info@xn--rdgrd-vuad.example")


def test_without_a_fresh_page_the_form_is_shown_again(world, client, monkeypatch):
    assert world.home
    proof = SignUpForm().make_proof()
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 25 * 3600)
    answer = client.post(
        "/nyhedsbrev/tilmeld/", {"email": "karen@example.org", "proof": proof}, **OURS
    )
    assert answer.status_code == 400
    assert "karen@example.org" in answer.content.decode()
    assert not Subscriber.objects.exists()


def test_another_site_cannot_sign_anybody_up(world, sign_up):
    assert world.home
    assert sign_up(HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert not Subscriber.objects.exists()


def test_one_client_can_sign_up_twenty_an_hour(world, sign_up):
    assert world.home
    answers = [sign_up(f"reader{number}@example.org").status_code for number in range(22)]
    assert answers == [302] * 20 + [429] * 2


def test_every_version_of_the_wording_keeps_its_words():
    """Consents point to a version: to change the words, add a version (newsletter/consent.py)."""
    from django.utils import translation

    with translation.override(None):
        words = {version: str(text) for version, text in consent.WORDINGS.items()}
    assert words == {
        "1": (
            "You say yes to getting Lederweb’s newsletter by e-mail from Væksthus for Ledelse, "
            "about once a week, with articles, publications, podcasts and courses about public "
            "leadership. You can leave at any time with one click in every newsletter."
        )
    }
    assert consent.CURRENT in consent.WORDINGS
