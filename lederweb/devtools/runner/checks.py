"""`./dev lint` and `./dev test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import environment, processes
from .layout import Layout
from .preparation import base_variables, compile_translations
from .problem import Problem
from .screen import Screen
from .services import Services

TEST_SETTINGS = "lederweb.settings.test"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER_CODE = 3  # everything else passed, but the browser tests could not run
# Settings want these; nothing in `lint` connects to them.
PLACEHOLDERS = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/lint",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "CACHE_URL": "redis://127.0.0.1:9/1",
}


@dataclass(frozen=True)
class Tool:
    name: str
    arguments: tuple[str, ...]


SOURCES = ("lederweb", "publications", "projects", "newsletter", "analytics")
TOOLS = (
    Tool("mypy", ("-m", "mypy", "--config-file", ".mypy.ini", *SOURCES)),
    Tool("ruff check", ("-m", "ruff", "check", ".")),
    Tool("ruff format", ("-m", "ruff", "format", "--check", "--output-format", "concise", ".")),
    Tool(
        "import contract", ("-c", "from importlinter.cli import lint_imports_command as run; run()")
    ),
    Tool("templates", ("-m", "djlint", "templates", "lederweb", "--lint", "--quiet")),
    Tool("migrations", ("manage.py", "makemigrations", "--check", "--dry-run")),
    Tool("system checks", ("manage.py", "check", "--fail-level", "WARNING")),
    Tool("translations", ("manage.py", "translations", "check")),
)


def lint(layout: Layout, screen: Screen) -> int:
    """Run every tool, also after one failed; the exit code says whether all were content."""
    env = base_variables(layout, TEST_SETTINGS) | PLACEHOLDERS | {"PYTHONWARNINGS": "ignore"}
    compile_translations(layout, screen, env)

    def run(tool: Tool) -> tuple[Tool, int, str, float]:
        began = time.monotonic()
        result = subprocess.run(
            [layout.python, *tool.arguments],
            cwd=layout.root,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return tool, result.returncode, result.stdout, time.monotonic() - began

    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for tool, code, output, seconds in pool.map(run, TOOLS):
            screen.line(f"  {tool.name:<22} {'failed' if code else 'ok':<44} {seconds:6.1f} s")
            if code:
                failed.append(tool.name)
                print(output.rstrip() + "\n", flush=True)
    if failed:
        raise Problem(f"Not content: {', '.join(failed)}.")
    return 0


def find_browser() -> str | None:
    given = os.environ.get("CHROMIUM", "").strip()
    if given:
        if not os.access(given, os.X_OK):
            raise Problem(
                f"CHROMIUM is {given!r}, which cannot be run: give the path of a Chromium, or "
                "unset it and ./dev finds or installs one."
            )
        return given
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _browser_of_playwright(layout: Layout) -> str | None:
    """The Chromium that Playwright downloaded earlier, if it is there."""
    ask = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    answer = subprocess.run(
        [layout.python, "-c", ask], capture_output=True, text=True, check=False
    ).stdout.strip()
    return answer if answer and os.access(answer, os.X_OK) else None


def ensure_browser(layout: Layout, screen: Screen) -> str | None:
    """Find Chromium, or install it where we may; None when none can be had."""
    found = find_browser() or _browser_of_playwright(layout)
    if found:
        return found
    with screen.step("Chromium") as step:
        if os.geteuid() == 0 and shutil.which("apt-get"):
            environment.apt_get("chromium", layout, step.detail)
            found = find_browser()
        if not found:
            step.detail("asking Playwright for its own")
            environment.run_logged(
                [str(layout.python), "-m", "playwright", "install", "chromium"],
                layout.log / "playwright.log",
                step.detail,
            )
            found = _browser_of_playwright(layout)
        step.note = "installed" if found else "could not be had"
    return found


def pytest_arguments(root: Path, arguments: list[str]) -> list[str]:
    """Two processes, unless the call is about one file or one test, or says otherwise itself."""
    alone = ("-n", "--numprocesses", "--pdb", "--trace", "--collect-only", "--co", "--fixtures")
    if any(argument.startswith(alone) for argument in arguments):
        return arguments
    paths = [root / argument.partition("::")[0] for argument in arguments if argument[:1] != "-"]
    existing = [path for path in paths if path.exists()]
    if len(existing) == 1 and existing[0].is_file():
        return arguments
    return ["-n", "2", *arguments]


def without_browser(arguments: list[str]) -> list[str]:
    """The same call, minus the tests marked `browser`; of several -m, pytest obeys the last."""
    given = [arguments[i + 1] for i, word in enumerate(arguments[:-1]) if word == "-m"]
    return [*arguments, "-m", f"({given[-1]}) and not browser" if given else "not browser"]


def test(layout: Layout, screen: Screen, arguments: list[str]) -> int:
    """Run pytest on databases of its own; the exit code is pytest's."""
    with layout.lock("test", wait=False) as free:
        if not free:
            raise Problem(
                "Another ./dev test runs in this checkout and uses the test databases: wait for "
                "it to end."
            )
        browser = ensure_browser(layout, screen)
        services = Services(layout)
        with (
            services.use("./dev test", screen),
            tempfile.TemporaryDirectory(prefix="lederweb-test-") as files,
        ):
            services.ensure_database(services.database_url)
            env = base_variables(layout, TEST_SETTINGS) | services.variables()
            env |= {"TEST_FILES": files}
            compile_translations(layout, screen, env)
            command = [str(layout.python), "-m", "pytest"]
            if browser:
                env["CHROMIUM"] = browser
            else:
                arguments = without_browser(arguments)
            command += pytest_arguments(layout.root, arguments)
            code = processes.run_attached(command, env, layout.root)
    if not browser:
        raise Problem(
            "The browser tests did not run, because there is no Chromium: install it "
            "(Debian: sudo apt-get install chromium) or give its path in CHROMIUM.",
            code or NO_BROWSER_CODE,
        )
    return code
