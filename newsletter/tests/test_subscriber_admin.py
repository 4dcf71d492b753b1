"""Subscribers in the admin: finding them, their story, what is done for them, growth, export."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from lederweb.lib.periods import COPENHAGEN, day_of
from lederweb.mail.models import Suppression
from lederweb.mail.services.suppress import is_suppressed, suppress
from newsletter.models import Consent, Delivery, Subscriber, SubscriberImport
from newsletter.services import import_subscribers as importing
from newsletter.services import preferences
from newsletter.services.goodbye import say_why
from newsletter.services.keep_list import CannotDo, lift_suppression
from newsletter.subscriber_admin.growth import weeks

pytestmark = pytest.mark.django_db

LIST = "/admin/newsletter_subscribers/"


@pytest.fixture
def sanne(world, client):
    assert world.home
    client.force_login(world.sanne_of_the_secretariat)
    return client


@pytest.fixture
def readers(world):
    soon = day_of(timezone.now()) + dt.timedelta(days=5)
    topic = world.topic("Personale")
    world.subscriber("Karen", tiers=["1", "3"], topics=[topic.pk])
    world.subscriber("Sofie", frequency="special")
    world.subscriber("Pia", paused_until=soon)
    world.subscriber("Poul", state="left", left_at=timezone.now())
    world.subscriber("Ole", state="set_aside", confirmed_at=None)
    world.subscriber("Sara")
    suppress(address="sara@example.org", reason="bounced")
    old = timezone.now() - dt.timedelta(days=400)
    world.subscriber("Gerda", created_at=old)
    return topic


def found(client, **asked) -> set[str]:
    page = client.get(LIST, asked)
    assert page.status_code == 200
    return {row.email.partition("@")[0] for row in page.context["object_list"]}


def test_each_filter_finds_its_own(sanne, readers):
    everybody = {"karen", "sofie", "pia", "poul", "ole", "sara", "gerda"}
    assert found(sanne) == everybody
    assert found(sanne, q="sof") == {"sofie"}
    assert found(sanne, state="left") == {"poul"}
    assert found(sanne, state="set_aside") == {"ole"}
    assert found(sanne, tier="3") == {"karen"}
    assert found(sanne, topic=readers.pk) == {"karen"}
    assert found(sanne, frequency="special") == {"sofie"}
    assert found(sanne, paused="yes") == {"pia"}
    assert found(sanne, paused="no") == everybody - {"pia"}
    assert found(sanne, suppressed="yes") == {"sara"}
    assert found(sanne, suppressed="no") == everybody - {"sara"}
    today = day_of(timezone.now()).isoformat()
    assert found(sanne, created_at_from=today) == everybody - {"gerda"}
    assert found(sanne, left_at_from=today) == {"poul"}


def queries_of(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_pages_cost_the_same_however_many_there_are(sanne, readers, world):
    paths = (LIST, f"{LIST}udvikling/", f"{LIST}import/")
    before = [queries_of(sanne, path) for path in paths]
    for number in range(30):
        world.subscriber(f"reader{number}", tiers=["1"])
    assert [queries_of(sanne, path) for path in paths] == before
    assert max(before) <= 15


def test_one_subscriber_costs_the_same_however_much_happened(sanne, world):
    karen = world.subscriber("Karen")
    path = f"{LIST}{karen.pk}/"
    before = queries_of(sanne, path)
    for number in range(10):
        preferences.choose(
            subscriber=karen, tiers=[], topics=[], frequency=["weekly", "special"][number % 2]
        )
        issue = world.issue(f"Uge {number + 10}, 2026")
        Delivery.objects.create(
            issue=issue, subscriber=karen, state="sent", settled_at=timezone.now()
        )
    assert queries_of(sanne, path) <= before + 1
    assert before <= 18


def test_the_story_of_one_subscriber_is_one_list(sanne, world, client):
    karen = world.subscriber("Karen")
    issue = world.issue()
    Delivery.objects.create(issue=issue, subscriber=karen, state="sent", settled_at=timezone.now())
    preferences.choose(subscriber=karen, tiers=["2"], topics=[], frequency="special")
    preferences.send_preferences_link(address="karen@example.org")
    sanne.post(f"{LIST}{karen.pk}/afmeld/", {"note": "Ringede 3. marts"})
    page = sanne.get(f"{LIST}{karen.pk}/")
    told = [event.at for event in page.context["events"]]
    assert told == sorted(told, reverse=True)
    text = page.content.decode()
    for word in (issue.title, "Ringede 3. marts", f"»{Consent.objects.get().wording[:20]}"):
        assert word in text
    assert len(told) >= 6


def test_who_calls_is_taken_off_the_list_with_a_note(sanne, world):
    karen = world.subscriber("Karen")
    path = f"{LIST}{karen.pk}/afmeld/"
    assert sanne.get(path).status_code == 200
    assert sanne.post(path, {"note": ""}).status_code == 200
    karen.refresh_from_db()
    assert karen.state == "active"
    assert sanne.post(path, {"note": "Ringede"}).status_code == 302
    karen.refresh_from_db()
    assert karen.state == "left"
    change = karen.changes.get()
    assert (change.kind, change.note) == ("left", "Ringede")
    assert change.by == world.sanne_of_the_secretariat
    assert Consent.objects.get().withdrawn_at is not None


def test_a_suppression_is_lifted_with_a_reason_but_never_an_erasure(sanne, world):
    karen = world.subscriber("Karen")
    suppress(address="karen@example.org", reason="bounced")
    assert f"{karen.pk}/ophaev/" in sanne.get(f"{LIST}{karen.pk}/").content.decode()
    sanne.post(f"{LIST}{karen.pk}/ophaev/", {"note": "Postkassen virker igen"})
    assert not is_suppressed("karen@example.org")
    assert karen.changes.get().note == "Postkassen virker igen"
    suppress(address="karen@example.org", reason="erased")
    assert f"{karen.pk}/ophaev/" not in sanne.get(f"{LIST}{karen.pk}/").content.decode()
    with pytest.raises(CannotDo):
        lift_suppression(subscriber=karen, note="x", by=world.sanne_of_the_secretariat)
    erased = Suppression.objects.get()
    sanne.post(f"/admin/suppressed_addresses/delete/{erased.pk}/", {"note": "Fortrød"})
    assert is_suppressed("karen@example.org")


def add(client, **data):
    day = day_of(timezone.now()).isoformat()
    filled = {"email": "ny@example.org", "consent_on": day, "wording": "Ja tak", "source": "Mail"}
    return client.post(f"{LIST}tilfoej/", filled | {"frequency": "weekly"} | data)


def test_somebody_is_added_by_hand_only_with_a_proof(sanne, world):
    for missing in ("consent_on", "wording", "source"):
        assert add(sanne, **{missing: ""}).status_code == 200
    assert add(sanne, consent_on="2999-01-01").status_code == 200
    assert not Subscriber.objects.exists()
    assert add(sanne).status_code == 302
    subscriber = Subscriber.objects.get()
    consent = subscriber.consents.get()
    assert subscriber.state == "active"
    assert (consent.source, consent.wording, consent.evidence) == ("by_hand", "Ja tak", "Mail")
    assert add(sanne).status_code == 200  # there already
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("typed", ["3. marts 2024", "2024", "03/28/2024", "31-02-2026"])
def test_a_day_of_consent_that_cannot_be_read_is_asked_for_again(sanne, typed):
    assert 'type="date" name="consent_on"' in sanne.get(f"{LIST}tilfoej/").content.decode()
    page = add(sanne, consent_on=typed)
    assert page.status_code == 200
    assert page.context["form"].errors["consent_on"]
    assert not Subscriber.objects.exists()


def test_nobody_is_added_against_their_will(sanne, world):
    world.subscriber("Poul", state="left", left_at=timezone.now())
    suppress(address="sara@example.org", reason="asked")
    old = (day_of(timezone.now()) - dt.timedelta(days=30)).isoformat()
    assert add(sanne, email="poul@example.org", consent_on=old).status_code == 200
    assert add(sanne, email="sara@example.org").status_code == 200
    assert not Subscriber.objects.active().exists()
    assert add(sanne, email="poul@example.org").status_code == 302  # a yes from today


def test_an_export_holds_what_is_filtered_is_safe_and_is_logged(sanne, readers, world):
    world.subscriber("=cmd", tiers=["2"])
    answer = sanne.get(LIST, {"export": "csv", "state": "active", "q": "example"})
    rows = list(
        csv.reader(
            io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"
        )
    )
    addresses = {row[0] for row in rows[1:]}
    assert "'=cmd@example.org" in addresses
    assert "poul@example.org" not in addresses
    [sara] = [row for row in rows if row[0].startswith("sara")]
    assert str(Suppression.Reason.BOUNCED.label) in sara
    entry = ModelLogEntry.objects.get(action="newsletter.export_subscribers")
    assert entry.user == world.sanne_of_the_secretariat
    assert entry.data == {
        "subscribers": len(rows) - 1,
        "format": "csv",
        "filters": ["q", "state"],
    }
    answer = sanne.get(LIST, {"export": "xlsx", "tier": "3"})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["karen@example.org"]


def upload(client, content: bytes, name: str = "liste.csv"):
    file = io.BytesIO(content)
    file.name = name
    return client.post(f"{LIST}import/", {"file": file, "wording": "Ja tak", "source": "Liste"})


def test_a_list_is_looked_at_then_taken_in_or_forgotten(sanne, world):
    content = b"e-mail;samtykkedato\nny@example.org;01-03-2025\nole@example.org;\nrod;\n"
    page = upload(sanne, content)
    batch = SubscriberImport.objects.get()
    assert page.url == f"{LIST}import/{batch.pk}/"
    text = sanne.get(page.url).content.decode()
    assert "ny@example.org" in text
    assert not Subscriber.objects.exists()
    sanne.post(f"{page.url}nej/")
    assert not SubscriberImport.objects.exists()
    page = upload(sanne, content)
    sanne.post(f"{page.url}ja/")
    answer = sanne.get(page.url)
    assert answer.headers["Refresh"]
    assert "<progress" in answer.content.decode()
    importing.run(import_id=SubscriberImport.objects.get().pk)
    assert "Refresh" not in sanne.get(page.url).headers
    assert set(Subscriber.objects.values_list("email", "state")) == {
        ("ny@example.org", "active"),
        ("ole@example.org", "set_aside"),
    }
    table = b"".join(sanne.get(f"{page.url}fejl.csv").streaming_content).decode()
    assert "rod" in table
    assert ModelLogEntry.objects.filter(action="newsletter.import_subscribers").count() == 1


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"navn\nKaren\n", b"e-mail\n" + b"a" * 21_000_000]
)
def test_what_is_no_list_is_refused_at_the_field(sanne, content):
    page = upload(sanne, content)
    assert page.status_code == 200
    assert page.context["form"].errors["file"]
    assert not SubscriberImport.objects.exists()


def test_growth_counts_new_imported_left_and_bounced_by_week(sanne, world):
    karen = world.subscriber("Karen")
    jens = world.subscriber("Jens", state="left", left_at=timezone.now())
    Consent.objects.filter(subscriber=karen).update(source="import")
    assert jens.consents.get().withdrawn_at is not None
    suppress(address="sara@example.org", reason="bounced")
    suppress(address="bo@example.org", reason="asked")
    past = timezone.now() - dt.timedelta(weeks=3)
    Consent.objects.filter(subscriber=world.subscriber("Ida")).update(confirmed_at=past)
    this, *_between, before = weeks(4, day_of(timezone.now()))
    assert (this.new, this.imported, this.left, this.bounced, this.net) == (2, 1, 1, 1, 0)
    assert (before.new, before.left) == (1, 0)
    assert len(weeks(26, day_of(timezone.now()))) == 26
    say_why(reason="too_often", remark="For mange")
    suppress(address=karen.email, reason="bounced")
    answer = sanne.get(f"{LIST}udvikling/", {"weeks": "13"})
    assert answer.context["active"] == 1  # Ida: nothing goes to Karen
    assert "For mange" in answer.content.decode()
    assert sanne.get(f"{LIST}udvikling/", {"weeks": "x"}).status_code == 200


def test_a_week_begins_on_monday_in_danish_time(world):
    karen = world.subscriber("Karen")
    # 23.30 on a Sunday in London is Monday here.
    monday = dt.datetime(2026, 6, 14, 22, 30, tzinfo=dt.UTC)
    Consent.objects.filter(subscriber=karen).update(confirmed_at=monday)
    this, before = weeks(2, dt.date(2026, 6, 17))
    assert (this.monday, this.new, before.new) == (dt.date(2026, 6, 15), 1, 0)


def test_looking_needs_one_right_and_changing_another(world, client):
    karen = world.subscriber("Karen")
    ellen = world.ellen_the_editor
    ellen.user_permissions.add(Permission.objects.get(codename="view_subscriber"))
    client.force_login(ellen)
    assert client.get(LIST).status_code == 200
    assert f"{karen.pk}/afmeld/" not in client.get(f"{LIST}{karen.pk}/").content.decode()
    for path in (f"{karen.pk}/afmeld/", f"{karen.pk}/ophaev/", "tilfoej/", "import/"):
        assert client.post(LIST + path, {"note": "x"}).status_code == 302
    karen.refresh_from_db()
    assert karen.state == "active"


def test_a_consent_of_which_the_day_is_known_has_no_made_up_time(sanne, world):
    karen = world.subscriber("Karen")
    day = dt.datetime(2024, 3, 1, tzinfo=COPENHAGEN)
    karen.consents.update(given_at=day)
    page = sanne.get(f"{LIST}{karen.pk}/").content.decode()
    assert "<td>1. marts 2024</td>" in page
    assert "kl. 0.00" not in page


def test_importing_and_adding_stand_open_above_the_list(sanne, readers):
    top = sanne.get(LIST).context["header_buttons"]
    assert {"/admin/newsletter_subscribers/import/", "/admin/newsletter_subscribers/tilfoej/"} <= {
        button.url for button in top
    }
