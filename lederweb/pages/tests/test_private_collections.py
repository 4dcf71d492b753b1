"""Documents that are moved into a private collection, one by one or with others (promise S4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from lederweb.core.models import CustomDocument
from lederweb.testing.world import World
from publications.models import Format, PdfReading, PublicationPage

pytestmark = pytest.mark.django_db
BULK = "/admin/bulk/core/customdocument/add_to_collection/"


@pytest.fixture
def private() -> Collection:
    collection = Collection.get_first_root_node().add_child(name="Lukket")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


@pytest.fixture
def paper(world: World) -> CustomDocument:
    """The PDF of a publication, in a public collection of its own."""
    collection = Collection.get_first_root_node().add_child(name="Bilag")
    document = CustomDocument(title="Zebrafinkens bilag", collection=collection)
    document.file.save("bilag.pdf", ContentFile(b"%PDF-1.7\nzebrafinkens"))
    document.save()
    publication = world.publication()
    Format.objects.create(edition=publication.editions.first(), kind="pdf", document=document)
    PdfReading.objects.update_or_create(document=document, defaults={"text": "zebrafinkens sang"})
    PublicationPage.objects.get(pk=publication.pk).save_revision().publish()
    return document


@pytest.fixture
def anna(world: World) -> Client:
    client = Client()
    client.force_login(
        world.anna_the_administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def is_found(client: Client) -> bool:
    answer = client.get("/soeg/?q=zebrafinkens").content.decode()
    return "/publikationer/" in answer.partition("<main")[2].partition("<footer")[0]


def moved_with_others(anna: Client, paper: CustomDocument, private: Collection) -> Any:
    return anna.post(f"{BULK}?id={paper.pk}", {"collection": private.pk})


def moved_with_its_collection(anna: Client, paper: CustomDocument, private: Collection) -> Any:
    address = f"/admin/collections/{paper.collection_id}/"
    return anna.post(address, {"name": "Bilag", "parent": private.pk})


@pytest.mark.parametrize("move", [moved_with_others, moved_with_its_collection])
def test_the_words_and_the_link_go_at_once(
    move: Callable[..., Any],
    paper: CustomDocument,
    private: Collection,
    anna: Client,
    world: World,
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    block = ("documents", {"title": "Bilag", "documents": [paper]})
    address = world.article("Med bilag", body=[block]).url
    assert is_found(client)
    assert paper.title in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert move(anna, paper, private).status_code == 302
    assert not is_found(client)
    assert paper.title not in client.get(address).content.decode()
