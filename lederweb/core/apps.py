from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "lederweb.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from lederweb import celery  # noqa: F401  (so that shared tasks know their application)
        from lederweb.core import (  # noqa: F401  (they register themselves)
            checks,
            page_cache,
            receivers,
        )
        from lederweb.core.admin_language import label_link_forms, name_the_roots

        label_link_forms()
        post_migrate.connect(name_the_roots, sender=self)
