"""Sound that editors upload is looked into; what is wrong is said, and nothing typed is lost."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from mutagen.id3 import CHAP, ID3, TIT2, WXXX

from lederweb.core.models import CustomMedia
from lederweb.core.services.read_sound import NoSound, read_sound
from lederweb.testing.podcasts import tone
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/media/audio/add/"
CHAPTERS = [(0, "Velkommen", ""), (1500, "Når det brænder", "https://example.org/brand")]


@pytest.fixture
def ellen(world: World) -> Client:
    client = Client()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def with_chapters(sound: bytes, version: int) -> bytes:
    file = io.BytesIO(sound)
    tags = ID3()
    for number, (start, title, url) in enumerate(CHAPTERS):
        frames = [TIT2(encoding=1 if version == 3 else 3, text=title)]
        if url:
            frames.append(WXXX(encoding=0, desc="link", url=url))
        tags.add(CHAP(element_id=f"k{number}", start_time=start, end_time=3000, sub_frames=frames))
    tags.save(file, v2_version=version)
    return file.getvalue()


def box(name: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + name + content


def m4a(seconds: int = 90, codec: bytes = b"mp4a") -> bytes:
    """The skeleton of an M4A file: everything that says how long it is, and Nero's chapters."""
    mdhd = box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 1000, seconds * 1000, 0, 0))
    hdlr = box(b"hdlr", struct.pack(">II", 0, 0), b"soun", bytes(12), b"\0")
    # AAC-LC at 64,000 bits a second (ISO/IEC 14496-1, ES descriptor).
    config = b"\x40\x15\0\0\0" + struct.pack(">II", 64_000, 64_000) + b"\x05\x02\x12\x10"
    esds = box(b"esds", bytes(4), b"\x03\x14\0\0\0\x04", bytes([len(config)]), config)
    about = struct.pack(">HHHHI", 2, 16, 0, 0, 44100 << 16)
    entry = box(codec, bytes(6), struct.pack(">H", 1), bytes(8), about, esds)
    stsd = box(b"stsd", struct.pack(">II", 0, 1), entry)
    title = b"Velkommen"
    chpl = box(
        b"chpl",
        b"\1\0\0\0",
        bytes(4),
        b"\1",
        struct.pack(">Q", 20 * 10_000_000),
        bytes([len(title)]),
        title,
    )
    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000), bytes(80))
    track = box(b"trak", box(b"mdia", mdhd, hdlr, box(b"minf", box(b"stbl", stsd))))
    moov = box(b"moov", mvhd, track, box(b"udta", chpl))
    return box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + moov + box(b"mdat", bytes(seconds * 8000))


def upload(client: Client, name: str, content: bytes):
    return client.post(
        ADDRESS,
        {
            "title": "Afsnit 9: Når det brænder",
            "tags": "tillid",
            "collection": 1,
            "file": SimpleUploadedFile(name, content),
        },
    )


def test_length_size_bit_rate_and_chapters_are_read_from_the_file(ellen: Client) -> None:
    sound = with_chapters(tone(3), version=4)
    assert upload(ellen, "afsnit.mp3", sound).status_code == 302
    media = CustomMedia.objects.get()
    assert media.duration == pytest.approx(3.1, abs=0.1)
    assert (media.bit_rate, media.file_size) == (32_000, len(sound))
    assert media.content_type == "audio/mpeg"
    assert [(one["start"] * 1000, one["title"], one["url"]) for one in media.chapters] == CHAPTERS


@pytest.mark.parametrize("version", [3, 4])
def test_chapters_of_both_kinds_of_id3_are_read(version: int) -> None:
    chapters = read_sound(io.BytesIO(with_chapters(tone(3), version))).chapters
    assert [(one.start * 1000, one.title, one.url) for one in chapters] == CHAPTERS


def test_m4a_is_read_with_its_chapters(ellen: Client) -> None:
    assert upload(ellen, "afsnit.m4a", m4a(90)).status_code == 302
    media = CustomMedia.objects.get()
    assert (media.duration, media.bit_rate) == (90, 64_000)
    assert media.content_type == "audio/x-m4a"
    assert [(one["start"], one["title"]) for one in media.chapters] == [(20, "Velkommen")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tom.mp3", b"", "tom"),
        ("side.mp3", b"\n <!doctype html><script>alert(1)</script>" + tone(1), "webside"),
        ("pjece.mp3", b"%PDF-1.7\n" + bytes(4000), "dokument"),
        ("tekst.mp3", b"Goddag, leder. " * 900, "ikke en MP3- eller M4A-fil"),
        ("maerker.mp3", b"ID3\x04\0\0\0\0\0\0", "ikke en MP3- eller M4A-fil"),
        ("optagelse.mp3", b"RIFF\0\0\0\0WAVEfmt " + bytes(4000), "anden slags"),
        ("afsnit.mp3", m4a(), ".m4a"),
        ("afsnit.m4a", tone(1), ".mp3"),
        ("stum.m4a", m4a(0), "0 sekunder"),
        ("film.m4a", m4a(90, codec=b"avc1"), "afspillere kender"),
        ("afsnit.wav", tone(1), "wav"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sound_is_refused_with_a_sentence_and_what_was_typed_stays(
    ellen: Client, name: str, content: bytes, words: str
) -> None:
    response = upload(ellen, name, content)
    assert response.status_code == 200
    page = response.content.decode()
    errors = " ".join(
        str(error) for errors in response.context["form"].errors.values() for error in errors
    )
    assert words in errors
    assert "Afsnit 9: Når det brænder" in page
    assert "tillid" in page
    assert not CustomMedia.objects.exists()


def test_a_file_that_is_too_big_is_refused_with_both_sizes(ellen: Client, settings) -> None:
    settings.MEDIA_MAX_UPLOAD_SIZE = 10_000
    response = upload(ellen, "langt.mp3", tone(12))
    [error] = response.context["form"].errors["file"]
    assert "48 KB" in error
    assert "10 KB" in error
    assert not CustomMedia.objects.exists()


def test_a_film_must_be_one(ellen: Client) -> None:
    form = {"title": "Film", "collection": 1, "file": SimpleUploadedFile("film.mp4", b"<html>")}
    response = ellen.post("/admin/media/video/add/", form)
    assert response.context["form"].errors["file"]
    form["file"] = SimpleUploadedFile("film.webm", b"\x1aE\xdf\xa3" + bytes(2000))
    assert ellen.post("/admin/media/video/add/", form).status_code == 302


def frame(name: bytes, content: bytes, flags: bytes = b"\0\0") -> bytes:
    size = len(content)
    spread = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return name + spread + flags + content


def tag(frames: bytes) -> bytes:
    size = len(frames)
    return b"ID3\x04\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + frames


def test_a_packed_frame_is_never_unpacked() -> None:
    """A megabyte of these would be a gigabyte."""
    bomb = zlib.compress(bytes(50_000_000))
    sound = tag(frame(b"CHAP", bomb, flags=b"\0\x08")) + tone(1)
    facts = read_sound(io.BytesIO(sound))
    assert facts.chapters == []
    assert facts.seconds > 1


def test_a_file_of_nothing_but_boxes_is_refused_before_they_are_kept() -> None:
    ftyp = box(b"ftyp", b"M4A \0\0\0\0")
    for boxes in (box(b"moov", box(b"free") * 400_000), b"\0\xff\xff\xffmoov" * 3000):
        with pytest.raises(NoSound):
            read_sound(io.BytesIO(ftyp + boxes))
