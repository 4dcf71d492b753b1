from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "analytics"
    label = "analytics"
    verbose_name = _("Analytics")

    def ready(self) -> None:
        from analytics import receivers  # noqa: F401  (they register themselves)

        # Wagtail asks for rich-text features once, and that while it still reads other hooks.
        from analytics.figures import checks, counted, hooks  # noqa: F401
        from analytics.reports import checks as report_checks  # noqa: F401
