"""A publication is read on screen, chapter by chapter, each under an address of its own."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction


@pytest.fixture
def publication(world):
    return world.web_edition()


FIRST = "/publikationer/ledernetvaerk-i-strategisk-lys/hvad-vil-vi-med-netvaerkene/"
LAST = "/publikationer/ledernetvaerk-i-strategisk-lys/hold-gryden-i-kog/"


def test_the_publication_leads_to_its_chapters_in_their_order(client: Client, publication):
    page = client.get(publication.url).content.decode()
    assert 0 < page.index(FIRST) < page.index(LAST)
    assert "Læs på skærmen" in page


def test_a_chapter_says_where_one_is_and_leads_on(client: Client, publication):
    page = client.get(FIRST).content.decode()
    assert "1 af 2" in page
    assert re.search(rf'href="{LAST}" rel="next"', page)
    assert re.search(rf'href="{FIRST}" aria-current="page"', page)
    page = client.get(LAST).content.decode()
    assert re.search(rf'href="{FIRST}" rel="prev"', page)
    assert "Tilbage til publikationen" in page


def test_a_chapter_has_its_questions_to_discuss(client: Client, publication):
    assert "Spørgsmål til ledelsen" in client.get(FIRST).content.decode()


def test_a_chapter_that_is_no_longer_public_is_left_out(client: Client, publication):
    publication.get_children().last().specific.unpublish()
    assert LAST not in client.get(publication.url).content.decode()
    assert client.get(LAST).status_code == 404


def test_the_chapters_of_a_private_publication_are_private(client: Client, publication):
    PageViewRestriction.objects.create(page=publication, restriction_type="login")
    assert client.get(FIRST).status_code == 302


def test_a_chapter_keeps_to_twelve_queries(
    client: Client, publication, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    for address in (FIRST, publication.url):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
