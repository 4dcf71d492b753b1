"""The newsletter in the admin: issues, sendings, subscribers, suppressed addresses."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lederweb.mail.services.suppress import is_suppressed, suppress
from newsletter.models import Delivery, IssuePage, Sending, Subscriber
from newsletter.services.approve import approve_issue
from newsletter.tasks import send_issue

pytestmark = pytest.mark.django_db

SUBSCRIBERS = "/admin/newsletter_subscribers/"
SENDINGS = "/admin/newsletter_sendings/"
SUPPRESSED = "/admin/suppressed_addresses/"
ISSUES = "/admin/newsletter_issues/"


@pytest.fixture
def sanne(world, client):
    assert world.home
    client.force_login(world.sanne_of_the_secretariat)
    return client


@pytest.fixture
def sending(world, mail_server):
    for name in ("Karen", "Jens", "Bo"):
        world.subscriber(name)
    mail_server.answer = lambda recipient: "550 5.1.1 no" if recipient.startswith("bo") else None
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    send_issue(issue.pk)
    return Sending.objects.get()


def test_the_secretariat_finds_a_subscriber(world, sanne):
    for name in ("Karen", "Jens"):
        world.subscriber(name)
    page = sanne.get(SUBSCRIBERS, {"q": "karen"}).content.decode()
    assert "karen@example.org" in page
    assert "jens@example.org" not in page


def test_the_secretariat_sees_one_state_at_a_time(world, sanne):
    world.subscriber("Karen")
    world.subscriber("Poul", state="left")
    page = sanne.get(SUBSCRIBERS, {"state": "left"}).content.decode()
    assert "poul@example.org" in page
    assert "karen@example.org" not in page


def test_a_subscriber_is_shown_with_consents_and_newsletters(sending, sanne):
    karen = Subscriber.objects.get(email="karen@example.org")
    page = sanne.get(f"{SUBSCRIBERS}{karen.pk}/").content.decode()
    assert karen.consents.get().wording in page
    assert "Uge 12, 2026" in page


def test_deleting_a_subscriber_erases_a_person_also_from_the_log(world, sanne):
    karen = world.subscriber("Karen")
    address = f"{SUBSCRIBERS}{karen.pk}/delete/"
    assert "karen@example.org" in sanne.get(address).content.decode()
    assert sanne.post(address).status_code == 302
    assert not Subscriber.objects.exists()
    assert is_suppressed("karen@example.org")
    entry = ModelLogEntry.objects.get(action="wagtail.delete")
    assert entry.user == world.sanne_of_the_secretariat
    assert "karen" not in f"{entry.label} {entry.data}"


@pytest.mark.parametrize("person", ["ellen_the_editor", "morten_the_moderator"])
def test_editors_and_moderators_see_no_subscribers(world, client, person):
    assert world.home
    karen = world.subscriber("Karen")
    client.force_login(getattr(world, person))
    for address in (SUBSCRIBERS, f"{SUBSCRIBERS}{karen.pk}/", f"{SUBSCRIBERS}{karen.pk}/delete/"):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (302, 405)
            assert b"karen" not in answer.content
    assert client.get(SUPPRESSED).status_code == 302
    assert Subscriber.objects.exists()


def test_the_sending_page_counts_everybody(sending, sanne):
    page = sanne.get(f"{SENDINGS}{sending.pk}/").content.decode()
    assert "bo@example.org" in page
    assert "550 5.1.1" in page
    Delivery.objects.filter(state="sent").update(state="uncertain")
    page = sanne.get(f"{SENDINGS}{sending.pk}/").content.decode()
    assert "karen@example.org" in page


def test_an_editor_sees_how_far_it_is_but_no_addresses(world, client, sending):
    client.force_login(world.ellen_the_editor)
    page = client.get(f"{SENDINGS}{sending.pk}/")
    assert page.status_code == 200
    assert "bo@example.org" not in page.content.decode()
    assert client.get(SENDINGS).status_code == 200


def test_a_sending_that_is_under_way_says_what_is_left_and_what_is_wrong(sending, sanne):
    Delivery.objects.update(state="queued")
    Sending.objects.update(state="sending", trouble="421 closed")
    page = sanne.get(f"{SENDINGS}{sending.pk}/").content.decode()
    assert "421 closed" in page
    Sending.objects.update(state="approved", trouble="")
    assert sanne.get(f"{SENDINGS}{sending.pk}/").status_code == 200


def test_the_list_of_issues_shows_their_state(world, client, sending):
    world.issue("Uge 13, 2026")
    draft = IssuePage.objects.get(title="Uge 13, 2026")
    to_send = reverse("newsletter_send_issue", args=[draft.pk])
    client.force_login(world.morten_the_moderator)
    page = client.get(ISSUES).content.decode()
    assert "Uge 12, 2026" in page
    assert f"{SENDINGS}{sending.pk}/" in page
    assert to_send in page
    client.force_login(world.ellen_the_editor)
    assert to_send not in client.get(ISSUES).content.decode()


def test_the_secretariat_suppresses_an_address_and_lifts_it(sanne):
    sanne.post(f"{SUPPRESSED}new/", {"address": "Karen@example.org", "reason": "asked"})
    assert is_suppressed("karen@example.org")
    page = sanne.get(SUPPRESSED)
    assert page.status_code == 200
    assert "karen" not in page.content.decode()
    found = sanne.get(SUPPRESSED, {"q": "karen@example.org"}).context["object_list"]
    assert len(found) == 1
    assert not sanne.get(SUPPRESSED, {"q": "jens@example.org"}).context["object_list"]
    assert not sanne.get(SUPPRESSED, {"q": "nonsense"}).context["object_list"]
    lift = f"{SUPPRESSED}delete/{found[0].pk}/"
    assert "Hvorfor" in sanne.get(lift).content.decode()
    assert "error-message" in sanne.post(lift, {"note": " "}).content.decode()
    assert is_suppressed("karen@example.org")
    sanne.post(lift, {"note": "Karen@example.org ringede 3. marts"})
    assert not is_suppressed("karen@example.org")
    entry = ModelLogEntry.objects.get(action="mail.lift_suppression")
    assert "ringede 3. marts" in str(entry.message)
    assert "karen" not in f"{entry.label} {entry.data}".lower()


def test_what_is_no_address_is_not_suppressed(sanne):
    answer = sanne.post(f"{SUPPRESSED}new/", {"address": "karen", "reason": "asked"})
    assert answer.status_code == 200
    suppress(address="jens@example.org", reason="asked")
    assert len(sanne.get(SUPPRESSED).context["object_list"]) == 1


def test_the_menu_leads_to_what_a_role_may_see(world, client):
    assert world.home
    client.force_login(world.sanne_of_the_secretariat)
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert SUBSCRIBERS in menu
    client.force_login(world.ellen_the_editor)
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert SUBSCRIBERS not in menu
    assert ISSUES in menu
