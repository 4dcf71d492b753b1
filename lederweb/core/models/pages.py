"""What every page of ours shares."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from lederweb.core.panels import ShownByOthers
from lederweb.lib.danish import search_lemmas, search_parts, slugify

# PostgreSQL has four weights for the whole project, so these are the only boosts anywhere;
# Wagtail gives titles of pictures and documents 10, and fields without a boost have 1.
TITLE_BOOST, LEAD_BOOST, BODY_BOOST, PART_BOOST = 10, 5, 2, 1
# So many characters of a page are searched. PostgreSQL refuses an index row with more than
# 1,048,575 bytes of words, and no page of ours comes near this.
SEARCHED_CHARACTERS = 250_000
# As components/head_meta.html asks for it.
SHARED_SIZE = "format-jpeg|fill-960x640"
# Ends the page's own words in the index entry's plain text, where dictionary forms follow that
# are not for reading. PostgreSQL takes it for a blank.
END_OF_TEXT = "␞"

_WORKED_OUT_FOR_THE_INDEX = (
    "_searched_text",
    "searchable_words",
    "searchable_title_lemmas",
    "searchable_title_parts",
    "searchable_lemmas",
    "searchable_parts",
)

# What the editor's script does while a title is typed, before its own rules, so that it arrives
# at the address that `slugify` gives.
SLUG_LETTERS = [
    ("[æäÆÄ]", "ae"),
    ("[øöØÖ]", "oe"),
    ("[åÅ]", "aa"),
    ("[/–—&.:,;+]", " "),
]


def address_of(page: Page) -> str:
    """A page's path on this site, from the row alone.

    Lederweb is one site whose front page is the first level of the tree, so the path is the
    page's own without that level. Wagtail asks the cache for the site's root for every link.
    """
    return "/" + page.url_path.split("/", 2)[2]


class BasePage(Page):
    """Abstract base of all our page types."""

    # What a reader calls this kind of page: shown on cards, in search and above titles.
    kind_label: str | Promise = _("Page")
    # Above what the page lacks, beside its editor.
    checks_heading: str | Promise = _("Check before publishing")

    # How an editor can look at it before it is out.
    preview_modes: list[tuple[str, str | Promise]] = [
        ("", _("The page")),
        ("search", _("In search results")),
        ("share", _("When shared")),
    ]

    share_image = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture when shared"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when someone shares the page. The page's own picture is used if empty."),
    )

    content_panels = [
        TitleFieldPanel(
            "title", help_text=_("Short and plain: it stands in lists and search results, too.")
        ),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug", widget=SlugInput(formatters=SLUG_LETTERS)),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("share_image"),
            ],
            heading=_("In search results and when shared"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("Menus")),
        ShownByOthers(heading=_("Readers of the page"), icon="chart"),
    ]

    # Wagtail's own list with our boosts: its first two fields are the title. The words as they
    # stand weigh more than their dictionary forms, and these more than parts of compounds.
    search_fields = [
        *(
            field
            for field in Page.search_fields
            if isinstance(field, index.FilterField) or field.field_name != "title"
        ),
        index.SearchField("title", boost=TITLE_BOOST),
        index.AutocompleteField("title"),
        index.SearchField("searchable_words", boost=BODY_BOOST),
        index.SearchField("searchable_title_lemmas", boost=LEAD_BOOST),
        index.SearchField("searchable_title_parts", boost=BODY_BOOST),
        index.SearchField("searchable_lemmas", boost=BODY_BOOST),
        index.SearchField("searchable_parts", boost=PART_BOOST),
    ]

    class Meta:
        abstract = True

    # Set where the page was found together with what restricts it.
    is_known_public = False

    # Relations that the page's template always shows: read together with the page itself.
    shown_with: tuple[str, ...] = ()

    @property
    def sharing_picture(self) -> Any:
        """What is shown when the page is shared: the editor's choice, else its own picture."""
        return self.share_image or getattr(self, "picture", None)

    @property
    def url(self) -> str | None:
        return address_of(self) if self.url_path else None

    @property
    def full_url(self) -> str | None:
        return f"{settings.BASE_URL}{self.url}" if self.url_path else None

    def searchable_text(self) -> str:
        """All the words of the page below its title, a line for each block; page types add to it.

        Search shows the line in which it found a word.
        """
        return self.search_description

    # What the index takes. It asks for each of its fields five times over, and each needs all
    # the text: so they are worked out once each time the page goes into the index.
    @cached_property
    def _searched_text(self) -> str:
        return self.searchable_text()[:SEARCHED_CHARACTERS]

    @cached_property
    def searchable_words(self) -> str:
        return f"{self._searched_text} {END_OF_TEXT}"

    @cached_property
    def searchable_title_lemmas(self) -> str:
        return search_lemmas(self.title)

    @cached_property
    def searchable_title_parts(self) -> str:
        return search_parts(self.title)

    @cached_property
    def searchable_lemmas(self) -> str:
        return search_lemmas(self._searched_text)

    @cached_property
    def searchable_parts(self) -> str:
        return search_parts(self._searched_text)

    def get_indexed_instance(self) -> Any:
        page = super().get_indexed_instance()
        if page is not None:
            for name in _WORKED_OUT_FOR_THE_INDEX:
                vars(page).pop(name, None)
        return page

    def _set_core_field_defaults(self) -> None:
        """Before every check, of drafts too: Wagtail's own slug would drop æ, ø and å."""
        address: str = self.slug  # type: ignore[has-type]  # Wagtail declares it dynamically
        if not address and self.title:
            self.slug = self._get_autogenerated_slug(slugify(self.title))
        super()._set_core_field_defaults()

    def get_view_restrictions(self) -> models.QuerySet:
        if self.is_known_public:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if not getattr(request, "is_preview", False):
            response.page_cache = True  # type: ignore[attr-defined]
        return response

    def shared_picture_address(self) -> str:
        """The picture of a shared link, as the page stands in the editor; empty for none."""
        picture = self.sharing_picture
        return picture.get_rendition(SHARED_SIZE).url if picture else ""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name not in ("search", "share"):
            return super().serve_preview(request, mode_name)
        context = {"page": self, "picture": "", "base_url": settings.BASE_URL}
        if mode_name == "share":
            context["picture"] = self.shared_picture_address()
        return TemplateResponse(request, f"core/preview_{mode_name}.html", context)
