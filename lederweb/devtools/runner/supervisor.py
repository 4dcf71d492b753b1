"""Running the Procfile with honcho, so that nothing outlives the one who started it."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import honcho.manager
from honcho.compat import ProcessManager
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Message, Printer
from honcho.process import Popen, Process

from . import processes
from .layout import Layout

# A worker gets this long to finish what it has in hand before it is killed.
honcho.manager.KILL_WAIT = 20
# These begin when the web server answers (see `wait_for_web`).
AFTER_WEB = ("worker", "worker-bulk", "beat")


class _Popen(Popen):
    """A child that the kernel stops when its parent is killed."""

    def __init__(self, cmd: str, **options: Any) -> None:
        parent = os.getpid()
        super().__init__(cmd, preexec_fn=lambda: processes.stop_with_parent(parent), **options)


class _Process(Process):
    """The small process that reads one child's output and passes it on."""

    supervisor = 0

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        processes.stop_with_parent(self.supervisor, signal.SIGKILL)
        self._child_ctor = _Popen
        super().run(events, ignore_signals)


class _Signals(ProcessManager):
    """Ask the process itself to stop, not its group: a pool worker keeps the task it has."""

    def terminate(self, pid: int) -> None:
        processes.send(pid, signal.SIGTERM)


class _Printer(Printer):
    """Prints what the processes print, without honcho's own remarks on starts and stops."""

    def write(self, message: Message) -> None:
        if message.name != honcho.manager.SYSTEM_PRINTER_NAME:
            super().write(message)


class Supervisor(Manager):
    """Runs all lines of the Procfile until one of them ends or a stop signal comes."""

    def __init__(
        self, layout: Layout, env: dict[str, str], on_started: Callable[[Supervisor], None]
    ) -> None:
        super().__init__(_Printer(sys.stdout))
        self.ended_first: str | None = None
        self._process_ctor = _Process
        self._procmgr = _Signals()
        self._on_started = on_started
        procfile = parse_procfile((layout.root / "Procfile").read_text())
        wait = shlex.join([sys.executable, str(Path(__file__).with_name("wait_for_web.py"))])
        for name, command in procfile.processes.items():
            if name in AFTER_WEB:
                command = f"{wait} $PORT; {command}"
            process = self.add_process(name, command, env=env, cwd=str(layout.root))
            process.supervisor = os.getpid()

    def _start(self) -> None:
        super()._start()
        threading.Thread(target=self._on_started, args=(self,), daemon=True).start()

    @property
    def names(self) -> list[str]:
        return list(self._processes)

    @property
    def children(self) -> dict[str, int]:
        """Process ids by name, as far as they have started."""
        return {name: entry["pid"] for name, entry in self._processes.items() if entry.get("pid")}

    def terminate(self) -> None:
        """Stop all; called once by a stop signal, or because a process ended by itself."""
        if not self._terminating and self.returncode not in (130, 143):
            ended = (name for name, entry in self._processes.items() if "returncode" in entry)
            self.ended_first = next(ended, None)
        super().terminate()
