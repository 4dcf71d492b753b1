"""Private pages and documents give away nothing (promise S4).

Each way is first shown to lead to the page or document while it is public, and then to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from lederweb.celery import app
from lederweb.core import page_cache
from lederweb.core.models import CustomDocument
from lederweb.testing.world import World
from publications.models import Format, PdfReading, PublicationPage, ShareCard
from publications.services.prepare import prepare

pytestmark = pytest.mark.django_db
SECRET = "Zebrafinkens hemmelighed"

# Every public address that tells of other pages, under the words for it.
WAYS = {
    "the front page": "/",
    "the overview": "/artikler/",
    "its topic": "/emner/stilhed/",
    "its project": "/projekter/ledelse-af-frivillige/",
    "an article that names it": "/artikler/den-aabne/",
    "search": "/soeg/?q=zebrafinkens",
    "the feed": "/feed.xml",
    "the sitemap": "/sitemap.xml",
}


Done = Callable[..., Any]


@pytest.fixture
def make_private(django_capture_on_commit_callbacks: Done) -> Done:
    """Restricts, and does what follows a commit: pages kept before are forgotten."""

    def restrict(page: Any, kind: str = "login") -> None:
        with django_capture_on_commit_callbacks(execute=True):
            PageViewRestriction.objects.create(
                page=page, restriction_type=kind, password="æblegrød"
            )

    return restrict


@pytest.fixture
def secret(world: World) -> Any:
    """A published article that everything leads to."""
    page = world.article(
        SECRET,
        topics=[world.topic("Stilhed")],
        project=world.project(),
        picture=world.picture,
        published_on="2026-11-01",
    )
    link = ("page_link", {"page": page.page_ptr, "text": ""})
    text = ("text", f'<p>Se <a linktype="page" id="{page.pk}">den anden</a>.</p>')
    other = world.article("Den åbne", topics=[world.topic("Larm")], body=[text, link])
    other.picks.create(picked=page)
    return page


def told(response: HttpResponse) -> bool:
    """Whether a response names the page or its address."""
    words = response.content.decode(errors="replace")
    return SECRET in words or "zebrafinkens-hemmelighed/" in words


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_no_page_list_or_file_tells_of_a_private_page(
    kind: str, secret: Any, client: Client, make_private: Done
) -> None:
    silent = [way for way, address in WAYS.items() if not told(client.get(address))]
    assert not silent, "these said nothing even while it was public"
    make_private(secret, kind)
    telling = [way for way, address in WAYS.items() if told(client.get(address))]
    assert not telling


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_its_own_address_asks_who_is_there(
    kind: str, method: str, secret: Any, client: Client, make_private: Done
) -> None:
    assert client.get(secret.url).status_code == 200
    make_private(secret.get_parent(), kind)
    answer = getattr(client, method)(secret.url, headers={"If-None-Match": "*"})
    assert answer.status_code in (200, 302)
    assert SECRET not in answer.content.decode()
    assert secret.lead not in answer.content.decode()
    assert "ETag" not in answer
    assert "Last-Modified" not in answer
    if kind != "password":
        assert answer.url.startswith("/admin/login/")


def test_the_picture_for_sharing_goes_when_the_page_becomes_private(
    secret: Any, make_private: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.conf, "task_always_eager", True)
    prepare(page_id=secret.pk)
    card = ShareCard.objects.get(page=secret.pk)
    make_private(secret.get_parent())
    assert not ShareCard.objects.filter(page=secret.pk).exists()
    assert not card.file.storage.exists(card.file.name)


def test_forms_that_ask_who_you_are_lead_to_what_is_kept(world: World, client: Client) -> None:
    world.stock(100)
    course = world.course()
    world.lesson(course=course)
    forms = ["/publikationer/ledelse-tal-sammen/bestil/", course.url, f"{course.url}tilmeld/"]
    link = 'href="/om/fortroligt/privatliv/"'

    def leading() -> list[bool]:
        return [link in client.get(address).content.decode() for address in forms]

    assert leading() == [False] * 3
    above = world.standard("Fortroligt", below=world.standard("Om"))
    page = world.standard("Privatliv", below=above)
    page_cache.forget_all()
    assert leading() == [True] * 3
    page.unpublish()
    page_cache.forget_all()
    assert leading() == [False] * 3


# --- Documents ---------------------------------------------------------------------------------
@pytest.fixture
def paper(world: World) -> CustomDocument:
    """In a collection below the one that is made private."""
    above = Collection.get_first_root_node().add_child(name="Bestyrelsen")
    collection = above.add_child(name="Bilag")
    document = CustomDocument(title=SECRET, collection=collection)
    document.file.save("bilag.pdf", ContentFile(b"%PDF-1.7\nzebrafinkens"))
    document.save()
    return document


@pytest.fixture
def hide(paper: CustomDocument, django_capture_on_commit_callbacks: Done) -> Done:
    def make_private() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            CollectionViewRestriction.objects.create(
                collection=paper.collection.get_parent(), restriction_type="login"
            )

    return make_private


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_private_document_asks_who_is_there(
    method: str, paper: CustomDocument, hide: Done, client: Client
) -> None:
    public = client.get(paper.url)
    assert public.status_code == 200
    hide()
    for headers in ({}, {"If-None-Match": public["ETag"]}, {"Range": "bytes=0-9"}):
        answer = getattr(client, method)(paper.url, headers=headers)
        assert answer.status_code == 302
        assert "ETag" not in answer
        assert "Content-Disposition" not in answer
    assert client.get(f"/media/{paper.file.name}").status_code == 404


def test_no_page_names_a_private_document(
    paper: CustomDocument, hide: Done, world: World, client: Client
) -> None:
    block = ("documents", {"title": "Bilag", "documents": [paper]})
    address = world.article("Med bilag", body=[block]).url
    assert SECRET in client.get(address).content.decode()
    hide()
    assert SECRET not in client.get(address).content.decode()


def test_nothing_of_a_private_document_is_searched(
    paper: CustomDocument, hide: Done, world: World
) -> None:
    publication = world.publication()
    Format.objects.create(edition=publication.editions.first(), kind="pdf", document=paper)
    publication = PublicationPage.objects.get(pk=publication.pk)
    PdfReading.objects.update_or_create(document=paper, defaults={"text": "zebrafinkens sang"})
    assert "zebrafinkens" in publication.searchable_text()
    hide()
    assert "zebrafinkens" not in publication.searchable_text()


def test_search_forgets_the_words_of_a_document_once_it_is_private(
    paper: CustomDocument,
    hide: Done,
    world: World,
    client: Client,
    django_capture_on_commit_callbacks: Done,
) -> None:
    publication = world.publication()
    Format.objects.create(edition=publication.editions.first(), kind="pdf", document=paper)
    PdfReading.objects.update_or_create(document=paper, defaults={"text": "zebrafinkens sang"})
    publication = PublicationPage.objects.get(pk=publication.pk)
    publication.save_revision().publish()

    def is_found() -> bool:
        return publication.url in client.get("/soeg/?q=zebrafinkens").content.decode()

    assert is_found()
    hide()
    assert not is_found()
    with django_capture_on_commit_callbacks(execute=True):
        CollectionViewRestriction.objects.get().delete()
    assert is_found()
    private = Collection.get_first_root_node().add_child(name="Lukket")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    with django_capture_on_commit_callbacks(execute=True):
        paper.collection = private
        paper.save()
    assert not is_found()
