"""`./dev manage`, `shell`, `bench` and `drill`: our own programs with the services at hand."""

from __future__ import annotations

import ast
from pathlib import Path

from . import processes
from .addresses import database_of, number_of, with_database, with_number
from .layout import Layout
from .preparation import base_variables, compile_translations
from .problem import Problem
from .screen import Screen
from .servers import LOOPBACK, free_port
from .services import Services
from .up import current_ports, variables

# Above the Redis databases of `up` (0, 1) and of the tests (2 to 11 for five workers).
REDIS_NUMBERS = {"bench": 12, "drill": 14}


def manage(layout: Layout, screen: Screen, arguments: list[str]) -> int:
    """Run manage.py with the environment and the data of `./dev up`."""
    services = Services(layout)
    with services.use(f"./dev manage {' '.join(arguments[:1])}", screen):
        services.ensure_database(services.database_url)
        env = variables(layout, services, *current_ports(layout))
        command = [str(layout.python), str(layout.root / "manage.py"), *arguments]
        return processes.run_attached(command, env, layout.root)


def names(layout: Layout, kind: str) -> dict[str, str]:
    """The benches or drills that exist, each with the first line of its docstring."""
    folder = layout.root / "lederweb" / "testing" / kind
    return {
        path.stem: _first_line(path)
        for path in sorted(folder.glob("*.py"))
        if not path.stem.startswith("_")
    }


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]


def run(layout: Layout, screen: Screen, kind: str, arguments: list[str]) -> int:
    """Run one bench or drill on databases and files of its own."""
    known = names(layout, kind)
    if not arguments:
        for name, line in known.items():
            print(f"  ./dev {kind} {name:<12} {line}")
        if not known:
            print(f"  There is no {kind} yet.")
        return 0
    name = arguments[0]
    if name not in known:
        raise Problem(f"There is no {kind} called {name!r}: ./dev {kind} lists those there are.")
    with layout.lock(kind, wait=False) as free:
        if not free:
            raise Problem(f"Another ./dev {kind} runs in this checkout: wait for it to end.")
        services = Services(layout)
        with services.use(f"./dev {kind} {name}", screen):
            env = _own_variables(layout, services, kind)
            services.ensure_database(env["DATABASE_URL"])
            compile_translations(layout, screen, env)
            module = f"lederweb.testing.{kind}.{name}"
            command = [str(layout.python), "-m", module, *arguments[1:]]
            return processes.run_attached(command, env, layout.root)


def _own_variables(layout: Layout, services: Services, kind: str) -> dict[str, str]:
    """The settings of production, on data of its own; mail has nowhere to go but what is run."""
    files = layout.data / kind
    files.mkdir(exist_ok=True)
    url = services.database_url
    first = number_of(services.redis_url) + REDIS_NUMBERS[kind]
    port = free_port()
    return base_variables(layout, "lederweb.settings.production") | {
        "DATABASE_URL": with_database(url, f"{database_of(url)}_{kind}"),
        "REDIS_URL": with_number(services.redis_url, first),
        "CACHE_URL": with_number(services.cache_url, first + 1),
        "MEDIA_ROOT": str(files / "media"),
        "STATIC_ROOT": str(files / "static"),
        "WORK_FILES": str(files),
        "SECRET_KEY": layout.secret() * 2,
        "PORT": str(port),
        "BASE_URL": f"http://{LOOPBACK}:{port}",
        "ALLOWED_HOSTS": LOOPBACK,
        "SECURE_SSL_REDIRECT": "no",
        "EMAIL_URL": f"smtp://{LOOPBACK}:{free_port()}",
    }
