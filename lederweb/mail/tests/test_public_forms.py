"""Public forms without a cookie: our own pages only, within a day, not too often (S1, S8)."""

import socket
import time

import pytest
from django import forms
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from lederweb import urls as site_urls
from lederweb.mail import throttle
from lederweb.mail.public_forms import PublicForm, comes_from_our_page, public_form

pytestmark = pytest.mark.django_db
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


class GreetingForm(PublicForm):
    form_name = "greeting"

    name = forms.CharField()


@public_form("greeting", limit="3 per hour")
def greeting(request):
    form = GreetingForm(request.POST or None)
    if form.is_valid():
        return HttpResponse(f"Hej {form.cleaned_data['name']}")
    return HttpResponse(str(form), status=400 if form.is_bound else 200)


urlpatterns = [path("greeting/", greeting), *site_urls.urlpatterns]


@pytest.fixture(autouse=True)
def _here(settings):
    settings.ROOT_URLCONF = __name__
    throttle._limiter.cache_clear()
    yield
    throttle._limiter.cache_clear()


def post(client, proof=None, headers=OURS, **changes):
    data = {"name": "Karen", "proof": GreetingForm().make_proof() if proof is None else proof}
    return client.post("/greeting/", data | changes, **headers)


def test_a_form_from_our_page_is_taken_without_any_cookie():
    client = Client(enforce_csrf_checks=True)
    response = post(client)
    assert response.content == b"Hej Karen"
    assert not response.cookies


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_SEC_FETCH_SITE": "none"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, False),
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_ORIGIN": "https://www.lederweb.dk"}, True),
        ({"HTTP_ORIGIN": "http://testserver.evil.example"}, False),
        ({"HTTP_ORIGIN": "http://evil.example"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": "http://[broken"}, False),
        ({"HTTP_REFERER": "http://testserver/artikler/"}, True),
        ({"HTTP_REFERER": "http://evil.example/testserver"}, False),
        ({}, False),
    ],
)
def test_the_browser_says_where_a_form_stands(rf, settings, headers, is_ours):
    settings.BASE_URL = "https://www.lederweb.dk"
    assert comes_from_our_page(rf.post("/greeting/", **headers)) is is_ours


def test_a_form_on_another_site_is_refused_with_a_page(world, client):
    assert world.home
    response = post(client, headers={"HTTP_ORIGIN": "http://evil.example"})
    assert response.status_code == 403
    assert b"<h1" in response.content


@pytest.mark.parametrize("proof", ["", "x", "x:y:z"])
def test_without_the_signed_field_it_is_refused_and_shown_again_with_a_new_one(client, proof):
    response = post(client, proof=proof)
    assert response.status_code == 400
    again = response.content.decode().split('name="proof" value="')[1].split('"')[0]
    assert post(client, proof=again).status_code == 200


def test_the_field_of_another_form_is_no_proof(client):
    class OtherForm(PublicForm):
        form_name = "other"

    assert post(client, proof=OtherForm().make_proof()).status_code == 400


def test_a_page_may_be_open_for_a_day_and_no_longer(client, monkeypatch):
    proof = GreetingForm().make_proof()
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 23.9 * 3600)
    assert post(client, proof=proof).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + 24.1 * 3600)
    assert post(client, proof=proof).status_code == 400


def test_one_client_posts_so_often_and_no_more(world, client):
    assert world.home
    assert [post(client).status_code for _time in range(5)] == [200, 200, 200, 429, 429]
    assert post(client, REMOTE_ADDR="10.0.0.9").status_code == 429
    other = client.post(
        "/greeting/",
        {"name": "Jens", "proof": GreetingForm().make_proof()},
        REMOTE_ADDR="10.0.0.9",
        **OURS,
    )
    assert other.status_code == 200


def test_a_made_up_forwarded_address_passes_no_limit(world, client):
    assert world.home
    answers = [
        post(client, headers=OURS | {"HTTP_X_FORWARDED_FOR": f"10.1.1.{number}"}).status_code
        for number in range(5)
    ]
    assert answers.count(200) == 3


def test_looking_at_a_form_counts_nothing(client):
    for _time in range(10):
        assert client.get("/greeting/").status_code == 200
    assert post(client).status_code == 200


def _refusing() -> tuple[str, socket.socket]:
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    return f"redis://127.0.0.1:{free.getsockname()[1]}/0", free


def _silent() -> tuple[str, socket.socket]:
    address, server = _refusing()
    server.listen()
    return address, server


@pytest.mark.parametrize("away", [_refusing, _silent])
def test_without_redis_the_form_refuses_within_three_seconds(world, client, settings, away):
    assert world.home
    settings.REDIS_URL, server = away()
    with server:
        began = time.monotonic()
        response = post(client)
        took = time.monotonic() - began
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert b"<h1" in response.content
    assert took < 3


def test_a_redis_that_falls_silent_in_between_is_noticed_too(world, client, settings):
    """The connection is there and used; then no answer comes."""
    assert world.home
    assert post(client).status_code == 200
    limiter = throttle._limiter()
    pool = limiter.storage.get_connection().connection_pool
    address, server = _silent()
    with server:
        pool.connection_kwargs["port"] = server.getsockname()[1]
        for connection in pool._available_connections:
            connection.disconnect()
            connection.port = server.getsockname()[1]
        began = time.monotonic()
        assert post(client).status_code == 503
        assert time.monotonic() - began < 3
