"""Logging in with an e-mail address, throttled, without keeping anybody's address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.db.models import F
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from lederweb.mail import throttle
from lederweb.mail.models import OutboxMail
from lederweb.testing.world import PASSWORD, World
from lederweb.users.models import User
from lederweb.users.tasks import forget_failed_logins
from lederweb.users.throttling import ACCOUNT_LIMIT, CLIENT_LIMIT, client_pseudonym

pytestmark = pytest.mark.django_db
LOG_IN = "/admin/login/"
OUR_PAGE = {"headers": {"Sec-Fetch-Site": "same-origin"}}


def log_in(client: Client, email: str, password: str = "wrong", **extra):
    return client.post(LOG_IN, {"username": email, "password": password}, **extra)


@pytest.fixture
def ellen(world: World) -> User:
    return world.ellen_the_editor


def test_ellen_logs_in_with_her_address_in_any_case(client: Client, ellen: User) -> None:
    response = log_in(client, " Ellen@Example.ORG ", PASSWORD)
    assert response.status_code == 302
    assert response.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_log_in_page_is_danish_and_asks_for_no_user_name(client: Client, db: None) -> None:
    html = client.get(LOG_IN).content.decode()
    assert 'lang="da"' in html
    assert 'type="email"' in html
    assert 'autocomplete="username"' in html
    assert not re.search(
        r"(?i)brugernavn|user ?name(?!\")", re.sub(r'(name|for|id|autocomplete)="[^"]*"', "", html)
    )


def test_a_wrong_password_is_told_without_saying_which_half_was_wrong(
    client: Client, ellen: User
) -> None:
    known = log_in(client, ellen.email).context["form"].non_field_errors()
    unknown = log_in(client, "nobody@example.org").context["form"].non_field_errors()
    assert known == unknown
    assert len(known) == 1


def test_nobody_can_have_the_address_of_another_in_other_letters(ellen: User) -> None:
    twin = User(email="ELLEN@example.org", password="x")
    with pytest.raises(Exception, match="user_email_in_any_case"):
        User.objects.bulk_create([twin])


# --- Throttling --------------------------------------------------------------------------------
def test_after_eight_failures_the_door_is_closed_and_says_until_when(
    client: Client, ellen: User
) -> None:
    for _try in range(7):
        assert log_in(client, ellen.email).status_code == 200
    response = log_in(client, ellen.email)
    assert response.status_code == 429
    again = timezone.localtime(timezone.now() + timedelta(minutes=31))
    page = response.content.decode()
    minutes = [again, again - timedelta(minutes=1)]
    assert any(f"Prøv igen kl. {moment.hour}.{moment:%M}." in page for moment in minutes)
    assert 1700 <= int(response["Retry-After"]) <= 1870
    # The right password does not open it either, and says the same.
    assert log_in(client, ellen.email, PASSWORD).status_code == 429


def test_trying_on_does_not_keep_the_door_closed_longer(client: Client, ellen: User) -> None:
    for _try in range(8):
        log_in(client, ellen.email)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=29))
    before = AccessAttempt.objects.get().attempt_time
    assert log_in(client, ellen.email).status_code == 429
    assert AccessAttempt.objects.get().attempt_time == before
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert log_in(client, ellen.email, PASSWORD).status_code == 302


def test_writing_the_address_differently_is_the_same_account(client: Client, ellen: User) -> None:
    for spelling in ["ellen@example.org", "ELLEN@EXAMPLE.ORG", " Ellen@example.org"] * 3:
        response = log_in(client, spelling)
    assert response.status_code == 429
    assert AccessAttempt.objects.count() == 1


def test_another_browser_is_the_same_client(client: Client, ellen: User) -> None:
    for number in range(8):
        response = log_in(client, ellen.email, headers={"User-Agent": f"Browser/{number}"})
    assert response.status_code == 429


def test_a_colleague_elsewhere_can_still_log_in(client: Client, world: World) -> None:
    for _try in range(8):
        log_in(client, world.ellen_the_editor.email)
    assert log_in(client, world.morten_the_moderator.email, PASSWORD).status_code == 302
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert log_in(elsewhere, world.ellen_the_editor.email, PASSWORD).status_code == 302


def test_one_client_cannot_go_through_many_accounts(client: Client, ellen: User) -> None:
    for number in range(5):
        log_in(client, f"person{number}@example.org")
    AccessAttempt.objects.update(
        failures_since_start=F("failures_since_start") + CLIENT_LIMIT // 5 - 2
    )
    assert log_in(client, "person6@example.org").status_code == 200
    for number in range(4):
        response = log_in(client, f"person{number}@example.org")
    assert response.status_code == 429
    assert log_in(client, ellen.email, PASSWORD).status_code == 429


def test_many_clients_cannot_go_through_one_account(ellen: User) -> None:
    everywhere = [Client(REMOTE_ADDR=f"198.51.{number}.1") for number in range(20)]
    for client in everywhere:
        log_in(client, ellen.email)
    AccessAttempt.objects.update(failures_since_start=ACCOUNT_LIMIT // 20)
    AccessAttempt.objects.filter(pk=AccessAttempt.objects.first().pk).update(failures_since_start=4)
    assert log_in(Client(REMOTE_ADDR="203.0.113.1"), ellen.email).status_code == 429
    assert log_in(Client(REMOTE_ADDR="203.0.113.2"), ellen.email, PASSWORD).status_code == 429


def test_logging_in_forgets_ones_own_failures_but_not_those_on_others(
    client: Client, world: World
) -> None:
    for _try in range(7):
        log_in(client, world.ellen_the_editor.email)
    log_in(client, world.morten_the_moderator.email)
    log_in(client, world.morten_the_moderator.email, PASSWORD)
    assert AccessAttempt.objects.get().failures_since_start == 7
    client.logout()
    assert log_in(client, world.ellen_the_editor.email).status_code == 429


@pytest.mark.parametrize("trusted", [0, 1])
def test_a_made_up_forwarded_address_passes_no_limit(
    client: Client, ellen: User, settings, trusted: int
) -> None:
    settings.TRUSTED_PROXIES = trusted
    real = ", 203.0.113.9" if trusted else ""
    for number in range(8):
        spoofed = f"10.0.{number}.1, 172.16.{number}.1{real}"
        response = log_in(client, ellen.email, headers={"X-Forwarded-For": spoofed})
    assert response.status_code == 429


def test_addresses_of_one_ipv6_household_are_one_client(rf: RequestFactory) -> None:
    one, same, other = (
        client_pseudonym(rf.get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::a", "2001:db8:1:2:ffff::b", "2001:db8:1:3::a")
    )
    assert one == same != other
    assert one.startswith("fd")


def test_neither_addresses_nor_passwords_nor_browsers_are_kept_or_logged(
    client: Client, ellen: User, caplog: pytest.LogCaptureFixture, settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    caplog.set_level("DEBUG")
    secrets = {
        "REMOTE_ADDR": "192.0.2.44",
        "HTTP_USER_AGENT": "Mozilla/5.0 (seen at 192.0.2.46)",
        "HTTP_X_FORWARDED_FOR": "192.0.2.45",
        "HTTP_ACCEPT": "text/html;from=192.0.2.47",
    }
    for _try in range(2):
        client.post(
            LOG_IN + "?from=192.0.2.48",
            {"username": "Hemmelig-adgangskode", "password": "min-kode", "note": "192.0.2.49"},
            **secrets,
        )
        log_in(client, ellen.email, "min-kode", **secrets)
    log_in(client, ellen.email, PASSWORD, **secrets)
    kept = _whole_database()
    for word in ("192.0.2.", "Hemmelig", "min-kode", "Mozilla"):
        assert word not in kept
        assert word not in caplog.text
    rows = AccessAttempt.objects.values_list("username", flat=True)
    assert all(re.fullmatch(r"[0-9a-f]{32}", name) for name in rows)


def _whole_database() -> str:
    text = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            text += [row[0] for row in cursor.fetchall()]
    return "\n".join(text)


def test_failed_log_ins_and_ended_sessions_are_forgotten_by_night(
    client: Client, ellen: User
) -> None:
    log_in(client, ellen.email)
    log_in(client, "nobody@example.org")
    old = AccessAttempt.objects.first()
    AccessAttempt.objects.filter(pk=old.pk).update(
        attempt_time=timezone.now() - timedelta(minutes=31)
    )
    forget_failed_logins()
    assert AccessAttempt.objects.count() == 1


# --- A forgotten password ----------------------------------------------------------------------
def test_a_forgotten_password_is_replaced_by_mail(client: Client, ellen: User) -> None:
    response = client.post(
        reverse("wagtailadmin_password_reset"), {"email": "ELLEN@example.org"}, **OUR_PAGE
    )
    assert response.status_code == 302
    letter = OutboxMail.objects.get()
    assert letter.recipient == "ellen@example.org"
    assert "brugernavn" not in letter.text.lower()
    link = re.search(r"http://testserver(/\S+)", letter.text).group(1)
    page = client.get(link, follow=True)
    form = page.request["PATH_INFO"]
    new = {"new_password1": "Et-nyt-drivhus-42", "new_password2": "Et-nyt-drivhus-42"}
    assert client.post(form, new).status_code == 302
    assert log_in(client, ellen.email, "Et-nyt-drivhus-42").status_code == 302
    # The link works once.
    assert "new_password1" not in Client().get(link, follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client, ellen: User) -> None:
    known = client.post(reverse("wagtailadmin_password_reset"), {"email": ellen.email}, **OUR_PAGE)
    unknown = client.post(
        reverse("wagtailadmin_password_reset"), {"email": "x@example.org"}, **OUR_PAGE
    )
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert OutboxMail.objects.count() == 1


def test_nobody_fills_a_mailbox_with_reset_links(client: Client, ellen: User) -> None:
    address = reverse("wagtailadmin_password_reset")
    for _try in range(12):
        response = client.post(address, {"email": ellen.email}, **OUR_PAGE)
    assert response.status_code == 429
    assert OutboxMail.objects.count() == 5


def test_without_redis_people_log_in_but_no_reset_link_is_sent(
    client: Client, ellen: User, settings
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": settings.REDIS_URL}}
    throttle._limiter.cache_clear()
    try:
        reset = client.post(
            reverse("wagtailadmin_password_reset"), {"email": ellen.email}, **OUR_PAGE
        )
        assert reset.status_code == 503
        assert log_in(client, ellen.email, PASSWORD).status_code == 302
        assert client.get("/admin/").status_code == 200
    finally:
        throttle._limiter.cache_clear()
    assert not OutboxMail.objects.exists()
