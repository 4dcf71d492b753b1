"""Two-factor log-in: setting it up, giving the code, losing the phone."""

from __future__ import annotations

import re
from base64 import b32decode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry, PageViewRestriction

from lederweb.testing.world import PASSWORD, World
from lederweb.users.models import User
from lederweb.users.services import two_factor

pytestmark = pytest.mark.django_db
STATUS, SET_UP, VERIFY = (
    "/admin/account/two-factor/",
    "/admin/account/two-factor/set-up/",
    "/admin/account/two-factor/verify/",
)


class Phone:
    """An app for codes that was shown the secret."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.shown = 0

    def code(self) -> str:
        """A code that was not shown before: the present one or, for a clock ahead, the next."""
        totp = TOTP(self.key, drift=self.shown)
        totp.time = timezone.now().timestamp()
        self.shown += 1
        return f"{totp.token():06d}"


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def set_up(client: Client) -> tuple[Phone, list[str]]:
    page = client.get(SET_UP).content.decode()
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    phone = Phone(b32decode(secret))
    done = client.post(SET_UP, {"code": phone.code()})
    codes = re.findall(r"<li><code>([a-z2-7]{4} [a-z2-7]{4})</code>", done.content.decode())
    return phone, codes


@pytest.fixture
def ellen(world: World) -> User:
    return world.ellen_the_editor


def test_ellen_sets_it_up_and_gets_ten_backup_codes(ellen: User) -> None:
    client = log_in(ellen)
    assert "two-factor" in client.get("/admin/account/").content.decode()
    assert SET_UP in client.get(STATUS).content.decode()
    page = client.get(SET_UP).content.decode()
    assert "<svg" in page
    assert "style=" not in re.search(r"<svg.*?</svg>", page, re.S).group(0)
    _phone, codes = set_up(client)
    assert len(set(codes)) == 10
    assert client.get("/admin/").status_code == 200  # this session has shown a code already
    assert codes[0] not in client.get(STATUS).content.decode()


def test_a_reload_shows_the_same_secret(ellen: User) -> None:
    client = log_in(ellen)
    first, second = (
        re.search(r'class="secret">([^<]+)', client.get(SET_UP).content.decode()).group(1)
        for _time in range(2)
    )
    assert first == second


def test_a_wrong_code_turns_nothing_on(ellen: User) -> None:
    client = log_in(ellen)
    response = client.post(SET_UP, {"code": "000000"})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not two_factor.has_two_factor(ellen)


def test_each_new_session_asks_for_a_code_and_leads_on_from_there(ellen: User) -> None:
    phone, _codes = set_up(log_in(ellen))
    client = Client()
    client.post("/admin/login/", {"username": ellen.email, "password": PASSWORD})
    response = client.get("/admin/pages/?ordering=title")
    assert response.status_code == 302
    assert response.url.startswith(VERIFY)
    session = client.session.session_key
    response = client.post(response.url, {"code": phone.code()})
    assert response.url == "/admin/pages/?ordering=title"
    assert client.session.session_key != session
    assert client.get("/admin/pages/").status_code == 200


def test_the_password_alone_opens_nothing(world: World, ellen: User) -> None:
    article = world.article()
    set_up(log_in(ellen))
    client = log_in(ellen)
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert client.get(edit).url.startswith(VERIFY)
    assert client.post(edit, {"title": "Overtaget"}).url.startswith(VERIFY)
    assert client.get("/admin/login/").url.startswith(VERIFY)
    assert client.get(SET_UP).url.startswith(VERIFY)
    assert client.post(STATUS, {"password": PASSWORD, "action": "remove"}).url.startswith(VERIFY)
    assert client.get(edit, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    assert two_factor.has_two_factor(ellen)
    assert client.post("/admin/logout/").status_code == 302


def test_half_logged_in_is_not_logged_in_on_the_public_site(world: World, ellen: User) -> None:
    secret = world.article("Kun for os")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    assert log_in(ellen).get(secret.url).status_code == 200
    phone, _codes = set_up(log_in(ellen))
    client = log_in(ellen)
    assert client.get(secret.url).status_code == 302
    client.post(VERIFY, {"code": phone.code()})
    assert client.get(secret.url).status_code == 200


def test_a_code_works_once(ellen: User) -> None:
    phone, _codes = set_up(log_in(ellen))
    code = phone.code()
    assert log_in(ellen).post(VERIFY, {"code": code}).status_code == 302
    assert log_in(ellen).post(VERIFY, {"code": code}).status_code == 200


def test_wrong_codes_make_the_next_one_wait(ellen: User) -> None:
    phone, codes = set_up(log_in(ellen))
    client = log_in(ellen)
    for _try in range(3):
        client.post(VERIFY, {"code": "000000"})
    device = TOTPDevice.objects.get()
    assert device.throttling_failure_count >= 1
    refused = client.post(VERIFY, {"code": phone.code()})
    assert refused.status_code == 200
    assert refused.context["form"].errors
    # The backup codes have a count of their own, so a lost phone locks nobody out.
    assert client.post(VERIFY, {"code": codes[0]}).status_code == 302


def test_a_backup_code_opens_once_however_it_is_written(ellen: User) -> None:
    _phone, codes = set_up(log_in(ellen))
    assert log_in(ellen).post(VERIFY, {"code": f" {codes[0].upper()} "}).status_code == 302
    assert log_in(ellen).post(VERIFY, {"code": codes[0]}).status_code == 200
    assert StaticToken.objects.count() == 9


def test_new_backup_codes_cost_the_password_and_end_the_old_ones(ellen: User) -> None:
    client = log_in(ellen)
    _phone, old = set_up(client)
    refused = client.post(STATUS, {"password": "forkert", "action": "codes"})
    assert "backup-codes" not in refused.content.decode()
    page = client.post(STATUS, {"password": PASSWORD, "action": "codes"}).content.decode()
    new = re.findall(r"<li><code>([a-z2-7 ]+)</code>", page)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert log_in(ellen).post(VERIFY, {"code": new[0]}).status_code == 302
    assert log_in(ellen).post(VERIFY, {"code": old[0]}).status_code == 200


def test_removing_it_costs_the_password(ellen: User) -> None:
    client = log_in(ellen)
    set_up(client)
    client.post(STATUS, {"password": "forkert", "action": "remove"})
    assert two_factor.has_two_factor(ellen)
    client.post(STATUS, {"password": PASSWORD, "action": "remove"})
    assert not two_factor.has_two_factor(ellen)
    assert not StaticToken.objects.exists()
    assert log_in(ellen).get("/admin/").status_code == 200


def test_guessing_the_password_there_is_throttled_like_the_log_in(ellen: User) -> None:
    client = log_in(ellen)
    set_up(client)
    for _try in range(8):
        response = client.post(STATUS, {"password": "forkert", "action": "remove"})
    assert response.status_code == 429


def test_nobody_is_led_to_another_site(ellen: User) -> None:
    phone, _codes = set_up(log_in(ellen))
    response = log_in(ellen).post(
        VERIFY, {"code": phone.code(), "next": "https://example.net/lokkemad"}
    )
    assert response.url == "/admin/"


def test_anna_helps_ellen_who_lost_her_phone(world: World, ellen: User) -> None:
    set_up(log_in(ellen))
    address = reverse("two_factor_remove_for_user", args=[ellen.pk])
    assert log_in(world.morten_the_moderator).post(address).url == "/admin/"
    assert two_factor.has_two_factor(ellen)
    anna = log_in(world.anna_the_administrator)
    assert address in anna.get("/admin/users/").content.decode()
    assert ellen.get_full_name() in anna.get(address).content.decode()
    anna.post(address)
    assert not two_factor.has_two_factor(ellen)
    removal = ModelLogEntry.objects.get(action="lederweb.two_factor.off")
    assert (removal.user, removal.object_id) == (world.anna_the_administrator, str(ellen.pk))


# --- Where the setting asks for it -------------------------------------------------------------
def test_everybody_must_set_it_up_where_the_setting_says_so(ellen: User, settings) -> None:
    settings.REQUIRE_TWO_FACTOR = True
    client = log_in(ellen)
    assert client.get("/admin/").url.startswith(SET_UP)
    assert client.get("/admin/account/").url.startswith(SET_UP)
    set_up(client)
    assert client.get("/admin/").status_code == 200
    response = client.post(STATUS, {"password": PASSWORD, "action": "remove"})
    assert two_factor.has_two_factor(ellen), response.content.decode()


def test_where_it_is_asked_for_one_can_still_log_out(ellen: User, settings) -> None:
    settings.REQUIRE_TWO_FACTOR = True
    assert log_in(ellen).post("/admin/logout/").url == "/admin/login/"


def test_somebody_without_a_role_is_not_sent_round_in_circles(db: None, settings) -> None:
    settings.REQUIRE_TWO_FACTOR = True
    nobody = User.objects.create_user("nobody@example.org", PASSWORD)
    client = log_in(nobody)
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert client.get("/admin/login/").status_code == 200
