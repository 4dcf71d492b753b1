"""Back up a filled site, lose everything, restore it, and see that it is whole and silent.

Promise O4: backup and restore are one command each; a restored copy sends no mail until told to.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lederweb.testing.site import SiteFailed, files, fill, manage


def _counts() -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        counts = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            counts[name] = cursor.fetchone()[0]
    connection.close()
    return counts


def _files(media: Path) -> dict[str, str]:
    return {
        str(path.relative_to(media)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in media.rglob("*")
        if path.is_file()
    }


def _lose_everything(media: Path) -> None:
    """Drop the database and the uploaded files, as a broken disk would."""
    import psycopg
    from psycopg import sql

    url = urlsplit(os.environ["DATABASE_URL"])
    name = sql.Identifier(unquote(url.path.strip("/")))
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    shutil.rmtree(media)


def run() -> int:
    """Do it and print what was found; returns 1 when something is missing or a mail went out."""
    print("Filling a site of its own …", flush=True)
    fill()
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from analytics.models import VisitorKey
    from lederweb.core.services.backup import LEFT_OUT
    from lederweb.devtools.catcher import Catcher
    from lederweb.devtools.mailstore import MailStore
    from lederweb.mail.models import OutboxMail, SendingHold
    from lederweb.mail.services.deliver import sweep

    media = Path(settings.MEDIA_ROOT)
    month = timezone.localdate().replace(day=1)
    VisitorKey.objects.update_or_create(month=month, defaults={"key": os.urandom(32)})
    SendingHold.objects.all().delete()
    OutboxMail.objects.all().delete()
    OutboxMail.objects.create(recipient="aase@example.org", subject="Hej", text="Hej", headers={})
    before, files_before = _counts(), _files(media)

    archive = files() / "backup.tar"
    began = time.monotonic()
    manage("backup", str(archive))
    backed_up = time.monotonic() - began
    _lose_everything(media)
    began = time.monotonic()
    manage("restore", str(archive), "--yes")
    restored = time.monotonic() - began
    after, files_after = _counts(), _files(media)

    changed = [
        name
        for name in before.keys() | after.keys()
        if name not in LEFT_OUT and before.get(name) != after.get(name)
    ]
    kept = [name for name in LEFT_OUT if after.get(name)]
    store = MailStore(files() / "mail")
    store.empty()
    with Catcher(store, port=settings.EMAIL_PORT):
        sweep()
        sent_while_held = len(store.ids())
        manage("release_mail", "--yes")
        sweep()
        sent_after = len(store.ids())

    findings = {
        "every table has the rows it had": changed in ([], ["mail_sendinghold"]),
        "log-ins and visitor keys stayed out of the backup": not kept,
        "every uploaded file is as it was": files_before == files_after,
        "no mail left the restored copy": sent_while_held == 0,
        "after release_mail the mail that waited went out": sent_after == 1,
    }
    rows = sum(before.values())
    print(f"\n  {rows} rows in {len(before)} tables, {len(files_before)} files,")
    print(f"  backup {archive.stat().st_size / 1e6:.1f} MB in {backed_up:.1f} s,", end=" ")
    print(f"restore in {restored:.1f} s.\n")
    for finding, holds in findings.items():
        print(f"  {'yes' if holds else 'NO ':<4} {finding}")
    for name in changed:
        print(f"       {name}: {before.get(name)} rows before, {after.get(name)} after")
    archive.unlink()
    return 0 if all(findings.values()) else 1


if __name__ == "__main__":
    try:
        sys.exit(run())
    except SiteFailed as error:
        sys.exit(str(error))
