"""Putting a backup back, so that the copy sends no mail until somebody says so (promise O4)."""

from __future__ import annotations

import json
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from lederweb.core.services.backup import DATABASE, FORMAT, MANIFEST, MEDIA, uploads_in
from lederweb.core.services.postgres_programs import call, find_programs
from lederweb.core.services.swap_files import OURS, swapped_files
from lederweb.core.signals import restored

# The hold on mail is part of the transaction that brings the data: a process that is killed right
# after it must not leave a copy that writes to people. Mail's own receiver of `restored` does the
# same for a backup from before that table.
HOLD = """
DO $$ BEGIN
  IF to_regclass('public.mail_sendinghold') IS NOT NULL THEN
    INSERT INTO public.mail_sendinghold (id, reason, since)
    VALUES (1, 'Restored from a backup.', now()) ON CONFLICT DO NOTHING;
  END IF;
END $$
"""


class NotABackup(Exception):
    """The file was not written by `backup`, or is damaged."""


class DatabaseInUse(Exception):
    """Other programs are connected to the database that would be replaced."""


class FilesAtRisk(Exception):
    """The backup holds no uploaded files, and there are some that it would replace."""


class NotFinished(Exception):
    """All of the backup is in place, but the database is not yet fit for this code."""


@dataclass(frozen=True)
class RestoreReport:
    made: str  # when the backup was written, ISO 8601
    files: int


def restore_backup(*, path: Path) -> RestoreReport:
    """Replace the database and the uploaded files by those in the backup at `path`.

    All or nothing: the uploaded files are swapped first, and swapped back if the database
    cannot be replaced, which happens in one transaction. The visitor keys that stood in the old
    database are part of it: backups hold none, and the readers of a running month would be new
    ones without them (promise V4). Then migrations of newer code run and the signal `restored` is
    sent, which puts all sending of mail on hold.

    Raises `NotABackup`, `DatabaseInUse`, `FilesAtRisk`, `ProgramsMissing`, `ProgramFailed` and OSError when
    everything is as it was; `FilesAstray` when only the old files are not; `NotFinished` when
    the backup is in place and migrating failed.
    """
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    # Beside the files that it will replace, so that moving them in is a rename.
    with tempfile.TemporaryDirectory(prefix=f"{OURS}fresh-", dir=media) as folder:
        manifest = _unpack(path, Path(folder))
        fresh = Path(folder) / MEDIA
        files = sum(1 for file in fresh.rglob("*") if file.is_file())
        if not files and (standing := uploads_in(media)):
            raise FilesAtRisk(
                f"The backup holds no uploaded files, and {media} holds {standing}, which would be "
                "lost. If that is meant, move them away first."
            )
        _refuse_while_in_use()
        standing_keys = _visitor_keys()
        with swapped_files(fresh=fresh, media=media):
            _replace_database(Path(folder) / DATABASE, standing_keys)
    cache.clear()  # what was rendered from the old database
    try:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        restored.send(sender=None)
    except Exception as error:
        raise NotFinished(str(error)) from error
    return RestoreReport(made=manifest["made"], files=files)


def _unpack(path: Path, folder: Path) -> dict[str, str]:
    try:
        with tarfile.open(path, mode="r:") as archive:
            # The filter refuses absolute names, ways out of the folder, links and devices.
            archive.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text())
        is_ours = manifest.get("site") == "lederweb" and (folder / DATABASE).is_file()
    except (tarfile.TarError, ValueError, AttributeError, FileNotFoundError) as error:
        if isinstance(error, FileNotFoundError) and not path.exists():
            raise
        raise NotABackup(f"{path} is not a backup of Lederweb, or it is damaged.") from error
    if not is_ours:
        raise NotABackup(f"{path} is not a backup of Lederweb, or it is damaged.")
    if manifest.get("format") != FORMAT:
        raise NotABackup(
            f"{path} was written by another version of Lederweb: restore it with that."
        )
    return manifest


def _refuse_while_in_use() -> None:
    """A web server or worker that goes on would send mail from the old state, or block us."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise DatabaseInUse(
            f"{others} other connections use this database: stop web, workers and beat first "
            "(./dev down in development)."
        )


def _visitor_keys() -> list[tuple[Any, Any]]:
    """Those that stand in the database that is replaced: none where it was lost."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.analytics_visitorkey')")
        if cursor.fetchone() == (None,):
            return []
        cursor.execute("SELECT month, key FROM public.analytics_visitorkey")
        return cursor.fetchall()


def _putting_back(keys: list[tuple[Any, Any]]) -> str:
    """The SQL that does it."""
    insert = sql.SQL(
        "INSERT INTO public.analytics_visitorkey (month, key) VALUES ({}, {}) "
        "ON CONFLICT DO NOTHING;\n"
    )
    return "".join(insert.format(month, bytes(key)).as_string() for month, key in keys)


def _replace_database(dump: Path, keys: list[tuple[Any, Any]]) -> None:
    programs = find_programs()
    # Our own connection would hold locks on what is dropped.
    connections.close_all()
    plain, script = dump.with_suffix(".plain"), dump.with_suffix(".sql")
    command: list[str | Path] = [programs / "pg_restore", "--no-owner", "--no-privileges"]
    call([*command, "--no-comments", f"--file={plain}", dump])
    with plain.open("rb") as source, script.open("wb") as target:
        for line in source:
            # Later versions of pg_restore write a setting that earlier servers do not know.
            if line != b"SET transaction_timeout = 0;\n":
                target.write(line)
            if line.startswith((b"CREATE ", b"COPY ")):
                break
        shutil.copyfileobj(source, target)
    command = [programs / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    command += ["--single-transaction", "--output=/dev/null"]
    command += ["--command=DROP SCHEMA IF EXISTS public CASCADE", "--command=CREATE SCHEMA public"]
    # The keys come through a pipe: every user of the machine can read a command line, and what was
    # in a file can be found on the disk.
    command += [f"--file={script}", f"--command={HOLD}", "--file=-"]
    call(command, said_to_it=_putting_back(keys))
