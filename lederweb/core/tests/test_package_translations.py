"""`manage.py translations` and the strings of packages: a package of its own stands in a folder."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command

from lederweb.core.management.commands.translations import Command
from lederweb.lib.package_strings import Package, danish_of, strings_of

ENGLISH = """
#: forms.py:12
msgid "Open the window"
msgstr ""

#: templates/glasshouse/list.html:3
msgid "%(number)s plant"
msgid_plural "%(number)s plants"
msgstr[0] ""
msgstr[1] ""

#: models.py:7
msgid "Greenhouse"
msgstr ""
"""
SCRIPTS = """
#: src/window.ts
msgid "Close the window"
msgstr ""
"""
DANISH = """
msgid "Greenhouse"
msgstr "Drivhus"
"""


def write(folder: Path, language: str, domain: str, text: str) -> None:
    path = folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def package(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only app there is; Django itself and django_filters remain, and are in Danish."""
    folder = tmp_path / "site" / "glasshouse"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    write(folder, "en", "django", ENGLISH)
    write(folder, "en", "djangojs", SCRIPTS)
    write(folder, "da", "django", DANISH)
    monkeypatch.syspath_prepend(str(folder.parent))
    monkeypatch.delitem(sys.modules, "glasshouse", raising=False)
    own = tmp_path / "lederweb" / "locale"
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [own, own / "packages"]
    settings.INSTALLED_APPS = ["glasshouse"]
    return folder


def run(*arguments: Any) -> str:
    output = StringIO()
    call_command(Command(), *arguments, stdout=output, stderr=output)
    return output.getvalue()


def complaints() -> list[str]:
    output = StringIO()
    with pytest.raises(CommandError):
        call_command(Command(), "check", stdout=output)
    return [line for line in output.getvalue().splitlines() if line.startswith("glasshouse")]


def entries(settings: Any, domain: str) -> dict[str, polib.POEntry]:
    path = settings.LOCALE_PATHS[1] / "da" / "LC_MESSAGES" / f"{domain}.po"
    return {entry.msgid: entry for entry in polib.pofile(str(path))}


def given(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "given.po"
    path.write_text(text)
    return path


def test_check_names_what_neither_the_package_nor_we_have_in_danish(package: Path) -> None:
    assert complaints() == [
        "glasshouse/forms.py:12: has no Danish: “Open the window”",
        "glasshouse/templates/glasshouse/list.html:3: has no Danish: “%(number)s plant”",
        "glasshouse/src/window.ts:1: has no Danish: “Close the window”",
    ]


def test_update_takes_up_what_the_package_leaves_in_english(package: Path, settings: Any) -> None:
    run("update")
    assert {"Open the window", "%(number)s plant"} <= set(entries(settings, "django"))
    assert "Greenhouse" not in entries(settings, "django")
    assert set(entries(settings, "djangojs")) == {"Close the window"}


def test_what_we_say_otherwise_is_kept_beside_the_packages_own(
    package: Path, settings: Any, tmp_path: Path
) -> None:
    ours = given(tmp_path, 'msgid "Greenhouse"\nmsgstr "Væksthus"\n')
    run("update", "--from", ours)
    assert entries(settings, "django")["Greenhouse"].msgstr == "Væksthus"
    run("update")
    assert entries(settings, "django")["Greenhouse"].msgstr == "Væksthus"


def test_what_we_say_as_the_package_does_is_left_to_it(
    package: Path, settings: Any, tmp_path: Path
) -> None:
    run("update", "--from", given(tmp_path, 'msgid "Greenhouse"\nmsgstr "Drivhus"\n'))
    assert "Greenhouse" not in entries(settings, "django")


def test_an_upgrade_with_a_new_and_a_dropped_string_fails(package: Path, tmp_path: Path) -> None:
    text = 'msgid "Open the window"\nmsgstr "Åbn vinduet"\n\n'
    text += 'msgid "%(number)s plant"\nmsgid_plural "%(number)s plants"\n'
    text += 'msgstr[0] "%(number)s plante"\nmsgstr[1] "%(number)s planter"\n\n'
    text += 'msgid "Close the window"\nmsgstr "Luk vinduet"\n'
    run("update", "--from", given(tmp_path, text))
    assert complaints() == []
    write(package, "en", "django", ENGLISH.replace("Open the window", "Open all windows"))
    assert complaints() == ["glasshouse/forms.py:12: has no Danish: “Open all windows”"]
    with pytest.raises(CommandError):
        call_command(Command(), "check", stdout=(output := StringIO()))
    assert "is no longer in the source: “Open the window”" in output.getvalue()


def test_danish_of_the_package_with_other_placeholders_is_to_be_corrected(package: Path) -> None:
    wrong = 'msgid "%(number)s plant"\nmsgid_plural "%(number)s plants"\n'
    wrong += 'msgstr[0] "%(antal)s plante"\nmsgstr[1] "%(antal)s planter"\n'
    write(package, "da", "django", wrong)
    assert any("%(number)s plant" in line for line in complaints())


def test_what_we_have_in_danish_already_is_taken_from_our_own_catalogue(
    package: Path, settings: Any, tmp_path: Path
) -> None:
    settings.LOCALE_PATHS[0].mkdir(parents=True)
    (settings.BASE_DIR / "lederweb" / "forms.py").write_text('_("Open the window")')
    run("update", "--from", given(tmp_path, 'msgid "Open the window"\nmsgstr "Luk op"\n'))
    (settings.BASE_DIR / "lederweb" / "forms.py").write_text("")
    run("update")
    assert entries(settings, "django")["Open the window"].msgstr == "Luk op"


def test_a_package_without_english_has_the_strings_of_all_its_languages(tmp_path: Path) -> None:
    write(tmp_path, "de", "django", 'msgid "Leaf"\nmsgstr "Blatt"\n')
    write(tmp_path, "fr", "django", 'msgid "Leaf"\nmsgstr "Feuille"\n\nmsgid "Root"\nmsgstr ""\n')
    found = strings_of([Package("plants", tmp_path)], "django")
    assert [message.singular for message in found.values()] == ["Leaf", "Root"]


def test_a_package_that_is_no_app_has_no_danish_to_count_on(tmp_path: Path) -> None:
    write(tmp_path, "da", "django", DANISH)
    assert len(danish_of([Package("glasshouse", tmp_path)], "django")) == 1
    assert len(danish_of([Package("glasshouse", tmp_path, is_read=False)], "django")) == 0
