"""Making .venv and installing the pinned packages, again only when they changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from .layout import Layout
from .problem import Problem
from .screen import Screen

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
NEEDED_BYTES = 1_500_000_000  # packages, browser and data, measured on Debian 12
STAMP = "lederweb-requirements.sha256"


def run_logged(
    command: list[str], log: Path, detail: Callable[[str], None], env: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run a command, pass each line to `detail`, keep all in `log`; returns code and output."""
    lines: list[str] = []
    with (
        open(log, "w") as file,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=env,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            for line in process.stdout:
                file.write(line)
                lines.append(line)
                detail(line)
        except BaseException:
            process.terminate()
            raise
    return process.returncode, "".join(lines)


# The Python that a virtual environment is made with, also when this one is itself in .venv.
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)


def inside(layout: Layout) -> bool:
    return Path(sys.prefix).resolve() == layout.venv.resolve()


def fingerprint(layout: Layout, python: Path) -> str:
    """Changes when the pins, the Python or the place of the checkout do."""
    digest = hashlib.sha256(f"{python.resolve()}\n{layout.venv}\n".encode())
    for name in REQUIREMENTS:
        digest.update((layout.root / name).read_bytes())
    return digest.hexdigest()


def is_current(layout: Layout) -> bool:
    stamp = layout.venv / STAMP
    return (
        stamp.exists()
        and layout.python.exists()
        and stamp.read_text().strip() == fingerprint(layout, layout.python)
    )


def ensure(layout: Layout, screen: Screen) -> None:
    """Have .venv with the pinned packages; raises `Problem` when that cannot be."""
    if is_current(layout):
        return
    with layout.lock("environment"):
        if is_current(layout):  # another ./dev made it meanwhile
            return
        if shutil.disk_usage(layout.root).free < NEEDED_BYTES:
            raise Problem(
                f"The packages need about {NEEDED_BYTES / 1e9:.1f} GB and the disk of "
                f"{layout.root} has less left: free some space and run ./dev again."
            )
        _make_venv(layout, screen)
        _install(layout, screen)


def _works(python: Path) -> bool:
    check = "import sys, pip; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))"
    try:
        return (
            subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def _make_venv(layout: Layout, screen: Screen) -> None:
    if _works(layout.python):
        return
    with screen.step("Virtual environment") as step:
        _need_ensurepip(layout, step.detail)
        if layout.venv.exists():
            shutil.rmtree(layout.venv)
        code, output = run_logged(
            [BASE_PYTHON, "-m", "venv", str(layout.venv)], layout.log / "venv.log", step.detail
        )
        if code:
            _explain(output)
            raise Problem(
                f"{BASE_PYTHON} -m venv failed: read .dev/log/venv.log, mend that Python "
                "and run ./dev again."
            )
        step.note = f"made with Python {sys.version.split()[0]}"


def _need_ensurepip(layout: Layout, detail: Callable[[str], None]) -> None:
    """Debian ships Python without ensurepip; install it where we may, else say how."""

    def missing() -> bool:
        return bool(
            subprocess.run(
                [BASE_PYTHON, "-c", "import ensurepip, venv"], capture_output=True, check=False
            ).returncode
        )

    if not missing():
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        detail(f"installing {package}")
        apt_get(package, layout, detail)
        if not missing():
            return
    raise Problem(
        f"This Python has no venv: install it (sudo apt-get install {package}) and run ./dev again."
    )


def apt_get(package: str, layout: Layout, detail: Callable[[str], None]) -> bool:
    """Install a Debian package as root; returns whether that worked."""
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    log = layout.log / "apt-get.log"
    code, _ = run_logged(["apt-get", "update"], log, detail, env)
    code, _ = run_logged(
        ["apt-get", "install", "-y", "--no-install-recommends", package], log, detail, env
    )
    return code == 0


def _install(layout: Layout, screen: Screen) -> None:
    with screen.step("Python packages") as step:
        log = layout.log / "pip.log"
        stamp = layout.venv / STAMP
        stamp.unlink(missing_ok=True)
        command = [str(layout.python), "-m", "pip", "install", "--disable-pip-version-check"]
        command += ["--no-input", "--retries", "2", "--progress-bar", "off"]
        command += ["-r", str(layout.root / "requirements-dev.txt")]
        command += ["-r", str(layout.root / "requirements.txt")]
        code, output = run_logged(command, log, step.detail)
        if code:
            _explain(output)
            raise Problem(
                "pip could not install the packages: the reason stands at the end of "
                ".dev/log/pip.log; mend it and run ./dev again."
            )
        stamp.write_text(fingerprint(layout, layout.python) + "\n")
        step.note = "installed"


def _explain(output: str) -> None:
    """Raise the sentence for the failures of pip that a person can mend."""
    if "No space left on device" in output:
        raise Problem("The disk is full: free at least 2 GB and run ./dev again.")
    offline = (
        "Failed to establish a new connection",
        "Temporary failure in name resolution",
        "NewConnectionError",
        "ConnectTimeoutError",
        "ReadTimeoutError",
        "ProxyError",
        "Network is unreachable",
    )
    if any(text in output for text in offline):
        raise Problem(
            "The packages could not be fetched: connect this machine to a package registry "
            "(network, proxy or pip's index setting) and run ./dev again."
        )
