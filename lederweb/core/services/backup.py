"""Writing everything that cannot be made again into one file (promise O4)."""

from __future__ import annotations

import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from lederweb.core.services.postgres_programs import call, find_programs
from lederweb.core.services.swap_files import is_not_ours_to_move

FORMAT = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database.dump", "media"

# Tables whose rows stay out of every backup; the tables themselves are kept, empty.
LEFT_OUT = (
    # The keys behind visitors' pseudonyms are destroyed when their month closes (promise V4);
    # a copy of them in a backup would undo that.
    "analytics_visitorkey",
    # Log-ins and failed log-ins end with the database they were made in.
    "django_session",
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accessfailurelog",
    "axes_accesslog",
)


class FilesMissing(Exception):
    """The database knows uploaded files, and there are none where they should be."""


@dataclass(frozen=True)
class BackupReport:
    path: Path
    size: int  # bytes
    files: int  # uploaded files in it


def write_backup(*, path: Path) -> BackupReport:
    """Write database and uploaded files to `path`, readable by this account only.

    Nothing stands under that name before all of it is written. The database is one snapshot;
    a file uploaded while the backup runs may be missing from it. Raises `ProgramsMissing`,
    `ProgramFailed`, `FilesMissing` and OSError.
    """
    programs = find_programs()
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    media = Path(settings.MEDIA_ROOT)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
        dump = Path(folder) / DATABASE
        command: list[str | Path] = [programs / "pg_dump", "--format=custom", "--no-owner"]
        command += ["--no-privileges", f"--file={dump}"]
        command += [f"--exclude-table-data=public.{name}" for name in LEFT_OUT]
        call(command)
        manifest = Path(folder) / MANIFEST
        manifest.write_text(
            json.dumps({"format": FORMAT, "made": timezone.now().isoformat(), "site": "lederweb"})
        )
        fresh = Path(folder) / "backup.tar"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
            archive.add(manifest, MANIFEST)
            archive.add(dump, DATABASE)
            files = _add_media(archive, media)
        if not files and (known := _uploads()):
            raise FilesMissing(
                f"There is no uploaded file in {media}, and the database knows {known}. Set "
                "MEDIA_ROOT as it is set for the web server."
            )
        fresh.replace(path)
    return BackupReport(path=path, size=path.stat().st_size, files=files)


def _uploads() -> int:
    """How many pictures and documents the database knows."""
    return sum(model.objects.count() for model in (get_image_model(), get_document_model()))


def _add_media(archive: tarfile.TarFile, media: Path) -> int:
    """Add every uploaded file; pictures in other sizes are among them. Returns how many."""
    count = 0
    for file in _files_in(media):
        try:
            archive.add(file, f"{MEDIA}/{file.relative_to(media)}", recursive=False)
        except FileNotFoundError:  # an editor deleted it a moment ago
            continue
        count += 1
    return count


def uploads_in(media: Path) -> int:
    """How many files stand there that are the site's."""
    return sum(1 for _file in _files_in(media))


def _files_in(media: Path) -> Iterator[Path]:
    for file in sorted(media.rglob("*")) if media.is_dir() else []:
        if is_not_ours_to_move(file.relative_to(media).parts[0]):
            continue
        if file.is_file() and not file.is_symlink():
            yield file
