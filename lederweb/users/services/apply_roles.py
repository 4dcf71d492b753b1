"""Making the database's groups what the table of roles says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from lederweb.users.roles import ADMINISTRATOR, MODERATOR, ROLES, Right, rights_of

APPROVAL = "Godkendelse"


def apply_roles_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Once, after the last app: then all permissions and the root page exist."""
    with_models = [app for app in apps.get_app_configs() if app.models_module is not None]
    if sender is with_models[-1]:
        for app in with_models:
            create_permissions(app, verbosity=0)
        apply_roles()


@transaction.atomic
def apply_roles() -> None:
    """Create the four groups, give each exactly its rights, and have moderators approve pages.

    May run any number of times. What somebody added by hand to one of the four groups is taken
    away again, except for permissions on single pages and collections below the roots.
    """
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role)
        rights = rights_of(role)
        if role == ADMINISTRATOR:
            group.permissions.set(Permission.objects.all())
        else:
            group.permissions.set(_named(rights, "everywhere"))
        _set_at_root(GroupPagePermission, group, Page, _named(rights, "pages"))
        _set_at_root(GroupCollectionPermission, group, Collection, _named(rights, "collections"))
    _approve_by_moderators()


def _named(rights: Iterable[Right], kind: str) -> QuerySet[Permission]:
    """The permissions of these rights; those of an app that is not installed do not exist."""
    wanted = Q(pk__in=[])
    for right in rights:
        for name in getattr(right, kind):
            app, codename = name.split(".")
            wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted)


def _set_at_root(link: Any, group: Group, tree: Any, permissions: QuerySet[Permission]) -> None:
    root = tree.objects.filter(depth=1).first()
    if root is None:  # a database emptied between tests
        return
    field = "page" if tree is Page else "collection"
    at_root = link.objects.filter(group=group, **{field: root})
    at_root.exclude(permission__in=permissions).delete()
    present = set(at_root.values_list("permission_id", flat=True))
    link.objects.bulk_create(
        link(group=group, permission=permission, **{field: root})
        for permission in permissions
        if permission.pk not in present
    )


def _approve_by_moderators() -> None:
    """What editors submit goes to the moderators, unless somebody set up another way."""
    root = Page.objects.filter(depth=1).first()
    if root is None or WorkflowPage.objects.filter(page=root).exists():
        return
    task, _created = GroupApprovalTask.objects.get_or_create(name=APPROVAL, active=True)
    task.groups.set(Group.objects.filter(name__in=[MODERATOR, ADMINISTRATOR]))
    workflow, _created = Workflow.objects.get_or_create(name=APPROVAL, active=True)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    WorkflowPage.objects.create(workflow=workflow, page=root)
