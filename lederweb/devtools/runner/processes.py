"""Knowing our own processes again, also after a crash, and ending them by their id.

A process id alone proves nothing: ids are used again. A record therefore keeps the start time
beside the id, and a process without a record is ours only if it carries our mark in its
environment or works inside our data folder.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

MARK = "LEDERWEB_DEV_UP"
LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG = 1
_PROC = Path("/proc")


def started(pid: int) -> str | None:
    """When process `pid` started, as an opaque text; None if it is gone (a zombie is gone)."""
    if LINUX:
        try:
            # The name in brackets may hold anything, so fields are counted from its end.
            fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        if fields[0] in "ZX":
            return None
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}:{fields[19]}"
    answer = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return None if not answer or answer.startswith("Z") else answer.partition(" ")[2].strip()


def record(pid: int, **more: object) -> dict[str, object]:
    """What to write down about a process so that `alive` knows it again."""
    return {"pid": pid, "started": started(pid), **more}


def alive(entry: object) -> bool:
    """Whether the process that was written down by `record` still runs, and is the same one."""
    if not isinstance(entry, dict):
        return False
    pid, when = entry.get("pid"), entry.get("started")
    return isinstance(pid, int) and pid > 0 and bool(when) and started(pid) == when


def everyone() -> Iterator[int]:
    if LINUX:
        yield from (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit())


def marked(root: Path) -> list[int]:
    """Processes that `./dev up` of this checkout started, found by the mark they inherited."""
    needle = f"{MARK}={root}".encode()
    found = []
    for pid in everyone():
        try:
            variables = (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if needle in variables and pid != os.getpid() and started(pid):
            found.append(pid)
    return found


def working_in(folder: Path, program: str) -> list[int]:
    """Processes whose working directory is `folder`, deleted or not, and whose name starts with
    `program` (Debian's redis-server is a link to a file called redis-check-rdb)."""
    found = []
    for pid in everyone():
        try:
            where = os.readlink(_PROC / str(pid) / "cwd")
            what = os.readlink(_PROC / str(pid) / "exe")
        except OSError:
            continue
        same_folder = where.removesuffix(" (deleted)") == str(folder)
        if same_folder and Path(what).name.startswith(program) and started(pid):
            found.append(pid)
    return found


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _reap(pid: int) -> None:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def end(pids: Iterable[int], *, gentle: signal.Signals, seconds: float) -> None:
    """Ask processes to stop, wait at most `seconds`, then kill what is left.

    Start times are noted first, so that an id which changes hands meanwhile is left alone.
    """
    targets = {pid: when for pid in pids if (when := started(pid))}

    def left() -> list[int]:
        for pid in targets:
            _reap(pid)
        return [pid for pid, when in targets.items() if started(pid) == when]

    for pid in left():
        send(pid, gentle)
    if not wait_until(lambda: not left(), seconds):
        for pid in left():
            send(pid, signal.SIGKILL)
        wait_until(lambda: not left(), 5)


def stop_with_parent(parent: int, number: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to signal this process when its parent dies (Linux; elsewhere nothing)."""
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # it died before the kernel was asked
            os.kill(os.getpid(), number)


def run_attached(command: list[str], env: dict[str, str], cwd: Path) -> int:
    """Run a command on our own terminal and return its exit code.

    Ctrl-C reaches it directly, so this process only waits; a stop signal is passed on; and if
    this process is killed, the command is told to stop too.
    """
    parent = os.getpid()
    child = subprocess.Popen(command, env=env, cwd=cwd, preexec_fn=lambda: stop_with_parent(parent))
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    before = signal.signal(signal.SIGTERM, lambda *_: send(child.pid, signal.SIGTERM))
    try:
        code = child.wait()
    finally:
        signal.signal(signal.SIGINT, previous)
        signal.signal(signal.SIGTERM, before)
    return 128 - code if code < 0 else code
