"""Reading the command line of `./dev`."""

from __future__ import annotations

import difflib
import os
import signal
import sys
import time
from pathlib import Path

from . import checks, environment, programs, up
from .layout import Layout
from .problem import Problem, sentence_for
from .screen import Screen
from .services import Services

HELP = """\
Lederweb: the one command.

  ./dev up [--port N] [--detach]   start the whole portal, filled, and show its address
  ./dev down                       stop it
  ./dev status [--json]            what runs, and where
  ./dev test [pytest arguments]    run the tests, browser tests included
  ./dev lint                       ruff, import contract, mypy, templates, migrations, translations
  ./dev manage …                   Django's management commands
  ./dev shell                      a Python shell with the models at hand
  ./dev bench [name]               measure; without a name, list what can be measured
  ./dev drill [name]               kill, cut off and restore on purpose; without a name, list
  ./dev reset [--yes]              delete the development data, after asking

PostgreSQL and Redis are started under .dev/ unless DATABASE_URL and REDIS_URL name others.
GUNICORN_CMD_ARGS=--reload ./dev up starts the web server anew whenever a file of Python changes.
"""
COMMANDS = ("up", "down", "status", "test", "lint", "manage", "shell", "bench", "drill", "reset")
BEGAN = "LEDERWEB_DEV_BEGAN"  # carries the time of the start over to the Python in .venv


def main(arguments: list[str]) -> int:
    """Run one command. Everything a person can mend ends as one sentence, never a traceback."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: sys.exit(128 + received))
    try:
        return _run(Layout(Path(__file__).resolve().parents[3]), arguments)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.code
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 141
    except OSError as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1


def _run(layout: Layout, arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        print(HELP, end="")
        return 0
    command, rest = arguments[0], arguments[1:]
    if command not in (*COMMANDS, "serve-detached"):
        near = difflib.get_close_matches(command, COMMANDS, 1)
        hint = f"did you mean ./dev {near[0]}?" if near else "./dev alone lists the commands."
        raise Problem(f"There is no ./dev {command}: {hint}", 2)
    if rest[:1] in (["-h"], ["--help"]) and command not in ("manage", "test"):
        print(HELP, end="")
        return 0
    layout.prepare()
    screen = Screen()
    if command == "down":
        _flags(command, rest, {})
        return up.down(layout, screen)
    if command == "status":
        return up.status(layout, as_json="--json" in _flags(command, rest, {"--json": False}))
    if command == "reset":
        return up.reset(layout, screen, sure="--yes" in _flags(command, rest, {"--yes": False}))
    if command == "up":
        flags = _flags(command, rest, {"--port": True, "--detach": False})
        port = _port(flags.get("--port", "8000"))
        up.claim(layout, port)
    Services(layout)  # a bad address is said before anything is installed
    _enter_environment(layout, screen, arguments)
    if command == "up":
        began = float(os.environ.pop(BEGAN, time.time()))
        return up.up(layout, screen, port=port, detach="--detach" in flags, began=began)
    if command == "serve-detached":
        return up.serve(layout, screen, int(rest[0]), int(rest[1]))
    if command == "lint":
        _flags(command, rest, {})
        return checks.lint(layout, screen)
    if command == "test":
        return checks.test(layout, screen, rest)
    if command == "manage":
        return programs.manage(layout, screen, rest)
    if command == "shell":
        return programs.manage(layout, screen, ["shell", *rest])
    return programs.run(layout, screen, command, rest)


def _enter_environment(layout: Layout, screen: Screen, arguments: list[str]) -> None:
    """Have .venv, and go on in its Python: from here on third-party packages may be imported."""
    began = time.time()
    environment.ensure(layout, screen)
    if not environment.inside(layout):
        os.environ.setdefault(BEGAN, str(began))
        sys.stdout.flush()
        os.execv(layout.python, [str(layout.python), str(layout.root / "dev"), *arguments])


def _flags(command: str, arguments: list[str], known: dict[str, bool]) -> dict[str, str]:
    """Read options; `known` tells which take a value. Anything else is a `Problem`."""
    found: dict[str, str] = {}
    waiting = list(arguments)
    while waiting:
        name, equals, value = waiting.pop(0).partition("=")
        if name not in known or (equals and not known[name]):
            options = " ".join(f"[{option}]" for option in known) or "no options"
            raise Problem(f"./dev {command} does not know {name}: it takes {options}.", 2)
        if known[name] and not equals:
            if not waiting:
                raise Problem(f"./dev {command} {name} wants a value after it.", 2)
            value = waiting.pop(0)
        found[name] = value
    return found


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Problem(f"--port is {text!r}: write a whole number from 1 to 65535.", 2)
    return int(text)
