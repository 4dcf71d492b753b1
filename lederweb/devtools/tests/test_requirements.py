"""What is installed is used, and what is imported is installed on purpose."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FLOORS = ("lederweb", "publications", "projects", "newsletter", "analytics")
# Started or loaded by their names, never imported.
BY_NAME = {
    "celery": "celery",
    "django-stubs": "a plugin of mypy",
    "djlint": "./dev lint",
    "gunicorn": "the web server",
    "hiredis": "redis-py, where it is installed",
    "import-linter": "./dev lint",
    "mypy": "./dev lint",
    "pytest-django": "a plugin of pytest",
    "pytest-rerunfailures": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
    "ruff": "./dev lint",
}
# Imported from a package that we chose for more than this; pinned by that package.
BROUGHT_BY = {
    "bs4": "wagtail",
    "django_filters": "wagtail",
    "django_tasks": "wagtail",
    "draftjs_exporter": "wagtail",
    "modelcluster": "wagtail",
    "modelsearch": "wagtail",
    "kombu": "celery",
}
# Code that production never loads.
DEVELOPMENT = (
    "lederweb/devtools/",
    "lederweb/testing/",
    "lederweb/content/speech.py",  # the voice of the demonstration's podcast
    "lederweb/lib/extraction.py",  # finds strings to translate
)


def required(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {_normal(re.split(r"[=\[]", line)[0]) for line in lines if "==" in line}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def modules_by_file() -> dict[str, set[str]]:
    """The top-level modules that each file imports or, in settings, names in a string."""
    files = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return {str(path.relative_to(ROOT)): _modules(path) for path in files}


def _modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module or "")
        elif "settings" in path.parts and isinstance(node, ast.Constant):
            found.add(str(node.value))
        elif isinstance(node, ast.Call) and node.args:
            # A module may be named in a call, such as find_spec.
            found.update(str(part.value) for part in node.args if isinstance(part, ast.Constant))
    return {name.partition(".")[0] for name in found}


@cache
def packages_of_modules() -> dict[str, set[str]]:
    return {
        module: {_normal(name) for name in names}
        for module, names in packages_distributions().items()
    }


def packages(modules: set[str]) -> set[str]:
    return {name for module in modules for name in packages_of_modules().get(module, ())}


def test_every_required_package_is_used() -> None:
    used = packages({name for found in modules_by_file().values() for name in found})
    wanted = required("requirements.txt") | required("requirements-dev.txt")
    assert wanted - used - set(BY_NAME) == set()


def test_every_imported_package_is_required() -> None:
    own = {*FLOORS, "", "pytest", *sys.stdlib_module_names}
    wanted = required("requirements.txt") | required("requirements-dev.txt")
    for file in modules_by_file():
        imported = _imports(ROOT / file) - own - set(BROUGHT_BY)
        unknown = {name for name in imported if not packages({name}) & wanted}
        assert not unknown, f"{file} imports {unknown}"


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [
        node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level
    ]
    return {name.partition(".")[0] for name in names}


def test_production_imports_nothing_that_is_for_development() -> None:
    ours = required("requirements.txt")
    only_for_development = required("requirements-dev.txt") - ours
    for file in modules_by_file():
        if file.startswith(DEVELOPMENT) or "/tests/" in file:
            continue
        needed = {name for name in _imports(ROOT / file) if packages({name})}
        wrong = {
            name
            for name in needed
            if packages({name}) & only_for_development and not packages({name}) & ours
        }
        assert not wrong, f"{file} imports {wrong}"


def test_every_package_has_its_paragraph() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text().lower()
    wanted = required("requirements.txt") | required("requirements-dev.txt")
    assert {
        name for name in wanted if name.replace("-", "") not in re.sub(r"[-_ ]", "", text)
    } == set()
