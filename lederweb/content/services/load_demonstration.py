"""The whole demonstration, step by step."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings
from django.utils import translation

from lederweb.content.reading.library import TEXTS, Library
from lederweb.content.services.add_answers import add_answers
from lederweb.content.services.add_deliveries import add_deliveries
from lederweb.content.services.add_enrolments import add_enrolments
from lederweb.content.services.add_issues import add_issues
from lederweb.content.services.add_not_found import add_not_found
from lederweb.content.services.add_orders import add_orders
from lederweb.content.services.add_status_reports import add_status_reports
from lederweb.content.services.add_subscribers import add_subscribers
from lederweb.content.services.add_vaeksthus import add_vaeksthus
from lederweb.content.services.add_visits import add_visits
from lederweb.content.services.add_web_editions import add_web_editions
from lederweb.content.services.create_accounts import create_accounts
from lederweb.content.services.demonstration import Demonstration
from lederweb.content.services.fill_pages import fill_pages
from lederweb.content.services.make_pictures import make_sizes_of_pages
from lederweb.content.services.plant_pages import plant_pages
from lederweb.content.services.record_figures import record_figures
from lederweb.content.services.relate_pages import relate_pages
from lederweb.content.services.set_up_site import add_partners, set_up_site
from lederweb.core import page_cache

STEPS: tuple[Callable[..., None], ...] = (
    create_accounts,
    add_partners,
    plant_pages,
    fill_pages,
    add_vaeksthus,
    set_up_site,
    add_web_editions,
    add_issues,
    add_subscribers,
    add_deliveries,
    add_enrolments,
    add_orders,
    record_figures,
    add_status_reports,
    make_sizes_of_pages,
    relate_pages,
    add_answers,
    add_visits,
    add_not_found,
)
DRAWING_THREADS = 2  # they leave Python while they draw, so the database goes on meanwhile


def load_demonstration(
    *, say: Callable[[str], None], refresh: bool = False, folder: Path = TEXTS
) -> Demonstration:
    """Load what is missing of the demonstration, through the models as an editor would.

    May be run, and killed, any number of times: nothing is doubled, and what editors have
    changed stays, unless `refresh` asks for the texts as they were. All texts are read first, so
    that a fault in one of them stops it before anything is written.

    Raises TextError for a text that cannot be read, and BadFigure.
    """
    library = Library(folder)
    say(f"Texts: {sum(1 for _ in library.all())} read")
    workers = ThreadPoolExecutor(DRAWING_THREADS)
    demonstration = Demonstration(library=library, say=say, workers=workers, refresh=refresh)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            for step in STEPS:
                step(demonstration=demonstration)
    finally:
        workers.shutdown(wait=True, cancel_futures=True)
        if demonstration.changed:
            page_cache.forget_all()
    return demonstration
