"""The list of users in the admin, without a column for a user name."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.views.users import IndexView as WagtailIndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from lederweb.users.forms import UserCreationForm, UserEditForm
from lederweb.users.models import User


class IndexView(WagtailIndexView):
    @cached_property
    def columns(self) -> list[Any]:
        columns = {column.name: column for column in super().columns}
        del columns["is_superuser"]  # roles say more, and a superuser is made elsewhere
        columns["email"] = Column(
            "email", label=_("E-mail address"), sort_key="email", classname="email", width="25%"
        )
        columns["roles"] = Column("roles", label=_("Roles"), accessor=_roles_of, width="20%")
        order = ("bulk_actions", "name", "email", "roles", "is_active", "last_login")
        return [columns[name] for name in order]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")


def _roles_of(user: User) -> str:
    return ", ".join(group.name for group in user.groups.all())


class UserViewSet(WagtailUserViewSet):
    index_view_class = IndexView
    ordering = "name"

    def get_form_class(self, for_update: bool = False) -> type:
        return UserEditForm if for_update else UserCreationForm
