"""The table of roles, in the database, in the documentation and at work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Workflow

from lederweb.testing.world import World
from lederweb.users import checks, roles
from lederweb.users.roles import ADMINISTRATOR, EDITOR, MODERATOR, ROLES, SECRETARIAT, TABLE, Right
from lederweb.users.services.apply_roles import apply_roles

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "roles.md"


def granted(role: str) -> set[str]:
    """All that the group has, wherever Wagtail keeps it."""
    found = {
        *Permission.objects.filter(group__name=role),
        *(link.permission for link in GroupPagePermission.objects.filter(group__name=role)),
        *(link.permission for link in GroupCollectionPermission.objects.filter(group__name=role)),
    }
    return {f"{p.content_type.app_label}.{p.codename}" for p in found}


def log_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_migrating_makes_the_four_groups_and_removes_wagtails_own() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


@pytest.mark.parametrize("role", [EDITOR, MODERATOR, SECRETARIAT])
def test_each_group_has_exactly_what_the_table_says(role: str) -> None:
    wanted = {name for right in roles.rights_of(role) for name in right.permissions()}
    assert granted(role) == wanted


def test_administrators_have_every_permission_without_being_superusers(world: World) -> None:
    anna = world.anna_the_administrator
    assert not anna.is_superuser
    assert set(Permission.objects.all()) == set(
        Group.objects.get(name=ADMINISTRATOR).permissions.all()
    )
    assert granted(ADMINISTRATOR) >= {name for right in TABLE for name in right.permissions()}


def test_applying_again_changes_nothing_and_takes_away_what_was_added_by_hand() -> None:
    editors = Group.objects.get(name=EDITOR)
    before = {role: granted(role) for role in ROLES}
    editors.permissions.add(Permission.objects.get(codename="send_issuepage"))
    root = Collection.get_first_root_node()
    publish = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=editors, page_id=1, permission=publish)
    own = root.add_child(name="Redaktionens egen")
    add = Permission.objects.get(codename="add_document")
    GroupCollectionPermission.objects.create(group=editors, collection=own, permission=add)
    call_command("migrate", verbosity=0)
    apply_roles()
    assert {role: granted(role) for role in ROLES} == before
    assert GroupCollectionPermission.objects.filter(collection=own).count() == 1
    assert Workflow.objects.count() == 1


def test_a_misspelt_permission_is_a_system_check_error(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Right("Fly", (EDITOR,), everywhere=("projects.ad_person", "not_installed.add_thing"))
    monkeypatch.setattr(checks, "TABLE", (*TABLE, bad))
    errors = [error for error in run_checks() if error.id == "lederweb.E010"]
    assert ["projects.ad_person" in error.msg for error in errors] == [True]


def test_the_documentation_shows_the_table_as_it_is() -> None:
    assert roles.as_markdown() in DOCUMENT.read_text()


def test_ellen_submits_and_morten_approves(world: World) -> None:
    article = world.article()
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    html = log_in(world.ellen_the_editor).get(edit).content.decode()
    assert 'name="action-submit"' in html
    assert 'name="action-publish"' not in html
    state = Workflow.objects.get().start(article, world.ellen_the_editor)
    address = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[article.pk, "approve", state.current_task_state.pk],
    )
    log_in(world.ellen_the_editor).post(address)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    log_in(world.morten_the_moderator).post(address)
    state.refresh_from_db()
    assert state.status == state.STATUS_APPROVED


def test_everybody_sees_the_menu_of_their_role(world: World) -> None:
    def menu(user) -> set[str]:
        html = log_in(user).get("/admin/").content.decode()
        (props,) = re.findall(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', html, re.S)
        return set(re.findall(r'"name": ?"([a-z-]+)"', props))

    ellen, anna = menu(world.ellen_the_editor), menu(world.anna_the_administrator)
    morten, sanne = menu(world.morten_the_moderator), menu(world.sanne_of_the_secretariat)
    assert {"explorer", "images", "documents", "media", "newsletter"} <= ellen
    assert not {"tal", "users", "groups", "site-settings"} & ellen
    assert {"explorer", "redirects"} <= morten
    assert {"tal", "newsletter"} <= sanne
    assert not {"explorer", "images", "users", "redirects"} & sanne
    assert {"explorer", "tal", "users", "groups", "workflows", "sites"} <= anna
