"""`manage.py translations`: a small project of its own is translated in a folder."""

from __future__ import annotations

import ast
import gettext
import os
import re
from io import StringIO
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from lederweb.core.management.commands.translations import FOLDERS

CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
PYTHON = """from django.utils.translation import gettext_lazy as _, ngettext, pgettext

class Article:
    verbose_name = _("article")

def count(n):
    return ngettext("%(count)d article", "%(count)d articles", n)

def month():
    return pgettext("name of a month", "May")
"""
TEMPLATE = """{% comment %}
An example that is no string: {% translate "Not me" %}
{% endcomment %}
    <h1>{% translate 'Search' %}</h1>
  {% blocktranslate trimmed with name=page.title %}
    About {{ name }}
    and 100%
  {% endblocktranslate %}
{% blocktranslate count n=pages %}One page{% plural %}{{ n }} pages{% endblocktranslate %}
{{ x|default:_("Nothing") }}
"""
COMPLETE = {
    "article": "artikel",
    "May": "maj",
    "Search": "Søg",
    "About %(name)s and 100%%": "Om %(name)s og 100 %%",
    "Nothing": "Ingenting",
}
PLURALS = {
    "%(count)d article": ("%(count)d artikel", "%(count)d artikler"),
    "One page": ("En side", "%(n)s sider"),
}


@pytest.fixture
def project(tmp_path: Path, settings: Any) -> Path:
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "lederweb" / "locale"]
    (tmp_path / "lederweb" / "tests").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "lederweb" / "models.py").write_text(PYTHON)
    (tmp_path / "lederweb" / "tests" / "test_models.py").write_text('_("for developers")')
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def source(project: Path) -> Path:
    return project / "lederweb" / "locale" / "da" / "LC_MESSAGES" / "django.po"


def run(*arguments: Any) -> str:
    output = StringIO()
    call_command("translations", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def complaints() -> str:
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("translations", "check", stdout=output)
    return output.getvalue()


def translate(project: Path) -> polib.POFile:
    """Updates the project's catalogue and gives everything its Danish."""
    run("update")
    catalogue = polib.pofile(str(source(project)))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate(PLURALS[entry.msgid]))
        else:
            entry.msgstr = COMPLETE[entry.msgid]
    catalogue.save()
    return catalogue


def test_update_finds_what_people_read_in_python_and_templates(project: Path) -> None:
    assert run("update") == "django.po: 7 strings, 7 of them without Danish.\n"
    found = {entry.msgid: entry for entry in polib.pofile(str(source(project)))}
    assert set(found) == set(COMPLETE) | set(PLURALS)
    assert found["One page"].msgid_plural == "%(n)s pages"
    assert found["May"].msgctxt == "name of a month"
    assert found["Search"].occurrences == [("templates/page.html", "")]


def test_update_keeps_translations_and_drops_what_is_gone(project: Path) -> None:
    translate(project)
    (project / "lederweb" / "models.py").write_text('name = _("article"), _("new")')
    assert run("update") == "django.po: 6 strings, 1 of them without Danish.\n"
    text = source(project).read_text()
    assert 'msgstr "artikel"' in text
    assert "%(count)d article" not in text


def test_updating_twice_changes_nothing(project: Path) -> None:
    translate(project)
    run("update")
    before = source(project).read_bytes()
    run("update")
    assert source(project).read_bytes() == before


def test_missing_danish_is_filled_in_from_other_catalogues(project: Path, tmp_path: Path) -> None:
    run("update")
    first, second = tmp_path / "first.po", tmp_path / "second.po"
    first.write_text('msgid "Search"\nmsgstr "Søg"\n\nmsgid "not ours"\nmsgstr "ikke vores"\n')
    second.write_text('msgid "Search"\nmsgstr "Led efter"\n\nmsgid "Nothing"\nmsgstr ""\n')
    output = run("update", "--from", first, second)
    assert "“Search” stays “Søg”, not “Led efter”." in output
    assert "7 strings, 6 of them without Danish." in output
    assert "ikke vores" not in source(project).read_text()


