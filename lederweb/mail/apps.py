from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "lederweb.mail"
    label = "mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from lederweb.mail import signals  # noqa: F401  (its receivers register themselves)
