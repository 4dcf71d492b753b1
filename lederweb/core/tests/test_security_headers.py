"""What the browser is told to keep out, in the admin and in previews (promise S3).

The public pages are walked in lederweb/pages/tests/test_smoke.py.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lederweb.testing.world import World

pytestmark = pytest.mark.django_db


def policy(response) -> dict[str, str]:
    directives = response.headers["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


@pytest.fixture
def staff(world: World) -> Client:
    client = Client()
    client.force_login(
        world.anna_the_administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/"])
def test_the_log_in_is_as_strict_as_public_pages(path: str) -> None:
    found = policy(Client().get(path))
    assert found["script-src"] == found["style-src"] == "'self'"
    assert found["default-src"] == "'none'"


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/account/", "/admin/account/two-factor/", "/admin/tal/"]
)
def test_pages_of_the_admin_without_an_editor_are_strict(staff: Client, path: str) -> None:
    found = policy(staff.get(path))
    assert found["script-src"] == found["style-src"] == "'self'"
    assert found["frame-ancestors"] == "'self'"


def test_the_editor_may_run_wagtails_scripts_but_no_text_as_code(
    staff: Client, world: World
) -> None:
    response = staff.get(reverse("wagtailadmin_pages:edit", args=[world.article().pk]))
    found = policy(response)
    assert found["script-src"] == "'self' 'unsafe-inline'"
    assert "eval" not in response.headers["Content-Security-Policy"]
    assert found["connect-src"] == found["form-action"] == found["font-src"] == "'self'"
    assert found["object-src"] == found["base-uri"] == "'none'"


def test_a_preview_may_stand_in_the_editor_and_is_as_strict_as_the_page(
    staff: Client, world: World
) -> None:
    article = world.article()
    draft = staff.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk]))
    assert draft.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(draft)["frame-ancestors"] == "'self'"
    assert policy(draft)["script-src"] == "'self'"
    public = Client().get(article.url)
    assert public.headers["X-Frame-Options"] == "DENY"
    assert policy(public)["frame-ancestors"] == "'none'"


def test_nobody_logged_in_gets_a_looser_page_outside_the_admin(staff: Client, world: World) -> None:
    assert "unsafe" not in str(policy(staff.get(world.article().url)))


def test_no_cookie_of_the_log_in_can_be_read_or_sent_from_elsewhere(world: World) -> None:
    client = Client()
    client.get("/admin/login/")
    assert world.ellen_the_editor
    client.post("/admin/login/", {"username": "ellen@example.org", "password": "vaeksthus-demo"})
    session = client.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_forms_of_the_admin_are_not_taken_from_other_sites(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/admin/account/", {}).status_code == 403
