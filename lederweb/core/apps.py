from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from PIL import Image


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
        # Pillow warns at this size and refuses twice that before it unpacks anything.
        Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2
        post_migrate.connect(name_the_roots, sender=self)
