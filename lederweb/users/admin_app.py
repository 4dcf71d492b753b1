"""Wagtail's own app for managing users, told to use our views."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAdminConfig(WagtailUsersAppConfig):
    user_viewset = "lederweb.users.viewsets.UserViewSet"
