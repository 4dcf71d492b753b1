"""A backup holds all that cannot be made again, and putting it back brings all of it back."""

from __future__ import annotations

import io
import json
import stat
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from psycopg import sql
from wagtail.images import get_image_model
from wagtail.models import Site

from lederweb.core.services.backup import DATABASE, LEFT_OUT, MANIFEST
from lederweb.core.services.postgres_programs import connection_variables
from lederweb.core.signals import restored
from lederweb.testing.world import World


def _server() -> psycopg.Connection:
    parameters = connection.get_connection_params()
    known = {
        key: parameters[key] for key in ("host", "port", "user", "password") if key in parameters
    }
    return psycopg.connect(**known, dbname="postgres", autocommit=True)


@pytest.fixture
def own_database(migrated_database: str, django_db_blocker) -> Iterator[str]:
    """A copy of the test database, because a restore replaces all of it."""
    copy = f"{migrated_database}_restore"
    with django_db_blocker.unblock():
        connection.close()
        with _server() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(copy)))
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(copy), sql.Identifier(migrated_database)
                )
            )
        connection.settings_dict["NAME"] = copy
        try:
            yield copy
        finally:
            connection.close()
            connection.settings_dict["NAME"] = migrated_database
            with _server() as server:
                server.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(copy))
                )


@pytest.fixture
def media(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "documents").mkdir(parents=True)
    (settings.MEDIA_ROOT / "documents" / "årsskrift 2013.pdf").write_bytes(b"%PDF-1.7 test")
    return settings.MEDIA_ROOT


@pytest.fixture
def backup(own_database: str, media: Path, tmp_path: Path) -> Path:
    """A backup of a site called "Før", with a session and a visitor key in its database."""
    assert World().home  # also where a test before this one has emptied the database
    Site.objects.update(site_name="Før")
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=timezone.now())
    apps.get_model("analytics.VisitorKey").objects.create(month="2013-05-01", key=b"k" * 32)
    path = tmp_path / "kopi" / "lederweb.tar"
    call_command("backup", str(path), stdout=io.StringIO())
    return path


def restore(path: Path) -> None:
    call_command("restore", str(path), yes=True, stdout=io.StringIO())


def site_names() -> set[str]:
    return set(Site.objects.values_list("site_name", flat=True))


def test_a_restored_copy_is_as_the_site_was(backup: Path, media: Path):
    Site.objects.update(site_name="Efter")
    (media / "documents" / "årsskrift 2013.pdf").unlink()
    (media / "nyt.jpg").write_bytes(b"new")

    restore(backup)

    assert site_names() == {"Før"}
    files = {str(file.relative_to(media)) for file in media.rglob("*") if file.is_file()}
    assert files == {"documents/årsskrift 2013.pdf"}
    assert (media / "documents" / "årsskrift 2013.pdf").read_bytes() == b"%PDF-1.7 test"


def test_it_may_be_restored_twice(backup: Path):
    restore(backup)
    Site.objects.update(site_name="Efter")
    restore(backup)

    assert site_names() == {"Før"}


def test_a_restored_copy_is_announced_so_that_mail_is_held_back(backup: Path):
    heard = []
    restored.connect(lambda **_: heard.append(site_names()), weak=False, dispatch_uid="test")
    try:
        restore(backup)
    finally:
        restored.disconnect(dispatch_uid="test")

    assert heard == [{"Før"}]


def test_a_restored_copy_holds_mail_back_even_when_the_restore_is_cut_off(backup: Path):
    def cut_off(**kwargs: object) -> None:
        raise KeyboardInterrupt

    restored.connect(cut_off, dispatch_uid="test")
    receivers, restored.receivers = restored.receivers, restored.receivers[-1:]
    try:
        with pytest.raises(KeyboardInterrupt):
            restore(backup)
    finally:
        restored.receivers = receivers
        restored.sender_receivers_cache.clear()
        restored.disconnect(dispatch_uid="test")

    assert apps.get_model("mail.SendingHold").objects.count() == 1


def test_a_migration_that_fails_afterwards_is_not_called_a_restore_that_failed(
    backup: Path, media: Path
):
    (media / "nyt.jpg").write_bytes(b"new")

    def fail(**kwargs: object) -> None:
        raise RuntimeError("column is missing")

    restored.connect(fail, dispatch_uid="test")
    try:
        with pytest.raises(CommandError, match=r"are restored, and mail is held.*is missing"):
            restore(backup)
    finally:
        restored.disconnect(dispatch_uid="test")

    assert site_names() == {"Før"}
    assert not (media / "nyt.jpg").exists()
    assert apps.get_model("mail.SendingHold").objects.count() == 1


def test_what_a_killed_restore_left_behind_is_not_backed_up(
    backup: Path, media: Path, tmp_path: Path
):
    (media / ".restore-before-x" / "documents").mkdir(parents=True)
    (media / ".restore-before-x" / "documents" / "gammel.pdf").write_bytes(b"old")
    call_command("backup", str(tmp_path / "kopi2.tar"), stdout=io.StringIO())

    with tarfile.open(tmp_path / "kopi2.tar") as archive:
        assert not [name for name in archive.getnames() if ".restore-" in name]


