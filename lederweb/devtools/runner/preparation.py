"""Bringing database, translations and demonstration up to date, and skipping what already is."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path

from . import environment
from .layout import Layout
from .problem import Problem
from .screen import Screen, Step
from .services import Services

READ_VARIABLE = re.compile(r'\benv\.\w+\(\s*"([A-Z_]+)"')
STEP_SIGN = "== "  # how `manage.py prepare` announces its next step


def base_variables(layout: Layout, settings: str) -> dict[str, str]:
    """The environment every program of ours starts with."""
    programs = str(layout.venv / "bin")
    return {
        **os.environ,
        "PATH": programs + os.pathsep + os.environ.get("PATH", os.defpath),
        "VIRTUAL_ENV": str(layout.venv),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": settings,
    }


def translations_are_stale(layout: Layout) -> bool:
    """Whether a compiled catalogue is missing or older than its source."""
    for source in layout.root.glob("lederweb/locale/**/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            return True
    return False


def compile_translations(layout: Layout, screen: Screen, env: dict[str, str]) -> None:
    """Compile the catalogues, in a process of its own: Django reads them once per process."""
    if not translations_are_stale(layout):
        return
    with screen.step("Translations") as step:
        _manage(layout, ["translations", "compile"], env, step)
        step.note = "compiled"


def prepare(layout: Layout, services: Services, screen: Screen, env: dict[str, str]) -> None:
    """Migrate, and load the demonstration on first run; nothing when nothing has changed."""
    compile_translations(layout, screen, env)
    url = services.database_url
    services.ensure_database(url)
    key = hashlib.sha256(url.encode()).hexdigest()[:16] if services.given_database else "embedded"
    stamps = layout.read("prepared")
    stamp = stamps.get(key, {})
    source = _fingerprint(layout)
    applied = _applied_migrations(url)
    if stamp.get("source") == source and stamp.get("applied") == applied and stamp.get("demo"):
        return
    arguments = ["prepare"]
    # Without applied migrations it is a new database, whatever an old stamp says.
    if not (stamp.get("demo") and applied):
        arguments.append("--demo")
    _manage_in_steps(layout, arguments, env, screen)
    stamps[key] = {"source": source, "applied": _applied_migrations(url), "demo": True}
    layout.write("prepared", stamps)


def _fingerprint(layout: Layout) -> str:
    """Changes when a migration or a package does, or a variable that the settings read.

    A new value is tried here, where a bad one ends in its sentence before anything is started.
    """
    digest = hashlib.sha256()
    for path in sorted(layout.root.glob("lederweb/settings/*.py")):
        for name in sorted(set(READ_VARIABLE.findall(path.read_text()))):
            digest.update(f"{name}={os.environ.get(name)}\n".encode())
    stamp = layout.venv / environment.STAMP
    files = [stamp, *sorted(layout.root.glob("*/migrations/*.py"))]
    files += sorted(layout.root.glob("lederweb/*/migrations/*.py"))
    for path in files:
        digest.update(f"{path.relative_to(layout.root)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _applied_migrations(url: str) -> list[int]:
    """How many migrations the database has had, and the latest of them; empty for a new one."""
    import psycopg

    with psycopg.connect(url, connect_timeout=5) as connection:
        known = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
        if not known or known[0] is None:
            return []
        row = connection.execute("SELECT count(*), max(id) FROM django_migrations").fetchone()
        return [int(number or 0) for number in row or ()]


def _manage(layout: Layout, arguments: list[str], env: dict[str, str], step: Step) -> None:
    log = layout.log / "prepare.log"
    code, output = environment.run_logged(
        [str(layout.python), str(layout.root / "manage.py"), *arguments], log, step.detail, env
    )
    if code:
        raise _failure(step.name, output, log)


def _manage_in_steps(
    layout: Layout, arguments: list[str], env: dict[str, str], screen: Screen
) -> None:
    """Run a management command and show each step that it announces."""
    log = layout.log / "prepare.log"
    with contextlib.ExitStack() as stack:
        current: list[Step] = []

        def follow(line: str) -> None:
            if line.startswith(STEP_SIGN):
                stack.close()
                current.append(stack.enter_context(screen.step(line[len(STEP_SIGN) :].strip())))
            elif current:
                current[-1].detail(line)

        code, output = environment.run_logged(
            [str(layout.python), str(layout.root / "manage.py"), *arguments], log, follow, env
        )
        if code:
            raise _failure(current[-1].name if current else "Django", output, log)


def _failure(what: str, output: str, log: Path) -> Problem:
    """A sentence for a management command that failed."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = lines[-1] if lines else "it said nothing"
    if "No space left on device" in output or "could not extend file" in output:
        return Problem("The disk is full: free at least 2 GB and run ./dev again.")
    if "Traceback (most recent call last)" not in output:
        return Problem(last.removeprefix("CommandError: "))
    return Problem(f"{what} failed ({last}): the whole story is in .dev/log/{log.name}.")
