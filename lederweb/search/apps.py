from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "lederweb.search"
    label = "lederweb_search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from wagtail.contrib.search_promotions.models import SearchPromotion

        from lederweb.core.page_cache import shown_on_pages

        # Every process keeps them in memory until something that pages show is changed.
        shown_on_pages(SearchPromotion)
