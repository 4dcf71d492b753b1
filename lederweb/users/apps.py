from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "lederweb.users"
    label = "users"
    verbose_name = _("Users")

    def ready(self) -> None:
        from axes.models import AccessAttempt

        from lederweb.users import checks  # noqa: F401  (they register themselves)
        from lederweb.users.services.apply_roles import apply_roles_after_migrate
        from lederweb.users.throttling import forget_request

        post_migrate.connect(apply_roles_after_migrate, dispatch_uid="lederweb-roles")
        pre_save.connect(forget_request, sender=AccessAttempt, dispatch_uid="lederweb-axes")
