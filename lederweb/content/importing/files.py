"""Pictures and files beside the imported file: only from its own folder, each taken once."""

from __future__ import annotations

import hashlib
import io
import warnings
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image

from lederweb.content.importing.rows import BadRow, FileEntry
from lederweb.core.models import CustomDocument, CustomImage

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_ZIPPED = {"docx", "xlsx", "pptx", "epub", "zip"}
_TEXT = {"txt", "csv", "vtt"}


class Folder:
    """The folder that the imported file lies in. Nothing outside of it is opened."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._checked: dict[tuple[str, str], str] = {}  # what was wrong, empty when nothing
        self._saved: dict[tuple[str, str], Any] = {}

    def find(self, path: str) -> Path:
        """Raises BadRow for what leads out of the folder or is not there."""
        if "\\" in path or path.startswith(("/", "~")) or ":" in path:
            raise BadRow(_("%(path)s must be a path within the file's own folder.") % _named(path))
        try:
            found = (self.root / path).resolve()
            is_file = found.is_file()
        except (OSError, ValueError):
            is_file, found = False, self.root
        if not found.is_relative_to(self.root):
            raise BadRow(_("%(path)s must be a path within the file's own folder.") % _named(path))
        if not is_file:
            raise BadRow(_("The file %(path)s is not there.") % _named(path))
        return found

    def size_of(self, path: str) -> int:
        """In bytes. Raises BadRow."""
        return self.find(path).stat().st_size

    def check_picture(self, path: str) -> None:
        """Raises BadRow for what is not a picture that the library takes."""
        self._check("picture", path, _wrong_with_picture)

    def check_document(self, path: str) -> None:
        """Raises BadRow for what is not a document that the library takes."""
        self._check("document", path, _wrong_with_document)

    def _check(self, sort: str, path: str, look: Any) -> None:
        key = (sort, path)
        if key not in self._checked:
            self._checked[key] = look(self.find(path), path)
        if self._checked[key]:
            raise BadRow(self._checked[key])

    def picture(self, entry: FileEntry) -> CustomImage:
        """The picture in the library; the same file is put there once."""
        content = self.find(entry.path).read_bytes()
        return self._once(
            CustomImage,
            entry,
            content,
            lambda: CustomImage(
                title=entry.title[:255] or Path(entry.path).stem,
                description=entry.title[:255],
                credit=entry.credit,
                file=ImageFile(io.BytesIO(content), name=Path(entry.path).name),
            ),
        )

    def document(self, entry: FileEntry) -> CustomDocument:
        content = self.find(entry.path).read_bytes()
        return self._once(
            CustomDocument,
            entry,
            content,
            lambda: CustomDocument(
                title=entry.title[:255] or Path(entry.path).stem,
                file=File(io.BytesIO(content), name=Path(entry.path).name),
            ),
        )

    def _once(self, model: type, entry: FileEntry, content: bytes, make: Any) -> Any:
        key = (model.__name__, entry.path)
        if key not in self._saved:
            digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # as Wagtail does
            found = model._default_manager.filter(file_hash=digest).first()  # type: ignore[attr-defined]
            if found is None:
                found = make()
                found.file_size, found.file_hash = len(content), digest
                found.save()
            self._saved[key] = found
        return self._saved[key]

    def forget_saved(self) -> None:
        """After a transaction that was rolled back took its pictures with it."""
        self._saved.clear()


def _named(path: str) -> dict[str, str]:
    return {"path": f"»{path[:80]}«"}


def _wrong_with_picture(file: Path, path: str) -> str:
    if file.suffix.lower().lstrip(".") not in settings.WAGTAILIMAGES_EXTENSIONS:
        return _("%(path)s is not a picture of a kind that is taken.") % _named(path)
    if file.stat().st_size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        return _("The picture %(path)s is larger than 15 MB.") % _named(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(file, formats=_FORMATS) as picture:
                width, height = picture.size
                if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                    return _("The picture %(path)s has too many pixels.") % _named(path)
                picture.load()
    except Exception:
        return _("%(path)s is not a picture, or it is broken.") % _named(path)
    return ""


def _wrong_with_document(file: Path, path: str) -> str:
    kind = file.suffix.lower().lstrip(".")
    if kind not in settings.WAGTAILDOCS_EXTENSIONS:
        return _("%(path)s is not a document of a kind that is taken.") % _named(path)
    size = file.stat().st_size
    if size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        return _("The document %(path)s is larger than 60 MB.") % _named(path)
    with file.open("rb") as opened:
        start = opened.read(1024)
    is_what_it_says = (
        (kind == "pdf" and start.lstrip().startswith(b"%PDF-"))
        or (kind in _ZIPPED and zipfile.is_zipfile(file))
        or (kind in _TEXT and b"\0" not in start)
    )
    return "" if is_what_it_says else _("%(path)s is not what its name says.") % _named(path)
