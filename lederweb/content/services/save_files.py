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
    _put(image, ImageFile(io.BytesIO(jpeg), name=f"{name}.jpg"))
    image._set_file_hash()
    image.save()
    return image


def save_document(*, name: str, title: str, pdf: bytes, pages: int, user: Any) -> CustomDocument:
    document = CustomDocument(
        title=title, page_count=pages, uploaded_by_user=user, file_size=len(pdf)
    )
    _put(document, File(io.BytesIO(pdf), name=f"{name}.pdf"))
    document._set_file_hash()
    document.save()
    return document


def save_sound(*, name: str, title: str, mp3: bytes, seconds: float, user: Any) -> CustomMedia:
    sound = CustomMedia(title=title, type="audio", duration=seconds, uploaded_by_user=user)
    _put(sound, File(io.BytesIO(mp3), name=f"{name}.mp3"))
    sound.save()
    return sound


def _put(row: Any, file: File) -> None:
    """Give the row its file, in the place of one that a load killed half-way left alone."""
    path = row.file.field.generate_filename(row, file.name)
    storage = row.file.storage
    if storage.exists(path) and not type(row)._default_manager.filter(file=path).exists():
        storage.delete(path)
    row.file = file
