"""Links in running text."""

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler as WagtailPageLinkHandler

from lederweb.core.models.pages import address_of
from lederweb.core.visibility import is_public


class PageLinkHandler(WagtailPageLinkHandler):
    """A link to a page of ours, written from the page's row alone.

    Wagtail also reads every linked page's own table, one query for each kind. The address of a
    page that is no longer public says too much (promise S4); its link is left as words.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Page | None]:
        numbers = [str(attrs.get("id")) for attrs in attrs_list]
        pages = Page.objects.filter(pk__in=[n for n in numbers if n.isdigit()]).only(
            "url_path", "path", "live"
        )
        found = {str(page.pk): page for page in pages}
        return [found.get(number) for number in numbers]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [
            f'<a href="{address_of(page)}">' if page and is_public(page) else "<a>"
            for page in cls.get_many(attrs_list)
        ]
