"""Where a private page or document asks for a password."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from lederweb.core.models import CustomDocument
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db
PASSWORD = "æblegrød"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def page(world: World) -> Any:
    page = world.article("Zebrafinkens hemmelighed")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password=PASSWORD)
    return page


@pytest.fixture
def paper(world: World) -> CustomDocument:
    assert world.home
    collection = Collection.get_first_root_node().add_child(name="Bilag")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password=PASSWORD
    )
    document = CustomDocument(title="Bilag", collection=collection)
    document.file.save("bilag.pdf", ContentFile(b"%PDF-1.7\nzebrafinkens"))
    document.save()
    return document


def address_of(kind: str, request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(kind).url


def send(client: Client, address: str, password: str, **headers: str) -> Any:
    asked = client.get(address)
    form = {"password": password, "return_url": address}
    return client.post(asked.context["action_url"], form, headers=headers or OURS)


@pytest.mark.parametrize("kind", ["page", "paper"])
def test_it_looks_like_the_site_and_sets_no_cookie(
    kind: str, request: pytest.FixtureRequest, client: Client
) -> None:
    answer = client.get(address_of(kind, request))
    shown = answer.content.decode()
    assert "<h1" in shown
    assert "Kræver adgangskode" in shown
    assert "css/components/forms.css" in shown
    assert 'id="indhold"' in shown
    assert "Zebrafink" not in shown
    assert "ld+json" not in shown
    assert "og:title" not in shown
    assert "csrf" not in shown
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("kind", ["page", "paper"])
def test_the_right_password_opens_it_and_a_wrong_one_gets_a_sentence(
    kind: str, request: pytest.FixtureRequest, client: Client
) -> None:
    address = address_of(kind, request)
    wrong = send(client, address, "pæregrød")
    assert 'role="alert"' in wrong.content.decode()
    assert "pæregrød" not in wrong.content.decode()
    assert client.get(address).context is not None  # still the form
    opened = send(client, address, PASSWORD)
    assert (opened.status_code, opened.url) == (302, address)
    assert b"".join(client.get(address)).lower().count(b"zebrafinkens")


@pytest.mark.parametrize("kind", ["page", "paper"])
def test_nobody_finds_the_password_by_trying(
    kind: str, request: pytest.FixtureRequest, client: Client
) -> None:
    address = address_of(kind, request)
    answers = [send(client, address, f"forsøg {number}").status_code for number in range(21)]
    assert answers == [200] * 20 + [429]
    assert send(client, address, PASSWORD).status_code == 429


def test_no_other_site_sends_the_form(page: Any, client: Client) -> None:
    answer = send(client, page.url, PASSWORD, **{"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Zebrafink" not in client.get(page.url).content.decode()


def test_it_leads_to_no_other_site(page: Any, client: Client) -> None:
    action = client.get(page.url).context["action_url"]
    form = {"password": PASSWORD, "return_url": "https://example.com/"}
    assert client.post(action, form, headers=OURS).url.startswith("/admin/")
