"""Made files as pictures, documents and sound, the way an upload makes them."""

from __future__ import annotations

import io
from typing import Any

from django.core.files import File
from django.core.files.images import ImageFile

from lederweb.core.models import CustomDocument, CustomImage, CustomMedia

CREDIT = "Tegning: Lederweb"


def save_picture(*, name: str, title: str, alternative: str, jpeg: bytes, user: Any) -> CustomImage:
    """A picture in the library; `alternative` is what screen readers speak."""
    image = CustomImage(
        title=title,
        description=alternative,
        credit=CREDIT,
        uploaded_by_user=user,
        file_size=len(jpeg),
    )
    _put(image, jpeg, f"{name}.jpg", ImageFile)
    image.width, image.height = image.file.width, image.file.height
    image._set_file_hash()
    image.save()
    return image


def save_document(*, name: str, title: str, pdf: bytes, pages: int, user: Any) -> CustomDocument:
    document = CustomDocument(
        title=title, page_count=pages, uploaded_by_user=user, file_size=len(pdf)
    )
    _put(document, pdf, f"{name}.pdf")
    document._set_file_hash()
    document.save()
    return document


def save_sound(*, name: str, title: str, mp3: bytes, user: Any) -> CustomMedia:
    """Looked into as an upload is: length, bit rate and chapters come from the file."""
    sound = CustomMedia(title=title, type="audio", uploaded_by_user=user)
    _put(sound, mp3, f"{name}.mp3")
    sound.read_facts()
    sound.save()
    return sound


def _put(row: Any, content: bytes, name: str, file_type: type[File] = File) -> None:
    """Give the row its file; one that a load killed half-way left behind is taken up again."""
    path = row.file.field.generate_filename(row, name)
    storage = row.file.storage
    if storage.exists(path) and not type(row)._default_manager.filter(file=path).exists():
        with storage.open(path) as left_behind:
            if left_behind.read() == content:
                row.file = path
                return
    row.file = file_type(io.BytesIO(content), name=name)
