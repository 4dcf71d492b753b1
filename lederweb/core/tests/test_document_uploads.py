"""The same file twice, and what is known of a document's accessibility."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import Collection

from lederweb.core.models import CustomDocument, CustomImage
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7\nzebrafinkens"
ADD, MANY, EDIT = "/admin/documents/add/", "/admin/documents/multiple/add/", "/admin/documents/edit"
CHOOSER = "/admin/documents/chooser/create/"
HERE = "Den samme fil ligger her allerede"


@pytest.fixture
def ellen(world: World) -> Client:
    client = Client()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def first(world: World) -> CustomDocument:
    assert world.ground
    document = CustomDocument(title="Bilag", file=ContentFile(CONTENT, "bilag.pdf"))
    document._set_document_file_metadata()
    document.save()
    return document


def send(client: Client, address: str, prefix: str = "", **fields: Any) -> Any:
    form: dict[str, Any] = {
        "title": "Igen",
        "collection": Collection.get_first_root_node().pk,
        "language": "da",
        "accessibility": "unchecked",
        "tags": "",
        "is_shown": "True",
        "file": SimpleUploadedFile("igen.pdf", CONTENT),
    } | fields
    return client.post(address, {f"{prefix}{name}": value for name, value in form.items()})


def shown(response: Any) -> str:
    text = response.content.decode()
    if response.headers["Content-Type"].startswith("application/json"):
        text = " ".join(str(value) for value in json.loads(text).values())
    return text


@pytest.mark.parametrize(
    ("address", "prefix"),
    [(ADD, ""), (CHOOSER, "document-chooser-upload-")],
    ids=["form", "chooser"],
)
def test_a_second_copy_is_pointed_out_and_taken_all_the_same_if_wanted(
    address: str, prefix: str, ellen: Client, first: CustomDocument
) -> None:
    told = shown(send(ellen, address, prefix))
    assert HERE in told
    assert f'href="/admin/documents/edit/{first.pk}/"' in told
    assert "Læg den op alligevel" in told
    assert CustomDocument.objects.count() == 1
    send(ellen, address, prefix, all_the_same="on")
    assert CustomDocument.objects.count() == 2


def test_of_many_files_each_copy_is_pointed_out(ellen: Client, first: CustomDocument) -> None:
    collection = Collection.get_first_root_node().pk
    for content, is_copy in ((CONTENT, True), (CONTENT + b"x", False)):
        file = SimpleUploadedFile("igen.pdf", content)
        answer = ellen.post(MANY, {"title": "Igen", "files[]": file, "collection": collection})
        told = json.loads(answer.content)
        assert told["success"] is True
        assert (HERE in told["form"]) is is_copy
        assert (f'href="/admin/documents/edit/{first.pk}/"' in told["form"]) is is_copy


def test_another_file_is_taken_without_a_word(ellen: Client, first: CustomDocument) -> None:
    send(ellen, ADD, file=SimpleUploadedFile("andet.pdf", CONTENT + b"x"))
    assert CustomDocument.objects.count() == 2
    assert HERE not in shown(ellen.get(f"{EDIT}/{first.pk}/"))


def test_a_copy_of_a_picture_is_pointed_out(ellen: Client, world: World) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "#2f6b4f").save(buffer, "PNG")
    collection = Collection.get_first_root_node().pk
    for is_copy in (False, True):
        file = SimpleUploadedFile("drivhus.png", buffer.getvalue())
        form = {"title": "Drivhus", "files[]": file, "collection": collection}
        told = json.loads(ellen.post("/admin/images/multiple/add/", form).content)
        assert (HERE in told["form"]) is is_copy
        if not is_copy:  # now with what the form asks for
            upload = f"uploaded-image-{told['uploaded_file_id']}-"
            ellen.post(
                f"/admin/images/multiple/create_from_uploaded_image/{told['uploaded_file_id']}/",
                {
                    f"{upload}title": "Drivhus",
                    f"{upload}description": "Et drivhus",
                    f"{upload}collection": collection,
                    f"{upload}tags": "",
                },
            )
    old = CustomImage.objects.get()
    assert f'href="/admin/images/{old.pk}/"' in told["form"]
    chosen = {
        "image-chooser-upload-title": "Drivhus",
        "image-chooser-upload-description": "Et drivhus",
        "image-chooser-upload-collection": collection,
        "image-chooser-upload-file": SimpleUploadedFile("drivhus.png", buffer.getvalue()),
    }
    answer = json.loads(ellen.post("/admin/images/chooser/create/", chosen).content)
    assert answer["step"] == "duplicate_found"


# --- Accessibility -----------------------------------------------------------------------------
def test_what_an_editor_says_holds_until_the_file_is_another(
    ellen: Client, first: CustomDocument
) -> None:
    address = f"{EDIT}/{first.pk}/"
    send(ellen, address, accessibility="accessible", file="")
    first.refresh_from_db()
    assert first.accessibility == "accessible"
    assert first.accessibility_checked_on is not None
    send(ellen, address, accessibility="accessible", file=SimpleUploadedFile("ny.pdf", b"%PDF-1.4"))
    first.refresh_from_db()
    assert first.accessibility == "unchecked"
    assert first.accessibility_checked_on is None


def test_the_list_tells_and_picks_out(ellen: Client, first: CustomDocument) -> None:
    CustomDocument.objects.create(
        title="Lukket bog", accessibility="not-accessible", file=ContentFile(b"x", "bog.pdf")
    )
    everything = shown(ellen.get("/admin/documents/"))
    assert "Ikke tilgængelig" in everything
    assert "Bilag" in everything
    picked = shown(ellen.get("/admin/documents/results/?accessibility=not-accessible"))
    assert "Lukket bog" in picked
    assert "bilag.pdf" not in picked


def test_the_form_says_what_was_found(ellen: Client, first: CustomDocument) -> None:
    CustomDocument.objects.filter(pk=first.pk).update(
        accessibility="not-accessible",
        accessibility_lacks=["tags", "language"],
        accessibility_checked_on="2026-03-01",
    )
    told = shown(ellen.get(f"{EDIT}/{first.pk}/"))
    assert "1. marts 2026" in told
    assert "koder, der skiller overskrifter fra tekst" in told
    assert "en titel" not in told


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("bog.pdf", "unchecked", "ikke testet for tilgængelighed"),
        ("bog.pdf", "accessible", ""),
        ("bog.pdf", "not-accessible", "svær at bruge med skærmlæser: Læs webudgaven"),
        ("bog.docx", "unchecked", ""),
    ],
)
def test_readers_are_told_where_it_matters(
    name: str, status: str, words: str, world: World, client: Client
) -> None:
    assert world.ground
    document = CustomDocument.objects.create(
        title="Bog",
        file=ContentFile(b"x", name),
        accessibility=status,
        accessibility_note="Læs webudgaven",
    )
    block = ("documents", {"title": "", "documents": [document]})
    page = client.get(world.article(body=[block]).url).content.decode()
    told = ("download__note" in page, words in page)
    assert told == (bool(words), True)
