"""Test databases are copies of one that was migrated once.

All migrations take half a minute, and each process of the tests would run them, each time. So
the first one migrates a database that stays, named by what the migrations say; the others, and
all later runs, copy it in a fraction of a second. When a migration changes, the next run makes a
new one and drops the old one. Django still runs `migrate` on the copy, and finds nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.apps import apps
from django.db.backends.postgresql import creation

ROOT = Path(__file__).resolve().parents[3]
_ONE_AT_A_TIME = 0x6C656465  # any number, the same for all processes


_Djangos: Any = creation.DatabaseCreation  # its type stubs leave out what is overridden here


class DatabaseCreation(_Djangos):
    def _execute_create_test_db(
        self, cursor: Any, parameters: dict[str, str], keepdb: bool = False
    ) -> None:
        if keepdb and self._database_exists(cursor, parameters["dbname"]):
            return
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        try:
            suffix = self._get_database_create_suffix(template=self._migrated(cursor))
            super()._execute_create_test_db(cursor, parameters | {"suffix": suffix}, keepdb)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])

    def _migrated(self, cursor: Any) -> str:
        """The name of the migrated database, which is made if it is not there."""
        stem = f"test_{self.connection.settings_dict['NAME']}_migrated_"
        name = stem + _fingerprint()
        if not self._database_exists(cursor, name):
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [stem])
            for (old,) in cursor.fetchall():
                cursor.execute(f"DROP DATABASE {self._quote_name(old)} WITH (FORCE)")
            # It gets its name when it is whole: a run that is killed leaves nothing half-made.
            unfinished = f"{stem}unfinished"
            cursor.execute(f"CREATE DATABASE {self._quote_name(unfinished)}")
            _migrate(unfinished)
            cursor.execute(
                f"ALTER DATABASE {self._quote_name(unfinished)} RENAME TO {self._quote_name(name)}"
            )
        return name


def _fingerprint() -> str:
    """Differs when any migration of any installed app does."""
    digest = hashlib.blake2b(digest_size=6)
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _migrate(name: str) -> None:
    """In a process of its own, so that nothing of it stays in this one."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + quote(name)).geturl()
    result = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "lederweb.settings.test"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.exit(f"The test database could not be migrated:\n{result.stderr}")
