"""Drawing beside the database, and the sizes that pages show pictures in."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future

from django.db.models import QuerySet
from wagtail.models import Page

from lederweb.content.drawing.catalogue import SCENES
from lederweb.content.reading.library import Text
from lederweb.content.services.demonstration import Demonstration
from lederweb.content.services.save_files import save_picture
from lederweb.content.typesetting import press
from lederweb.core.models import CustomImage
from lederweb.core.picture_sizes import COVER, SQUARE, WIDE, make_sizes
from publications.models import ContentPage, PodcastSeriesPage, PublicationPage
from publications.models.idea_cards import IdeaCard

FEED = "fill-1400x1400 format-jpeg"  # publications/podcasts/feed.py


class Studio:
    """Draws what was ordered, in the background, and hands it over when asked."""

    def __init__(self, demonstration: Demonstration) -> None:
        self._demonstration = demonstration
        self._orders: dict[str, Future[bytes]] = {}
        self._by_description = {
            scene.alternative: name for name, scene in SCENES.items() if scene.alternative
        }

    def order(self, texts: Iterable[Text]) -> None:
        """Begin to draw the pictures of these texts."""
        for text in texts:
            name = self.name_for(text)
            if name in SCENES:
                self._orders[name] = self._begin(text)

    def _begin(self, text: Text) -> Future[bytes]:
        workers = self._demonstration.workers
        if text.kind == "publications":
            return workers.submit(press.front, text)
        return workers.submit(press.picture, self.name_for(text))

    @staticmethod
    def name_for(text: Text) -> str:
        """The name of the drawing that belongs to a text."""
        if text.kind == "publications":
            return press.front_name(text.slug)
        if text.kind == "projects" and f"{text.slug}-projekt" in SCENES:
            return f"{text.slug}-projekt"  # its publication or tool has the same slug
        return text.slug

    def picture_of(self, text: Text) -> CustomImage | None:
        """The picture of a text, saved; None where nothing is drawn for it."""
        name = self.name_for(text)
        if name not in SCENES:
            return None
        drawn = self._orders.pop(name, None) or self._begin(text)
        title = "Forside" if text.kind == "publications" else "Tegning"
        return self._save(
            name,
            f"{title}: {text.title}",
            text.data.get("picture") or SCENES[name].alternative,
            drawn.result(),
        )

    def described(self, text: Text, alternative: str) -> CustomImage:
        """The picture in a body, found by what it shows. Raises TextError when there is none."""
        name = self._by_description.get(alternative)
        if name is None:
            raise text.source.error("title", f"no drawing shows »{alternative}«.")
        there = CustomImage.objects.filter(description=alternative).first()
        return there or self._save(name, f"Tegning: {text.title}", alternative, press.picture(name))

    def _save(self, name: str, title: str, alternative: str, jpeg: bytes) -> CustomImage:
        return save_picture(
            name=name,
            title=title,
            alternative=alternative,
            jpeg=jpeg,
            user=self._demonstration.editor,
        )


def make_sizes_of_pages(*, demonstration: Demonstration) -> None:
    """Make the sizes that pages will ask for, so that no reader waits for them."""
    made = there = 0
    wanted = [
        *((page.picture, WIDE) for page in _with_pictures(ContentPage)),
        *((page.picture, COVER) for page in _with_pictures(PublicationPage)),
        *((page.picture, SQUARE) for page in _with_pictures(PodcastSeriesPage)),
        *((page.picture, FEED) for page in _with_pictures(PodcastSeriesPage)),
        *(
            (card.picture, SQUARE)
            for card in IdeaCard.objects.exclude(picture=None)
            .select_related("picture")
            .prefetch_related("picture__renditions")
        ),
    ]
    for image, specification in wanted:
        if make_sizes(image, specification):
            made += 1
        else:
            there += 1
    demonstration.report("Pictures in the sizes of the pages", made, there)


def _with_pictures(model: type[Page]) -> QuerySet:
    pages = model._default_manager.exclude(picture=None).defer_streamfields()
    return pages.select_related("picture").prefetch_related("picture__renditions")
