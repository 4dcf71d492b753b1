"""What a production install begins with: the pages that stand whatever is published."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import resolve
from django.utils import translation
from wagtail.models import Site

from lederweb.content.reading.library import TEXTS, Library
from lederweb.content.reading.markdown import Block, with_pages
from lederweb.content.services.add_vaeksthus import add_overviews
from lederweb.content.services.demonstration import Load
from lederweb.content.services.index_at_once import one_piece
from lederweb.content.services.plant_pages import (
    INDEXES,
    MODELS,
    plant_overviews,
    plant_texts,
    put_at_base_url,
)
from lederweb.content.services.set_up_site import add_partners, set_up_site
from lederweb.core import page_cache

KINDS = ("tiers", "standard")
_LINK_WITHIN = re.compile(r'<a href="(/[^"]*)">(.*?)</a>', re.DOTALL)


def make_site(*, say: Callable[[str], None], folder: Path = TEXTS) -> Load:
    """Make what is missing of an empty site: front page, overviews, the three Væksthus pages,
    standard pages, partners, menus, contact line, and Wagtail's record of the site's address.

    The texts are the demonstration's without what only the demonstration has. Who may do what
    and the way to publication are made by `migrate`. May run any number of times: what editors
    have changed stays; the site's address is set to BASE_URL each time. Raises TextError.
    """
    load = Load(library=Library(folder), say=say)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            add_partners(demonstration=load)
            plant_overviews(load=load)
            plant_texts(KINDS, load=load)
            _publish_overviews(load)
            add_overviews(load=load, note=False)
            for kind in KINDS:
                _fill(kind, load)
            set_up_site(demonstration=load)
            load.changed += put_at_base_url(Site.objects.get(is_default_site=True))
    finally:
        if load.changed:
            page_cache.forget_all()
    return load


def _publish_overviews(load: Load) -> None:
    made = 0
    names = ["pages.HomePage", *INDEXES.values()]
    for name in names:
        page = apps.get_model(name).objects.filter(pk__in=load.pages.values()).first()
        if page is not None and page.latest_revision_id is None:
            with one_piece():
                _publish(page)
            made += 1
    load.report("Front page and overviews", made, len(names) - made)


def _fill(kind: str, load: Load) -> None:
    model = apps.get_model(MODELS[kind])
    made = 0
    for text in load.library[kind]:
        page: Any = model.objects.get(pk=load.pages[text.address])
        if page.latest_revision_id is not None:
            continue
        with one_piece():
            blocks = text.body.blocks
            if kind == "tiers":
                blocks = _introduction(blocks)
            page.body = _without_links_to_nothing(blocks, load.pages)
            _publish(page)
        made += 1
    load.report("Texts", made, len(load.library[kind]) - made)


def _publish(page: Any) -> None:
    page.save_revision(log_action=True).publish(skip_permission_checks=True)


def _introduction(blocks: list[Block]) -> list[Block]:
    """What stands above the first heading; below are the projects of the demonstration."""
    headings = [number for number, (kind, _value) in enumerate(blocks) if kind == "heading"]
    return blocks[: headings[0]] if headings else blocks


def _without_links_to_nothing(blocks: list[Block], pages: Mapping[str, int]) -> list[Block]:
    """Words that would lead to a page of the demonstration stand without their link."""
    done: list[Block] = []
    for kind, value in with_pages(blocks, pages, lambda alternative: None):
        if kind == "text":
            value = _LINK_WITHIN.sub(_link_or_words, value)
        elif kind == "fact_box":
            value = value | {"text": _LINK_WITHIN.sub(_link_or_words, value["text"])}
        done.append((kind, value))
    return done


def _link_or_words(link: re.Match[str]) -> str:
    """What is no page of Wagtail's is there on every site: one's own settings, for example."""
    is_page = resolve(link[1]).view_name == "wagtail_serve"
    return link[2] if is_page else link[0]
