"""Where everything that `./dev` keeps is kept."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Layout:
    """The checkout and its two git-ignored folders: .venv (packages) and .dev (data)."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def data(self) -> Path:
        return self.root / ".dev"

    @property
    def run(self) -> Path:
        return self.data / "run"

    @property
    def log(self) -> Path:
        return self.data / "log"

    def prepare(self) -> None:
        """Make the folders. Only root's .dev may be entered by others: its PostgreSQL must."""
        self.data.mkdir(exist_ok=True)
        self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for folder in (self.run, self.log):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)

    @contextlib.contextmanager
    def lock(self, name: str, *, wait: bool = True) -> Iterator[bool]:
        """Hold a lock that dies with its process. Yields False when `wait` is off and it is taken."""
        with open(self.run / f"{name}.lock", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    def read(self, name: str) -> dict[str, Any]:
        """A small record in .dev/run; empty when missing or cut off by a crash."""
        try:
            record = json.loads((self.run / f"{name}.json").read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def write(self, name: str, record: dict[str, Any]) -> None:
        target = self.run / f"{name}.json"
        fresh = target.with_suffix(f".{os.getpid()}.new")
        fresh.write_text(json.dumps(record, indent=1))
        fresh.replace(target)

    def forget(self, name: str) -> None:
        (self.run / f"{name}.json").unlink(missing_ok=True)

    def secret(self) -> str:
        """The password of the embedded servers: on loopback, but not for the neighbours."""
        path = self.run / "secret"
        if not path.exists() or not path.read_text().strip():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(16))
        return path.read_text().strip()
