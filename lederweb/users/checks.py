"""Checks of roles and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register

from lederweb.users.demonstration import accounts_in, refusal
from lederweb.users.roles import TABLE


def _permissions_of_installed_models() -> set[str]:
    names = set()
    for model in apps.get_models():
        meta = model._meta
        codenames = [f"{action}_{meta.model_name}" for action in meta.default_permissions]
        codenames += [codename for codename, _label in meta.permissions]
        names |= {f"{meta.app_label}.{codename}" for codename in codenames}
    return names


@register()
def roles_name_real_permissions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt permission in the table of roles would quietly be no permission at all."""
    known = _permissions_of_installed_models()
    installed = {app.label for app in apps.get_app_configs()}
    return [
        Error(f"lederweb/users/roles.py names {name}, which does not exist.", id="lederweb.E010")
        for right in TABLE
        for name in right.permissions()
        if name.split(".")[0] in installed and name not in known
    ]


@register(Tags.database, deploy=True)
def no_demonstration_accounts(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Run by `manage.py check --database default --deploy`."""
    accounts = [account for database in databases or () for account in accounts_in(database)]
    return [Error(refusal(accounts), id="lederweb.E011")] if accounts else []