def test_log_ins_and_visitor_keys_stay_out_of_it(backup: Path):
    apps.get_model("analytics.VisitorKey").objects.all().delete()
    restore(backup)

    assert Session.objects.count() == 0
    assert apps.get_model("analytics.VisitorKey").objects.count() == 0


def test_a_key_that_stands_goes_on_so_that_readers_stay_the_same(backup: Path):
    keys = apps.get_model("analytics.VisitorKey").objects
    keys.all().delete()
    keys.create(month="2013-06-01", key=b"n" * 32)
    restore(backup)

    [key] = keys.all()
    assert (str(key.month), bytes(key.key)) == ("2013-06-01", b"n" * 32)


def test_the_keys_are_there_when_migrating_fails_or_is_cut_off(
    backup: Path, monkeypatch: pytest.MonkeyPatch
):
    keys = apps.get_model("analytics.VisitorKey").objects
    keys.all().delete()
    keys.create(month="2013-06-01", key=b"n" * 32)

    def fail(*args: object, **options: object) -> None:
        raise RuntimeError("disk is full")

    monkeypatch.setattr("lederweb.core.services.restore.call_command", fail)
    with pytest.raises(CommandError, match="disk is full"):
        restore(backup)

    assert [bytes(key.key) for key in keys.all()] == [b"n" * 32]


def test_without_the_uploaded_files_that_the_database_knows_there_is_no_backup(
    own_database: str, media: Path, tmp_path: Path, settings
):
    assert World().picture
    settings.MEDIA_ROOT = tmp_path / "another"
    with pytest.raises(CommandError, match="Set MEDIA_ROOT"):
        call_command("backup", str(tmp_path / "lederweb.tar"))
    assert not (tmp_path / "lederweb.tar").exists()


def test_a_backup_without_files_takes_none_away(
    own_database: str, media: Path, tmp_path: Path, settings
):
    settings.MEDIA_ROOT = tmp_path / "another"
    get_image_model().objects.all().delete()
    path = tmp_path / "lederweb.tar"
    call_command("backup", str(path), stdout=io.StringIO())
    settings.MEDIA_ROOT = media
    with pytest.raises(CommandError, match="holds 1, which would be lost"):
        call_command("restore", str(path), "--yes")
    assert [file.name for file in media.rglob("*.pdf")] == ["årsskrift 2013.pdf"]


def test_only_the_account_that_made_it_can_read_it(backup: Path):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [file.name for file in backup.parent.iterdir()] == ["lederweb.tar"]


def test_the_password_is_on_no_command_line(own_database: str, media: Path, tmp_path: Path):
    original = connection.settings_dict["PASSWORD"]
    # A server that trusts its socket needs none and ignores this one.
    password = connection.settings_dict["PASSWORD"] = original or "hemmeligt-kodeord"
    seen: set[str] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            for file in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    line = file.read_bytes().decode(errors="replace")
                except OSError:
                    continue
                if "pg_dump" in line and "--format" in line:
                    seen.add(line)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        call_command("backup", str(tmp_path / "kopi.tar"), stdout=io.StringIO())
        assert connection_variables()["PGPASSWORD"] == password
    finally:
        done.set()
        watcher.join()
        connection.settings_dict["PASSWORD"] = original

    assert seen
    assert not any(password in line for line in seen)


def test_a_file_that_is_no_backup_changes_nothing(own_database: str, media: Path, tmp_path: Path):
    path = tmp_path / "ferie.tar"
    path.write_bytes(b"not a tar file")

    with pytest.raises(CommandError, match="is not a backup"):
        restore(path)

    assert (media / "documents" / "årsskrift 2013.pdf").exists()


def test_a_damaged_backup_changes_nothing(backup: Path, media: Path, tmp_path: Path):
    damaged = tmp_path / "damaged.tar"
    with tarfile.open(backup) as whole, tarfile.open(damaged, "w") as half:
        for name in (MANIFEST, DATABASE):
            content = whole.extractfile(name).read()
            content = content[: len(content) // 2] if name == DATABASE else content
            info = tarfile.TarInfo(name)
            info.size = len(content)
            half.addfile(info, io.BytesIO(content))
    Site.objects.update(site_name="Efter")

    with pytest.raises(CommandError, match="Nothing was restored"):
        restore(damaged)

    assert site_names() == {"Efter"}
    assert (media / "documents" / "årsskrift 2013.pdf").exists()


def test_a_backup_cannot_write_outside_the_folder(own_database: str, media: Path, tmp_path: Path):
    path = tmp_path / "sly.tar"
    manifest = json.dumps({"site": "lederweb", "format": 1, "made": "2026-01-01"}).encode()
    with tarfile.open(path, "w") as archive:
        for name, content in ((MANIFEST, manifest), ("../../escaped.txt", b"out")):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))

    with pytest.raises(CommandError, match="is not a backup"):
        restore(path)

    assert not list(tmp_path.rglob("escaped.txt"))


def test_nothing_is_restored_under_a_running_site(backup: Path):
    parameters = connection.get_connection_params()
    keys = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{key: parameters[key] for key in keys if key in parameters}):
        with pytest.raises(CommandError, match="stop web, workers and beat first"):
            restore(backup)


def test_it_asks_before_it_replaces_anything(backup: Path):
    with pytest.raises(CommandError, match="--yes"):
        call_command("restore", str(backup))


def test_the_list_of_what_is_left_out_names_real_tables():
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    assert set(LEFT_OUT) <= known
