"""The worker of the queue `bulk` as the Procfile starts it, to be killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from lederweb.devtools.runner.processes import stop_with_parent

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "-m celery --skip-checks --app lederweb worker --queues bulk"
OPTIONS = "--without-gossip --without-mingle"


class BulkWorker:
    """`variables` are added to this process's environment; what it says goes to `log`."""

    def __init__(self, log: Path, *, senders: int, **variables: str) -> None:
        self._log = log
        self._command = [*COMMAND.split(), "--concurrency", str(senders), *OPTIONS.split()]
        self._env = {**os.environ, "NEWSLETTER_SENDERS": str(senders), **variables}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        parent = os.getpid()
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._command],
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # Also when whoever started it is killed, nothing is left running.
                preexec_fn=lambda: stop_with_parent(parent),
            )

    def kill(self) -> None:
        """SIGKILL for the worker and its children: no chance to say anything."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def kill_child(self, chance: random.Random | None = None) -> None:
        """SIGKILL for one that sends; the worker itself goes on with a new one."""
        assert self._process is not None
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if children:
            os.kill(int((chance or random.Random()).choice(children)), signal.SIGKILL)

    def stop(self) -> None:
        """As a supervisor stops it: told once, and given time."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(60)
        self._process = None

    def log(self) -> str:
        """The end of what it said."""
        return self._log.read_text(errors="replace")[-4000:]
