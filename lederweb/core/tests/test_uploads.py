"""What editors may upload: kinds and sizes. What is inside a file is looked at elsewhere."""

from __future__ import annotations

import io
import json
import resource
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lederweb.core.models import CustomDocument, CustomImage, CustomMedia
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PICTURES, DOCUMENTS = "/admin/images/multiple/add/", "/admin/documents/multiple/add/"


@pytest.fixture
def ellen(world: World) -> Client:
    client = Client()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, address: str, name: str, content: bytes) -> dict:
    form = {"title": "Fil", "files[]": SimpleUploadedFile(name, content), "collection": 1}
    return json.loads(client.post(address, form).content)


@pytest.mark.parametrize("name", ["logo.svg", "logo.SVG", "logo.svgz", "logo.bmp", "logo.tiff"])
def test_pictures_that_can_carry_script_or_that_browsers_do_not_show_are_refused(
    ellen: Client, name: str
) -> None:
    answer = send(ellen, PICTURES, name, SVG)
    assert answer["success"] is False
    assert answer["error_message"]
    assert not CustomImage.objects.exists()


def test_script_under_the_name_of_a_picture_is_refused(ellen: Client) -> None:
    assert send(ellen, PICTURES, "logo.png", SVG)["success"] is False
    assert not CustomImage.objects.exists()


@pytest.mark.parametrize("name", ["side.html", "side.svg", "program.exe", "side.pdf.html", "js.js"])
def test_documents_that_a_browser_would_run_are_refused(ellen: Client, name: str) -> None:
    answer = send(ellen, DOCUMENTS, name, b"<script>alert(1)</script>")
    assert answer["success"] is False
    assert not CustomDocument.objects.exists()


@pytest.mark.parametrize("name", ["rapport.pdf", "ark.xlsx", "bog.epub"])
def test_documents_under_a_false_name_are_refused_with_a_sentence(ellen: Client, name: str) -> None:
    answer = send(ellen, DOCUMENTS, name, b"<html><script>alert(1)</script></html>")
    assert answer["success"] is False
    assert "noget andet" in answer["error_message"]
    assert not CustomDocument.objects.exists()


def test_an_empty_document_is_refused_with_a_sentence(ellen: Client) -> None:
    answer = send(ellen, DOCUMENTS, "rapport.pdf", b"")
    assert answer["success"] is False
    assert "tom" in answer["error_message"]


def test_documents_that_are_what_they_say_are_taken(ellen: Client) -> None:
    for name, content in (("a.pdf", b"%PDF-1.7\n"), ("b.xlsx", b"PK\x03\x04"), ("c.txt", b"ord")):
        assert send(ellen, DOCUMENTS, name, content)["success"] is True, name


def test_files_that_are_too_big_are_refused_with_the_size(ellen: Client, settings) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    for address, name in ((PICTURES, "stor.png"), (DOCUMENTS, "stor.pdf")):
        answer = send(ellen, address, name, b"x" * 1001)
        assert answer["success"] is False, name
    assert not CustomImage.objects.exists()
    assert not CustomDocument.objects.exists()


def test_sound_is_sound(ellen: Client) -> None:
    form = {"title": "Lyd", "collection": 1, "file": SimpleUploadedFile("lyd.svg", SVG)}
    assert ellen.post("/admin/media/audio/add/", form).status_code == 200
    assert not CustomMedia.objects.exists()


# --- Bombs --------------------------------------------------------------------------------------
def huge_png(side: int) -> bytes:
    """A picture of one colour: a hundred kilobytes here, gigabytes once it is unpacked."""
    row = b"\0" * (side // 8 + 1)
    squeeze = zlib.compressobj(9)
    data = b"".join(squeeze.compress(row) for _line in range(side)) + squeeze.flush()
    parts = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", data))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (*parts, (b"IEND", b""))
    )


@pytest.mark.parametrize("side", [12_000, 40_000])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(
    ellen: Client, side: int
) -> None:
    bomb = huge_png(side)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = send(ellen, PICTURES, "bombe.png", bomb)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # kilobytes
    assert answer["success"] is False
    assert answer["error_message"].endswith(".")
    assert " the " not in answer["error_message"]
    assert grown < 60_000
    assert not CustomImage.objects.exists()


def test_an_archive_is_kept_as_it_is_and_never_unpacked(ellen: Client) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nuller", b"\0" * 50_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert send(ellen, DOCUMENTS, "ark.xlsx", file.getvalue())["success"] is True
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
