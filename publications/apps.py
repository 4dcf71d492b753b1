from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "publications"
    label = "publications"
    verbose_name = _("Publications")

    def ready(self) -> None:
        from publications import (
            content_checks,  # noqa: F401 (registers them)
            signals,  # noqa: F401 (connects the receivers)
        )
        from publications.orders import receivers as orders  # noqa: F401 (likewise)
        from publications.press import receivers, serving  # noqa: F401 (likewise)