def test_a_catalogue_that_cannot_be_read_is_named(project: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.po"
    broken.write_text('message "Search"\n')
    with pytest.raises(CommandError, match=r"broken\.po cannot be read"):
        run("update", "--from", broken)
    with pytest.raises(CommandError, match=r"nowhere\.po does not exist"):
        run("update", "--from", tmp_path / "nowhere.po")


def test_check_is_content_with_a_complete_catalogue(project: Path) -> None:
    translate(project)
    assert run("check") == "All 7 strings are in Danish.\n"


def test_check_names_file_and_line_of_a_string_without_danish(project: Path) -> None:
    catalogue = translate(project)
    catalogue.find("Search").msgstr = ""
    catalogue.find("Nothing").msgstr = ""
    catalogue.save()
    assert complaints().splitlines() == [
        "templates/page.html:4: has no Danish: “Search”",
        "templates/page.html:10: has no Danish: “Nothing”",
    ]


def test_check_refuses_a_string_that_nobody_has_looked_at(project: Path) -> None:
    catalogue = translate(project)
    catalogue.find("Search").flags.append("fuzzy")
    catalogue.save()
    assert "templates/page.html:4: is marked fuzzy: “Search”" in complaints()


@pytest.mark.parametrize("danish", ["Om navn og 100 %%", "Om %(navn)s", "Om %(name)s og %s"])
def test_check_refuses_other_placeholders(project: Path, danish: str) -> None:
    catalogue = translate(project)
    catalogue.find("About %(name)s and 100%%").msgstr = danish
    catalogue.save()
    assert "templates/page.html:5: has other placeholders in Danish" in complaints()


def test_a_single_number_may_be_left_to_words_but_not_the_plural_number(project: Path) -> None:
    catalogue = translate(project)
    entry = catalogue.find("%(count)d article")
    entry.msgstr_plural = {0: "en artikel", 1: "%(count)d artikler"}
    catalogue.save()
    assert "All 7" in run("check")
    entry.msgstr_plural = {0: "en artikel", 1: "artikler"}
    catalogue.save()
    assert "lederweb/models.py:7: has other placeholders in Danish" in complaints()


def test_check_names_what_is_no_longer_in_the_source(project: Path) -> None:
    translate(project)
    (project / "templates" / "page.html").write_text("")
    assert "is no longer in the source: “Search”" in complaints()


def test_check_finds_new_strings_that_update_has_not_taken_up(project: Path) -> None:
    translate(project)
    (project / "templates" / "new.html").write_text("\n{% translate 'Brand new' %}")
    assert "templates/new.html:2: has no Danish: “Brand new”" in complaints()


def test_compile_writes_what_gettext_reads_and_only_when_it_is_out_of_date(project: Path) -> None:
    translate(project)
    assert run("compile") == "Wrote da/LC_MESSAGES/django.mo.\n"
    assert run("compile") == ""
    compiled = source(project).with_suffix(".mo")
    with compiled.open("rb") as file:
        danish = gettext.GNUTranslations(file)
    assert danish.gettext("Search") == "Søg"
    assert danish.pgettext("name of a month", "May") == "maj"
    assert danish.ngettext("One page", "%(n)s pages", 5) == "%(n)s sider"
    later = compiled.stat().st_mtime + 5
    os.utime(source(project), (later, later))
    assert run("compile") == "Wrote da/LC_MESSAGES/django.mo.\n"
    assert not list(compiled.parent.glob("*.part"))


def test_every_string_of_the_site_is_in_danish() -> None:
    assert "strings are in Danish" in run("check")


def test_a_site_is_a_hjemmeside_throughout() -> None:
    """One word for one thing (`docs/glossary.md`)."""
    path = settings.LOCALE_PATHS[0] / "da" / "LC_MESSAGES" / "django.po"
    texts = [
        re.sub(r"%\(\w+\)s", "", text)
        for entry in polib.pofile(str(path))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]
    others = re.compile(r"\b(?:websted|websit|netsted|site)", re.IGNORECASE)
    assert [text for text in texts if others.search(text)] == []


def test_no_string_hides_in_an_f_string() -> None:
    """Before Python 3.12 nobody finds it there, and it stays English."""
    hidden = [
        f"{path.relative_to(settings.BASE_DIR)}:{call.lineno}"
        for folder in FOLDERS
        for path in (settings.BASE_DIR / folder).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in CALLS
    ]
    assert hidden == []
